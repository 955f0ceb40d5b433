"""One box a head: nothing that was hidden gets bare, and two people stay two."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from veilproof.geometry import areas, intersections
from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.one_head import hidden_by, one_per_head

HEAD = (100.0, 100.0, 180.0, 200.0)


def track(box: tuple[float, float, float, float], confidence: float) -> ConfirmedTrack:
    return ConfirmedTrack(0, np.array([box], np.float32), confidence, 1)


def test_nested_shifted_and_doubled_boxes_of_a_head_are_one_track_with_the_confidence_of_the_surest() -> None:
    eyes, shifted, doubled = (115.0, 120.0, 165.0, 150.0), (108.0, 108.0, 188.0, 208.0), (98.0, 96.0, 186.0, 210.0)
    (head,) = one_per_head([track(eyes, 0.2), track(HEAD, 0.9), track(shifted, 0.1), track(doubled, 0.3)])
    assert head.confidence == 0.9
    assert np.array_equal(head.boxes, np.array([HEAD], np.float32))


def test_a_weak_box_that_the_cover_of_the_surest_does_not_hide_stays() -> None:
    beside = (130.0, 100.0, 210.0, 200.0)
    kept = one_per_head([track(HEAD, 0.9), track(beside, 0.35)])
    assert [one.boxes[0].tolist() for one in kept] == [list(HEAD), list(beside)]


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


@given(st.lists(st.tuples(boxes, st.floats(0.0625, 0.984375, width=32)), max_size=12))
@settings(max_examples=100)
def test_what_the_covers_of_all_boxes_hide_those_of_the_kept_ones_hide(
    found: list[tuple[tuple[float, float, float, float], float]],
) -> None:
    kept = one_per_head([track(box, confidence) for box, confidence in found])
    assert [one.confidence for one in kept] == sorted((one.confidence for one in kept), reverse=True)
    covers = np.concatenate([np.empty((0, 4), np.float32), *(one.boxes for one in kept)])
    every = np.array([box for box, _ in found], np.float32).reshape(-1, 4)
    hidden = hidden_by(np.tile(covers, (len(every), 1)), np.repeat(every, len(covers), axis=0))
    assert hidden.reshape(len(every), len(covers)).any(axis=1).all()


@given(st.lists(st.tuples(boxes, st.floats(0.0625, 0.375, width=32)), max_size=12))
@settings(max_examples=100)
def test_no_box_inside_a_surer_one_that_hides_it_is_a_track(
    found: list[tuple[tuple[float, float, float, float], float]],
) -> None:
    kept = one_per_head([track(box, confidence) for box, confidence in found])
    for at, one in enumerate(kept):
        for surer in kept[:at]:
            inside = intersections(one.boxes, surer.boxes)[0, 0] > 0.5 * areas(one.boxes)[0] + 0.1
            assert not (inside and hidden_by(surer.boxes, one.boxes)[0])
