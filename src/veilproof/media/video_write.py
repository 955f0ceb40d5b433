"""Writing video: the same frames at the same times in the same depth and colour, and nothing else in the file."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.bitstream import BitStreamFilterContext
from av.codec.context import Flags, ThreadType
from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from veilproof.errors import VeilproofError
from veilproof.media.demux import url
from veilproof.media.encoders import Encoding, encoding_for
from veilproof.media.filters import with_first_field, with_palette
from veilproof.media.pictures import converted, full_chroma, writable_copy
from veilproof.media.scheduling import as_scheduled
from veilproof.media.sound import PacketCopy
from veilproof.media.video_read import VideoInfo

__all__ = ["Audio", "Subtitles", "VideoWriter", "writable_copy"]

_THREADS = 4
"""Encoders compress a little differently with each number of threads: with a number of its own for every machine, the
same plan and original would not give the same file on all of them."""

_NO_MESSAGES = "filter_units=remove_types=6"
"""Takes the supplemental messages from an H.264 packet: in the first one x264 writes down its version and settings."""


class Audio(StrEnum):
    """What happens to the sound."""

    MUTE = "mute"
    KEEP = "keep"


class Subtitles(StrEnum):
    """What happens to the subtitles."""

    DROP = "drop"
    KEEP = "keep"


class VideoWriter:
    """One video file being written; leave it as a context manager, and it is complete."""

    def __init__(
        self, target: Path, source: VideoInfo, *, audio: Audio = Audio.MUTE, subtitles: Subtitles = Subtitles.DROP
    ) -> None:
        """Start a file that takes after `source`; the suffix of `target` says which container it is.

        Raises:
            VeilproofError: Nothing can be written under that suffix, or not the sound or subtitles to be kept.
        """
        self._target = target
        self._source = source
        self._encoding = encoding_for(target, source)
        self._copy: PacketCopy | None = None
        self._last: int | None = None
        self._closed = False
        with _one_line(target):
            self._container = av.open(
                url(target), "w", format=self._encoding.container, container_options=self._encoding.container_options
            )
            self._stream = _video_stream(self._container, self._encoding, source)
            kinds = {"audio"} if audio is Audio.KEEP else set()
            kinds |= {"subtitle"} if subtitles is Subtitles.KEEP else set()
            if kinds:
                self._copy = PacketCopy(source.path, self._container, frozenset(kinds), target)
            with as_scheduled():
                self._container.start_encoding()
        self._first = True

    def __enter__(self) -> Self:
        """Nothing: the file is open already."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Complete the file, or leave it as it is when something went wrong."""
        if error is None:
            self.close()
        else:
            self._abandon()

    def write(self, picture: av.VideoFrame, pts: int) -> None:
        """Append a picture of the source's size, shown at `pts` in the source's time base.

        The picture may be a decoded one or an `writable_copy`; its samples are not changed.

        Raises:
            VeilproofError: The file cannot be written, because the disk is full for instance.
        """
        fitted = self._fitted(picture)
        ticks = self._ticks(pts)
        fitted.duration = round(picture.duration * self._source.time_base / self._encoding.time_base)
        fitted.pts, fitted.time_base = ticks, self._encoding.time_base
        # Left as decoded, it would order the encoder to make a key frame wherever the original has one.
        fitted.pict_type = 0
        if self._encoding.encoder == "gif":
            fitted = with_palette(fitted)
        if self._source.first_field and self._encoding.encoder == "libx264":
            fitted = with_first_field(fitted, self._source.first_field)
        with _one_line(self._target):
            self._mux(self._stream.encode(fitted))

    def close(self) -> None:
        """Write what is still under way and complete the file.

        Raises:
            VeilproofError: The file cannot be written, because the disk is full for instance.
        """
        if self._closed:
            return
        try:
            with _one_line(self._target):
                self._mux(self._stream.encode(None))
                if self._copy:
                    self._copy.advance(None)
                self._container.close()
        finally:
            self._abandon()

    def _abandon(self) -> None:
        self._closed = True
        if self._copy:
            self._copy.__exit__(None, None, None)
        with contextlib.suppress(av.FFmpegError):
            self._container.close()

    def _mux(self, packets: list[Packet[VideoStream]]) -> None:
        for packet in packets:
            if self._first and self._encoding.encoder == "libx264":
                (packet,) = BitStreamFilterContext(_NO_MESSAGES, self._stream).filter(packet)
            self._first = False
            if self._copy:
                # The sound goes in just before the pictures it belongs to, so that little has to wait in memory.
                self._copy.advance((packet.dts or 0) * packet.time_base)
            packet.stream = self._stream
            self._container.mux(packet)

    def _fitted(self, picture: av.VideoFrame) -> av.VideoFrame:
        wanted, name = self._encoding.pixel_format, picture.format.name
        if wanted in ("pal8", name):
            return picture
        if "444" in wanted and not picture.format.is_rgb and len(picture.format.components) >= 3:
            picture = full_chroma(picture)
        return converted(picture, wanted)

    def _ticks(self, pts: int) -> int:
        ticks = round(pts * self._source.time_base / self._encoding.time_base)
        # A container with coarser times than the source's must not get two frames at one time.
        self._last = ticks if self._last is None else max(ticks, self._last + 1)
        return self._last


def _video_stream(container: OutputContainer, encoding: Encoding, source: VideoInfo) -> VideoStream:
    stream = container.add_stream(encoding.encoder, rate=source.frame_rate, options=dict(encoding.options))
    assert isinstance(stream, VideoStream)
    stream.width, stream.height, stream.pix_fmt = source.width, source.height, encoding.pixel_format
    stream.time_base = encoding.time_base
    context = stream.codec_context
    context.time_base = encoding.time_base
    # PyAV asks for threads by slice, with which x264 compresses worse.
    context.thread_type, context.thread_count = ThreadType.AUTO, _THREADS
    context.flags |= Flags.bitexact | Flags.frame_duration
    context.sample_aspect_ratio = source.sample_aspect_ratio
    if encoding.encoder != "gif":
        rgb = not encoding.pixel_format.startswith("yuv") or source.pixel_format[:3] in ("gbr", "rgb", "bgr", "arg")
        context.color_primaries, context.color_trc = source.colour.primaries, source.colour.transfer
        context.color_range = source.colour.range
        context.colorspace = source.colour.matrix
        if rgb and encoding.pixel_format.startswith("yuv"):
            context.color_range = 1
            context.colorspace = source.colour.matrix if source.colour.matrix not in (0, 2) else 1
    if encoding.encoder == "libx265" and encoding.container in ("mp4", "mov"):
        # The tag that Apple's players insist on.
        context.codec_tag = "hvc1"
    return stream


@contextlib.contextmanager
def _one_line(target: Path) -> Iterator[None]:
    try:
        yield
    except (av.FFmpegError, OSError) as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise VeilproofError(f"{target} cannot be written: the disk is full; make room and try again") from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise VeilproofError(f"{target} cannot be written: no permission; choose another folder") from error
        raise VeilproofError(f"{target} cannot be written ({error.strerror}): try another suffix or folder") from error
    except ValueError as error:
        raise VeilproofError(f"{target} cannot be written ({error}): try another suffix") from error
