"""The street and the barrier, drawn procedurally so that nobody real appears."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

HORIZON = 0.56
"""Top of the pavement, as a fraction of the picture's height. Chosen by eye."""

BARRIER = 0.69
"""Top of the barrier in front of the walkers, as a fraction of the picture's height. Chosen by eye."""


def street(width: int, height: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """float32 [height, width, 3], RGB from 0 to 255: a row of houses, a pavement, a sky."""
    picture = np.empty((height, width, 3), np.float32)
    ground = int(height * HORIZON)
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    picture[:] = np.array([150, 180, 210], np.float32) + down * np.array([70, 40, 10], np.float32)
    x = -int(rng.integers(0, width // 8))
    while x < width:
        wide = int(rng.uniform(0.14, 0.26) * height * 1.6)
        _house(picture, x, wide, ground, rng)
        x += wide
    picture[ground:] = np.array([128, 124, 118], np.float32)
    for row in np.geomspace(1, height - ground, 7).astype(int):
        picture[ground + row - 1 : ground + row] *= 0.86
    grain = cv2.GaussianBlur(rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), height / 300)
    picture += (grain * 14)[..., None]
    return np.asarray(np.clip(cv2.GaussianBlur(picture, (0, 0), height / 500), 0, 255), np.float32)


def barrier(width: int, height: int) -> NDArray[np.float32]:
    """float32 [height, width, 4], RGB premultiplied by opacity, and opacity: a barrier along the lower edge."""
    layer = np.zeros((height, width, 4), np.float32)
    top = int(height * BARRIER)
    layer[top:] = (92, 96, 104, 1)
    rail = max(2, height // 45)
    layer[top : top + rail] = (190, 192, 196, 1)
    for x in range(0, width, max(4, height // 14)):
        layer[top + rail :, x : x + max(1, height // 110)] = (140, 143, 150, 1)
    return layer


def _house(picture: NDArray[np.float32], x: int, wide: int, ground: int, rng: np.random.Generator) -> None:
    walls = [(168, 112, 92), (196, 178, 148), (148, 146, 140), (182, 152, 118), (122, 132, 138)]
    wall = np.array(walls[int(rng.integers(len(walls)))], np.float32)
    roof = int(ground * rng.uniform(0.02, 0.3))
    picture[roof:ground, max(x, 0) : max(x + wide - 1, 0)] = wall
    floors, columns = int(rng.integers(3, 5)), int(rng.integers(2, 5))
    tall, broad = (ground - roof) / floors, wide / columns
    for floor in range(floors):
        for column in range(columns):
            left, top = int(x + broad * (column + 0.28)), int(roof + tall * (floor + 0.2))
            light = float(rng.uniform(0.25, 0.6))
            right, bottom = int(left + broad * 0.46), int(top + tall * 0.6)
            picture[top:bottom, max(left, 0) : max(right, 0)] = wall * light + np.array([10, 18, 30], np.float32)
