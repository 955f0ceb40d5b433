"""Making pictures out of pictures: an own copy, an upright one, one with a chroma sample for every pixel."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.media.planes import plain_format, planes, subsampling
from veilproof.media.side_data import side_data

_ROTATIONS = {
    (True, True, False): cv2.ROTATE_90_CLOCKWISE,
    (True, False, True): cv2.ROTATE_90_COUNTERCLOCKWISE,
    (False, True, True): cv2.ROTATE_180,
}


@dataclass(frozen=True, slots=True)
class Turn:
    """How stored pixels become upright ones: swap the axes first, then flip left to right, then top to bottom."""

    swap: bool = False
    flip_x: bool = False
    flip_y: bool = False

    @property
    def clockwise(self) -> int:
        """Degrees clockwise (0, 90, 180, 270) of the turn, leaving a mirroring left to right aside."""
        if self.swap:
            return 270 if self.flip_y else 90
        return 180 if self.flip_y else 0


def turn_of(picture: av.VideoFrame) -> Turn:
    """The turn that the display matrix of a decoded picture asks for; to the nearest quarter."""
    matrix = side_data(picture).get("DISPLAYMATRIX")
    if matrix is None:
        quarters = round(-picture.rotation / 90) % 4
        return (Turn(), Turn(True, True), Turn(False, True, True), Turn(True, False, True))[quarters]
    a, b, _, c, d, *_ = struct.unpack("9i", matrix)
    if abs(b) + abs(c) > abs(a) + abs(d):
        return Turn(True, c < 0, b < 0)
    return Turn(False, a < 0, d < 0)


def blank_like(picture: av.VideoFrame, width: int, height: int, pixel_format: str) -> av.VideoFrame:
    """A new picture with the colour description and the time of `picture`; its samples are not set."""
    made = av.VideoFrame(width, height, pixel_format)
    _carry(picture, made)
    return made


def writable_copy(picture: av.VideoFrame) -> av.VideoFrame:
    """A writable copy with the same colour description and time, and nothing that hangs on to the decoder."""
    made = blank_like(picture, picture.width, picture.height, picture.format.name)
    for target, source in zip(planes(made), planes(picture), strict=True):
        np.copyto(target.pixels, source.pixels)
    return made


def turned(picture: av.VideoFrame, turn: Turn) -> av.VideoFrame:
    """The picture after `turn`, by moving samples only.

    Formats whose chroma is not subsampled alike both ways (4:2:2, 4:1:1) come out as 4:4:4 when the axes are swapped,
    each chroma sample repeated: no encoder takes 4:2:2 lying on its side, and repeating loses nothing.
    """
    if turn == Turn():
        return picture
    across, down = (1, 1) if picture.format.is_rgb else subsampling(picture.format)
    if turn.swap and across != down:
        picture = full_chroma(picture)
    width, height = (picture.height, picture.width) if turn.swap else (picture.width, picture.height)
    made = blank_like(picture, width, height, picture.format.name)
    for target, source in zip(planes(made), planes(picture), strict=True):
        _turn(source.pixels, target.pixels, turn)
    return made


def full_chroma(picture: av.VideoFrame) -> av.VideoFrame:
    """The same picture as 4:4:4, every chroma sample repeated (never interpolated) for the pixels it stood for."""
    if len(picture.planes) == 2:
        picture = converted(picture, "yuv420p")
    name = picture.format.name
    made = blank_like(picture, picture.width, picture.height, name.replace(name.lstrip("yuvja")[:3], "444"))
    for target, source in zip(planes(made), planes(picture), strict=True):
        wide = np.repeat(source.pixels, source.step_x, axis=1)[:, : picture.width]
        np.copyto(target.pixels, np.repeat(wide, source.step_y, axis=0)[: picture.height])
    return made


def converted(picture: av.VideoFrame, pixel_format: str) -> av.VideoFrame:
    """The picture in another format, its colour description kept (RGB becomes BT.709 unless it says otherwise)."""
    if picture.format.name == pixel_format:
        return picture
    to_yuv = picture.format.is_rgb and not pixel_format.startswith("gbr")
    # 1 is BT.709, 2 is "not said", 0 is RGB: an RGB picture has no matrix of its own to keep.
    matrix = picture.colorspace if picture.colorspace not in (0, 2) else 1
    made = picture.reformat(format=pixel_format, dst_colorspace=matrix if to_yuv else None)
    _carry(picture, made)
    if to_yuv:
        made.colorspace, made.color_range = matrix, 1
    return made


def plain(picture: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    """The decoded picture in a format that `planes` can show, and of this size should the stream have changed it."""
    made = converted(picture, plain_format(picture.format.name))
    if (made.width, made.height) != (width, height):
        made = made.reformat(width=width, height=height)
        _carry(picture, made)
    return made


def _carry(source: av.VideoFrame, target: av.VideoFrame) -> None:
    target.colorspace, target.color_range = source.colorspace, source.color_range
    target.color_trc, target.color_primaries = source.color_trc, source.color_primaries
    target.pts, target.time_base, target.duration = source.pts, source.time_base or Fraction(1), source.duration


def _turn(source: NDArray[Any], target: NDArray[Any], turn: Turn) -> None:
    rotation = _ROTATIONS.get((turn.swap, turn.flip_x, turn.flip_y))
    if rotation is not None:
        result = cv2.rotate(source, rotation)
    else:
        result = cv2.transpose(source) if turn.swap else source
        if turn.flip_x or turn.flip_y:
            code = -1 if turn.flip_x and turn.flip_y else 1 if turn.flip_x else 0
            result = cv2.flip(result, code)
    np.copyto(target, result)
