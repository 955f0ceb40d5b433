"""What covers hold, on synthetic people under real covers."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.audit.test_survival import _coded, _people
from veilproof.audit.cover_contents import Contents, cover_contents
from veilproof.audit.face_shares import face_shares
from veilproof.audit.patches import face_patches

Grey = NDArray[np.uint8]

_FACE = np.array([[36, 30, 108, 130]], np.float32)
_NOISE = 2.0


def _solid(picture: Grey, level: int = 16) -> Grey:
    covered = picture.copy()
    cv2.ellipse(covered, (72, 80), (54, 75), 0, 0, 360, level, -1)
    return covered


def _blurred(picture: Grey) -> Grey:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 12), np.uint8)


def _mosaic(picture: Grey) -> Grey:
    small = cv2.resize(picture, (8, 8), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, picture.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)


def _held(original: Grey, redacted: Grey, boxes: NDArray[np.float32] = _FACE, quality: int = 70) -> list[Contents]:
    found = cover_contents(face_patches(original, _coded(redacted, quality), boxes), _NOISE)
    return [Contents(each) for each in found.contents.tolist()]


@pytest.mark.parametrize("quality", [30, 60, 90])
@pytest.mark.parametrize("level", [0, 16, 128, 235])
def test_a_cover_of_one_level_holds_nothing(level: int, quality: int) -> None:
    for picture in _people():
        assert _held(picture, _solid(picture, level), quality=quality) == [Contents.NOTHING]


@pytest.mark.parametrize("cover", [_blurred, _mosaic])
def test_a_blur_and_a_mosaic_hold_a_picture(cover: Callable[[Grey], Grey]) -> None:
    for picture in _people():
        assert _held(picture, cover(picture)) == [Contents.PICTURE]


def test_where_two_covers_of_different_levels_meet_both_hold_nothing() -> None:
    for picture in _people():
        scene = np.hstack([picture, picture])
        covered = scene.copy()
        cv2.ellipse(covered, (72, 80), (54, 75), 0, 0, 360, 16, -1)
        cv2.ellipse(covered, (150, 80), (60, 75), 0, 0, 360, 200, -1)
        boxes = np.array([[36, 30, 108, 130], [114, 30, 186, 130]], np.float32)
        assert _held(scene, covered, boxes) == [Contents.NOTHING, Contents.NOTHING]


def test_a_cover_cut_by_the_edge_of_the_picture_holds_nothing() -> None:
    for picture in _people():
        cut = picture[:, 60:]
        covered = _solid(picture)[:, 60:]
        assert _held(cut, covered, _FACE - np.array([60, 0, 60, 0], np.float32)) == [Contents.NOTHING]


def test_a_cover_over_a_part_of_the_face_holds_nothing() -> None:
    for picture in _people():
        covered = picture.copy()
        covered[:, :86] = 16
        assert _held(picture, covered) == [Contents.NOTHING]


def test_a_bare_face_is_open() -> None:
    for picture in _people():
        assert _held(picture, picture, quality=90) == [Contents.OPEN]


def test_a_bare_face_without_structure_leaks_beside_a_covered_one() -> None:
    """In a shaken frame no structure survives, but the pixels are those of the original."""
    for picture in _people():
        shaken = np.asarray(cv2.GaussianBlur(picture, (0, 0), 20), np.uint8)
        scene = np.hstack([shaken, shaken])
        half_covered = np.hstack([_solid(shaken, 16), shaken])
        boxes = np.array([[36, 30, 108, 130], [180, 30, 252, 130]], np.float32)
        shares = face_shares(scene, _coded(half_covered, 90), boxes, _NOISE).shares
        assert shares[0] == 0
        assert shares[1] > 0.5
