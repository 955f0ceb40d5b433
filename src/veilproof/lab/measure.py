"""Turns the scores of an attack into its finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from veilproof.lab.attacks import Scores
from veilproof.lab.cameras import AS_TAKEN, Camera
from veilproof.lab.extrapolation import expected_rank_1, validate
from veilproof.lab.findings import (
    AttackFinding,
    FmrRate,
    GalleryRate,
    Histogram,
    RateFinding,
    ValidationFinding,
    YawRate,
)
from veilproof.lab.rates import Estimate, PeopleTrial, Resamples, galleries
from veilproof.recognise.statistics import det_curve

LARGER_GALLERIES = (1_000, 100_000, 1_000_000)
"""People: the galleries to which rank 1 is extrapolated: a town, a city, a country. Round numbers."""
_FMRS = (1e-2, 1e-3, 1e-4)
"""False match rates at which FNMR is given."""
_CAMERA_FMRS = (1e-3,)
"""The same for cameras."""
_FPIR = 1e-2
"""False positive identification rate at which FNIR is given."""
_DET_POINTS = 40
"""Points of the DET curve at most."""
_HISTOGRAM_BINS = 40
"""Bins of the score histogram."""
_YAW_BINS = (0.0, 12.0, 25.0, 90.0)
"""Degrees: edges of the bins of yaw: to the camera, half turned, turned."""
_MIN_YAW_PROBES = 20
"""Fewer probes in a bin give no rate; a round number."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The finding of an attack, and the resamples of its rank-1 rate in the gallery of all people."""

    finding: AttackFinding
    rank_1: Estimate


def measure(scores: Scores, yaw: NDArray[np.float64], resamples: Resamples) -> Measured:
    """Measure one attack on the photographs as they are.

    Args:
        scores: of the attack.
        yaw: float64 [probes], degrees.
        resamples: of the people of the set.
    """
    trial = PeopleTrial(scores, resamples)
    people = trial.people
    ranked = {size: trial.rank_1(size) for size in galleries(people)}
    rank_1 = [GalleryRate(size, False, _finding(each, 1 / size)) for size, each in ranked.items()]
    larger = [size for size in LARGER_GALLERIES if size > people]
    for size, expected in zip(larger, expected_rank_1(scores, larger, resamples), strict=False):
        rank_1.append(GalleryRate(size, True, _finding(expected, 1 / size)))
    fnir = [(size, trial.fnir(_FPIR, size)) for size in galleries(people)]
    non_mated = scores.non_mated.ravel()
    finding = AttackFinding(
        camera=AS_TAKEN.name,
        recogniser=scores.recogniser,
        attacker=scores.attacker.value,
        probes=len(scores.person),
        rank_1=tuple(rank_1),
        fnmr=_fnmr(trial, _FMRS),
        fnir=tuple(GalleryRate(size, False, _finding(each, 1 - _FPIR / size)) for size, each in fnir if each),
        det=tuple((round(a, 6), round(b, 4)) for a, b in det_curve(scores.mated, non_mated, _DET_POINTS)),
        by_yaw=_by_yaw(scores, yaw, resamples),
        scores=_histogram(scores.mated, non_mated),
        validation=None,
    )
    return Measured(finding, ranked[people])


def measure_camera(scores: Scores, camera: Camera, resamples: Resamples) -> Measured:
    """Measure one attack on what a camera shows: rank 1 among all people, and FNMR."""
    trial = PeopleTrial(scores, resamples)
    ranked = trial.rank_1(trial.people)
    finding = AttackFinding(
        camera=camera.name,
        recogniser=scores.recogniser,
        attacker=scores.attacker.value,
        probes=len(scores.person),
        rank_1=(GalleryRate(trial.people, False, _finding(ranked, 1 / trial.people)),),
        fnmr=_fnmr(trial, _CAMERA_FMRS),
        fnir=(),
        det=(),
        by_yaw=(),
        scores=_histogram(scores.mated, scores.non_mated.ravel()),
        validation=None,
    )
    return Measured(finding, ranked)


def _fnmr(trial: PeopleTrial, fmrs: Sequence[float]) -> tuple[FmrRate, ...]:
    rates = ((fmr, trial.fnmr(fmr)) for fmr in fmrs)
    return tuple(FmrRate(fmr, _finding(each, 1 - fmr)) for fmr, each in rates if each)


def with_validation(finding: AttackFinding, scores: Scores, seed: int) -> AttackFinding:
    """The finding with a validation of its extrapolation."""
    v = validate(scores, seed)
    return replace(finding, validation=ValidationFinding(v.people, v.gallery, v.subsets, v.inside, round(v.bias, 4)))


def strongest(findings: Sequence[AttackFinding], camera: str) -> int:
    """The index of the attack that matches the most people with this camera, in the gallery of the whole set."""
    own = [index for index, each in enumerate(findings) if each.camera == camera]
    return max(own, key=lambda index: findings[index].in_whole_set.rate.rate)


def _finding(estimate: Estimate, chance: float) -> RateFinding:
    return RateFinding(round(estimate.rate, 5), round(estimate.low, 5), round(estimate.high, 5), chance)


def _by_yaw(scores: Scores, yaw: NDArray[np.float64], resamples: Resamples) -> tuple[YawRate, ...]:
    found = []
    for low, high in pairwise(_YAW_BINS):
        rows = (abs(yaw) >= low) & (abs(yaw) < high)
        if rows.sum() >= _MIN_YAW_PROBES:
            part = Scores(scores.recogniser, scores.attacker, scores.similarity[rows], scores.person[rows])
            people = scores.similarity.shape[1]
            estimate = PeopleTrial(part, resamples).rank_1(people)
            found.append(YawRate(low, high, int(rows.sum()), _finding(estimate, 1 / people)))
    return tuple(found)


def _histogram(mated: NDArray[np.float64], non_mated: NDArray[np.float64]) -> Histogram:
    edges = np.linspace(min(mated.min(), non_mated.min()), max(mated.max(), non_mated.max()), _HISTOGRAM_BINS + 1)
    counts = [np.histogram(each, edges)[0].tolist() for each in (mated, non_mated)]
    return Histogram(tuple(edges.round(4).tolist()), tuple(counts[0]), tuple(counts[1]))
