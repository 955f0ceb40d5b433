"""What is worn over the head: balaclava, niqab, hood, cap, helmets."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.lab.drawings.masks import cloth_mask, surgical_mask
from veilproof.lab.easel import Colour, Easel, Layer

_BLACK: tuple[Colour, ...] = ((22, 22, 26), (30, 30, 34), (40, 42, 50), (26, 34, 30))
_NIQAB: tuple[Colour, ...] = ((20, 20, 22), (26, 26, 32), (50, 44, 50), (60, 66, 84))
_HOOD: tuple[Colour, ...] = ((34, 34, 38), (92, 94, 98), (44, 56, 84), (110, 40, 44), (70, 80, 62))
_CAP: tuple[Colour, ...] = ((30, 32, 38), (40, 56, 104), (140, 34, 40), (190, 184, 170), (70, 80, 60), (222, 222, 222))
_SHELL: tuple[Colour, ...] = ((26, 26, 30), (208, 208, 210), (150, 30, 34), (40, 60, 120), (90, 94, 98))


def _head_outline(thick: float, top: float = -20.0) -> list[tuple[float, float]]:
    """The outline of head and neck with something so many units thick over them, at the depth of the ears."""
    return [
        (12, top - thick), (29, top + 5 - thick * 0.6), (41 + thick, 14), (45 + thick, 44), (43 + thick, 74),
        (38 + thick, 97), (32 + thick, 114), (33 + thick, 134), (60, 150), (84, 164),
    ]  # fmt: skip


def _opening(easel: Easel, top: float, bottom: float, reach: float, lift: float = 3.0) -> Layer:
    """An opening for the eyes, of rounded corners."""
    middle = (top + bottom) / 2
    return easel.on_face(
        [(0, top + easel.between(0, 1.5)), (reach * 0.5, top), (reach * 0.86, top + 1.5), (reach, middle),
         (reach * 0.86, bottom - 1.5), (reach * 0.5, bottom), (0, bottom + easel.between(-0.5, 1))],
        lift,
    )  # fmt: skip


def balaclava_one_opening(easel: Easel) -> None:
    """A knitted hood over the whole head, with one opening for the eyes."""
    _balaclava(easel, mouth=False)


def balaclava_two_openings(easel: Easel) -> None:
    """The same with a second opening for the mouth."""
    _balaclava(easel, mouth=True)


def _balaclava(easel: Easel, *, mouth: bool) -> None:
    head = easel.around(_head_outline(easel.between(2, 5)))
    bare = _opening(easel, easel.between(39, 43), easel.between(60, 64), easel.between(50, 60))
    if mouth:
        lips = easel.on_face([(0, 84), (20, 86), (26, 92.5), (20, 99), (0, 101)], 4)
        bare = np.maximum(bare, lips)
    layer = head * (1 - bare)
    ribs = 1 + 0.05 * np.sin(easel.x * easel.between(0.9, 1.4) + 2 * easel.noise(60))
    relief = easel.roundness(head, 0.4, 22) * easel.roundness(layer, 0.1, 3) * easel.weave(0.09) * ribs
    relief *= easel.wrinkles(0.1, 34)
    easel.paint(layer, easel.one_of(_BLACK), relief=relief.astype(np.float32), shadow=0.5, soft=1.2)


def niqab(easel: Easel) -> None:
    """A veil that leaves a slit for the eyes and falls over the shoulders."""
    half = [(16, -25), (38, -14), (50, 18), (54, 56), (56, 90), (62, 120), (78, 148), (98, 166)]
    head = easel.around(half)
    layer = head * (1 - _opening(easel, easel.between(41, 45), easel.between(58, 62), easel.between(52, 62)))
    relief = easel.roundness(head, 0.35, 26) * easel.weave(0.04) * easel.wrinkles(0.25, 40, 6, easel.between(82, 98))
    veil = easel.on_face([(0, 60), (30, 61), (62, 58), (66, 92), (58, 128), (30, 150), (8, 156)], 8)
    easel.paint(layer, easel.one_of(_NIQAB), relief=relief, shadow=0.45)
    edge = cv2.GaussianBlur(veil * layer, (0, 0), 2.0)
    easel.pixels *= (1 - 0.3 * edge * (1 - edge) * 4 * layer)[..., None]


def hood(easel: Easel) -> None:
    """The hood of a sweater, drawn over hair, ears and the upper forehead."""
    half = [(18, -33), (42, -22), (57, 12), (60, 50), (57, 88), (50, 118), (60, 140), (90, 164)]
    cloth = easel.around(half)
    top, wide = easel.between(12, 22), easel.between(36, 40)
    face = [(0, top), (wide * 0.62, top + 5), (wide, top + 26), (wide + 1, 70), (wide * 0.82, 100), (wide * 0.5, 122)]
    bare = easel.before([*face, *[(-x, y) for x, y in reversed(face[1:])]], 0)
    layer = cloth * (1 - bare)
    # The hood stands before the face and keeps light from its rim.
    shade = cv2.GaussianBlur(layer, (0, 0), 9.0)
    easel.pixels *= (1 - 0.75 * shade * bare)[..., None]
    # The hem, a finger wide.
    hem = cv2.dilate(bare, np.ones((13, 13), np.uint8)) * layer
    stitched = easel.roundness(hem, 0.22, 2.5)
    relief = easel.roundness(layer, 0.25, 8) * easel.weave(0.05) * easel.wrinkles(0.2, 36, 4, easel.between(60, 110))
    relief *= 1 + hem * (stitched * 1.06 - 1)
    easel.paint(layer, easel.one_of(_HOOD), relief=relief.astype(np.float32), shadow=0.4, soft=1.4)


def cap(easel: Easel) -> None:
    """A cap with its brim drawn low: hair and forehead hidden, the eyes in its shadow."""
    colour, low = easel.one_of(_CAP), easel.between(32, 36)
    dome = easel.around([(10, -27), (27, -22), (41, -4), (44, 14), (43, low - 2), (24, low - 4), (6, low - 5)])
    dome = np.maximum(dome, easel.on_face([(0, -8), (50, -2), (84, 12), (84, low - 3), (40, low - 2), (0, low - 1)], 4))
    relief = easel.roundness(dome, 0.4, 18) * easel.weave(0.02) * easel.wrinkles(0.05, 40)
    for azimuth in (-42.0, 0.0, 42.0):
        relief *= easel.crease(np.full(20, azimuth), np.linspace(-20, low - 8, 20), 0.14, lift=8)
    reach, forward = easel.between(37, 41), easel.between(20, 30)
    shade = cv2.GaussianBlur(easel.before([(-36, low), (36, low), (33, low + 15), (-33, low + 15)], 4), (0, 0), 6)
    easel.pixels *= (1 - easel.between(0.3, 0.55) * shade)[..., None]
    easel.paint(dome, colour, relief=relief, shadow=0.3)
    brim = easel.filled(_brim(low, reach, forward))
    dark = easel.between(0.6, 0.85)
    edge = easel.roundness(brim, 0.35, 3) * easel.weave(0.02)
    # Rows of stitches along the rim.
    depth = cv2.distanceTransform((brim > 0.5).astype(np.uint8), cv2.DIST_L2, 3)
    edge *= (1 - 0.1 * (np.sin(depth * 1.3) > 0.6) * (depth > 2)).astype(np.float32)
    easel.paint(brim, (colour[0] * dark, colour[1] * dark, colour[2] * dark), relief=edge, shadow=0.55)


def _brim(low: float, reach: float, forward: float) -> NDArray[np.float64]:
    """The brim as head points: its rim stands forward and bends down at the sides, its root lies along the forehead."""
    angle = np.linspace(0, np.pi, 40)
    across = np.cos(angle)
    rim = np.stack([across * reach, low + 1 + 5 * across**2, -12 + (forward + 22) * np.sin(angle)], axis=1)
    root = np.stack([-across * reach, low - 15 + 16 * across**2, -12 + 18 * np.sin(angle)], axis=1)
    return np.concatenate([rim, root])


def cap_and_mask(easel: Easel) -> None:
    """A cap and a surgical or cloth mask."""
    (surgical_mask if easel.between(0, 1) < 0.5 else cloth_mask)(easel)
    cap(easel)


def motorcycle_helmet_clear(easel: Easel) -> None:
    """A full-face helmet behind whose clear visor the eyes can be seen."""
    _full_face(easel, dark=False)


def motorcycle_helmet_dark(easel: Easel) -> None:
    """A full-face helmet with a dark visor."""
    _full_face(easel, dark=True)


def _full_face(easel: Easel, *, dark: bool) -> None:
    half = [(8, -37), (36, -31), (56, -6), (61, 32), (61, 70), (56, 104), (42, 126), (0, 134)]
    shell = easel.around(half)
    top, bottom = easel.between(24, 29), easel.between(72, 77)
    gap = [(0, top), (34, top + 2), (50, top + 12), (52, 56), (46, bottom - 2), (20, bottom), (0, bottom + 1)]
    visor = easel.before([*gap, *[(-x, y) for x, y in reversed(gap[1:-1])]], 6)
    colour = easel.one_of(_SHELL)
    gloss = easel.before([(-34, -26), (-10, -36), (14, -34), (-4, -24), (-28, -8)], 0)
    relief = easel.roundness(shell, 0.5, 26) + 0.5 * cv2.GaussianBlur(gloss, (0, 0), 6)
    easel.paint(shell * (1 - visor), colour, relief=relief.astype(np.float32), shadow=0.5)
    rim = visor * (1 - cv2.erode(visor, np.ones((7, 7), np.uint8)))
    easel.paint(rim, (16, 16, 18), shadow=0)
    _glass(easel, visor - rim, dark)


def _glass(easel: Easel, layer: Layer, dark: bool) -> None:
    """A visor: a tint, and the sky mirrored in it."""
    tint: Colour = (16, 18, 22) if dark else (196, 204, 210)
    easel.paint(layer, tint, opacity=easel.between(0.975, 0.99) if dark else easel.between(0.1, 0.18), shadow=0)
    angle = np.deg2rad(easel.between(20, 50))
    band = np.sin((easel.x * np.cos(angle) + easel.y * np.sin(angle)) / easel.between(24, 40) + easel.between(0, 6))
    streak = layer * np.clip(band - 0.72, 0, 1) * (0.6 if dark else 0.9)
    easel.pixels += (cv2.GaussianBlur(streak.astype(np.float32), (0, 0), 3) * 150)[..., None]
    np.clip(easel.pixels, 0, 255, out=easel.pixels)


def riot_helmet(easel: Easel) -> None:
    """A police helmet with a clear visor before the whole face."""
    half = [(8, -36), (36, -31), (55, -6), (58, 22), (54, 34), (30, 29), (0, 27)]
    dome = easel.around(half)
    guard = easel.before(
        [(0, 22), (40, 25), (54, 34), (55, 74), (48, 112), (26, 128), (0, 131), (-26, 128), (-48, 112), (-55, 74),
         (-54, 34), (-40, 25)], 14,
    )  # fmt: skip
    _glass(easel, guard, dark=False)
    rim = guard - cv2.erode(guard, np.ones((5, 5), np.uint8))
    easel.paint(rim, (40, 42, 46), opacity=0.7, shadow=0.2)
    for side in (-1, 1):
        strap = easel.before([(side * 44, 30), (side * 51, 30), (side * 46, 96), (side * 40, 100)], -12)
        easel.paint(strap, (24, 24, 28), shadow=0.3)
    relief = easel.roundness(dome, 0.5, 24)
    easel.paint(dome, easel.one_of(((24, 26, 32), (36, 44, 62), (60, 66, 60))), relief=relief, shadow=0.5)


def whole_head(easel: Easel) -> None:
    """The control: a bag over all of the head."""
    cover = np.ones_like(easel.hidden)
    easel.paint(cover, (127, 127, 127), shadow=0)
    easel.pixels[:] = 127
