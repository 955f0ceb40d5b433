"""Writes video: the same frames at the same times, in the same depth and colour, without any other content."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterator
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import av
from av.bitstream import BitStreamFilterContext
from av.codec.context import Flags, ThreadType
from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.media.demux import url
from veilproof.media.encoders import MATROSKA, Encoder, Encoding, encoding_for
from veilproof.media.filters import with_first_field, with_palette
from veilproof.media.matroska_display import state_aspect_ratio
from veilproof.media.nvenc import NVENC, REMOVE_SEI
from veilproof.media.pictures import LIMITED_RANGE, converted, full_chroma, writable_copy, yuv_matrix
from veilproof.media.scheduling import as_scheduled
from veilproof.media.sound import PacketCopy
from veilproof.media.video_read import VideoInfo
from veilproof.media.writing import check_not_original

__all__ = ["AddedStreams", "Audio", "Subtitles", "VideoWriter", "writable_copy"]

_ENCODER_THREADS = 4
"""Fixed, because output depends on the number of threads and must be the same on every machine. A round number."""

_REMOVE_SEI = "filter_units=remove_types=6"
"""FFmpeg filter that removes H.264 SEI (NAL unit type 6); in the first, x264 records its version and settings."""

_RGB_PREFIXES = ("gbr", "rgb", "bgr", "arg")
"""How FFmpeg's names of RGB pixel formats begin."""


class Audio(StrEnum):
    """What happens to sound of which a plan says nothing: dropped, copied bit by bit, or voices in it are disguised."""

    MUTE = "mute"
    KEEP = "keep"
    DISGUISE = "disguise"


class Subtitles(StrEnum):
    """Whether subtitles are dropped or copied."""

    DROP = "drop"
    KEEP = "keep"


def kept_kinds(audio: Audio, subtitles: Subtitles) -> frozenset[str]:
    """The types of the streams that are copied, as FFmpeg names them."""
    kinds = {"audio"} if audio is Audio.KEEP else set()
    return frozenset(kinds | ({"subtitle"} if subtitles is Subtitles.KEEP else set()))


class AddedStreams(Protocol):
    """Streams that are written beside the pictures."""

    @property
    def sounds(self) -> int:
        """The number of sound streams among them."""
        ...

    @property
    def left_out(self) -> tuple[str, ...]:
        """What of the original's streams they do not hold, in plain words; complete after the last `advance`."""
        ...

    def advance(self, until: Fraction | None) -> None:
        """Write all up to this time in seconds; None means all that remains."""
        ...

    def close(self) -> None:
        """Close the original."""
        ...


