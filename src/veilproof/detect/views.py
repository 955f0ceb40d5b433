"""Looking at one picture: at what size, whole or in tiles, straight or in a mirror."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.detect.detector import Detections, Detector, merged
from veilproof.detect.fuse import NOT_DETECTED, fused
from veilproof.geometry import areas, intersections

TILE = 1920
"""The longest side, in pixels, that goes through a network at once: bounds memory at any picture size."""
_OVERLAP = 256
"""Tiles share this many pixels, so that a face that is cut by one edge is whole in the next tile."""
_AT_EDGE = 4
"""A box that comes this near to the edge of a tile may show only a part of a face."""
_PART = 0.6
"""A box at an edge with more than this share of it in a face that was seen whole is a part of that face."""
_SMALL_VIEW = 960
_ENLARGED = ((600, 4.0), (2400, 2.0))
"""Photos whose longer side is at most so many pixels are enlarged so many times."""
_BETWEEN = 0.7


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at a picture: enlarged or reduced by `scale`, straight or `mirrored`."""

    scale: float = 1.0
    mirrored: bool = False


def photo_views(width: int, height: int) -> tuple[View, ...]:
    """How a photo of that size is looked at: for small faces, usual ones and large ones, and once in a mirror."""
    longest = max(width, height)
    scale = next((times for side, times in _ENLARGED if longest <= side), 1.0)
    views = [View(scale), View(_BETWEEN * scale), View(scale / 2, mirrored=True)]
    while longest * views[-1].scale > _SMALL_VIEW:
        views.append(View(views[-1].scale / 2))
    return tuple(views)


def detect_fused(detector: Detector, photo: NDArray[np.uint8], views: tuple[View, ...], threshold: float) -> Detections:
    """Find faces in a photo, each with a probability that all views speak for; arguments as for `look`."""
    found = fused([_detect_view(detector, photo, view, min(threshold, NOT_DETECTED)) for view in views])
    return _chosen(found, found.scores >= threshold)


def detect_views(
    detector: Detector, picture: NDArray[np.uint8], views: tuple[View, ...], threshold: float
) -> Detections:
    """Find faces in several views of one picture.

    Args:
        detector: what finds them.
        picture: uint8 [h, w, 3], RGB.
        views: at least one.
        threshold: the least probability of a face.

    Returns:
        Each face once, in pixels of `picture`, best first.
    """
    return merged([_detect_view(detector, picture, view, threshold) for view in views])


def _detect_view(detector: Detector, picture: NDArray[np.uint8], view: View, threshold: float) -> Detections:
    height, width = picture.shape[:2]
    target = max(1, round(width * view.scale)), max(1, round(height * view.scale))
    if target != (width, height):
        how = cv2.INTER_AREA if view.scale < 1 else cv2.INTER_LINEAR
        picture = np.asarray(cv2.resize(picture, target, interpolation=how), np.uint8)
    if view.mirrored:
        picture = np.asarray(cv2.flip(picture, 1), np.uint8)
    tiles = [_in_tile(detector, picture, x, y, threshold) for y in _starts(target[1]) for x in _starts(target[0])]
    found = merged([whole for whole, _ in tiles])
    parts = merged([cut for _, cut in tiles])
    found = merged([found, _chosen(parts, _outside(parts, found))])
    if view.mirrored:
        found = found.mirrored(target[0])
    return found.mapped((width / target[0], height / target[1]))


def _in_tile(
    detector: Detector, picture: NDArray[np.uint8], x: int, y: int, threshold: float
) -> tuple[Detections, Detections]:
    """What is in the tile that begins at x y, in pixels of the picture: the whole faces, and those an edge cuts."""
    tile = picture[y : y + TILE, x : x + TILE]
    found = detector.detect(tile, threshold).mapped((1.0, 1.0), (x, y))
    height, width = tile.shape[:2]
    more = np.array([x > 0, y > 0, x + width < picture.shape[1], y + height < picture.shape[0]])
    beyond = (found.boxes - np.array([x, y, x + width, y + height], np.float32)) * np.array([1, 1, -1, -1], np.float32)
    cut = ((beyond < _AT_EDGE) & more).any(axis=1)
    return _chosen(found, ~cut), _chosen(found, cut)


def _outside(parts: Detections, whole: Detections) -> NDArray[np.bool_]:
    """Which of the `parts` (bool [n]) are not part of a face that is whole, and no less sure, in another tile."""
    if not len(parts) or not len(whole):
        return np.ones(len(parts), np.bool_)
    shared = intersections(parts.boxes, whole.boxes) / np.maximum(areas(parts.boxes), 1e-6)[:, None]
    known = (shared >= _PART) & (whole.scores[None, :] >= parts.scores[:, None])
    return np.asarray(~known.any(axis=1), np.bool_)


def _chosen(found: Detections, which: NDArray[np.bool_]) -> Detections:
    return Detections(found.boxes[which], found.scores[which])


def _starts(length: int) -> list[int]:
    """Where tiles begin along one side: evenly spread, overlapping, none longer than TILE."""
    if length <= TILE:
        return [0]
    count = -(-(length - _OVERLAP) // (TILE - _OVERLAP))
    return [round(i * (length - TILE) / (count - 1)) for i in range(count)]
