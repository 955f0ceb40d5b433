"""The branch for heads answers in the same run of the network as faces do, and changes nothing about those."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from demo.scene import make_clip
from veilproof.detect import load_detector
from veilproof.detect.heads import load_head_detector
from veilproof.kind import Kind
from veilproof.media.video_read import VideoReader
from veilproof.scan.keyframes import KeyframeDetector
from veilproof.scan.profile import ScanSettings


@pytest.fixture(scope="module")
def people_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("heads") / "people.mp4"
    make_clip(path, seconds=0.2, size=(640, 360))
    return path


@pytest.fixture(scope="module")
def people(people_file: Path) -> NDArray[np.uint8]:
    with VideoReader(people_file) as reader:
        return np.asarray(next(iter(reader)).picture.to_ndarray(format="rgb24"), np.uint8)


def test_faces_are_those_that_are_found_without_the_branch(people: NDArray[np.uint8]) -> None:
    detector = load_detector()
    alone = detector.detect(people, 0.1)
    faces, _ = load_head_detector(detector).detect_both(people, 0.1)
    assert len(alone) >= 1
    assert np.array_equal(faces.boxes, alone.boxes)
    assert np.array_equal(faces.scores, alone.scores)


@pytest.mark.parametrize(("name", "expected"), [("centerface", True), ("yunet", False)])
def test_a_scan_for_faces_takes_heads_as_evidence_where_they_cost_no_run_of_their_own(
    people_file: Path, name: str, expected: bool
) -> None:
    with VideoReader(people_file) as reader:
        picture = next(iter(reader)).picture
        keyframes = KeyframeDetector(load_detector(name), ScanSettings(), reader.info, {})
        found = keyframes.detect_keyframe(0, 0, picture)
    assert list(found) == [Kind.FACE]
    heads = found[Kind.FACE].heads
    assert (heads is not None and len(heads) > 0) is expected


def test_a_head_is_larger_than_its_face_and_around_it(people: NDArray[np.uint8]) -> None:
    faces, heads = load_head_detector(load_detector()).detect_both(people, 0.3)
    sure = faces.boxes[faces.scores > 0.9]
    assert len(sure)
    centres = (sure[:, :2] + sure[:, 2:]) / 2
    inside = (heads.boxes[:, None, :2] < centres) & (heads.boxes[:, None, 2:] > centres)
    assert inside.all(axis=2).any(axis=0).mean() >= 0.5
