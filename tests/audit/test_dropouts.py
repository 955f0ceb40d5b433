"""Cover dropouts, and covers that only pass one another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from veilproof.audit.build_findings import leak_finding
from veilproof.audit.dropouts import CoverDropouts, merge_dropouts
from veilproof.audit.findings import Weight
from veilproof.audit.frame_pairs import FramePair
from veilproof.audit.leaks import Leak, LeakKind
from veilproof.audit.plan_tracks import PlanTrack, stands_in_plan
from veilproof.audit.policy import load_policy

_WIDE, _HIGH, _FRAMES = 640, 360, 12
Grey = NDArray[np.uint8]
Ellipse = tuple[float, float, float, float]
"""Centre x, y and half axes, in pixels."""


def _scene(blurred: bool = False) -> Grey:
    rough = np.random.default_rng(4).integers(40, 220, (_HIGH // 4, _WIDE // 4)).astype(np.uint8)
    scene = cv2.resize(rough, (_WIDE, _HIGH), interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.GaussianBlur(scene, (0, 0), 14) if blurred else scene, np.uint8)


def _leaks(covers: Callable[[int], list[Ellipse]], blurred: bool = False, face: float = 1.0) -> list[Leak]:
    """The dropouts of a scene with these black covers in each frame; `face` is what detectors see bare."""
    dropouts, scene = CoverDropouts(lambda pair, box: face), _scene(blurred)
    unused = av.VideoFrame(_WIDE, _HIGH, "gray")
    for index in range(_FRAMES):
        shown = scene.copy()
        for x, y, a, b in covers(index):
            cv2.ellipse(shown, ((x, y), (2 * a, 2 * b), 0), 0, -1)
        dropouts.observe(FramePair(index, unused, unused, scene, shown))
    return dropouts.leaks


def _crowd(index: int) -> list[Ellipse]:
    """Covers that touch one another and form one area."""
    return [(60.0 + 52 * n, 150.0 + 20 * (n % 2) + index, 30.0, 38.0) for n in range(10)]


def test_a_cover_missing_for_one_frame_is_reported() -> None:
    leaks = _leaks(lambda index: [] if index == 6 else [(300, 180, 30, 40)])
    assert [(leak.first, leak.last) for leak in leaks] == [(6, 6)]
    x1, y1, x2, y2 = leaks[0].box
    assert x1 < 300 < x2
    assert y1 < 180 < y2


def _there_in(frames: set[int], half_axes: tuple[float, float] = (30, 40)) -> Callable[[int], list[Ellipse]]:
    return lambda index: [(300, 180, *half_axes)] if index in frames else []


def _weights(leaks: list[Leak]) -> list[Weight]:
    times = [Fraction(n, 25) for n in range(_FRAMES)]
    return [leak_finding(leak, times, load_policy()).weight for leak in leaks]


@pytest.mark.parametrize("half_axes", [(12.0, 15.0), (30.0, 40.0), (44.0, 57.0), (70.0, 90.0)])
def test_a_standing_cover_that_is_missing_must_be_looked_at_though_no_detector_sees_a_face(
    half_axes: tuple[float, float],
) -> None:
    for missing in ({6}, {5, 6}, {4, 5, 6, 7}, {10}, {1}):
        leaks = _leaks(_there_in(set(range(_FRAMES)) - missing, half_axes), face=0.02)
        assert [(leak.kind, leak.first, leak.last) for leak in leaks] == [
            (LeakKind.MOVED_COVER, min(missing), max(missing))
        ]
        assert _weights(leaks) == [Weight.REVIEW]
    seen = _leaks(lambda index: [] if index == 6 else [(300, 180, 30, 40)], face=0.4)
    assert _weights(seen) == [Weight.COUNTS]


def test_a_cover_that_stands_while_the_picture_starts_to_move_must_be_looked_at_as_well() -> None:
    dropouts, scene = CoverDropouts(lambda pair, box: 0.02), np.tile(_scene(), (1, 2))
    unused = av.VideoFrame(_WIDE, _HIGH, "gray")
    for index in range(_FRAMES):
        moved = 28 * max(0, index - 7)
        before = np.ascontiguousarray(scene[:, moved : moved + _WIDE])
        shown = before.copy()
        if index != 6:
            cv2.ellipse(shown, ((300, 180), (60, 80), 0), 0, -1)
        dropouts.observe(FramePair(index, unused, unused, before, shown))
    assert _weights(dropouts.leaks) == [Weight.REVIEW]


@pytest.mark.parametrize(
    "there", [{0, 2, 4, 6, 8, 10}, {0, 1, 3, 4, 6, 7, 9, 10}, {0, 1, 4, 5, 8, 9}, {3, 4, 5, 7, 9, 11}]
)
def test_every_frame_without_a_cover_that_flickers_must_be_looked_at(there: set[int]) -> None:
    leaks = _leaks(_there_in(there), face=0.02)
    bare = {index for leak in leaks for index in range(leak.first, leak.last + 1)}
    assert bare == set(range(min(there), max(there))) - there
    assert set(_weights(leaks)) == {Weight.REVIEW}


@pytest.mark.parametrize("there", [{4, 6, 7, 8, 9}, {2, 3, 4, 6}])
def test_a_cover_that_stands_nowhere_is_told_and_does_not_count(there: set[int]) -> None:
    """A cover that was there for a frame only, before or after, moved."""
    leaks = _leaks(_there_in(there), face=0.02)
    assert [leak.kind for leak in leaks] == [LeakKind.MOVED_COVER]
    assert _weights(leaks) == [Weight.REPORTED]


def test_where_the_plan_covers_a_place_before_and_after_a_person_must_look() -> None:
    leak = _leaks(_there_in({4, 6, 7}), face=0.02)[0]
    boxes = np.tile(np.array([[280, 153, 320, 207]], np.float32), (_FRAMES, 1))
    assert stands_in_plan(leak, [PlanTrack(1, 0, boxes, False)])
    assert stands_in_plan(leak, [PlanTrack(1, 0, boxes[:5], False), PlanTrack(2, 6, boxes[:4], False)])
    assert not stands_in_plan(leak, [PlanTrack(1, 0, boxes[:5], False)])
    assert not stands_in_plan(leak, [PlanTrack(1, 0, boxes, True)])


def test_a_moved_cover_does_not_make_a_doubtful_track_a_face() -> None:
    dropout = _leaks(lambda index: [] if index == 6 else [(300, 180, 30, 40)], face=0.02)
    doubtful = replace(dropout[0], track=3, confidence=0.1, kind=LeakKind.FACE, stands=False)
    merged = merge_dropouts([doubtful], dropout)
    assert [leak.confidence for leak in merged] == [0.1]
    # It hides nothing either: the cover stood there, so a person must look.
    assert _weights(merged) == [Weight.REVIEW]


def test_a_cover_missing_in_the_middle_of_a_crowd_is_reported() -> None:
    def covers(index: int) -> list[Ellipse]:
        return [each for n, each in enumerate(_crowd(index)) if index != 6 or n != 5]

    leaks = _leaks(covers)
    assert [(leak.first, leak.last) for leak in leaks] == [(6, 6)]
    assert abs((leaks[0].box[0] + leaks[0].box[2]) / 2 - 320) < 20


def test_a_face_too_blurred_to_have_structure_is_reported_as_well() -> None:
    leaks = _leaks(lambda index: [] if index == 6 else [(300, 180, 30, 40)], blurred=True)
    assert [(leak.first, leak.last) for leak in leaks] == [(6, 6)]


def test_a_cover_missing_for_long_is_no_dropout() -> None:
    assert not _leaks(lambda index: [] if 4 <= index <= 8 else [(300, 180, 30, 40)])


@pytest.mark.parametrize("blurred", [False, True])
@pytest.mark.parametrize("speed", [8, 14, 20])
def test_covers_that_pass_one_another_are_no_dropout(speed: int, blurred: bool) -> None:
    """Where one leaves and another arrives, the background between them shows for a frame."""

    def covers(index: int) -> list[Ellipse]:
        return [(180 + speed * index, 180, 30, 40), (460 - speed * index, 190, 34, 44)]

    assert not _leaks(covers, blurred)


def test_a_cover_that_lags_behind_is_no_dropout() -> None:
    def covers(index: int) -> list[Ellipse]:
        return [(200 + 6 * index - (8 if index == 6 else 0), 180, 30, 40)]

    assert not _leaks(covers)
