"""Masks and cloths before mouth and nose."""

from __future__ import annotations

import cv2
import numpy as np

from veilproof.lab.easel import Colour, Easel, Layer, closed_curve, polygon
from veilproof.lab.portrait import SCALE

_SURGICAL: tuple[Colour, ...] = ((150, 196, 214), (168, 206, 224), (226, 232, 234), (160, 205, 190), (58, 60, 66))
_FFP2: tuple[Colour, ...] = ((238, 238, 234), (232, 234, 236), (44, 44, 48), (196, 200, 206))
_CLOTH: tuple[Colour, ...] = (
    (40, 40, 44), (44, 60, 98), (120, 40, 44), (196, 186, 166), (90, 110, 84), (214, 214, 210), (150, 120, 150),
)  # fmt: skip
_BANDANA: tuple[Colour, ...] = ((150, 32, 38), (34, 48, 96), (30, 30, 32), (60, 96, 60), (200, 196, 186))
_SCARF: tuple[Colour, ...] = ((120, 116, 110), (60, 62, 72), (130, 50, 50), (176, 160, 130), (40, 66, 60), (30, 30, 34))


def surgical_mask(easel: Easel) -> None:
    """A pleated mask with a nose wire and ear loops, over the bridge of the nose."""
    _pleated(easel, top=easel.between(62, 67))


def mask_below_nose(easel: Easel) -> None:
    """The same mask, worn so that the nose is bare."""
    _pleated(easel, top=easel.between(82, 84.5))


def _pleated(easel: Easel, top: float) -> None:
    bottom, reach = easel.between(120, 124), easel.between(52, 62)
    side_top = easel.between(74, 79) if top < 75 else easel.between(86, 88)
    side_bottom = easel.between(100, 106)
    layer = easel.on_face(
        [(0, top), (12, top + 2.5), (32, (top + side_top) / 2 + 1), (reach, side_top),
         (reach + 2, (side_top + side_bottom) / 2), (reach - 4, side_bottom), (38, bottom - 7), (14, bottom)],
        lift=5,
    )  # fmt: skip
    colour = easel.one_of(_SURGICAL)
    _loops(easel, reach, side_top + 1, side_bottom - 1)
    relief = easel.roundness(layer, 0.2) * easel.weave(0.015) * easel.wrinkles(0.03, 26)
    for height in np.linspace(top + 11, bottom - 12, 3):
        relief *= _crease(easel, height + easel.between(-1.5, 1.5), reach * 0.92, easel.between(0.1, 0.17))
    if top < 75:
        relief *= _crease(easel, top + 3.5, 24, 0.08)
    easel.paint(layer, colour, relief=relief.astype(np.float32), shadow=0.4)


def _crease(easel: Easel, height: float, reach: float, strength: float) -> Layer:
    """Relief of one fold across the face."""
    azimuth = np.linspace(-reach, reach, 30)
    return easel.crease(azimuth, height - 2.5 * (azimuth / reach) ** 2, strength, lift=6)


def _loops(easel: Easel, reach: float, top: float, bottom: float) -> None:
    """Ear loops: a thin line from the mask to the ear on each side."""
    colour = np.array((232.0, 232.0, 230.0)) * float(easel.light.mean())
    for side in (-1, 1):
        for start, end in ((top, 58), (bottom, 78)):
            azimuth = np.linspace(reach - 3, 80, 12) * side
            line = easel.portrait.project(easel.portrait.on_head(azimuth, np.linspace(start, end, 12), 1.5))
            cv2.polylines(
                easel.pixels, [np.round(line * 16).astype(np.int32)], False, colour.tolist(), 1, cv2.LINE_AA, 4
            )


def ffp2(easel: Easel) -> None:
    """A folded respirator with a ridge down the middle."""
    top, bottom, reach = easel.between(60, 65), easel.between(121, 126), easel.between(50, 58)
    layer = easel.on_face(
        [(0, top), (10, top + 3), (24, top + 9), (reach, 80), (reach + 2, 91), (reach - 6, 104), (26, bottom - 5),
         (8, bottom)],
        lift=9,
    )  # fmt: skip
    _loops(easel, reach, 82, 100)
    relief = easel.roundness(layer, 0.22) * easel.weave(0.012)
    ridge = easel.portrait.project(easel.portrait.on_head(np.zeros(20), np.linspace(top + 2, bottom - 2, 20), 12))
    middle = np.interp(easel.y[:, 0], ridge[:, 1], ridge[:, 0])[:, None]
    away = (easel.x - middle) / SCALE
    relief *= 1 - 0.13 * np.clip(away / 14, -1, 1) - 0.1 * np.exp(-((away / 1.2) ** 2))
    for height in (top + 16, bottom - 17):
        relief *= _crease(easel, height, 44, 0.06)
    easel.paint(layer, easel.one_of(_FFP2), relief=relief.astype(np.float32), shadow=0.45)


