"""Rates, intervals and extrapolations against simulations whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from veilproof.recognise.statistics import det_curve, expected_rank_1, measure_rate, true_match_rate

pytestmark = pytest.mark.slow


@given(of=st.integers(1, 400), share=st.floats(0, 1))
def test_an_interval_contains_the_measured_rate(of: int, share: float) -> None:
    measured = measure_rate(round(of * share), of, 0.1)
    assert 0 <= measured.low <= measured.share <= measured.high <= 1
    assert measured.share <= measured.upper_bound <= 1


def test_no_hit_of_41_leaves_an_upper_bound_of_seven_percent() -> None:
    assert measure_rate(0, 41, 0.01).upper_bound == pytest.approx(0.0705, abs=0.0005)


def test_no_trials_give_no_information() -> None:
    nothing = measure_rate(0, 0, 1.0)
    assert (nothing.low, nothing.high, nothing.upper_bound) == (0, 1, 1)
    assert not nothing.beats_chance(1)


@pytest.mark.parametrize(("truth", "of"), [(0.1, 150), (0.3, 60), (0.5, 41), (0.9, 250)])
def test_intervals_have_their_nominal_coverage(truth: float, of: int) -> None:
    rng = np.random.default_rng(5)
    runs = [measure_rate(int(hits), of, 0.0) for hits in rng.binomial(of, truth, 1000)]
    held = np.mean([run.low <= truth <= run.high for run in runs])
    assert held >= 0.935
    bounded = np.mean([truth <= run.upper_bound for run in runs])
    assert bounded >= 0.935


def test_guessing_seldom_beats_chance() -> None:
    rng = np.random.default_rng(6)
    alarms = np.mean([measure_rate(int(hits), 40, 1 / 40).beats_chance(5) for hits in rng.binomial(40, 1 / 40, 1000)])
    assert alarms <= 0.02
    assert measure_rate(10, 40, 1 / 40).beats_chance(5)


def test_a_match_rate_needs_enough_non_mated_scores() -> None:
    mates = np.full(10, 0.9)
    assert true_match_rate(mates, np.linspace(0, 0.5, 100), 1e-3) is None
    found = true_match_rate(mates, np.linspace(0, 0.5, 2000), 1e-3)
    assert found is not None
    assert (found.hits, found.trials) == (10, 10)


def test_a_det_curve_falls_from_the_strictest_threshold_to_the_laxest() -> None:
    rng = np.random.default_rng(8)
    curve = det_curve(rng.normal(0.5, 0.2, 100), rng.normal(0.0, 0.2, 1000), 30)
    fmr, fnmr = np.array(curve).T
    assert 2 <= len(curve) <= 30
    assert (np.diff(fmr) > 0).all()
    assert (np.diff(fnmr) <= 0).all()
    assert (fmr[0], fmr[-1]) == (1e-3, 1.0)
    assert det_curve(np.array([]), np.zeros(5), 30) == []


def test_larger_galleries_are_extrapolated_from_small_ones() -> None:
    rng = np.random.default_rng(7)
    mates, others = rng.normal(0.6, 0.1, 250), rng.normal(0.0, 0.1, 5000)
    expected = {each.people: each for each in expected_rank_1(mates, others, (1_000, 100_000))}
    grid = np.linspace(-1, 2, 6001)
    for people, found in expected.items():
        # The exact rate, from the distributions that the scores were drawn from.
        density = stats.norm.pdf(grid, 0.6, 0.1) * (grid[1] - grid[0])
        truth = float((stats.norm.cdf(grid, 0.0, 0.1) ** (people - 1) * density).sum())
        assert found.low - 0.04 <= truth <= found.high + 0.04
        assert found.low <= found.rate <= found.high
    assert expected[1_000].rate > expected[100_000].rate


def test_too_few_scores_give_no_extrapolation() -> None:
    assert expected_rank_1(np.array([0.5, 0.6]), np.zeros(50), (1000,)) == []
