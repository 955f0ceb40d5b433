"""In which frames an edit took covers away."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
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


@dataclass(frozen=True, slots=True)
class _Covered:
    """A covered track; without boxes if the edit could not change them."""

    track: int
    first: int
    count: int
    drawn: bool
    all_but: bool
    boxes: Boxes | None


def frames_uncovered(states: Sequence[State]) -> Iterator[tuple[int, int, NDArray[np.bool_]]]:
    """Where boxes that were covered before an edit are not, or not wholly, covered after it.

    Args:
        states: all tracks that the edit changed, before and after it.

    Yields:
        For each track that was covered: its number, its first frame, and bool [n] for the frames from there on.
    """
    before = [track for state in states if not state.after and (track := _covered(state))]
    after = [track for state in states if state.after and (track := _covered(state))]
    for track in before:
        lost = np.ones(track.count, np.bool_)
        for other in after:
            # A detected face is covered with a margin, which a drawn box does not have; and what lies outside of a box
            # is not hidden by what lies inside of another one.
            if track.boxes is None or other.boxes is None:
                lost &= track.track != other.track
            elif (track.drawn or not other.drawn) and track.all_but is other.all_but:
                low, high = max(track.first, other.first), min(track.first + track.count, other.first + other.count)
                if low < high:
                    old, new = (each.boxes[low - each.first : high - each.first] for each in (track, other))  # type: ignore[index]
                    if track.all_but:
                        old, new = new, old
                    kept = (new[:, :2] <= old[:, :2] + _ROUNDING) & (new[:, 2:] >= old[:, 2:] - _ROUNDING)
                    lost[low - track.first : high - track.first] &= ~kept.all(axis=1)
        yield track.track, track.first, lost


def _covered(state: State) -> _Covered | None:
    facts = json.loads(state.facts) if state.facts else None
    if facts is None or facts["decision"] != Decision.COVER:
        return None
    boxes = None if state.boxes is None else unpacked(state.boxes)
    first, last = facts["first"], facts["last"]
    all_but = bool(facts.get("area", {}).get("all_but"))
    return _Covered(state.track, first, last - first + 1, facts["origin"] == Origin.DRAWN, all_but, boxes)
