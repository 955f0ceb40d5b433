"""Lossless films of what lies under one cover: FFV1 in Matroska, with the planes of each crop in one grey picture."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.codec.context import ThreadType
from av.container import InputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from veilproof.media.planes import Plane
from veilproof.media.scheduling import as_scheduled
from veilproof.release.ownership import Owned

_DEPTHS = ((8, "gray"), (10, "gray10le"), (12, "gray12le"), (16, "gray16le"))

_OPTIONS = {"level": "1", "coder": "1", "context": "1", "g": "600"}
"""Of FFV1: one slice and large contexts that are kept from picture to picture, because crops are small."""

Rectangle = tuple[int, int, int, int]
"""x1 y1 x2 y2 in picture pixels; multiples of all steps of the planes."""


def step_of(surface: Sequence[Plane]) -> int:
    """The pixels that rectangles must be multiples of, so that they begin at whole samples of every plane."""
    return math.lcm(*(step for plane in surface for step in (plane.step_x, plane.step_y)))


def packed(surface: Sequence[Plane], rectangle: Rectangle, owned: Sequence[tuple[int, Owned]]) -> NDArray[Any]:
    """Stack what one track owns of a rectangle of all planes into one array, with zeros where it owns nothing.

    Args:
        surface: the planes of a picture.
        rectangle: the part of it, which holds all that is owned.
        owned: by number of the plane, what is owned.
    """
    layout, size = _layout(surface, rectangle)
    sheet = np.zeros(size, surface[0].pixels.dtype)
    for number, part, channel, place in _places(surface, layout, owned):
        content = _channel(part.of(surface[number].pixels), channel)
        np.copyto(sheet[place], content, where=part.mask)
    return sheet


def restore(
    surface: Sequence[Plane], rectangle: Rectangle, owned: Sequence[tuple[int, Owned]], sheet: NDArray[Any]
) -> None:
    """Write what one track owns from a sheet back into the planes of a picture.

    Raises:
        ValueError: the sheet is of another rectangle or depth.
    """
    layout, size = _layout(surface, rectangle)
    if sheet.dtype != surface[0].pixels.dtype:
        raise ValueError(f"a crop has samples of {sheet.dtype} and should have {surface[0].pixels.dtype}")
    if sheet.shape != size:
        raise ValueError(f"a crop has {sheet.shape} samples and should have {size}")
    for number, part, channel, place in _places(surface, layout, owned):
        np.copyto(_channel(part.of(surface[number].pixels), channel), sheet[place], where=part.mask)


class CropWriter:
    """A lossless film in memory."""

    def __init__(self, size: tuple[int, int], bits: int) -> None:
        """For sheets of a height and width, with samples of so many bits."""
        self._content = io.BytesIO()
        self._container = av.open(self._content, "w", format="matroska")
        stream = self._container.add_stream("ffv1", rate=25, options=_OPTIONS)
        assert isinstance(stream, VideoStream)
        stream.height, stream.width = size
        self._format = next(name for most, name in _DEPTHS if bits <= most)
        stream.pix_fmt = self._format
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        # One thread each: there are as many as covers in a frame.
        stream.codec_context.thread_type, stream.codec_context.thread_count = ThreadType.NONE, 1
        self._stream, self._count = stream, 0
        with as_scheduled():
            self._container.start_encoding()

    def write(self, sheet: NDArray[Any]) -> None:
        """Append one sheet."""
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(sheet), format=self._format)
        frame.pts, frame.time_base = self._count, Fraction(1, 1000)
        self._container.mux(self._stream.encode(frame))
        self._count += 1

    def finish(self) -> bytes:
        """Complete the film; its content."""
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._content.getvalue()


def sheets(content: bytes, size: tuple[int, int]) -> Iterator[NDArray[Any]]:
    """The sheets of a film, in order. It may be forged: nothing but a film of FFV1 of this size is decoded.

    Args:
        content: the film.
        size: height and width of its sheets.

    Raises:
        av.FFmpegError: it cannot be decoded.
        ValueError: it is no such film.
    """
    with opened_part(content) as container:
        for stream in container.streams.video[:1]:
            if stream.codec_context.name != "ffv1" or (stream.height, stream.width) != size:
                raise ValueError(f"a sealed film is {stream.codec_context.name} of {stream.height} by {stream.width}")
            for frame in container.decode(stream):
                yield frame.to_ndarray()


def opened_part(content: bytes) -> InputContainer:
    """A film or sound of a sealed file, which may be forged: a playlist there could open other files, or addresses.

    Raises:
        av.FFmpegError: it is not in Matroska, or holds neither FFV1 nor WavPack.
    """
    options = {"format_whitelist": "matroska,webm", "protocol_whitelist": "none", "codec_whitelist": "ffv1,wavpack"}
    return av.open(io.BytesIO(content), "r", format="matroska", container_options=options)


def sheet_size(surface: Sequence[Plane], rectangle: Rectangle) -> tuple[int, int]:
    """Height and width of the sheet of a rectangle."""
    return _layout(surface, rectangle)[1]


_Area = tuple[slice, slice]
_Layout = dict[tuple[int, int], tuple[tuple[int, int], _Area]]
"""By plane and channel: the row and column of the rectangle in the plane, and where it lies in the sheet."""


def _layout(surface: Sequence[Plane], rectangle: Rectangle) -> tuple[_Layout, tuple[int, int]]:
    """Where each plane lies in the sheet, and the sheet's height and width."""
    x1, y1, x2, y2 = rectangle
    layout: _Layout = {}
    top = left = row = 0
    for number, plane in enumerate(surface):
        width, height = (x2 - x1) // plane.step_x, (y2 - y1) // plane.step_y
        for channel in range(plane.pixels.shape[2] if plane.pixels.ndim == 3 else 1):
            if left + width > x2 - x1:
                top, left, row = top + row, 0, 0
            area = slice(top, top + height), slice(left, left + width)
            layout[number, channel] = (y1 // plane.step_y, x1 // plane.step_x), area
            left, row = left + width, max(row, height)
    return layout, (top + row, x2 - x1)


def _places(
    surface: Sequence[Plane], layout: _Layout, owned: Sequence[tuple[int, Owned]]
) -> Iterator[tuple[int, Owned, int, _Area]]:
    """For what is owned, in each channel: the plane, the part, the channel, and the area of the sheet for the part."""
    for number, part in owned:
        pixels = surface[number].pixels
        for channel in range(pixels.shape[2] if pixels.ndim == 3 else 1):
            (row, column), (rows, columns) = layout[number, channel]
            top, left = rows.start + part.top - row, columns.start + part.left - column
            height, width = part.mask.shape
            yield number, part, channel, (slice(top, top + height), slice(left, left + width))


def _channel(pixels: NDArray[Any], channel: int) -> NDArray[Any]:
    return pixels[..., channel] if pixels.ndim == 3 else pixels
