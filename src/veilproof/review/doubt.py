"""Where a person should look first: what is doubtful about each track, and in which frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, sizes
from veilproof.plan import Origin, PlannedTrack
from veilproof.track.confirm import LOW_CONFIDENCE

_SHORT_SECONDS = 0.5
_SMALL = 24
"""Faces smaller than this, in pixels, are the ones that detectors miss in the frames before and after."""
_GAP_SECONDS = 2.0
_JUMP = 0.5
"""A box that moves by more than this share of its size from one frame to the next may have gone to somebody else."""
_NEARBY = 2.5
_ALIKE = 2.0

_WEIGHTS = {"weak": 4.0, "jump": 3.0, "gap": 2.0, "short": 1.5, "small": 1.0}


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful about a track.

    Attributes:
        score: the more, the sooner a person should look.
        why: words out of weak, short, small, gap, jump.
        frames: where to look, ascending: the first frame of a weak track, the frame of a jump, the edge of a gap.
    """

    score: float
    why: tuple[str, ...]
    frames: tuple[int, ...]


def doubts(tracks: Sequence[PlannedTrack], boxes: Sequence[Boxes], rate: float, frames: int) -> dict[int, Doubt]:
    """What is doubtful about each track, by its number.

    Args:
        tracks: the tracks.
        boxes: of each its boxes, float32 [n, 4], one a frame.
        rate: frames a second; 0 for a photo.
        frames: how many there are.
    """
    gaps = _gaps(tracks, boxes, rate, frames)
    found = {}
    for track, path, gap in zip(tracks, boxes, gaps, strict=True):
        why: dict[str, list[int]] = {}
        by_hand = track.origin is Origin.DRAWN
        if not by_hand and track.confidence < LOW_CONFIDENCE:
            why["weak"] = [track.first]
        if not by_hand and rate and track.last - track.first + 1 < _SHORT_SECONDS * rate:
            why["short"] = [track.first]
        if track.size < _SMALL:
            why["small"] = [track.first]
        if gap:
            why["gap"] = gap
        if jumps := _jumps(path):
            why["jump"] = [track.first + at for at in jumps]
        score = sum(_WEIGHTS[word] for word in why) + (0 if by_hand else 1 - track.confidence)
        places = sorted({frame for where in why.values() for frame in where})
        found[track.id] = Doubt(round(score, 3), tuple(why), tuple(places))
    return found


def _jumps(path: Boxes) -> list[int]:
    if len(path) < 2:
        return []
    centre, size = (path[:, :2] + path[:, 2:]) / 2, sizes(path)
    step = np.linalg.norm(np.diff(centre, axis=0), axis=1) / np.maximum(np.minimum(size[1:], size[:-1]), 1e-3)
    return [int(at) + 1 for at in np.flatnonzero(step > _JUMP)]


def _gaps(tracks: Sequence[PlannedTrack], boxes: Sequence[Boxes], rate: float, frames: int) -> list[list[int]]:
    """For each track the frames at which it ends shortly before another begins near there, or the other way round."""
    out: list[list[int]] = [[] for _ in tracks]
    if not tracks or not rate:
        return out
    first, last = (np.array([getattr(track, name) for track in tracks]) for name in ("first", "last"))
    start, end = np.stack([path[0] for path in boxes]), np.stack([path[-1] for path in boxes])
    wait = first[None, :] - last[:, None]
    soon = (wait > 1) & (wait <= _GAP_SECONDS * rate)
    a, b = sizes(end)[:, None], sizes(start)[None, :]
    size = np.maximum(np.minimum(a, b), 1e-3)
    near = _distances(end, start) < _NEARBY * size
    alike = np.maximum(a, b) / size < _ALIKE
    for one, other in zip(*np.nonzero(soon & near & alike), strict=True):
        out[one].append(int(min(last[one] + 1, frames - 1)))
        out[other].append(int(max(first[other] - 1, 0)))
    return out


def _distances(a: Boxes, b: Boxes) -> NDArray[np.float32]:
    here, there = (a[:, :2] + a[:, 2:]) / 2, (b[:, :2] + b[:, 2:]) / 2
    return np.asarray(np.linalg.norm(here[:, None] - there[None], axis=2), np.float32)
