"""Frames in which what a box of a track shows is lost: the box lies outside of the picture there.

An *all but* goes on in them and shows nothing; its boxes there are no way of anything.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, areas, clipped, hulls
from veilproof.plan.types import DrawnPath

AWAY = np.array([[-4.0, -4.0, -2.0, -2.0]], np.float32)
"""The box in frames in which it is lost, in pixels: a small one off the picture. Round numbers."""


def is_lost(boxes: Boxes, angles: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Bool [n]: which turned boxes, as of `geometry.corners`, lie wholly outside of a picture of that width and height.

    Both in pixels.
    """
    return np.asarray(areas(clipped(hulls(boxes, angles), *size)) <= 0, np.bool_)


def padded(path: DrawnPath, first: int, last: int) -> DrawnPath:
    """A path in all frames from `first` to `last`, lost in those that it did not have."""
    before, after = max(0, path.first - first), max(0, last - path.last)
    boxes = np.concatenate([AWAY.repeat(before, axis=0), path.boxes, AWAY.repeat(after, axis=0)])
    angles = np.pad(path.angles, (before, after)) if path.angles is not None else None
    return replace(path, first=path.first - before, boxes=boxes, angles=angles)


def without_lost_ends(path: DrawnPath, size: tuple[int, int]) -> DrawnPath | None:
    """A path without the frames at its ends in which it is lost; None if it is in all.

    Args:
        path: the path.
        size: width and height of the picture, in pixels.
    """
    angles = np.zeros(len(path.boxes), np.float32) if path.angles is None else path.angles
    shown = np.flatnonzero(~is_lost(path.boxes, angles, size))
    if not len(shown):
        return None
    kept = slice(int(shown[0]), int(shown[-1]) + 1)
    return replace(path, first=path.first + kept.start, boxes=path.boxes[kept], angles=angles[kept])
