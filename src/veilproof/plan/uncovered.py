"""In which frames an edit took covers away."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes
from veilproof.plan.digests import unpacked
from veilproof.plan.types import Decision, Origin

_ROUNDING = 1e-3
"""Pixels: by how much a box may shrink in the arithmetic of an edit that moves nothing."""


@dataclass(frozen=True, slots=True)
class State:
    """A row of the table `state`: a track before (0) or after (1) an edit."""

    track: int
    after: int
    facts: str | None
    boxes: bytes | None
    angles: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Covered:
    """A covered track; without boxes if the edit could not change them."""

    track: int
    first: int
    count: int
    drawn: bool
    all_but: bool
    boxes: Boxes | None
    angles: NDArray[np.float32]


def frames_uncovered(
    states: Sequence[State], spotlights: Collection[int] = ()
) -> Iterator[tuple[int, int, NDArray[np.bool_]]]:
    """Where boxes that were covered before an edit are not, or not wholly, covered after it.

    Args:
        states: all tracks that the edit changed, before and after it.
        spotlights: the tracks that have ever been *all but* before that edit. Where one of them covers, another bares
            what is in it.

    Yields:
        For each track that was covered, and each that bares: its number, its first frame, and bool [n] for the frames
        from there on.
    """
    before = [track for state in states if not state.after and (track := _covered(state))]
    after = [track for state in states if state.after and (track := _covered(state))]
    for track in before:
        # A detected face is covered with a margin, which a drawn box does not have; and what lies outside of a box is
        # not hidden by what lies inside of another one.
        heirs = [each for each in after if track.all_but is each.all_but and (track.drawn or not each.drawn)]
        yield track.track, track.first, ~_held(track, heirs, within=not track.all_but)
    for track in after:
        if track.all_but and any(other != track.track for other in spotlights):
            yield track.track, track.first, ~_held(track, [each for each in before if each.all_but], within=True)


def _held(track: _Covered, others: Sequence[_Covered], *, within: bool) -> NDArray[np.bool_]:
    """Bool [n]: the frames of a track in which its box lies within that of one of the others, or else around it."""
    held = np.zeros(track.count, np.bool_)
    for other in others:
        low, high = max(track.first, other.first), min(track.first + track.count, other.first + other.count)
        if low >= high:
            continue
        frames = slice(low - track.first, high - track.first)
        if track.boxes is None or other.boxes is None:
            held[frames] |= track.track == other.track
            continue
        theirs = slice(low - other.first, high - other.first)
        inner, outer = track.boxes[frames], other.boxes[theirs]
        angles, other_angles = track.angles[frames], other.angles[theirs]
        if not within:
            inner, outer = outer, inner
        inside = (outer[:, :2] <= inner[:, :2] + _ROUNDING) & (outer[:, 2:] >= inner[:, 2:] - _ROUNDING)
        # Boxes that are turned are not compared, unless they are the same.
        same = (np.abs(outer - inner) <= _ROUNDING).all(axis=1) & (angles == other_angles)
        held[frames] |= same | (inside.all(axis=1) & (angles == 0) & (other_angles == 0))
    return held


def _covered(state: State) -> _Covered | None:
    facts = json.loads(state.facts) if state.facts else None
    if facts is None or facts["decision"] != Decision.COVER:
        return None
    boxes = None if state.boxes is None else unpacked(state.boxes)
    first, last = facts["first"], facts["last"]
    all_but = bool(facts.get("area", {}).get("all_but"))
    count, drawn = last - first + 1, facts["origin"] == Origin.DRAWN
    angles = np.zeros(count, np.float32) if state.angles is None else np.frombuffer(state.angles, "<f4")
    return _Covered(state.track, first, count, drawn, all_but, boxes, angles)
