"""Decodes one video stream from start to end, repeatably, and continues after damage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path

import av
from av.codec.context import ThreadType
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from veilproof.media.demux import open_media, packets

_FIRST_PACKETS = 24
"""Packets that are read ahead for their time stamps: of a second at 24 frames/s."""
_FIRST_BYTES = 1 << 25
"""Bytes of packets that are read ahead at most; uncompressed video has few packets in so many. A round number."""

_ALPHA_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""FFmpeg's names, by codec."""

_END_TOLERANCE_SECONDS = 2
"""How far pictures may end before the declared duration, which is that of the longest stream. A round number."""


class Decoder:
    """Decodes every picture of a stream once, and counts failures."""

    failures: int
    """Pictures that failed to decode or decoded with errors, and damaged packets, so far."""
    first_stamps: list[int]
    """The presentation times of the first packets that have one, in the order of the file."""
    truncated: bool
    """Whether the file ends too early; known after the last picture."""

    def __init__(self, path: Path, container: InputContainer, stream: VideoStream) -> None:
        """Decode a stream of a file that was just opened, from which nothing has been read."""
        self.failures = 0
        self.truncated = False
        self._path, self._container, self._stream = path, container, stream
        self._newest: int | None = None
        self._last: int | None = None
        self._end: int | None = None
        self._ordered = True
        self._stopped = False
        self._packets = packets(container, [stream])
        self._ahead = self._read_ahead()
        self.first_stamps = [p.pts for p in self._ahead if p is not None and p.size and p.pts is not None]

    def stop(self) -> None:
        """Stop decoding before the file is closed."""
        self._stopped = True

    def pictures(self) -> Iterator[av.VideoFrame]:
        """The decoded pictures in presentation order, as stored: not rotated."""
        self._stream.thread_type = ThreadType.AUTO
        decode = decoder_of(self._stream)
        failed_while_flushing = 0
        for packet in chain(self._ahead, self._packets):
            if packet is None:
                self.failures += 1
                continue
            if packet.pts is not None and packet.size and not packet.is_discard:
                self._newest = packet.pts if self._newest is None else max(self._newest, packet.pts)
            pictures, failed = _decode(decode, packet)
            self.failures += failed
            failed_while_flushing = 0 if packet.size else failed
            for picture in pictures:
                yield self._recorded(picture)
                if self._stopped:
                    return
        if self._newest is not None and self._last is not None and self._newest > self._last and self._ordered:
            # When the last packets are damaged, frame threading loses good pictures too.
            self.failures -= failed_while_flushing
            yield from self._tail(self._last, self._newest)
        if self._end is not None and self._ends_early(self._end):
            self.truncated = True
            self.failures += 1

    def _read_ahead(self) -> list[Packet[Stream] | None]:
        ahead: list[Packet[Stream] | None] = []
        size = 0
        for packet in islice(self._packets, _FIRST_PACKETS):
            ahead.append(packet)
            size += packet.size if packet is not None else 0
            if size > _FIRST_BYTES:
                break
        return ahead

    def _recorded(self, picture: av.VideoFrame) -> av.VideoFrame:
        self.failures += picture.is_corrupt
        if picture.pts is not None:
            self._ordered = self._ordered and (self._last is None or picture.pts > self._last)
            self._last, self._end = picture.pts, picture.pts + picture.duration
        return picture

    def _tail(self, after: int, newest: int) -> Iterator[av.VideoFrame]:
        # Decodes again from the start without frame threads: slow, but only files with a damaged end need it.
        failures = 0
        with open_media(self._path) as container:
            stream = container.streams[self._stream.index]
            assert isinstance(stream, VideoStream)
            stream.thread_type = ThreadType.SLICE
            decode = decoder_of(stream)
            for packet in packets(container, [stream]):
                if packet is None:
                    continue
                pictures, failed = _decode(decode, packet)
                failures += failed and (packet.pts is None or packet.pts > after)
                for picture in pictures:
                    if picture.pts is not None and picture.pts > after and not self._stopped:
                        yield self._recorded(picture)
        self.failures += failures or (self._last is not None and self._last < newest)

    def _ends_early(self, end: int) -> bool:
        entries = self._stream.index_entries
        if "mp4" in self._container.format.name and len(entries):
            last = entries[len(entries) - 1]
            return last.pos + last.size > self._path.stat().st_size
        if self._stream.time_base is None or not self._container.duration:
            return False
        declared_end = ((self._container.start_time or 0) + self._container.duration) / 1_000_000
        return float(end * self._stream.time_base) < declared_end - _END_TOLERANCE_SECONDS


Decode = Callable[["Packet[Stream]"], list[av.VideoFrame]]
"""Decodes one packet; an empty one ends the stream. Raises `av.FFmpegError`."""


def decoder_of(stream: VideoStream) -> Decode:
    """The decoder of a stream: its own one, or one that decodes the alpha of VP8 and VP9, too, which theirs do not."""
    name = _ALPHA_DECODERS.get(stream.codec_context.codec.canonical_name)
    if name is None or stream.metadata.get("alpha_mode", "0") == "0":
        return lambda packet: packet.decode()  # type: ignore[return-value]
    context = av.CodecContext.create(name, "r")
    assert isinstance(context, VideoCodecContext)
    return context.decode


def _decode(decode: Decode, packet: Packet[Stream]) -> tuple[list[av.VideoFrame], int]:
    try:
        return decode(packet), 0
    except av.FFmpegError:
        return [], 1
