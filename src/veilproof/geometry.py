"""Boxes as arrays.

A *box array* is float32 or float64 of shape [n, 4] with columns x1 y1 x2 y2, in pixels of the upright picture
(x to the right, y down, the top left corner of the picture is 0 0). All functions are pure and vectorised.
"""

from __future__ import annotations

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
