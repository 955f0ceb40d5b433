from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from demo.scene import make_clip
from tests.conftest import Clip
from veilproof import weights
from veilproof.geometry import Boxes, iou

pytestmark = pytest.mark.slow


def test_the_clip_has_the_frames_the_truth_speaks_of(people_clip: Clip) -> None:
    with av.open(people_clip.path) as container:
        frames = list(container.decode(video=0))
    assert len(frames) == len(people_clip.truth.frames) == 60
    assert {(frame.width, frame.height) for frame in frames} == {(people_clip.truth.width, people_clip.truth.height)}


def test_faces_are_where_the_truth_says(people_clip: Clip) -> None:
    sought = found = 0
    with av.open(people_clip.path) as container:
        for frame, faces in zip(container.decode(video=0), people_clip.truth.frames, strict=True):
            bare = (faces.visible > 0.9) & ~np.isin(faces.people, list(people_clip.truth.masked))
            overlap = iou(faces.boxes[bare], _detected(np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)))
            sought += int(bare.sum())
            found += int((overlap.max(1, initial=0) > 0.4).sum())
    assert sought > 150
    assert found >= 0.9 * sought


def test_people_cross_come_and_go(people_clip: Clip) -> None:
    frames = people_clip.truth.frames
    seen = np.zeros((len(frames), 6))
    for index, faces in enumerate(frames):
        seen[index, faces.people] = faces.visible
    comes = (seen[0] == 0) & (seen[-1] > 0.9)
    goes = (seen[0] > 0.9) & (seen[-1] == 0)
    assert comes.any()
    assert goes.any()
    assert any(_hides_and_comes_back(person) for person in seen.T)
    assert all(person in frames[0].people for person in people_clip.truth.masked)


def test_the_same_seed_gives_the_same_clip_and_another_one_does_not(tmp_path: Path) -> None:
    first, again, other = (make_clip(tmp_path / "a.mkv", seconds=0.2, seed=s, size=(320, 180)) for s in (3, 3, 4))
    assert all(np.array_equal(a.boxes, b.boxes) for a, b in zip(first.frames, again.frames, strict=True))
    assert not np.array_equal(first.frames[0].boxes, other.frames[0].boxes)


def _hides_and_comes_back(seen: NDArray[np.float64]) -> bool:
    clear = np.flatnonzero(seen > 0.9)
    return len(clear) > 0 and bool((seen[clear[0] : clear[-1]] < 0.3).any())


def _detected(bgr: NDArray[np.uint8]) -> Boxes:
    detector = cv2.FaceDetectorYN.create(str(weights.path("yunet")), "", (bgr.shape[1] * 2, bgr.shape[0] * 2), 0.5)
    rows = detector.detect(cv2.resize(bgr, None, fx=2, fy=2))[1]
    if rows is None:
        return np.empty((0, 4), np.float32)
    return np.asarray(np.concatenate([rows[:, :2], rows[:, :2] + rows[:, 2:4]], axis=1) / 2, np.float32)
