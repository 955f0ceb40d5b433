"""AVIF with more than 8 bits or other colours than sRGB, which Pillow reads as 8 bits and writes as sRGB."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from veilproof.language.message import Words
from veilproof.media.heif_items import Items
from veilproof.media.scheduling import as_scheduled

_STANDARD_PRIMARIES, _STANDARD_TRANSFERS = (1, 2), (1, 2, 6, 13)
"""BT.709 and sRGB, or unspecified, which is read as them (ITU-T H.273)."""
_OPTIONS = {"preset": "6", "crf": "10", "svtav1-params": "avif=1"}
"""Hard to tell from the source, as for HEIC; the last is for still pictures."""
_INTERPOLATION = "BICUBIC"
"""Of colours with half the resolution."""
_MAX_BITS = 10
"""SVT-AV1 has no more."""


@dataclass(frozen=True, slots=True)
class ColourDescription:
    """How the samples of an AVIF are to be understood, by ITU-T H.273.

    Attributes:
        bits: of each sample.
        primaries: colour primaries.
        transfer: transfer characteristics.
        matrix: matrix coefficients.
        range: FFmpeg's number of the range.
        is_subsampled: whether colours have half the width and height of the picture.
    """

    bits: int
    primaries: int
    transfer: int
    matrix: int
    range: int
    is_subsampled: bool

    @property
    def is_standard(self) -> bool:
        """Whether Pillow keeps it: 8 bits of sRGB."""
        return self.bits == 8 and are_standard(self.primaries, self.transfer)

    @property
    def lost(self) -> list[str]:
        """What `encode` does not keep, in plain words."""
        lost: list[str] = []
        if self.bits > _MAX_BITS:
            lost.append(Words("content-lower-bits", lost=str(self.bits - _MAX_BITS), bits=str(self.bits)))
        return lost if self.is_subsampled else [*lost, Words("content-full-colours")]


def are_standard(primaries: int, transfer: int) -> bool:
    """Whether Pillow keeps these: BT.709 and sRGB, or what is read as them."""
    return primaries in _STANDARD_PRIMARIES and transfer in _STANDARD_TRANSFERS


def decode(data: bytes, items: Items) -> tuple[ColourDescription, av.VideoFrame] | None:
    """The description and the primary picture as stored, before cropping and turning, or one of its tiles.

    None if FFmpeg does not read the file or that picture.

    Args:
        data: the whole file.
        items: of it.
    """
    try:
        with av.open(io.BytesIO(data), "r", format="mov") as file:
            # FFmpeg gives streams the numbers of the items; a sequence may have no items.
            shown = [each for each in file.streams.video if each.id in items.shown or not items.primary]
            stream = next((each for each in shown if each.id == items.primary), shown[0])
            picture = next(file.decode(stream))
    except (av.FFmpegError, StopIteration, IndexError):
        return None
    parts = picture.format.components
    description = ColourDescription(
        bits=max(part.bits for part in parts),
        primaries=int(picture.color_primaries),
        transfer=int(picture.color_trc),
        matrix=int(picture.colorspace),
        range=int(picture.color_range),
        is_subsampled=len(parts) < 3 or (parts[1].width < picture.width and parts[1].height < picture.height),
    )
    return description, picture


def samples(description: ColourDescription, picture: av.VideoFrame) -> NDArray[Any]:
    """The picture as RGB in full scale: uint8 or uint16 [h, w, 3]."""
    # Bilinear, the default, goes wrong where the width is odd.
    return picture.to_ndarray(format="rgb24" if description.bits == 8 else "rgb48le", interpolation=_INTERPOLATION)


def encode(pixels: NDArray[Any], description: ColourDescription) -> bytes:
    """An AVIF of these samples, with 8 or 10 bits and the same description.

    Args:
        pixels: RGB in full scale: uint8 or uint16 [h, w, 3].
        description: as `decode` returned it.

    Raises:
        OSError: the encoder fails.
    """
    deep = pixels.dtype == np.uint16
    # Identity is for RGB alone; the encoder takes YUV.
    matrix = description.matrix if description.matrix not in (0, 2) else 9 if description.primaries == 9 else 1
    source = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb48le" if deep else "rgb24")
    picture = source.reformat(
        format="yuv420p10le" if deep else "yuv420p",
        dst_colorspace=matrix,
        dst_color_range=description.range,
        interpolation=_INTERPOLATION,
    )
    picture.colorspace, picture.color_range = matrix, description.range
    picture.color_primaries, picture.color_trc = description.primaries, description.transfer
    out = io.BytesIO()
    with av.open(out, "w", format="avif", options={"fflags": "+bitexact"}) as file:
        stream = file.add_stream("libsvtav1", rate=1, options=_OPTIONS)
        stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, picture.format.name
        context = stream.codec_context
        context.colorspace, context.color_range = matrix, description.range
        context.color_primaries, context.color_trc = description.primaries, description.transfer
        with as_scheduled():
            file.start_encoding()
        file.mux(stream.encode(picture))
        file.mux(stream.encode(None))
    return out.getvalue()