class VideoWriter:
    """A video file that is being written. Use it as a context manager: leaving it completes the file."""

    def __init__(
        self,
        target: Path,
        source: VideoInfo,
        *,
        audio: Audio = Audio.MUTE,
        subtitles: Subtitles = Subtitles.DROP,
        added: Callable[[OutputContainer], AddedStreams] | None = None,
        lossless: bool = False,
        encoder: Encoder = Encoder.X264,
    ) -> None:
        """Create a file with the properties of `source`; the suffix of `target` selects the container.

        Args:
            target: a temporary file of `atomic_write`, which gives it its name.
            source: the original.
            audio: Its sound is copied if this is `Audio.KEEP`.
            subtitles: Whether its subtitles are copied.
            added: Adds further streams to the file, such as changed sound; None for none.
            lossless: Whether every sample must be kept, at any size.
            encoder: What encodes the pictures.

        Raises:
            VeilproofError: The suffix is unknown, the container cannot hold the sound or subtitles, `target` is the
                original, or the card that was asked for does not encode it.
        """
        check_not_original(target, source.path)
        self._target = target
        self._source = source
        self._encoding = encoding_for(target, source, lossless=lossless, encoder=encoder)
        self._added: list[AddedStreams] = []
        self._last_ticks: int | None = None
        self._closed = False
        with _errors_explained(target):
            self._container = av.open(
                url(target), "w", format=self._encoding.container, container_options=self._encoding.container_options
            )
            self._stream = _video_stream(self._container, self._encoding, source)
            if kinds := kept_kinds(audio, subtitles):
                self._added.append(PacketCopy(source.path, self._container, kinds, target))
            if added is not None:
                self._added.append(added(self._container))
            with as_scheduled(), self._errors_of_card():
                self._container.start_encoding()
        self._first_packet = True
        self._without_sei: BitStreamFilterContext | None = None

    def __enter__(self) -> Self:
        """The writer itself; the file is already open."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Complete the file; after an error, close it as it is."""
        if error is None:
            self.close()
        else:
            self._abandon()

    @property
    def sounds(self) -> int:
        """The number of sound streams."""
        return sum(streams.sounds for streams in self._added)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What of the kept sound and subtitles was not copied, in plain words; complete once the file is."""
        return tuple(what for streams in self._added for what in streams.left_out)

    def write(self, picture: av.VideoFrame, pts: int) -> None:
        """Append a picture of the source's size with presentation time `pts` in the source's time base.

        The picture may be decoded or a `writable_copy`; its samples are not changed.

        Raises:
            VeilproofError: The file cannot be written, for example because the disk is full.
        """
        prepared = self._prepared(picture)
        ticks = self._ticks(pts)
        prepared.duration = round(picture.duration * self._source.time_base / self._encoding.time_base)
        prepared.pts, prepared.time_base = ticks, self._encoding.time_base
        # The decoded type would force a keyframe wherever the original has one.
        prepared.pict_type = 0
        if self._encoding.encoder == "gif":
            prepared = with_palette(prepared)
        if self._source.first_field and self._encoding.encoder == "libx264":
            prepared = with_first_field(prepared, self._source.first_field)
        with _errors_explained(self._target):
            self._mux(self._encoded(prepared))

    def close(self) -> None:
        """Flush the encoder and complete the file.

        Raises:
            VeilproofError: The file cannot be written, for example because the disk is full.
        """
        if self._closed:
            return
        try:
            with _errors_explained(self._target):
                self._mux(self._encoded(None))
                self._advance(None)
                self._container.close()
                self._state_aspect_ratio()
        finally:
            self._abandon()

    def _state_aspect_ratio(self) -> None:
        source, container = self._source, self._encoding.container
        if source.sample_aspect_ratio != 1 and container in MATROSKA:
            size = source.width, source.height
            state_aspect_ratio(self._target, size, source.sample_aspect_ratio, webm=container == "webm")

    def _abandon(self) -> None:
        self._closed = True
        for streams in self._added:
            streams.close()
        with contextlib.suppress(av.FFmpegError):
            self._container.close()

    def _advance(self, until: Fraction | None) -> None:
        for streams in self._added:
            streams.advance(until)

    def _encoded(self, picture: av.VideoFrame | None) -> list[Packet[VideoStream]]:
        with self._errors_of_card():
            return self._stream.encode(picture)

    @contextlib.contextmanager
    def _errors_of_card(self) -> Iterator[None]:
        try:
            yield
        except av.FFmpegError as error:
            if self._encoding.encoder not in NVENC.values():
                raise
            raise VeilproofError(
                f"{self._source.path}: the NVIDIA card does not encode it ({error.strerror}); leave --encoder out"
            ) from error

    def _mux(self, packets: list[Packet[VideoStream]]) -> None:
        for packet in packets:
            if self._first_packet and self._encoding.encoder == "libx264":
                (packet,) = BitStreamFilterContext(_REMOVE_SEI, self._stream).filter(packet)
            self._first_packet = False
            if remove_sei := REMOVE_SEI.get(self._encoding.encoder):
                self._without_sei = self._without_sei or BitStreamFilterContext(remove_sei, self._stream)
                (packet,) = self._without_sei.filter(packet)
            # Sound is written just before its pictures, so that the muxer buffers little.
            self._advance((packet.dts or 0) * packet.time_base)
            packet.stream = self._stream
            self._container.mux(packet)

    def _prepared(self, picture: av.VideoFrame) -> av.VideoFrame:
        wanted, name = self._encoding.pixel_format, picture.format.name
        if wanted in ("pal8", name):
            return picture
        if "444" in wanted and not picture.format.is_rgb and len(picture.format.components) >= 3:
            picture = full_chroma(picture)
        return converted(picture, wanted)

    def _ticks(self, pts: int) -> int:
        ticks = round(pts * self._source.time_base / self._encoding.time_base)
        # In a container with coarser times, two frames must not get the same one.
        self._last_ticks = ticks if self._last_ticks is None else max(ticks, self._last_ticks + 1)
        return self._last_ticks


def _video_stream(container: OutputContainer, encoding: Encoding, source: VideoInfo) -> VideoStream:
    chroma = {"chroma_sample_location": source.chroma_location} if source.chroma_location else {}
    stream = container.add_stream(encoding.encoder, rate=source.frame_rate, options=encoding.options | chroma)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height, stream.pix_fmt = source.width, source.height, encoding.pixel_format
    stream.time_base = encoding.time_base
    context = stream.codec_context
    context.time_base = encoding.time_base
    # PyAV's default is slice threading, with which x264 compresses worse.
    context.thread_type, context.thread_count = ThreadType.AUTO, _ENCODER_THREADS
    context.flags |= Flags.bitexact | Flags.frame_duration
    context.sample_aspect_ratio = source.sample_aspect_ratio
    if encoding.encoder != "gif":
        from_rgb = not encoding.pixel_format.startswith("yuv") or source.pixel_format.startswith(_RGB_PREFIXES)
        context.color_primaries, context.color_trc = source.colour.primaries, source.colour.transfer
        context.color_range = source.colour.range
        context.colorspace = source.colour.matrix
        if from_rgb and encoding.pixel_format.startswith("yuv"):
            context.color_range = LIMITED_RANGE
            context.colorspace = yuv_matrix(source.colour.matrix)
    if encoding.encoder in ("libx265", "hevc_nvenc") and encoding.container in ("mp4", "mov"):
        # Apple's players require this tag.
        context.codec_tag = "hvc1"
    return stream


@contextlib.contextmanager
def _errors_explained(target: Path) -> Iterator[None]:
    try:
        yield
    except (av.FFmpegError, OSError) as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            english = f"{target} cannot be written: the disk is full; make room and try again"
            raise LocalisedError("error-disk-full", english=english, name=target.name) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            english = f"{target} cannot be written: no permission; choose another folder"
            raise LocalisedError("error-no-permission", english=english, name=target.name) from error
        english = f"{target} cannot be written ({error.strerror}): try another suffix or folder"
        raise LocalisedError("error-unwritable", english=english, name=target.name) from error
    except ValueError as error:
        raise VeilproofError(f"{target} cannot be written ({error}): try another suffix") from error
