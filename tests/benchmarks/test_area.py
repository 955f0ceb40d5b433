"""The area that a result covers, from pixels alone."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.area import covered_area
from benchmarks.scoring import Planes

WIDTH, HEIGHT = 320, 180


def picture(seed: int) -> Planes:
    rng = np.random.default_rng(seed)
    return (
        rng.integers(0, 255, (HEIGHT, WIDTH), np.uint8),
        rng.integers(100, 150, (HEIGHT // 2, WIDTH // 2), np.uint8),
        rng.integers(100, 150, (HEIGHT // 2, WIDTH // 2), np.uint8),
    )


def covered(planes: Planes) -> Planes:
    luma, blue, red = (plane.copy() for plane in planes)
    luma[:, : WIDTH // 4], blue[:, : WIDTH // 8], red[:, : WIDTH // 8] = 16, 128, 128
    return luma, blue, red


def test_a_quarter_of_the_picture_covered_in_half_of_the_frames_is_an_eighth() -> None:
    original = [picture(seed) for seed in range(4)]
    result = [covered(original[0]), covered(original[1]), original[2], original[3]]
    assert covered_area(original, result) == pytest.approx(1 / 8, abs=0.005)
    assert covered_area(original, original) == 0


def test_a_result_that_lacks_frames_has_no_area() -> None:
    original = [picture(seed) for seed in range(3)]
    with pytest.raises(ValueError, match="other frames"):
        covered_area(original, original[:2])
