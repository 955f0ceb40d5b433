"""A car with a number plate, from behind, in any light and as sharp as you like."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

PLATE = np.array([345, 320, 455, 345], np.float32)
"""x1 y1 x2 y2 of the plate."""


def car(light: float = 1.0, blur: float = 0.0, shift: int = 0) -> NDArray[np.uint8]:
    """uint8 [480, 800, 3] RGB; `light` is a factor, `blur` in pixels, `shift` moves the car to the right."""
    picture = np.full((480, 800, 3), 150, np.uint8)
    cv2.rectangle(picture, (0, 380), (800, 480), (95, 95, 98), -1)
    x = shift
    cv2.rectangle(picture, (x + 250, 120), (x + 550, 400), (60, 65, 75), -1)
    cv2.rectangle(picture, (x + 280, 150), (x + 520, 230), (25, 28, 32), -1)
    for lamp in (260, 500):
        cv2.rectangle(picture, (x + lamp, 270), (x + lamp + 40, 300), (170, 30, 30), -1)
    cv2.rectangle(picture, (x + 345, 320), (x + 455, 345), (235, 235, 230), -1)
    cv2.putText(picture, "WK 4371", (x + 352, 340), cv2.FONT_HERSHEY_DUPLEX, 0.72, (20, 20, 25), 2)
    noise = np.random.default_rng(3).normal(0, 2, picture.shape)
    shown = np.clip(picture * light + noise, 0, 255).astype(np.uint8)
    return np.asarray(cv2.GaussianBlur(shown, (0, 0), blur), np.uint8) if blur else shown
