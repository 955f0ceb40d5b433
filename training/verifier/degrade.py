"""Photographs as phones film them and messengers pass them on: small, shaken, noisy, compressed, dark."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_LONG_SIDES = (400, 1100)
"""Pixels of the longer side, from messengers' smallest videos to 720 lines."""


def degraded(picture: NDArray[np.uint8], rng: np.random.Generator) -> tuple[NDArray[np.uint8], float]:
    """A picture as a film would show it, and the scale from the photograph to it."""
    height, width = picture.shape[:2]
    scale = min(1.0, float(np.exp(rng.uniform(*np.log(_LONG_SIDES)))) / max(width, height))
    target = max(16, round(width * scale)), max(16, round(height * scale))
    out = np.asarray(cv2.resize(picture, target, interpolation=cv2.INTER_AREA), np.uint8)
    if rng.random() < 0.5:
        out = _lit(out, rng)
    if rng.random() < 0.35:
        out = _shaken(out, rng)
    elif rng.random() < 0.3:
        out = np.asarray(cv2.GaussianBlur(out, (0, 0), rng.uniform(0.4, 1.4)), np.uint8)
    if rng.random() < 0.5:
        noise = rng.normal(0, rng.uniform(2, 10), out.shape).astype(np.float32)
        out = np.asarray(np.clip(out + noise, 0, 255), np.uint8)
    for _ in range(int(rng.integers(1, 3))):
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(18, 75))]
        out = np.asarray(cv2.imdecode(cv2.imencode(".jpg", out, quality)[1], cv2.IMREAD_COLOR), np.uint8)
    return out, target[0] / width


def _lit(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    ramp = (np.arange(256) / 255) ** np.exp(rng.normal(0, 0.4)) * 255 * np.exp(rng.normal(0, 0.2))
    table = np.clip(ramp[:, None] * np.exp(rng.normal(0, 0.08, 3)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(picture, table[:, None, :]), np.uint8)


def _shaken(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    length = int(rng.integers(3, 12))
    kernel = np.zeros((length, length), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = np.array([np.cos(angle), np.sin(angle)]) * (length - 1) / 2
    first, last = (np.round((length - 1) / 2 + way * reach).astype(int).tolist() for way in (-1, 1))
    cv2.line(kernel, (first[0], first[1]), (last[0], last[1]), 1.0)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.uint8)
