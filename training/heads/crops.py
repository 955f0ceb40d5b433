"""Crops of photographs, and what the branch should answer to them.

Each crop is cut anew: heads of more sizes than the photographs show, from both sides, in other light, blurred and
compressed as films are.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.heads.network import STRIDE

CELLS = 40
"""Cells along a side of a crop."""
SIDE = CELLS * STRIDE
"""Pixels of the same."""
_SCALES = (0.5, 2.2)
"""Of a photograph; the views in which photographs are searched lie between."""
_AROUND_A_HEAD = 0.7
"""Share of the crops that hold a certain head; the others lie anywhere."""
_SPREAD, _LEAST_SPREAD = 0.09, 0.55
"""Standard deviation of the Gaussian around a centre, in sides of the head, and at least in cells."""
_REACH, _LEAST_REACH = 0.18, 0.8
"""The same of that by which the boxes of cells count: what is found beside a centre must lie on the head as well."""
_COUNTS = 0.4
"""A box counts from this height of its Gaussian on."""
_TINY = 7.0
"""Pixels of the shorter side of a head below which it is a smudge: neither found nor missed."""


def crop(
    picture: NDArray[np.uint8], boxes: NDArray[np.float32], random: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A crop, uint8 [SIDE, SIDE, 3], and its truth, float32 [8, CELLS, CELLS], as `truth` gives it.

    Args:
        picture: uint8 [h, w, 3], RGB.
        boxes: float32 [n, 4], its heads.
        random: draws the crop.
    """
    scale = float(np.exp(random.uniform(*np.log(_SCALES))))
    reach = SIDE / scale
    middle = random.uniform((0, 0), picture.shape[1::-1])
    if len(boxes) and random.random() < _AROUND_A_HEAD:
        box = boxes[random.integers(len(boxes))]
        middle = (box[:2] + box[2:]) / 2 + random.uniform(-0.4, 0.4, 2) * reach
    x, y = (
        round(min(max(0.0, float(at) - reach / 2), max(0.0, side - reach)))
        for at, side in zip(middle, picture.shape[1::-1], strict=True)
    )
    part = picture[y : y + int(np.ceil(reach)), x : x + int(np.ceil(reach))]
    boxes = (boxes - np.array([x, y, x, y], np.float32)) * np.float32(scale)
    if random.random() < 0.5:
        part = np.asarray(cv2.flip(part, 1), np.uint8)
        width = np.float32(part.shape[1] * scale)
        boxes = np.stack([width - boxes[:, 2], boxes[:, 1], width - boxes[:, 0], boxes[:, 3]], axis=1)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    seen = np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=way), np.uint8)[:SIDE, :SIDE]
    right, bottom = SIDE - seen.shape[1], SIDE - seen.shape[0]
    whole = np.asarray(cv2.copyMakeBorder(seen, 0, bottom, 0, right, cv2.BORDER_REPLICATE), np.uint8)
    wanted = truth(boxes)
    wanted[7, :, -(-seen.shape[1] // STRIDE) :] = wanted[7, -(-seen.shape[0] // STRIDE) :] = 0
    return _filmed(whole, random), wanted


def truth(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the branch should answer to a crop with these heads, float32 [n, 4]: float32 [8, CELLS, CELLS].

    Its channels are: heat, log height, log width, offset y, offset x, how much these four count, whether it is a
    centre, and whether the cell counts at all.
    """
    out = np.zeros((8, CELLS, CELLS), np.float32)
    out[7] = 1
    cells = np.arange(CELLS, dtype=np.float32)
    for x1, y1, x2, y2 in (boxes / STRIDE).tolist():
        cx, cy, width, height = (x1 + x2) / 2 - 0.5, (y1 + y2) / 2 - 0.5, x2 - x1, y2 - y1
        column, row = round(cx), round(cy)
        if not (0 <= column < CELLS and 0 <= row < CELLS) or min(width, height) <= 0:
            continue
        if min(width, height) < _TINY / STRIDE:
            out[7, max(0, row - 1) : row + 2, max(0, column - 1) : column + 2] = 0
            continue
        away = (cells - cx)[None], (cells - cy)[:, None]
        out[0] = np.maximum(out[0], _hill(away, (width, height), _SPREAD, _LEAST_SPREAD))
        out[6, row, column] = 1
        near = _hill(away, (width, height), _REACH, _LEAST_REACH)
        ours = (near > out[5]) & (near > _COUNTS)
        box = [
            np.full_like(near, np.log(height)),
            np.full_like(near, np.log(width)),
            -away[1] + 0 * near,
            -away[0] + 0 * near,
        ]
        out[1:5, ours] = np.stack(box)[:, ours]
        out[5][ours] = near[ours]
    out[0][out[6] > 0] = 1
    out[5] *= out[7]
    return out


def _hill(
    away: tuple[NDArray[np.float32], NDArray[np.float32]], sides: tuple[float, float], spread: float, least: float
) -> NDArray[np.float32]:
    """A Gaussian, float32 [CELLS, CELLS], of the distances from its top in x and y, in cells."""
    x, y = (distance / max(least, spread * side) for distance, side in zip(away, sides, strict=True))
    return np.asarray(np.exp(-(x**2) / 2 - y**2 / 2), np.float32)


def _filmed(picture: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """The same in other light, and sometimes grey, blurred or compressed."""
    if random.random() < 0.8:
        ramp = (np.arange(256) / 255) ** np.exp(random.normal(0, 0.3)) * 255 * np.exp(random.normal(0, 0.15))
        table = np.clip(ramp[:, None] * np.exp(random.normal(0, 0.06, 3)), 0, 255).astype(np.uint8)
        picture = np.asarray(cv2.LUT(picture, table[:, None, :]), np.uint8)
    if random.random() < 0.1:
        picture = np.repeat(np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)[..., None], 3, axis=2)
    if random.random() < 0.25:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), random.uniform(0.4, 1.3)), np.uint8)
    if random.random() < 0.4:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(25, 85))]
        picture = np.asarray(cv2.imdecode(cv2.imencode(".jpg", picture, quality)[1], cv2.IMREAD_COLOR), np.uint8)
    return picture
