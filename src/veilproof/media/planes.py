"""The planes of a picture as NumPy views, so that covers are drawn on the decoded samples themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

import av
import numpy as np
from av.video.format import VideoFormat
from numpy.typing import NDArray

FULL_RANGE = 2
"""FFmpeg's `color_range` for full ("JPEG") range."""

_PLANAR_YUV = re.compile(r"(yuv|yuvj|yuva|gray)(410|411|420|422|440|444)?p?((9|10|12|14|16)le)?")
_PLANAR_RGB = re.compile(r"gbra?p((10|12|14|16)le)?")
_SEMI_PLANAR_YUV = re.compile(r"nv12|nv21")
_PACKED_RGB = re.compile(r"rgb24|bgr24|rgba|bgra|argb|abgr|rgb0|bgr0|0rgb|0bgr")

_SUBSAMPLING = {(1, 1): "444", (2, 1): "422", (2, 2): "420", (1, 2): "440", (4, 1): "411", (4, 4): "410"}
_DEPTHS = ((8, ""), (10, "10le"), (12, "12le"), (16, "16le"))


@dataclass(frozen=True, slots=True)
class Plane:
    """One plane of a picture.

    `pixels` is a writable view, uint8 or uint16, [h, w] or [h, w, channels] in the channel order of the pixel format,
    without row padding. Each sample stands for `step_x` by `step_y` picture pixels. `black` has one value per channel,
    in the range and depth of the picture: black, neutral chroma, or opaque alpha.
    """

    pixels: NDArray[Any]
    step_x: int
    step_y: int
    black: tuple[int, ...]


def supported_format(pixel_format: str) -> str:
    """The pixel format itself if `planes` supports it, otherwise a supported one that holds the same picture."""
    if any(kind.fullmatch(pixel_format) for kind in (_PLANAR_YUV, _PLANAR_RGB, _SEMI_PLANAR_YUV, _PACKED_RGB)):
        return pixel_format
    source = VideoFormat(pixel_format)
    bits = max(part.bits for part in source.components)
    depth = next((name for max_bits, name in _DEPTHS if bits <= max_bits), "16le")
    alpha = has_alpha(source)
    gray = len(source.components) - alpha < 3
    if source.has_palette or source.is_rgb or (gray and alpha):
        # Gray with alpha has no planar format of its own.
        return f"gbr{'a' if alpha else ''}p{depth}"
    if gray:
        return f"gray{depth}"
    return f"yuv{'a' if alpha else ''}{_SUBSAMPLING.get(subsampling(source), '444')}p{depth}"


def has_alpha(pixel_format: VideoFormat) -> bool:
    """Whether pixels of that format can be transparent: by a component for it, or in a palette."""
    return pixel_format.has_palette or any(part.is_alpha for part in pixel_format.components)


def subsampling(pixel_format: VideoFormat) -> tuple[int, int]:
    """Picture pixels per chroma sample, horizontally and vertically."""
    return 64 // pixel_format.chroma_width(64), 64 // pixel_format.chroma_height(64)


def planes(picture: av.VideoFrame) -> list[Plane]:
    """Writable views of the planes of a picture, in a format that `supported_format` gives.

    Write only into pictures from `writable_copy`: the decoder still predicts from decoded ones.
    """
    shape = picture.format
    name, bits = shape.name, shape.components[0].bits
    sample = np.dtype(np.uint8 if bits == 8 else np.uint16)
    neutral, opaque = 1 << (bits - 1), (1 << bits) - 1
    if _PACKED_RGB.fullmatch(name):
        black = [tuple(opaque if letter == "a" else 0 for letter in name.removesuffix("24"))]
    elif _PLANAR_RGB.fullmatch(name):
        black = [(0,), (0,), (0,), (opaque,)]
    else:
        full = picture.color_range == FULL_RANGE or name.startswith("yuvj")
        dark = 0 if full else 16 << (bits - 8)
        semi_planar = bool(_SEMI_PLANAR_YUV.fullmatch(name))
        black = [(dark,), (neutral, neutral)] if semi_planar else [(dark,), (neutral,), (neutral,), (opaque,)]
    chroma = (1, 1) if shape.is_rgb else subsampling(shape)
    views = []
    for index, (plane, values) in enumerate(zip(picture.planes, black, strict=False)):
        size: tuple[int, ...] = (plane.height, plane.width)
        strides: tuple[int, ...] = (plane.line_size, sample.itemsize * len(values))
        if len(values) > 1:
            size, strides = (*size, len(values)), (*strides, sample.itemsize)
        pixels: NDArray[Any] = np.ndarray(size, sample, buffer=cast("Any", plane), strides=strides)
        views.append(Plane(pixels, *(chroma if index in (1, 2) else (1, 1)), values))
    return views
