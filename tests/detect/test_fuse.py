"""Several looks at one picture made into one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from veilproof.detect import Detections
from veilproof.detect.fuse import fused
from veilproof.geometry import Boxes


def boxes(faces: list[tuple[int, int, int, int]]) -> Boxes:
    return np.array(faces, np.float32).reshape(-1, 4)


def test_a_face_that_every_look_sees_is_surer_than_one_that_one_sees_best() -> None:
    seen = [Detections(boxes([(10, 10, 40, 50)]), np.array([score], np.float32)) for score in (0.5, 0.5, 0.5)]
    once = [Detections(boxes([(100, 10, 130, 50)]), np.array([0.6], np.float32)), Detections.none(), Detections.none()]
    both = fused(
        [
            Detections(np.concatenate([a.boxes, b.boxes]), np.concatenate([a.scores, b.scores]))
            for a, b in zip(seen, once, strict=True)
        ]
    )
    assert len(both) == 2
    assert np.abs(both.boxes[0] - boxes([(10, 10, 40, 50)])).max() == 0
    assert both.scores[0] > 2 * both.scores[1]
    assert len(fused([Detections.none()] * 3)) == 0


@given(st.lists(st.tuples(st.floats(0.02, 0.99), st.floats(0.02, 0.99)), min_size=1, max_size=4))
def test_surer_looks_never_make_a_face_less_sure(scores: list[tuple[float, float]]) -> None:
    def of(each: list[float]) -> float:
        looks = [Detections(boxes([(10, 10, 40, 50)]), np.array([score], np.float32)) for score in each]
        return float(fused(looks).scores[0])

    assert of([max(pair) for pair in scores]) >= of([pair[0] for pair in scores]) - 1e-6


def test_a_small_face_among_others_of_its_size_is_surer_than_one_alone() -> None:
    small, doubtful = (300, 100, 312, 112), 0.1
    crowd = [(20 * i, 100, 20 * i + 12, 112) for i in range(8)]
    poster = [(0, 0, 200, 260)]

    def doubted(company: list[tuple[int, int, int, int]]) -> float:
        scores = np.array([0.95] * len(company) + [doubtful], np.float32)
        found = fused([Detections(boxes([*company, small]), scores)] * 2)
        return float(found.scores[(found.boxes == np.array(small, np.float32)).all(axis=1)][0])

    assert doubted(crowd) > 1.5 * doubted([])
    assert abs(doubted(poster) - doubted([])) < 0.01


def test_what_two_looks_say_of_one_place_is_no_company() -> None:
    """Two boxes on one face that differ too much to be taken for one are not two people."""
    at = [(100, 100, 130, 130), (110, 110, 138, 138)]
    alone = fused([Detections(boxes(at[:1]), np.array([0.3], np.float32))])
    both = fused([Detections(boxes(at), np.array([0.3, 0.29], np.float32))])
    assert len(both) == 2
    assert abs(float(both.scores[0]) - float(alone.scores[0])) < 1e-6
