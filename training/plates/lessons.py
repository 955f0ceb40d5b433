"""Windows with and without plates, as cameras of cars and phones film them: dark, shaken, compressed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from training.branches.frozen import Look
from training.branches.learn import WINDOW, Window, truth_of
from training.branches.network import STRIDE
from training.plates.drawn import pasted
from training.plates.pictures import Street

SIDE = WINDOW * STRIDE
"""Pixels of a window."""
_HEIGHTS = (9.0, 70.0)
"""Pixels of the plates, drawn from on a logarithmic scale."""
_MOST_ENLARGED = 3.0
_REAL, _DRAWN = 0.5, 0.28
"""Shares of the windows: labelled plates, drawn ones; the others show none."""


def lessons(
    count: int, labelled: Sequence[Street], others: Sequence[NDArray[np.uint8]], look: Look, rng: np.random.Generator
) -> Iterator[Window]:
    """So many windows, with what CenterFace sees of them."""
    for _ in range(count):
        kind = rng.random()
        if kind < _REAL:
            picture, boxes, doubtful = _street(labelled[int(rng.integers(len(labelled)))], rng)
        else:
            other = others[int(rng.integers(len(others)))]
            picture, boxes, doubtful = _cut(other, float(np.exp(rng.uniform(-0.7, 0.7))), None, rng), [], []
            if kind < _REAL + _DRAWN:
                for _ in range(int(rng.integers(1, 4))):
                    height = float(np.exp(rng.uniform(*np.log(_HEIGHTS))))
                    boxes.append(pasted(picture, height, rng.uniform(0, SIDE, 2), rng))
        seen = _filmed(picture, boxes, rng)
        yield Window(look(seen), _truth(boxes, doubtful))


def _truth(boxes: list[NDArray[np.float32]], doubtful: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Plates that the edge cuts are neither taught as one nor as none."""
    whole = [box for box in boxes if (box[:2] >= -2).all() and (box[2:] <= SIDE + 2).all()]
    cut = [box for box in boxes if not any(box is one for one in whole)]
    truth = truth_of(np.array(whole, np.float32).reshape(-1, 4))
    truth[7] = 1
    for box in [*doubtful, *cut]:
        x1, y1, x2, y2 = np.clip(np.round(box / STRIDE), 0, WINDOW).astype(int).tolist()
        here = truth[7, max(0, y1 - 1) : y2 + 1, max(0, x1 - 1) : x2 + 1]
        here[truth[0, max(0, y1 - 1) : y2 + 1, max(0, x1 - 1) : x2 + 1] < 0.3] = 0
    return truth


