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
