"""Lines of text through a shot: they turn with the picture, and are covered around every look that saw them."""

from __future__ import annotations

import numpy as np
import pytest

from veilproof.detect import Detections
from veilproof.geometry import corners
from veilproof.kind import Kind
from veilproof.track.lines import confirm_line, confirm_lines_of_photo, like_plates
from veilproof.track.track import Evidence, Track

STEP = 0.04
LINE = np.array([[100, 100, 400, 130]], np.float32)


def seen(angle: float, score: float = 0.9) -> Detections:
    return Detections(LINE.copy(), np.array([score], np.float32), np.array([angle], np.float32))


def track(looks: dict[int, Detections], frames: int) -> Track:
    """A track of the upright box around a line, with these looks; one without a line saw nothing."""
    observed = np.array([frame for frame, look in looks.items() if len(look)], np.int64)
    nearest = [looks[int(observed[np.abs(observed - at).argmin()])] for at in range(frames)]
    path = np.concatenate([look.upright.boxes for look in nearest])
    scores = np.array([looks[frame].scores[0] for frame in observed], np.float32)
    every = np.array(list(looks), np.int64)
    all_scores = np.array([look.scores[0] if len(look) else 0 for look in looks.values()], np.float32)
    evidence = Evidence(every, all_scores, np.full(len(every), 100, np.float32))
    return Track(0, path, np.arange(frames, dtype=np.float64) * STEP, observed, scores, evidence)


def test_a_line_that_turns_is_covered_as_it_lies_in_every_frame() -> None:
    looks = {0: seen(-30), 25: seen(0), 50: seen(30)}
    (one,) = confirm_line(track(looks, 51), looks, (Kind.TEXT,), 1280)
    assert one.kind is Kind.TEXT
    assert one.angles is not None
    assert np.allclose(one.angles[[0, 25, 50]], [-30, 0, 30], atol=0.5)
    assert np.all(np.diff(one.angles) >= 0)
    for frame in looks:
        sides = one.boxes[frame, 2:] - one.boxes[frame, :2]
        assert (sides >= [299, 29]).all()
        assert np.linalg.norm(corners(one.boxes[[frame]], one.angles[[frame]]).mean(axis=1) - [[250, 115]]) < 2


def test_an_angle_does_not_jump_where_the_sides_of_a_box_change_places() -> None:
    upright = Detections(
        np.array([[235, -35, 265, 265]], np.float32), np.ones(1, np.float32), np.array([-44], np.float32)
    )
    looks = {0: seen(44), 25: upright}
    (one,) = confirm_line(track(looks, 26), looks, (Kind.TEXT,), 1280)
    assert one.angles is not None
    assert 43 < one.angles.min() <= one.angles.max() < 47


def test_a_line_is_covered_up_to_the_next_looks_that_saw_none() -> None:
    looks = {0: Detections.none(), 25: seen(0), 50: seen(0), 75: Detections.none(), 100: Detections.none()}
    (one,) = confirm_line(track(looks, 101), looks, (Kind.TEXT,), 1280)
    assert (one.first, one.last) == (1, 74)
    assert one.observations == 2


def test_what_a_detector_is_unsure_of_is_not_covered_nor_what_was_not_asked_for() -> None:
    weak = {0: seen(0, 0.3), 25: seen(0, 0.35)}
    assert confirm_line(track(weak, 26), weak, (Kind.TEXT,), 1280) == []
    long = {0: seen(0), 25: seen(0)}
    assert confirm_line(track(long, 26), long, (Kind.PLATE,), 1280) == []


def test_a_plate_is_as_wide_as_plates_are_and_nearly_level() -> None:
    boxes = np.array([[0, 0, 60, 20], [0, 0, 60, 20], [0, 0, 400, 20], [0, 0, 10, 40], [0, 0, 600, 200]], np.float32)
    angles = np.array([0, 60, 0, 0, 0], np.float32)
    lines = Detections(boxes, np.full(5, 0.9, np.float32), angles)
    assert like_plates(lines, 1280).tolist() == [True, False, False, False, False]


def test_a_plate_in_a_photo_is_not_lost_in_a_larger_line_around_it_and_is_covered_once() -> None:
    boxes = np.array([[0, 0, 1000, 200], [100, 50, 160, 70], [101, 51, 159, 69], [300, 300, 500, 320]], np.float32)
    lines = Detections(boxes, np.full(4, 0.9, np.float32), np.zeros(4, np.float32))
    found = confirm_lines_of_photo(lines, (Kind.TEXT, Kind.PLATE), 1280)
    assert [(track.kind.value, track.boxes[0].tolist()) for track in found] == [
        ("plate", boxes[1].tolist()),
        ("text", boxes[0].tolist()),
        ("text", boxes[3].tolist()),
    ]


def test_lines_side_by_side_on_a_slant_are_both_covered() -> None:
    quads = np.array([[100, 100, 500, 140], [140, 160, 240, 190]], np.float32)
    lines = Detections(quads, np.full(2, 0.9, np.float32), np.full(2, 35, np.float32))
    assert len(confirm_lines_of_photo(lines, (Kind.TEXT,), 1280)) == 2


@pytest.mark.parametrize(
    ("width", "score", "is_plate"), [(100, 0.45, True), (300, 0.45, False), (300, 0.75, True), (300, 0.9, True)]
)
def test_a_wide_line_is_a_plate_only_if_the_detector_is_sure(width: int, score: float, is_plate: bool) -> None:
    box = np.array([[100, 100, 100 + width, 100 + width / 4]], np.float32)
    line = Detections(box, np.array([score], np.float32), np.zeros(1, np.float32))
    assert bool(like_plates(line, 1280)[0]) == is_plate
    looks = {0: line, 25: line}
    boxes = np.repeat(box, 26, axis=0)
    found = confirm_line(track(looks, 26), looks, (Kind.TEXT, Kind.PLATE), 1280)
    assert len(boxes) == len(found[0].boxes)
    assert found[0].kind is (Kind.PLATE if is_plate else Kind.TEXT)
