"""What every voice is brought to."""

from __future__ import annotations

import numpy as np

from veilproof.sound.one_voice import KEPT, MEAN, in_one_voice


def test_voices_that_move_differently_move_alike_afterwards() -> None:
    random = np.random.default_rng(1)
    speech = np.ones(20_000, bool)
    moved = []
    for _ in range(2):
        cepstra = random.normal(0, 3, (len(speech), KEPT)) @ random.normal(0, 1, (KEPT, KEPT)) + 5
        moved.append(np.cov(in_one_voice(cepstra.astype(np.float32), speech).T))
    assert np.abs(moved[0] - moved[1]).max() < 0.05 * np.abs(moved[0]).max()


def test_what_is_hardly_heard_is_taken_for_one_of_many() -> None:
    one = np.repeat(MEAN[None] + 1, 3, axis=0)
    assert np.abs(in_one_voice(one, np.array([True, False, False]))).max() < 1.2
    assert in_one_voice(one, np.zeros(3, bool)).shape == (3, KEPT - 1)
