"""An easel: a portrait on which cloth, plastic and shadows are drawn, and the record of what they hide.

Every drawing is a stack of layers. A layer has an outline with soft edges, a colour or a texture, folds, the light of
the photograph, and the shadow it casts. What hides the face is added up in `Easel.hidden`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.lab.portrait import PORTRAIT_SIDE, ROOM, SCALE, HeadPoints, Picture, Portrait

Layer = NDArray[np.float32]
"""float32 [PORTRAIT_SIDE, PORTRAIT_SIDE]: opacity of each pixel, 0 to 1."""
Colour = tuple[float, float, float]
"""R G B, 0 to 255, in the light of a face of ordinary brightness."""

_SUBPIXELS = 4
"""Bits of subpixel precision of outlines."""
_CURVE_POINTS = 12
"""Points between two control points of an outline; a round number."""
_REFERENCE_LIGHT = 140.0
"""Brightness of a face, 0 to 255, in which cloth has its own colour; about the mean of press photographs."""
_MIN_LIGHT, _MAX_LIGHT = 0.45, 1.45
"""Range of the light on cloth, relative to the reference: cameras expose for the face."""
_LIT = 40.0
"""Units from the middle of the face, across and down, beyond which the light changes no more: it is known on the face
alone."""
_SHADOW_SIGMA = 4.5
"""Pixels: softness of shadows; chosen by eye."""
_AROUND = 0.45
"""Share of a shadow that lies all around; chosen by eye."""
_EDGE_SIGMA = 0.9
"""Pixels: softness of edges, about that of the photographs themselves."""

_GRID: tuple[Layer, Layer] = tuple(np.mgrid[0:PORTRAIT_SIDE, 0:PORTRAIT_SIDE].astype(np.float32)[::-1])
"""x and y of each pixel."""


class Easel:
    """One portrait while a covering is drawn on it.

    Attributes:
        portrait: the portrait; it is not changed.
        rng: the source of every variation.
        pixels: float32 [side, side, 3] RGB, what has been drawn so far.
        hidden: the share of each pixel of the portrait that can no longer be seen.
        x: column of each pixel.
        y: row of each pixel.
        light: brightness of the light on each pixel, relative to that in which cloth has its own colour.
    """

    def __init__(self, portrait: Portrait, rng: np.random.Generator) -> None:
        """Begin with the bare portrait."""
        self.portrait, self.rng = portrait, rng
        self.pixels = portrait.pixels.astype(np.float32)
        self.hidden: Layer = np.zeros((PORTRAIT_SIDE, PORTRAIT_SIDE), np.float32)
        x, y = self.x, self.y = _GRID
        level, across, down = portrait.light
        x, y = (np.clip(x / SCALE - ROOM[0] - 56, -_LIT, _LIT), np.clip(y / SCALE - ROOM[1] - 70, -_LIT, _LIT))
        light = (level + across * x + down * y) / _REFERENCE_LIGHT
        self.light = np.asarray(np.clip(light, _MIN_LIGHT, _MAX_LIGHT), np.float32)

    @property
    def picture(self) -> Picture:
        """What has been drawn, as a picture."""
        return np.asarray(np.clip(self.pixels + 0.5, 0, 255), np.uint8)

    def between(self, low: float, high: float) -> float:
        """A random number in this range."""
        return float(self.rng.uniform(low, high))

    def one_of(self, colours: Sequence[Colour]) -> Colour:
        """One of these colours, varied a little."""
        chosen = np.array(colours[int(self.rng.integers(len(colours)))])
        varied = np.clip(chosen * self.between(0.85, 1.15) + self.rng.normal(0, 5, 3), 4, 250)
        return float(varied[0]), float(varied[1]), float(varied[2])

    def on_face(self, right: Sequence[tuple[float, float]], lift: float = 0.0) -> Layer:
        """The layer inside an outline on the head that is the same left and right.

        Args:
            right: its right half from top to bottom: pairs of azimuth in degrees and height in units.
            lift: units above the skin.
        """
        half = np.array(right, np.float64)
        left = half[::-1] * [-1, 1]
        return self.inside(np.concatenate([half, left]), lift)

    def inside(self, outline: NDArray[np.float64], lift: float = 0.0) -> Layer:
        """The layer inside a closed outline of azimuth and height, float64 [n, 2]."""
        smooth = closed_curve(outline)
        return self.filled(self.portrait.on_head(smooth[:, 0], smooth[:, 1], lift))

    def around(self, right: Sequence[tuple[float, float]]) -> Layer:
        """The layer of something round about the head, by the right half of its outline: x and y in units."""
        half = np.array(right, np.float64)
        return polygon(self.portrait.around_head(closed_curve(np.concatenate([half, half[::-1] * [-1, 1]]))))

    def before(self, outline: Sequence[tuple[float, float]], depth: float) -> Layer:
        """The layer inside a closed outline of x and y, in units, in a plane at this depth that turns with the head."""
        smooth = closed_curve(np.array(outline, np.float64))
        return self.filled(np.column_stack([smooth, np.full(len(smooth), depth)]))

    def filled(self, head: HeadPoints) -> Layer:
        """The layer inside a polygon of head points."""
        return polygon(self.portrait.project(head))

    def head_xy(self, x: float, y: float, z: float) -> tuple[float, float]:
        """One head point in pixels."""
        across, down = self.portrait.project(np.array([[x, y, z]]))[0]
        return float(across), float(down)

    def paint(
        self,
        layer: Layer,
        colour: Colour | NDArray[np.float32],
        *,
        relief: Layer | None = None,
        opacity: float = 1.0,
        shadow: float = 0.35,
        soft: float = _EDGE_SIGMA,
    ) -> None:
        """Draw a layer of something.

        Args:
            layer: where.
            colour: of it, or a texture of float32 [side, side, 3].
            relief: brightness of folds and weave, 1 where it is flat.
            opacity: 1 where nothing shines through.
            shadow: strength of the shadow that its edge casts on what lies below.
            soft: sigma of its edge, in pixels.
        """
        part = _extent(layer)
        inside, below = layer[part], self.pixels[part]
        alpha = cv2.GaussianBlur(inside, (0, 0), soft)
        if shadow:
            near = np.asarray(cv2.GaussianBlur(inside, (0, 0), _SHADOW_SIGMA), np.float32)
            # Light comes from above: the shadow lies below the lower edge, and only a little of it elsewhere.
            cast = _AROUND * near + (1 - _AROUND) * np.maximum(_lowered(near, 5) - _lowered(near, -5), 0) * 2
            below = below * (1 - shadow * cast * (1 - alpha))[..., None]
        light = self.light[part] if relief is None else self.light[part] * relief[part]
        of_what = np.asarray(colour, np.float32)
        material = (of_what[part] if of_what.ndim == 3 else of_what) * light[..., None]
        self.pixels[part] = below + (alpha * opacity)[..., None] * (material - below)
        self.hidden[part] = np.maximum(self.hidden[part], inside * opacity)

    def noise(self, size: float, stretch: float = 1.0, angle: float = 0.0) -> Layer:
        """Smooth noise of mean 0 and deviation 1, of blobs of `size` pixels, stretched along an angle in degrees."""
        side = PORTRAIT_SIDE
        cells = int(np.ceil(side * 1.5 / size)) + 3
        coarse = self.rng.standard_normal((cells, max(3, int(cells / stretch) + 2)), np.float32)
        # The cells fill a square that is half as wide again as the portrait, so that it can be turned.
        turn = np.asarray(cv2.getRotationMatrix2D((side * 0.75, side * 0.75), angle, 1.0), np.float64)
        turn[:, 2] -= side / 4
        turn[:, :2] *= [side * 1.5 / coarse.shape[1], side * 1.5 / coarse.shape[0]]
        out = cv2.warpAffine(coarse, turn, (side, side), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
        return np.asarray((out - out.mean()) / max(float(out.std()), 1e-6), np.float32)

    def weave(self, strength: float) -> Layer:
        """The grain of cloth as relief: a part of one large piece, anywhere in it."""
        grain = _grain()
        top, left = self.rng.integers(grain.shape[0] - PORTRAIT_SIDE, size=2)
        return np.asarray(1 + strength * grain[top : top + PORTRAIT_SIDE, left : left + PORTRAIT_SIDE], np.float32)

    def wrinkles(self, strength: float, size: float = 22.0, stretch: float = 3.0, angle: float | None = None) -> Layer:
        """Folds of soft cloth as relief: the slope of stretched noise, lit from above."""
        angle = self.between(-60, 60) if angle is None else angle
        heights = self.noise(size, stretch, angle) + 0.4 * self.noise(
            size / 2.3, stretch, angle + self.between(-25, 25)
        )
        down, across = (cv2.Sobel(heights, cv2.CV_32F, *axis, ksize=5) for axis in ((0, 1), (1, 0)))
        slope = np.add(down, 0.5 * across, dtype=np.float32)
        return np.asarray(1 + strength * np.tanh(slope / max(float(slope.std()), 1e-6)), np.float32)

    def crease(self, azimuth: NDArray[np.float64], height: NDArray[np.float64], strength: float, lift: float) -> Layer:
        """Relief of one fold or seam along a line on the head (float64 [n] each): dark, and bright above it."""
        line = self.portrait.project(self.portrait.on_head(azimuth, height, lift))
        out = np.zeros((PORTRAIT_SIDE, PORTRAIT_SIDE), np.float32)
        cv2.polylines(out, [np.round(line * 2**_SUBPIXELS).astype(np.int32)], False, 1.0, 2, cv2.LINE_AA, _SUBPIXELS)
        dark = np.multiply(cv2.GaussianBlur(out, (0, 0), 1.4), 2, dtype=np.float32)
        return np.asarray(1 - strength * dark + 0.6 * strength * _lowered(dark, -4), np.float32)

    def roundness(self, layer: Layer, strength: float, width: float = 14.0) -> Layer:
        """Relief of something round: darker towards the edge of its layer, over `width` pixels."""
        distance = cv2.distanceTransform((layer > 0.5).astype(np.uint8), cv2.DIST_L2, 3)
        return np.asarray(1 - strength * np.exp(-distance / width), np.float32)


@cache
def _grain() -> Layer:
    """Fine noise, twice as wide and high as a portrait: drawn once, because it costs more than all else on it."""
    white = np.random.default_rng(0).standard_normal((2 * PORTRAIT_SIDE, 2 * PORTRAIT_SIDE), np.float32)
    return np.multiply(cv2.GaussianBlur(white, (0, 0), 0.8), 2, dtype=np.float32)


def _lowered(layer: Layer, rows: int) -> Layer:
    """A layer moved down by so many rows, or up."""
    out = np.zeros_like(layer)
    if rows > 0:
        out[rows:] = layer[:-rows]
    else:
        out[:rows] = layer[-rows:]
    return out


def _extent(layer: Layer) -> tuple[slice, slice]:
    """The rows and columns of a layer, and of the shadow around it."""
    margin = round(4 * _SHADOW_SIGMA)
    found = []
    for axis in (1, 0):
        used = np.flatnonzero(layer.max(axis=axis))
        first, last = (int(used[0]), int(used[-1])) if len(used) else (0, 0)
        found.append(slice(max(0, first - margin), last + margin + 1))
    return found[0], found[1]


def closed_curve(control: NDArray[np.float64]) -> NDArray[np.float64]:
    """A smooth closed curve through control points (float64 [n, 2]): a Catmull-Rom spline."""
    before, at, after, beyond = (np.roll(control, shift, axis=0)[:, None] for shift in (1, 0, -1, -2))
    t = np.linspace(0, 1, _CURVE_POINTS, endpoint=False)[None, :, None]
    curve = 0.5 * (
        2 * at
        + (after - before) * t
        + (2 * before - 5 * at + 4 * after - beyond) * t**2
        + (3 * at - before - 3 * after + beyond) * t**3
    )
    return np.asarray(curve.reshape(-1, 2))


def polygon(points: NDArray[np.float64]) -> Layer:
    """The layer inside a polygon, float64 [n, 2] pixels."""
    out = np.zeros((PORTRAIT_SIDE, PORTRAIT_SIDE), np.uint8)
    scaled = np.round(np.clip(points, -2000, 2000) * 2**_SUBPIXELS).astype(np.int32)
    cv2.fillPoly(out, [scaled], 255, cv2.LINE_AA, _SUBPIXELS)
    return np.asarray(out.astype(np.float32) / 255)
