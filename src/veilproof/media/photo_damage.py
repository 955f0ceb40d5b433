"""Finds damage inside photos that their decoders conceal: they fill what they cannot decode, and say nothing."""

from __future__ import annotations

import io
import re

import av
import cv2
import numpy as np
import simplejpeg
from numpy.typing import NDArray
from PIL import Image, JpegImagePlugin, PngImagePlugin

from veilproof.media.heif_items import read_items
from veilproof.media.jpeg_segments import END, end_of_picture, picture_alone
from veilproof.media.pillow_settings import pillow_settings

_MISSING_END = 2
"""Bytes that a photo may lack at its end and still hold its whole picture: the end marker of a JPEG."""

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG"
_PNG_END = b"IEND\xaeB\x60\x82"
"""The last chunk of a PNG, with its checksum."""
_PNG_TAIL = 64
"""Bytes in which that chunk is looked for: some programs add a few after it. A round number."""

_DAMAGED_SAMPLES = re.compile(
    r"bad Huffman code|premature end|Premature end|Inconsistent progression|Unsupported marker"
    r"|extraneous bytes before marker 0x(c4|d[0-9a]|dd)",
)
"""Warnings of libjpeg that say that samples are lost; others are of headers that real cameras write."""

_BLOCK = 8
"""Samples; the side of a JPEG block."""
_MAX_ROUNDING = 4.0
"""Levels by which the mean of a block may differ from its DC coefficient, besides half a quantisation step. None of 350
undamaged JPEGs of cameras and programs has a block beyond it (collections of metadata-extractor and Pillow)."""
_BLACK, _WHITE = 0, 255

_START_CODE = re.compile(rb"\0\0[\0-\2]")
"""Bytes that no NAL unit of H.265 may contain (ITU-T H.265, 7.4.2)."""
_NAL_LENGTH = 4
"""Bytes of the length before a NAL unit in nearly all files."""


def completed(data: bytes) -> bytes:
    """The file with an end where at most its last two bytes are missing; whether that is all shows in decoding it."""
    if data.startswith(_JPEG):
        return data.rstrip(b"\xff") + END if end_of_picture(data) is None else data
    return data + bytes(_MISSING_END)


def is_closed(data: bytes) -> bool:
    """Whether a JPEG or PNG has an end, so that what its decoder stops at is damage and not a cut."""
    if data.startswith(_JPEG):
        return data.rfind(END, len(data) // 2) > 0
    return data.startswith(_PNG) and _PNG_END in data[-_PNG_TAIL:]


def is_damaged(format_: str, data: bytes) -> bool:
    """Whether part of the picture is surely wrong or missing, although its decoder returned one.

    Only what a format lets anybody see is found: a JPEG whose coded samples do not end where they must or leave the
    range of samples, a PNG whose checksums are wrong, a HEIC with bytes or values that H.265 forbids. Other changed
    bytes decode as other pictures. WebP, AVIF and uncompressed TIFF hold nothing to tell them by.

    Args:
        format_: "JPEG", "PNG", "HEIF", or another, in which nothing is found.
        data: the whole file.
    """
    if format_ == "JPEG":
        return _jpeg_damaged(picture_alone(data))
    if format_ == "PNG":
        return _png_damaged(data)
    return format_ == "HEIF" and _hevc_damaged(data)


def _jpeg_damaged(data: bytes) -> bool:
    try:
        luma = simplejpeg.decode_jpeg(data, "GRAY", fastdct=True, strict=True)[..., 0]
    except ValueError as error:
        # Other errors are of kinds that TurboJPEG does not decode at all.
        return bool(_DAMAGED_SAMPLES.search(str(error)))
    with pillow_settings(), Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
        return isinstance(image, JpegImagePlugin.JpegImageFile) and _leaves_range(image, luma)


def _leaves_range(image: JpegImagePlugin.JpegImageFile, luma: NDArray[np.uint8]) -> bool:
    """Whether a block has a mean beyond black or white, and still is not plain: no encoder writes that.

    After a flipped bit the mean of every following block is off by as much, because each is coded as a difference.
    """
    if image.mode not in ("L", "RGB"):
        return False
    step = image.quantization[image.layer[0][3]][0]
    width, height = image.width // _BLOCK, image.height // _BLOCK
    image.draft("L", (max(1, width), max(1, height)))
    means = np.asarray(image)
    if not width or not height or abs(means.shape[1] - width) > 1:
        return False
    whole = luma[: height * _BLOCK, : width * _BLOCK]
    shown = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
    means, limit = means[:height, :width], _MAX_ROUNDING + step / _BLOCK
    too_bright, too_dark = (means == _WHITE) & (shown < _WHITE - limit), (means == _BLACK) & (shown > limit)
    return bool((too_bright | too_dark).any())


def _png_damaged(data: bytes) -> bool:
    if _PNG_END not in data:
        return True
    try:
        with pillow_settings(), Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            if isinstance(image, PngImagePlugin.PngImageFile) and image.tile:
                image.verify()
    except (SyntaxError, OSError):
        return True
    return False


def _hevc_damaged(data: bytes) -> bool:
    """Whether FFmpeg, which checks more than libde265, refuses part of the picture, or that has forbidden bytes."""
    shown = read_items(data).shown
    try:
        # FFmpeg knows fewer kinds of HEIC than libheif, which has decoded this one.
        file = av.open(io.BytesIO(data), "r", format="mov")
    except (av.FFmpegError, IndexError):
        return False
    with file:
        # FFmpeg gives streams the numbers of the items.
        streams = [each for each in file.streams.video if each.id in shown and each.codec_context]
        for stream in streams:
            stream.codec_context.options = {"err_detect": "explode"}
        try:
            for packet in file.demux(streams) if streams else ():
                if packet.stream.codec_context.name == "hevc" and packet.size and _has_start_code(bytes(packet)):
                    return True
                packet.decode()
        except av.error.InvalidDataError:
            return True
        except av.FFmpegError:
            return False
    return False


def _has_start_code(packet: bytes) -> bool:
    position = 0
    while position + _NAL_LENGTH < len(packet):
        start = position + _NAL_LENGTH
        position = start + int.from_bytes(packet[position:start], "big")
        unit = packet[start:position]
        if position > len(packet) or unit.endswith(b"\0") or _START_CODE.search(unit):
            return True
    return False
