"""What hides faces, drawn: masks, scarves, hoods, visors, glasses, hats, hands, hair, flags, bars.

Every occluder is a picture with an alpha channel and a box in units of the face it is for: 0 0 is the top left corner
of the face's box and 1 1 the bottom right one. The same occluders are also put where no face is, or their edges would
come to mean one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Rgba = NDArray[np.uint8]
"""uint8 [h, w, 4], RGB and alpha."""
SIDE = 96
"""Occluders are drawn at about this size and then brought to that of the face."""


@dataclass(frozen=True, slots=True)
class Occluder:
    """A picture, and where it goes: x1 y1 x2 y2 in units of the face's box."""

    rgba: Rgba
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sprites:
    """Drawn masks and other things with an alpha channel."""

    masks: list[Rgba]
    hat: Rgba
    glasses: Rgba


def sprites(data: Path) -> Sprites:
    """Read the pictures in `masktheface` and `occluder_sprites`.

    Raises:
        FileNotFoundError: they are not there.
    """
    masks = [_read(path) for path in sorted((data / "masktheface" / "templates").glob("*.png"))]
    folder = data / "occluder_sprites" / "sprites"
    if not masks:
        raise FileNotFoundError(data / "masktheface" / "templates")
    return Sprites(masks, _read(folder / "hat.png"), _read(folder / "glasses.png"))


def drawn(rng: np.random.Generator, known: Sprites, face: NDArray[np.uint8], donor: NDArray[np.uint8]) -> Occluder:
    """One occluder for a face: uint8 [h, w, 3] RGB `face` gives the colour of hands, `donor` that of cloth."""
    draw = _KINDS[int(rng.choice(len(_KINDS), p=_SHARES))]
    return draw(rng, known, face, donor)


def paste(picture: NDArray[np.uint8], occluder: Occluder, face: NDArray[np.float64], rng: np.random.Generator) -> None:
    """Put an occluder over a face's box x1 y1 x2 y2, into `picture` itself, a little turned."""
    x1, y1, x2, y2 = (float(v) for v in face)
    bx1, by1, bx2, by2 = occluder.box
    w, h = x2 - x1, y2 - y1
    height, width = occluder.rgba.shape[:2]
    to = np.array([x1 + bx1 * w, y1 + by1 * h, x1 + bx2 * w, y1 + by2 * h])
    centre, turn = (to[:2] + to[2:]) / 2, np.radians(rng.normal(0, 6))
    scale = np.diag([(to[2] - to[0]) / width, (to[3] - to[1]) / height])
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ scale
    affine = np.concatenate([rotation, (centre - rotation @ [width / 2, height / 2])[:, None]], axis=1)
    reach = np.abs(rotation) @ [width / 2, height / 2] + 2
    left, top = np.maximum(np.floor(centre - reach), 0).astype(int)
    right, bottom = np.minimum(np.ceil(centre + reach), picture.shape[1::-1]).astype(int)
    if right <= left or bottom <= top:
        return
    affine[:, 2] -= [left, top]
    source = occluder.rgba
    shrink = min(scale[0, 0], scale[1, 1])
    if shrink < 0.5:  # warping alone would skip pixels
        small = max(2, round(width * shrink * 1.5)), max(2, round(height * shrink * 1.5))
        affine[:, :2] = affine[:, :2] @ np.diag([width / small[0], height / small[1]])
        source = np.asarray(cv2.resize(source, small, interpolation=cv2.INTER_AREA), np.uint8)
    warped = cv2.warpAffine(source, affine, (int(right - left), int(bottom - top)), flags=cv2.INTER_LINEAR)
    alpha = warped[..., 3:].astype(np.float32) / 255
    under = picture[top:bottom, left:right]
    under[:] = np.clip(under * (1 - alpha) + warped[..., :3] * alpha + 0.5, 0, 255).astype(np.uint8)


