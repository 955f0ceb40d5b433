"""From what was measured to what is told: comparisons, leaks and tracks as the findings hold them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.attack import Attacker, Comparison
from veilproof.audit.findings import (
    AttackFinding,
    ExpectedRateFinding,
    Histogram,
    LeakFinding,
    RateFinding,
    TrackFinding,
)
from veilproof.audit.kept import Planned
from veilproof.audit.leaks import Candidate, Leak
from veilproof.audit.policy import Policy
from veilproof.geometry import sizes
from veilproof.recognise.statistics import Rate, expected_hits, match_rate, rate

_PEOPLE = (1_000, 100_000, 1_000_000)
_FALSE_RATE = 1e-3
_WHERE_COVERED = 0.65
_BINS = 40
_DET_POINTS = 60


def rate_finding(measured: Rate) -> RateFinding:
    """A rate as it is written down."""
    return RateFinding(measured.hits, measured.of, measured.low, measured.high, measured.upper, measured.chance)


def attack_finding(comparison: Comparison, able: NDArray[np.bool_], tests: int) -> AttackFinding:
    """One comparison, over the tracks that the attacker is `able` to recognise untouched; one of so many `tests`."""
    genuine, impostors = comparison.genuine[able], comparison.impostors(able)
    # Distractors come from other cameras: who sees nothing of a face may still tell them from the footage by that, and
    # then guesses among the footage's own faces.
    seats = comparison.counts[able].sum(axis=1)
    chance = float((1 / seats).mean()) if len(seats) else 1.0
    measured = rate(int(comparison.hits[able].sum()), int(able.sum()), chance)
    at_fmr = match_rate(genuine, impostors, _FALSE_RATE)
    expected = expected_hits(genuine, impostors, _PEOPLE)
    return AttackFinding(
        recogniser=comparison.recogniser,
        attacker=comparison.attacker,
        reading=comparison.reading,
        rank_1=rate_finding(measured),
        at_fmr_1e_3=rate_finding(at_fmr) if at_fmr else None,
        expected=tuple(ExpectedRateFinding(e.people, e.rate, e.low, e.high) for e in expected),
        beats_chance=comparison.attacker is not Attacker.CONTROL and measured.beats_chance(tests),
        scores=_histogram(genuine, impostors),
        det=_det(genuine, impostors),
    )


def leak_finding(leak: Leak, times: Sequence[Fraction], policy: Policy) -> LeakFinding:
    """One leak, and whether it counts under the policy."""
    least = policy.least_confidence * (_WHERE_COVERED if leak.covered_elsewhere else 1)
    x1, y1, x2, y2 = leak.box
    ends = times[leak.last + 1] if leak.last + 1 < len(times) else times[leak.last]
    return LeakFinding(
        track=leak.track,
        first_frame=leak.first,
        last_frame=leak.last,
        from_seconds=round(float(times[leak.first]), 3),
        to_seconds=round(float(ends), 3),
        frame=leak.frame,
        box=(round(x1, 1), round(y1, 1), round(x2, 1), round(y2, 1)),
        size_px=round(leak.size, 1),
        survives=round(leak.survives, 3),
        confidence=round(leak.confidence, 3),
        covered_elsewhere=leak.covered_elsewhere,
        counts=leak.confidence >= least and leak.size >= policy.largest_leak_px,
    )


def track_finding(
    number: int,
    candidate: Candidate,
    home: Planned | None,
    leaks: Sequence[LeakFinding],
    times: Sequence[Fraction],
    attacked: tuple[str, bool, tuple[str, ...]] | None,
) -> TrackFinding:
    """One track; `attacked` is how it is covered, whether the control recognised it, and who matched it."""
    first, last = int(candidate.track.observed[0]), int(candidate.track.observed[-1])
    cover, recognised, matched = attacked or ("", False, ())
    return TrackFinding(
        track=number,
        first_frame=first,
        last_frame=last,
        from_seconds=round(float(times[first]), 3),
        to_seconds=round(float(times[last]), 3),
        size_px=round(float(np.median(sizes(candidate.track.boxes))), 1),
        confidence=round(candidate.confidence, 3),
        fate=_fate(number, candidate, home, leaks),
        cover=cover,
        attacked=attacked is not None,
        recognised_untouched=recognised,
        matched_by=matched,
        plan_track=home.id if home else None,
    )


def _fate(number: int, candidate: Candidate, home: Planned | None, leaks: Sequence[LeakFinding]) -> str:
    if home is not None and home.kept:
        return "kept"
    own = [leak for leak in leaks if leak.track == number]
    if any(leak.counts for leak in own):
        return "leaks"
    return "doubtful" if own or candidate.covered < 1 else "covered"


def _histogram(genuine: NDArray[np.float64], impostors: NDArray[np.float64]) -> Histogram:
    edges = np.linspace(-1, 1, _BINS + 1)
    mates, others = (np.histogram(np.clip(each, -1, 1), edges)[0] for each in (genuine, impostors))
    return Histogram(tuple(edges.round(4).tolist()), tuple(mates.tolist()), tuple(others.tolist()))


def _det(genuine: NDArray[np.float64], impostors: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    """Points (FMR, FNMR), from the strictest threshold to the laxest."""
    if not len(genuine) or not len(impostors):
        return ()
    shares = np.unique(np.geomspace(1 / len(impostors), 1, _DET_POINTS))
    thresholds = np.quantile(impostors, 1 - shares, method="higher")
    return tuple(
        (round(float(s), 6), round(float((genuine <= t).mean()), 4)) for s, t in zip(shares, thresholds, strict=True)
    )
