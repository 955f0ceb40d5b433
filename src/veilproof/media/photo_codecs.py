"""Decodes photo files: the library for each format."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageFile, JpegImagePlugin, UnidentifiedImageError

from veilproof.errors import VeilproofError
from veilproof.language.message import Words
from veilproof.media import photo_av1
from veilproof.media.heif_items import Items, read_items
from veilproof.media.icc_profiles import kept_profile
from veilproof.media.kinds import is_heif
from veilproof.media.photo_damage import completed, is_closed, is_damaged
from veilproof.media.photo_encoding import DEEP, Decoded, encoder_options
from veilproof.media.photo_metadata import HIDDEN_EDGES, dropped_from, dropped_from_heif
from veilproof.media.pillow_settings import pillow_settings
from veilproof.media.png_colours import colour_chunks

_PILLOW_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "AVIF")
_UNSUPPORTED = re.compile("[Uu]nsupported|not supported")
"""How Pillow and libheif say that a file is of a kind that they do not read, rather than damaged."""
_AXES_SWAPPED = (5, 6, 7, 8)
"""Values of EXIF orientation that exchange width and height."""
_NCLX_FIELDS = ("color_primaries", "transfer_characteristics", "matrix_coefficients", "full_range_flag")


def decode(path: Path, data: bytes, max_pixels: int) -> tuple[Decoded, NDArray[Any]]:
    """How the photo is stored, and its upright samples: uint8 or uint16 [h, w] or [h, w, c] in the order of the mode.

    Args:
        path: where the data came from, for messages.
        data: the whole file.
        max_pixels: larger pictures are refused.

    Raises:
        VeilproofError: not a supported photo, damaged, truncated or too large.
    """
    try:
        with pillow_settings():
            return _decode_any(path, data, max_pixels)
    except VeilproofError:
        raise
    except _UnsupportedError as error:
        raise VeilproofError(f"{path} cannot be redacted: it has {error}; convert it to a PNG first") from None
    except UnidentifiedImageError:
        raise VeilproofError(
            f"{path} is not a photo that can be read: JPEG, PNG, WebP, TIFF, BMP, HEIC and AVIF are"
        ) from None
    except Exception as error:
        # On damaged files decoders raise a dozen types of exceptions.
        reason = " ".join(str(error).split()) or type(error).__name__
        if "has not been built" in reason:  # what libheif says of every AVIF
            reason = "its pictures cannot be decoded"
        if _UNSUPPORTED.search(reason):
            raise VeilproofError(f"{path} cannot be redacted ({reason}): convert it to a PNG first") from error
        raise VeilproofError(f"{path} is damaged or cut off ({reason}): get another copy of it") from error


def _decode_any(path: Path, data: bytes, max_pixels: int) -> tuple[Decoded, NDArray[Any]]:
    """As `_decode`, also of a photo with damage."""
    try:
        source, pixels = _decode(path, data, max_pixels)
        return replace(source, is_damaged=is_damaged(source.format, data)), pixels
    except (OSError, ValueError, RuntimeError, SyntaxError, cv2.error):
        source, pixels = _decode_damaged(path, data, max_pixels)
        if source.format == "JPEG" and not is_closed(data) and is_damaged(source.format, completed(data)):
            raise  # more is missing than its end
        if pixels.min() == pixels.max():
            raise  # nothing could be decoded
        return replace(source, is_damaged=True), pixels


def _decode(path: Path, data: bytes, max_pixels: int) -> tuple[Decoded, NDArray[Any]]:
    try:
        opened: Any = Image.open(io.BytesIO(data), formats=_PILLOW_FORMATS)
    except UnidentifiedImageError:
        # pillow-heif's own check knows fewer brands than its decoder.
        if not is_heif(data):
            raise
        opened = pillow_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=False)
    width, height = opened.size
    if width * height > max_pixels:
        raise VeilproofError(
            f"{path} has {width * height / 1e6:.0f} megapixels, more than the {max_pixels / 1e6:.0f} that are "
            "read at once: make it smaller, or split it"
        )
    if isinstance(opened, pillow_heif.HeifFile):
        source, pixels = _decode_heif(opened, data)
    elif opened.format == "AVIF":
        source, pixels = _decode_avif(opened, data)
    else:
        source, pixels = _decode_pillow(opened, data)
    if _blacken_transparent(source.mode, pixels):
        source = replace(source, dropped=(*source.dropped, Words("content-under-transparent")))
    return source, pixels


def _decode_damaged(path: Path, data: bytes, max_pixels: int) -> tuple[Decoded, NDArray[Any]]:
    """As `_decode`, of a photo that lacks its end, or whose decoder stops inside."""
    if not is_closed(data):
        return _decode(path, completed(data), max_pixels)
    with pillow_settings(truncated=True):
        return _decode(path, data, max_pixels)


class _UnsupportedError(Exception):
    """An unsupported feature of a file; its message names it in plain words."""


def _decode_pillow(image: ImageFile.ImageFile, data: bytes, items: Items | None = None) -> tuple[Decoded, NDArray[Any]]:
    """The picture upright, or as it is stored if it has `items`, which say how it is shown."""
    format_ = "JPEG" if image.format == "MPO" else str(image.format)
    raw = str(image.tile[0].args) if image.tile else ""
    deep = DEEP in raw and image.mode in ("RGB", "RGBA") and format_ in ("PNG", "TIFF")
    if isinstance(image, JpegImagePlugin.JpegImageFile) and image.mode == "RGB" and not _stored_as_rgb(image):
        image.draft("YCbCr", None)
    # Needed even if OpenCV decodes the samples: metadata may follow them, and truncation must raise.
    image.load()
    dropped = dropped_from(image, format_, data, items)
    # Pillow and OpenCV apply the orientation of a TIFF while loading, and Pillow then removes it.
    orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    profile, lost = kept_profile(image.info.get("icc_profile"))
    options = encoder_options(image, format_, data, axes_swapped=orientation in _AXES_SWAPPED)
    if deep:
        mode, pixels = _deep_samples(data)
        if profile and format_ == "TIFF":
            # OpenCV, the only library here that writes 16-bit colour, writes no profile into a TIFF.
            profile, lost = None, Words("content-icc")
    else:
        supported = image if format_ == "JPEG" else _in_supported_mode(image)
        mode = "L" + DEEP if supported.mode.startswith("I;16") else supported.mode
        pixels = np.array(supported, np.uint16 if mode.endswith(DEEP) else np.uint8)
    dropped += [Words("content-lower-bits", lost="8", bits="16")] if DEEP in raw and mode == "CMYK" else []
    dropped += [lost] if lost else []
    chunks, unknown = colour_chunks(data) if format_ == "PNG" else ({}, False)
    dropped += [Words("content-colour-description")] if unknown else []
    source = Decoded(format_, mode, tuple(dropped), profile, options, chunks=tuple(chunks.items()))
    return source, pixels if items else _upright(pixels, orientation)


def _decode_avif(image: ImageFile.ImageFile, data: bytes) -> tuple[Decoded, NDArray[Any]]:
    """As `_decode_pillow`, with the colours and the clean aperture that Pillow ignores."""
    items = read_items(data)
    source, pixels = _decode_pillow(image, data, items)
    stored = photo_av1.decode(data, items)
    if stored is not None and not stored[0].is_standard:
        colours, picture = stored
        if source.mode not in ("RGB", "L") or (picture.width, picture.height) != image.size:
            if colours.bits > 8:
                raise _UnsupportedError(f"{colours.bits}-bit samples with transparency or in tiles")
            source = replace(source, dropped=(*source.dropped, Words("content-colour-description")))
        else:
            lost = [*colours.lost, *([Words("content-icc")] if source.profile else [])]
            mode = "RGB" if colours.bits == 8 else "RGB" + DEEP
            source = replace(
                source, mode=mode, dropped=(*source.dropped, *lost), profile=None, options={}, colours=colours
            )
            pixels = photo_av1.samples(colours, picture)
    elif stored is None and items.bits() > 8:
        raise _UnsupportedError(f"{items.bits()}-bit samples in layers")
    elif stored is None and not photo_av1.are_standard(*(items.colours() or (1, 1))):
        source = replace(source, dropped=(*source.dropped, Words("content-colour-description")))
    crop = items.crop(*image.size)
    if crop is not None:
        height, width = pixels.shape[:2]
        pixels = pixels[crop.top : height - crop.bottom, crop.left : width - crop.right]
        source = replace(source, dropped=(*source.dropped, Words(HIDDEN_EDGES)))
    return source, _upright(pixels, image.getexif().get(ExifTags.Base.Orientation, 1))


def _blacken_transparent(mode: str, pixels: NDArray[Any]) -> bool:
    """Set what lies under fully transparent pixels to black, in place; whether anything else did."""
    if mode.removesuffix(DEEP) not in ("LA", "RGBA"):
        return False
    hidden = (pixels[..., -1] == 0) & (pixels[..., :-1] != 0).any(axis=-1)
    pixels[hidden, :-1] = 0
    return bool(hidden.any())


def _stored_as_rgb(image: JpegImagePlugin.JpegImageFile) -> bool:
    """Whether a JPEG stores RGB rather than YCbCr, by the rules of libjpeg."""
    if "jfif" in image.info:
        return False
    if "adobe_transform" in image.info:
        return bool(image.info["adobe_transform"] == 0)
    return [layer[0] for layer in image.layer] == list(b"RGB")


def _in_supported_mode(image: Image.Image) -> Image.Image:
    """The picture in a mode that `Photo` supports."""
    if image.mode in ("RGBA", "CMYK") or image.mode.startswith("I;16"):
        return image
    gray, colour = ("1", "L", "LA", "La"), ("P", "PA", "RGB", "RGBX", "RGBa", "YCbCr")
    if image.mode not in gray + colour:
        kinds = {"F": "floating-point samples", "I": "32-bit or signed samples"}
        raise _UnsupportedError(kinds.get(image.mode, f"{image.mode} samples"))
    wanted = ("L" if image.mode in gray else "RGB") + ("A" if image.has_transparency_data else "")
    return image if image.mode == wanted else image.convert(wanted)


def _deep_samples(data: bytes) -> tuple[str, NDArray[Any]]:
    """Mode and samples of 16-bit colour, which Pillow would reduce to 8 bits."""
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        raise OSError("its samples cannot be decoded")
    if pixels.dtype != np.uint16 or pixels.ndim != 3:
        raise _UnsupportedError("16-bit samples in an unusual order")
    if pixels.shape[2] == 4:
        return "RGBA" + DEEP, np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA))
    return "RGB" + DEEP, np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))


def _decode_heif(file: Any, data: bytes) -> tuple[Decoded, NDArray[Any]]:  # noqa: ANN401
    main = file[file.primary_index]
    pixels = np.array(main)
    profile, lost = kept_profile(main.info.get("icc_profile"))
    nclx = main.info.get("nclx_profile") or {}
    options = {"quality": 95, "chroma": main.info.get("chroma", 420), "enc_params": {"preset": "fast"}}
    options |= {key: nclx[key] for key in _NCLX_FIELDS if key in nclx}
    dropped = (*dropped_from_heif(main.info, data, len(file)), *([lost] if lost else []))
    return Decoded("HEIF", main.mode, dropped, profile, options), pixels


def _upright(pixels: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Apply an EXIF orientation, 1 to 8; other values change nothing."""
    if orientation in _AXES_SWAPPED:
        pixels = pixels.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)
