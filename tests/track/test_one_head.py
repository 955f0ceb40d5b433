"""One box a head: nothing that was hidden gets bare, and two people stay two."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from veilproof.geometry import areas, intersections, scaled
from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.one_head import one_per_head

HEAD = (100.0, 100.0, 180.0, 200.0)


def track(box: tuple[float, float, float, float], confidence: float) -> ConfirmedTrack:
    return ConfirmedTrack(0, np.array([box], np.float32), confidence, 1)


def test_nested_shifted_and_doubled_boxes_of_a_head_are_one_track_with_the_confidence_of_the_surest() -> None:
    eyes, shifted, doubled = (115.0, 120.0, 165.0, 150.0), (120.0, 130.0, 200.0, 230.0), (98.0, 96.0, 186.0, 210.0)
    (head,) = one_per_head([track(eyes, 0.2), track(HEAD, 0.9), track(shifted, 0.1), track(doubled, 0.3)])
    assert head.confidence == 0.9
    assert np.array_equal(head.boxes, np.array([HEAD], np.float32))


def test_where_none_is_far_surer_the_cover_hides_every_box_of_the_head() -> None:
    chin = (100.0, 145.0, 180.0, 250.0)
    (head,) = one_per_head([track(HEAD, 0.3), track(chin, 0.2)])
    assert np.array_equal(head.boxes, np.array([[100, 100, 180, 250]], np.float32))


def test_a_surer_box_around_the_eyes_is_of_the_head_around_it() -> None:
    (head,) = one_per_head([track((115.0, 120.0, 165.0, 160.0), 0.5), track(HEAD, 0.3)])
    assert head.confidence == 0.5
    assert intersections(head.boxes, np.array([HEAD], np.float32))[0, 0] == areas(np.array([HEAD], np.float32))[0]


def test_two_people_cheek_to_cheek_stay_two() -> None:
    cheek = (135.0, 100.0, 215.0, 200.0)
    assert len(one_per_head([track(HEAD, 0.95), track(cheek, 0.9)])) == 2


def test_one_weak_box_around_several_faces_swallows_none_of_them() -> None:
    small = [(110.0 + 40 * i, 110.0, 130.0 + 40 * i, 135.0) for i in range(2)]
    kept = one_per_head([*(track(box, 0.35) for box in small), track((100.0, 100.0, 180.0, 140.0), 0.1)])
    assert len(kept) == 3


boxes = st.tuples(st.floats(0, 300), st.floats(0, 300), st.floats(8, 120), st.floats(8, 120)).map(
    lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
)


@given(st.lists(st.tuples(boxes, st.floats(0.06, 0.25)), max_size=12))
@settings(deadline=None, max_examples=60)
def test_no_track_overlaps_a_surer_one_by_half_and_the_middle_of_every_box_is_hidden(
    found: list[tuple[tuple[float, float, float, float], float]],
) -> None:
    kept = one_per_head([track(box, confidence) for box, confidence in found])
    assert [one.confidence for one in kept] == sorted((one.confidence for one in kept), reverse=True)
    for at, one in enumerate(kept):
        for surer in kept[:at]:
            assert intersections(one.boxes, surer.boxes)[0, 0] <= 0.5 * areas(one.boxes)[0] + 0.1
    covers = [scaled(one.boxes, 1.5)[0] for one in kept]
    for (x1, y1, x2, y2), _ in found:
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        assert any(((2 * x - a - c) / (c - a)) ** 2 + ((2 * y - b - d) / (d - b)) ** 2 <= 1 for a, b, c, d in covers)
