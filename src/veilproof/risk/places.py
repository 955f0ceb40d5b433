"""Places where a face may be bare: suspicions, gaps between covers, covers that jump, and areas that end early."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, scaled, sizes
from veilproof.plan import Decision, Moves, Origin, PlannedTrack, Suspicion
from veilproof.plan.lost import is_lost
from veilproof.risk.recognisable import recognisable
from veilproof.track.clock import ROUNDING
from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.suspicion import DrawnCover, bare

_MAX_GAP_SECONDS = 2.0
"""The longest gap between two covers that may be of one face. Chosen by eye, as what follows."""
_MAX_GAP_DISTANCE = 2.5
"""How far apart the two boxes at a gap may be, centre to centre, in sizes of the smaller one."""
_MAX_GAP_SIZE_RATIO = 2.0
"""How many times larger one box at a gap may be than the other."""
_JUMP_SIZES = 0.5
"""A box whose motion changes by more than this many of its sizes in one frame may have switched to another person."""
_BARE_SHARE = 0.45
"""The share of its probability with which a suspicion is a bare face: most that are faces lie under other
covers. From clips of the tune set, on which at most one of 53 was one (docs/detection.md)."""
_WEAK = 0.06
"""Below this confidence that share was measured: in a film, what is more likely a face was left out by a person who
chose so."""
_BARE_SHARE_IN_PHOTO, _WEAK_IN_PHOTO = 0.2, 0.12
"""The same of photos, whose confidence is another one (`track.confirm`); a round number above their thresholds."""
_GAP_PROBABILITY = 0.02
"""The share of such gaps between two faces in which one is bare. A guess: none of 10 was on those clips, in which
nobody turns or passes behind another."""
_JUMP_PROBABILITY = 0.02
"""The same of jumps; there were none."""
_END_PROBABILITY = 0.5
"""The share of areas that were lost before the end that was asked for and bare a face there. A guess, and no small one:
what a person covers by hand has to be covered."""
_DRAWN_SCALE = 1 / 1.5
"""What a person drew has no margin: it hides what lies in it, not beside it."""


class PlaceKind(StrEnum):
    """Why a face may be bare there."""

    SUSPECTED = "suspected"
    GAP = "gap"
    JUMP = "jump"
    END = "end"


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
        number: of the suspicion; of all others, of the track that it belongs to.
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
    size: tuple[int, int],
    angles: Mapping[int, NDArray[np.float32]],
) -> list[Place]:
    """The places where a face may be bare, the most dangerous first.

    Args:
        tracks: of the plan.
        paths: for each track, float32 [n, 4] x1 y1 x2 y2 in pixels, one a frame.
        suspicions: of the plan, those left out at which a person has looked.
        times: float64 [n], of every frame, in seconds.
        size: width and height of the picture, in pixels.
        angles: by the number of a track that a person drew, float32 [n], degrees by which each of its boxes is turned.
    """
    covered = [(track, path) for track, path in zip(tracks, paths, strict=True) if track.decision is Decision.COVER]
    drawn = [
        DrawnCover(track.first, path, angles[track.id], track.all_but)
        for track, path in covered
        if track.origin is Origin.DRAWN
    ]
    covers = [(track.id, _cover(track, path)) for track, path in covered if not track.all_but]
    hiding = [_cover(track, path) for track, path in covered if track.origin is Origin.DETECTED]
    lost = {track.id: is_lost(path, angles[track.id], size) for track, path in covered if track.all_but}
    visible = [
        _cover(track, path)
        for track, path in zip(tracks, paths, strict=True)
        if track.decision is Decision.KEEP and not track.all_but
    ]
    weak = (_WEAK_IN_PHOTO, _BARE_SHARE_IN_PHOTO) if len(times) == 1 else (_WEAK, _BARE_SHARE)
    found = [
        *_suspected(suspicions, (hiding, visible, drawn), *weak),
        *_gaps(covers, hiding, drawn, times),
        *_jumps([(track, path) for track, path in covered if _is_followed(track)], lost),
        *_ends([(track, path) for track, path in covered if not track.all_but], drawn, size),
    ]
    return sorted(found, key=lambda place: (-place.danger, place.first))


def _cover(track: PlannedTrack, path: Boxes) -> ConfirmedTrack:
    boxes = path if track.origin is Origin.DETECTED else scaled(path, _DRAWN_SCALE)
    return ConfirmedTrack(track.first, boxes, track.confidence, track.observations)


def _is_followed(track: PlannedTrack) -> bool:
    """Whether a jump may be to another person, whom a spotlight bares."""
    return track.area is None or track.area.moves is Moves.FOLLOWED


def _suspected(
    suspicions: Sequence[Suspicion],
    hiding: tuple[Sequence[ConfirmedTrack], Sequence[ConfirmedTrack], Sequence[DrawnCover]],
    weak: float,
    bare_share: float,
) -> Iterator[Place]:
    """What a cover hides, or is of a head that a person keeps visible, is left out: those three are `hiding`.

    Below the confidence `weak`, `bare_share` of it is the probability that a face is bare.
    """
    as_tracks = [ConfirmedTrack(one.first, one.boxes, one.confidence, one.observations) for one in suspicions]
    for one, left in zip(suspicions, bare(as_tracks, *hiding), strict=True):
        if left is not None:
            # Nothing hides it in the first and in the last of these frames.
            first, last = sizes(left.boxes)[[0, -1]].tolist()
            barest = 0 if first >= last else len(left.boxes) - 1
            share = bare_share if one.confidence < weak else 1.0
            yield _place(PlaceKind.SUSPECTED, left.first, left.boxes, barest, share * one.confidence, one.id)


def _gaps(
    covers: Sequence[tuple[int, ConfirmedTrack]],
    hiding: Sequence[ConfirmedTrack],
    drawn: Sequence[DrawnCover],
    times: NDArray[np.float64],
) -> Iterator[Place]:
    """Where a cover ends and another one begins soon and nearby, with nothing in between."""
    following = sorted((cover for _, cover in covers), key=lambda cover: cover.first)
    starts = times[[cover.first for cover in following]] if following else np.empty(0)
    gaps: list[tuple[int, ConfirmedTrack]] = []
    for number, one in covers:
        soon = slice(
            int(np.searchsorted(starts, times[one.last], "right")),
            int(np.searchsorted(starts, times[one.last] + _MAX_GAP_SECONDS + ROUNDING, "right")),
        )
        gaps += [(number, gap) for other in following[soon] if (gap := _between(one, other)) is not None]
    left_bare = bare([gap for _, gap in gaps], hiding, drawn=drawn)
    for (number, _), left in zip(gaps, left_bare, strict=True):
        if left is not None:
            yield _place(PlaceKind.GAP, left.first, left.boxes, len(left.boxes) // 2, left.confidence, number)


def _between(one: ConfirmedTrack, other: ConfirmedTrack) -> ConfirmedTrack | None:
    """The way from the end of one cover to the beginning of another; None if they are too far apart or too unlike."""
    end, start, count = one.boxes[-1:], other.boxes[:1], other.first - one.last - 1
    small, large = sorted((float(sizes(end)[0]), float(sizes(start)[0])))
    distance = float(np.linalg.norm((end[0, :2] + end[0, 2:] - start[0, :2] - start[0, 2:]) / 2))
    if count < 1 or distance >= _MAX_GAP_DISTANCE * small or large >= _MAX_GAP_SIZE_RATIO * max(small, 1e-3):
        return None
    share = (np.arange(1, count + 1, dtype=np.float32) / (count + 1))[:, None]
    likely = _GAP_PROBABILITY * min(one.confidence, other.confidence)
    return ConfirmedTrack(one.last + 1, np.asarray(end * (1 - share) + start * share, np.float32), likely, 0)


def _jumps(covered: Sequence[tuple[PlannedTrack, Boxes]], lost: Mapping[int, NDArray[np.bool_]]) -> Iterator[Place]:
    for track, path in covered:
        if len(path) < 3:
            continue
        centre, size = (path[:, :2] + path[:, 2:]) / 2, sizes(path)
        # Not the steps, but how they change: under a moving camera everything moves.
        change = np.linalg.norm(np.diff(centre, 2, axis=0), axis=1) / np.maximum(size[1:-1], 1e-3)
        jumps = change > _JUMP_SIZES
        if track.all_but:
            away = lost[track.id]
            jumps &= ~(away[:-2] | away[1:-1] | away[2:])
        # The motion changes at a jump, and back after it.
        jumps[1:] &= ~jumps[:-1]
        for at in np.flatnonzero(jumps).tolist():
            likely = _JUMP_PROBABILITY * track.confidence
            yield _place(PlaceKind.JUMP, track.first + at, path[at : at + 3], 1, likely, track.id)


def _ends(
    covered: Sequence[tuple[PlannedTrack, Boxes]], drawn: Sequence[DrawnCover], size: tuple[int, int]
) -> Iterator[Place]:
    """Where areas do not reach although they were asked for there: what they showed is lost, and perhaps bare.

    It has moved on since: a cover where it was last seen hides nothing of it, unless it goes over the whole picture.
    """
    everywhere = [cover for cover in drawn if cover.all_but or _is_whole(cover, size)]
    for track, path in covered:
        for first, last in track.not_reached:
            at_end = first > track.last
            still = path[-1:] if at_end else path[:1]
            lost = ConfirmedTrack(first, still.repeat(last - first + 1, axis=0), _END_PROBABILITY, 0)
            (left,) = bare([lost], [], drawn=everywhere)
            if left is not None:
                at = 0 if at_end else len(left.boxes) - 1
                yield _place(PlaceKind.END, left.first, left.boxes, at, left.confidence, track.id)


def _is_whole(cover: DrawnCover, size: tuple[int, int]) -> bool:
    """Whether what a person drew goes over the whole picture, of that width and height, in all of its frames."""
    low, high = cover.boxes[:, :2] <= 0, cover.boxes[:, 2:] >= size
    return not cover.angles.any() and bool(low.all() and high.all())


def _place(kind: PlaceKind, first: int, boxes: Boxes, at: int, probability: float, number: int) -> Place:
    x1, y1, x2, y2 = boxes[at].tolist()
    danger = probability * recognisable(float(max(x2 - x1, y2 - y1)))
    return Place(kind, first, first + len(boxes) - 1, first + at, (x1, y1, x2, y2), probability, danger, number)
