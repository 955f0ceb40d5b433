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

from veilproof.geometry import Boxes, areas, clipped, empty_boxes, hulls
from veilproof.media.photo import Photo
from veilproof.media.planes import FULL_RANGE, Plane
from veilproof.plan import Cover
from veilproof.render.covers import Shape, Style, head_style, line_boxes

_ACROSS = 6
"""Points across and down a cover, on a grid over what the picture shows of it. A round number: more cost time where a
picture is full of faces, and find no more (benchmarks.selfcheck, tests)."""
POINTS = _ACROSS * _ACROSS
"""Per cover."""

_INNER = 0.75
"""Size of the sampled part relative to the outline. It contains the whole face if the outline has the default scale of
1.5; further out, codecs smear what is beside a cover into it (benchmarks.selfcheck)."""
_BESIDE = 8.0
"""Pixels around a spotlight in which points do not count: codecs work in blocks of about as many. A round number."""
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
}
"""Of the channels of each mode."""


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
        parts = [_parts(each, style, width, height) for each in batch]
        boxes = np.concatenate([part.boxes for frame in parts for part in frame]).astype(np.float64)
        counts = np.array([[len(part.boxes) for part in frame] for frame in parts])
        outline = np.concatenate([np.full(len(part.boxes), part.scale) for frame in parts for part in frame])
        is_box = np.concatenate([np.full(len(part.boxes), part.is_box) for frame in parts for part in frame])
        x, y, inside, sides = _points(boxes, outline, is_box, (width, height))
        ends = counts.cumsum().reshape(counts.shape)
        for at, frame in enumerate(parts):
            for part, end in zip(frame, ends[at].tolist(), strict=True):
                if not len(part.boxes):
                    continue
                rows = slice(end - len(part.boxes), end)
                if part.angles is not None:
                    x[rows], y[rows], inside[rows], sides[rows] = _turned_points(
                        boxes[rows], part.angles.astype(np.float64), (width, height)
                    )
                if part.is_outside:
                    inside[rows] &= ~_spared(batch[at], x[rows], y[rows])
            whole = slice(int(ends[at, 0]) - int(counts[at, 0]), int(ends[at, -1]))
            yield CoverPoints(batch[at], x[whole], y[whole], inside[whole], sides[whole])


@dataclass(frozen=True, slots=True)
class _Part:
    """Covers of one sort in one frame.

    Attributes:
        boxes: float32 [n, 4].
        scale: size of the outline relative to them.
        is_box: whether it is the whole box, or the ellipse in it.
        angles: float32 [n], degrees by which they are turned; None if they are not.
        is_outside: whether what spotlights show does not count.
    """

    boxes: Boxes
    scale: float
    is_box: bool
    angles: NDArray[np.float32] | None = None
    is_outside: bool = False


def _parts(cover: Cover, style: Style, width: int, height: int) -> list[_Part]:
    is_box = style.shape is Shape.BOX
    return [
        _Part(cover.faces, style.scale, is_box),
        _Part(cover.drawn, 1.0, True, cover.drawn_angles if len(cover.drawn_angles) else None),
        _Part(cover.heads, head_style(style).scale, is_box),
        _Part(line_boxes(cover.lines, style.scale), 1.0, True, cover.angles),
        _Part(_around(cover, width, height), 1.0, True, is_outside=True),
    ]


def _around(cover: Cover, width: int, height: int) -> Boxes:
    """What is covered outside of spotlights, in boxes: the picture, and the four strips beside all spotlights."""
    if not len(cover.spotlights):
        return empty_boxes()
    hull = clipped(hulls(cover.spotlights, cover.spotlight_angles), width, height)
    hull = hull[areas(hull) > 0]
    whole = [0, 0, width, height]
    if not len(hull):
        return np.array([whole], np.float32)
    (left, top), (right, bottom) = hull[:, :2].min(axis=0).tolist(), hull[:, 2:].max(axis=0).tolist()
    strips = [
        *([0, 0, width, top], [0, bottom, width, height]),
        *([0, top, left, bottom], [right, top, width, bottom]),
    ]
    return np.array([whole, *strips], np.float32)


