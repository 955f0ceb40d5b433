"""The second look at detections."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.conftest import Clip
from veilproof.detect import Detections, load_detector
from veilproof.detect.verify import (
    CROP_SIDE,
    IN_PHOTOS,
    Verifier,
    crops,
    detect_verified,
    load_verifier,
    reconsidered,
)
from veilproof.detect.views import View
from veilproof.geometry import Boxes, iou
from veilproof.media.video_read import VideoReader


class Brightness:
    """A network that says how bright the middle of a crop is."""

    device = "none"
    batch_pixels = 0
    outputs = {"face": 2}  # noqa: RUF012 - as the protocol has it

    def __init__(self) -> None:
        self.shapes: set[tuple[int, ...]] = set()

    def run(self, picture: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        return self.run_batch(picture[None])

    def run_batch(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        self.shapes.add(pictures.shape)
        middle = CROP_SIDE // 2
        return {"face": pictures[:, middle, middle, :1].astype(np.float32)}


def squares(count: int) -> tuple[NDArray[np.uint8], Boxes]:
    """A picture with a row of squares, each brighter than the one before, and their boxes."""
    picture = np.zeros((40, 40 * count, 3), np.uint8)
    boxes = np.array([[40 * at + 10, 10, 40 * at + 30, 30] for at in range(count)], np.float32).reshape(-1, 4)
    for at in range(count):
        picture[10:30, 40 * at + 10 : 40 * at + 30] = at + 1
    return picture, boxes


@pytest.mark.parametrize("count", [0, 1, 16, 17, 40])
def test_every_box_gets_its_own_answer_however_many_there_are(count: int) -> None:
    network = Brightness()
    picture, boxes = squares(count)
    assert Verifier(network).log_odds(picture, boxes).tolist() == [at + 1 for at in range(count)]
    assert len(network.shapes) <= 1  # each further shape would be compiled


def test_a_crop_shows_the_surroundings_and_grey_beyond_the_picture() -> None:
    picture = np.full((100, 200, 3), 250, np.uint8)
    picture[40:60, 90:110] = 10
    inside, corner, outside = crops(
        picture, np.array([[90, 40, 110, 60], [-10, -10, 10, 10], [900, 900, 920, 920]], np.float32)
    )
    middle = CROP_SIDE // 2
    assert inside[middle, middle].tolist() == [10] * 3
    assert inside[2, 2].tolist() == inside[-3, -3].tolist() == [250] * 3
    # The box fills 1 / 2.4 of the side.
    assert (inside[middle, :, 0] < 130).sum() == pytest.approx(CROP_SIDE / 2.4, abs=2)
    assert corner[2, 2].tolist() == [128] * 3
    assert corner[-3, -3].tolist() == [250] * 3
    assert (outside == 128).all()


def test_what_the_verifier_doubts_falls_behind_what_it_is_sure_of() -> None:
    boxes = np.array([[0, 0, 10, 10], [20, 0, 30, 10], [40, 0, 50, 10]], np.float32)
    first = Detections(boxes, np.array([0.5, 0.5, 0.4], np.float32))
    second = reconsidered(first, np.array([-4, 4, 3], np.float32), IN_PHOTOS)
    assert second.boxes[:, 0].tolist() == [20, 40, 0]
    assert second.scores[0] > second.scores[1] > 0.4 > second.scores[2]
    assert len(reconsidered(Detections.none(), np.empty(0, np.float32), IN_PHOTOS)) == 0


@pytest.mark.slow
def test_faces_of_people_convince_more_than_the_places_beside_them(people_clip: Clip) -> None:
    with VideoReader(people_clip.path) as reader:
        picture = np.asarray(next(iter(reader)).picture.to_ndarray(format="rgb24"), np.uint8)
    first = people_clip.truth.frames[0]
    faces = first.boxes[first.visible > 0.9]
    beside = np.asarray(faces + 3 * (faces[:, 2:] - faces[:, :2])[:, [0, 0, 0, 0]] * np.array([1, 0, 1, 0]), np.float32)
    verifier = load_verifier()
    assert np.median(verifier.log_odds(picture, faces)) > np.median(verifier.log_odds(picture, beside)) + 1
    found = detect_verified(load_detector(), verifier, picture, (View(), View(2.0, mirrored=True)), 0.06)
    assert (iou(faces, found.boxes).max(axis=1) > 0.3).mean() > 0.6
