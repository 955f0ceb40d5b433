"""The branches answer in the same run of the network as faces do, and change nothing about those."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from demo.scene import make_clip
from tests.plates import PLATE, car
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


@pytest.mark.parametrize(("light", "blur"), [(1.0, 0.0), (0.35, 2.0), (0.1, 3.0)])
def test_a_plate_is_found_by_day_and_in_the_dark(light: float, blur: float) -> None:
    _, plates = _found((Kind.PLATE,), car(light, blur), 0.4)
    assert len(plates) == 1
    assert iou(plates.boxes, PLATE[None]).max() >= 0.4


def _found(kinds: tuple[Kind, ...], picture: NDArray[np.uint8], threshold: float) -> tuple[Detections, ...]:
    branches = load_branches(kinds, load_detector())
    assert branches is not None
    return next(branches.detect_all([picture], threshold))
