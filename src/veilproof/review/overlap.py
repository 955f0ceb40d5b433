"""Which covers still lie over something that stays visible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, areas, hulls, paired_intersections, scaled
from veilproof.kind import LINES, Kind
from veilproof.plan import Decision, Origin, PlannedTrack
from veilproof.render.covers import Style, head_style, line_boxes

_MIN_SHARE = 0.25
"""Share of the box of what is kept that another cover hides in some frame, from which on that is named. A round
number."""


@dataclass(frozen=True, slots=True, eq=False)
class TrackPath:
    """The way of a track.

    Attributes:
        boxes: float32 [n, 4] x1 y1 x2 y2 in pixels, one a frame, before they are turned about their centres.
        angles: float32 [n], degrees by which each is turned clockwise.
    """

    boxes: Boxes
    angles: NDArray[np.float32]


def covered_by(tracks: Sequence[PlannedTrack], paths: Sequence[TrackPath]) -> dict[int, list[int]]:
    """For each kept track, the covered tracks whose covers lie over it in some frame; by track number.

    Args:
        tracks: the tracks.
        paths: for each track, its way.
    """
    kept = [(track, hulls(path.boxes, path.angles)) for track, path in _with(tracks, paths, Decision.KEEP)]
    covered = _with(tracks, paths, Decision.COVER)
    if not kept or not covered:
        return {track.id: [] for track, _ in kept}
    covers = _Covers([(track, _cover(track, path)) for track, path in covered if not track.all_but])
    spotlights = [(track, hulls(path.boxes, path.angles)) for track, path in covered if track.all_but]
    return {track.id: sorted([*covers.over(track, boxes), *_around(track, boxes, spotlights)]) for track, boxes in kept}


def _with(
    tracks: Sequence[PlannedTrack], paths: Sequence[TrackPath], decision: Decision
) -> list[tuple[PlannedTrack, TrackPath]]:
    return [(track, path) for track, path in zip(tracks, paths, strict=True) if track.decision is decision]


def _cover(track: PlannedTrack, path: TrackPath) -> Boxes:
    """The upright boxes around the covers of a track; what a person drew is covered exactly."""
    style = Style()
    if track.origin is Origin.DRAWN:
        return hulls(path.boxes, path.angles)
    if track.kind in LINES:
        return hulls(line_boxes(path.boxes, style.scale), path.angles)
    return scaled(path.boxes, (head_style(style) if track.kind is Kind.HEAD else style).scale)


class _Covers:
    """Covers, to find those that hide much of a kept track."""

    def __init__(self, covers: Sequence[tuple[PlannedTrack, Boxes]]) -> None:
        self._covers = covers
        self._first, self._last = (
            np.array([getattr(track, name) for track, _ in covers], np.int64) for name in ("first", "last")
        )
        self._low = np.array([boxes[:, :2].min(axis=0) for _, boxes in covers], np.float32).reshape(-1, 2)
        self._high = np.array([boxes[:, 2:].max(axis=0) for _, boxes in covers], np.float32).reshape(-1, 2)

    def over(self, kept: PlannedTrack, path: Boxes) -> list[int]:
        meets = (self._first <= kept.last) & (self._last >= kept.first)
        meets &= (self._low <= path[:, 2:].max(axis=0)).all(axis=1)
        meets &= (self._high >= path[:, :2].min(axis=0)).all(axis=1)
        near = [self._covers[at] for at in np.flatnonzero(meets).tolist()]
        return [track.id for track, boxes in near if _shares(kept, path, track, boxes).max() >= _MIN_SHARE]


def _around(kept: PlannedTrack, path: Boxes, spotlights: Sequence[tuple[PlannedTrack, Boxes]]) -> list[int]:
    """The tracks outside of which everything is covered, if much of a kept track is outside of all of them."""
    lit = np.zeros(len(path))
    for track, boxes in spotlights:
        if track.first <= kept.last and track.last >= kept.first:
            frames = slice(max(track.first, kept.first) - kept.first, min(track.last, kept.last) + 1 - kept.first)
            lit[frames] = np.maximum(lit[frames], _shares(kept, path, track, boxes))
    return [
        track.id
        for track, _ in spotlights
        if (lit[max(0, track.first - kept.first) : max(0, track.last + 1 - kept.first)] <= 1 - _MIN_SHARE).any()
    ]


def _shares(kept: PlannedTrack, path: Boxes, other: PlannedTrack, boxes: Boxes) -> NDArray[np.float64]:
    """float64 [n]: the share of a kept track that lies in the box of another one, in the frames that both have."""
    start, end = max(kept.first, other.first), min(kept.last, other.last)
    mine = path[start - kept.first : end + 1 - kept.first]
    shared = paired_intersections(mine, boxes[start - other.first : end + 1 - other.first])
    return np.asarray(shared / np.maximum(areas(mine), 1e-3), np.float64)
