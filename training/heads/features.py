"""What CenterFace sees: the feature maps on which the head branch is trained."""

from __future__ import annotations

import numpy as np
import onnx
import openvino
from numpy.typing import NDArray

from training.heads.network import TAPS
from veilproof import weights


class Features:
    """CenterFace up to the maps that the branch reads; it is frozen."""

    def __init__(self) -> None:
        """Load it, for one thread: another one cuts the next crops meanwhile."""
        model = onnx.load(str(weights.path("centerface")))
        del model.graph.output[:]
        model.graph.output.extend(onnx.helper.make_empty_tensor_value_info(name) for name in TAPS)
        core = openvino.Core()
        self._compiled = core.compile_model(
            core.read_model(model.SerializeToString()), "CPU", {"INFERENCE_NUM_THREADS": 1}
        )

    def of(self, crops: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
        """uint8 [n, side, side, 3], RGB -> of each of TAPS float32 [n, channels, rows, columns]."""
        found = self._compiled(np.ascontiguousarray(crops.transpose(0, 3, 1, 2)).astype(np.float32))
        return [np.array(found[at], np.float32) for at in range(len(TAPS))]
