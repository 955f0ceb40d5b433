"""One square to learn from: part of a photograph, untouched, or with faces hidden and the picture spoilt."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.camera import seen
from benchmarks.stills import Still
from training.occluders import Occluder, Sprites, drawn, paste
from training.pictures import Pictures

SIDE = 256
_UNTOUCHED = 0.4
_HIDE = 0.65
_OTHER_HEAD = 0.25
_HIDDEN_WHOLLY = 0.93
_SMALLEST, _LEAST_INSIDE = 7.0, 0.5
_SIZES = (12.0, 130.0)
_MASKS = 0.25
_BY_OCCLUSION = np.array([1.0, 2.0, 4.0])
"""How much more often a crop is made around a face that is hidden in the photograph itself."""


@dataclass(frozen=True, slots=True)
class Crop:
    """A square.

    `picture` uint8 [SIDE, SIDE, 3] RGB, and `clean`, the same before anything was put in front of it or spoilt; `boxes`
    float64 [n, 4], x1 y1 x2 y2 in its pixels; `unclear` bool [n]: neither face nor background; `bare` bool [n]: to be
    found at least as surely as before training.
    """

    picture: NDArray[np.uint8]
    clean: NDArray[np.uint8]
    boxes: NDArray[np.float64]
    unclear: NDArray[np.bool_]
    bare: NDArray[np.bool_]


class Crops:
    """Squares by number: the same number gives the same square."""

    def __init__(self, pictures: Pictures, known: Sprites, seed: int) -> None:
        """Squares from these photographs, with these occluders."""
        self._pictures, self._known, self._seed = pictures, known, seed

    def __getitem__(self, index: int) -> Crop:
        """The square of that number."""
        rng = np.random.default_rng([self._seed, index])
        still, picture = self._any(rng)
        crop = _cut(rng, still, picture)
        if rng.random() >= _UNTOUCHED:
            other, donor = self._any(rng)
            crop = _hidden(rng, crop, self._known, other, donor)
        return Crop(_spoilt(rng, crop.picture), crop.clean, crop.boxes, crop.unclear, crop.bare)

    def _any(self, rng: np.random.Generator) -> tuple[Still, NDArray[np.uint8]]:
        part = self._pictures.masks if rng.random() < _MASKS else self._pictures.crowds
        still = part[int(rng.integers(len(part)))]
        picture = cv2.imread(str(still.path), cv2.IMREAD_COLOR)
        if picture is None:
            raise FileNotFoundError(still.path)
        return still, np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)


def _cut(rng: np.random.Generator, still: Still, picture: NDArray[np.uint8]) -> Crop:
    """A square around a face, or now and then anywhere; the face is brought to a size of _SIZES."""
    height, width = picture.shape[:2]
    clear = np.flatnonzero(~still.invalid)
    if len(clear) and rng.random() < 0.9:
        chances = _BY_OCCLUSION[still.occlusion[clear]]
        at = int(rng.choice(clear, p=chances / chances.sum()))
        box = still.boxes[at]
        wanted = float(np.exp(rng.uniform(*np.log(_SIZES))))
        scale = wanted / max(4.0, float(np.sqrt((box[2] - box[0]) * (box[3] - box[1]))))
        centre = (box[:2] + box[2:]) / 2 + rng.uniform(-0.42, 0.42, 2) * SIDE / scale
    else:
        scale = float(np.exp(rng.uniform(np.log(0.3), np.log(2))))
        centre = rng.uniform(0, 1, 2) * [width, height]
    scale = float(np.clip(scale, 0.7 * SIDE / max(width, height), 2.5))
    # Little of the square shows what lies past the edge of the photograph: there is nothing to learn there.
    half = np.minimum(0.42 * SIDE / scale, np.array([width, height]) / 2)
    centre = np.clip(centre, half, [width, height] - half)
    turn = rng.normal(0, 4) if rng.random() < 0.8 else rng.uniform(-40, 40)
    turn += 90 * float(rng.choice([-1, 0, 1], p=[0.02, 0.96, 0.02]))
    angle, stretch = np.radians(turn), np.exp(rng.normal(0, 0.06))
    mirror = float(rng.choice([-1, 1]))
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned = scale * rotation @ np.diag([mirror * stretch, 1 / stretch])
    affine = np.concatenate([turned, (np.full(2, SIDE / 2) - turned @ centre)[:, None]], axis=1)
    source, pull = picture, affine.copy()
    if scale < 0.6:  # warping alone would skip pixels
        small = max(1, round(width * scale * 1.2)), max(1, round(height * scale * 1.2))
        source = np.asarray(cv2.resize(picture, small, interpolation=cv2.INTER_AREA), np.uint8)
        pull[:, :2] = pull[:, :2] @ np.diag([width / small[0], height / small[1]])
    grey = (int(rng.integers(256)),) * 3
    out = cv2.warpAffine(
        source, pull, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=grey
    )
    boxes = seen(still.boxes, affine)
    touched = (boxes[:, 2] > 0) & (boxes[:, 3] > 0) & (boxes[:, 0] < SIDE) & (boxes[:, 1] < SIDE)
    boxes, invalid, occlusion = boxes[touched], still.invalid[touched], still.occlusion[touched]
    within = np.clip(boxes, 0, SIDE)
    inside = np.prod(within[:, 2:] - within[:, :2], axis=1) / np.maximum(
        np.prod(boxes[:, 2:] - boxes[:, :2], axis=1), 1e-6
    )
    small = (boxes[:, 2:] - boxes[:, :2]).min(axis=1, initial=np.inf) < _SMALLEST
    unclear = invalid | small | (inside < _LEAST_INSIDE)
    cut = np.asarray(out, np.uint8)
    return Crop(cut, cut, boxes, unclear, ~unclear & (occlusion == 0))


def _hidden(rng: np.random.Generator, crop: Crop, known: Sprites, other: Still, donor: NDArray[np.uint8]) -> Crop:
    """The square with things in front of its faces, and in other places too."""
    picture = crop.picture.copy()
    boxes, unclear, bare = list(crop.boxes), list(crop.unclear), list(crop.bare)
    for at, box in enumerate(crop.boxes):
        side = float((box[2:] - box[:2]).min())
        if crop.unclear[at] or side < 12 or rng.random() >= _HIDE:
            continue
        before = picture.copy()
        head = _head(rng, other, donor) if rng.random() < _OTHER_HEAD else None
        if head is not None:
            middle = (box[:2] + box[2:]) / 2 + (box[2:] - box[:2]) * rng.uniform([-0.8, -0.2], [0.8, 0.8])
            half = (box[2:] - box[:2]) / 2 * rng.uniform(0.8, 1.3)
            there = np.concatenate([middle - half, middle + half])
            paste(picture, head, there, rng)
            boxes.append(there)
            unclear.append(bool((np.clip(boxes[-1], 0, SIDE) != boxes[-1]).any()))
            bare.append(False)
        else:
            detect_views = _pixels(picture, box)
            for _ in range(1 if rng.random() < 0.75 else 2):
                paste(picture, drawn(rng, known, detect_views, donor), box, rng)
        share = _changed(before, picture, crop.boxes)
        for one, hidden in enumerate(share):
            bare[one] = bare[one] and hidden < 0.1
            unclear[one] = unclear[one] or hidden > _HIDDEN_WHOLLY
    for _ in range(int(rng.integers(0, 4))):
        side = float(np.exp(rng.uniform(np.log(14), np.log(110))))
        corner = rng.uniform(0, SIDE - side, 2)
        nowhere = np.concatenate([corner, corner + side * np.array([0.8, 1.0])])
        reach = np.concatenate([corner - 0.6 * side, corner + 1.6 * side])
        if all((b[2:] < reach[:2]).any() or (b[:2] > reach[2:]).any() for b in boxes):
            paste(picture, drawn(rng, known, _pixels(picture, nowhere), donor), nowhere, rng)
    return Crop(picture, crop.clean, np.array(boxes).reshape(-1, 4), np.array(unclear, bool), np.array(bare, bool))


def _head(rng: np.random.Generator, other: Still, donor: NDArray[np.uint8]) -> Occluder | None:
    """A head cut out of another photograph, soft at its edge; None if that has none large enough."""
    wh = other.boxes[:, 2:] - other.boxes[:, :2]
    fit = np.flatnonzero(~other.invalid & (other.occlusion == 0) & (wh.min(axis=1) >= 24))
    if not len(fit):
        return None
    box = other.boxes[int(rng.choice(fit))]
    centre, half = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2
    low, high = np.round(centre - half * [1.5, 1.6]).astype(int), np.round(centre + half * [1.5, 1.5]).astype(int)
    if (low < 0).any() or high[0] > donor.shape[1] or high[1] > donor.shape[0]:
        return None
    cut = donor[low[1] : high[1], low[0] : high[0]]
    size = int(high[0] - low[0]), int(high[1] - low[1])
    alpha = np.zeros((size[1], size[0]), np.uint8)
    cv2.ellipse(alpha, (size[0] // 2, size[1] // 2), (int(size[0] * 0.44), int(size[1] * 0.46)), 0, 0, 360, 255, -1)
    soft = max(0.8, 0.02 * size[0])
    rgba = np.dstack([cut, np.asarray(cv2.GaussianBlur(alpha, (0, 0), soft), np.uint8)])
    return Occluder(rgba, (-0.25, -0.3, 1.25, 1.25))


def _pixels(picture: NDArray[np.uint8], box: NDArray[np.float64]) -> NDArray[np.uint8]:
    x1, y1, x2, y2 = np.clip(np.round(box), 0, SIDE).astype(int)
    return picture[y1:y2, x1:x2]


def _changed(before: NDArray[np.uint8], after: NDArray[np.uint8], boxes: NDArray[np.float64]) -> list[float]:
    """Which share of each box is no longer what it was."""
    differs = cv2.absdiff(before, after).max(axis=2) > 8
    patches = (_pixels(differs.astype(np.uint8), box) for box in boxes)
    return [float(patch.mean()) if patch.size else 0.0 for patch in patches]


def _spoilt(rng: np.random.Generator, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Light, blur, noise and compression, each now and then, as cameras and networks do it."""
    for chance, way in (
        (0.6, _lit),
        (0.15, _blurred),
        (0.12, _shaken),
        (0.15, _coarse),
        (0.35, _noisy),
        (0.4, _compressed),
    ):
        if rng.random() < chance:
            picture = way(rng, picture)
    return picture


