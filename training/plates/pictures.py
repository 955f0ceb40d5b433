"""The pictures that plates are learned from, and which of them thresholds are chosen on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.stills import Split, plates, stills
from training.heads.photographs import photographs
from veilproof.geometry import areas, intersections
from veilproof.media.photo import read_photo
from veilproof.scan.photo import lines_of_photo
from veilproof.track.lines import lying_like_plates

_BLOCK_SECONDS = 60
_CHOSEN_ON = 4
"""One block of a drive in so many is for choosing thresholds: neighbouring pictures show the same plates."""
_OTHERS = 700
"""Pictures in which hardly any plate is to be seen."""


@dataclass(frozen=True, slots=True)
class Street:
    """A picture with labelled plates.

    Attributes:
        picture: uint8 [h, w, 3], RGB.
        boxes: float32 [n, 4], the labelled plates.
        doubtful: float32 [m, 4], what lies like a plate and nobody labelled: it is neither taught as one nor as none.
    """

    picture: NDArray[np.uint8]
    boxes: NDArray[np.float32]
    doubtful: NDArray[np.float32]


def chosen_on(name: str) -> bool:
    """Whether a picture `drive#t=SECONDS.jpg` of the tune set is never trained on, but thresholds are chosen on it."""
    drive, _, at = name.removesuffix(".jpg").rpartition("#t=")
    block = f"{drive} {int(at) // _BLOCK_SECONDS}"
    return int(hashlib.sha256(block.encode()).hexdigest(), 16) % _CHOSEN_ON == 0


def streets(data: Path, *, back: bool) -> list[Street]:
    """The tune pictures of plates that thresholds are chosen on, or the others."""
    found = []
    for still in plates(Split.TUNE, data):
        if chosen_on(still.name) != back:
            continue
        picture, boxes = read_photo(still.path).rgb(), still.boxes.astype(np.float32)
        lines = lines_of_photo(picture)
        around = lines.only(lying_like_plates(lines, max(picture.shape[:2]))).upright.boxes
        smaller = np.minimum(areas(around)[:, None], areas(boxes)[None])
        labelled = (intersections(around, boxes) > 0.3 * smaller).any(axis=1)
        found.append(Street(picture, boxes, around[~labelled]))
    return found


def others(data: Path) -> list[NDArray[np.uint8]]:
    """Pictures of crowds and heads, uint8 [h, w, 3] RGB: of the tune set and of those that heads are learned from."""
    paths = [still.path for still in stills(Split.TUNE, data)] + list(photographs(data / "heads", back=False))
    paths.sort(key=lambda path: hashlib.sha256(path.name.encode()).digest())
    return [read_photo(path).rgb() for path in paths[:_OTHERS]]
