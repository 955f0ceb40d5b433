"""Limits of differences grow with the length of a film and with how unequal its frames are; changes move neither."""

from __future__ import annotations

import numpy as np

from veilproof.release.limits import most_momentary, times_typical

Ratios = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def _honest(seed: int, spread: float) -> Ratios:
    """The largest ratio of each of 100 frames, as codecs give them."""
    return np.exp(np.random.default_rng(seed).gumbel(0.1, spread, 100))


def test_frames_that_a_codec_treats_unequally_are_no_alarm() -> None:
    films = [_honest(seed, 0.4) for seed in range(200)]
    assert sum(film.max() > most_momentary(film) for film in films) <= 20
    films = [_honest(seed, 0.15) for seed in range(200)]
    assert sum(film.max() > most_momentary(film) for film in films) <= 2


def test_changed_frames_do_not_hide_themselves() -> None:
    ratios = _honest(1, 0.1)
    before = most_momentary(ratios)
    ratios[[20, 50, 80]] = 25
    assert most_momentary(ratios) < 1.1 * before < 25
    ratios[::4] = 60
    assert most_momentary(ratios) < 60


def test_more_frames_have_higher_limits() -> None:
    assert (times_typical(90_000) > 1.5 * times_typical(30)).all()
    assert (times_typical(750) == times_typical(30)).all()
    even = np.full(90_000, 1.2)
    assert most_momentary(even) > 2 * most_momentary(even[:100])
