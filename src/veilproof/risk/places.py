"""Places where a face may be bare: suspicions, gaps between covers, and covers that jump."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, scaled, sizes
from veilproof.plan import Decision, Origin, PlannedTrack, Suspicion
from veilproof.risk.recognisable import recognisable
from veilproof.track.clock import ROUNDING
from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.suspicion import bare

_MAX_GAP_SECONDS = 2.0
"""The longest gap between two covers that may be of one face. Chosen by eye, as what follows."""
_MAX_GAP_DISTANCE = 2.5
"""How far apart the two boxes at a gap may be, centre to centre, in sizes of the smaller one."""
_MAX_GAP_SIZE_RATIO = 2.0
"""How many times larger one box at a gap may be than the other."""
_JUMP_SIZES = 0.5
"""A box whose motion changes by more than this many of its sizes in one frame may have switched to another person."""
_BARE_SHARE = 0.2
"""The share of its probability with which a suspicion is a bare face: those that are faces are mostly covered already.
From clips of the tune set, on which none of 53 was one (docs/detection.md)."""
_GAP_PROBABILITY = 0.02
"""The share of such gaps between two faces in which one is bare. A guess: none of 10 was on those clips, in which
nobody turns or passes behind another."""
_JUMP_PROBABILITY = 0.02
"""The same of jumps; there were none."""
_DRAWN_SCALE = 1 / 1.3
"""What a person drew has no margin: it hides what lies in it, not beside it (`track.one_head`)."""


class PlaceKind(StrEnum):
    """Why a face may be bare there."""

    SUSPECTED = "suspected"
    GAP = "gap"
    JUMP = "jump"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in some frames in which a face may be bare.

    Attributes:
        kind: why.
        first: its first frame.
        last: its last frame.
        frame: the frame to look at.
        box: x1 y1 x2 y2 in that frame, in pixels of the upright picture.
        probability: how likely a face is bare there, 0 to 1.
        danger: how likely a face is bare there and large enough to be recognised, 0 to 1.
        number: of the suspicion; of a gap or jump, of the track that it belongs to.
    """

    kind: PlaceKind
    first: int
    last: int
    frame: int
    box: tuple[float, float, float, float]
    probability: float
    danger: float
    number: int


def find_places(
    tracks: Sequence[PlannedTrack],
    paths: Sequence[Boxes],
    suspicions: Sequence[Suspicion],
    times: NDArray[np.float64],
) -> list[Place]:
    """The places where a face may be bare, the most dangerous first.

    Args:
        tracks: of the plan.
        paths: for each track, float32 [n, 4] x1 y1 x2 y2 in pixels, one a frame.
        suspicions: of the plan, those left out at which a person has looked.
        times: float64 [n], of every frame, in seconds.
    """
    covers = [_cover(track, path) for track, path in zip(tracks, paths, strict=True)]
    covered = [cover for cover, track in zip(covers, tracks, strict=True) if track.decision is Decision.COVER]
    found = [*_suspected(suspicions, covers), *_gaps(covered, times, covers), *_jumps(tracks, paths)]
    return sorted(found, key=lambda place: (-place.danger, place.first))


def _cover(track: PlannedTrack, path: Boxes) -> ConfirmedTrack:
    boxes = path if track.origin is Origin.DETECTED else scaled(path, _DRAWN_SCALE)
    return ConfirmedTrack(track.first, boxes, track.confidence, track.id)


def _suspected(suspicions: Sequence[Suspicion], covers: Sequence[ConfirmedTrack]) -> Iterator[Place]:
    """What is hidden by a cover, or kept by a decision, is left out."""
    for one in suspicions:
        as_track = ConfirmedTrack(one.first, one.boxes, one.confidence, one.observations)
        for left in bare([as_track], covers):
            # Nothing hides it in the first and in the last of these frames.
            first, last = sizes(left.boxes)[[0, -1]].tolist()
            barest = 0 if first >= last else len(left.boxes) - 1
            yield _place(PlaceKind.SUSPECTED, left.first, left.boxes, barest, _BARE_SHARE * one.confidence, one.id)


def _gaps(
    covered: Sequence[ConfirmedTrack], times: NDArray[np.float64], covers: Sequence[ConfirmedTrack]
) -> Iterator[Place]:
    """Where a cover ends and another one begins soon and nearby, with nothing in between."""
    if len(covered) < 2:
        return
    first, last = (np.array([getattr(track, name) for track in covered]) for name in ("first", "last"))
    start, end = np.stack([track.boxes[0] for track in covered]), np.stack([track.boxes[-1] for track in covered])
    soon = (first[None, :] - last[:, None] > 1) & (
        times[first][None, :] - times[last][:, None] <= _MAX_GAP_SECONDS + ROUNDING
    )
    a, b = sizes(end)[:, None], sizes(start)[None, :]
    size = np.maximum(np.minimum(a, b), 1e-3)
    near = (_distances(end, start) < _MAX_GAP_DISTANCE * size) & (np.maximum(a, b) / size < _MAX_GAP_SIZE_RATIO)
    for one, other in zip(*np.nonzero(soon & near), strict=True):
        count = int(first[other] - last[one]) - 1
        share = (np.arange(1, count + 1, dtype=np.float32) / (count + 1))[:, None]
        between = np.asarray(end[one] * (1 - share) + start[other] * share, np.float32)
        likely = _GAP_PROBABILITY * min(covered[one].confidence, covered[other].confidence)
        gap = ConfirmedTrack(int(last[one]) + 1, between, likely, 0)
        for left in bare([gap], covers):
            middle = len(left.boxes) // 2
            yield _place(PlaceKind.GAP, left.first, left.boxes, middle, likely, covered[one].observations)


def _jumps(tracks: Sequence[PlannedTrack], paths: Sequence[Boxes]) -> Iterator[Place]:
    for track, path in zip(tracks, paths, strict=True):
        if track.decision is not Decision.COVER or len(path) < 3:
            continue
        centre, size = (path[:, :2] + path[:, 2:]) / 2, sizes(path)
        # Not the steps, but how they change: under a moving camera everything moves.
        change = np.linalg.norm(np.diff(centre, 2, axis=0), axis=1) / np.maximum(size[1:-1], 1e-3)
        for at in np.flatnonzero(change > _JUMP_SIZES).tolist():
            likely = _JUMP_PROBABILITY * track.confidence
            yield _place(PlaceKind.JUMP, track.first + at, path[at : at + 3], 1, likely, track.id)


def _place(kind: PlaceKind, first: int, boxes: Boxes, at: int, probability: float, number: int) -> Place:
    x1, y1, x2, y2 = boxes[at].tolist()
    danger = probability * recognisable(float(max(x2 - x1, y2 - y1)))
    return Place(kind, first, first + len(boxes) - 1, first + at, (x1, y1, x2, y2), probability, danger, number)


def _distances(a: Boxes, b: Boxes) -> NDArray[np.float32]:
    """Distances between box centres in pixels, float32 [len(a), len(b)]."""
    from_centre, to_centre = (a[:, :2] + a[:, 2:]) / 2, (b[:, :2] + b[:, 2:]) / 2
    return np.asarray(np.linalg.norm(from_centre[:, None] - to_centre[None], axis=2), np.float32)
