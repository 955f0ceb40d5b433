"""Boxes as arrays.

A *box array* is float32 or float64 of shape [n, 4] with columns x1 y1 x2 y2, in pixels of the upright picture
(x to the right, y down, the top left corner of the picture is 0 0). All functions are pure and vectorised.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float32]
"""float32 [n, 4]: x1 y1 x2 y2 in pixels of the upright picture."""


def empty_boxes() -> Boxes:
    """A box array of shape [0, 4]."""
    return np.empty((0, 4), np.float32)


def sizes(boxes: Boxes) -> NDArray[np.float32]:
    """float32 [n]: the geometric mean of width and height, never negative."""
    wh = np.clip(boxes[:, 2:] - boxes[:, :2], 0, None)
    return np.asarray(np.sqrt(wh[:, 0] * wh[:, 1]), np.float32)


_PAIRS_AT_ONCE = 1 << 20
"""Pairs of boxes that are compared at once: some 30 MB. A round number."""


def areas(boxes: Boxes) -> NDArray[np.float32]:
    """float32 [n]: the areas in square pixels; 0 for a box with x2 < x1 or y2 < y1."""
    wh = np.clip(boxes[:, 2:] - boxes[:, :2], 0, None)
    return np.asarray(wh[:, 0] * wh[:, 1], np.float32)


def intersections(a: Boxes, b: Boxes) -> NDArray[np.float32]:
    """float32 [n, m]: the area of the intersection of each box of `a` with each box of `b`, in square pixels."""
    top_left = np.maximum(a[:, None, :2], b[None, :, :2])
    bottom_right = np.minimum(a[:, None, 2:], b[None, :, 2:])
    wh = np.clip(bottom_right - top_left, 0, None)
    return np.asarray(wh[..., 0] * wh[..., 1], np.float32)


def iou(a: Boxes, b: Boxes) -> NDArray[np.float32]:
    """float32 [n, m]: intersection over union of each box of `a` with each box of `b`; 0 where both are empty."""
    shared = intersections(a, b)
    union = areas(a)[:, None] + areas(b)[None, :] - shared
    return np.asarray(np.divide(shared, union, out=np.zeros_like(shared), where=union > 0), np.float32)


def overlapping(boxes: Boxes, least: float) -> Iterator[NDArray[np.intp]]:
    """For each box, the rows of those that it overlaps by an intersection over union of at least `least`, in order.

    Memory grows with the number of boxes, not with its square: a noisy photo has tens of thousands of weak detections.
    """
    rows = max(1, _PAIRS_AT_ONCE // max(1, len(boxes)))
    for first in range(0, len(boxes), rows):
        yield from map(np.flatnonzero, iou(boxes[first : first + rows], boxes) >= least)


def paired_intersections(a: Boxes, b: Boxes) -> NDArray[np.float32]:
    """float32 [n]: the area of the intersection of each box of `a` with the box of `b` in the same row."""
    wh = np.clip(np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2]), 0, None)
    return np.asarray(wh[:, 0] * wh[:, 1], np.float32)


def paired_iou(a: Boxes, b: Boxes) -> NDArray[np.float32]:
    """float32 [n]: intersection over union of each box of `a` with the box of `b` in the same row; 0 for empty ones."""
    shared = paired_intersections(a, b)
    union = areas(a) + areas(b) - shared
    return np.asarray(np.divide(shared, union, out=np.zeros_like(shared), where=union > 0), np.float32)


def scaled(boxes: Boxes, factor: float) -> Boxes:
    """Boxes with the same centres, width and height times `factor`."""
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = (boxes[:, 2:] - boxes[:, :2]) / 2 * factor
    return np.asarray(np.concatenate([centre - half, centre + half], axis=1), np.float32)


def clipped(boxes: Boxes, width: int, height: int) -> Boxes:
    """The boxes clipped to a picture of that size in pixels; a box outside it stays in the array, with area 0."""
    out = boxes.copy()
    out[:, 0::2] = np.clip(out[:, 0::2], 0, width)
    out[:, 1::2] = np.clip(out[:, 1::2], 0, height)
    return out


def corners(boxes: Boxes, angles: NDArray[np.float32]) -> NDArray[np.float32]:
    """float32 [n, 4, 2]: the corners x y of boxes that are turned about their centres, clockwise as seen.

    Args:
        boxes: float32 [n, 4], before they are turned.
        angles: float32 [n], degrees.
    """
    centre, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    at = np.radians(angles)
    across = np.stack([np.cos(at), np.sin(at)], axis=1) * half[:, :1]
    down = np.stack([-np.sin(at), np.cos(at)], axis=1) * half[:, 1:]
    return np.asarray(
        np.stack([centre - across - down, centre + across - down, centre + across + down, centre - across + down], 1),
        np.float32,
    )


def hulls(boxes: Boxes, angles: NDArray[np.float32]) -> Boxes:
    """The upright boxes around turned ones, float32 [n, 4]; `boxes` and `angles` as in `corners`."""
    at = np.radians(angles)
    centre, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    cos, sin = np.abs(np.cos(at)), np.abs(np.sin(at))
    reach = np.stack([half[:, 0] * cos + half[:, 1] * sin, half[:, 0] * sin + half[:, 1] * cos], axis=1)
    upright = angles == 0
    around = np.concatenate([centre - reach, centre + reach], axis=1)
    return np.asarray(np.where(upright[:, None], boxes, around), np.float32)


def turned_boxes(quads: NDArray[np.float32]) -> tuple[Boxes, NDArray[np.float32]]:
    """The turned boxes with these corners, float32 [n, 4, 2] in the order of `corners`.

    Returns:
        float32 [n, 4] before they are turned, and float32 [n], degrees above -90 and up to 90. A quadrilateral that is
        no rectangle is given the larger of opposite sides.
    """
    if not len(quads):
        return empty_boxes(), np.empty(0, np.float32)
    centre = quads.mean(axis=1)
    sides = np.linalg.norm(quads - np.roll(quads, -1, axis=1), axis=2)
    along, down = np.maximum(sides[:, 0], sides[:, 2]), np.maximum(sides[:, 1], sides[:, 3])
    way = quads[:, 1] + quads[:, 2] - quads[:, 0] - quads[:, 3]
    angle = np.degrees(np.arctan2(way[:, 1], way[:, 0]))
    angle = np.where(angle <= -90, angle + 180, np.where(angle > 90, angle - 180, angle))
    half = np.stack([along, down], axis=1) / 2
    return np.asarray(np.concatenate([centre - half, centre + half], axis=1), np.float32), np.asarray(angle, np.float32)
