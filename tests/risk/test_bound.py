"""The bound from a stratified sample: exact where it can be, never below what is known, and reached when it says so."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from veilproof.risk.bound import INTERIM_ANALYSES, Sample, gamma_bound, next_stratum, still_needed, upper_bound


@st.composite
def samples(draw: st.DrawFn) -> list[Sample]:
    """One to four strata, with any answers."""
    drawn = []
    for _ in range(draw(st.integers(1, 4))):
        frames = draw(st.integers(0, 20_000))
        checked = draw(st.integers(0, min(frames, 800)))
        drawn.append(Sample(frames, checked, draw(st.integers(0, checked)), draw(st.sampled_from([0.0, 0.005, 0.02]))))
    return drawn


@given(st.integers(1, 900).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
def test_of_one_stratum_it_is_the_exact_binomial_bound(answers: tuple[int, int]) -> None:
    checked, found = answers
    exact = binomtest(found, checked, alternative="less").proportion_ci(0.95, "exact").high
    assert upper_bound([Sample(1000, checked, found)]) == pytest.approx(exact, abs=1e-9)


@given(samples())
def test_it_is_a_share_and_never_below_what_was_found(given_samples: list[Sample]) -> None:
    total = sum(one.frames for one in given_samples)
    bound = upper_bound(given_samples)
    assert 0 <= bound <= 1
    assert bound * total >= sum(one.bare for one in given_samples) - 1e-6


@given(samples(), st.data())
def test_a_find_in_place_of_nothing_never_lowers_it(given_samples: list[Sample], data: st.DataObject) -> None:
    at = data.draw(st.sampled_from(range(len(given_samples))))
    one = given_samples[at]
    if one.bare < one.checked:
        worse = [*given_samples]
        worse[at] = Sample(one.frames, one.checked, one.bare + 1, one.risk)
        assert upper_bound(worse) >= upper_bound(given_samples) - 1e-9


def test_two_equal_strata_without_a_find_are_bounded_as_one_is_and_no_better() -> None:
    plain = upper_bound([Sample(10_000, 400, 0)])
    assert plain <= upper_bound([Sample(5_000, 200, 0), Sample(5_000, 200, 0)]) < 1.01 * plain


def test_where_nobody_has_looked_all_frames_count_as_bare_and_what_was_seen_whole_is_known() -> None:
    assert upper_bound([Sample(10, 10, 0), Sample(90, 0, 0)]) == pytest.approx(0.9)
    assert upper_bound([Sample(10, 10, 2), Sample(90, 90, 0)]) == pytest.approx(0.02)


@given(samples(), st.sampled_from([0.005, 0.01, 0.03]))
@settings(max_examples=40)
def test_the_answers_that_are_needed_reach_the_bound_if_no_face_is_found(
    given_samples: list[Sample], target: float
) -> None:
    # A stratum of a few frames is rounded to a whole answer, which this formula does not know.
    assume(all(one.frames == 0 or one.frames >= 400 for one in given_samples))
    clean = [Sample(one.frames, one.checked, 0, one.risk) for one in given_samples]
    before = sum(one.checked for one in clean)
    needed = still_needed(clean, target)
    assert needed is not None
    for _ in range(needed):
        if (at := next_stratum(clean)) is not None:
            one = clean[at]
            clean[at] = Sample(one.frames, one.checked + 1, 0, one.risk)
    level = next((look.level for look in INTERIM_ANALYSES if look.answers == before + needed), 0.95)
    assert upper_bound(clean, level) <= 1.1 * target


def test_400_answers_without_a_find_give_one_percent_and_faces_found_too_often_never_do() -> None:
    assert still_needed([Sample(100_000, 0, 0)], 0.01) == 400
    assert (
        still_needed([Sample(5_000, 0, 0, 0.02), Sample(65_000, 0, 0, 0.005), Sample(30_000, 0, 0, 0.005)], 0.01) == 400
    )
    assert still_needed([Sample(100_000, 100, 5)], 0.01) is None
    assert still_needed([Sample(60, 0, 0)], 0.01) == 60


@pytest.mark.parametrize("shares", [(0.011, 0.011, 0.011), (0.2, 0.0, 0.004), (0.0, 0.0, 0.04)])
def test_who_stops_as_soon_as_the_bound_is_small_enough_is_wrong_in_one_of_twenty_checks(
    shares: tuple[float, ...],
) -> None:
    weights, runs = np.array([0.05, 0.65, 0.3]), 2_000
    true = float((weights * shares).sum())
    rng = np.random.default_rng(1)
    checked, found, was_wrong = np.zeros(3, np.int64), np.zeros((runs, 3)), np.zeros(runs, np.bool_)
    for look in INTERIM_ANALYSES:
        more = np.round(weights * look.answers).astype(np.int64) - checked
        found += rng.binomial(more, shares, (runs, 3))
        checked += more
        was_wrong |= gamma_bound(weights / checked, found, look.level) < true
    assert was_wrong.mean() <= 0.05
    assert sum(1 - look.level for look in INTERIM_ANALYSES) == pytest.approx(0.05)
