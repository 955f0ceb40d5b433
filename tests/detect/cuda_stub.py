"""What stands in for ONNX Runtime with CUDA where there is no card: the same calls, answered by OpenVINO."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import openvino
from numpy.typing import NDArray


class CudaStub(ModuleType):
    """The module `onnxruntime`.

    Attributes:
        opens: whether there is a card that can be used.
        memory: the pictures for which its memory is enough.
        batches: how many pictures each run was given.
    """

    def __init__(self) -> None:
        super().__init__("onnxruntime")
        self.opens, self.memory = True, 1000
        self.batches: list[int] = []
        self.SessionOptions = SimpleNamespace
        self.InferenceSession = self._session

    def get_available_providers(self) -> list[str]:
        """The wheel names its provider whether there is a card or not."""
        return ["CUDAExecutionProvider", "CPUExecutionProvider"]

    def set_default_logger_severity(self, severity: int) -> None:
        """Taken and ignored."""

    def _session(self, path: str, options: object, *, providers: list[Any], enable_fallback: int) -> _Session:
        assert providers[0][0] == "CUDAExecutionProvider"
        return _Session(self, path)


class _Session:
    def __init__(self, stub: CudaStub, path: str) -> None:
        self._stub = stub
        # Compiling gives some outputs other names.
        self._model = openvino.Core().read_model(path)
        self._compiled = openvino.Core().compile_model(self._model, "CPU")

    def get_providers(self) -> list[str]:
        return ["CUDAExecutionProvider", "CPUExecutionProvider"] if self._stub.opens else ["CPUExecutionProvider"]

    def get_inputs(self) -> list[Any]:
        return [SimpleNamespace(name=one.get_any_name(), shape=["batch", 3, "h", "w"]) for one in self._model.inputs]

    def get_outputs(self) -> list[Any]:
        return [
            SimpleNamespace(name=one.get_any_name(), shape=[None] * len(one.get_partial_shape()))
            for one in self._model.outputs
        ]

    def run(self, names: list[str], inputs: dict[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        (planes,) = inputs.values()
        self._stub.batches.append(len(planes))
        if len(planes) > self._stub.memory:
            raise RuntimeError("Failed to allocate memory for requested buffer.")
        results = dict(
            zip((o.get_any_name() for o in self._model.outputs), self._compiled(inputs).to_tuple(), strict=True)
        )
        return [np.array(results[name], np.float32) for name in names]
