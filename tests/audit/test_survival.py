"""The surviving share of faces, on synthetic people under real covers."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from veilproof.audit.leaks import LEAK_SHARE
from veilproof.audit.survival import surviving_share
from veilproof.recognise.align import SIDE
from veilproof.recognise.distractors import SHEET

_FACE = np.array([[36, 30, 108, 130]], np.float32)


def _people() -> list[NDArray[np.uint8]]:
    sheet = cv2.imread(str(SHEET), cv2.IMREAD_GRAYSCALE)
    assert sheet is not None
    return [np.ascontiguousarray(sheet[:, x : x + SIDE], np.uint8) for x in range(0, sheet.shape[1], SIDE)]


def _coded(picture: NDArray[np.uint8], quality: int = 70) -> NDArray[np.uint8]:
    good, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert good
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


@pytest.mark.parametrize("quality", [30, 60, 90])
def test_a_face_survives_encoding(quality: int) -> None:
    for picture in _people():
        assert surviving_share(picture, _coded(picture, quality), _FACE)[0] > 0.6


@pytest.mark.parametrize("cover", ["solid", "blur", "mosaic"])
def test_no_face_survives_a_cover(cover: str) -> None:
    for picture in _people():
        covered = picture.copy()
        if cover == "solid":
            covered[20:140, 20:124] = 0
        elif cover == "blur":
            covered = np.asarray(cv2.GaussianBlur(picture, (0, 0), 12), np.uint8)
        else:
            small = cv2.resize(picture, (SIDE // 18, SIDE // 18), interpolation=cv2.INTER_AREA)
            covered = np.asarray(cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST), np.uint8)
        assert surviving_share(picture, _coded(covered), _FACE)[0] < LEAK_SHARE


def test_half_a_face_survives_half_a_cover() -> None:
    for picture in _people():
        covered = picture.copy()
        covered[:, :72] = 0
        assert LEAK_SHARE < surviving_share(picture, covered, _FACE)[0] < 0.8


@settings(max_examples=30)
@given(x=st.floats(-300, 300), y=st.floats(-300, 300), w=st.floats(1, 400), h=st.floats(1, 400))
def test_any_box_gives_a_share(x: float, y: float, w: float, h: float) -> None:
    picture = _people()[0]
    share = surviving_share(picture, picture, np.array([[x, y, x + w, y + h]], np.float32))
    assert share.shape == (1,)
    assert 0 <= share[0] <= 1


def test_more_faces_than_fit_at_once() -> None:
    picture = _people()[0]
    shares = surviving_share(picture, picture, np.repeat(_FACE, 250, axis=0))
    assert shares.shape == (250,)
    assert (shares > 0.9).all()


def test_the_sheet_of_people_is_complete() -> None:
    assert Path(SHEET).is_file()
    assert len(_people()) == 10
