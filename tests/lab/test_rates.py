"""Rates and intervals against simulated scores whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from veilproof.lab.attacks import Attacker, Scores, fused
from veilproof.lab.extrapolation import expected_rank_1, validate
from veilproof.lab.rates import PeopleTrial, Resamples, difference, galleries, proportion_interval


def simulated(people: int, separation: float, seed: int, probes: int = 1) -> Scores:
    """Normal scores; some people are matched better than others, and some are like everybody."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(people), probes)
    similarity = rng.normal(0, 1, (len(person), people)) + rng.normal(0, 0.3, people)
    similarity[np.arange(len(person)), person] += separation + rng.normal(0, 0.5, people)[person]
    similarity += rng.normal(0, 0.5, (len(person), 1))
    return Scores("simulated", Attacker.NAIVE, similarity, person)


def true_rank_1(separation: float, gallery: int) -> float:
    mated, other = np.sqrt(1 + 0.3**2 + 0.5**2), np.sqrt(1 + 0.3**2)

    def first(score: float) -> float:
        others = (gallery - 1) * stats.norm.logcdf(score / other)
        return float(stats.norm.pdf(score, separation, mated) * np.exp(others))

    return float(integrate.quad(first, -8, separation + 10, limit=300, points=[separation])[0])


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


@settings(max_examples=40, deadline=None)
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
def test_intervals_of_rank_1_and_fnmr_have_their_nominal_coverage(separation: float, probes: int) -> None:
    held: dict[str, list[bool]] = {"rank 1 of 10": [], "rank 1 of all": [], "fnmr": []}
    deviation = np.sqrt(1 + 0.3**2 + 0.5**2)
    threshold = stats.norm.isf(1e-2) * np.sqrt(1 + 0.3**2 + 0.5**2)
    true_fnmr = stats.norm.cdf((threshold - separation) / np.hypot(deviation, 0.5))
    for seed in range(200):
        trial = PeopleTrial(simulated(100, separation, seed, probes), Resamples(100, seed))
        for name, gallery in (("rank 1 of 10", 10), ("rank 1 of all", 100)):
            found = trial.rank_1(gallery)
            held[name].append(found.low <= true_rank_1(separation, gallery) <= found.high)
        missed = trial.fnmr(1e-2)
        assert missed is not None
        held["fnmr"].append(missed.low <= true_fnmr <= missed.high)
    # Of 200 simulations with 95 % coverage, 183 or more hold in 97 of 100 cases.
    assert {name: sum(each) >= 181 for name, each in held.items()} == dict.fromkeys(held, True)


@pytest.mark.slow
def test_a_set_extrapolates_to_larger_galleries() -> None:
    held = []
    for seed in range(30):
        scores = simulated(150, 3.0, seed)
        found = expected_rank_1(scores, (1_000, 100_000), Resamples(150, seed))
        truths = [true_rank_1(3.0, people) for people in (1_000, 100_000)]
        held.append([each.low <= truth <= each.high for each, truth in zip(found, truths, strict=True)])
    assert np.mean(held, axis=0).min() >= 0.85


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