def cloth_mask(easel: Easel) -> None:
    """A sewn mask of cotton, plain or printed, over nose, mouth and chin."""
    top, bottom, reach = easel.between(61, 67), easel.between(121, 126), easel.between(54, 66)
    layer = easel.on_face(
        [(0, top), (14, top + 3), (34, top + 8), (reach, 78), (reach + 2, 90), (reach - 6, 103), (32, bottom - 5),
         (12, bottom)],
        lift=6,
    )  # fmt: skip
    _loops(easel, reach, 80, 100)
    relief = easel.roundness(layer, 0.25) * easel.weave(0.03) * easel.wrinkles(0.08, 20)
    easel.paint(layer, _printed(easel, easel.one_of(_CLOTH), 0.4), relief=relief, shadow=0.4)


def _printed(easel: Easel, colour: Colour, share: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Cloth of this colour; in this share of cases with a pattern of blots or stripes in another."""
    cloth = np.tile(np.array(colour, np.float32), (*easel.hidden.shape, 1))
    if easel.between(0, 1) < share:
        other = np.array(easel.one_of(_CLOTH), np.float32)
        if easel.between(0, 1) < 0.5:
            pattern = easel.noise(easel.between(5, 10)) > 0.9
        else:
            angle = np.deg2rad(easel.between(0, 180))
            wave = np.sin((easel.x * np.cos(angle) + easel.y * np.sin(angle)) / easel.between(1.2, 3))
            pattern = wave > 0.6
        soft = cv2.GaussianBlur(pattern.astype(np.float32), (0, 0), 0.8)[..., None]
        cloth += 0.8 * soft * (other - cloth)
    return cloth


def bandana(easel: Easel) -> None:
    """A triangle of printed cotton, tied behind the head, that hangs down to the throat."""
    top, reach = easel.between(63, 68), 92.0
    tip = easel.between(146, 158)
    layer = easel.on_face(
        [(0, top), (16, top + 2), (45, top - 1), (reach, 64), (reach, 84), (66, 104), (34, 126), (8, tip)], lift=6
    )
    relief = easel.roundness(layer, 0.2) * easel.weave(0.02) * easel.wrinkles(0.14, 30, 4, easel.between(50, 80))
    cloth = np.tile(np.array(easel.one_of(_BANDANA), np.float32), (*easel.hidden.shape, 1))
    blots = cv2.GaussianBlur((abs(easel.noise(7)) > 1.5).astype(np.float32), (0, 0), 0.7)[..., None]
    cloth += 0.7 * blots * (np.float32(225) - cloth)
    easel.paint(layer, cloth, relief=relief, shadow=0.4)


def scarf(easel: Easel) -> None:
    """A thick scarf, wound around the neck two or three times and over the nose."""
    top, colour = easel.between(64, 69), easel.one_of(_SCARF)
    cloth = _printed(easel, colour, 0.35)
    turns = [(112.0, 134.0, 66.0, 172.0), (94.0, 108.0, 54.0, 142.0), (top, easel.between(78, 84), 46.0, 126.0)]
    for middle, side, wide, low in turns:
        tilt = easel.between(-0.09, 0.09)
        half = np.array(
            [(0, middle), (wide * 0.5, middle + (side - middle) * 0.15), (wide * 0.88, middle + (side - middle) * 0.6),
             (wide, side + 3), (wide + 3, (side + low) / 2), (wide * 0.8, low - 5), (wide * 0.4, low)],
        )  # fmt: skip
        outline = np.concatenate([half, half[:0:-1] * [-1, 1]])
        outline[:, 1] += tilt * outline[:, 0]
        layer = polygon(easel.portrait.around_head(closed_curve(outline)))
        if middle == top:
            # Over the nose it stands out from the head.
            layer = np.maximum(layer, easel.on_face([(0, top), (38, top + 3), (66, 86), (50, 110), (8, 124)], 7))
        folds = easel.wrinkles(0.24, 20, 6, easel.between(-16, 16)) * easel.wrinkles(0.06, 9)
        relief = easel.roundness(layer, 0.5, 12) * easel.weave(0.05) * folds
        easel.paint(layer, cloth, relief=relief.astype(np.float32), shadow=0.6, soft=1.3)
