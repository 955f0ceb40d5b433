"""Builds the rows of the findings from what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.attackers import AttackedTrack, AttackKind, AttackScores
from veilproof.audit.cover_contents import Contents
from veilproof.audit.findings import (
    AttackFinding,
    ExpectedRateFinding,
    Histogram,
    LeakFinding,
    Outcome,
    RateFinding,
    TrackFinding,
    Weight,
)
from veilproof.audit.leaks import Candidate, Leak, LeakKind
from veilproof.audit.operators import CoverKind
from veilproof.audit.plan_tracks import PlanTrack
from veilproof.audit.policy import Policy
from veilproof.geometry import sizes
from veilproof.recognise.statistics import Rate, det_curve, expected_rank_1, measure_rate, true_match_rate
from veilproof.track.lines import LEAST_LINE
from veilproof.track.people import HEAD_PHOTO_THRESHOLD

_GALLERY_SIZES = (1_000, 100_000, 1_000_000)
"""People: the galleries to which rank 1 is extrapolated: a town, a city, a country. Round numbers."""
_FMR = 1e-3
"""The false match rate at which the true match rate is reported, as is usual for small sets of scores."""
_LEAST_REVIEWED = {LeakKind.HEAD: 0.4, LeakKind.TEXT: LEAST_LINE, LeakKind.PLATE: LEAST_LINE}
"""The scores from which a person must look at what is no face. Lines are covered from there on. A scan covers heads
from .1 on where many looks agree; single looks so weak are doors and bags: in a street of 20 s with every head covered,
133 places from .1 on and 3 from .4."""
_HISTOGRAM_BINS = 40
"""Bins of the score histogram, from -1 to 1."""
_DET_POINTS = 60
"""Points of the DET curve at most."""


def rate_finding(measured: Rate) -> RateFinding:
    """A measured rate as a row of the findings."""
    return RateFinding(
        measured.hits, measured.trials, measured.low, measured.high, measured.upper_bound, measured.chance
    )


def attack_finding(attack: AttackScores, counted: NDArray[np.bool_], tests: int) -> AttackFinding:
    """One attack, over the tracks that count.

    Args:
        attack: its scores.
        counted: bool [n], the tracks that count: those that the control recognises.
        tests: number of attacks in this audit, for the correction of `beats_chance`.
    """
    mated, non_mated = attack.mated[counted], attack.non_mated(counted)
    # Distractors come from other cameras. An attacker who sees nothing of a face may exclude them by that and guess
    # among the faces of the footage, so only these set the chance rate.
    competitors = attack.counts[counted].sum(axis=1)
    chance = float((1 / competitors).mean()) if len(competitors) else 1.0
    measured = measure_rate(int(attack.hits[counted].sum()), int(counted.sum()), chance)
    at_fmr = true_match_rate(mated, non_mated, _FMR)
    expected = expected_rank_1(mated, non_mated, _GALLERY_SIZES)
    return AttackFinding(
        recogniser=attack.recogniser,
        attacker=attack.attacker,
        scope=attack.scope,
        rank_1=rate_finding(measured),
        at_fmr_1e_3=rate_finding(at_fmr) if at_fmr else None,
        expected=tuple(ExpectedRateFinding(e.people, e.rate, e.low, e.high) for e in expected),
        beats_chance=attack.attacker is not AttackKind.CONTROL and measured.beats_chance(tests),
        scores=_histogram(mated, non_mated),
        det=tuple((round(fmr, 6), round(fnmr, 4)) for fmr, fnmr in det_curve(mated, non_mated, _DET_POINTS)),
    )


def leak_finding(
    leak: Leak, times: Sequence[Fraction], policy: Policy, planned: PlanTrack | None = None
) -> LeakFinding:
    """One leak, and what it does to the verdict; `heads_of_faces.numbered` gives it its number.

    Args:
        leak: what survives.
        times: seconds from the first frame to each frame.
        policy: says which leaks count.
        planned: the track of the plan on it, if there is one.
    """
    x1, y1, x2, y2 = leak.box
    end = times[leak.last + 1] if leak.last + 1 < len(times) else times[leak.last]
    weight = _weight(leak, policy, is_photo=len(times) == 1)
    return LeakFinding(
        number=0,
        kind=leak.kind,
        track=leak.track,
        plan_track=planned.id if planned else None,
        first_frame=leak.first,
        last_frame=leak.last,
        from_seconds=round(float(times[leak.first]), 3),
        to_seconds=round(float(end), 3),
        frame=leak.frame,
        box=(round(x1, 1), round(y1, 1), round(x2, 1), round(y2, 1)),
        size_px=round(leak.size, 1),
        survives=round(leak.survives, 3),
        confidence=round(leak.confidence, 3),
        covered_elsewhere=leak.covered_elsewhere,
        weight=weight,
        counts=weight is Weight.COUNTS,
    )


def _weight(leak: Leak, policy: Policy, *, is_photo: bool) -> Weight:
    # Lines are as small as they were asked for: what is small of a face is not read, and the plate of a car is.
    if leak.size < policy.min_leak_px and leak.kind not in (LeakKind.TEXT, LeakKind.PLATE):
        return Weight.REPORTED
    if leak.kind is LeakKind.MOVED_COVER or leak.judged_confidence < policy.min_confidence:
        least = _LEAST_REVIEWED.get(leak.kind, 1.0)
        if is_photo and leak.kind is LeakKind.HEAD:
            least = HEAD_PHOTO_THRESHOLD.small
        return Weight.REVIEW if leak.stands or leak.confidence >= least else Weight.REPORTED
    return Weight.REVIEW if leak.kind is LeakKind.SHAKEN else Weight.COUNTS


def track_finding(
    number: int,
    candidate: Candidate,
    planned: PlanTrack | None,
    leaks: Sequence[LeakFinding],
    times: Sequence[Fraction],
    attacked: AttackedTrack | None,
) -> TrackFinding:
    """One track.

    Args:
        number: its index among the candidates.
        candidate: the track.
        planned: the track of the plan on it, if there is one.
        leaks: all leaks.
        times: seconds from the first frame to each frame.
        attacked: the results of the attack; None if it was not attacked.
    """
    first, last = int(candidate.track.observed[0]), int(candidate.track.observed[-1])
    return TrackFinding(
        track=number,
        first_frame=first,
        last_frame=last,
        from_seconds=round(float(times[first]), 3),
        to_seconds=round(float(times[last]), 3),
        size_px=round(float(np.median(sizes(candidate.track.boxes))), 1),
        confidence=round(candidate.confidence, 3),
        outcome=_outcome(number, candidate, leaks),
        cover=_cover(candidate, attacked),
        attacked=attacked is not None,
        recognised_untouched=attacked.is_recognisable if attacked else False,
        matched_by=attacked.matched_by if attacked else (),
        plan_track=planned.id if planned else None,
    )


def _cover(candidate: Candidate, attacked: AttackedTrack | None) -> str:
    if attacked:
        return attacked.cover.value
    names = {Contents.NOTHING: CoverKind.UNIFORM.value, Contents.PICTURE: CoverKind.OTHER.value}
    return names.get(candidate.holds, "")


def _outcome(number: int, candidate: Candidate, leaks: Sequence[LeakFinding]) -> Outcome:
    own = [leak for leak in leaks if leak.track == number]
    if any(leak.counts for leak in own):
        return Outcome.LEAKS
    if candidate.is_kept:
        return Outcome.KEPT
    return Outcome.DOUBTFUL if own or candidate.covered < 1 else Outcome.COVERED


def _histogram(mated: NDArray[np.float64], non_mated: NDArray[np.float64]) -> Histogram:
    edges = np.linspace(-1, 1, _HISTOGRAM_BINS + 1)
    counts = (np.histogram(np.clip(each, -1, 1), edges)[0] for each in (mated, non_mated))
    mated_counts, non_mated_counts = (tuple(each.tolist()) for each in counts)
    return Histogram(tuple(edges.round(4).tolist()), mated_counts, non_mated_counts)
