"""Reads photos upright in their own colour space, and writes them in their own format without metadata."""

from __future__ import annotations

import errno
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.media.kinds import check_supported
from veilproof.media.photo_codecs import decode
from veilproof.media.photo_encoding import Decoded, encode
from veilproof.media.planes import Plane
from veilproof.media.writing import check_not_original

MAX_PIXELS = 200_000_000
"""Larger photos are refused, to bound memory; phones take up to 200 megapixels."""

_TIFF_SUFFIXES = (".tif", ".tiff")

_BLACK = {
    "L": (0,),
    "LA": (0, 1),
    "RGB": (0, 0, 0),
    "RGBA": (0, 0, 0, 1),
    "YCbCr": (0, 128 / 255, 128 / 255),
    "CMYK": (0, 0, 0, 1),
}
"""Black for each channel of each mode, relative to full scale; alpha is opaque."""


@dataclass(frozen=True, slots=True)
class PhotoInfo:
    """Properties of a photo.

    Attributes:
        path: the file.
        width: of the upright picture, in pixels.
        height: of the upright picture, in pixels.
        format: "JPEG", "PNG", "WEBP", "TIFF", "BMP", "HEIF" or "AVIF".
        mode: the channels: "L", "LA", "RGB", "RGBA", "YCbCr" or "CMYK", with ";16" for 16-bit samples.
        dropped: contents that the output will not have, in plain words.
        is_damaged: whether part of the picture is wrong or missing.
    """

    path: Path
    width: int
    height: int
    format: str
    mode: str
    dropped: tuple[str, ...]
    is_damaged: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """A decoded photo.

    Attributes:
        info: its properties.
        planes: its upright samples; write into them to change the picture.
        source: how it was stored, and will be stored again.
    """

    info: PhotoInfo
    planes: list[Plane]
    source: Decoded

    def rgb(self, max_side: int | None = None) -> NDArray[np.uint8]:
        """The current samples for detectors, as a copy: uint8 [h, w, 3] RGB, contiguous.

        Alpha is ignored: colours under transparent pixels can be recovered, so faces in them count.

        Args:
            max_side: shrink the picture so that no side is longer, in pixels.
        """
        pixels, mode = self.planes[0].pixels, self.info.mode.removesuffix(";16")
        scale = min(1.0, (max_side or self.info.width + self.info.height) / max(pixels.shape[:2]))
        if scale < 1:
            size = max(1, round(self.info.width * scale)), max(1, round(self.info.height * scale))
            pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        if pixels.dtype == np.uint16:
            pixels = (pixels >> 8).astype(np.uint8)
        if mode == "CMYK":
            height, width = pixels.shape[:2]
            pixels = np.asarray(Image.frombuffer("CMYK", (width, height), pixels, "raw", "CMYK", 0, 1).convert("RGB"))
        elif mode == "YCbCr":
            pixels = cv2.cvtColor(np.ascontiguousarray(pixels[..., [0, 2, 1]]), cv2.COLOR_YCrCb2RGB)
        elif mode in ("L", "LA"):
            pixels = np.repeat(pixels.reshape(*pixels.shape[:2], -1)[..., :1], 3, axis=2)
        return np.array(pixels[..., :3], np.uint8, order="C")


def read_photo(path: Path) -> Photo:
    """Read a JPEG, PNG, WebP, TIFF, BMP, HEIC or AVIF.

    The EXIF orientation is applied. Samples keep their colour space, depth and alpha: a JPEG stays YCbCr (or gray, or
    CMYK), 16 bits stay 16. A palette becomes RGB, or RGBA if it has transparent colours, and black-and-white becomes
    gray, because a mosaic needs intermediate values. Of several frames, pages or pictures only the first (of a HEIC the
    primary one) is read; `info.dropped` names the rest. A photo with damage inside, or without its last two bytes, is
    read too, and `info.is_damaged` says so.

    Raises:
        VeilproofError: the file does not exist, is not a supported photo, is damaged, truncated or too large.
    """
    check_supported(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise LocalisedError(
            "error-missing", english=f"{path} does not exist: check the name", name=path.name
        ) from None
    except OSError as error:
        english = f"{path} cannot be read ({error.strerror}): check its permissions"
        raise LocalisedError("error-unreadable", english=english, name=path.name) from None
    if not data:
        raise VeilproofError(f"{path} is empty: get another copy of it")
    source, pixels = decode(path, data, MAX_PIXELS)
    height, width = pixels.shape[:2]
    info = PhotoInfo(path, width, height, source.format, source.mode, source.dropped, source.is_damaged)
    full_scale = np.iinfo(pixels.dtype).max
    black = tuple(round(value * full_scale) for value in _BLACK[source.mode.removesuffix(";16")])
    return Photo(info, [Plane(pixels, 1, 1, black)], source)


def write_photo(photo: Photo, target: Path) -> None:
    """Write a photo in the format it was read from: its samples, a standard colour profile, nothing else.

    PNG, TIFF and lossless WebP are written without loss. A JPEG keeps its quantisation tables and chroma subsampling:
    unchanged blocks are nearly identical. Lossy WebP, HEIC and AVIF are compressed again at high quality.

    Args:
        photo: the picture.
        target: a temporary file of `atomic_write`, which gives it its name.

    Raises:
        VeilproofError: it is the original, its suffix belongs to another format, or it cannot be written.
    """
    _check_suffix(photo.info, target)
    _write(photo, photo.source, target)


def check_lossless_suffix(path: Path) -> None:
    """Refuse a name of a photo in another format than TIFF, which alone holds the samples of every mode.

    Raises:
        VeilproofError: its suffix is another.
    """
    if path.suffix.lower() not in _TIFF_SUFFIXES:
        raise VeilproofError(f"{path}: name the photo .tif: in other formats its samples would not stay as they are")


def write_lossless(photo: Photo, target: Path) -> None:
    """Write the samples of a photo bit by bit, in its own colour space and depth, as TIFF.

    Args:
        photo: the picture.
        target: a temporary file of `atomic_write`, whose name `check_lossless_suffix` accepts.

    Raises:
        VeilproofError: it is the original, or cannot be written.
    """
    options = {"compression": "tiff_adobe_deflate"}
    _write(photo, replace(photo.source, format="TIFF", options=options, chunks=(), colours=None), target)


def _write(photo: Photo, source: Decoded, target: Path) -> None:
    check_not_original(target, photo.info.path)
    pixels: NDArray[Any] = photo.planes[0].pixels
    data = encode(photo.info.path, source, pixels)
    try:
        target.write_bytes(data)
    except OSError as error:
        reason = "the disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror
        english = f"{target} cannot be written ({reason}): make room or choose another folder"
        raise LocalisedError("error-unwritable", english=english, name=target.name) from None


def _check_suffix(info: PhotoInfo, target: Path) -> None:
    suffix = target.suffix.lower()
    named = {".heic": "HEIF", ".heif": "HEIF", ".hif": "HEIF"}.get(suffix) or Image.registered_extensions().get(suffix)
    if suffix != info.path.suffix.lower() and named != info.format:
        raise VeilproofError(
            f"{target} has no suffix of {info.format}, as which {info.path} is written: change it, or make that folder"
        )
