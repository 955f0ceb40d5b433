"""NVENC, the encoders of NVIDIA cards: which videos they are used for, and with which settings."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import av
from av.video.codeccontext import VideoCodecContext

from veilproof.media.hdr import StaticHdr
from veilproof.media.video_read import VideoInfo

NVENC = {"h264": "h264_nvenc", "hevc": "hevc_nvenc"}
"""FFmpeg's names, by codec."""

_PIXEL_FORMATS = ("yuv420p", "nv12")
"""Of 8 bits a sample, in which every card encodes."""
_PROBE_RATE = Fraction(25)
"""Frames a second of a video of which only the size matters; a round number."""
_KEPT_PROBES = 64
"""Sizes of video of which it is remembered whether the card takes them; a round number."""

_OPTIONS = {
    "preset": "p5",
    "tune": "hq",
    # Constant quality, as with the processor: `cq` says how good, and no bit rate bounds it.
    "rc": "vbr",
    "b": "0",
    # Without B-frames packets come in the order of time: AVI and MPEG-TS need that, and no other order could be tried.
    "bf": "0",
    # Nothing of what the original's stream carries beside its pictures: captions, data of its camera, time codes.
    "a53cc": "0",
    "extra_sei": "0",
    "udu_sei": "0",
    "s12m_tc": "0",
}
_QUALITY = {"h264_nvenc": "20", "hevc_nvenc": "22"}
"""From 0, without loss, to 51: the numbers that x264 and x265 are given. That they look alike was not measured."""

REMOVE_SEI = {"h264_nvenc": "filter_units=remove_types=6", "hevc_nvenc": "filter_units=remove_types=39-40"}
"""FFmpeg filters that remove SEI messages, whatever drivers write into them."""


def nvenc_options(encoder: str) -> dict[str, str]:
    """The settings of one of the encoders."""
    return {**_OPTIONS, "cq": _QUALITY[encoder]}


def obstacle(encoder: str | None, source: VideoInfo) -> str:
    """Why NVENC does not encode a video, in plain words; "" if it does.

    Args:
        encoder: one of `NVENC`; None for a codec that is not among them.
        source: the video.
    """
    if encoder is None:
        return "veilproof has it write H.264 and H.265 only"
    if source.pixel_format not in _PIXEL_FORMATS or source.width % 2 or source.height % 2:
        return f"it is used for 8-bit 4:2:0 with even sides, and this is {source.pixel_format}"
    if source.first_field or source.hdr != StaticHdr():
        return "it is not used for interlaced pictures and HDR"
    if not opens(encoder, source.width, source.height):
        return f"no NVIDIA card here opens it for {source.width}x{source.height} (`veilproof doctor`)"
    return ""


@lru_cache(maxsize=_KEPT_PROBES)
def opens(encoder: str, width: int, height: int) -> bool:
    """Whether there is a card that encodes pictures of this size: it is tried, with the settings that are used."""
    try:
        context = av.CodecContext.create(encoder, "w")
        assert isinstance(context, VideoCodecContext)
        context.width, context.height, context.pix_fmt = width, height, _PIXEL_FORMATS[0]
        context.time_base, context.framerate = 1 / _PROBE_RATE, _PROBE_RATE
        context.options = nvenc_options(encoder)
        context.open()
    except (av.FFmpegError, ValueError, OSError):
        return False
    return True
