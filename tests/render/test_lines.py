"""Covers of text and plates: turned boxes hide the whole line on every plane, and little beside it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.render.test_covers import BLACK, noise
from veilproof.geometry import corners, empty_boxes, hulls
from veilproof.plan import Cover
from veilproof.render.covers import Style, cover_lines
from veilproof.render.sampling import points_of

LINE = np.array([[40, 45, 120, 57]], np.float32)


@given(st.floats(-90, 90), st.sampled_from(["yuv420p", "yuv411p", "rgb24"]))
@settings(max_examples=40)
def test_every_sample_that_touches_a_turned_line_is_black(angle: float, layout: str) -> None:
    surface = noise(layout, 161, 121)
    assert cover_lines(surface, LINE, np.array([angle], np.float32), 1.0)
    along, down = np.meshgrid(np.linspace(-39.9, 39.9, 81), np.linspace(-5.9, 5.9, 13))
    at = np.radians(angle)
    x = 80 + along * np.cos(at) - down * np.sin(at)
    y = 51 + along * np.sin(at) + down * np.cos(at)
    for plane in surface:
        covered = plane.pixels[(y / plane.step_y).astype(int), (x / plane.step_x).astype(int)]
        assert (covered == BLACK).all()


def test_a_turned_cover_hides_far_less_than_the_upright_box_around_it() -> None:
    surface = noise("gray", 161, 121)
    angle = np.array([40], np.float32)
    cover_lines(surface, LINE, angle, 1.0)
    black = int((surface[0].pixels == BLACK).sum())
    (x1, y1, x2, y2) = hulls(LINE, angle)[0]
    assert 80 * 12 <= black <= 1.2 * 80 * 12
    assert black < 0.3 * (x2 - x1) * (y2 - y1)


def test_the_margin_grows_with_the_height_of_the_line_and_with_the_scale() -> None:
    widths = []
    for scale in (1.0, 1.5, 2.0):
        surface = noise("gray", 161, 121)
        cover_lines(surface, LINE, np.zeros(1, np.float32), scale)
        widths.append(int((surface[0].pixels == BLACK).any(axis=0).sum()))
    assert widths == [80, 88, 96] or np.allclose(widths, [80, 80 + 2 * 3.6, 80 + 2 * 7.2], atol=2)


@pytest.mark.parametrize("angle", [0.0, 30.0, -75.0])
def test_the_points_at_which_a_written_line_is_checked_lie_inside_its_cover(angle: float) -> None:
    turned = np.array([angle], np.float32)
    found = next(points_of([Cover(0, empty_boxes(), empty_boxes(), lines=LINE, angles=turned)], Style(), 161, 121))
    surface = noise("gray", 161, 121)
    cover_lines(surface, LINE, turned, Style().scale)
    assert found.inside.all()
    assert (surface[0].pixels[found.y, found.x] == BLACK).all()
    quad = corners(LINE, turned)[0]
    assert found.x.min() >= quad[:, 0].min() - 4
