"""Derives pictures from pictures: writable copies, upright ones, other pixel formats."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.media.clean_aperture import Crop
from veilproof.media.planes import has_alpha, planes, subsampling, supported_format
from veilproof.media.side_data import side_data

_ROTATIONS = {
    (True, True, False): cv2.ROTATE_90_CLOCKWISE,
    (True, False, True): cv2.ROTATE_90_COUNTERCLOCKWISE,
    (False, True, True): cv2.ROTATE_180,
}
"""By swap_axes, flip_x, flip_y."""

LIMITED_RANGE = 1
"""FFmpeg's `color_range` for limited ("MPEG") range."""

_MATRIX_RGB, _MATRIX_BT709, _MATRIX_UNSPECIFIED = 0, 1, 2
"""Matrix coefficients of ITU-T H.273."""


@dataclass(frozen=True, slots=True)
class Orientation:
    """How stored pixels become upright: swap the axes, then mirror left to right, then top to bottom."""

    swap_axes: bool = False
    flip_x: bool = False
    flip_y: bool = False

    @property
    def clockwise(self) -> int:
        """Clockwise degrees of rotation (0, 90, 180, 270), apart from mirroring left to right."""
        if self.swap_axes:
            return 270 if self.flip_y else 90
        return 180 if self.flip_y else 0


_ONE, _LAST_ONE = 1 << 16, 1 << 30
"""1 in the columns of a display matrix: 16.16 and, in the last, 2.30 bits (ISO/IEC 14496-12)."""
_QUARTER_TURNS = (
    Orientation(),
    Orientation(True, True),
    Orientation(False, True, True),
    Orientation(True, False, True),
)
"""Clockwise."""


def orientation_of(picture: av.VideoFrame) -> Orientation:
    """The orientation in the display matrix of a decoded picture, rounded to a quarter turn."""
    matrix = side_data(picture).get("DISPLAYMATRIX")
    if matrix is None:
        quarters = round(-picture.rotation / 90) % 4
        return _QUARTER_TURNS[quarters]
    a, b, _, c, d, *_ = struct.unpack("9i", matrix)
    if abs(b) + abs(c) > abs(a) + abs(d):
        return Orientation(True, c < 0, b < 0)
    return Orientation(False, a < 0, d < 0)


def odd_display_matrix(picture: av.VideoFrame) -> tuple[int, ...]:
    """The display matrix of a decoded picture if it is no quarter turn or mirror; otherwise empty."""
    matrix = side_data(picture).get("DISPLAYMATRIX")
    if matrix is None:
        return (picture.rotation,) if picture.rotation % 90 else ()
    a, b, u, c, d, v, *_, w = values = struct.unpack("9i", matrix)
    turns = {(abs(a), abs(b), abs(c), abs(d)), (abs(b), abs(a), abs(d), abs(c))}
    is_exact = (_ONE, 0, 0, _ONE) in turns and (u, v, w) == (0, 0, _LAST_ONE)
    return () if is_exact else values


def empty_like(picture: av.VideoFrame, width: int, height: int, pixel_format: str) -> av.VideoFrame:
    """A picture with the colour description and time of `picture`; its samples are uninitialised."""
    result = av.VideoFrame(width, height, pixel_format)
    _copy_properties(picture, result)
    return result


def writable_copy(picture: av.VideoFrame) -> av.VideoFrame:
    """A writable copy with the same colour description and time, independent of the decoder."""
    result = empty_like(picture, picture.width, picture.height, picture.format.name)
    for target, source in zip(planes(result), planes(picture), strict=True):
        np.copyto(target.pixels, source.pixels)
    return result


def oriented(picture: av.VideoFrame, orientation: Orientation) -> av.VideoFrame:
    """The picture in this orientation; samples are moved, never interpolated.

    Formats with unequal chroma subsampling (4:2:2, 4:1:1) become 4:4:4 when the axes are swapped, with chroma samples
    repeated: no encoder takes transposed 4:2:2, and repeating loses nothing.
    """
    if orientation == Orientation():
        return picture
    across, down = (1, 1) if picture.format.is_rgb else subsampling(picture.format)
    if orientation.swap_axes and across != down:
        picture = full_chroma(picture)
    width, height = (picture.height, picture.width) if orientation.swap_axes else (picture.width, picture.height)
    result = empty_like(picture, width, height, picture.format.name)
    for target, source in zip(planes(result), planes(picture), strict=True):
        _move_samples(source.pixels, target.pixels, orientation)
    return result


def full_chroma(picture: av.VideoFrame) -> av.VideoFrame:
    """The picture as 4:4:4, each chroma sample repeated, never interpolated, for the pixels it stands for."""
    if len(picture.planes) == 2:
        picture = converted(picture, "yuv420p")
    name = picture.format.name
    result = empty_like(picture, picture.width, picture.height, name.replace(name.lstrip("yuvja")[:3], "444"))
    for target, source in zip(planes(result), planes(picture), strict=True):
        wide = np.repeat(source.pixels, source.step_x, axis=1)[:, : picture.width]
        np.copyto(target.pixels, np.repeat(wide, source.step_y, axis=0)[: picture.height])
    return result


