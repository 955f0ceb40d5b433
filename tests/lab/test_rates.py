"""Rates and intervals against simulated scores whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.intervals import people_coverage, simulated
from veilproof.lab.attacks import Attacker, Scores, fused
from veilproof.lab.extrapolation import expected_rank_1, validate
from veilproof.lab.rates import PeopleTrial, Resamples, difference, galleries, proportion_interval


def counted(scores: Scores, gallery: int, rng: np.random.Generator, draws: int = 300) -> float:
    """Rank 1 by drawing galleries."""
    hits = []
    for _ in range(draws):
        for row, own in zip(scores.similarity, scores.person, strict=True):
            others = rng.choice(np.delete(np.arange(len(row)), own), gallery - 1, replace=False)
            hits.append(row[own] > row[others].max())
    return float(np.mean(hits))


def test_rank_1_is_what_drawing_galleries_gives() -> None:
    scores = simulated(12, 1.5, 3)
    trial = PeopleTrial(scores, Resamples(12, 1))
    for gallery in (2, 5, 12):
        draws = counted(scores, gallery, np.random.default_rng(4))
        assert trial.rank_1(gallery).rate == pytest.approx(draws, abs=0.03)


def test_fnmr_is_counted_at_the_threshold_of_the_fmr() -> None:
    scores = simulated(60, 2.0, 5)
    found = PeopleTrial(scores, Resamples(60, 1)).fnmr(1e-2)
    assert found is not None
    threshold = np.sort(scores.non_mated.ravel())[::-1][int(0.01 * scores.non_mated.size)]
    assert (scores.non_mated > threshold).mean() <= 1e-2
    assert found.rate == pytest.approx((scores.mated <= threshold).mean())


def test_fnir_is_counted_at_the_threshold_of_the_fpir() -> None:
    scores = simulated(400, 2.5, 6)
    found = PeopleTrial(scores, Resamples(400, 1)).fnir(1e-2, 400)
    assert found is not None
    threshold = np.sort(scores.non_mated.max(axis=1))[::-1][3]
    assert found.rate == pytest.approx((scores.mated <= threshold).mean(), abs=0.01)


def test_rates_that_too_few_scores_can_show_are_not_given() -> None:
    trial = PeopleTrial(simulated(40, 2.0, 7), Resamples(40, 1))
    assert trial.fnmr(1e-2) is not None
    assert trial.fnmr(1e-3) is None
    assert trial.fnir(1e-2, 40) is None


@settings(max_examples=40)
@given(rate=st.floats(0, 1), variance=st.floats(0, 0.25), people=st.integers(30, 400), probes=st.integers(1, 3))
def test_an_interval_holds_its_rate(rate: float, variance: float, people: int, probes: int) -> None:
    low, high = proportion_interval(rate, variance, people, people * probes)
    assert 0 <= low <= rate <= high <= 1
    assert high - low > 0


def test_nobody_found_among_300_people_still_leaves_an_upper_end() -> None:
    low, high = proportion_interval(0.0, 0.0, 300, 600)
    assert low == 0
    assert high == pytest.approx(0.0122, abs=0.0002)


@pytest.mark.slow
@pytest.mark.parametrize(("separation", "probes"), [(2.0, 1), (3.5, 2)])
def test_intervals_have_their_nominal_coverage(separation: float, probes: int) -> None:
    held = people_coverage(150, 100, separation, probes)
    # Of 150 simulations with a coverage of 95 %, 136 or more hold in 99 of 100 cases.
    assert {name: share >= 0.9 for name, share in held.items() if "extrapolated" not in name} == {
        "rank 1 of 10": True,
        "rank 1 of 100": True,
        "FNMR at 0.01": True,
    }
    assert min(share for name, share in held.items() if "extrapolated" in name) >= 0.85


@pytest.mark.slow
def test_subsets_extrapolate_to_the_whole_set() -> None:
    tried = validate(simulated(150, 3.0, 1), seed=1, subsets=60)
    assert (tried.people, tried.gallery) == (50, 150)
    assert tried.inside >= 54
    assert abs(tried.bias) < 0.05


def test_a_small_set_is_not_extrapolated() -> None:
    assert expected_rank_1(simulated(20, 2.0, 1), (1_000,), Resamples(20, 1)) == []


def test_differences_are_of_the_same_people() -> None:
    """Two attacks that share their people differ by less than their own intervals suggest."""
    scores = simulated(200, 2.5, 8)
    resamples = Resamples(200, 1)
    a = PeopleTrial(scores, resamples).rank_1(200)
    harder = Scores("harder", Attacker.NAIVE, scores.similarity - 0.3 * np.eye(200), scores.person)
    b = PeopleTrial(harder, resamples).rank_1(200)
    found = difference(a, b)
    assert found.low <= found.difference == a.rate - b.rate <= found.high
    assert found.high - found.low < 0.7 * ((a.high - a.low) + (b.high - b.low))


def test_fusing_two_independent_attacks_finds_more() -> None:
    first, second = simulated(100, 2.0, 1), simulated(100, 2.0, 2)
    resamples = Resamples(100, 1)
    alone = PeopleTrial(first, resamples).rank_1(100).rate
    assert PeopleTrial(fused([first, second]), resamples).rank_1(100).rate > alone + 0.05


def test_galleries_end_with_the_whole_set() -> None:
    assert list(galleries(300)) == [10, 30, 100, 300]
    assert list(galleries(31)) == [10, 30, 31]
