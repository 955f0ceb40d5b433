"""CenterFace, up to the feature maps that a branch reads."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import onnx
import openvino
from numpy.typing import NDArray

from training.branches.network import Taps
from veilproof import weights

Look = Callable[[NDArray[np.uint8]], list[NDArray[np.float16]]]
"""uint8 [h, w, 3] RGB, sides a multiple of 32 -> float16 [channels, rows, columns], one for each of the taps."""


def frozen(taps: Taps) -> Look:
    """What CenterFace computes of a picture."""
    model = onnx.load(str(weights.path("centerface")))
    del model.graph.output[:]
    model.graph.output.extend(onnx.helper.make_empty_tensor_value_info(name) for name in taps)
    core = openvino.Core()
    compiled = core.compile_model(core.read_model(model.SerializeToString()), "CPU")

    def look(picture: NDArray[np.uint8]) -> list[NDArray[np.float16]]:
        found = compiled(picture.transpose(2, 0, 1)[None].astype(np.float32))
        return [found[at][0].astype(np.float16) for at in range(len(taps))]

    return look
