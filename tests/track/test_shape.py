"""Covers have the shape of a head, and none gets smaller than the face."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from veilproof.geometry import Boxes
from veilproof.track.shape import repaired
from veilproof.track.track import Track


def observed(sides: Sequence[tuple[float, float]], odd_score: float = 0.9, every: int = 6) -> Track:
    """A track around the same place, observed in every so manieth frame with these widths and heights.

    The score of the observation in the middle is `odd_score`, that of the others .9.
    """
    half = np.repeat(np.array(sides, np.float32), every, axis=0) / 2
    boxes = np.concatenate([200 - half, 200 + half], axis=1)
    at = np.arange(0, len(boxes), every)
    scores = np.full(len(at), 0.9, np.float32)
    scores[len(at) // 2] = odd_score
    return Track(10, boxes, np.arange(len(boxes)) / 25, at + 10, scores)


def sides(boxes: Boxes) -> tuple[float, float]:
    return float(boxes[2] - boxes[0]), float(boxes[3] - boxes[1])


@pytest.mark.parametrize("odd", [(80.0, 30.0), (20.0, 80.0)])
def test_a_flat_or_a_tall_box_is_grown_to_the_shape_of_the_head_around_it(odd: tuple[float, float]) -> None:
    track = repaired(observed([(60, 80)] * 4 + [odd] + [(60, 80)] * 4))
    width, height = sides(track.boxes[24])
    assert width / height == pytest.approx(0.75, rel=0.01)
    assert width >= odd[0] - 0.01
    assert height >= odd[1] - 0.01
    assert sides(track.boxes[0]) == pytest.approx((60, 80))


GROWN = [(60.0, 80.0)] * 4 + [(150.0, 200.0)] + [(60.0, 80.0)] * 4


def test_a_box_that_grows_in_one_weak_observation_alone_is_as_large_as_its_neighbours() -> None:
    track = repaired(observed(GROWN, odd_score=0.2))
    assert sides(track.boxes[24]) == pytest.approx((60, 80), rel=0.01)


@pytest.mark.parametrize(("score", "every"), [(0.9, 6), (0.2, 25)], ids=["sure", "slow"])
def test_a_head_that_leans_into_the_picture_for_a_moment_keeps_its_boxes(score: float, every: int) -> None:
    track = observed(GROWN, odd_score=score, every=every)
    assert np.array_equal(repaired(track).boxes, track.boxes)


def test_a_head_that_comes_closer_keeps_its_boxes() -> None:
    track = observed([(30 * 1.3**i, 40 * 1.3**i) for i in range(8)])
    assert np.array_equal(repaired(track).boxes, track.boxes)


def test_two_observations_tell_nothing_of_the_shape() -> None:
    track = observed([(60, 80), (80, 20)])
    assert repaired(track) is track