def _street(
    street: Street, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], list[NDArray[np.float32]], list[NDArray[np.float32]]]:
    """A window around one of its plates; sometimes anywhere."""
    box = street.boxes[int(rng.integers(len(street.boxes)))]
    if rng.random() < 0.2:
        scale, at = float(np.exp(rng.uniform(-0.4, 0.9))), None
    else:
        scale = float(np.exp(rng.uniform(*np.log(_HEIGHTS)))) / float(box[3] - box[1])
        at = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
    way = _way(street.picture, min(scale, _MOST_ENLARGED), at, rng)
    mirrored = rng.random() < 0.5
    picture = _warped(street.picture, way)

    def moved(boxes: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        quads = np.stack([boxes[:, [0, 1]], boxes[:, [2, 1]], boxes[:, [2, 3]], boxes[:, [0, 3]]], 1)
        there = quads @ way[:, :2].T + way[:, 2]
        low, high = there.min(axis=1), there.max(axis=1)
        if mirrored:
            low[:, 0], high[:, 0] = SIDE - high[:, 0], SIDE - low[:, 0]
        inside = (high > 0).all(axis=1) & (low < SIDE).all(axis=1)
        return list(np.concatenate([low, high], 1)[inside].astype(np.float32))

    if mirrored:
        picture = np.asarray(cv2.flip(picture, 1), np.uint8)
    return picture, moved(street.boxes), moved(street.doubtful)


def _cut(
    picture: NDArray[np.uint8], scale: float, at: NDArray[np.float64] | None, rng: np.random.Generator
) -> NDArray[np.uint8]:
    return _warped(picture, _way(picture, scale, at, rng))


def _way(
    picture: NDArray[np.uint8], scale: float, at: NDArray[np.float64] | None, rng: np.random.Generator
) -> NDArray[np.float64]:
    """float64 [2, 3]: from the picture to a window; `at` lies somewhere in it."""
    size = np.array([picture.shape[1], picture.shape[0]], np.float64)
    goal = rng.uniform(0.15, 0.85, 2) * SIDE if at is not None else np.full(2, SIDE / 2)
    source = at if at is not None else rng.uniform(0, size)
    turn = rng.normal(0, 2.5)
    way = np.asarray(cv2.getRotationMatrix2D((float(source[0]), float(source[1])), turn, scale), np.float64)
    way[:, 2] += goal - source
    return way


def _warped(picture: NDArray[np.uint8], way: NDArray[np.float64]) -> NDArray[np.uint8]:
    scale = float(np.hypot(way[0, 0], way[0, 1]))
    if scale < 0.8:
        # Averaged down first: warping skips pixels.
        small = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
        ratio = np.array([picture.shape[1] / small.shape[1], picture.shape[0] / small.shape[0], 1.0])
        picture, way = small, way * ratio
    return np.asarray(
        cv2.warpAffine(picture, way, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def _filmed(
    picture: NDArray[np.uint8], boxes: list[NDArray[np.float32]], rng: np.random.Generator
) -> NDArray[np.uint8]:
    """In other light, with lamps beside the plates, blurred, noisy, compressed."""
    out = picture.astype(np.float32)
    if rng.random() < 0.6:
        ramp = (out / 255) ** np.exp(rng.normal(0.1, 0.35)) * 255 * np.exp(rng.normal(-0.25, 0.4))
        out = np.asarray(ramp * np.exp(rng.normal(0, 0.07, 3)), np.float32)
    if rng.random() < 0.15:
        # Haze and reflections: little contrast.
        share = rng.uniform(0.2, 0.6)
        out = np.asarray(out * (1 - share) + share * rng.uniform(40, 200), np.float32)
    for box in boxes:
        if rng.random() < 0.25:
            _glare(out, box, rng)
    height = min((float(box[3] - box[1]) for box in boxes), default=40.0)
    if rng.random() < 0.4:
        out = _shaken(out, int(np.clip(rng.uniform(0.1, 0.45) * height, 3, 15)), rng)
    if rng.random() < 0.4:
        out = np.asarray(cv2.GaussianBlur(out, (0, 0), rng.uniform(0.4, max(0.5, 0.06 * height))), np.float32)
    if rng.random() < 0.6:
        out = out + rng.normal(0, rng.uniform(1, 8), out.shape).astype(np.float32)
    shown = np.asarray(out.clip(0, 255), np.uint8)
    if rng.random() < 0.7:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(18, 80))]
        shown = np.asarray(cv2.imdecode(cv2.imencode(".jpg", shown, quality)[1], cv2.IMREAD_COLOR), np.uint8)
    return np.ascontiguousarray(shown)


def _glare(picture: NDArray[np.float32], box: NDArray[np.float32], rng: np.random.Generator) -> None:
    """Light of a lamp near a plate, added in place; of tail lamps mostly."""
    high = float(box[3] - box[1])
    x, y = rng.uniform(box[0] - high, box[2] + high), rng.uniform(box[1] - 2 * high, box[3] + high)
    reach = high * rng.uniform(0.6, 3)
    rows, columns = np.ogrid[:SIDE, :SIDE]
    light = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * reach**2))[..., None]
    colour = np.array([255, 40, 60]) if rng.random() < 0.7 else np.array([255, 245, 220])
    picture += np.asarray(light * colour * rng.uniform(0.3, 1.0), np.float32)


def _shaken(picture: NDArray[np.float32], length: int, rng: np.random.Generator) -> NDArray[np.float32]:
    kernel = np.zeros((length, length), np.float32)
    # Cars and cameras in them move sideways more often than up and down.
    angle = rng.normal(0, 0.5)
    reach = np.array([np.cos(angle), np.sin(angle)]) * (length - 1) / 2
    first, last = (np.round((length - 1) / 2 + way * reach).astype(int).tolist() for way in (-1, 1))
    cv2.line(kernel, (first[0], first[1]), (last[0], last[1]), 1.0)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.float32)
