"""Frames as arrays: for programs that decode and encode on their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.conftest import Clip
from tests.redacted import COVERED, copied, faces, redacted_folder
from tests.synthetic_video import video
from veilproof import Covers, Method, Plan, Shape, Style, VeilproofError, cover


@given(
    x=st.integers(-20, 60),
    y=st.integers(-20, 40),
    width=st.integers(1, 30),
    height=st.integers(1, 30),
    method=st.sampled_from(list(Method)),
)
def test_only_the_box_changes_and_only_in_the_copy(x: int, y: int, width: int, height: int, method: Method) -> None:
    frame = np.random.default_rng(1).integers(1, 256, (40, 60, 3), np.uint8)
    before = frame.copy()
    covered = cover(frame, [[x, y, x + width, y + height]], Style(method, Shape.BOX, 1.0))
    assert (frame == before).all()
    inside = np.zeros(frame.shape[:2], bool)
    inside[max(0, y) : max(0, y + height), max(0, x) : max(0, x + width)] = True
    assert (covered[~inside] == frame[~inside]).all()
    if method is Method.SOLID:
        assert not covered[inside].any()


def test_a_view_of_a_picture_is_covered_like_the_picture() -> None:
    bgr = np.random.default_rng(2).integers(1, 256, (20, 30, 3), np.uint8)
    assert (cover(bgr[:, :, ::-1], [[3, 4, 9, 12]]) == cover(bgr[:, :, ::-1].copy(), [[3, 4, 9, 12]])).all()


def test_no_boxes_cover_nothing() -> None:
    frame = np.full((8, 8, 3), 7, np.uint8)
    assert (cover(frame, []) == frame).all()
    assert (cover(frame, np.empty((0, 4))) == frame).all()


@pytest.mark.parametrize(
    "boxes",
    [
        [1, 2, 3, 4],
        [[1, 2, 3]],
        [[5, 5, 2, 9]],
        [[5, 5, 5, 9]],
        [[1, 2, 3, float("nan")]],
        [[1, 2, float("inf"), 4]],
        [[1, 2, 8, 8], [float("nan")] * 4],
    ],
)
def test_what_is_no_box_is_refused_and_not_left_bare(boxes: list[object]) -> None:
    with pytest.raises(ValueError, match="boxes"):
        cover(np.zeros((8, 8, 3), np.uint8), boxes)  # type: ignore[arg-type] # as a caller without types may


@pytest.mark.parametrize(
    "frame", [np.zeros((8, 8), np.uint8), np.zeros((8, 8, 4), np.uint8), np.zeros((8, 8, 3), np.float32)]
)
def test_a_picture_of_another_kind_is_refused(frame: NDArray[Any]) -> None:
    with pytest.raises(ValueError, match="frame"):
        cover(frame, [[1, 2, 3, 4]])


@pytest.mark.slow
def test_the_covers_of_a_plan_hide_every_face_in_frames_of_another_decoder(people_clip: Clip) -> None:
    covers = Covers(str(redacted_folder(people_clip.path) / "people.veil"))
    with av.open(str(people_clip.path)) as clip:
        pictures = [np.asarray(picture.to_ndarray(format="rgb24"), np.uint8) for picture in clip.decode(video=0)]
    covered = [cover(picture, boxes) for picture, boxes in zip(pictures, covers, strict=True)]
    bare = []
    for face in faces(people_clip.truth):
        x1, y1, x2, y2 = np.maximum(face.box, 0).round().astype(int)
        if (covered[face.frame][y1:y2, x1:x2] == 0).all(axis=2).mean() < COVERED:
            bare.append((face.frame, face.person))
    assert bare == []
    assert len(covers.times) == len(covers) == 60
    for number in (-1, 60):
        with pytest.raises(IndexError, match="published"):
            covers[number]
    with pytest.raises(ValueError, match="640x360"):
        cover(pictures[0][:180, :320], covers[0])


@pytest.mark.slow
def test_what_a_person_drew_is_covered_as_drawn(people_clip: Clip, tmp_path: Path) -> None:
    copied(people_clip.path, tmp_path)
    with Plan(str(tmp_path / "people.veil")) as plan:
        plan.draw((300.0, 300.0, 340.0, 330.0), plan.times()[0], plan.times()[10])
    covered = cover(np.full((360, 640, 3), 9, np.uint8), Covers(tmp_path / "people.veil")[5])
    assert not covered[300:330, 300:340].any()


@pytest.mark.slow
def test_a_plan_whose_scan_was_not_finished_gives_no_covers(tmp_path: Path) -> None:
    from veilproof import scan

    def stop(step: object) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        scan(video(tmp_path / "a.mp4"), progress=stop)
    with pytest.raises(VeilproofError, match="not finished"):
        Covers(tmp_path / "a.veil")
