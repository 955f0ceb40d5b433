"""Run a network: with ONNX Runtime on an NVIDIA GPU if that is installed, otherwise with OpenVINO on the CPU."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.process import stop_afterwards
from veilproof.weights.offline import disable_telemetry

if TYPE_CHECKING:
    from openvino import Core, InferRequest, Model

disable_telemetry()

_COMPILED_SIZES = 4
"""Input sizes for which a compiled network is kept: those of the views of one video. A round number."""


class Network(Protocol):
    """A network whose input is a picture, or several of one size, and whose outputs have names."""

    @property
    def device(self) -> str:
        """Runtime and device, as text for the user."""
        ...

    @property
    def outputs(self) -> dict[str, int]:
        """The names of the outputs, in order, with their ranks."""
        ...

    def run(self, picture: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        """Run inference.

        Args:
            picture: uint8 [h, w, 3], contiguous, in the colour order of the network.

        Returns:
            The outputs by name, float32. They may be overwritten by the next run.
        """
        ...

    def run_batch(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        """The same for uint8 [n, h, w, 3], several pictures of one size at once."""
        ...


def cuda_available() -> bool:
    """Whether ONNX Runtime is installed with its CUDA provider."""
    try:
        with stop_afterwards():
            import onnxruntime
    except ImportError:
        return False
    return "CUDAExecutionProvider" in onnxruntime.get_available_providers()


def load_network(path: Path, mean: float, scale: float) -> Network:
    """Load an ONNX file.

    Args:
        path: the file.
        mean: subtracted from the values of the picture (0 to 255).
        scale: divides them after that.

    Raises:
        VeilproofError: the file is missing, or the runtime cannot read it.
    """
    try:
        return _CudaNetwork(path, mean, scale) if cuda_available() else _OpenVinoNetwork(path, mean, scale)
    except Exception as error:  # both runtimes raise plain RuntimeErrors for files they cannot read
        reason = str(error).strip().splitlines()[-1] if str(error).strip() else type(error).__name__
        raise VeilproofError(
            f"{path}: not a model that can be loaded ({reason}); give an ONNX face detector"
        ) from error


class _OpenVinoNetwork:
    """On the CPU. Compiled for each input size (about 0.2 s), which makes each run 15 % faster."""

    def __init__(self, path: Path, mean: float, scale: float) -> None:
        with stop_afterwards():
            import openvino
            from openvino.frontend import FrontEndManager

        core = openvino.Core()
        # If OpenVINO has to guess the format, each of its readers writes an error to standard error.
        reader = FrontEndManager().load_by_framework("onnx")
        model = reader.convert(reader.load(str(path)))
        self.outputs = {o.get_any_name(): len(o.get_partial_shape()) for o in model.outputs}
        self.device = f"OpenVINO on {core.get_property('CPU', 'FULL_DEVICE_NAME').strip()}"

        # Not a method: a cache that knows its owner keeps it, and all its memory, until Python looks for such circles.
        @lru_cache(maxsize=_COMPILED_SIZES)
        def compiled(count: int, height: int, width: int) -> InferRequest:
            return _compiled(core, model, (count, height, width), mean, scale)

        self._request = compiled

    def run(self, picture: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        return self.run_batch(picture[None])

    def run_batch(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        request = self._request(*pictures.shape[:3])
        results = request.infer([pictures], share_inputs=True, share_outputs=True)
        return dict(zip(self.outputs, (np.asarray(r, np.float32) for r in results.to_tuple()), strict=True))


def _compiled(core: Core, model: Model, size: tuple[int, int, int], mean: float, scale: float) -> InferRequest:
    """A network for inputs of one size: how many pictures, their height and width."""
    with stop_afterwards():
        from openvino import Layout, Type
        from openvino.preprocess import PrePostProcessor

    count, height, width = size
    own = model.clone()
    own.reshape([count, 3, height, width])
    steps = PrePostProcessor(own)
    steps.input().tensor().set_element_type(Type.u8).set_layout(Layout("NHWC"))
    steps.input().model().set_layout(Layout("NCHW"))
    steps.input().preprocess().convert_element_type(Type.f32).mean(mean).scale(scale)
    settings = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": os.cpu_count() or 1}
    return core.compile_model(steps.build(), "CPU", settings).create_infer_request()


class _CudaNetwork:
    """On an NVIDIA GPU."""

    def __init__(self, path: Path, mean: float, scale: float) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors only
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CUDAExecutionProvider", "CPUExecutionProvider"]
        )
        self._mean, self._scale = np.float32(mean), np.float32(scale)
        self.outputs = {o.name: len(o.shape) for o in self._session.get_outputs()}
        self.device = "ONNX Runtime on CUDA"

    def run(self, picture: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        return self.run_batch(picture[None])

    def run_batch(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        blob = (pictures.astype(np.float32).transpose(0, 3, 1, 2) - self._mean) / self._scale
        results = self._session.run(list(self.outputs), {self._session.get_inputs()[0].name: blob})
        return dict(zip(self.outputs, results, strict=True))