def cloth(rng: np.random.Generator, donor: NDArray[np.uint8], side: int = SIDE) -> NDArray[np.uint8]:
    """uint8 [side, side, 3]: plain, striped, checked, or cut from another photograph; with folds."""
    kind = rng.random()
    if kind < 0.35:
        size = int(rng.integers(16, max(17, min(donor.shape[:2]))))
        y, x = (int(rng.integers(0, n - size + 1)) for n in donor.shape[:2])
        out = cv2.resize(donor[y : y + size, x : x + size], (side, side), interpolation=cv2.INTER_AREA).astype(
            np.float32
        )
    else:
        colours = rng.uniform(0, 255, (3, 3)) * rng.choice([0.25, 0.6, 1.0])
        if rng.random() < 0.4:
            colours[:] = colours.mean(axis=1, keepdims=True)  # black, grey, white: what people wear most
        axis = np.arange(side, dtype=np.float32)
        period = rng.uniform(6, side)
        stripe = ((axis / period).astype(int) % 2).astype(int)
        pattern = np.zeros((side, side), int)
        if kind > 0.6:
            pattern = np.broadcast_to(stripe[:, None] if rng.random() < 0.5 else stripe[None], (side, side))
        if kind > 0.85:
            pattern = (stripe[:, None] + stripe[None]) % 3
        out = colours[pattern].astype(np.float32)
    folds = cv2.resize(
        rng.normal(0, 1, (int(rng.integers(2, 7)), int(rng.integers(2, 7)))).astype(np.float32), (side, side)
    )
    worn = out * (1 + 0.18 * folds[..., None]) + rng.normal(0, 3, (side, side, 1))
    return np.asarray(np.clip(worn, 0, 255), np.uint8)


def _shaped(rng: np.random.Generator, colour: NDArray[np.uint8], shape: NDArray[np.float64], soft: float = 1.0) -> Rgba:
    """`colour` within a polygon float64 [n, 2] in units of the picture's side."""
    side = colour.shape[0]
    alpha = np.zeros((side, side), np.uint8)
    cv2.fillPoly(alpha, [np.round(shape * side * 16).astype(np.int32)], 255, lineType=cv2.LINE_AA, shift=4)
    alpha = np.asarray(cv2.GaussianBlur(alpha, (0, 0), soft), np.uint8)
    return np.dstack([colour, alpha])


def _mask(rng: np.random.Generator, known: Sprites, face: NDArray[np.uint8], donor: NDArray[np.uint8]) -> Occluder:
    rgba = known.masks[int(rng.integers(len(known.masks)))].copy()
    if rng.random() < 0.6:
        tint = rng.uniform(0.1, 1.3, 3) if rng.random() < 0.5 else np.full(3, rng.uniform(0.1, 1.2))
        rgba[..., :3] = np.clip(rgba[..., :3] * tint, 0, 255)
    if rng.random() < 0.3:
        rgba = np.asarray(rgba[:, ::-1])
    top = rng.uniform(0.35, 0.6)
    return Occluder(rgba, (rng.uniform(-0.12, 0.06), top, rng.uniform(0.94, 1.12), rng.uniform(0.98, 1.15)))


def _scarf(rng: np.random.Generator, known: Sprites, face: NDArray[np.uint8], donor: NDArray[np.uint8]) -> Occluder:
    x = np.linspace(0, 1, 9)
    top = 0.12 + 0.12 * np.cos((x - rng.uniform(0.35, 0.65)) * np.pi * 2) + rng.normal(0, 0.02, 9)
    tip = rng.uniform(0.7, 1.0)
    low = tip - np.abs(x - 0.5) * rng.uniform(0, 0.7) + rng.normal(0, 0.03, 9)
    shape = np.concatenate([np.stack([x, top], 1), np.stack([x, low], 1)[::-1]])
    box = (rng.uniform(-0.2, 0), rng.uniform(0.25, 0.5), rng.uniform(1, 1.2), rng.uniform(1.15, 1.6))
    return Occluder(_shaped(rng, cloth(rng, donor), shape), box)


