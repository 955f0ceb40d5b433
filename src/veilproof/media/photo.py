"""Photos: read upright in their own colour space, written in their own format without anything but the picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from veilproof.errors import VeilproofError
from veilproof.media.photo_codecs import Decoded, decode, encode
from veilproof.media.planes import Plane

MOST_PIXELS = 200_000_000
"""The largest photo that is read; the largest that phones take is just below it."""

_BLACK = {
    "L": (0,),
    "LA": (0, 1),
    "RGB": (0, 0, 0),
    "RGBA": (0, 0, 0, 1),
    "YCbCr": (0, 128 / 255, 128 / 255),
    "CMYK": (0, 0, 0, 1),
}
"""Black, of 1, for each channel of each mode; what is covered is not transparent."""


@dataclass(frozen=True, slots=True)
class PhotoInfo:
    """What a photo is.

    Attributes:
        path: the file.
        width: of the upright picture, in pixels.
        height: of the upright picture, in pixels.
        format: "JPEG", "PNG", "WEBP", "TIFF", "HEIF" or "AVIF".
        mode: what the samples are: "L", "LA", "RGB", "RGBA", "YCbCr" or "CMYK", with ";16" where they have 16 bits.
        dropped: what the file holds and the output will not, in plain words.
    """

    path: Path
    width: int
    height: int
    format: str
    mode: str
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo in memory.

    Attributes:
        info: what it is.
        planes: its samples, upright, writable: write into them to change the picture.
        source: how it was stored, which is how it will be stored again.
    """

    info: PhotoInfo
    planes: list[Plane]
    source: Decoded

    def rgb(self, max_side: int | None = None) -> NDArray[np.uint8]:
        """The picture as detectors take it, uint8 [h, w, 3] RGB, as the planes are now.

        Transparency is left aside: what is under it can be brought back, so it is looked at too.

        Args:
            max_side: shrink the picture so that neither side is longer, if it is.
        """
        pixels, mode = self.planes[0].pixels, self.info.mode.removesuffix(";16")
        shrink = min(1.0, (max_side or self.info.width + self.info.height) / max(pixels.shape[:2]))
        if shrink < 1:
            size = max(1, round(self.info.width * shrink)), max(1, round(self.info.height * shrink))
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
    """Read a JPEG, PNG, WebP, TIFF, HEIC or AVIF. The file is only read.

    The picture is turned upright as its orientation says. Samples keep their colour space and depth: a JPEG stays in
    YCbCr (or gray, or CMYK), 16 bits stay 16, transparency stays. A palette becomes RGB, or RGBA where it has
    transparent colours, and black-and-white becomes gray, for a mosaic needs the shades between. Of an animation, or of
    several pages or pictures, only the first (of a HEIC the main one) is read; `info.dropped` says so.

    Raises:
        VeilproofError: it is not there, not a photo that can be read, damaged, cut off or too large.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise VeilproofError(f"{path} does not exist: check the name") from None
    except OSError as error:
        raise VeilproofError(f"{path} cannot be read ({error.strerror}): check its permissions") from None
    if not data:
        raise VeilproofError(f"{path} is empty: get another copy of it")
    source, pixels = decode(path, data, MOST_PIXELS)
    info = PhotoInfo(path, pixels.shape[1], pixels.shape[0], source.format, source.mode, source.dropped)
    full = np.iinfo(pixels.dtype).max
    black = tuple(round(value * full) for value in _BLACK[source.mode.removesuffix(";16")])
    return Photo(info, [Plane(pixels, 1, 1, black)], source)


def write_photo(photo: Photo, target: Path) -> None:
    """Write a photo in the format it was read from: its picture, its colour space if that is a standard one, no more.

    PNG, TIFF and lossless WebP are written without loss. A JPEG gets the quantisation tables and the chroma
    subsampling it had, so that blocks that were not changed come out all but the same. Lossy WebP, HEIC and AVIF are
    compressed again at high quality.

    Raises:
        VeilproofError: the name says another format, or it cannot be written.
    """
    _check_suffix(photo.info, target)
    pixels: NDArray[Any] = photo.planes[0].pixels
    data = encode(photo.info.path, photo.source, pixels)
    try:
        target.write_bytes(data)
    except OSError as error:
        raise VeilproofError(
            f"{target} cannot be written ({error.strerror}): make room or choose another place"
        ) from None


def _check_suffix(info: PhotoInfo, target: Path) -> None:
    suffix = target.suffix.lower()
    says = {".heic": "HEIF", ".heif": "HEIF", ".hif": "HEIF"}.get(suffix) or Image.registered_extensions().get(suffix)
    if suffix != info.path.suffix.lower() and says not in (info.format, None):
        raise VeilproofError(
            f"{target} is no name for a {info.format}, which {info.path} is and stays: change the suffix"
        )
