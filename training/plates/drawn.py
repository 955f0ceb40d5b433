"""Plates of no country in particular: letters on a board, seen in perspective."""

from __future__ import annotations

import string
from functools import cache

import cv2
import numpy as np
from matplotlib import font_manager
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

_HEIGHT = 120
"""Pixels of a plate before it is seen in perspective."""
_ASPECTS = ((4.7, 0.45), (3.6, 0.15), (2.0, 0.25), (1.35, 0.15))
"""(width over height, how often): Europe, China and Russia, North America and Japan, motorcycles."""
_COLOURS = (
    ((235, 235, 230), (20, 20, 25), 0.5),
    ((235, 190, 40), (20, 20, 20), 0.17),
    ((25, 25, 25), (225, 225, 225), 0.1),
    ((30, 60, 150), (235, 235, 235), 0.07),
    ((200, 225, 205), (20, 40, 25), 0.06),
    ((225, 235, 245), (30, 60, 160), 0.05),
    ((235, 232, 225), (170, 30, 35), 0.05),
)
"""(board, letters, how often)."""
_LETTERS = string.ascii_uppercase + "ÄÖÜЖДЛФШ"


@cache
def _fonts() -> list[str]:
    """Upright bold ones without serifs, such as plates have; of those that are installed."""
    found = font_manager.FontManager().ttflist
    plain = {font.fname for font in found if font.style == "normal" and font.weight in ("bold", 700)}
    return sorted(name for name in plain if "Serif" not in name and "STIX" not in name and "cm" not in name)


def plate(rng: np.random.Generator) -> NDArray[np.uint8]:
    """A plate seen from the front, uint8 [h, w, 3] RGB."""
    aspects, often = zip(*_ASPECTS, strict=True)
    aspect = float(rng.choice(aspects, p=often)) * float(np.exp(rng.normal(0, 0.08)))
    board, letters, _ = _COLOURS[int(rng.choice(len(_COLOURS), p=[often for *_, often in _COLOURS]))]
    tint = np.exp(rng.normal(0, 0.07, 3))
    size = round(_HEIGHT * aspect), _HEIGHT
    picture = Image.new("RGB", size, tuple((np.array(board) * tint).clip(0, 255).astype(int).tolist()))
    draw = ImageDraw.Draw(picture)
    left = 0
    if aspect > 3 and rng.random() < 0.5:
        left = round(_HEIGHT * rng.uniform(0.3, 0.5))
        draw.rectangle((0, 0, left, _HEIGHT), fill=(30, 50, 150))
    if rng.random() < 0.6:
        draw.rectangle((1, 1, size[0] - 2, size[1] - 2), outline=letters, width=int(rng.integers(2, 6)))
    font = str(rng.choice(_fonts()))
    lines = 2 if aspect < 1.7 else 1
    top = 0.06 if lines == 2 or aspect > 2.6 else float(rng.choice([0.06, 0.24]))
    for at in range(lines):
        first, end = top + at * (1 - top) / lines, top + (at + 1) * (1 - top) / lines
        _letters(draw, _number(rng, lines), font, letters, (left, first * _HEIGHT, size[0], end * _HEIGHT - 4))
    if top > 0.2:
        _letters(draw, _number(rng, 1), font, letters, (left + 0.2 * size[0], 4, 0.8 * size[0], top * _HEIGHT))
    return _worn(np.asarray(picture, np.float32), rng)


def _number(rng: np.random.Generator, lines: int) -> str:
    count = int(rng.integers(2, 5)) if lines == 2 else int(rng.integers(5, 9))
    text = "".join(rng.choice(list(string.digits if rng.random() < 0.55 else _LETTERS)) for _ in range(count))
    if lines == 1 and rng.random() < 0.6:
        at = int(rng.integers(1, count - 1))
        text = text[:at] + str(rng.choice([" ", "-", "·"])) + text[at:]
    return text


def _letters(
    draw: ImageDraw.ImageDraw, text: str, font: str, colour: tuple[int, int, int], box: tuple[float, ...]
) -> None:
    """As large as fits into the box, x1 y1 x2 y2."""
    width, height = box[2] - box[0], box[3] - box[1]
    wide, high = (draw.textbbox((0, 0), text, ImageFont.truetype(font, 100))[at] for at in (2, 3))
    size = max(8, int(min(0.92 * width / wide, 1.05 * height / high) * 100))
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    draw.text(middle, text, colour, ImageFont.truetype(font, size), anchor="mm")


def _worn(picture: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Dirty, and lit from one side."""
    height, width = picture.shape[:2]
    dirt = cv2.resize(rng.normal(0, 1, (4, 9)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    across, down = (np.linspace(rng.uniform(0.75, 1.1), rng.uniform(0.75, 1.1), side) for side in (width, height))
    light = across[None] * down[:, None]
    shown = picture * (light * (1 + rng.uniform(0, 0.12) * dirt))[..., None]
    return np.asarray(shown.clip(0, 255), np.uint8)


def pasted(
    picture: NDArray[np.uint8], height: float, centre: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Paste a plate of that height in pixels into uint8 [h, w, 3], in place; returns the upright box around it."""
    drawn = plate(rng)
    high, wide = drawn.shape[:2]
    if rng.random() < 0.7:
        # The part of a car that it is on.
        rim = int(rng.uniform(0.1, 0.8) * high)
        body = (rng.uniform(5, 200) * np.exp(rng.normal(0, 0.15, 3))).clip(0, 255)
        fill = [float(each) for each in body]
        drawn = np.asarray(cv2.copyMakeBorder(drawn, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=fill), np.uint8)
    else:
        rim = 0
    scale = height / high
    half = np.array([wide, high]) / 2
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    far, turn = np.exp(rng.normal(0, 0.12)), np.radians(rng.normal(0, 6))
    squeeze = rng.uniform(0.55, 1.0) if rng.random() < 0.5 else 1.0
    seen = corners * [squeeze, 1.0]
    seen[1:3, 1] *= far
    seen[:, 1] += rng.normal(0, 0.12) * seen[:, 0] * (1 - squeeze) * 2
    seen = seen @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) * scale + centre
    way = cv2.getPerspectiveTransform((corners + half + rim).astype(np.float32), seen.astype(np.float32))
    if scale < 0.7:
        # Averaged down first: warping skips pixels.
        small = np.asarray(cv2.resize(drawn, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        way = way @ np.diag([drawn.shape[1] / small.shape[1], drawn.shape[0] / small.shape[0], 1.0])
        drawn = small
    size = picture.shape[1], picture.shape[0]
    there = cv2.warpPerspective(np.ones(drawn.shape[:2], np.float32), way, size)[..., None]
    picture[:] = picture * (1 - there) + cv2.warpPerspective(drawn, way, size) * there
    return np.concatenate([seen.min(axis=0), seen.max(axis=0)]).astype(np.float32)
