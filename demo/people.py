"""Synthetic people from the `openpeople` package, segmented from their studio pictures.

Nobody in these pictures exists. Their faces were labelled by hand, so that the ground truth does not depend on any
detector.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

_REDUCTION = 4
"""Studio pictures are decoded at a quarter of their size, enough for the nearest face of a scene."""

_HIP_HEIGHT = 0.56
"""Where `studio_posture` is cut off, as a fraction of its height. Chosen by eye."""

_FACES = {
    ("P001", "studio_portrait"): (0.325, 0.21, 0.68, 0.735),
    ("P002", "studio_portrait"): (0.325, 0.20, 0.67, 0.695),
    ("P005", "studio_portrait"): (0.34, 0.13, 0.68, 0.60),
    ("P006", "studio_portrait"): (0.325, 0.14, 0.67, 0.645),
    ("P010", "studio_portrait"): (0.29, 0.125, 0.71, 0.71),
    ("P001", "studio_posture"): (0.437, 0.084, 0.562, 0.198),
    ("P002", "studio_posture"): (0.432, 0.084, 0.566, 0.197),
    ("P004", "studio_posture"): (0.430, 0.126, 0.568, 0.238),
    ("P005", "studio_posture"): (0.432, 0.079, 0.578, 0.206),
    ("P006", "studio_posture"): (0.437, 0.085, 0.568, 0.185),
    ("P008", "studio_posture"): (0.434, 0.073, 0.571, 0.178),
    ("P010", "studio_posture"): (0.430, 0.085, 0.575, 0.185),
}
"""Forehead to chin and cheek to cheek (x1 y1 x2 y2), as fractions of the picture's width and height."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A person, segmented from the background."""

    pixels: NDArray[np.float32]
    """float32 [h, w, 4]: R G B from 0 to 255, multiplied by the opacity, and the opacity from 0 to 1."""
    face: tuple[float, float, float, float]
    """x1 y1 x2 y2 in pixels of `pixels`."""

    def reduced(self, factor: float) -> Figure:
        """The figure scaled by `factor`, at most 1."""
        height, width = (max(1, round(side * min(1, factor))) for side in self.pixels.shape[:2])
        pixels = cv2.resize(self.pixels, (width, height), interpolation=cv2.INTER_AREA)
        x, y = width / self.pixels.shape[1], height / self.pixels.shape[0]
        x1, y1, x2, y2 = self.face
        return Figure(np.asarray(pixels, np.float32), (x1 * x, y1 * y, x2 * x, y2 * y))


@functools.cache
def figure(person: str, picture: str, shirt: tuple[int, int, int], masked: bool = False) -> Figure:
    """A person down to the hips (`studio_posture`) or the chest (`studio_portrait`), in a shirt of this RGB colour."""
    file = files("openpeople") / "data" / "curated" / person / "assets" / f"{picture}.jpg"
    with file.open("rb") as opened, Image.open(opened) as image:
        image.draft("RGB", (image.width // _REDUCTION, image.height // _REDUCTION))
        rgb = np.asarray(image.convert("RGB"))
    height, width = rgb.shape[:2]
    if picture == "studio_posture":
        rgb = rgb[: int(height * _HIP_HEIGHT)]
    x1, y1, x2, y2 = _FACES[person, picture]
    face = (x1 * width, y1 * height, x2 * width, y2 * height)
    opacity = _opacity(rgb)
    dressed = _dressed(rgb, int(face[1] + (face[3] - face[1]) * 0.88), shirt)
    if masked:
        _draw_mask(dressed, face)
    return Figure(np.dstack([dressed * opacity[..., None], opacity]).astype(np.float32), face)


def _opacity(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    smooth = cv2.GaussianBlur(rgb, (0, 0), 1.2)
    height, width = rgb.shape[:2]
    background = np.zeros((height + 2, width + 2), np.uint8)
    tolerance = (3, 3, 3)
    for y in range(0, height // 2, 8):
        for x in (1, width - 2):
            if not background[y + 1, x + 1]:
                cv2.floodFill(
                    smooth, background, (x, y), 0, tolerance, tolerance, 4 | cv2.FLOODFILL_MASK_ONLY | (255 << 8)
                )
    person = cv2.bitwise_not(background[1:-1, 1:-1])
    person = cv2.morphologyEx(person, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    person = cv2.erode(person, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.GaussianBlur(person, (0, 0), 1.0) / np.float32(255), np.float32)


def _dressed(rgb: NDArray[np.uint8], collar: int, shirt: tuple[int, int, int]) -> NDArray[np.float32]:
    hsv = cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV)
    saturation, value = hsv[..., 1].astype(np.float32), hsv[..., 2].astype(np.float32)
    white = np.clip((60 - saturation) / 25, 0, 1) * np.clip((value - 120) / 40, 0, 1)
    white[:collar] = 0
    tint = 1 - white[..., None] * (1 - np.asarray(shirt, np.float32) / 255)
    return np.asarray(rgb * tint, np.float32)


def _draw_mask(rgb: NDArray[np.float32], face: tuple[float, float, float, float]) -> None:
    x1, y1, x2, y2 = face
    half = [(0.5, 0.42), (0.7, 0.47), (0.97, 0.52), (0.9, 0.86), (0.66, 1.03)]
    outline = np.array(half + [(1 - x, y) for x, y in reversed(half)])
    points = outline * (x2 - x1, y2 - y1) + (x1, y1)
    mask = np.zeros(rgb.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(points * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    rows = np.arange(rgb.shape[0], dtype=np.float32)
    pleats = 0.93 + 0.07 * np.sin(rows / (y2 - y1) * 40)
    cloth = pleats[:, None, None] * np.array([176, 208, 224], np.float32)
    share = mask[..., None].astype(np.float32) / 255
    rgb += share * (cloth - rgb)
