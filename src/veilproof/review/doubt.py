"""Ranks tracks for review: what is doubtful about each, and in which frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, sizes
from veilproof.plan import Origin, PlannedTrack
from veilproof.track.clock import ROUNDING, typical_step
from veilproof.track.confirm import LOW_CONFIDENCE

# All values below were chosen by eye on a few clips; none was fitted.
_SHORT_SECONDS = 0.5
"""A detected track shorter than this may be part of a longer one."""
_SMALL_PIXELS = 24
"""A smaller face is often missed in neighbouring frames: detectors leak small faces most (docs/measured.md)."""
_MAX_GAP_SECONDS = 2.0
"""The longest gap between two tracks that may be one face."""
_MAX_GAP_DISTANCE = 2.5
"""How far apart the two boxes at a gap may be, centre to centre, in sizes of the smaller one."""
_MAX_GAP_SIZE_RATIO = 2.0
"""How many times larger one box at a gap may be than the other."""
_JUMP_SIZES = 0.5
"""A box that moves by more than this many of its sizes in one frame may have switched to another person."""

_WEIGHTS = {"weak": 4.0, "jump": 3.0, "gap": 2.0, "short": 1.5, "small": 1.0}
"""What each reason adds to the score; only the order matters."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful about a track.

    Attributes:
        score: the higher, the earlier a person should check the track.
        why: reasons, out of weak (low confidence), short, small, gap, jump.
        frames: frames to check, ascending: the first of a weak, short or small track, each jump, the edge of each gap.
    """

    score: float
    why: tuple[str, ...]
    frames: tuple[int, ...]


def doubts(tracks: Sequence[PlannedTrack], boxes: Sequence[Boxes], times: Sequence[float]) -> dict[int, Doubt]:
    """The doubts about each track, by track id.

    Args:
        tracks: the tracks.
        boxes: for each track, float32 [n, 4] x1 y1 x2 y2 in pixels, one a frame.
        times: of every frame of the original, in seconds; one for a photo.
    """
    at = np.asarray(times, np.float64)
    ends = np.append(at[1:], at[-1] + typical_step(at))
    gaps = _gaps(tracks, boxes, at)
    result = {}
    for track, path, gap in zip(tracks, boxes, gaps, strict=True):
        reasons: dict[str, list[int]] = {}
        drawn = track.origin is Origin.DRAWN
        if not drawn and track.confidence < LOW_CONFIDENCE:
            reasons["weak"] = [track.first]
        if not drawn and len(at) > 1 and ends[track.last] - at[track.first] < _SHORT_SECONDS - ROUNDING:
            reasons["short"] = [track.first]
        if track.size < _SMALL_PIXELS:
            reasons["small"] = [track.first]
        if gap:
            reasons["gap"] = gap
        if jumps := _jumps(path):
            reasons["jump"] = [track.first + offset for offset in jumps]
        score = sum(_WEIGHTS[reason] for reason in reasons) + (0 if drawn else 1 - track.confidence)
        marks = sorted({frame for marked in reasons.values() for frame in marked})
        result[track.id] = Doubt(round(score, 3), tuple(reasons), tuple(marks))
    return result


def _jumps(path: Boxes) -> list[int]:
    """Offsets into the path at which the box has just moved too far."""
    if len(path) < 2:
        return []
    centre, size = (path[:, :2] + path[:, 2:]) / 2, sizes(path)
    step = np.linalg.norm(np.diff(centre, axis=0), axis=1) / np.maximum(np.minimum(size[1:], size[:-1]), 1e-3)
    return [int(at) + 1 for at in np.flatnonzero(step > _JUMP_SIZES)]


def _gaps(tracks: Sequence[PlannedTrack], boxes: Sequence[Boxes], times: NDArray[np.float64]) -> list[list[int]]:
    """For each track, the frame after it ends or before it begins where another track continues nearby."""
    out: list[list[int]] = [[] for _ in tracks]
    if not tracks or len(times) < 2:
        return out
    first, last = (np.array([getattr(track, name) for track in tracks]) for name in ("first", "last"))
    start, end = np.stack([path[0] for path in boxes]), np.stack([path[-1] for path in boxes])
    wait = times[first][None, :] - times[last][:, None]
    soon = (first[None, :] - last[:, None] > 1) & (wait <= _MAX_GAP_SECONDS + ROUNDING)
    a, b = sizes(end)[:, None], sizes(start)[None, :]
    size = np.maximum(np.minimum(a, b), 1e-3)
    near = _distances(end, start) < _MAX_GAP_DISTANCE * size
    similar = np.maximum(a, b) / size < _MAX_GAP_SIZE_RATIO
    for one, other in zip(*np.nonzero(soon & near & similar), strict=True):
        out[one].append(int(min(last[one] + 1, len(times) - 1)))
        out[other].append(int(max(first[other] - 1, 0)))
    return out


def _distances(a: Boxes, b: Boxes) -> NDArray[np.float32]:
    """Distances between box centres in pixels, float32 [len(a), len(b)]."""
    from_centre, to_centre = (a[:, :2] + a[:, 2:]) / 2, (b[:, :2] + b[:, 2:]) / 2
    return np.asarray(np.linalg.norm(from_centre[:, None] - to_centre[None], axis=2), np.float32)
