"""The planes of a picture as NumPy views, so that covering works on the samples as they were decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

import av
import numpy as np
from av.video.format import VideoFormat
from numpy.typing import NDArray

FULL_RANGE = 2
"""FFmpeg's number for full ("JPEG") range."""

_PLANAR_YUV = re.compile(r"(yuv|yuvj|yuva|gray)(410|411|420|422|440|444)?p?((9|10|12|14|16)le)?")
_PLANAR_RGB = re.compile(r"gbra?p((10|12|14|16)le)?")
_HALF_PLANAR = re.compile(r"nv12|nv21")
_PACKED_RGB = re.compile(r"rgb24|bgr24|rgba|bgra|argb|abgr|rgb0|bgr0|0rgb|0bgr")

_SUBSAMPLING = {(1, 1): "444", (2, 1): "422", (2, 2): "420", (1, 2): "440", (4, 1): "411", (4, 4): "410"}
_DEPTHS = ((8, ""), (10, "10le"), (12, "12le"), (16, "16le"))


@dataclass(frozen=True, slots=True)
class Plane:
    """One plane of a picture.

    `pixels` is a writable view, uint8 or uint16, [h, w] or [h, w, channels] in the channel order of the pixel format,
    without the padding that the picture keeps at the end of its rows. There is one sample every `step_x` by `step_y`
    picture pixels. `black` holds the value of black, of neutral chroma or of opaque alpha for each channel, in the
    range and depth of the picture.
    """

    pixels: NDArray[Any]
    step_x: int
    step_y: int
    black: tuple[int, ...]


def plain_format(pixel_format: str) -> str:
    """The format itself where `planes` can show it, otherwise the one that holds the same picture and can be shown."""
    if any(kind.fullmatch(pixel_format) for kind in (_PLANAR_YUV, _PLANAR_RGB, _HALF_PLANAR, _PACKED_RGB)):
        return pixel_format
    shape = VideoFormat(pixel_format)
    bits = max(part.bits for part in shape.components)
    depth = next((name for most, name in _DEPTHS if bits <= most), "16le")
    alpha = any(part.is_alpha for part in shape.components)
    if shape.has_palette or shape.is_rgb:
        return f"gbr{'a' if alpha or shape.has_palette else ''}p{depth}"
    if len(shape.components) < 3:
        return f"gray{depth}"
    return f"yuv{_SUBSAMPLING.get(subsampling(shape), '444')}p{depth}"


def subsampling(shape: VideoFormat) -> tuple[int, int]:
    """How many picture pixels share one chroma sample, across and down."""
    return 64 // shape.chroma_width(64), 64 // shape.chroma_height(64)


def planes(picture: av.VideoFrame) -> list[Plane]:
    """Writable views of the planes of a picture in one of the formats that `VideoReader` yields.

    Write only into pictures made by `writable_copy`: a decoded picture is still what the decoder predicts from.
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
        half = bool(_HALF_PLANAR.fullmatch(name))
        black = [(dark,), (neutral, neutral)] if half else [(dark,), (neutral,), (neutral,), (opaque,)]
    chroma = (1, 1) if shape.is_rgb else subsampling(shape)
    found = []
    for index, (plane, values) in enumerate(zip(picture.planes, black, strict=False)):
        size: tuple[int, ...] = (plane.height, plane.width)
        strides: tuple[int, ...] = (plane.line_size, sample.itemsize * len(values))
        if len(values) > 1:
            size, strides = (*size, len(values)), (*strides, sample.itemsize)
        pixels: NDArray[Any] = np.ndarray(size, sample, buffer=cast("Any", plane), strides=strides)
        found.append(Plane(pixels, *(chroma if index in (1, 2) else (1, 1)), values))
    return found
