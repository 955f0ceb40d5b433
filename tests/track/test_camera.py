"""What is fixed to the scene moves with the camera, turns and grows with it, and ends where the shot does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.panning_film import FRAMES, SIZE, camera, film, pts_of, scene
from veilproof.geometry import Boxes, corners
from veilproof.plan import Area, Moves
from veilproof.scan.areas import DrawnBox, Film, drawn_path
from veilproof.track import camera as camera_module
from veilproof.track.following import fixed_to_scene
from veilproof.track.motion import MotionEstimator

BOX = np.array([[150, 100, 190, 120]], np.float32)


def truth(frame: int, drawn: int, box: Boxes = BOX) -> NDArray[np.float64]:
    """Where the corners of the box of one frame are in another one, float64 [4, 2]."""
    whole = [np.vstack([camera(each), [0, 0, 1]]) for each in (frame, drawn)]
    way = whole[0] @ np.linalg.inv(whole[1])
    quad = corners(box, np.zeros(1, np.float32))[0].astype(np.float64)
    return np.asarray(quad @ way[:2, :2].T + way[:2, 2])


@pytest.mark.parametrize("walker", [False, True])
@pytest.mark.parametrize("drawn", [0, 17, FRAMES - 1])
def test_a_box_goes_with_the_camera_both_ways_turned_and_grown(tmp_path: Path, walker: bool, drawn: int) -> None:
    path = film(tmp_path / "pan.mp4", walker)
    first, boxes, angles = fixed_to_scene(path, pts_of(path), drawn, BOX, (0, FRAMES - 1))
    assert (first, len(boxes)) == (0, FRAMES)
    assert np.array_equal(boxes[drawn], BOX[0])
    found = corners(boxes, angles)
    off = [np.abs(found[frame] - truth(frame, drawn)).max() for frame in range(FRAMES)]
    # The camera pans over 90 px, turns by 16 degrees and comes a quarter closer.
    assert max(off) < 1.5
    assert abs(angles[0] - angles[-1]) == pytest.approx(0.4 * (FRAMES - 1), abs=1.5)


def test_a_box_that_is_fixed_to_the_scene_ends_at_a_cut_and_a_spotlight_shows_nothing_after_it(tmp_path: Path) -> None:
    path = film(tmp_path / "cut.mp4", cut=25)
    whole = Film(path, pts_of(path), *SIZE)
    box = (150.0, 100.0, 190.0, 120.0)
    path_of = {
        all_but: drawn_path(whole, DrawnBox(box, 10, 5, FRAMES - 1, Area(Moves.SCENE, all_but)))
        for all_but in (False, True)
    }
    assert (path_of[False].first, path_of[False].last) == (5, 24)
    assert (path_of[True].first, path_of[True].last) == (5, FRAMES - 1)
    assert (path_of[True].boxes[25 - 5 :, 2:] < 0).all()
    assert np.array_equal(path_of[True].boxes[:20], path_of[False].boxes)
    before = drawn_path(whole, DrawnBox(box, 30, 0, FRAMES - 1, Area(Moves.SCENE)))
    assert (before.first, before.last) == (25, FRAMES - 1)


@pytest.mark.parametrize("drawn", [10, 30])
def test_a_box_ends_where_the_corners_do_not_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drawn: int) -> None:
    # A whip pan, which is no cut: what follows is somewhere else.
    seen = MotionEstimator.step
    monkeypatch.setattr(
        MotionEstimator,
        "step",
        lambda self, picture: motion and replace(motion, cut=False) if (motion := seen(self, picture)) else None,
    )
    path = film(tmp_path / "whip.mp4", cut=25)
    first, boxes, _ = fixed_to_scene(path, pts_of(path), drawn, BOX, (0, FRAMES - 1))
    assert (first, first + len(boxes)) == ((0, 25) if drawn < 25 else (25, FRAMES))


@pytest.mark.parametrize("walker", [True, False])
def test_in_the_dark_nobody_knows_how_the_camera_moves(walker: bool) -> None:
    """The few corners that are seen there may be of somebody who walks; and a plain wall shows no motion at all."""
    estimator = camera_module.CameraEstimator(*SIZE)

    def picture(frame: int) -> av.VideoFrame:
        dark = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
        if walker:
            cv2.rectangle(dark, (20 + 5 * frame, 60), (70 + 5 * frame, 200), (90, 90, 90), -1)
        return av.VideoFrame.from_ndarray(dark, format="rgb24")

    assert estimator.step(picture(0)) is not None
    assert estimator.step(picture(1)) is None


def test_chance_is_no_motion_of_the_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)

    def scattered(_: object, __: object, points: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        # There and back agrees; from one corner to the next nothing does.
        back = len(asked) % 2
        moved = points if not back else random.uniform(0, 240, points.shape).astype(np.float32)
        asked.append(points)
        return (asked[-2] if not back else moved), np.ones(len(points), np.bool_)

    asked: list[NDArray[np.float32]] = [np.empty((0, 2), np.float32)]
    monkeypatch.setattr(camera_module, "_moved_points", scattered)
    estimator = camera_module.CameraEstimator(*SIZE)
    picture = cv2.warpAffine(scene(1), camera(0), SIZE)
    frame = av.VideoFrame.from_ndarray(np.asarray(picture, np.uint8), format="rgb24")
    assert estimator.step(frame) is not None
    assert estimator.step(frame) is None


def test_a_box_that_leaves_the_picture_stays_close_to_it_and_comes_back(tmp_path: Path) -> None:
    path = film(tmp_path / "pan.mp4")
    drawn = drawn_path(
        Film(path, pts_of(path), *SIZE), DrawnBox((4.0, 100.0, 24.0, 120.0), 38, 0, FRAMES - 1, Area(Moves.SCENE))
    )
    assert len(drawn.boxes) == FRAMES
    assert (drawn.boxes[:, 2:] > drawn.boxes[:, :2]).all()
    assert drawn.boxes.min() >= -320
    inside = (drawn.boxes[:, 2] > 0) & (drawn.boxes[:, 0] < SIZE[0])
    assert inside[38]
    assert not inside.all()


@pytest.mark.parametrize("all_but", [False, True])
def test_a_turned_box_at_the_rim_is_where_it_belongs_in_every_frame_that_shows_some_of_it(
    tmp_path: Path, all_but: bool
) -> None:
    """A long sign below the picture, of which one end comes into it as the camera turns."""
    path = film(tmp_path / "pan.mp4")
    sign = (10.0, 200.0, 310.0, 236.0)
    drawn = drawn_path(Film(path, pts_of(path), *SIZE), DrawnBox(sign, 0, 0, FRAMES - 1, Area(Moves.SCENE, all_but)))
    assert drawn.angles is not None
    quads = corners(drawn.boxes, drawn.angles)
    true = np.stack([truth(frame, 0, np.array([sign], np.float32)) for frame in range(FRAMES)])
    inside = ((true.min(axis=1) < SIZE) & (true.max(axis=1) > 0)).all(axis=1)
    below = drawn.boxes[:, 1] >= SIZE[1]
    assert (inside & below).any()
    assert np.abs(quads - true)[inside].max() < 2.5


def test_a_turned_box_that_is_too_large_for_a_plan_covers_no_less_and_shows_no_more(tmp_path: Path) -> None:
    path = film(tmp_path / "pan.mp4")
    beam = (-300.0, 100.0, 300.0, 140.0)
    true = np.stack([truth(frame, 0, np.array([beam], np.float32)) for frame in range(FRAMES)])
    found = {}
    for all_but in (False, True):
        area = Area(Moves.SCENE, all_but)
        drawn = drawn_path(Film(path, pts_of(path), *SIZE), DrawnBox(beam, 0, 0, FRAMES - 1, area))
        assert drawn.angles is not None
        assert drawn.boxes.min() >= -SIZE[0]
        found[all_but] = corners(drawn.boxes, drawn.angles)
    # The camera comes closer: in the end it is longer than a plan holds.
    assert not np.allclose(found[False][-1], found[True][-1])
    rim = np.ones((7, 7), np.uint8)
    for frame in range(FRAMES):
        box, cover, light = (filled(quad) for quad in (true[frame], found[False][frame], found[True][frame]))
        assert not cv2.erode(box, rim)[cover == 0].any()
        assert not cv2.erode(light, rim)[box == 0].any()


def filled(quad: NDArray[np.float32] | NDArray[np.float64]) -> NDArray[np.uint8]:
    """The picture with 255 where a box is."""
    picture = np.zeros(SIZE[::-1], np.uint8)
    cv2.fillConvexPoly(picture, np.round(quad).astype(np.int32), 255)
    return picture
