"""Ghosts are left out, faces are not."""

from __future__ import annotations

import numpy as np
import pytest

from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.ghosts import without_ghosts


def track(
    confidence: float, right: float = 0.0, first: int = 0, frames: int = 30, side: float = 40.0
) -> ConfirmedTrack:
    """A track that walks to the right, from so many sides of 40 pixels beside the others on."""
    left = 100 + 2.0 * np.arange(first, first + frames) + 40 * right
    boxes = np.stack([left, np.full(frames, 100.0), left + side, np.full(frames, 100 + side)], axis=1)
    return ConfirmedTrack(first, boxes.astype(np.float32), confidence, 5)


def test_a_weak_track_that_follows_a_sure_face_half_a_face_beside_it_is_left_out() -> None:
    face, ghost = track(0.99), track(0.15, right=0.4)
    assert without_ghosts([ghost, face]) == [face]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(track(0.6, right=0.4), id="a detector is sure of it"),
        pytest.param(track(0.15, right=0.7), id="half of it is bare"),
        pytest.param(track(0.15, right=0.2, side=100.0), id="it is larger"),
        pytest.param(track(0.15, right=0.4, first=20, frames=30), id="it lives on"),
    ],
)
def test_what_may_be_another_face_stays(other: ConfirmedTrack) -> None:
    face = track(0.99)
    assert without_ghosts([face, other]) == [face, other]


def test_of_two_weak_tracks_one_stays_and_covers_both() -> None:
    one, other = track(0.2), track(0.1, right=0.4)
    (left,) = without_ghosts([other, one])
    assert (left.first, left.confidence) == (one.first, one.confidence)
    np.testing.assert_allclose(left.boxes[:, :2], one.boxes[:, :2])
    np.testing.assert_allclose(left.boxes[:, 2:], other.boxes[:, 2:])


def test_weak_tracks_in_a_row_do_not_grow_into_one_large_cover() -> None:
    row = [track(0.2 - 0.01 * at, right=0.35 * at) for at in range(5)]
    left = without_ghosts(row)
    assert 1 < len(left) < 5
    assert max(float(one.boxes[0, 2] - one.boxes[0, 0]) for one in left) <= 80
    assert min(one.boxes[:, 0].min() for one in left) == row[0].boxes[0, 0]
    assert max(one.boxes[:, 2].max() for one in left) == row[-1].boxes[-1, 2]


def test_what_only_a_ghost_hides_stays() -> None:
    face, ghost, beyond = track(0.99), track(0.15, right=0.4), track(0.1, right=0.8)
    assert without_ghosts([face, ghost, beyond]) == [face, beyond]
