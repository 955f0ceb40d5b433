"""Covers on pictures of noise: every sample of a region is hidden, and no other changes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes
from veilproof.media.planes import Plane
from veilproof.render.covers import Method, Shape, Style, cover

BLACK = 9
"""No sample of the noise has this value, so a black one is a covered one."""

LAYOUTS = {
    "gray": [(1, 1, 1)],
    "yuv420p": [(1, 1, 1), (2, 2, 1), (2, 2, 1)],
    "yuv422p": [(1, 1, 1), (2, 1, 1), (2, 1, 1)],
    "yuv444p": [(1, 1, 1), (1, 1, 1), (1, 1, 1)],
    "yuv411p": [(1, 1, 1), (4, 1, 1), (4, 1, 1)],
    "nv12": [(1, 1, 1), (2, 2, 2)],
    "rgb24": [(1, 1, 3)],
    "rgba": [(1, 1, 4)],
}


def noise(layout: str, width: int, height: int, sample: type = np.uint8, seed: int = 0) -> list[Plane]:
    """Planes inside larger buffers, as decoders leave them: the views are strided and the odd edge is rounded up."""
    generator = np.random.default_rng(seed)
    planes = []
    for step_x, step_y, channels in LAYOUTS[layout]:
        rows, columns = math.ceil(height / step_y), math.ceil(width / step_x)
        buffer: NDArray[Any] = generator.integers(BLACK + 1, 255, (rows, columns + 5, channels), np.uint8).astype(
            sample
        )
        pixels = buffer[:, :columns] if channels > 1 else buffer[:, :columns, 0]
        planes.append(Plane(pixels, step_x, step_y, (BLACK,) * channels))
    return planes


def boxes(*rows: Sequence[float]) -> Boxes:
    return np.array(rows, np.float32).reshape(-1, 4)


def covered(planes: list[Plane], regions: Boxes, style: Style) -> list[NDArray[Any]]:
    """Copies of the samples with the regions covered; the planes do not change."""
    copies = [Plane(plane.pixels.copy(), plane.step_x, plane.step_y, plane.black) for plane in planes]
    cover(copies, regions, style)
    return [plane.pixels for plane in copies]


def grown(box: Sequence[float], scale: float) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = box
    return (x1 + x2) / 2, (y1 + y2) / 2, (x2 - x1) / 2 * scale, (y2 - y1) / 2 * scale


def points_inside(box: Sequence[float], style: Style) -> NDArray[np.float64]:
    """[n, 2] x y: points all over the outline and just inside its edge."""
    cx, cy, a, b = grown(box, style.scale)
    if style.shape is Shape.BOX:
        side = np.linspace(-0.9999, 0.9999, 60)
        unit = np.array(list(itertools.product(side, side)))
    else:
        angle = np.linspace(0, 2 * np.pi, 240)
        rings = np.array([0.2, 0.4, 0.6, 0.8, 0.95, 0.9999])[:, None, None]
        unit = (np.stack([np.cos(angle), np.sin(angle)], axis=1) * rings).reshape(-1, 2)
    return np.asarray(unit * [a, b] + [cx, cy], np.float64)


def samples_at(
    points: NDArray[np.float64], plane: Plane, picture: tuple[int, int]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Rows and columns of the samples of a plane whose picture pixels hold the points that lie in the picture."""
    inside = points[((points >= 0) & (points < picture)).all(axis=1)]
    return (inside[:, 1] // plane.step_y).astype(int), (inside[:, 0] // plane.step_x).astype(int)


coordinates = st.floats(-60, 120, width=32)
sides = st.one_of(st.floats(0, 70, width=32), st.sampled_from([0.0, 0.0625, 400.0]))
face_boxes = st.builds(lambda x, y, w, h: (x, y, x + w, y + h), coordinates, coordinates, sides, sides)
styles = st.builds(Style, st.sampled_from(Method), st.sampled_from(Shape), st.sampled_from([1.0, 1.25, 1.4, 3.0]))
layouts = st.sampled_from(sorted(LAYOUTS))
sizes = st.tuples(st.integers(1, 75), st.integers(1, 75))
depths = st.sampled_from([np.uint8, np.uint16])


@given(layouts, sizes, depths, st.lists(face_boxes, max_size=4), st.sampled_from(Shape))
@settings(max_examples=200)
def test_solid_blackens_every_sample_an_outline_touches(
    layout: str, size: tuple[int, int], depth: type, faces: list[tuple[float, ...]], shape: Shape
) -> None:
    planes, style = noise(layout, *size, depth), Style(Method.SOLID, shape)
    out = covered(planes, boxes(*faces), style)
    for plane, pixels in zip(planes, out, strict=True):
        for face in boxes(*faces).tolist():
            if face[2] > face[0] and face[3] > face[1]:
                assert (pixels[samples_at(points_inside(face, style), plane, size)] == BLACK).all()


@given(layouts, sizes, depths, st.lists(face_boxes, max_size=4), styles)
@settings(max_examples=200)
def test_samples_outside_the_outlines_do_not_change(
    layout: str, size: tuple[int, int], depth: type, faces: list[tuple[float, ...]], style: Style
) -> None:
    planes = noise(layout, *size, depth)
    for plane, pixels in zip(planes, covered(planes, boxes(*faces), style), strict=True):
        y, x = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
        far = np.ones(pixels.shape[:2], bool)
        for cx, cy, a, b in (grown(face, style.scale) for face in boxes(*faces).tolist()):
            # The point of the sample's area that is nearest to the centre.
            near_x = np.clip(cx, x * plane.step_x, (x + 1) * plane.step_x) - cx
            near_y = np.clip(cy, y * plane.step_y, (y + 1) * plane.step_y) - cy
            beyond = (np.abs(near_x) > a) | (np.abs(near_y) > b)
            if style.shape is Shape.ELLIPSE and a > 0.01 and b > 0.01:
                beyond |= (near_x / a) ** 2 + (near_y / b) ** 2 > 1.001
            far &= beyond
        assert (pixels[far] == plane.pixels[far]).all()
    assert all(pixels.dtype == depth for pixels in out_of(planes))


def out_of(planes: list[Plane]) -> list[NDArray[Any]]:
    return [plane.pixels for plane in planes]


@given(layouts, sizes, st.lists(face_boxes, min_size=1, max_size=4), styles, st.randoms(use_true_random=False))
def test_the_order_of_the_regions_makes_no_difference(
    layout: str,
    size: tuple[int, int],
    faces: list[tuple[float, ...]],
    style: Style,
    random: Any,  # noqa: ANN401
) -> None:
    planes, shuffled = noise(layout, *size), random.sample(faces, len(faces))
    for one, other in zip(covered(planes, boxes(*faces), style), covered(planes, boxes(*shuffled), style), strict=True):
        assert (one == other).all()


@given(layouts, st.sampled_from(Method), st.sampled_from(Shape), st.floats(-30, 30), st.floats(-30, 30))
def test_where_covers_overlap_the_coarser_one_is_on_top(
    layout: str, method: Method, shape: Shape, x: float, y: float
) -> None:
    planes, style = noise(layout, 120, 110), Style(method, shape)
    small, large = (40, 40, 60, 64), (50 + x, 50 + y, 100 + x, 100 + y)
    both = covered(planes, boxes(large, small), style)
    only_small, only_large = covered(planes, boxes(small), style), covered(planes, boxes(large), style)
    under_large = covered(planes, boxes(large), Style(Method.SOLID, shape))
    for pixels, first, second, black in zip(both, only_small, only_large, under_large, strict=True):
        assert (pixels == np.where(black == BLACK, second, first)).all()


@given(layouts, st.lists(face_boxes, max_size=3), styles)
def test_eight_and_sixteen_bits_give_the_same_cover(layout: str, faces: list[tuple[float, ...]], style: Style) -> None:
    planes = noise(layout, 61, 47)
    deep = [
        Plane(p.pixels.astype(np.uint16) * 257, p.step_x, p.step_y, tuple(257 * b for b in p.black)) for p in planes
    ]
    for coarse, fine in zip(covered(planes, boxes(*faces), style), covered(deep, boxes(*faces), style), strict=True):
        # The blur rounds three times on its way, the mosaic once.
        allowed = 1.6 if style.method is Method.BLUR else 0.51
        assert np.abs(fine / 257 - coarse).max() <= allowed


def runs(rows: NDArray[Any]) -> list[tuple[int, int]]:
    """Where columns stay the same from one to the next, as first and last + 1."""
    edges = [0, *(np.flatnonzero(np.diff(rows.astype(int)).any(axis=0)) + 1).tolist(), rows.shape[1]]
    return list(itertools.pairwise(edges))


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("side", [17, 40, 64, 100, 301])
def test_a_mosaic_has_at_most_eight_cells_across_the_face_and_not_far_fewer(layout: str, side: int) -> None:
    planes = noise(layout, 3 * side, 3 * side)
    x, y = side + 0.3, side + 0.9
    for plane, pixels in zip(
        planes, covered(planes, boxes((x, y, x + side, y + side)), Style(Method.MOSAIC, Shape.BOX)), strict=True
    ):
        flat = pixels if pixels.ndim == 2 else pixels[..., 0]
        rows = flat[int(y / plane.step_y) : int((y + side) / plane.step_y)]
        across = runs(rows[:, int(x / plane.step_x) : math.ceil((x + side) / plane.step_x)])
        assert (2 if side < 20 else 5) <= len(across) <= 8


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_each_cell_is_the_mean_of_its_pixels_even_where_the_outline_cuts_it(layout: str, depth: type) -> None:
    planes = noise(layout, 200, 160, depth)
    out = covered(planes, boxes((60, 40, 140, 120)), Style(Method.MOSAIC, Shape.BOX, 1.4))
    luma = out[0] if out[0].ndim == 2 else out[0][..., 0]
    widths = [last - first for first, last in runs(luma[40:120, 60:140])]
    cell = widths[0]
    assert set(widths[:-1]) == {cell}
    for plane, pixels in zip(planes, out, strict=True):
        # The outline goes from 44 to 156 and from 24 to 136, so the first cells reach beyond it.
        for left, top in itertools.product(range(60 - 2 * cell, 156, cell), range(40 - 2 * cell, 136, cell)):
            whole = np.s_[
                top // plane.step_y : (top + cell) // plane.step_y, left // plane.step_x : (left + cell) // plane.step_x
            ]
            shown = np.s_[
                max(top, 24) // plane.step_y : math.ceil(min(top + cell, 136) / plane.step_y),
                max(left, 44) // plane.step_x : math.ceil(min(left + cell, 156) / plane.step_x),
            ]
            mean = plane.pixels[whole].mean(axis=(0, 1))
            assert (np.abs(pixels[shown] - mean) <= 0.5).all()


def test_the_cells_move_with_the_face() -> None:
    """On a fixed grid, a moving face could be reconstructed from many frames."""
    still, moved = noise("gray", 160, 160), noise("gray", 160, 160)
    moved[0].pixels[:, 7:] = still[0].pixels[:, :-7]
    style = Style(Method.MOSAIC, Shape.BOX)
    before = covered(still, boxes((50, 50, 100, 110)), style)[0]
    after = covered(moved, boxes((57, 50, 107, 110)), style)[0]
    assert (before[40:120, 40:110] == after[40:120, 47:117]).all()


def test_a_tiny_face_still_gets_cells_larger_than_a_pixel() -> None:
    planes = noise("gray", 40, 40)
    shown = covered(planes, boxes((16, 16, 22, 23)), Style(Method.MOSAIC))[0][16:23, 16:22]
    assert len(np.unique(shown)) <= 4


@pytest.mark.parametrize("layout", ["gray", "yuv420p", "nv12", "rgb24"])
@pytest.mark.parametrize("side", [24, 90, 260])
@pytest.mark.parametrize("at", [(0.0, 0.0), (120.0, 200.0), (-10.0, 230.0)])
def test_blur_is_a_gaussian_half_a_face_wide(layout: str, side: int, at: tuple[float, float]) -> None:
    planes = noise(layout, 401, 403)
    for plane in planes:
        # Large soft blobs: of the noise itself the blur would leave nothing to compare.
        y, x = np.mgrid[: plane.pixels.shape[0], : plane.pixels.shape[1]] * 1.0
        blobs = 120 + 60 * np.sin(x * plane.step_x / side) + 50 * np.cos(y * plane.step_y / side)
        plane.pixels[...] = blobs if plane.pixels.ndim == 2 else blobs[..., None]
    face = boxes((*at, at[0] + side, at[1] + side))
    out = covered(planes, face, Style(Method.BLUR))
    hidden = covered(planes, face, Style(Method.SOLID))
    for plane, pixels, black in zip(planes, out, hidden, strict=True):
        sigma = (side / 2 / plane.step_y, side / 2 / plane.step_x, *[0] * (pixels.ndim - 2))
        expected = gaussian_filter(plane.pixels.astype(float), sigma, mode="nearest")
        inside = black == BLACK
        assert np.abs(pixels - expected)[inside].max() < 8


def test_blur_removes_the_features_of_a_face() -> None:
    planes = noise("gray", 300, 300)
    x = np.arange(300)
    planes[0].pixels[...] = 128 + 100 * np.sin(x * 2 * np.pi / 50)
    out = covered(planes, boxes((100, 100, 200, 200)), Style(Method.BLUR))[0]
    assert np.ptp(out[150, 100:200].astype(int)) <= 6


def test_no_method_changes_a_picture_without_regions() -> None:
    for method in Method:
        planes = noise("yuv420p", 33, 21)
        assert all(
            (one == two.pixels).all() for one, two in zip(covered(planes, boxes(), Style(method)), planes, strict=True)
        )


@pytest.mark.parametrize("method", Method)
def test_a_region_larger_than_the_picture_covers_all_of_it(method: Method) -> None:
    planes = noise("yuv420p", 33, 21)
    out = covered(planes, boxes((-5000, -4000, 6000, 3000)), Style(method))
    assert all(np.ptp(pixels.astype(int)) <= 1 for pixels in out)


@pytest.mark.parametrize("scale", [0.99, 0.0, -1.0, math.inf, math.nan])
def test_a_cover_smaller_than_the_face_is_refused(scale: float) -> None:
    with pytest.raises(VeilproofError, match="smaller than the face"):
        Style(scale=scale)
