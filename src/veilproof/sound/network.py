"""Runs a network of sound on the CPU, with OpenVINO: they are so small that a GPU would not be faster."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from veilproof import weights
from veilproof.process import stop_afterwards
from veilproof.weights.offline import disable_telemetry

disable_telemetry()

Arrays = dict[str, NDArray[np.float32]]


class SoundNetwork:
    """A network with named inputs and outputs, whose sizes may change from run to run."""

    def __init__(self, name: str) -> None:
        """Load the weights of that name.

        Raises:
            VeilproofError: they are missing or changed.
        """
        with stop_afterwards():
            import openvino
            from openvino.frontend import FrontEndManager

        reader = FrontEndManager().load_by_framework("onnx")
        model = reader.convert(reader.load(str(weights.path(name))))
        self._outputs = [output.get_any_name() for output in model.outputs]
        # One thread: more do not make networks of this size faster. 32-bit, so that every machine finds the same.
        settings: dict[str, Any] = {"INFERENCE_NUM_THREADS": 1, "INFERENCE_PRECISION_HINT": "f32"}
        self._request = openvino.Core().compile_model(model, "CPU", settings).create_infer_request()

    def run(self, inputs: Arrays) -> Arrays:
        """The outputs by name, for inputs by name; all float32."""
        results = self._request.infer(inputs).to_tuple()
        return dict(zip(self._outputs, (np.array(result, np.float32) for result in results), strict=True))
