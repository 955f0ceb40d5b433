"""What the branch sees of plates, and text that lies like one, become one track a plate, and no plate is lost."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from veilproof.kind import Kind
from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.plates import confirm_plate, one_track_per_plate
from veilproof.track.track import Track

PLATE = np.array([100, 100, 200, 125], np.float32)


def line(
    first: int, last: int, box: NDArray[np.float32] = PLATE, kind: Kind = Kind.PLATE, angle: float = 0.0
) -> ConfirmedTrack:
    frames = last - first + 1
    angles = np.full(frames, angle, np.float32)
    return ConfirmedTrack(first, np.repeat(box[None], frames, axis=0), 0.8, 3, kind, angles)


def test_a_plate_that_both_saw_is_one_track_around_both() -> None:
    (one,) = one_track_per_plate([line(0, 20, PLATE + np.float32(3))], [line(10, 40, PLATE - np.float32(2))])
    assert (one.first, one.last, one.kind) == (0, 40, Kind.PLATE)
    assert one.boxes[5].tolist() == (PLATE + 3).tolist()
    assert one.boxes[15].tolist() == [98, 98, 203, 128]
    assert one.boxes[30].tolist() == (PLATE - 2).tolist()


def test_a_turned_line_is_within_the_upright_box_of_its_plate() -> None:
    (one,) = one_track_per_plate([line(0, 9, angle=20)], [line(0, 9)])
    assert one.angles is not None
    assert not one.angles.any()
    assert one.boxes[0, 3] - one.boxes[0, 1] > 50


def test_what_one_of_them_saw_alone_stays_as_it_is() -> None:
    turned = line(0, 9, angle=20)
    found = one_track_per_plate([turned], [line(0, 9, PLATE + np.float32(300))])
    assert found[0] is turned
    assert len(found) == 2


def test_plates_after_each_other_at_one_place_are_two() -> None:
    assert len(one_track_per_plate([line(0, 9)], [line(10, 19)])) == 2


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.PLATE])
def test_a_long_line_does_not_swallow_a_plate(kind: Kind) -> None:
    long = line(0, 9, np.array([0, 90, 600, 140], np.float32), kind)
    found = one_track_per_plate([long], [line(0, 9)])
    assert any(one is long for one in found)
    assert len(found) == 2


def test_text_that_is_no_plate_keeps_its_kind() -> None:
    found = one_track_per_plate([line(0, 9, kind=Kind.TEXT)], [line(0, 9)])
    assert sorted(one.kind for one in found) == [Kind.PLATE, Kind.TEXT]


def test_a_plate_is_covered_between_the_looks_that_saw_it_but_not_if_none_was_sure() -> None:
    seen = Track(
        5,
        np.repeat(PLATE[None], 41, axis=0),
        np.arange(5, 46) / 30,
        np.array([5, 15, 45]),
        np.array([0.6, 0.7, 0.65], np.float32),
    )
    (one,) = confirm_plate(seen, 0.5)
    assert (one.first, one.last, one.kind) == (5, 45, Kind.PLATE)
    assert (one.boxes[:, 0] <= PLATE[0]).all()
    assert confirm_plate(seen, 0.7) == []
