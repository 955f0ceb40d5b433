"""Chooses container, codec, pixel format and encoder settings for a video, as close to the original as possible."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

import av
from av.video.format import VideoFormat

from veilproof.errors import VeilproofError
from veilproof.media.hdr import svt_av1_parameters, x265_parameters
from veilproof.media.nvenc import NVENC, nvenc_options, obstacle
from veilproof.media.planes import subsampling
from veilproof.media.video_read import VideoInfo

# FFmpeg's muxer for each suffix, and the codecs it may hold; the first is the fallback.
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
"""Suffixes under which a video can be written."""

KEEP_HDR = ("hevc", "av1")
"""Codecs whose coded pictures get the HDR metadata of a display."""
MATROSKA = ("matroska", "webm")
"""FFmpeg's muxers of Matroska."""

_ENCODERS = {"h264": "libx264", "hevc": "libx265", "vp9": "libvpx-vp9", "av1": "libsvtav1", "gif": "gif"}

# Presets for two cores, at a quality that is hard to tell from the source. Measured at 720p, frames/s and PSNR in dB:
# x264 50 and 48, x265 21 and 47, VP9 63 and 49, AV1 about 140 and 48.
_ENCODER_OPTIONS: dict[str, dict[str, str]] = {
    # With mbtree, x264 does not always write the same stream twice on a busy machine; a render must be repeatable.
    "libx264": {"preset": "veryfast", "crf": "20", "x264-params": "mbtree=0"},
    "libx265": {"preset": "superfast", "crf": "22"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "6", "row-mt": "1", "tile-columns": "2", "crf": "28", "b": "0"},
    "libsvtav1": {"preset": "9", "crf": "26"},
    "gif": {},
}

_X265_THREADS = ("pools=none", "frame-threads=4")
"""With a pool of threads, x265 looks ahead beside the encoding, and once waited for ever for a picture when it was
flushed (Multicorewareinc/x265#684 names the race). Without it, frames are still encoded in parallel: 63 instead of 90
frames/s of 720p on two cores."""

_X265_EVERY_SIZE = "rskip=0"
"""At this preset x265 stops early to look for smaller blocks, and errs visibly in single frames for it. Looking costs
a half more processor time and 4 % of size, and the largest error falls to less than half."""

_MPEG_TS_TIME_BASE = Fraction(1, 90_000)
"""Seconds, from ISO/IEC 13818-1."""
_GIF_TIME_BASE = Fraction(1, 100)
"""Seconds, from GIF89a."""
_MAX_MP4_TIMESCALE = 2**31 - 1
"""Units per second; FFmpeg's MP4 muxer takes a signed 32-bit integer."""
_SOUND_RATE = 48_000
"""Samples per second of most sound in video."""


class Encoder(StrEnum):
    """What encodes a video.

    With `x264` the processor does (x264, or x265, VP9 or AV1 as the original has it), and the same plan and original
    give the same file, bit by bit. With `nvenc` an NVIDIA card does, which promises no such thing. `auto` takes the
    card where there is one that encodes this video, and the processor otherwise.
    """

    AUTO = "auto"
    X264 = "x264"
    NVENC = "nvenc"


@dataclass(frozen=True, slots=True)
class Encoding:
    """Everything that the muxer and the encoder need to write one video."""

    container: str
    encoder: str
    pixel_format: str
    time_base: Fraction
    options: dict[str, str]
    container_options: dict[str, str]


def muxer_for(suffix: str) -> str | None:
    """FFmpeg's name of the container with that suffix; None if it cannot be written."""
    known = _CONTAINERS.get(suffix.lower())
    return known[0] if known else None


def encoding_for(
    target: Path, source: VideoInfo, *, lossless: bool = False, encoder: Encoder = Encoder.X264
) -> Encoding:
    """The encoding for `source` under the name `target`: its own codec, depth and chroma where the container allows.

    Args:
        target: the file.
        source: the video.
        lossless: whether every sample must be kept: H.264 or H.265 without loss, which not every player shows.
        encoder: what encodes it; without loss always the processor.

    Raises:
        VeilproofError: No container has the suffix of `target`, it cannot hold `source` without loss, or the card that
            was asked for does not encode it.
    """
    suffix = target.suffix.lower()
    if suffix not in _CONTAINERS:
        known = " ".join(sorted(VIDEO_SUFFIXES))
        raise VeilproofError(f"{target} cannot be written: choose a name that ends in one of {known}")
    container, codecs = _CONTAINERS[suffix]
    deep = max(part.bits for part in VideoFormat(source.pixel_format).components) > 8
    codec = {"vp8": "vp9"}.get(source.codec, source.codec)
    # The bundled libvpx has 8 bits per sample only.
    if codec not in codecs or (codec == "vp9" and deep):
        codec = "av1" if deep and "av1" in codecs and codec in ("vp9", "av1") else codecs[0]
        codec = "av1" if deep and codec == "vp9" else codec
    name = _lossless_encoder(target, source, codecs) if lossless else _ENCODERS[codec]
    encoding = Encoding(
        container=container,
        encoder=name,
        pixel_format=_pixel_format(source, name),
        time_base=_time_base(source, container),
        options=_ENCODER_OPTIONS[name] | _extra_options(source, name, container, lossless=lossless),
        container_options=_container_options(source, container),
    )
    return encoding if lossless or encoder is Encoder.X264 else _on_card(encoding, NVENC.get(codec), source, encoder)


