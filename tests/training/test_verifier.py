"""What the verifier learns from."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.stills import Still
from training.occluders import Sprites
from training.verifier.crops import SIDE, for_choosing, for_training, judged
from training.verifier.degrade import degraded
from training.verifier.evaluate import worth
from training.verifier.places import Kind, Picture, Places
from veilproof.geometry import Boxes

FACES = np.array([[40, 40, 80, 90], [200, 40, 240, 90], [300, 200, 330, 240]], np.float64)
PLACES = np.array(
    [
        [42, 42, 82, 92],  # a face
        [60, 40, 100, 90],  # half a face
        [205, 45, 245, 95],  # a face that nobody could label
        [120, 160, 160, 210],  # nothing
    ],
    np.float32,
)


def boxes_of(picture: Picture) -> Boxes:
    return np.asarray(picture.still.boxes, np.float32)


@pytest.fixture
def picture(tmp_path: Path) -> Picture:
    pixels = np.full((300, 400, 3), 60, np.uint8)
    for x1, y1, x2, y2 in FACES.astype(int).tolist():
        pixels[y1:y2, x1:x2] = (0, 0, 255)  # red
    cv2.imwrite(str(tmp_path / "crowd.png"), pixels)
    none = np.zeros(3, np.int64)
    still = Still("e/crowd.png", tmp_path / "crowd.png", FACES, none, none, none, none, np.array([False, True, False]))
    return Picture(Kind.EVENT, still, held_back=False)


def places() -> Places:
    return Places(PLACES, np.zeros((4, 5)), np.array([0.9, 0.3, 0.5, 0.2]))


def test_half_a_face_and_an_unclear_face_teach_nothing(picture: Picture) -> None:
    face, head = judged(picture, boxes_of(picture), places())
    assert face.tolist() == [1, -1, -1, 0]
    assert head.tolist() == [1, -1, -1, -1]


def test_a_head_is_a_face_only_where_the_detector_is_sure(picture: Picture) -> None:
    heads = Picture(Kind.HEAD, picture.still, held_back=False)
    sure, unsure = (Places(PLACES[:1], np.zeros((1, 5)), np.array([score])) for score in (0.9, 0.2))
    assert [judged(heads, boxes_of(heads), each)[0].tolist() for each in (sure, unsure)] == [[1], [-1]]
    assert judged(heads, boxes_of(heads), unsure)[1].tolist() == [1]
    nothing = Places(PLACES[3:], np.zeros((1, 5)), np.array([0.9]))
    assert [each.tolist() for each in judged(heads, boxes_of(heads), nothing)] == [[0], [0]]


def test_crops_show_in_their_middle_what_they_are_labelled_as(picture: Picture) -> None:
    mask = np.full((40, 60, 4), (10, 10, 10, 255), np.uint8)
    learned = for_training(picture, 0, places(), Sprites([mask], mask, mask))
    assert learned.rgb.shape[1:] == (SIDE, SIDE, 3)
    middle = learned.rgb[:, SIDE // 2, SIDE // 2].astype(int)
    red = (middle[:, 0] > 200) & (middle[:, 1] < 100)
    shown = red[: (learned.face >= 0).sum()]  # what is hidden by something drawn comes last
    faces = learned.face[: len(shown)] == 1
    assert faces.sum() >= 3  # both clear faces as labelled, moved a little, and one as detected
    assert shown[faces][:3].all()
    assert not (red & (learned.face == 0)).any()


def test_for_choosing_no_place_is_left_out(picture: Picture) -> None:
    chosen = for_choosing(picture, 0, places())
    assert len(chosen.face) == len(PLACES)
    assert chosen.label.tolist() == [0, -1, 1, -1]


def test_degraded_pictures_are_smaller_and_otherwise_alike() -> None:
    rng = np.random.default_rng(1)
    picture = cv2.resize(rng.integers(0, 256, (20, 30, 3), np.uint8), (1500, 1000))
    for seed in range(5):
        film, scale = degraded(np.asarray(picture, np.uint8), np.random.default_rng(seed))
        assert max(film.shape) <= 1100
        assert film.shape[1] == pytest.approx(1500 * scale, abs=1)
        again = cv2.resize(film, (30, 20), interpolation=cv2.INTER_AREA)
        small = cv2.resize(picture, (30, 20), interpolation=cv2.INTER_AREA)
        assert np.corrcoef(again.ravel(), small.ravel())[0, 1] > 0.8


def test_a_verifier_that_knows_is_worth_more_than_none(picture: Picture) -> None:
    one = for_choosing(picture, 0, places())
    count = 40
    rng = np.random.default_rng(3)
    values = {name: np.concatenate([getattr(one, name)] * count) for name in type(one).__slots__}
    values["picture"] = np.repeat(np.arange(count) * 7, len(one.face))
    values["features"] = rng.normal(0, 1, (count * len(one.face), 5))
    many = type(one)(**values)
    knows = worth(many, np.where(many.label == 0, 3.0, -3.0) + rng.normal(0, 1, len(many.label)))
    assert knows.both[0] > 0.9 > knows.detector[0]
