"""The branch for heads answers in the same run of the network as faces do, and changes nothing about those."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from demo.scene import make_clip
from veilproof.detect import load_detector
from veilproof.detect.heads import load_head_detector
from veilproof.media.video_read import VideoReader


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> NDArray[np.uint8]:
    path = tmp_path_factory.mktemp("heads") / "people.mp4"
    make_clip(path, seconds=0.2, size=(640, 360))
    with VideoReader(path) as reader:
        return np.asarray(next(iter(reader)).picture.to_ndarray(format="rgb24"), np.uint8)


def test_faces_are_those_that_are_found_without_the_branch(people: NDArray[np.uint8]) -> None:
    detector = load_detector()
    alone = detector.detect(people, 0.1)
    faces, _ = next(load_head_detector(detector).detect_all([people], 0.1))
    assert len(alone) >= 1
    assert np.array_equal(faces.boxes, alone.boxes)
    assert np.array_equal(faces.scores, alone.scores)


def test_a_head_is_larger_than_its_face_and_around_it(people: NDArray[np.uint8]) -> None:
    faces, heads = next(load_head_detector(load_detector()).detect_all([people], 0.3))
    sure = faces.boxes[faces.scores > 0.9]
    assert len(sure)
    centres = (sure[:, :2] + sure[:, 2:]) / 2
    inside = (heads.boxes[:, None, :2] < centres) & (heads.boxes[:, None, 2:] > centres)
    assert inside.all(axis=2).any(axis=0).mean() >= 0.5
