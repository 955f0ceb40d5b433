"""What CenterFace sees of photographs: the feature maps on which the head branch is trained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import onnx
import openvino
from numpy.typing import NDArray

from training.heads.network import TAPS
from veilproof import weights
from veilproof.media.photo import read_photo

VERSIONS = ((1.0, False), (1.0, True), (0.7, False), (1.4, True))
"""(scale, mirrored) of each photograph: heads of more sizes than it shows, from both sides."""
_SIZE_MULTIPLE = 32


@dataclass(frozen=True, slots=True)
class Labelled:
    """One version of one photograph.

    Attributes:
        maps: float16 [channels, rows, columns], one for each of TAPS.
        boxes: float32 [n, 4], the heads, x1 y1 x2 y2 in pixels of the version.
    """

    maps: list[NDArray[np.float16]]
    boxes: NDArray[np.float32]


def features(labelled: dict[Path, NDArray[np.float32]]) -> Iterator[Labelled]:
    """Every version of every photograph."""
    model = onnx.load(str(weights.path("centerface")))
    del model.graph.output[:]
    model.graph.output.extend(onnx.helper.make_empty_tensor_value_info(name) for name in TAPS)
    core = openvino.Core()
    compiled = core.compile_model(core.read_model(model.SerializeToString()), "CPU")
    for path, boxes in labelled.items():
        picture = read_photo(path).rgb()
        for scale, mirrored in VERSIONS:
            seen = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
            there = boxes * np.float32(scale)
            if mirrored:
                seen = np.asarray(cv2.flip(seen, 1), np.uint8)
                there = np.stack(
                    [seen.shape[1] - there[:, 2], there[:, 1], seen.shape[1] - there[:, 0], there[:, 3]], 1
                )
            right, bottom = -seen.shape[1] % _SIZE_MULTIPLE, -seen.shape[0] % _SIZE_MULTIPLE
            seen = np.asarray(cv2.copyMakeBorder(seen, 0, bottom, 0, right, cv2.BORDER_REPLICATE), np.uint8)
            found = compiled(seen.transpose(2, 0, 1)[None].astype(np.float32))
            yield Labelled([found[at][0].astype(np.float16) for at in range(len(TAPS))], there.astype(np.float32))
