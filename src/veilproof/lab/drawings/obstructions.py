"""What is worn on the eyes, painted on the skin, or stands before the face."""

from __future__ import annotations

import cv2
import numpy as np

from veilproof.lab.drawings.masks import cloth_mask, surgical_mask
from veilproof.lab.easel import Colour, Easel, Layer, polygon

_FRAMES: tuple[Colour, ...] = ((18, 18, 20), (60, 40, 26), (120, 100, 60), (150, 150, 154))
_LENSES: tuple[Colour, ...] = ((14, 14, 16), (30, 22, 14), (16, 26, 20), (22, 24, 40))
_PAINTS: tuple[Colour, ...] = (
    (20, 22, 20), (44, 70, 36), (110, 84, 50), (230, 230, 226), (190, 24, 34), (30, 60, 150), (236, 200, 40),
)  # fmt: skip
_FLAGS: tuple[tuple[Colour, ...], ...] = (
    ((232, 232, 232), (40, 70, 160), (190, 34, 40)), ((30, 110, 180), (240, 206, 50)), ((24, 24, 24), (196, 30, 40)),
    ((34, 130, 70), (236, 236, 236), (196, 34, 40)),
    ((220, 40, 60), (240, 150, 40), (240, 220, 60), (50, 150, 80), (60, 80, 170)),
)  # fmt: skip


def sunglasses(easel: Easel) -> None:
    """Dark glasses over both eyes and brows' lower edge, with temples to the ears."""
    wide, top, bottom = easel.between(15, 18.5), easel.between(41, 44), easel.between(63, 70)
    frame, lens_colour, rounded = easel.one_of(_FRAMES), easel.one_of(_LENSES), easel.between(0.55, 0.95)
    for side in (-1, 1):
        temple = [(side * 34, 46), (side * 41, 50), (side * 41, 53), (side * 34, 50)]
        head = np.array([(x, y, 4 if abs(x) < 40 else -34) for x, y in temple], np.float64)
        easel.paint(easel.filled(head), frame, shadow=0.3)
    for side in (-1, 1):
        for grow, colour in ((1.8, frame), (0.0, lens_colour)):
            corners = [
                (-wide * rounded - grow, top - grow), (wide * rounded + grow, top - grow), (wide + grow, top + 4),
                (wide * 0.95 + grow, (top + bottom) / 2 + 3), (wide * 0.5 * rounded + grow, bottom + grow),
                (-wide * 0.5 * rounded - grow, bottom + grow), (-wide * 0.95 - grow, (top + bottom) / 2 + 3),
                (-wide - grow, top + 4),
            ]  # fmt: skip
            lens = easel.before([(side * 18.5 + x, y) for x, y in corners], 9)
            easel.paint(lens, colour, opacity=0.985, shadow=0.4 if grow else 0)
            if not grow:
                shine = lens * np.clip(1 - (easel.y - easel.y[lens > 0.5].min(initial=300)) / 26, 0, 1)
                easel.pixels += (shine * easel.between(10, 60))[..., None]
                glint = cv2.GaussianBlur(lens * (easel.noise(26, 3, 35) > 1.5), (0, 0), 2.5)
                easel.pixels += (glint * easel.between(10, 70))[..., None]
    easel.paint(easel.before([(-4, 46), (4, 46), (4, 48.5), (-4, 48.5)], 9), frame, shadow=0.3)
    np.clip(easel.pixels, 0, 255, out=easel.pixels)


def sunglasses_and_mask(easel: Easel) -> None:
    """Sunglasses over a surgical or cloth mask."""
    (surgical_mask if easel.between(0, 1) < 0.5 else cloth_mask)(easel)
    sunglasses(easel)


def face_paint(easel: Easel) -> None:
    """Make-up in bands and blots: camouflage, a flag, or a carnival face."""
    face = easel.on_face([(0, 12), (40, 18), (70, 40), (70, 80), (58, 104), (30, 118), (8, 122)], 1)
    bare = np.maximum.reduce([_disc(easel, x, 52.5, 6.5, 3.4) for x in (-17.6, 17.6)])
    grey = cv2.cvtColor(np.clip(easel.pixels, 0, 255).astype(np.uint8), cv2.COLOR_RGB2GRAY).astype(np.float32)
    # Paint takes the colour of the skin away and leaves its relief.
    relief = np.clip(grey / max(float(grey[face > 0.5].mean()), 20), 0.5, 1.5)
    field = easel.noise(easel.between(26, 50), easel.between(1, 3), easel.between(-60, 60))
    colours = [_PAINTS[i] for i in easel.rng.permutation(len(_PAINTS))[:3]]
    for index, colour in enumerate(colours):
        low = (-9.0, -0.35, 0.55)[index]
        band = cv2.GaussianBlur(((field > low) * face * (1 - bare)).astype(np.float32), (0, 0), 1.5)
        easel.paint(band, colour, relief=relief.astype(np.float32), opacity=easel.between(0.75, 0.92), shadow=0)


def _disc(easel: Easel, x: float, y: float, across: float, down: float) -> Layer:
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    points = np.stack([x + across * np.cos(angle), y + down * np.sin(angle), np.full(24, 2.0)], axis=1)
    return easel.filled(points)


