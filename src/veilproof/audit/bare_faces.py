"""Whether a detector sees a face in bare pixels: in one place of one frame, looked at closely."""

from __future__ import annotations

from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.frame_pairs import FramePair, rgb_of
from veilproof.audit.search import Detectors
from veilproof.detect import Detections

_SIDE = 256
"""Pixels: width and height of what the detectors get. One size, because a network is prepared for each."""
_FACE_SIDES = (48.0, 96.0)
"""Pixels: sides to which the place is scaled, one look each; a face under a cover of veilproof is two thirds of it."""
_MIN_OVERLAP = 0.2
"""Share of the smaller of face and place that must lie in the other. A round number."""
_SIZE_RATIO = (0.3, 1.6)
"""The side of a face by that of the place lies between these: a cover is larger than its face. Round numbers."""


class BareFaces(Protocol):
    """Says how likely there is a face in one place of a frame of the redacted file."""

    def __call__(self, pair: FramePair, box: NDArray[np.float32]) -> float:
        """The probability, 0 to 1; `box` is float32 [4], x1 y1 x2 y2 in pixels of the original."""
        ...


class CropSearch:
    """Looks with every detector, at two sizes, mirrored and not."""

    def __init__(self, detectors: Detectors) -> None:
        """Look with these."""
        self._detectors = (detectors.primary, *detectors.secondary)
        self._frame: tuple[int, NDArray[np.uint8]] | None = None

    def __call__(self, pair: FramePair, box: NDArray[np.float32]) -> float:
        """The best probability of any detection that lies on the box."""
        if self._frame is None or self._frame[0] != pair.index:
            self._frame = pair.index, rgb_of(pair.redacted)
        picture = self._frame[1]
        best = 0.0
        for side in _FACE_SIDES:
            crop, placed = _crop(picture, box, side)
            for view in (crop, np.ascontiguousarray(crop[:, ::-1])):
                # The place is in the middle, so that it is where it was when the picture is mirrored.
                best = max(best, *(_best_on(detector.detect(view, 0.0), placed) for detector in self._detectors), best)
        return best


def _crop(
    picture: NDArray[np.uint8], box: NDArray[np.float32], side: float
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """The surroundings of a box, scaled so that its longer side has `side` pixels, and the box in them."""
    wh = (box[2:] - box[:2]).astype(np.float64)
    scale = side / max(float(wh.max()), 1.0)
    centre = (box[:2] + box[2:]).astype(np.float64) / 2
    matrix = np.array([[scale, 0, _SIDE / 2 - scale * centre[0]], [0, scale, _SIDE / 2 - scale * centre[1]]])
    if scale < 1:
        # Averaged down first: warping skips pixels.
        size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        matrix[:, :2] = np.eye(2)
    crop = cv2.warpAffine(picture, matrix, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    half = wh * scale / 2
    return np.asarray(crop, np.uint8), np.concatenate([_SIDE / 2 - half, _SIDE / 2 + half]).astype(np.float32)


def _best_on(found: Detections, place: NDArray[np.float32]) -> float:
    """The best probability of the detections that lie on a place."""
    if not len(found):
        return 0.0
    low, high = np.maximum(found.boxes[:, :2], place[:2]), np.minimum(found.boxes[:, 2:], place[2:])
    shared = np.maximum(high - low, 0).prod(axis=1)
    areas = (found.boxes[:, 2:] - found.boxes[:, :2]).prod(axis=1)
    of_place = float((place[2:] - place[:2]).prod())
    ratio = np.sqrt(areas / of_place)
    on = (shared >= _MIN_OVERLAP * np.minimum(areas, of_place)) & (ratio > _SIZE_RATIO[0]) & (ratio < _SIZE_RATIO[1])
    centres = (found.boxes[:, :2] + found.boxes[:, 2:]) / 2
    on &= ((centres >= place[:2]) & (centres <= place[2:])).all(axis=1)
    return float(found.scores[on].max(initial=0.0))
