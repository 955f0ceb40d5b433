"""Which tracks are covered, and that a smoothed box always contains the box it was made from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from veilproof.geometry import Boxes, sizes
from veilproof.track.confirm import (
    DEFAULT_THRESHOLD,
    ConfidenceThreshold,
    ConfirmedTrack,
    confirm_track,
    smoothed,
    track_confidence,
)
from veilproof.track.track import Evidence, Track

STEP = 0.04
"""Seconds from frame to frame."""


LEAST_LINKED = 0.05


def track(boxes: Boxes, scores: list[float], step: float = STEP, every: int = 6) -> Track:
    """A track with a look at every so many frames; `scores` are what the first of them saw, the others saw nothing."""
    times = np.arange(len(boxes), dtype=np.float64) * step
    frames = np.arange(7, 7 + len(boxes), every)
    seen = np.array([*scores, *[0.0] * len(frames)][: len(frames)], np.float32)
    linked = seen >= LEAST_LINKED
    looks = Evidence(frames, seen, np.full(len(frames), sizes(boxes[:1])[0], np.float32))
    return Track(7, boxes, times, frames[linked], seen[linked], looks)


def still(side: float, frames: int = 30) -> Boxes:
    return np.tile(np.array([[300, 200, 300 + side, 200 + side]], np.float32), (frames, 1))


@st.composite
def any_path(draw: st.DrawFn) -> Boxes:
    """Boxes that move and change their size arbitrarily."""
    frames = draw(st.integers(1, 60))
    corner = draw(arrays(np.float32, (frames, 2), elements=st.floats(-50, 1300, width=32)))
    side = draw(arrays(np.float32, (frames, 2), elements=st.floats(4, 300, width=32)))
    return np.concatenate([corner, corner + side], axis=1)


@given(any_path(), st.floats(1, 8))
@settings(max_examples=150)
def test_a_smoothed_box_contains_the_original_box_in_every_frame(boxes: Boxes, frames: float) -> None:
    out = smoothed(boxes, frames)
    assert out.shape == boxes.shape
    assert (out[:, :2] <= boxes[:, :2] + 0.01).all()
    assert (out[:, 2:] >= boxes[:, 2:] - 0.01).all()


def test_a_still_box_is_not_enlarged() -> None:
    assert np.allclose(smoothed(still(50), 2.5), still(50), atol=0.01)


def test_a_box_in_even_motion_is_hardly_enlarged() -> None:
    moving = still(50, 60) + np.arange(60, dtype=np.float32)[:, None] * np.array([3, -1, 3, -1], np.float32)
    out = smoothed(moving, 2.5)
    assert np.abs(out - moving)[6:-6].max() < 0.1
    assert np.abs(out - moving).max() < 10


@given(st.integers(0, 10**6))
@settings(max_examples=25)
def test_jitter_is_removed_at_a_small_cost_in_area(seed: int) -> None:
    jitter = np.random.default_rng(seed).normal(0, 1.5, (100, 4)).astype(np.float32)
    boxes = still(60, 100) + jitter
    out = smoothed(boxes, 2.5)
    assert np.abs(np.diff(out, axis=0)).mean() < 0.4 * np.abs(np.diff(boxes, axis=0)).mean()
    assert (out[:, 2:] - out[:, :2]).mean() < 60 + 10


def test_a_sudden_jump_of_the_box_is_no_jump_of_the_cover() -> None:
    boxes = still(60, 40)
    boxes[20] += np.array([0, 0, 40, 0], np.float32)
    out = smoothed(boxes, 2.5)
    assert np.abs(np.diff(out, axis=0)).max() < 20
    assert out[20, 2] >= boxes[20, 2] - 0.01


@given(st.lists(st.floats(0.0625, 1, width=32), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_track_confidence_does_not_depend_on_the_order_of_the_scores(scores: list[float], random: object) -> None:
    shuffled = random.sample(scores, len(scores))  # type: ignore[attr-defined]
    one, two = track_confidence(track(still(40, 60), scores)), track_confidence(track(still(40, 60), shuffled))
    assert one == two
    assert 0 <= one <= 1


@given(st.lists(st.floats(0, 1, width=32), min_size=1, max_size=8), st.floats(0, 1, width=32))
def test_one_more_observation_never_lowers_the_confidence(scores: list[float], more: float) -> None:
    long = still(40, 60)
    assert track_confidence(track(long, [*scores, more])) >= track_confidence(track(long, scores))


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_threshold_never_falls_with_size(one: float, two: float) -> None:
    small, large = sorted([one, two])
    assert (
        DEFAULT_THRESHOLD.small
        <= DEFAULT_THRESHOLD.at(small)
        <= DEFAULT_THRESHOLD.at(large)
        <= DEFAULT_THRESHOLD.large
        < 1
    )


def covered_seconds(found: list[ConfirmedTrack]) -> float:
    return sum(len(one.boxes) for one in found) * STEP


def test_a_confident_track_is_covered_at_any_size() -> None:
    for side in (8, 40, 150, 500):
        (found,) = confirm_track(track(still(side), [0.9] * 5), 1280).cover
        assert len(found.boxes) == 30


def test_one_weak_sighting_covers_a_short_clip_and_nothing_in_a_long_one() -> None:
    assert covered_seconds(confirm_track(track(still(20, 25), [0.0, 0.0, 0.1]), 1280).cover) == 1.0
    assert not confirm_track(track(still(20, 750), [0.0] * 60 + [0.1]), 1280).cover
    now_and_then = ([0.0] * 20 + [0.1]) * 6
    assert not confirm_track(track(still(20, 750), now_and_then), 1280).cover


def test_a_face_that_turns_away_is_covered_while_it_shows() -> None:
    """Two seconds of a face in half a minute of nothing are covered, with the looks next to them, and not the rest."""
    scores = [0.0] * 60 + [0.8] * 8 + [0.0] * 60
    found = confirm_track(track(still(40, 768), scores), 1280).cover
    (only,) = found
    assert only.first <= 7 + 6 * 60
    assert only.first + len(only.boxes) > 7 + 6 * 67
    assert 2 < covered_seconds(found) < 12


def test_the_better_a_face_was_seen_the_longer_it_is_carried_on() -> None:
    carried = [
        covered_seconds(confirm_track(track(still(40, 750), [score] * 8), 1280).cover)
        for score in (0.15, 0.3, 0.6, 0.95)
    ]
    assert carried == sorted(carried)
    assert carried[0] < carried[-1]


def test_a_short_gap_is_covered_because_a_cover_that_flickers_shows_a_face() -> None:
    scores = [0.9] * 10 + [0.0] * 3 + [0.9] * 10
    (found,) = confirm_track(track(still(40, 138), scores), 1280).cover
    assert len(found.boxes) == 138


def test_a_weak_detection_counts_more_than_none() -> None:
    def confidence(rest: float) -> float:
        found = confirm_track(track(still(40, 60), [0.2, *[rest] * 9]), 1280, ConfidenceThreshold(0.0, 0.0)).cover
        return found[0].confidence

    assert confidence(0.0) < confidence(0.05) < confidence(0.1)


def test_a_confirmed_track_has_a_box_for_every_frame_and_its_confidence() -> None:
    (found,) = confirm_track(track(still(40), [0.9, 0.6, 0.3, 0.1]), 1280).cover
    assert (found.first, len(found.boxes), found.observations) == (7, 30, 4)
    assert 0.3 < found.confidence < 1
    assert (found.boxes[:, :2] <= still(40)[:, :2]).all()
    assert (found.boxes[:, 2:] >= still(40)[:, 2:]).all()
    assert (found.boxes[:, 2:] - found.boxes[:, :2]).max() < 40 * 1.3


@pytest.mark.parametrize("step", [1.0, STEP, 1 / 120])
@pytest.mark.parametrize("frames", [1, 2, 3, 200])
def test_tracks_of_any_length_at_any_rate_can_be_confirmed(step: float, frames: int) -> None:
    (found,) = confirm_track(track(still(40, frames), [0.9] * 200, step), 640).cover
    assert len(found.boxes) == frames


def test_a_face_that_is_surely_seen_once_is_covered_then_whatever_the_other_looks_say() -> None:
    """Somebody who passes between two others shows a face for a moment."""
    (found,) = confirm_track(track(still(20, 750), [0.0] * 60 + [0.85]), 1280).cover
    assert found.first <= 7 + 6 * 60 < found.first + len(found.boxes)
    assert len(found.boxes) * STEP < 1
