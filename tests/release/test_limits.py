"""Limits of differences grow with the length of a film and with how unequal its frames are; changes move neither."""

from __future__ import annotations

import numpy as np

from veilproof.release.limits import most_detail, times_typical

Largest = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def _honest(seed: int, spread: float, frames: int = 100) -> Largest:
    """The largest difference of each frame, as codecs give them."""
    return 3 * np.exp(np.random.default_rng(seed).gumbel(0.1, spread, frames))


def test_frames_that_a_codec_treats_unequally_are_no_alarm() -> None:
    for spread in (0.4, 0.15):
        films = [_honest(seed, spread) for seed in range(200)]
        assert sum((film > most_detail(film)).any() for film in films) <= 10


def test_changed_frames_do_not_hide_themselves() -> None:
    film = _honest(1, 0.1)
    changed = film.copy()
    changed[[20, 50, 80]] = 25
    assert (most_detail(changed) < 1.2 * most_detail(film).max()).all()
    assert (changed > most_detail(changed)).nonzero()[0].tolist() == [20, 50, 80]


def test_a_shot_is_measured_by_its_own_frames() -> None:
    calm, rough = _honest(1, 0.05, 200), 4 * _honest(2, 0.05, 200)
    calm[100] = rough.max()
    film = np.concatenate([calm, rough])
    assert (film > most_detail(film)).nonzero()[0].tolist() == [100]


def test_more_frames_have_higher_limits() -> None:
    assert (times_typical(90_000) > 1.5 * times_typical(30)).all()
    assert (times_typical(750) == times_typical(30)).all()
    assert most_detail(np.tile(_honest(1, 0.1), 900)).min() > most_detail(_honest(1, 0.1)).max()


def test_a_few_frames_tell_nothing_of_a_codec() -> None:
    assert np.isinf(most_detail(_honest(1, 0.1, 3))).all()
    assert (most_detail(np.full(50, 1e-3)) >= 3).all()
