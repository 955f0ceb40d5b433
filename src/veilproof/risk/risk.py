"""How many faces are bare in what a plan gives, as far as the scan can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.stats import nbinom

from veilproof.geometry import Boxes
from veilproof.kind import DEFAULT_COVER, LINES, Kind
from veilproof.plan import Decision, Origin, Plan, PlannedTrack
from veilproof.risk.places import Place, PlaceKind, find_places
from veilproof.track.confirm import LOW_CONFIDENCE

_LEAST_DANGER = 0.008
"""Places below this are not shown: there would be too many to look at. What a person asked for is shown in any case."""
_UNSEEN_PER_FACE = 0.02
"""Bare faces that no look suspected, for each face that is covered. Of clips of the tune set (docs/detection.md)."""
_SHAPE = 4.5
"""Of the gamma distribution of that share: it comes from 4 faces, and Jeffreys' prior adds a half."""
_INTERVAL = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Risk:
    """What may be bare.

    Attributes:
        places: where to look, the most dangerous first; a few.
        expected: the expected number of faces that are bare in some frame.
        low: the lower end of its 95 % interval.
        high: the upper end.
        has_searched: whether the scan looked for faces at all.
    """

    places: tuple[Place, ...]
    expected: float
    low: int
    high: int
    has_searched: bool = True

    @property
    def sentence(self) -> str:
        """The expected number in one line, for people."""
        if not self.has_searched:
            return "faces were not looked for, so how many are bare is not known"
        if not self.expected:
            return "nothing was found from which to expect bare faces"
        return f"expected number of bare faces {self.expected:.1f} (95 %: {self.low} to {self.high})"


def may_be_removed(track: PlannedTrack) -> bool:
    """Whether a cover may hide nothing: ugly, but no danger."""
    detected = track.origin is Origin.DETECTED and track.decision is Decision.COVER
    return detected and track.confidence < LOW_CONFIDENCE


def _may_be_faces(track: PlannedTrack) -> bool:
    """Whether a track is of a face, or of what a person drew, perhaps because a face was missed."""
    return track.kind in (Kind.FACE, Kind.AREA) and not track.all_but


def risk_of_plan(plan: Plan) -> Risk:
    """The risk of rendering a plan as it is."""
    tracks = plan.tracks()
    return risk_of(plan, tracks, [plan.boxes_of(track.id) for track in tracks], plan.times())


def risk_of(
    plan: Plan, tracks: Sequence[PlannedTrack], paths: Sequence[Boxes], times: Sequence[float] | Sequence[Fraction]
) -> Risk:
    """The same, with the tracks of the plan, the boxes of each, float32 [n, 4], and the seconds of each frame."""
    # Text and plates tell nothing of faces.
    people = [(track, path) for track, path in zip(tracks, paths, strict=True) if track.kind not in LINES]
    tracks, paths = [track for track, _ in people], [path for _, path in people]
    is_reviewed = plan.reviewed_frames()
    suspicions = [one for one in plan.suspicions() if not one.reviewed]
    # Who has watched the film has seen what happens between covers; a suspicion is shown until it was looked at.
    seconds = np.array([float(time) for time in times], np.float64)
    angles = {track.id: plan.angles_of(track.id) for track in tracks if track.origin is Origin.DRAWN}
    places = [
        place
        for place in find_places(tracks, paths, suspicions, seconds, plan.picture_size, angles)
        if place.kind is PlaceKind.SUSPECTED or not is_reviewed[place.first : place.last + 1].all()
    ]
    not_watched = 1 - float(is_reviewed.mean()) if len(is_reviewed) else 1.0
    unseen = [
        _UNSEEN_PER_FACE * not_watched * track.confidence
        for track in tracks
        if track.decision is Decision.COVER and _may_be_faces(track)
    ]
    expected = sum(place.probability for place in places) + sum(unseen)
    # Many independent unlikely events are Poisson distributed (Le Cam 1960), and how likely they are is known from
    # few faces: a gamma mixture, which is a negative binomial.
    low, high = nbinom(_SHAPE, _SHAPE / (_SHAPE + expected)).ppf(_INTERVAL)
    dangerous = tuple(place for place in places if place.danger >= _LEAST_DANGER or place.kind is PlaceKind.END)
    has_searched = "faces" in plan.facts.get("cover", DEFAULT_COVER).split(",")
    return Risk(dangerous, expected, int(low), int(high), has_searched)
