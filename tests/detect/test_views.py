"""Detection in several views: boxes are in pixels of the picture, large pictures are tiled."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from veilproof.detect import Detections
from veilproof.detect.views import MAX_TILE_SIDE, View, detect_fused, detect_views, photo_views
from veilproof.geometry import Boxes, iou


class RedRectangles:
    """A detector of red rectangles, whole or cut by the edge of the picture; their green is the score."""

    name = "red rectangles"

    def __init__(self) -> None:
        self.shown: list[tuple[int, int]] = []

    def detect(self, picture: NDArray[np.uint8], threshold: float) -> Detections:
        self.shown.append((picture.shape[1], picture.shape[0]))
        red = (picture[..., 0] > 127).astype(np.uint8)
        count, _, stats, centres = cv2.connectedComponentsWithStats(red)
        rows = stats[1:count].astype(np.float32)
        if not len(rows):
            return Detections.none()
        boxes = np.concatenate([rows[:, :2], rows[:, :2] + rows[:, 2:4]], axis=1)
        at = centres[1:count].round().astype(int)
        scores = picture[at[:, 1], at[:, 0], 1].astype(np.float32) / 255
        best = np.argsort(-scores)[scores[np.argsort(-scores)] >= threshold]
        return Detections(boxes[best], scores[best])


def picture(width: int, height: int, faces: list[tuple[int, int, int, int]], green: int = 200) -> NDArray[np.uint8]:
    drawn = np.zeros((height, width, 3), np.uint8)
    for x1, y1, x2, y2 in faces:
        drawn[y1:y2, x1:x2] = (255, green, 0)
    return drawn


def boxes(faces: list[tuple[int, int, int, int]]) -> Boxes:
    return np.array(faces, np.float32).reshape(-1, 4)


VIEWS = [View(), View(0.5), View(2.0), View(1.5), View(mirrored=True), View(0.5, True), View(2.0, True)]


@pytest.mark.parametrize("view", VIEWS, ids=str)
@pytest.mark.parametrize("size", [(640, 360), (641, 359)])
def test_boxes_are_in_pixels_of_the_picture_in_every_view(view: View, size: tuple[int, int]) -> None:
    faces = [(40, 60, 80, 110), (500, 200, 560, 280)]
    found = detect_views(RedRectangles(), picture(*size, faces), (view,), 0.1)
    assert len(found) == 2
    order = np.argsort(found.boxes[:, 0])
    assert np.abs(found.boxes[order] - boxes(faces)).max() <= 1.5 / min(1.0, view.scale)


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_a_view_shows_the_picture_at_its_scale(view: View) -> None:
    detector = RedRectangles()
    detect_views(detector, picture(640, 360, []), (view,), 0.1)
    assert detector.shown == [(round(640 * view.scale), round(360 * view.scale))]


def test_a_face_in_several_views_is_returned_once_and_the_picture_is_not_modified() -> None:
    faces = [(40, 60, 80, 110), (500, 200, 560, 280), (300, 10, 330, 45)]
    drawn = picture(640, 360, faces)
    drawn.flags.writeable = False
    found = detect_views(RedRectangles(), drawn, tuple(VIEWS), 0.1)
    assert len(found) == 3
    assert (iou(boxes(faces), found.boxes).max(axis=1) > 0.9).all()


def test_each_view_adds_the_faces_that_only_it_shows() -> None:
    """A face of one pixel is lost at half the size and detected in the other views."""
    drawn = picture(640, 360, [(41, 61, 42, 62)], green=100)
    drawn[200:260, 300:350] = (255, 250, 0)
    assert len(detect_views(RedRectangles(), drawn, (View(0.5),), 0.1)) == 1
    both = detect_views(RedRectangles(), drawn, (View(0.5), View()), 0.1)
    assert len(both) == 2
    assert both.scores[0] > both.scores[1]


def test_detections_below_the_threshold_are_dropped() -> None:
    drawn = picture(640, 360, [(40, 60, 80, 110)], green=100)
    assert len(detect_views(RedRectangles(), drawn, (View(), View(mirrored=True)), 0.5)) == 0
    assert len(detect_views(RedRectangles(), drawn, (View(), View(mirrored=True)), 0.3)) == 1


@pytest.mark.parametrize("size", [(1, 1), (1, 700), (3, 2), (5000, 2)])
def test_detection_works_on_the_smallest_pictures(size: tuple[int, int]) -> None:
    detector = RedRectangles()
    assert len(detect_views(detector, picture(*size, []), photo_views(*size), 0.1)) == 0
    assert all(width >= 1 and height >= 1 for width, height in detector.shown)


# -- tiles


@given(st.integers(1, 9000), st.integers(1, 40))
@settings(max_examples=60)
def test_tiles_stay_within_the_largest_size_cover_every_pixel_and_overlap(long: int, wide: int) -> None:
    pixel_at = np.zeros((wide, long, 3), np.uint8)
    pixel_at[0, :, 1] = np.arange(long) // 256
    pixel_at[0, :, 2] = np.arange(long) % 256
    starts: list[int] = []

    class Recording(RedRectangles):
        def detect(self, picture: NDArray[np.uint8], threshold: float) -> Detections:
            starts.append(int(picture[0, 0, 1]) * 256 + int(picture[0, 0, 2]))
            return super().detect(picture, threshold)

    detector = Recording()
    detect_views(detector, pixel_at, (View(),), 0.1)
    assert all(max(shown) <= MAX_TILE_SIDE for shown in detector.shown)
    ends = [start + shown[0] for start, shown in zip(starts, detector.shown, strict=True)]
    assert starts[0] == 0
    assert ends[-1] == long
    assert all(end - start >= 255 for end, start in zip(ends[:-1], starts[1:], strict=True))
    # As few tiles as possible: each costs a run of the network.
    assert len(starts) <= max(1, -(-(long - 256) // (MAX_TILE_SIDE - 256)))


@pytest.mark.parametrize("view", [View(), View(mirrored=True), View(0.75)], ids=str)
def test_a_face_across_tile_boundaries_is_returned_once_and_whole(view: View) -> None:
    width, height, step = 4600, 2500, 37
    for start in range(0, width - 200, 14 * step):
        faces = [
            (start + i * step * 2 % 180, 60 + 240 * i, start + i * step * 2 % 180 + 110, 200 + 240 * i)
            for i in range(10)
        ]
        found = detect_views(RedRectangles(), picture(width, height, faces), (view,), 0.1)
        assert len(found) == len(faces)
        assert (iou(boxes(faces), found.boxes).max(axis=1) > 0.9).all()


def test_a_face_larger_than_the_overlap_is_still_detected_in_parts() -> None:
    faces = [(1400, 300, 2600, 1500)]
    found = detect_views(RedRectangles(), picture(3584, 1800, faces), (View(),), 0.1)
    assert found.boxes[:, 0].min() <= 1402
    assert found.boxes[:, 2].max() >= 2598


def test_a_part_with_a_high_score_is_kept_beside_a_whole_face_with_a_low_one() -> None:
    class PartsPreferred(RedRectangles):
        """High scores for parts, low scores for whole faces."""

        def detect(self, picture: NDArray[np.uint8], threshold: float) -> Detections:
            found = super().detect(picture, threshold)
            whole = (found.boxes[:, 2] - found.boxes[:, 0]) > 70
            return Detections(found.boxes, np.where(whole, 0.1, 0.9).astype(np.float32))

    seam = 1920
    found = detect_views(PartsPreferred(), picture(3584, 400, [(seam - 60, 50, seam + 100, 250)]), (View(),), 0.05)
    assert found.scores.max() > 0.8


# -- photos


@given(st.integers(1, 12000), st.integers(1, 12000))
def test_photo_views_include_a_small_one_a_full_one_and_an_upscaled_one_for_small_photos(
    width: int, height: int
) -> None:
    scales = [view.scale for view in photo_views(width, height)]
    longest = max(width, height)
    assert min(scales) * longest <= max(960, 2 * longest if longest <= 480 else 0)
    assert scales == sorted(set(scales), reverse=True)
    assert (max(scales) > 1) == (longest <= 2400)
    assert max(scales) >= 1
    assert max(scales) * longest <= max(4800, longest)
    assert any(view.mirrored for view in photo_views(width, height))


def test_detect_fused_returns_each_face_once_from_all_views() -> None:
    faces = [(40, 60, 80, 110), (500, 200, 560, 280)]
    detector = RedRectangles()
    found = detect_fused(detector, picture(1024, 600, faces), photo_views(1024, 600), 0.1)
    assert len(found) == 2
    assert iou(found.boxes, boxes(faces)).max(axis=1).min() > 0.9
    assert len(set(detector.shown)) == 4
