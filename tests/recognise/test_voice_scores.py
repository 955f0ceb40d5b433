"""Rates of attacks on voices, where they are known."""

from __future__ import annotations

import numpy as np
import pytest

from veilproof.recognise.voice_scores import equal_error_rate, voice_rates

_SPEAKERS = np.repeat(np.arange(6), 4)
_APART = ~np.eye(24, dtype=bool)


def test_who_is_told_apart_has_no_errors_and_who_is_not_has_half() -> None:
    same = (_SPEAKERS[:, None] == _SPEAKERS[None]).astype(float)
    told = voice_rates(same, _SPEAKERS, _SPEAKERS, _APART)
    assert (told.equal_error, told.low, told.high) == (0, 0, 0)
    assert (told.rank_1.hits, told.rank_1.trials) == (24, 24)
    assert told.rank_1.chance == pytest.approx(1 / 6)
    noise = np.random.default_rng(1).normal(size=(24, 24))
    not_told = voice_rates(noise, _SPEAKERS, _SPEAKERS, _APART)
    assert not_told.equal_error == pytest.approx(0.5, abs=0.1)
    assert not_told.low is not None
    assert not_told.high is not None
    assert not_told.low < 0.5 < not_told.high


def test_the_equal_error_rate_of_normal_scores_is_that_of_their_distance() -> None:
    rng = np.random.default_rng(1)
    # Half of two standard deviations on each side: Phi(-1).
    assert equal_error_rate(rng.normal(2, 1, 20_000), rng.normal(0, 1, 20_000)) == pytest.approx(0.1587, abs=0.01)


def test_few_speakers_have_no_interval_and_one_interval_is_the_same_every_time() -> None:
    scores = np.random.default_rng(2).normal(size=(24, 24))
    three = np.repeat(np.arange(3), 8)
    assert voice_rates(scores, three, three, _APART).low is None
    one, other = (voice_rates(scores, _SPEAKERS, _SPEAKERS, _APART) for _ in range(2))
    assert one == other