def _hood(rng: np.random.Generator, known: Sprites, face: NDArray[np.uint8], donor: NDArray[np.uint8]) -> Occluder:
    """A hood or balaclava: all of the head, but for an opening, a slit or two holes."""
    side = SIDE
    alpha = np.zeros((side, side), np.uint8)
    cv2.ellipse(alpha, (side // 2, side // 2), (int(side * 0.48), int(side * 0.49)), 0, 0, 360, 255, -1, cv2.LINE_AA)
    kind = rng.random()
    if kind < 0.5:  # an open face, in shadow
        size = int(side * rng.uniform(0.2, 0.33)), int(side * rng.uniform(0.26, 0.38))
        cv2.ellipse(alpha, (int(side * rng.uniform(0.42, 0.58)), int(side * 0.55)), size, 0, 0, 360, 0, -1, cv2.LINE_AA)
    elif kind < 0.85:  # a slit
        size = int(side * rng.uniform(0.24, 0.34)), int(side * rng.uniform(0.06, 0.12))
        cv2.ellipse(alpha, (side // 2, int(side * rng.uniform(0.4, 0.5))), size, 0, 0, 360, 0, -1, cv2.LINE_AA)
    else:
        for x in (0.37, 0.63):
            cv2.circle(alpha, (int(side * x), int(side * 0.44)), int(side * rng.uniform(0.05, 0.1)), 0, -1, cv2.LINE_AA)
    grow = rng.uniform(0.08, 0.3)
    rgba = np.dstack([cloth(rng, donor), np.asarray(cv2.GaussianBlur(alpha, (0, 0), 1.0), np.uint8)])
    return Occluder(rgba, (-grow, -grow - rng.uniform(0, 0.15), 1 + grow, 1 + rng.uniform(0.0, 0.2)))


def _visor(rng: np.random.Generator, known: Sprites, face: NDArray[np.uint8], donor: NDArray[np.uint8]) -> Occluder:
    """A helmet: a dome above, and a visor below it that lets some of the face through, with a reflection."""
    side = SIDE
    colour = np.empty((side, side, 3), np.float32)
    alpha = np.zeros((side, side), np.float32)
    colour[:] = cloth(rng, donor) if rng.random() < 0.4 else rng.uniform(0, 255, 3)
    dome = np.zeros((side, side), np.uint8)
    cv2.ellipse(dome, (side // 2, side // 2), (int(side * 0.48), int(side * 0.5)), 0, 180, 360, 255, -1, cv2.LINE_AA)
    edge = int(side * rng.uniform(0.3, 0.5))
    glass = np.zeros((side, side), np.uint8)
    cv2.ellipse(
        glass,
        (side // 2, edge),
        (int(side * 0.44), int(side * rng.uniform(0.25, 0.5))),
        0,
        0,
        180,
        255,
        -1,
        cv2.LINE_AA,
    )
    tint = rng.uniform(0, 90, 3) if rng.random() < 0.7 else rng.uniform(120, 240, 3)
    colour = np.where(glass[..., None] > 0, tint, colour).astype(np.float32)
    streak = np.zeros((side, side), np.float32)
    x = int(rng.integers(10, side - 10))
    cv2.line(streak, (x, edge), (x + int(rng.integers(-20, 20)), side - 10), 1.0, int(rng.integers(2, 12)), cv2.LINE_AA)
    streak = np.asarray(cv2.GaussianBlur(streak, (0, 0), 2), np.float32)
    colour += 150 * streak[..., None] * (glass[..., None] > 0)
    dome[edge:] = 0
    alpha = np.maximum(dome / 255.0, glass / 255.0 * rng.uniform(0.35, 0.9)).astype(np.float32)
    rgba = np.dstack([np.clip(colour, 0, 255), alpha * 255]).astype(np.uint8)
    return Occluder(rgba, (-0.15, rng.uniform(-0.5, -0.3), 1.15, rng.uniform(0.8, 1.1)))


def _hand(rng: np.random.Generator, known: Sprites, face: NDArray[np.uint8], donor: NDArray[np.uint8]) -> Occluder:
    """A palm and fingers in the colour of the face."""
    side = SIDE
    skin = np.median(face.reshape(-1, 3), axis=0) if face.size else rng.uniform(60, 220, 3)
    skin = np.clip(skin * rng.uniform(0.75, 1.25) + rng.normal(0, 6, 3), 0, 255)
    alpha = np.zeros((side, side), np.uint8)
    lines = np.zeros((side, side), np.float32)
    palm = np.array([side * 0.5, side * 0.72])
    cv2.ellipse(
        alpha, (int(palm[0]), int(palm[1])), (int(side * 0.24), int(side * 0.26)), 0, 0, 360, 255, -1, cv2.LINE_AA
    )
    thick = int(side * rng.uniform(0.1, 0.15))
    for angle in np.radians(np.array([-62, -24, -8, 8, 24]) * rng.uniform(0.6, 1.3)):
        way = np.array([np.sin(angle), -np.cos(angle)])
        start, end = palm + way * side * 0.15, palm + way * side * rng.uniform(0.42, 0.62)
        ends = (int(start[0]), int(start[1])), (int(end[0]), int(end[1]))
        cv2.line(alpha, *ends, 255, thick, cv2.LINE_AA)
        aside = np.array([-way[1], way[0]]) * thick / 2
        cv2.line(
            lines,
            (int((start + aside)[0]), int((start + aside)[1])),
            (int((end + aside)[0]), int((end + aside)[1])),
            1.0,
            2,
        )
    shade = 1 - 0.35 * cv2.GaussianBlur(lines, (0, 0), 1.2)
    shade *= 1 + 0.2 * cv2.resize(rng.normal(0, 1, (3, 3)).astype(np.float32), (side, side))
    colour = np.clip(skin * shade[..., None] + rng.normal(0, 3, (side, side, 1)), 0, 255)
    rgba = np.dstack([colour, cv2.GaussianBlur(alpha, (0, 0), 0.8)]).astype(np.uint8)
    rgba = np.asarray(np.rot90(rgba, int(rng.choice([0, 0, 1, 3]))))
    x, y, size = rng.uniform(-0.35, 0.55), rng.uniform(0.0, 0.65), rng.uniform(0.7, 1.1)
    return Occluder(rgba, (x, y, x + size, y + size))


def _hair(rng: np.random.Generator, known: Sprites, face: NDArray[np.uint8], donor: NDArray[np.uint8]) -> Occluder:
    side = SIDE
    colour = rng.uniform(0, 1) ** 2 * np.array([190, 150, 100.0]) + rng.uniform(0, 40)
    rgba = np.zeros((side, side, 4), np.uint8)
    start, spread = rng.uniform(0.2, 0.8), rng.uniform(0.1, 0.3)
    for _ in range(int(rng.integers(40, 110))):
        x = np.clip(start + rng.normal(0, spread), 0, 1) * side
        points = np.array([[x + rng.normal(0, 2) + i * rng.normal(0, 2.5), side * i / 6] for i in range(7)], np.int32)
        shade = np.clip(colour * rng.uniform(0.6, 1.4), 0, 255).tolist()
        cv2.polylines(rgba, [points], False, (*shade, 255), int(rng.integers(1, 4)), cv2.LINE_AA)
    return Occluder(rgba, (-0.15, -0.3, 1.15, rng.uniform(0.6, 1.3)))


def _board(rng: np.random.Generator, known: Sprites, face: NDArray[np.uint8], donor: NDArray[np.uint8]) -> Occluder:
    """A flag, a placard, a shoulder: something that comes in from one side."""
    rgba = _shaped(
        rng,
        cloth(rng, donor),
        np.clip(np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]]) + rng.normal(0, 0.08, (4, 2)), 0, 1),
    )
    part, width = rng.uniform(0.3, 0.7), rng.uniform(1.0, 2.5)
    x = rng.uniform(-0.5, 0.2)
    boxes = (
        (part - width, -0.4 + x, part, 1.6 + x), (1 - part, -0.4 + x, 1 - part + width, 1.6 + x),
        (x - 0.4, 1 - part, 1.6 + x, 1 - part + width), (x - 0.4, part - 0.15 - width, 1.6 + x, part - 0.15),
    )  # fmt: skip
    return Occluder(rgba, boxes[int(rng.choice(4, p=[0.28, 0.28, 0.34, 0.1]))])


def _bar(rng: np.random.Generator, known: Sprites, face: NDArray[np.uint8], donor: NDArray[np.uint8]) -> Occluder:
    """A pole, a rope, an arm, a microphone's stand."""
    width, at = rng.uniform(0.1, 0.4), rng.uniform(-0.1, 0.9)
    tilt = rng.uniform(-0.3, 0.3)
    shape = np.array([[0.3 + tilt, 0], [0.7 + tilt, 0], [0.7 - tilt, 1], [0.3 - tilt, 1]])
    rgba = _shaped(rng, cloth(rng, donor), shape)
    if rng.random() < 0.4:
        return Occluder(np.asarray(np.rot90(rgba)), (-0.5, at, 1.5, at + 2 * width))
    return Occluder(rgba, (at, -0.5, at + 2 * width, 1.5))


def _glasses(rng: np.random.Generator, known: Sprites, face: NDArray[np.uint8], donor: NDArray[np.uint8]) -> Occluder:
    if rng.random() < 0.3:
        return Occluder(known.glasses, (-0.05, 0.2, 1.05, 0.55))
    side = SIDE
    rgba = np.zeros((side, side, 4), np.uint8)
    shade = (*np.full(3, rng.uniform(0, 60)).tolist(), int(rng.uniform(200, 256)))
    size = int(side * rng.uniform(0.15, 0.22)), int(side * rng.uniform(0.25, 0.45))
    for x in (0.26, 0.74):
        cv2.ellipse(rgba, (int(side * x), side // 2), size, 0, 0, 360, shade, -1, cv2.LINE_AA)
    cv2.line(rgba, (0, side // 2 - 8), (side, side // 2 - 8), shade, 4)
    return Occluder(rgba, (-0.02, rng.uniform(0.22, 0.3), 1.02, rng.uniform(0.5, 0.62)))


def _hat(rng: np.random.Generator, known: Sprites, face: NDArray[np.uint8], donor: NDArray[np.uint8]) -> Occluder:
    low = rng.uniform(0.15, 0.4)
    if rng.random() < 0.4:
        return Occluder(known.hat, (-0.3, low - 1.0, 1.3, low))
    x = np.linspace(0, 1, 13)
    dome = 0.8 - 0.8 * np.sqrt(np.clip(1 - (2 * x - 1) ** 2, 0, 1))
    brim = np.full(13, 0.9) + 0.1 * np.sin(x * np.pi)
    shape = np.concatenate([np.stack([x, dome], 1), np.stack([x, brim], 1)[::-1]])
    return Occluder(_shaped(rng, cloth(rng, donor), shape), (-0.15, low - 0.85, 1.15, low))


_Draw = Callable[[np.random.Generator, Sprites, NDArray[np.uint8], NDArray[np.uint8]], Occluder]
_KINDS: list[_Draw] = [_mask, _scarf, _hood, _visor, _hand, _hair, _board, _bar, _glasses, _hat]
_SHARES = np.array([0.2, 0.14, 0.13, 0.09, 0.09, 0.05, 0.15, 0.06, 0.05, 0.04])


def _read(path: Path) -> Rgba:
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if picture is None:
        raise FileNotFoundError(path)
    rgba = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGRA2RGBA), np.uint8)
    ys, xs = np.nonzero(rgba[..., 3] > 16)
    rgba = rgba[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    factor = 256 / max(rgba.shape[:2])
    return np.asarray(
        cv2.resize(rgba, None, fx=min(1, factor), fy=min(1, factor), interpolation=cv2.INTER_AREA), np.uint8
    )