def _lit(rng: np.random.Generator, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    gamma, gain, lift = (
        np.exp(rng.normal(0, 0.3)),
        np.exp(rng.normal(0, 0.15, 3) + rng.normal(0, 0.2)),
        rng.normal(0, 10),
    )
    ramp = (np.arange(256) / 255) ** gamma * 255
    table = np.clip(ramp[:, None] * gain + lift, 0, 255).astype(np.uint8)
    out = np.asarray(cv2.LUT(picture, table[:, None, :]), np.uint8)
    if rng.random() < 0.12:
        out = np.repeat(cv2.cvtColor(out, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    return out


def _blurred(rng: np.random.Generator, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.5, 2.0)), np.uint8)


def _shaken(rng: np.random.Generator, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    length = int(rng.integers(3, 11))
    kernel = np.zeros((length, length), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = np.array([np.cos(angle), np.sin(angle)]) * (length - 1) / 2
    middle = np.full(2, (length - 1) / 2)
    first, last = np.round(middle - reach).astype(int).tolist(), np.round(middle + reach).astype(int).tolist()
    cv2.line(kernel, (first[0], first[1]), (last[0], last[1]), 1.0)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.uint8)


def _coarse(rng: np.random.Generator, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    small = max(2, round(SIDE * rng.uniform(0.35, 0.8)))
    reduced = cv2.resize(picture, (small, small), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(reduced, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), np.uint8)


def _noisy(rng: np.random.Generator, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    noise = rng.normal(0, rng.uniform(1, 9), (SIDE // 2, SIDE // 2, 3)).astype(np.float32)
    fine = np.tile(noise, (2, 2, 1)) if rng.random() < 0.6 else np.asarray(cv2.resize(noise, (SIDE, SIDE)), np.float32)
    return np.asarray(np.clip(picture + fine, 0, 255), np.uint8)


def _compressed(rng: np.random.Generator, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    _, data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 92))])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR_RGB), np.uint8)
