"""The branches answer in the same run of the network as faces do, and change nothing about those."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from demo.scene import make_clip
from veilproof.detect import Detections, load_detector
from veilproof.detect.branches import load_branches
from veilproof.geometry import iou
from veilproof.kind import Kind
from veilproof.media.video_read import VideoReader


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> NDArray[np.uint8]:
    path = tmp_path_factory.mktemp("heads") / "people.mp4"
    make_clip(path, seconds=0.2, size=(640, 360))
    with VideoReader(path) as reader:
        return np.asarray(next(iter(reader)).picture.to_ndarray(format="rgb24"), np.uint8)


@pytest.mark.parametrize("kinds", [(Kind.HEAD,), (Kind.PLATE,), (Kind.HEAD, Kind.PLATE)])
def test_faces_are_those_that_are_found_without_branches(kinds: tuple[Kind, ...], people: NDArray[np.uint8]) -> None:
    detector = load_detector()
    alone = detector.detect(people, 0.1)
    faces, *others = _found(kinds, people, 0.1)
    assert len(others) == len(kinds)
    assert len(alone) >= 1
    assert np.array_equal(faces.boxes, alone.boxes)
    assert np.array_equal(faces.scores, alone.scores)


def test_a_branch_says_the_same_beside_another_one(people: NDArray[np.uint8]) -> None:
    _, alone = _found((Kind.HEAD,), people, 0.1)
    _, heads, _ = _found((Kind.PLATE, Kind.HEAD), people, 0.1)
    assert len(alone) >= 1
    assert np.allclose(heads.boxes, alone.boxes, atol=0.1)


def test_what_has_no_branch_needs_no_network() -> None:
    assert load_branches((Kind.FACE, Kind.TEXT), load_detector()) is None


def test_a_head_is_larger_than_its_face_and_around_it(people: NDArray[np.uint8]) -> None:
    faces, heads = _found((Kind.HEAD,), people, 0.3)
    sure = faces.boxes[faces.scores > 0.9]
    assert len(sure)
    centres = (sure[:, :2] + sure[:, 2:]) / 2
    inside = (heads.boxes[:, None, :2] < centres) & (heads.boxes[:, None, 2:] > centres)
    assert inside.all(axis=2).any(axis=0).mean() >= 0.5


@pytest.mark.parametrize("light", [1.0, 0.35])
def test_a_plate_on_a_car_is_found(light: float) -> None:
    picture = np.full((480, 800, 3), 150, np.uint8)
    cv2.rectangle(picture, (250, 120), (550, 400), (60, 65, 75), -1)
    cv2.rectangle(picture, (280, 150), (520, 230), (25, 28, 32), -1)
    for x in (260, 500):
        cv2.rectangle(picture, (x, 270), (x + 40, 300), (170, 30, 30), -1)
    cv2.rectangle(picture, (345, 320), (455, 345), (235, 235, 230), -1)
    cv2.putText(picture, "WK 4371", (352, 340), cv2.FONT_HERSHEY_DUPLEX, 0.72, (20, 20, 25), 2)
    shown = np.asarray(picture * light, np.uint8)
    _, plates = _found((Kind.PLATE,), shown, 0.3)
    assert len(plates) >= 1
    assert iou(plates.boxes[:1], np.array([[345, 320, 455, 345]], np.float32)).max() >= 0.5


def _found(kinds: tuple[Kind, ...], picture: NDArray[np.uint8], threshold: float) -> tuple[Detections, ...]:
    branches = load_branches(kinds, load_detector())
    assert branches is not None
    return next(branches.detect_all([picture], threshold))
