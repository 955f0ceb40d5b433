"""Decoding one video stream from end to end, over damage and all, the same way every time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
from av.codec.context import ThreadType
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from veilproof.media.demux import open_media, packets

_MISSING_END = 2
"""Seconds by which pictures may end before the container's length, which counts the longest stream, says."""


class Decoder:
    """Decodes every picture of a stream once, and counts what did not come out whole."""

    failures: int
    """Pictures that could not be decoded or came out damaged, and damaged places in the file, so far."""
    truncated: bool
    """Whether the file ends before it should; known at the end."""

    def __init__(self, path: Path, container: InputContainer, stream: VideoStream) -> None:
        """Decode this stream of a file that was just opened."""
        self.failures = 0
        self.truncated = False
        self._path, self._container, self._stream = path, container, stream
        self._newest: int | None = None
        self._last: int | None = None
        self._end: int | None = None
        self._ordered = True
        self._stopped = False

    def stop(self) -> None:
        """Decode nothing more: the file is about to be closed."""
        self._stopped = True

    def pictures(self) -> Iterator[av.VideoFrame]:
        """The decoded pictures in the order in which they are shown, as the file stores them."""
        self._stream.thread_type = ThreadType.AUTO
        lost_at_the_end = 0
        for packet in packets(self._container, [self._stream]):
            if packet is None:
                self.failures += 1
                continue
            if packet.pts is not None and packet.size and not packet.is_discard:
                self._newest = packet.pts if self._newest is None else max(self._newest, packet.pts)
            found, failed = _decode(packet)
            self.failures += failed
            lost_at_the_end = 0 if packet.size else failed
            for picture in found:
                yield self._noted(picture)
                if self._stopped:
                    return
        if self._newest is not None and self._last is not None and self._newest > self._last and self._ordered:
            # Where the last packets are damaged, decoding in several threads loses good pictures with the bad ones.
            self.failures -= lost_at_the_end
            yield from self._tail(self._last, self._newest)
        if self._end is not None and self._ends_early(self._end):
            self.truncated = True
            self.failures += 1

    def _noted(self, picture: av.VideoFrame) -> av.VideoFrame:
        self.failures += picture.is_corrupt
        if picture.pts is not None:
            self._ordered = self._ordered and (self._last is None or picture.pts > self._last)
            self._last, self._end = picture.pts, picture.pts + picture.duration
        return picture

    def _tail(self, after: int, newest: int) -> Iterator[av.VideoFrame]:
        # Read once more from the start, without frame threads: slow, but only for a file with a damaged end.
        failures = 0
        with open_media(self._path) as container:
            stream = container.streams[self._stream.index]
            assert isinstance(stream, VideoStream)
            stream.thread_type = ThreadType.SLICE
            for packet in packets(container, [stream]):
                if packet is None:
                    continue
                found, failed = _decode(packet)
                failures += failed and (packet.pts is None or packet.pts > after)
                for picture in found:
                    if picture.pts is not None and picture.pts > after and not self._stopped:
                        yield self._noted(picture)
        self.failures += failures or (self._last is not None and self._last < newest)

    def _ends_early(self, end: int) -> bool:
        entries = self._stream.index_entries
        if "mp4" in self._container.format.name and len(entries):
            last = entries[len(entries) - 1]
            return last.pos + last.size > self._path.stat().st_size
        if self._stream.time_base is None or not self._container.duration:
            return False
        promised = ((self._container.start_time or 0) + self._container.duration) / 1_000_000
        return float(end * self._stream.time_base) < promised - _MISSING_END


def _decode(packet: Packet[Stream]) -> tuple[list[av.VideoFrame], int]:
    try:
        return packet.decode(), 0  # type: ignore[return-value]
    except av.FFmpegError:
        return [], 1
