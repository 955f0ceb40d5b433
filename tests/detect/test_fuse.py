"""Fusing the detections of several views of one picture."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veilproof.detect import Detections
from veilproof.detect.fuse import fused
from veilproof.geometry import Boxes


def boxes(faces: list[tuple[int, int, int, int]]) -> Boxes:
    return np.array(faces, np.float32).reshape(-1, 4)


def test_a_face_in_every_view_scores_higher_than_one_with_the_best_score_in_a_single_view() -> None:
    in_all = [Detections(boxes([(10, 10, 40, 50)]), np.array([score], np.float32)) for score in (0.5, 0.5, 0.5)]
    in_one = [
        Detections(boxes([(100, 10, 130, 50)]), np.array([0.6], np.float32)),
        Detections.none(),
        Detections.none(),
    ]
    both = fused(
        [
            Detections(np.concatenate([a.boxes, b.boxes]), np.concatenate([a.scores, b.scores]))
            for a, b in zip(in_all, in_one, strict=True)
        ]
    )
    assert len(both) == 2
    assert np.abs(both.boxes[0] - boxes([(10, 10, 40, 50)])).max() == 0
    assert both.scores[0] > 2 * both.scores[1]
    assert len(fused([Detections.none()] * 3)) == 0


@given(st.lists(st.tuples(st.floats(0.02, 0.99), st.floats(0.02, 0.99)), min_size=1, max_size=4))
def test_higher_scores_never_lower_the_fused_probability(scores: list[tuple[float, float]]) -> None:
    def fused_score(each: list[float]) -> float:
        per_view = [Detections(boxes([(10, 10, 40, 50)]), np.array([score], np.float32)) for score in each]
        return float(fused(per_view).scores[0])

    assert fused_score([max(pair) for pair in scores]) >= fused_score([pair[0] for pair in scores]) - 1e-6


@pytest.mark.parametrize("mean_boxes", [False, True])
def test_a_detection_without_an_area_is_none(mean_boxes: bool) -> None:
    view = Detections(boxes([(10, 10, 40, 50), (70, 10, 70, 50)]), np.array([0.5, 0.9], np.float32))
    assert fused([view, view], mean_boxes=mean_boxes).boxes.tolist() == [[10, 10, 40, 50]]


def test_the_weak_detections_of_a_noisy_photo_fit_into_memory() -> None:
    random = np.random.default_rng(1)
    corners = random.uniform(0, 4000, (8000, 2)).astype(np.float32)
    scattered = np.concatenate([corners, corners + random.uniform(8, 60, (8000, 2))], axis=1).astype(np.float32)
    view = Detections(scattered, random.uniform(0.01, 0.1, 8000).astype(np.float32))
    tracemalloc.start()
    try:
        found = fused([view, view])
        # All pairs at once would be 2 GB.
        assert tracemalloc.get_traced_memory()[1] < 300e6
    finally:
        tracemalloc.stop()
    assert 7000 < len(found) <= 8000