def _on_card(encoding: Encoding, name: str | None, source: VideoInfo, encoder: Encoder) -> Encoding:
    """The same encoding by an NVIDIA card, where there is one that does it."""
    reason = obstacle(name, source)
    if name is not None and not reason:
        return replace(encoding, encoder=name, pixel_format=source.pixel_format, options=nvenc_options(name))
    if encoder is Encoder.NVENC:
        raise VeilproofError(
            f"{source.path} is not encoded by NVENC: {reason}; leave --encoder out, or use --encoder auto"
        )
    return encoding


def _lossless_encoder(target: Path, source: VideoInfo, codecs: tuple[str, ...]) -> str:
    for codec in ("h264", "hevc"):
        if codec in codecs and _pixel_format(source, _ENCODERS[codec]) == source.pixel_format:
            return _ENCODERS[codec]
    raise VeilproofError(f"{target} cannot hold {source.pixel_format} pictures without loss: choose a name in .mkv")


def _pixel_format(source: VideoInfo, encoder: str) -> str:
    """The supported format nearest to the source's: depth has priority, then chroma."""
    if encoder == "gif":
        return "pal8"
    source_format = VideoFormat(source.pixel_format)
    supported = {each.name for each in av.Codec(encoder, "w").video_formats or ()}
    odd_size = source.width % 2 or source.height % 2
    bits = max(part.bits for part in source_format.components)
    depths = [depth for max_bits, depth in ((12, "12le"), (10, "10le"), (8, "")) if max_bits <= bits] or [""]
    if bits > 12:
        depths = ["12le", "10le", ""]
    if source_format.is_rgb:
        wanted = ["gbrp"] if source_format.name.startswith("gbrp") else []
        wanted += ["yuv444p", "yuv420p"]
    elif len(source_format.components) < 3 and encoder != "libsvtav1":
        wanted = ["gray", "yuv420p"]
    elif encoder in ("libx264", "libx265") and (
        (source.width % 2 and subsampling(source_format)[0] > 1) or (odd_size and subsampling(source_format) == (2, 2))
    ):
        # x264 and x265 refuse 4:2:0 with an odd size; 4:4:4 has no such limit.
        wanted = ["yuv444p"]
    elif source_format.name.startswith("nv"):
        wanted = [source_format.name, "yuv420p"]
    else:
        across, down = subsampling(source_format)
        base = "yuv420p" if (across, down) == (2, 2) else "yuv422p" if (across, down) == (2, 1) else "yuv444p"
        wanted = [base, "yuv444p", "yuv420p"]
        if bits == 8 and source_format.name.startswith("yuvj"):
            wanted = [source_format.name, *wanted]
    names = [name + depth for depth in depths for name in wanted]
    return next(name for name in [*names, "yuv420p"] if name in supported)


def _time_base(source: VideoInfo, container: str) -> Fraction:
    if container == "avi":
        # AVI stores no times, only a frame rate.
        return 1 / source.frame_rate
    if container == "mpegts":
        return _MPEG_TS_TIME_BASE
    if container == "gif":
        return _GIF_TIME_BASE
    return source.time_base


def _extra_options(source: VideoInfo, encoder: str, container: str, *, lossless: bool) -> dict[str, str]:
    if encoder == "libx264":
        options = {"a53cc": "0"} | ({"qp": "0", "crf": "-1"} if lossless else {})
        if source.first_field:
            fields = "tff=1" if source.first_field == "top" else "bff=1"
            options["x264-params"] = f"{_ENCODER_OPTIONS[encoder]['x264-params']}:{fields}"
        if container in ("avi", "mpegts"):
            # No B-frames: AVI stores decoding order only, and negative decoding times would shift an MPEG-TS.
            options["bf"] = "0"
        return options
    if encoder == "libx265":
        # Without info=0 the stream records the build and settings of the encoder.
        parameters = ["log-level=none", "info=0", *_X265_THREADS, _X265_EVERY_SIZE, *x265_parameters(source.hdr)]
        if container == "mpegts":
            parameters.append("bframes=0")
        if lossless:
            parameters.append("lossless=1")
        return {"x265-params": ":".join(parameters), "a53cc": "0"}
    if encoder == "libsvtav1" and (parameters := svt_av1_parameters(source.hdr)):
        return {"svtav1-params": ":".join(parameters)}
    return {}


def _container_options(source: VideoInfo, container: str) -> dict[str, str]:
    # Without bitexact the file records the muxer and its version.
    options = {"fflags": "+bitexact"}
    if container in ("mp4", "mov"):
        # Start times of streams are stored in this unit, which must be exact for pictures and sound.
        ticks = math.lcm(source.time_base.denominator, _SOUND_RATE)
        options["movie_timescale"] = str(ticks if ticks <= _MAX_MP4_TIMESCALE else source.time_base.denominator)
    if container in MATROSKA:
        # Sound that starts before zero, as AAC does, would delay everything else.
        options["avoid_negative_ts"] = "disabled"
    return options
