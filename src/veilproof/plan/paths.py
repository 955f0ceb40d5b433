"""Correcting and joining the paths of boxes. Every function is pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes

_MIN_SIDE_PIXELS = 1e-3  # avoids a division by zero; far below any real box


def correction_weights(count: int, at: int, keyframes: list[int], fade: int | None) -> NDArray[np.float32]:
    """The share of a correction in frame `at` that each frame of a path gets: 1 there, 0 at the other keyframes.

    The share is linear in between.

    Args:
        count: the number of frames of the path.
        at: the corrected frame, counted from the start of the path.
        keyframes: the other frames that a person corrected; they stay as they are.
        fade: the number of frames over which the correction fades where no keyframe bounds it; None if it does not.

    Returns:
        float32 [count], 0 to 1.
    """
    index = np.arange(count, dtype=np.float32)
    out = np.ones(count, np.float32)
    if fade is not None:
        out = np.clip(1 - np.abs(index - at) / max(1, fade), 0, 1).astype(np.float32)
    earlier = max((frame for frame in keyframes if frame < at), default=None)
    later = min((frame for frame in keyframes if frame > at), default=None)
    if earlier is not None:
        out[: at + 1] = np.clip((index[: at + 1] - earlier) / (at - earlier), 0, 1)
    if later is not None:
        out[at:] = np.clip((later - index[at:]) / (later - at), 0, 1)
    return out


def correct_path(boxes: Boxes, at: int, box: tuple[float, float, float, float], share: NDArray[np.float32]) -> Boxes:
    """Set the box in frame `at`, and apply the `share` (float32 [n], 0 to 1) of that correction in every frame.

    Centres move by the share of the displacement. Sizes are multiplied by that power of the ratio, so that they stay
    above 0.
    """
    target = np.asarray(box, np.float64)
    path = boxes.astype(np.float64)
    centre = (path[:, :2] + path[:, 2:]) / 2
    size = np.maximum(path[:, 2:] - path[:, :2], _MIN_SIDE_PIXELS)
    displacement = (target[:2] + target[2:]) / 2 - centre[at]
    ratio = (target[2:] - target[:2]) / size[at]
    centre = centre + share[:, None] * displacement
    half = size * ratio ** share[:, None] / 2
    out = np.concatenate([centre - half, centre + half], axis=1).astype(np.float32)
    out[at] = target
    return np.asarray(np.where(share[:, None] > 0, out, boxes), np.float32)


def join_paths(first_a: int, a: Boxes, first_b: int, b: Boxes) -> tuple[int, Boxes]:
    """Two paths as one: the bounding box of both where they overlap in time, interpolated in a gap between them.

    Returns:
        Its first frame, and float32 [n, 4] boxes, one a frame.
    """
    first, end = min(first_a, first_b), max(first_a + len(a), first_b + len(b))
    out = np.full((end - first, 4), np.nan, np.float32)
    out[first_a - first : first_a - first + len(a)] = a
    overlap = out[first_b - first : first_b - first + len(b)]
    overlap[:, :2] = np.fmin(overlap[:, :2], b[:, :2])
    overlap[:, 2:] = np.fmax(overlap[:, 2:], b[:, 2:])
    known = np.flatnonzero(~np.isnan(out[:, 0]))
    for column in range(4):
        out[:, column] = np.interp(np.arange(len(out)), known, out[known, column])
    return first, out
