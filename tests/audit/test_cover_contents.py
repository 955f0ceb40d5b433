"""What covers hold, on synthetic people under real covers, in decoded pictures."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from veilproof.audit.colour_planes import planes_of_photo
from veilproof.audit.cover_contents import Contents, CoverContents, cover_contents
from veilproof.audit.face_shares import FaceShares, face_shares
from veilproof.audit.patches import face_patches
from veilproof.recognise.align import SIDE
from veilproof.recognise.distractors import SHEET

Colour = NDArray[np.uint8]
"""uint8 [h, w, 3] RGB."""

_FACE = np.array([[36, 30, 108, 130]], np.float32)
_NOISE = 2.0


def _people() -> list[Colour]:
    sheet = cv2.imread(str(SHEET), cv2.IMREAD_COLOR_RGB)
    assert sheet is not None
    return [np.ascontiguousarray(sheet[:, x : x + SIDE], np.uint8) for x in range(0, sheet.shape[1], SIDE)]


def _coded(picture: Colour, quality: int = 70) -> Colour:
    good, data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert good
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR_RGB), np.uint8)


def _grey(picture: Colour) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def _solid(picture: Colour, level: int = 16) -> Colour:
    covered = picture.copy()
    cv2.ellipse(covered, (72, 80), (54, 75), 0, 0, 360, (level, level, level), -1)
    return covered


def _blurred(picture: Colour) -> Colour:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 12), np.uint8)


def _mosaic(picture: Colour, cells: int = 8) -> Colour:
    small = cv2.resize(picture, (cells, cells), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, picture.shape[1::-1], interpolation=cv2.INTER_NEAREST), np.uint8)


def _inside_cover(picture: Colour, held: Colour) -> Colour:
    """The picture with `held` where a cover lies."""
    return np.where(_solid(np.zeros_like(picture), 255) > 0, held, picture)


def _contents(original: Colour, redacted: Colour, boxes: NDArray[np.float32], noise: float = _NOISE) -> CoverContents:
    patches = face_patches(_grey(original), _grey(redacted), boxes)
    return cover_contents(patches, planes_of_photo(redacted), noise)


def _held(
    original: Colour, redacted: Colour, boxes: NDArray[np.float32] = _FACE, quality: int = 70, noise: float = _NOISE
) -> list[Contents]:
    found = _contents(original, _coded(redacted, quality), boxes, noise)
    return [Contents(each) for each in found.contents.tolist()]


def _shares(original: Colour, redacted: Colour, boxes: NDArray[np.float32]) -> FaceShares:
    return face_shares(_grey(original), planes_of_photo(redacted), boxes, _NOISE)


@pytest.mark.parametrize("quality", [30, 60, 90])
@pytest.mark.parametrize("level", [0, 16, 128, 235])
def test_a_cover_of_one_colour_holds_nothing(level: int, quality: int) -> None:
    for picture in _people():
        assert _held(picture, _solid(picture, level), quality=quality) == [Contents.NOTHING]


@pytest.mark.parametrize("side", [24, 48, 400])
def test_a_cover_of_one_colour_holds_nothing_at_any_size(side: int) -> None:
    ratio = side / 72
    for picture in _people():
        large, covered = (
            np.asarray(cv2.resize(each, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA), np.uint8)
            for each in (picture, _solid(picture))
        )
        assert _held(large, covered, np.asarray(_FACE * ratio, np.float32)) == [Contents.NOTHING]


def _in_a_scene(
    picture: Colour, held: Callable[[Colour], Colour], side: int, at: int, fill: int = 0
) -> tuple[Colour, Colour, NDArray[np.float32]]:
    """A face of so many pixels before sharp colours: as it is, with `held` under an oval around it, and its box."""
    scale = side / 72
    rng = np.random.default_rng(at)
    scene = np.kron(rng.integers(0, 256, (16, 16, 3), np.uint8), np.ones((8, 8, 1), np.uint8))
    left, top = 40 + at % 8, 40 + at // 8
    small = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    scene[top : top + len(small), left : left + small.shape[1]] = small
    shown = scene.copy()
    shown[top : top + len(small), left : left + small.shape[1]] = held(small)
    centre, axes = (round(left + 72 * scale), round(top + 80 * scale)), (round(54 * scale), round(75 * scale))
    oval = cv2.ellipse(np.zeros(scene.shape, np.uint8), centre, axes, 0, 0, 360, (255, 255, 255), -1) > 0
    if held is _nothing:
        shown[oval] = fill
    box = np.asarray(_FACE * scale + [left, top, left, top], np.float32)
    return scene, np.where(oval, shown, scene), box


def _nothing(picture: Colour) -> Colour:
    """What is under a solid cover."""
    return np.zeros_like(picture)


@pytest.mark.parametrize(("side", "quality"), [(9, 90), (11, 75), (11, 95), (14, 50), (14, 75)])
def test_a_small_cover_holds_nothing_though_the_codec_smears_its_neighbours_into_it(side: int, quality: int) -> None:
    for at, picture in enumerate(_people() * 3):
        scene, covered, box = _in_a_scene(picture, _nothing, side, at)
        assert _held(scene, covered, box, quality) == [Contents.NOTHING]


def _coarse(picture: Colour) -> Colour:
    return _mosaic(picture, 6)


def _eyes_bare(picture: Colour) -> Colour:
    """Black but for a strip."""
    middle = round(len(picture) * 0.45)
    return np.where(abs(np.arange(len(picture)) - middle)[:, None, None] <= 2, picture, np.uint8(0))


def _nine_tenths(picture: Colour) -> Colour:
    """Paint through which a tenth shines."""
    return np.round(picture * 0.1).astype(np.uint8)


def _soft(picture: Colour) -> Colour:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), len(picture) / 14), np.uint8)


@pytest.mark.parametrize("side", [9, 11, 14, 20])
@pytest.mark.parametrize("held", [_coarse, _soft, _eyes_bare, _nine_tenths])
def test_a_small_cover_that_holds_a_picture_is_not_taken_for_smear(held: Callable[[Colour], Colour], side: int) -> None:
    for at, picture in enumerate(_people() * 3):
        scene, covered, box = _in_a_scene(picture, held, side, at)
        assert _held(scene, covered, box, 90) != [Contents.NOTHING]


def test_a_cover_in_the_mean_colour_of_the_face_holds_nothing() -> None:
    for picture in _people():
        mean = np.broadcast_to(picture[30:130, 36:108].mean(axis=(0, 1)).astype(np.uint8), picture.shape)
        assert _held(picture, _inside_cover(picture, mean)) == [Contents.NOTHING]


@pytest.mark.parametrize("cover", [_blurred, _mosaic])
def test_a_blur_and_a_mosaic_hold_a_picture(cover: Callable[[Colour], Colour]) -> None:
    for picture in _people():
        assert _held(picture, cover(picture)) == [Contents.PICTURE]


@pytest.mark.parametrize("grain", [10, 25])
@pytest.mark.parametrize("cover", [_blurred, _mosaic])
def test_over_a_grainy_picture_a_blur_and_a_mosaic_are_not_taken_for_nothing(
    cover: Callable[[Colour], Colour], grain: int
) -> None:
    """The codec takes the grain everywhere, so the noise of the frame is that of the grain."""
    rng = np.random.default_rng(1)
    for picture in _people():
        grainy = np.clip(picture + rng.normal(0, grain, picture.shape), 0, 255).astype(np.uint8)
        assert _held(grainy, cover(grainy), noise=0.8 * grain)[0] is not Contents.NOTHING
        assert _held(grainy, _solid(grainy), noise=0.8 * grain) == [Contents.NOTHING]


def _checker(side: int) -> Callable[[Colour], Colour]:
    def made(picture: Colour) -> Colour:
        """A picture of the face in two levels whose mean over a few pixels is the same everywhere."""
        y, x = np.indices(picture.shape[:2])
        bright = ((x // side + y // side) % 2 == 0) ^ (_grey(picture) > np.median(_grey(picture)))
        return np.repeat(np.where(bright, 140, 110).astype(np.uint8)[..., None], 3, axis=2)

    return made


def _lines(picture: Colour) -> Colour:
    edges = cv2.Canny(_grey(picture), 60, 120)
    return np.where(edges[..., None] > 0, np.uint8(70), np.full_like(picture, 30))


def _colours_only(picture: Colour) -> Colour:
    """The face in colours of one brightness."""
    luma, red, blue = cv2.split(cv2.cvtColor(_mosaic(picture, 24), cv2.COLOR_RGB2YCrCb))
    grey = _grey(picture).astype(np.float32)
    red = np.clip(128 + (grey - grey.mean()) / 4, 0, 255).astype(np.uint8)
    shown = cv2.merge([np.full_like(luma, 110), red, blue])
    return np.asarray(cv2.cvtColor(shown, cv2.COLOR_YCrCb2RGB), np.uint8)


def _translucent(picture: Colour) -> Colour:
    """Paint through which a twenty-fifth of the face shines."""
    return np.round(60 + (picture.astype(np.float32) - 128) / 25).astype(np.uint8)


@pytest.mark.parametrize("scale", [1, 4])
@pytest.mark.parametrize("held", [_checker(1), _checker(2), _lines, _colours_only, _translucent])
def test_what_is_finer_than_a_cell_or_only_in_the_colours_is_a_picture(
    held: Callable[[Colour], Colour], scale: int
) -> None:
    for picture in _people():
        large = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
        shown = held(large)
        found = _contents(large, _coded(shown, 92), np.asarray(_FACE * scale, np.float32))
        assert Contents(int(found.contents[0])) is Contents.PICTURE
        assert not found.fills


def test_where_two_covers_of_different_levels_meet_both_hold_nothing() -> None:
    for picture in _people():
        scene = np.hstack([picture, picture])
        covered = scene.copy()
        cv2.ellipse(covered, (72, 80), (54, 75), 0, 0, 360, (16, 16, 16), -1)
        cv2.ellipse(covered, (150, 80), (60, 75), 0, 0, 360, (200, 200, 200), -1)
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


def test_a_cover_over_half_a_face_and_a_mosaic_over_the_rest_hold_a_picture() -> None:
    for picture in _people():
        covered = _mosaic(picture)
        covered[:, :76] = 16
        assert _held(picture, covered) == [Contents.PICTURE]


@pytest.mark.parametrize("rows", [8, 14, 22, 28])
@pytest.mark.parametrize("held", [lambda picture: picture, _blurred, _mosaic])
def test_a_strip_of_the_face_between_two_covers_is_a_picture(held: Callable[[Colour], Colour], rows: int) -> None:
    for picture in _people():
        covered = _solid(picture, 0)
        eyes = slice(70 - rows // 2, 70 + rows // 2)
        covered[eyes, 20:124] = held(picture)[eyes, 20:124]
        assert _held(picture, covered, quality=90, noise=1.0) == [Contents.PICTURE]


@pytest.mark.parametrize("level", [0, 255])
@pytest.mark.parametrize("opacity", [0.98, 0.99])
def test_a_cover_through_which_a_hundredth_of_the_face_shines_holds_a_picture(opacity: float, level: int) -> None:
    """Where nothing was coded again, nothing but the face makes the cover vary."""
    for picture in _people():
        mixed = np.round(picture * (1 - opacity) + level * opacity).astype(np.uint8)
        found = _contents(picture, _inside_cover(picture, mixed), _FACE, noise=0.0)
        assert found.contents.tolist() == [Contents.PICTURE]
        assert not found.fills


def test_the_many_colours_of_covers_do_not_excuse_a_blur_or_a_mosaic() -> None:
    """Covers in the mean colours of faces have as many colours as a mosaic."""
    rng = np.random.default_rng(1)
    for picture in _people():
        scene = np.hstack([picture] * 24)
        covered = [_inside_cover(picture, np.full_like(picture, rng.integers(0, 256, 3))) for _ in range(24)]
        boxes = np.concatenate([_FACE + np.array([x, 0, x, 0], np.float32) for x in range(0, 24 * SIDE, SIDE)])
        fills = _contents(scene, np.hstack(covered), boxes, noise=0.0).fills
        assert 2 < len(fills) <= 8
        many = tuple(
            (luma, blue, red) for luma in range(0, 256, 4) for blue, red in ((108, 148), (116, 140), (124, 132))
        )
        for cover in (_blurred, _mosaic):
            redacted = _coded(cover(picture), 90)
            patches = face_patches(_grey(picture), _grey(redacted), _FACE)
            found = cover_contents(patches, planes_of_photo(redacted), _NOISE, (*fills, *many))
            assert found.contents.tolist() == [Contents.PICTURE]


def test_a_bare_face_is_open() -> None:
    for picture in _people():
        assert _held(picture, picture, quality=90) == [Contents.OPEN]


def test_one_colour_that_the_original_shows_too_is_no_cover_and_no_fill() -> None:
    """A wall, or a face in the dark, is bare: nothing covers it, and its colour is not that of covers."""
    for picture in _people():
        for level in (0, 20, 120):
            dark = np.clip(level + (picture.astype(np.float32) - 128) / 60, 0, 255).astype(np.uint8)
            found = _contents(dark, _coded(dark, 95), _FACE)
            assert Contents(int(found.contents[0])) is Contents.OPEN
            assert not found.fills


def test_a_dark_face_under_black_is_covered() -> None:
    for picture in _people():
        dark = np.clip(14 + (picture.astype(np.float32) - 128) / 12, 0, 255).astype(np.uint8)
        assert _held(dark, _solid(dark, 10)) == [Contents.NOTHING]


def test_the_colour_of_a_wall_does_not_excuse_a_bare_face_of_that_colour() -> None:
    """In a shaken frame no structure survives; it is bare where it is the original, whatever walls look like."""
    for picture in _people():
        shaken = np.asarray(cv2.GaussianBlur(picture, (0, 0), 20), np.uint8)
        wall = np.full_like(picture, _grey(shaken)[80, 72])
        scene = np.hstack([_solid(shaken, 16), wall, shaken])
        boxes = np.array([[36 + x, 30, 108 + x, 130] for x in (0, SIDE, 2 * SIDE)], np.float32)
        original = np.hstack([shaken, wall, shaken])
        assert _shares(original, _coded(scene, 90), boxes).bare[2] > 0.5


def test_a_bare_face_without_structure_leaks_beside_a_covered_one() -> None:
    """In a shaken frame no structure survives, but the pixels are those of the original."""
    for picture in _people():
        shaken = np.asarray(cv2.GaussianBlur(picture, (0, 0), 20), np.uint8)
        scene = np.hstack([shaken, shaken])
        half_covered = np.hstack([_solid(shaken, 16), shaken])
        boxes = np.array([[36, 30, 108, 130], [180, 30, 252, 130]], np.float32)
        shares = _shares(scene, _coded(half_covered, 90), boxes).shares
        assert shares[0] == 0
        assert shares[1] > 0.5


@given(x=st.floats(-300, 300), y=st.floats(-300, 300), w=st.floats(0.5, 400), h=st.floats(0.5, 400))
def test_any_box_has_contents(x: float, y: float, w: float, h: float) -> None:
    picture = _people()[0]
    found = _contents(picture, picture, np.array([[x, y, x + w, y + h]], np.float32))
    assert Contents(int(found.contents[0])) is not Contents.NOTHING
    assert not found.fills
