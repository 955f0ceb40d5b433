"""Corrections of a path: exact in the corrected frame, none at other keyframes, linear in between."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from veilproof.geometry import Boxes
from veilproof.plan.paths import correct_path, correction_weights, join_paths

_SIDE = st.floats(1, 400, width=32)
_COORDINATE = st.floats(-300, 2000, width=32)


@st.composite
def boxes(draw: st.DrawFn, count: int | None = None) -> Boxes:
    count = draw(st.integers(1, 40)) if count is None else count
    rows = [(draw(_COORDINATE), draw(_COORDINATE), draw(_SIDE), draw(_SIDE)) for _ in range(count)]
    return np.array([(x, y, x + w, y + h) for x, y, w, h in rows], np.float32)


@given(st.data())
def test_a_correction_is_exact_in_its_frame_and_leaves_the_other_keyframes_alone(data: st.DataObject) -> None:
    path = data.draw(boxes())
    at = data.draw(st.integers(0, len(path) - 1))
    others = data.draw(st.lists(st.integers(0, len(path) - 1).filter(lambda frame: frame != at), max_size=4))
    target = data.draw(boxes(1))[0]
    fade = data.draw(st.one_of(st.none(), st.integers(1, 60)))
    after = correct_path(path, at, tuple(target.tolist()), correction_weights(len(path), at, others, fade))
    assert np.array_equal(after[at], target)
    for frame in others:
        assert np.array_equal(after[frame], path[frame])
    assert (after[:, 2:] > after[:, :2]).all()
    low, high = min(others, default=at), max(others, default=at)
    if low < at < high:
        assert np.array_equal(after[:low], path[:low])
        assert np.array_equal(after[high + 1 :], path[high + 1 :])


def test_between_two_keyframes_a_still_box_moves_linearly() -> None:
    path = np.tile(np.array([[0, 0, 10, 10]], np.float32), (11, 1))
    after = correct_path(path, 10, (100, 50, 110, 60), correction_weights(11, 10, [0], None))
    assert np.allclose(after[:, 0], np.linspace(0, 100, 11))
    assert np.allclose(after[:, 1], np.linspace(0, 50, 11))


def test_a_correction_without_other_keyframes_moves_the_whole_path_or_fades() -> None:
    assert np.array_equal(correction_weights(9, 4, [], None), np.ones(9))
    assert correction_weights(9, 4, [], 2).tolist() == [0, 0, 0, 0.5, 1, 0.5, 0, 0, 0]


@given(st.data())
def test_two_joined_paths_cover_both(data: st.DataObject) -> None:
    a, b = data.draw(boxes()), data.draw(boxes())
    first_a, first_b = data.draw(st.integers(0, 60)), data.draw(st.integers(0, 60))
    first, both = join_paths(first_a, a, first_b, b)
    assert first == min(first_a, first_b)
    assert first + len(both) == max(first_a + len(a), first_b + len(b))
    for start, path in ((first_a, a), (first_b, b)):
        part = both[start - first : start - first + len(path)]
        assert (part[:, :2] <= path[:, :2]).all()
        assert (part[:, 2:] >= path[:, 2:]).all()
    assert np.isfinite(both).all()


def test_the_gap_between_two_paths_is_interpolated_linearly() -> None:
    a, b = np.array([[0, 0, 10, 10]], np.float32), np.array([[40, 20, 60, 40]], np.float32)
    first, both = join_paths(4, b, 0, a)
    assert first == 0
    assert both.tolist() == [
        [0, 0, 10, 10],
        [10, 5, 22.5, 17.5],
        [20, 10, 35, 25],
        [30, 15, 47.5, 32.5],
        [40, 20, 60, 40],
    ]