def converted(picture: av.VideoFrame, pixel_format: str) -> av.VideoFrame:
    """The picture in another pixel format with the same colour description; RGB without a matrix becomes BT.709."""
    if picture.format.name == pixel_format:
        return picture
    to_yuv = picture.format.is_rgb and not pixel_format.startswith("gbr")
    matrix = yuv_matrix(picture.colorspace)
    # Without a range, YUV would get that of the RGB, which is full.
    result = picture.reformat(
        format=pixel_format,
        dst_colorspace=matrix if to_yuv else None,
        dst_color_range=LIMITED_RANGE if to_yuv else None,
    )
    _copy_properties(picture, result)
    if to_yuv:
        result.colorspace, result.color_range = matrix, LIMITED_RANGE
    return result


def yuv_matrix(matrix: int) -> int:
    """The matrix coefficients (ITU-T H.273) for YUV: `matrix`, or BT.709 where it is RGB or unspecified."""
    return _MATRIX_BT709 if matrix in (_MATRIX_RGB, _MATRIX_UNSPECIFIED) else matrix


def supported(picture: av.VideoFrame) -> av.VideoFrame:
    """The decoded picture in a format that `planes` supports, as a player shows it over black: without alpha."""
    return over_black(converted(picture, supported_format(picture.format.name)))


def over_black(picture: av.VideoFrame) -> av.VideoFrame:
    """The picture without its alpha, in front of black; what lies under alpha 0 is gone."""
    if not has_alpha(picture.format):
        return picture
    name = picture.format.name
    if len(picture.planes) == 1:
        # Packed RGB: the planar format has the same samples.
        picture = converted(picture, "gbrap")
        name = "gbrap"
    *colours, alpha = planes(picture)
    opaque_name = "gbrp" + name.removeprefix("gbrap") if name.startswith("gbrap") else name.replace("yuva", "yuv", 1)
    result = empty_like(picture, picture.width, picture.height, opaque_name)
    most = alpha.black[0]
    for target, source in zip(planes(result), colours, strict=True):
        # The least alpha of the pixels that a chroma sample stands for.
        share = cv2.erode(alpha.pixels, np.ones((source.step_y, source.step_x), np.uint8), anchor=(0, 0))
        share = share[:: source.step_y, :: source.step_x].astype(np.int32)
        black = source.black[0]
        np.copyto(target.pixels, black + (source.pixels.astype(np.int32) - black) * share // most, casting="unsafe")
    return result


def cropped(picture: av.VideoFrame, crop: Crop | None) -> av.VideoFrame:
    """What is left of a picture in a supported format when a player has cut its edges off.

    Edges are moved inwards to the next chroma sample, so that nothing is interpolated and nothing outside is shown.
    """
    if crop is None:
        return picture
    across, down = (1, 1) if picture.format.is_rgb else subsampling(picture.format)
    left, top = -(-crop.left // across) * across, -(-crop.top // down) * down
    width, height = picture.width - left - crop.right, picture.height - top - crop.bottom
    if width < 1 or height < 1:
        return picture
    result = empty_like(picture, width, height, picture.format.name)
    for target, source in zip(planes(result), planes(picture), strict=True):
        rows, columns = target.pixels.shape[:2]
        y, x = top // source.step_y, left // source.step_x
        np.copyto(target.pixels, source.pixels[y : y + rows, x : x + columns])
    return result


def fitted(picture: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    """The picture scaled into this size without changing its shape, in the middle of black bars."""
    if (picture.width, picture.height) == (width, height):
        return picture
    across, down = (1, 1) if picture.format.is_rgb else subsampling(picture.format)
    scale = min(Fraction(width, picture.width), Fraction(height, picture.height))
    inner = max(1, min(width, round(picture.width * scale))), max(1, min(height, round(picture.height * scale)))
    scaled = picture if inner == (picture.width, picture.height) else picture.reformat(*inner)
    left, top = (width - inner[0]) // 2 // across * across, (height - inner[1]) // 2 // down * down
    result = empty_like(picture, width, height, picture.format.name)
    for target, source in zip(planes(result), planes(scaled), strict=True):
        target.pixels[:] = target.black if target.pixels.ndim == 3 else target.black[0]
        rows, columns = source.pixels.shape[:2]
        y, x = top // target.step_y, left // target.step_x
        space = target.pixels[y : y + rows, x : x + columns]
        np.copyto(space, source.pixels[: space.shape[0], : space.shape[1]])
    return result


def _copy_properties(source: av.VideoFrame, target: av.VideoFrame) -> None:
    target.colorspace, target.color_range = source.colorspace, source.color_range
    target.color_trc, target.color_primaries = source.color_trc, source.color_primaries
    target.pts, target.time_base, target.duration = source.pts, source.time_base or Fraction(1), source.duration


def _move_samples(source: NDArray[Any], target: NDArray[Any], orientation: Orientation) -> None:
    rotation = _ROTATIONS.get((orientation.swap_axes, orientation.flip_x, orientation.flip_y))
    if rotation is not None:
        result = cv2.rotate(source, rotation)
    else:
        result = cv2.transpose(source) if orientation.swap_axes else source
        if orientation.flip_x or orientation.flip_y:
            code = -1 if orientation.flip_x and orientation.flip_y else 1 if orientation.flip_x else 0
            result = cv2.flip(result, code)
    np.copyto(target, result)
