"""Encodes photo files as they were stored: the library and the settings for each format."""

from __future__ import annotations

import copy
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, JpegImagePlugin

from veilproof.errors import VeilproofError
from veilproof.media import photo_av1
from veilproof.media.png_chunks import with_chunks

DEEP = ";16"
"""Suffix of the modes with 16-bit samples."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """How a photo was stored.

    Attributes:
        format: "JPEG", "PNG", "WEBP", "TIFF", "BMP", "HEIF" or "AVIF".
        mode: Pillow's mode, with ";16" appended for 16-bit samples.
        dropped: other contents of the file, in plain words.
        profile: the ICC profile of the output.
        options: settings of the encoder.
        is_damaged: whether part of the picture is wrong or missing.
        chunks: of a PNG, those that define its colours, name and body.
        colours: of an AVIF that Pillow cannot write: more than 8 bits, or other colours than sRGB.
    """

    format: str
    mode: str
    dropped: tuple[str, ...]
    profile: bytes | None
    options: dict[str, Any] = field(default_factory=dict)
    is_damaged: bool = False
    chunks: tuple[tuple[bytes, bytes], ...] = ()
    colours: photo_av1.ColourDescription | None = None


def encode(path: Path, source: Decoded, pixels: NDArray[Any]) -> bytes:
    """The bytes of a photo file, stored as `source` was.

    Args:
        path: the original, for messages.
        source: as `decode` returned it.
        pixels: the samples, with shape and dtype as `decode` returned them.

    Raises:
        VeilproofError: the encoder fails.
    """
    out = io.BytesIO()
    height, width = pixels.shape[:2]
    profile = {"icc_profile": source.profile} if source.profile else {}
    try:
        if source.colours is not None:
            return photo_av1.encode(pixels, source.colours)
        if source.format == "HEIF":
            # pillow-heif changes the inner dictionary.
            options = copy.deepcopy(source.options) | profile
            pillow_heif.encode(source.mode, (width, height), pixels.tobytes(), out, **options)
        elif source.mode.endswith(DEEP) and pixels.ndim == 3:
            out.write(_encode_deep(source, pixels))
        else:
            mode = "I;16" if source.mode.endswith(DEEP) else source.mode
            image = Image.frombuffer(mode, (width, height), np.ascontiguousarray(pixels), "raw", mode, 0, 1)
            image.save(out, source.format, **source.options, **profile)
    except (OSError, ValueError, RuntimeError, cv2.error) as error:
        reason = " ".join(str(error).split())
        raise VeilproofError(
            f"{path} cannot be stored as {source.format} again ({reason}): convert it first"
        ) from error
    return with_chunks(out.getvalue(), source.chunks) if source.chunks else out.getvalue()


def encoder_options(image: Any, format_: str, data: bytes, *, axes_swapped: bool) -> dict[str, Any]:  # noqa: ANN401
    """The settings with which the picture is stored as it was.

    Args:
        image: opened by Pillow.
        format_: its format.
        data: the whole file.
        axes_swapped: whether width and height are exchanged between file and samples.
    """
    if format_ == "JPEG":
        return _jpeg_options(image, axes_swapped=axes_swapped)
    if format_ == "WEBP":
        # Without "exact", black under transparent pixels would become other colours.
        return {"lossless": b"VP8L" in data, "quality": 95, "exact": True}
    if format_ in ("PNG", "BMP"):
        return {}
    return {"compression": "tiff_adobe_deflate"} if format_ == "TIFF" else {"quality": 90, "subsampling": "4:4:4"}


def _jpeg_options(image: JpegImagePlugin.JpegImageFile, *, axes_swapped: bool) -> dict[str, Any]:
    tables = [np.reshape(image.quantization[layer[3]], (8, 8)) for layer in image.layer]
    if image.info.get("adobe_transform") == 2 and image.mode == "CMYK":
        # Read as YCCK, written as CMYK, where every channel needs the table of luma.
        tables = tables[:1]
    subsampling = JpegImagePlugin.get_sampling(image)
    return {
        "qtables": [(table.T if axes_swapped else table).ravel().tolist() for table in tables],
        # 4:4:4 if the axes are swapped, or if Pillow cannot write the subsampling.
        "subsampling": subsampling if subsampling in (0, 2) or (subsampling == 1 and not axes_swapped) else 0,
        "progressive": "progressive" in image.info,
        "keep_rgb": image.mode == "RGB",
    }


def _encode_deep(source: Decoded, pixels: NDArray[Any]) -> bytes:
    swap = cv2.COLOR_RGBA2BGRA if pixels.shape[2] == 4 else cv2.COLOR_RGB2BGR
    kinds = [cv2.IMAGE_METADATA_ICCP] if source.profile else []
    profiles = [np.frombuffer(source.profile, np.uint8)] if source.profile else []
    suffix = ".png" if source.format == "PNG" else ".tiff"
    _, data = cv2.imencodeWithMetadata(suffix, cv2.cvtColor(pixels, swap), kinds, profiles)
    return data.tobytes()
