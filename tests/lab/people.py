"""A set of people who do not exist: those of openpeople, and blends of two of them, with two pictures of each."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.lab_people import blends


def write_set(folder: Path, count: int, names: str = "{:03}") -> None:
    """Write so many people, at most 55, each with two pictures, into sub-folders of these names."""
    for number, blend in enumerate(blends()[:count]):
        own = folder / names.format(number)
        own.mkdir(parents=True)
        write_picture(own / "photo-0.png", blend)
        write_picture(own / "photo-1.png", _taken_again(blend, np.random.default_rng(number)))


def _taken_again(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """The same face in another light, by another camera that is held askew."""
    side = picture.shape[0]
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), rng.uniform(-9, 9), rng.uniform(0.8, 0.95))
    turned = cv2.warpAffine(picture, turn, (side, side), borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    slope = np.linspace(-1, 1, side)[None, :, None] * rng.uniform(-35, 35)
    noisy = 255 * (turned / 255) ** rng.uniform(0.7, 1.4) + slope + rng.normal(0, 6, turned.shape)
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)


def write_picture(path: Path, rgb: NDArray[np.uint8]) -> None:
    assert cv2.imwrite(str(path), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