def hand(easel: Easel) -> None:
    """An open hand held before the mouth and nose, or before the eyes."""
    skin = _skin(easel)
    over_eyes = easel.between(0, 1) < 0.4
    height = easel.between(50, 56) if over_eyes else easel.between(84, 92)
    side = -1 if easel.between(0, 1) < 0.5 else 1
    tilt = easel.between(-14, 14)
    x0, y0 = easel.head_xy(side * 42, height + easel.between(14, 22), 26)
    direction = np.deg2rad(tilt + (180 if side > 0 else 0))
    along = np.array([np.cos(direction), np.sin(direction) - 0.12])
    across = np.array([-along[1], along[0]]) * (-side)
    palm = np.array([x0, y0])
    arm = palm + np.array([side * easel.between(20, 70), 120.0])
    whole = np.maximum(_capsule(arm, palm - along * 4, 21.0), _capsule(palm - along * 6, palm + along * 12, 26.0))
    outlines, nails = np.zeros_like(whole), np.zeros_like(whole)
    lengths = ((88, 8.0), (100, 8.6), (94, 8.4), (74, 7.4))
    fingers = []
    for index, (length, radius) in enumerate(lengths):
        base = palm + along * 8 + across * (14 * (index - 1.5) + 6)
        fingers.append((base, base + along * length * 1.05 + across * (index - 1.5) * easel.between(0, 2.5), radius))
    fingers.append((palm + across * -14, palm + along * 34 + across * -34, 9.0))
    for base, tip, radius in fingers:
        finger = _capsule(base, tip, radius)
        # Lines between fingers end where these join the palm.
        free = _capsule(base + (tip - base) * 0.35, tip, radius + 1)
        outlines = np.maximum(outlines, finger * free * (1 - cv2.erode(finger, np.ones((3, 3), np.uint8))))
        nails = np.maximum(nails, _capsule(tip - (tip - base) * 0.07, tip + (tip - base) * 0.02, radius * 0.5))
        whole = np.maximum(whole, finger)
    relief = easel.roundness(whole, 0.25, 5) * easel.weave(0.02) * easel.wrinkles(0.05, 14)
    relief *= 1 - 0.55 * cv2.GaussianBlur(outlines, (0, 0), 1.6)
    easel.paint(whole, skin, relief=relief.astype(np.float32), shadow=0.5)
    easel.paint(np.multiply(nails, 0.5, dtype=np.float32), (skin[0] * 1.12, skin[1] * 1.06, skin[2] * 1.06), shadow=0)


def _skin(easel: Easel) -> Colour:
    """The colour of the cheeks, without the light that `paint` adds again."""
    cheeks = easel.before([(-26, 66), (26, 66), (22, 80), (-22, 80)], 6) > 0.5
    colour = np.median(easel.pixels[cheeks], axis=0) / max(float(np.median(easel.light[cheeks])), 0.1)
    return float(colour[0]), float(colour[1]), float(colour[2])


def _capsule(
    start: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    end: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    radius: float,
) -> Layer:
    """A line from start to end, in pixels, of this radius and with round ends, a little narrower at its end."""
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1e-6)
    turn = np.arctan2(along[1], along[0])
    first = np.linspace(turn + np.pi / 2, turn + 3 * np.pi / 2, 14)
    last = np.linspace(turn - np.pi / 2, turn + np.pi / 2, 14)
    ends = [
        start + radius * np.stack([np.cos(first), np.sin(first)], axis=1),
        end + 0.8 * radius * np.stack([np.cos(last), np.sin(last)], axis=1),
    ]
    return polygon(np.concatenate(ends))


def flag(easel: Easel) -> None:
    """A waving flag before part of the face: its lower part, its upper part or one side."""
    colours = _FLAGS[int(easel.rng.integers(len(_FLAGS)))]
    angle = np.deg2rad(easel.between(-18, 18))
    wave = easel.between(2, 6) * np.sin(easel.x / easel.between(14, 26) + easel.between(0, 6))
    part = easel.between(0, 1)
    x0, y0 = easel.head_xy(0, 66, 6)
    along = (easel.x - x0) * np.cos(angle) + (easel.y - y0) * np.sin(angle)
    down = -(easel.x - x0) * np.sin(angle) + (easel.y - y0) * np.cos(angle)
    if part < 0.5:
        distance = down + wave - easel.between(-6, 6)
    elif part < 0.75:
        distance = -(down + wave) + easel.between(-6, 6)
    else:
        distance = (along + wave) * (1 if part < 0.875 else -1) - easel.between(-6, 6)
    layer = np.clip(distance + 0.5, 0, 1).astype(np.float32)
    stripe = np.clip((down + wave + 110) / 220 * len(colours), 0, len(colours) - 1).astype(int)
    cloth = np.array(colours, np.float32)[stripe]
    relief = easel.wrinkles(0.2, 40, 5, easel.between(60, 120)) * easel.weave(0.02)
    easel.paint(layer, cloth, relief=relief, shadow=0.3)


def smoke(easel: Easel) -> None:
    """Smoke that drifts before part of the face, dense in its middle."""
    cloud = easel.noise(70) + 0.6 * easel.noise(34) + 0.3 * easel.noise(16)
    x0, y0 = easel.head_xy(easel.between(-26, 26), easel.between(50, 100), 0)
    near = np.exp(-(((easel.x - x0) / 80) ** 2 + ((easel.y - y0) / 62) ** 2))
    density = np.clip(2.1 * near + 0.35 * cloud - 0.55, 0, 1) * easel.between(0.88, 0.97)
    grey = easel.between(150, 225)
    tint: Colour = (grey, grey, grey) if easel.between(0, 1) < 0.7 else (grey, grey * 0.62, grey * 0.5)
    relief = (1 + 0.07 * easel.noise(30) + 0.04 * easel.noise(12)).astype(np.float32)
    easel.paint(density.astype(np.float32), tint, relief=relief, shadow=0, soft=2.0)
