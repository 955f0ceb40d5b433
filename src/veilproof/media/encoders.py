"""How a video is encoded again: the same family of codec, depth and chroma where the container and encoder take it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.video.format import VideoFormat

from veilproof.errors import VeilproofError
from veilproof.media.hdr import svt_av1_parameters, x265_parameters
from veilproof.media.planes import subsampling
from veilproof.media.video_read import VideoInfo

# What each kind of file can hold, the codec to fall back to first.
_CONTAINERS: dict[str, tuple[str, tuple[str, ...]]] = {
    ".mp4": ("mp4", ("h264", "hevc", "av1", "vp9")),
    ".m4v": ("mp4", ("h264", "hevc")),
    ".mov": ("mov", ("h264", "hevc")),
    ".mkv": ("matroska", ("h264", "hevc", "av1", "vp9")),
    ".webm": ("webm", ("vp9", "av1")),
    ".avi": ("avi", ("h264",)),
    ".ts": ("mpegts", ("h264", "hevc")),
    ".mts": ("mpegts", ("h264", "hevc")),
    ".m2ts": ("mpegts", ("h264", "hevc")),
    ".gif": ("gif", ("gif",)),
}

VIDEO_SUFFIXES = frozenset(_CONTAINERS)
"""The suffixes that a video can be written under."""

_ENCODERS = {"h264": "libx264", "hevc": "libx265", "vp9": "libvpx-vp9", "av1": "libsvtav1", "gif": "gif"}

# A quality at which the second encoding is hard to tell from the first, at the speed that two cores can keep up with
# (measured at 720p, frames/s and PSNR: x264 50 and 48, x265 21 and 47, VP9 63 and 49, AV1 about 140 and 48 dB).
_OPTIONS: dict[str, dict[str, str]] = {
    # x264 with mbtree does not always write the same stream twice when processors are busy; a render has to.
    "libx264": {"preset": "veryfast", "crf": "20", "x264-params": "mbtree=0"},
    "libx265": {"preset": "superfast", "crf": "22"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "6", "row-mt": "1", "tile-columns": "2", "crf": "28", "b": "0"},
    "libsvtav1": {"preset": "9", "crf": "26"},
    "gif": {},
}

_TS_CLOCK = Fraction(1, 90000)
_GIF_CLOCK = Fraction(1, 100)
_MOST_TICKS = 2**31 - 1
"""The most units a second that MP4 can count."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """One way to write one video."""

    container: str
    encoder: str
    pixel_format: str
    time_base: Fraction
    options: dict[str, str]
    container_options: dict[str, str]


def encoding_for(target: Path, source: VideoInfo) -> Encoding:
    """How to write `source` under the name `target`.

    Raises:
        VeilproofError: Nothing can be written under that suffix.
    """
    suffix = target.suffix.lower()
    if suffix not in _CONTAINERS:
        known = " ".join(sorted(VIDEO_SUFFIXES))
        raise VeilproofError(f"{target} cannot be written: choose a name that ends in one of {known}")
    container, codecs = _CONTAINERS[suffix]
    deep = max(part.bits for part in VideoFormat(source.pixel_format).components) > 8
    codec = {"vp8": "vp9"}.get(source.codec, source.codec)
    # libvpx is built for 8 bits a sample only.
    if codec not in codecs or (codec == "vp9" and deep):
        codec = "av1" if deep and "av1" in codecs and codec in ("vp9", "av1") else codecs[0]
        codec = "av1" if deep and codec == "vp9" else codec
    encoder = _ENCODERS[codec]
    return Encoding(
        container=container,
        encoder=encoder,
        pixel_format=_pixel_format(source, encoder),
        time_base=_time_base(source, container),
        options=_OPTIONS[encoder] | _extra_options(source, encoder, container),
        container_options=_container_options(source, container),
    )


def _pixel_format(source: VideoInfo, encoder: str) -> str:
    """The format that the encoder takes and that keeps most of the source's: depth first, then chroma."""
    if encoder == "gif":
        return "pal8"
    shape = VideoFormat(source.pixel_format)
    taken = {taken.name for taken in av.Codec(encoder, "w").video_formats or ()}
    odd = source.width % 2 or source.height % 2
    bits = max(part.bits for part in shape.components)
    depths = [depth for most, depth in ((12, "12le"), (10, "10le"), (8, "")) if most <= bits] or [""]
    if bits > 12:
        depths = ["12le", "10le", ""]
    if shape.is_rgb:
        wanted = ["gbrp"] if shape.name.startswith("gbrp") else []
        wanted += ["yuv444p", "yuv420p"]
    elif len(shape.components) < 3 and encoder != "libsvtav1":
        wanted = ["gray", "yuv420p"]
    elif encoder in ("libx264", "libx265") and (
        (source.width % 2 and subsampling(shape)[0] > 1) or (odd and subsampling(shape) == (2, 2))
    ):
        # x264 and x265 refuse 4:2:0 of an odd size; with a chroma sample for every pixel any size goes.
        wanted = ["yuv444p"]
    elif shape.name.startswith("nv"):
        wanted = [shape.name, "yuv420p"]
    else:
        across, down = subsampling(shape)
        base = "yuv420p" if (across, down) == (2, 2) else "yuv422p" if (across, down) == (2, 1) else "yuv444p"
        wanted = [base, "yuv444p", "yuv420p"]
        if bits == 8 and shape.name.startswith("yuvj"):
            wanted = [shape.name, *wanted]
    names = [name + depth for depth in depths for name in wanted]
    return next(name for name in [*names, "yuv420p"] if name in taken)


def _time_base(source: VideoInfo, container: str) -> Fraction:
    if container == "avi":
        # AVI has no times, only a rate.
        return 1 / source.frame_rate
    if container == "mpegts":
        return _TS_CLOCK
    if container == "gif":
        return _GIF_CLOCK
    return source.time_base


def _extra_options(source: VideoInfo, encoder: str, container: str) -> dict[str, str]:
    if encoder == "libx264":
        options = {"a53cc": "0"}
        if source.first_field:
            fields = "tff=1" if source.first_field == "top" else "bff=1"
            options["x264-params"] = f"{_OPTIONS[encoder]['x264-params']}:{fields}"
        if container in ("avi", "mpegts"):
            # AVI keeps no order but the decoding one; in a transport stream decoding times before zero would shift all.
            options["bf"] = "0"
        return options
    if encoder == "libx265":
        # Without info=0 the stream says with which build and settings it was made.
        words = ["log-level=none", "info=0", *x265_parameters(source.hdr)]
        if container == "mpegts":
            words.append("bframes=0")
        return {"x265-params": ":".join(words), "a53cc": "0"}
    if encoder == "libsvtav1" and (words := svt_av1_parameters(source.hdr)):
        return {"svtav1-params": ":".join(words)}
    return {}


def _container_options(source: VideoInfo, container: str) -> dict[str, str]:
    # Without bitexact the file says which program and version wrote it.
    options = {"fflags": "+bitexact"}
    if container in ("mp4", "mov"):
        # The start of each stream is kept in this unit: it has to hold both the pictures' and the sound's exactly.
        ticks = math.lcm(source.time_base.denominator, 48000)
        options["movie_timescale"] = str(ticks if ticks <= _MOST_TICKS else source.time_base.denominator)
    if container in ("matroska", "webm"):
        # Sound that starts a moment before zero, as AAC does, would push everything else back.
        options["avoid_negative_ts"] = "disabled"
    return options
