"""Correcting the path of a box: what a person put in one frame, spread over the frames around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes


def weights(count: int, at: int, keyframes: list[int], fade: int | None) -> NDArray[np.float32]:
    """How much of a correction made in frame `at` goes into each of `count` frames: 1 there, 0 at other keyframes.

    Args:
        count: how many frames the path has.
        at: the frame that is corrected, from 0.
        keyframes: the other frames that a person has corrected, which stay as they are.
        fade: over how many frames the correction fades where no keyframe bounds it; None if it does not.
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


def corrected(boxes: Boxes, at: int, box: tuple[float, float, float, float], share: NDArray[np.float32]) -> Boxes:
    """The path with `box` in frame `at`, and in every frame the `share` (float32 [n], 0 to 1) of that correction.

    Places are moved by the share of the way, sizes are multiplied by that power of the ratio: no box turns inside out.
    """
    target = np.asarray(box, np.float64)
    path = boxes.astype(np.float64)
    centre, size = (path[:, :2] + path[:, 2:]) / 2, np.maximum(path[:, 2:] - path[:, :2], 1e-3)
    way = (target[:2] + target[2:]) / 2 - centre[at]
    growth = (target[2:] - target[:2]) / size[at]
    centre = centre + share[:, None] * way
    half = size * growth ** share[:, None] / 2
    out = np.concatenate([centre - half, centre + half], axis=1).astype(np.float32)
    out[at] = target
    return np.asarray(np.where(share[:, None] > 0, out, boxes), np.float32)


def joined(first_a: int, a: Boxes, first_b: int, b: Boxes) -> tuple[int, Boxes]:
    """Two paths as one: where both are, a box around both; where neither is, in between, the way from one to the other.

    Returns:
        Its first frame, and float32 [n, 4] boxes, one a frame.
    """
    first, end = min(first_a, first_b), max(first_a + len(a), first_b + len(b))
    out = np.full((end - first, 4), np.nan, np.float32)
    out[first_a - first : first_a - first + len(a)] = a
    there = out[first_b - first : first_b - first + len(b)]
    there[:, :2] = np.fmin(there[:, :2], b[:, :2])
    there[:, 2:] = np.fmax(there[:, 2:], b[:, 2:])
    known = np.flatnonzero(~np.isnan(out[:, 0]))
    for column in range(4):
        out[:, column] = np.interp(np.arange(len(out)), known, out[known, column])
    return first, out