def _spared(cover: Cover, x: NDArray[np.intp], y: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which points of the picture, [n, POINTS], lie in a spotlight or just beside one, where codecs smear."""
    grown = np.array([-_BESIDE, -_BESIDE, _BESIDE, _BESIDE], np.float32)
    spared = np.zeros(x.shape, np.bool_)
    for box, angle in zip(cover.spotlights + grown, np.radians(cover.spotlight_angles), strict=True):
        centre, half = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2
        dx, dy = x + 0.5 - centre[0], y + 0.5 - centre[1]
        along, down = dx * np.cos(angle) + dy * np.sin(angle), dy * np.cos(angle) - dx * np.sin(angle)
        spared |= (np.abs(along) <= half[0]) & (np.abs(down) <= half[1])
    return spared


def _turned_points(
    boxes: NDArray[np.float64], angles: NDArray[np.float64], size: tuple[int, int]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_], NDArray[np.float64]]:
    """The same for boxes that are turned: a grid over each, of which the points outside the picture do not count."""
    centre, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    grid = ((np.arange(_ACROSS) + 0.5) / _ACROSS * 2 - 1) * _INNER
    u, v = (part.ravel() for part in np.meshgrid(grid, grid))
    cos, sin = np.cos(np.radians(angles))[:, None], np.sin(np.radians(angles))[:, None]
    along, down = u * half[:, :1], v * half[:, 1:]
    x, y = centre[:, :1] + along * cos - down * sin, centre[:, 1:] + along * sin + down * cos
    inside = (x >= 0) & (x < size[0]) & (y >= 0) & (y < size[1])
    index = (np.clip(at, 0, side - 1).astype(np.intp) for at, side in zip((x, y), size, strict=True))
    return *index, inside, 2 * half.min(axis=1, initial=np.inf)


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
    return x.reshape(shape).copy(), y.reshape(shape).copy(), inside.reshape(shape), sides


@dataclass(frozen=True, slots=True)
class SampledPicture:
    """A picture as levels of 8 bits at the points of covers, whatever its depth and colour space."""

    _surface: list[Plane]
    _bits: int
    _video: av.VideoFrame | None
    _mode: str = ""

    @staticmethod
    def of(picture: av.VideoFrame | Photo, surface: list[Plane]) -> SampledPicture:
        """A picture with its planes."""
        if isinstance(picture, Photo):
            mode = picture.info.mode.removesuffix(";16")
            return SampledPicture(surface, 8 * surface[0].pixels.itemsize, None, mode)
        return SampledPicture(surface, picture.format.components[0].bits, picture)

    def luma(self, points: CoverPoints) -> NDArray[np.uint8]:
        """Uint8 [covers, POINTS]: how much lighter than black; comparable between an original and its written file.

        Luma only, because many formats store colour too coarsely to tell what changed it.
        """
        plane, video = self._surface[0], self._video
        if video is None:
            if self._mode == "CMYK":
                inks = self._samples(plane, points)
                light = 255 - inks[..., :3] @ np.array(_BT709_WEIGHTS)
                return np.asarray(light * (255 - inks[..., 3]) / 255, np.uint8)
            return np.asarray(self._from_black(plane, points) @ np.array(_PHOTO_WEIGHTS[self._mode]), np.uint8)
        if video.format.is_rgb:
            weights = _LUMA_WEIGHTS.get(video.colorspace, _BT709_WEIGHTS)
            mixed = sum(weight * part for weight, part in zip(weights, self._rgb(points), strict=True))
            return np.asarray(mixed * _LIMITED_SCALE, np.uint8)
        luma = np.maximum(self._samples(plane, points) - (plane.black[0] >> self._bits - 8), 0)
        full = video.color_range == FULL_RANGE or video.format.name.startswith("yuvj")
        return np.asarray(luma * _LIMITED_SCALE if full else luma, np.uint8)

    def from_black(self, points: CoverPoints) -> NDArray[np.int32]:
        """int32 [covers, POINTS]: how far each point is from black, in the channel that is farthest."""
        farthest = np.zeros(points.x.shape, np.int32)
        for plane in self._surface:
            each = self._from_black(plane, points)
            np.maximum(farthest, each[..., 0] if each.shape[2] == 1 else each.max(axis=2), out=farthest)
        return farthest

    def _from_black(self, plane: Plane, points: CoverPoints) -> NDArray[np.int32]:
        black = np.array(plane.black, np.int32) >> self._bits - 8
        return np.abs(self._samples(plane, points).reshape(*points.x.shape, -1) - black)

    def _samples(self, plane: Plane, points: CoverPoints) -> NDArray[np.int32]:
        # Steps are powers of two, and a shift takes a fifth of the time of a division.
        x, y = (at >> step.bit_length() - 1 for at, step in ((points.x, plane.step_x), (points.y, plane.step_y)))
        return np.asarray(plane.pixels[y, x], np.int32) >> self._bits - 8

    def _rgb(self, points: CoverPoints) -> list[NDArray[np.int32]]:
        name = self._video.format.name if self._video else ""
        if name.startswith("gb"):
            green, blue, red = (self._samples(plane, points) for plane in self._surface[:3])
            return [red, green, blue]
        samples = self._samples(self._surface[0], points)
        return [samples[..., name.index(letter)] for letter in "rgb"]
