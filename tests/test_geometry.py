"""Properties of box arrays."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from veilproof.geometry import Boxes, areas, clipped, empty_boxes, intersections, iou, overlapping, scaled, sizes

coordinates = st.floats(-2000, 6000, width=32)
lengths = st.floats(0.125, 4000, width=32)
box = st.builds(lambda x, y, w, h: (x, y, x + w, y + h), coordinates, coordinates, lengths, lengths)
some_boxes = st.lists(box, max_size=6).map(lambda rows: np.array(rows, np.float32).reshape(-1, 4))
corners = st.tuples(coordinates, coordinates, coordinates, coordinates)
any_boxes = st.lists(corners, max_size=6).map(lambda rows: np.array(rows, np.float32).reshape(-1, 4))


@given(some_boxes, some_boxes)
def test_iou_lies_between_0_and_1_and_is_the_same_both_ways(a: Boxes, b: Boxes) -> None:
    ab = iou(a, b)
    assert ab.shape == (len(a), len(b))
    assert ((ab >= 0) & (ab <= 1.0001)).all()
    assert np.allclose(ab, iou(b, a).T)


@given(some_boxes)
def test_a_box_overlaps_itself_completely(a: Boxes) -> None:
    assert np.allclose(np.diag(iou(a, a)), 1, atol=1e-3)
    assert np.allclose(np.diag(intersections(a, a)), areas(a))


@given(any_boxes)
def test_boxes_that_overlap_are_those_with_that_iou(boxes: Boxes) -> None:
    expected = [np.flatnonzero(row).tolist() for row in iou(boxes, boxes) >= 0.4]
    assert [rows.tolist() for rows in overlapping(boxes, 0.4)] == expected


def test_iou_of_boxes_with_known_areas() -> None:
    a = np.array([[0, 0, 4, 4], [10, 10, 12, 12]], np.float32)
    b = np.array([[2, 0, 6, 4], [0, 0, 2, 2], [12, 10, 14, 12]], np.float32)
    assert np.allclose(iou(a, b), np.array([[8 / 24, 4 / 16, 0], [0, 0, 0]]))


@given(any_boxes)
def test_an_inverted_box_has_no_area_and_no_intersection(boxes: Boxes) -> None:
    inverted = (boxes[:, 2] <= boxes[:, 0]) | (boxes[:, 3] <= boxes[:, 1])
    assert (areas(boxes)[inverted] == 0).all()
    assert (sizes(boxes)[inverted] == 0).all()
    assert not iou(boxes, boxes)[inverted].any()


@given(some_boxes)
def test_the_size_of_a_box_is_the_square_root_of_its_area(boxes: Boxes) -> None:
    assert np.allclose(sizes(boxes) ** 2, areas(boxes), rtol=1e-3)


@given(some_boxes, st.floats(0.25, 4))
def test_scaling_keeps_the_centre_and_multiplies_the_sides(boxes: Boxes, factor: float) -> None:
    out = scaled(boxes, factor)
    assert out.dtype == np.float32
    assert np.allclose(out[:, :2] + out[:, 2:], boxes[:, :2] + boxes[:, 2:], atol=0.01)
    assert np.allclose(out[:, 2:] - out[:, :2], (boxes[:, 2:] - boxes[:, :2]) * factor, atol=0.01)


@given(any_boxes, st.integers(1, 4000), st.integers(1, 3000))
def test_a_clipped_box_is_the_intersection_with_the_picture(boxes: Boxes, width: int, height: int) -> None:
    before = boxes.copy()
    out = clipped(boxes, width, height)
    assert ((out >= 0) & (out <= [width, height, width, height])).all()
    whole = np.array([[0, 0, width, height]], np.float32)
    assert np.allclose(areas(out), intersections(boxes, whole)[:, 0], rtol=1e-4, atol=0.01)
    assert np.array_equal(boxes, before)


def test_no_boxes_stay_no_boxes() -> None:
    none = empty_boxes()
    one = np.array([[0, 0, 1, 1]], np.float32)
    assert iou(none, one).shape == (0, 1)
    assert iou(one, none).shape == (1, 0)
    assert scaled(none, 2).shape == clipped(none, 5, 5).shape == (0, 4)
    assert len(sizes(none)) == len(areas(none)) == 0
