"""How far a frame of the output is from what it must show, in units of what a codec changes there.

Codecs quantise: where a picture has detail or moves, they change it more. The scale of that was fitted on honest
outputs encoded once and twice (docs/release.md): differences of block means grow with the logarithm of the local
contrast and of the motion, those of single samples with its square root. In these units honest noise looks much the
same everywhere in a film, so one limit for each measure, relative to the film's own level, tells it from a change.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.colour_planes import ColourPlanes

BLOCK = 8
"""Pixels: width and height of the blocks whose means are compared; those of most transforms."""
_AROUND = np.ones((3, 3), np.uint8)
"""Blocks: a codec smears as far as its neighbours."""
_SMALL, _LARGE = 2, 8
"""Blocks: windows over which differences are averaged. Small ones find objects, large ones brightness."""

_NEAR = np.ones((5, 5), np.uint8)
"""Blocks: what moves takes its noise along that far from frame to frame."""
_VISIBLE = 2.0
"""Levels (root mean square): what differs by less is not visible. A round number."""
_OF_CONTRAST = 0.1
"""Share of the local contrast, and of what has just changed there, that a codec may err by in a single frame: at hard
edges that move H.264 and H.265 reached 0.06 to 0.14 of the contrast, and objects painted over 0.2 to 0.5."""
_VISIBLE_MEAN = 3.0
"""Levels: what differs by less in the mean of a small window shows no object. Where all is dark and flat, codecs err by
2, and of that little a multiple of what is typical is soon reached. A round number."""
_VISIBLE_TINT = 1.0
"""Levels: what differs by less in the mean of a large window is neither brighter nor tinted. In flat places codecs err
by .3 to .6. A round number."""
_LEAST_SQUARE = 0.06
"""The median of the squares is taken to be at least this: that of an output encoded once at high quality."""

_SAMPLED = 5
"""Of so many blocks one counts for medians, which are much the same. Shares no factor with the usual rows of blocks."""

Blocks = NDArray[np.float32]
"""float32 [h / 8, w / 8]: one value a block."""

MEASURES = ("objects", "brightness", "detail", "blue objects", "blue tint", "red objects", "red tint")
"""What is measured in each frame, in the order of the arrays."""

DETAIL = 2
"""The measure of detail."""
_OBJECTS = {0: "means", 3: "blue", 5: "red"}
"""Measures of what is seen in small windows, and the block means of which they are differences."""
_TINTS = {1: "means", 4: "blue", 6: "red"}
"""The same of large windows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture prepared for comparison: its planes, and the block means of each."""

    planes: ColourPlanes
    means: Blocks
    blue: Blocks
    red: Blocks


@dataclass(frozen=True, slots=True)
class Expected(Shown):
    """What a frame must show, with the local contrast of each plane."""

    contrast: Blocks
    blue_contrast: Blocks
    red_contrast: Blocks


@dataclass(frozen=True, slots=True)
class FrameNoise:
    """The differences of one frame.

    Attributes:
        typical: float32 [measures]: the median over the frame.
        largest: float32 [measures]: the maximum.
        at: int [measures, 2]: row and column of the block at which it is.
        squares: the mean square difference around each block, in units of the median over the frame.
    """

    typical: NDArray[np.float32]
    largest: NDArray[np.float32]
    at: NDArray[np.intp]
    squares: Blocks


def shown(planes: ColourPlanes) -> Shown:
    """Prepare a picture; its chroma planes have half the width and height of its luma."""
    means = block_means(planes.luma.astype(np.float32))
    blue, red = (block_means(plane.astype(np.float32), BLOCK // 2) for plane in (planes.blue, planes.red))
    return Shown(planes, means, blue, red)


def prepared(planes: ColourPlanes) -> Expected:
    """Prepare what a frame must show; its chroma planes have half the width and height of its luma."""
    own = shown(planes)
    contrast = _contrast(own.means, _mean_squares(planes.luma))
    return Expected(planes, own.means, own.blue, own.red, contrast, _spread(own.blue), _spread(own.red))


def motion_between(one: Expected, other: Expected) -> Blocks:
    """By block, how much two pictures differ, in levels, in it or beside it."""
    difference = cv2.absdiff(one.planes.luma, other.planes.luma).astype(np.float32)
    return np.asarray(cv2.dilate(block_means(difference), _AROUND), np.float32)


def frame_noise(expected: Expected, actual: Shown, motion: Blocks) -> FrameNoise:
    """Compare a frame with what it must show.

    Args:
        expected: what it must show.
        actual: what it shows, of the same size.
        motion: how much its neighbours differ from it (`motion_between`), the larger of both.
    """
    with_motion = 0.75 + 0.25 * np.log1p(motion)
    scale = (0.5 + 0.6 * np.log1p(expected.contrast / 3)) * with_motion
    detail_scale = (0.6 + 0.55 * np.sqrt(expected.contrast)) * with_motion
    means = actual.means - expected.means
    difference = np.asarray(cv2.absdiff(actual.planes.luma, expected.planes.luma), np.uint8)
    squares = _mean_squares(difference)
    # A difference that nobody can see is none, however still the place is: codecs leave some in flat black.
    visible = np.maximum(detail_scale, _VISIBLE)
    seen = _averaged(squares / (visible * visible), _SMALL)
    momentary_scale = np.maximum(visible, _OF_CONTRAST * np.maximum(expected.contrast * with_motion, motion))
    noticeable = _averaged(squares / (momentary_scale * momentary_scale), _SMALL)
    squares = np.asarray(squares / (detail_scale * detail_scale), np.float32)
    maps = [*_differences(means, scale), np.sqrt(_averaged(squares, _SMALL))]
    for found, wanted, contrast in (
        (actual.blue, expected.blue, expected.blue_contrast),
        (actual.red, expected.red, expected.red_contrast),
    ):
        maps += _differences(found - wanted, (0.5 + 0.6 * np.log1p(contrast / 3)) * with_motion)
    flat = np.stack(maps).reshape(len(maps), -1)
    typical = np.median(flat[:, ::_SAMPLED], axis=1).astype(np.float32)
    flat[DETAIL] = np.sqrt(seen).ravel()
    for parts, size, least in ((_OBJECTS, _SMALL, _VISIBLE_MEAN), (_TINTS, _LARGE, _VISIBLE_TINT)):
        for number, part in parts.items():
            difference_of = getattr(actual, part) - getattr(expected, part)
            flat[number, np.abs(_averaged(difference_of, size)).ravel() < least] = 0
    places = flat.argmax(axis=1)
    return FrameNoise(
        typical,
        flat[np.arange(len(flat)), places],
        np.stack(np.unravel_index(places, means.shape), axis=1),
        np.asarray(noticeable / max(float(np.median(noticeable.ravel()[::_SAMPLED])), _LEAST_SQUARE), np.float32),
    )


def momentary(noise: FrameNoise, before: FrameNoise | None, after: FrameNoise | None) -> tuple[float, int, int]:
    """How many times larger a difference is than near its place in the frames before and after, at its largest.

    Codecs make much the same error in the same place from frame to frame; what is changed in one frame alone is not in
    the next. So differences elsewhere, in however many frames, hide none.

    Returns:
        The ratio, and the row and column of the block.
    """
    ratios = [noise.squares / (cv2.dilate(other.squares, _NEAR) + 1) for other in (before, after) if other is not None]
    if not ratios:
        return 0.0, 0, 0
    # One frame beside it alone, at an end of the film, tells less.
    least = np.asarray(np.minimum.reduce(ratios) / (3 - len(ratios)), np.float32)
    row, column = np.unravel_index(int(least.argmax()), least.shape)
    return float(least.max()), int(row), int(column)


def block_means(plane: NDArray[np.float32], size: int = BLOCK) -> Blocks:
    """float32: the mean of each block of `size` by `size` samples; those at the edges go on with the last samples."""
    height, width = plane.shape
    below, beside = -height % size, -width % size
    part = cv2.copyMakeBorder(plane, 0, below, 0, beside, cv2.BORDER_REPLICATE) if below or beside else plane
    columns, rows = (width + beside) // size, (height + below) // size
    return np.asarray(cv2.resize(part, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)


def _mean_squares(plane: NDArray[np.uint8]) -> Blocks:
    return block_means(np.asarray(cv2.multiply(plane, plane, dtype=cv2.CV_32F), np.float32))


def _contrast(means: Blocks, squares: Blocks) -> Blocks:
    """The standard deviation within blocks, and how far the means of neighbours lie apart, in levels."""
    within = np.sqrt(cv2.blur(np.maximum(squares - means * means, 0), (3, 3)))
    return np.asarray(within + _spread(means), np.float32)


def _spread(means: Blocks) -> Blocks:
    return np.asarray(cv2.dilate(means, _AROUND) - cv2.erode(means, _AROUND), np.float32)


def _differences(means: Blocks, scale: NDArray[np.floating]) -> tuple[Blocks, Blocks]:
    """Differences of block means in small and in large windows, in units of a scale."""
    scaled = means / scale
    return np.abs(_averaged(scaled, _SMALL)), np.abs(_averaged(scaled, _LARGE))


def _averaged(blocks: NDArray[np.floating], size: int) -> Blocks:
    return np.asarray(cv2.blur(blocks, (size, size), borderType=cv2.BORDER_REPLICATE), np.float32)
