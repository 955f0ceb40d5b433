"""Every sample of a picture is compared, those at its edges as well."""

from __future__ import annotations

import numpy as np
import pytest

from veilproof.audit.colour_planes import ColourPlanes
from veilproof.release.noise import MEASURES, frame_noise, prepared, shown


def _planes(height: int, width: int) -> ColourPlanes:
    luma = np.random.default_rng(1).integers(60, 180, (height, width), np.uint8)
    blue, red = (np.full((-(-height // 2), -(-width // 2)), 128, np.uint8) for _ in range(2))
    return ColourPlanes(luma, blue, red)


@pytest.mark.parametrize("edge", [(slice(-5, None), slice(10, 40)), (slice(10, 40), slice(-5, None))])
def test_a_change_at_an_edge_is_seen(edge: tuple[slice, slice]) -> None:
    expected = prepared(_planes(61, 77))
    actual = _planes(61, 77)
    actual.luma[edge] = 255
    noise = frame_noise(expected, shown(actual), np.zeros_like(expected.means))
    assert noise.largest[0] > 5


def test_a_picture_smaller_than_a_block_is_compared() -> None:
    expected = prepared(_planes(5, 3))
    noise = frame_noise(expected, shown(_planes(5, 3)), np.zeros_like(expected.means))
    assert not noise.largest.any()


@pytest.mark.parametrize(("levels", "is_seen"), [(0.5, False), (2.0, True)])
def test_a_brightness_that_nobody_can_see_is_no_difference(levels: float, is_seen: bool) -> None:
    """In every fourth sample by four times as much, as codecs err, where all is flat and still."""
    flat, half = np.full((160, 160), 90, np.uint8), np.full((80, 80), 128, np.uint8)
    expected = prepared(ColourPlanes(flat, half, half))
    changed = flat.copy()
    changed[::2, ::2] += round(4 * levels)
    noise = frame_noise(expected, shown(ColourPlanes(changed, half, half)), np.zeros_like(expected.means))
    assert (noise.largest[MEASURES.index("brightness")] > 0) == is_seen
