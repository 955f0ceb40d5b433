"""Which covers still lie over a face that stays visible."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from veilproof.geometry import Boxes
from veilproof.plan import Decision, Origin, PlannedTrack
from veilproof.render.covers import Style

_MIN_SHARE = 0.25
"""Share of a face's box that another cover hides in some frame, from which on it is named. A round number."""


def covered_by(tracks: Sequence[PlannedTrack], paths: Sequence[Boxes]) -> dict[int, list[int]]:
    """For each kept track, the covered tracks whose covers lie over it in some frame; by track number.

    Args:
        tracks: the tracks.
        paths: for each track, float32 [n, 4] x1 y1 x2 y2 in pixels, one a frame.
    """
    covered = [number for number, track in enumerate(tracks) if track.decision is Decision.COVER]
    if not covered or len(covered) == len(tracks):
        return {track.id: [] for track in tracks if track.decision is Decision.KEEP}
    covers = {number: _grown(tracks[number], paths[number]) for number in covered}
    first, last = (np.array([getattr(tracks[number], name) for number in covered]) for name in ("first", "last"))
    lowest = np.stack([covers[number][:, :2].min(axis=0) for number in covered])
    highest = np.stack([covers[number][:, 2:].max(axis=0) for number in covered])
    result = {}
    for kept, path in zip(tracks, paths, strict=True):
        if kept.decision is not Decision.KEEP:
            continue
        meets = (first <= kept.last) & (last >= kept.first)
        meets &= (lowest <= path[:, 2:].max(axis=0)).all(axis=1) & (highest >= path[:, :2].min(axis=0)).all(axis=1)
        result[kept.id] = [
            tracks[covered[at]].id
            for at in np.flatnonzero(meets)
            if _largest_share(kept, path, tracks[covered[at]], covers[covered[at]]) >= _MIN_SHARE
        ]
    return result


def _grown(track: PlannedTrack, path: Boxes) -> Boxes:
    """The boxes as large as their covers; what a person drew is covered exactly."""
    if track.origin is Origin.DRAWN:
        return path
    margin = (path[:, 2:] - path[:, :2]) * (Style().scale - 1) / 2
    return np.concatenate([path[:, :2] - margin, path[:, 2:] + margin], axis=1)


def _largest_share(kept: PlannedTrack, path: Boxes, other: PlannedTrack, covers: Boxes) -> float:
    start, end = max(kept.first, other.first), min(kept.last, other.last)
    face = path[start - kept.first : end + 1 - kept.first]
    cover = covers[start - other.first : end + 1 - other.first]
    shared = np.minimum(face[:, 2:], cover[:, 2:]) - np.maximum(face[:, :2], cover[:, :2])
    area = np.prod(np.maximum(face[:, 2:] - face[:, :2], 1e-3), axis=1)
    return float((np.prod(np.maximum(shared, 0), axis=1) / area).max())
