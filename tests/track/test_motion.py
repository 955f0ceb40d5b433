"""Motion estimation: on a texture moved by a known amount, propagated boxes must move by that amount."""

from __future__ import annotations

import math

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from veilproof.detect import Detections
from veilproof.geometry import Boxes, iou
from veilproof.track.link import KeyframeDetections, Linker, MaxExtrapolation
from veilproof.track.motion import Motion, MotionEstimator, propagate

pytestmark = pytest.mark.slow

WIDTH, HEIGHT = 640, 360


def texture(seed: int = 0, width: int = 1400, height: int = 1000) -> NDArray[np.float32]:
    """float32 [height, width]: blotches of all sizes, 20 to 235."""
    rng = np.random.default_rng(seed)
    out = np.zeros((height, width), np.float32)
    for sigma in (2, 5, 14, 40):
        noise = cv2.GaussianBlur(rng.standard_normal((height, width)).astype(np.float32), (0, 0), sigma)
        out += noise / noise.std()
    return np.asarray(np.clip(128 + 30 * out, 20, 235), np.float32)


def window(
    ground: NDArray[np.float32], x: float, y: float, zoom: float = 1.0, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> NDArray[np.float32]:
    """The picture of a camera whose centre is at x y of the ground."""
    width, height = size
    matrix = np.array([[1 / zoom, 0, x - width / 2 / zoom], [0, 1 / zoom, y - height / 2 / zoom]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(ground, matrix, size, flags=flags, borderMode=cv2.BORDER_REFLECT), np.float32)


def frame(grey: NDArray[np.float32]) -> av.VideoFrame:
    picture = np.clip(grey, 0, 255).astype(np.uint8)
    return av.VideoFrame.from_ndarray(np.dstack([picture] * 3), "rgb24").reformat(format="yuv420p")


def motion(before: NDArray[np.float32], after: NDArray[np.float32]) -> Motion:
    estimator = MotionEstimator(before.shape[1], before.shape[0])
    assert estimator.step(frame(before)) is None
    found = estimator.step(frame(after))
    assert found is not None
    return found


FACES: Boxes = np.array(
    [[100, 60, 116, 80], [300, 150, 340, 200], [470, 40, 570, 160], [180, 230, 260, 330], [500, 280, 524, 310]],
    np.float32,
)


@pytest.mark.parametrize(("dx", "dy"), [(0, 0), (1.5, 0), (-4, 2), (9, -6), (-20, 3), (0, 14)])
def test_boxes_move_with_the_picture_and_back(dx: float, dy: float) -> None:
    ground = texture()
    found = motion(window(ground, 700, 500), window(ground, 700 - dx, 500 - dy))
    assert not found.cut
    assert found.speed == pytest.approx(max(abs(dx), abs(dy)) / WIDTH, abs=0.5 / WIDTH)
    moved_faces = FACES + np.array([dx, dy, dx, dy], np.float32)
    forward, mismatch = propagate(FACES, found, forward=True)
    backward, _ = propagate(moved_faces, found, forward=False)
    assert np.abs(forward - moved_faces).max() < 1
    assert np.abs(backward - FACES).max() < 1
    assert mismatch.max() < 8


@pytest.mark.parametrize("zoom", [1.02, 0.98, 1.01])
def test_boxes_grow_and_shrink_with_the_picture(zoom: float) -> None:
    ground = texture(1)
    found = motion(window(ground, 700, 500), window(ground, 700, 500, zoom))
    middle = np.array([WIDTH / 2, HEIGHT / 2] * 2, np.float32)
    moved_faces = (FACES - middle) * zoom + middle
    forward, _ = propagate(FACES, found, forward=True)
    backward, _ = propagate(np.asarray(moved_faces, np.float32), found, forward=False)
    assert np.abs(forward - moved_faces).max() < 1
    assert np.abs(backward - FACES).max() < 1
    assert not found.cut


@pytest.mark.parametrize("size", [(1280, 720), (320, 180), (360, 640), (1920, 818)])
def test_motion_is_in_pixels_of_the_picture_whatever_its_size(size: tuple[int, int]) -> None:
    ground = texture(2, 2600, 1600)
    step = max(size) / 100
    found = motion(window(ground, 1300, 800, size=size), window(ground, 1300 - step, 800 + step / 2, size=size))
    scale = max(size) / WIDTH
    faces = np.array([[0.3, 0.3, 0.4, 0.5], [0.6, 0.5, 0.7, 0.7]], np.float32) * np.array([*size, *size], np.float32)
    forward, _ = propagate(faces, found, forward=True)
    assert np.abs(forward - faces - np.array([step, -step / 2] * 2)).max() < max(1.0, scale)


def test_propagating_forwards_and_backwards_over_many_frames_returns_to_the_start() -> None:
    ground = texture(3)
    path = [(700 + 25 * math.sin(i / 6), 500 + 15 * math.sin(i / 4)) for i in range(40)]
    estimator = MotionEstimator(WIDTH, HEIGHT)
    motions = [found for at in path if (found := estimator.step(frame(window(ground, *at))))]
    boxes = FACES[1:4]
    for found in motions:
        boxes, _ = propagate(boxes, found, forward=True)
    moved = np.array([path[0][0] - path[-1][0], path[0][1] - path[-1][1]] * 2, np.float32)
    assert (np.diag(iou(boxes, FACES[1:4] + moved)) > 0.75).all()
    for found in reversed(motions):
        boxes, _ = propagate(boxes, found, forward=False)
    assert (np.diag(iou(boxes, FACES[1:4])) > 0.8).all()


def test_an_independently_moving_face_is_followed_and_the_background_stays() -> None:
    still = window(texture(4), 700, 500)
    face = texture(5)[300:380, 300:360]
    before, after = still.copy(), still.copy()
    before[100:180, 200:260] = face
    after[103:183, 206:266] = face
    found = motion(before, after)
    on_face, on_ground = propagate(
        np.array([[200, 100, 260, 180], [450, 220, 500, 290]], np.float32), found, forward=True
    )[0]
    assert np.abs(on_face - [206, 103, 266, 183]).max() < 2
    assert np.abs(on_ground - [450, 220, 500, 290]).max() < 0.5
    assert found.speed < 0.001


def test_an_occlusion_raises_the_mismatch() -> None:
    still = window(texture(6), 700, 500)
    after = still.copy()
    after[:, : WIDTH // 3] = window(texture(7), 300, 300)[:, : WIDTH // 3]
    found = motion(still, after)
    _, mismatch = propagate(np.array([[60, 100, 120, 180], [450, 220, 500, 290]], np.float32), found, forward=True)
    assert mismatch[0] > 4 * max(1.0, mismatch[1])


def test_no_boxes_stay_no_boxes() -> None:
    still = window(texture(), 700, 500)
    moved, mismatch = propagate(np.empty((0, 4), np.float32), motion(still, still), forward=True)
    assert moved.shape == (0, 4)
    assert len(mismatch) == 0


# -- cuts


def test_a_cut_is_detected() -> None:
    for seed in range(4):
        assert motion(window(texture(seed), 700, 500), window(texture(seed + 10), 700, 500)).cut


@pytest.mark.parametrize(("dx", "dy"), [(30, 0), (45, 20), (0, 30)])
def test_a_fast_pan_is_no_cut(dx: float, dy: float) -> None:
    ground = texture(1)
    assert not motion(window(ground, 700, 500), window(ground, 700 - dx, 500 - dy)).cut


LIGHTS = {
    "brighter": lambda grey: grey + 60,
    "a flash": lambda grey: grey * 1.5 + 40,
    "a flash that leaves little": lambda grey: grey * 0.3 + 170,
    "darker": lambda grey: grey * 0.4,
    "a step of a fade": lambda grey: grey * 0.9,
}


@pytest.mark.parametrize("light", LIGHTS)
def test_no_face_is_lost_when_only_the_light_changes(light: str) -> None:
    still = window(texture(2), 700, 500)
    lit = np.asarray(np.clip(LIGHTS[light](still), 0, 255), np.float32)
    linker = Linker(WIDTH, HEIGHT, MaxExtrapolation(2, 240))
    linker.observe(KeyframeDetections(Detections(FACES, np.full(len(FACES), 0.9, np.float32))))
    for before, after in ((still, lit), (lit, still)):
        found = motion(before, after)
        assert not found.cut
        assert list(linker.advance(found, 0.04)) == []
    tracks = list(linker.finish())
    assert len(tracks) == len(FACES)
    for track in tracks:
        assert track.last == 2
        assert np.abs(track.boxes - track.boxes[0]).max() < 2


def test_a_fade_to_black_is_no_cut_in_any_of_its_frames() -> None:
    ground = texture(3)
    estimator = MotionEstimator(WIDTH, HEIGHT)
    for i in range(25):
        found = estimator.step(frame(window(ground, 700 + i, 500) * (1 - i / 25)))
        assert found is None or not found.cut


def test_a_uniform_picture_has_no_motion_and_no_cut() -> None:
    grey = np.full((HEIGHT, WIDTH), 90, np.float32)
    found = motion(grey, grey + 3)
    assert not found.cut
    assert found.speed < 0.001
    assert np.abs(propagate(FACES, found, forward=True)[0] - FACES).max() < 0.5


@pytest.mark.parametrize(("dx", "dy"), [(-140, 20), (110, 60), (0, 100), (190, 0)])
def test_a_jerk_or_lost_frames_are_no_cut_and_boxes_follow_them(dx: float, dy: float) -> None:
    """So far the dense flow does not reach by itself: up to 30 % of the picture in a frame, and blurred on the way."""
    ground = texture(1)
    before, after = window(ground, 700, 500), window(ground, 700 - dx, 500 - dy)
    blurred = cv2.blur(after, (1 + round(abs(dx) / 12) * 2, 1 + round(abs(dy) / 12) * 2))
    found = motion(before, np.asarray(blurred, np.float32))
    assert not found.cut
    faces = np.array([[280, 150, 340, 200], [300, 230, 326, 260]], np.float32)
    moved_faces = faces + np.array([dx, dy, dx, dy], np.float32)
    forward, _ = propagate(faces, found, forward=True)
    backward, _ = propagate(np.asarray(moved_faces, np.float32), found, forward=False)
    assert np.abs(forward - moved_faces).max() < 7.5, "a quarter of the smaller one"
    assert np.abs(backward - faces).max() < 7.5
