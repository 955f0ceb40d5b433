"""Samples of covers: a few points inside each, at which a picture is compared with what must be there.

A cover has the same points whenever it is asked for, so a picture can be sampled before a cover is drawn, after it, and
again when the written file is decoded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import av
import numpy as np
from numpy.typing import NDArray

from veilproof.media.photo import Photo
from veilproof.media.planes import FULL_RANGE, Plane
from veilproof.plan import Cover
from veilproof.render.covers import Shape, Style

POINTS = 64
"""Per cover, on a grid of 8 by 8 over what the picture shows of it. A round number."""

_ACROSS = 8
_INNER = 0.75
"""Size of the sampled part relative to the outline. It contains the whole face if the outline has the default scale of
1.5; further out, codecs smear what is beside a cover into it (benchmarks.selfcheck)."""
_FRAMES_AT_ONCE = 64
"""Points are computed for so many frames together, because NumPy's cost is by call. A round number."""

_LIMITED_SCALE = 219 / 255
"""From the 255 steps of full range to the 219 of limited range (ITU-T H.273)."""
_LUMA_WEIGHTS = {5: (0.299, 0.587, 0.114), 6: (0.299, 0.587, 0.114), 9: (0.2627, 0.678, 0.0593)}
"""Of red, green and blue, by matrix coefficients (ITU-T H.273)."""
_BT709_WEIGHTS = (0.2126, 0.7152, 0.0722)
_PHOTO_WEIGHTS = {
    "L": (1.0,),
    "LA": (1.0, 0.0),
    "RGB": _BT709_WEIGHTS,
    "RGBA": (*_BT709_WEIGHTS, 0.0),
    "YCbCr": (1.0, 0.0, 0.0),
    "CMYK": (0.1, 0.35, 0.05, 0.5),
}
"""Of the channels of each mode. A photo is stored again in its mode, so for CMYK any that tell lightness will do."""


@dataclass(frozen=True, slots=True)
class CoverPoints:
    """The covers of one frame and where they are sampled; intp and bool [covers, POINTS].

    Attributes:
        cover: the covers.
        x: columns of the picture, from the left.
        y: rows, from the top.
        inside: which points count; none do if a cover is outside the picture.
        sides: float64 [covers], the shorter side of what the picture shows of each outline, in pixels.
    """

    cover: Cover
    x: NDArray[np.intp]
    y: NDArray[np.intp]
    inside: NDArray[np.bool_]
    sides: NDArray[np.float64]


def points_of(covers: Iterable[Cover], style: Style, width: int, height: int) -> Iterator[CoverPoints]:
    """Each frame's covers with their points, for upright pictures of `width` by `height` pixels."""
    waiting = iter(covers)
    while batch := list(islice(waiting, _FRAMES_AT_ONCE)):
        boxes = np.concatenate([part for cover in batch for part in (cover.faces, cover.drawn)]).astype(np.float64)
        drawn = np.concatenate([np.repeat([False, True], [len(c.faces), len(c.drawn)]) for c in batch])
        outline = np.where(drawn, 1.0, style.scale)
        x, y, inside, sides = _points(boxes, outline, drawn | (style.shape is Shape.BOX), (width, height))
        end = 0
        for cover in batch:
            first, end = end, end + len(cover.faces) + len(cover.drawn)
            part = slice(first, end)
            yield CoverPoints(cover, x[part], y[part], inside[part], sides[part])


def _points(
    boxes: NDArray[np.float64], outline: NDArray[np.float64], is_box: NDArray[np.bool_], size: tuple[int, int]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_], NDArray[np.float64]]:
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = (boxes[:, 2:] - boxes[:, :2]) / 2 * (outline * _INNER)[:, None]
    low, high = (np.clip(edge, 0, size) for edge in (centre - half, centre + half))
    at = low[:, None] + ((np.arange(_ACROSS) + 0.5) / _ACROSS)[:, None] * (high - low)[:, None]
    index = np.minimum(at.astype(np.intp), np.subtract(size, 1))
    x, y = np.broadcast_arrays(index[:, None, :, 0], index[:, :, None, 1])
    away = ((at - centre[:, None]) / np.maximum(half, np.finfo(float).tiny)[:, None]) ** 2
    in_outline = is_box[:, None, None] | (away[:, None, :, 0] + away[:, :, None, 1] <= 1)
    inside = in_outline & np.asarray((high > low).all(axis=1))[:, None, None]
    shape = len(boxes), POINTS
    sides = np.asarray((high - low).min(axis=1)) / _INNER
    return x.reshape(shape), y.reshape(shape), inside.reshape(shape), sides


@dataclass(frozen=True, slots=True)
class SampledPicture:
    """A picture as levels of 8 bits at the points of covers, whatever its depth and colour space."""

    _surface: list[Plane]
    _bits: int
    _video: av.VideoFrame | None
    _photo_weights: tuple[float, ...] = ()

    @staticmethod
    def of(picture: av.VideoFrame | Photo, surface: list[Plane]) -> SampledPicture:
        """A picture with its planes."""
        if isinstance(picture, Photo):
            weights = _PHOTO_WEIGHTS[picture.info.mode.removesuffix(";16")]
            return SampledPicture(surface, 8 * surface[0].pixels.itemsize, None, weights)
        return SampledPicture(surface, picture.format.components[0].bits, picture)

    def luma(self, points: CoverPoints) -> NDArray[np.uint8]:
        """Uint8 [covers, POINTS]: how much lighter than black; comparable between an original and its written file.

        Luma only, because many formats store colour too coarsely to tell what changed it.
        """
        plane, video = self._surface[0], self._video
        if video is None:
            return np.asarray(self._from_black(plane, points) @ np.array(self._photo_weights), np.uint8)
        if video.format.is_rgb:
            weights = _LUMA_WEIGHTS.get(video.colorspace, _BT709_WEIGHTS)
            mixed = sum(weight * part for weight, part in zip(weights, self._rgb(points), strict=True))
            return np.asarray(mixed * _LIMITED_SCALE, np.uint8)
        luma = np.maximum(self._samples(plane, points) - (plane.black[0] >> self._bits - 8), 0)
        full = video.color_range == FULL_RANGE or video.format.name.startswith("yuvj")
        return np.asarray(luma * _LIMITED_SCALE if full else luma, np.uint8)

    def from_black(self, points: CoverPoints) -> NDArray[np.int32]:
        """int32 [covers, POINTS]: how far each point is from black, in the channel that is farthest."""
        return np.asarray(
            np.maximum.reduce([self._from_black(plane, points).max(axis=2) for plane in self._surface]), np.int32
        )

    def _from_black(self, plane: Plane, points: CoverPoints) -> NDArray[np.int32]:
        black = np.array(plane.black, np.int32) >> self._bits - 8
        return np.abs(self._samples(plane, points).reshape(*points.x.shape, -1) - black)

    def _samples(self, plane: Plane, points: CoverPoints) -> NDArray[np.int32]:
        x = points.x // plane.step_x if plane.step_x > 1 else points.x
        y = points.y // plane.step_y if plane.step_y > 1 else points.y
        return np.asarray(plane.pixels[y, x], np.int32) >> self._bits - 8

    def _rgb(self, points: CoverPoints) -> list[NDArray[np.int32]]:
        name = self._video.format.name if self._video else ""
        if name.startswith("gb"):
            green, blue, red = (self._samples(plane, points) for plane in self._surface[:3])
            return [red, green, blue]
        samples = self._samples(self._surface[0], points)
        return [samples[..., name.index(letter)] for letter in "rgb"]
