"""What CenterFace sees of photographs: the feature maps on which the head branch is trained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.branches.frozen import frozen
from training.branches.network import Taps
from veilproof.media.photo import read_photo

TAPS: Taps = {"535": (24, 4), "525": (24, 8), "413": (32, 8), "474": (96, 16), "507": (320, 32)}
"""Two fused maps, which the answers for faces are made of, and three of the backbone."""
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
    look = frozen(TAPS)
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
            yield Labelled(look(seen), there.astype(np.float32))
