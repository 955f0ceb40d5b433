"""Any frame of a video by its number: the very one that `VideoReader` gives under that number."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.codec.context import ThreadType
from av.video.stream import VideoStream

from veilproof.errors import VeilproofError
from veilproof.media.contents import main_video
from veilproof.media.demux import open_media, packets
from veilproof.media.video_read import VideoInfo, VideoReader

_MEMORY = 128 * 2**20
"""Bytes of decoded pictures that are kept: stepping back needs what came before, and nothing goes to the disk."""
_LEAST_KEPT = 4
_NEAR = 4
"""Frames that are rather decoded than skipped by looking for another keyframe."""


class FrameSeeker:
    """Frames by number. Not for several threads at once."""

    info: VideoInfo

    def __init__(self, path: Path, pts: Sequence[int], *, draft_of: FrameSeeker | None = None) -> None:
        """Open a video of which the time stamps of all frames are known, as the plan has them.

        Args:
            path: the video.
            pts: of every frame, by number.
            draft_of: another seeker of the same file, beside which this one is quick: it leaves out what makes pictures
                fine, and the frames that no other leans on. Use only `at_or_after` of it.

        Raises:
            VeilproofError: the file cannot be opened or decoded.
        """
        self._path = path
        self._pts = list(pts)
        self._numbers = {stamp: number for number, stamp in enumerate(self._pts)}
        self._reader = VideoReader(path)
        self.info = self._reader.info
        self._container = open_media(path)
        stream = main_video(self._container)
        assert isinstance(stream, VideoStream), "the reader has decoded it"
        self._stream = stream
        self._stream.thread_type = ThreadType.AUTO
        if draft_of is not None:
            self._stream.codec_context.skip_frame = "NONREF"
            self._stream.codec_context.options = {"skip_loop_filter": "all"}
        self._keys: list[tuple[int, int, int]] = draft_of._keys if draft_of is not None else self._keyframe_index()
        self._keyframe_numbers = [number for number, _, _ in self._keys]
        self._frames: Iterator[tuple[int, av.VideoFrame]] = iter(())
        self._next = len(self._pts)
        self._kept: OrderedDict[int, av.VideoFrame] = OrderedDict()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file and forget all pictures."""
        self._kept.clear()
        self._frames = iter(())
        self._reader.close()
        self._container.close()

    @property
    def keyframes(self) -> list[int]:
        """The frames that can be decoded by themselves, ascending; none if the file must be read from the start."""
        return self._keyframe_numbers

    def at(self, number: int) -> av.VideoFrame:
        """The upright picture of that number: read it, never write into it.

        Raises:
            VeilproofError: there is no such frame, or it cannot be decoded any more.
        """
        if number in self._kept:
            self._kept.move_to_end(number)
            return self._kept[number]
        found, picture = self.at_or_after(number)
        if found != number:
            self._frames, self._next = iter(()), len(self._pts)
            raise VeilproofError(
                f"{self._path}: frame {number} decodes otherwise than when it was scanned; scan it again"
            )
        return picture

    def at_or_after(self, number: int) -> tuple[int, av.VideoFrame]:
        """The first picture from that number on that can be had, and its number.

        Raises:
            VeilproofError: there is no such frame, or nothing can be decoded from there on.
        """
        if not 0 <= number < len(self._pts):
            raise VeilproofError(f"{self._path}: there is no frame {number}; it has {len(self._pts)}, from 0 on")
        key = bisect_right(self._keyframe_numbers, number) - 1
        behind = self._next > number
        if behind or (key >= 0 and self._keyframe_numbers[key] > self._next + _NEAR):
            self._frames = self._from(key)
        for found, picture in self._frames:
            self._next = found + 1
            self._keep(found, picture)
            if found >= number:
                return found, picture
        self._frames, self._next = iter(()), len(self._pts)
        raise VeilproofError(f"{self._path}: nothing can be decoded from frame {number} on; scan it again")

    def _from(self, key: int) -> Iterator[tuple[int, av.VideoFrame]]:
        while key >= 0:
            number, pts, dts = self._keys[key]
            begun = self._packets_from(pts, dts)
            if begun is not None:
                return self._decoded(begun, number)
            key -= 1
        return self._from_start()

    def _from_start(self) -> Iterator[tuple[int, av.VideoFrame]]:
        self._reader.close()
        self._reader = VideoReader(self._path)
        expected = self._pts
        return (
            (frame.index, frame.picture)
            for frame in self._reader
            if frame.index < len(expected) and frame.pts == expected[frame.index]
        )

    def _packets_from(self, pts: int, dts: int) -> Iterator[av.Packet[VideoStream]] | None:
        """The packets from a keyframe on; None where the container does not find its way there."""
        try:
            self._container.seek(dts, stream=self._stream)
        except av.FFmpegError:
            return None
        coming = packets(self._container, [self._stream])
        for packet in coming:
            if packet is not None and packet.pts == pts:
                return (p for p in itertools.chain([packet], coming) if p is not None)  # type: ignore[misc]
            if packet is not None and packet.dts is not None and packet.dts > dts:
                return None
        return None

    def _decoded(self, coming: Iterator[av.Packet[VideoStream]], first: int) -> Iterator[tuple[int, av.VideoFrame]]:
        for packet in coming:
            try:
                pictures = packet.decode()
            except av.FFmpegError:
                continue
            for picture in pictures:
                number = self._numbers.get(picture.pts) if picture.pts is not None else None
                # What is shown before the keyframe and stored after it leans on pictures that were skipped.
                if number is not None and number >= first:
                    yield number, self._reader.upright(picture)

    def _keep(self, number: int, picture: av.VideoFrame) -> None:
        self._kept[number] = picture
        most = max(_LEAST_KEPT, _MEMORY // max(1, sum(plane.buffer_size for plane in picture.planes)))
        while len(self._kept) > most:
            self._kept.popitem(last=False)

    def _keyframe_index(self) -> list[tuple[int, int, int]]:
        """Number, pts and dts of every keyframe; none where time stamps alone do not say which frame is which."""
        stamps: set[int] = set()
        keys = []
        with open_media(self._path) as container:
            stream = container.streams[self._stream.index]
            for packet in packets(container, [stream]):
                if packet is None:
                    return []
                if not packet.size:
                    continue
                if packet.pts is None or packet.dts is None or packet.pts in stamps:
                    return []
                stamps.add(packet.pts)
                number = self._numbers.get(packet.pts)
                if packet.is_keyframe and number is not None:
                    keys.append((number, packet.pts, packet.dts))
        return sorted(keys) if stamps.issuperset(self._pts) else []


def time_stamps(path: Path) -> list[int]:
    """The time stamps of all frames by number, read without decoding; none where they do not say which frame is which.

    That is so in AVI, in recordings joined end to end, where frames are hidden by an edit list, and in damaged files.

    Raises:
        VeilproofError: the file cannot be opened, or holds no video.
    """
    stamps: set[int] = set()
    with VideoReader(path) as reader:
        first = next(iter(reader)).pts
        in_order = "avi" in reader.info.container
    with open_media(path) as container:
        stream = main_video(container)
        for packet in packets(container, [stream] if stream else []):
            if packet is None:
                return []
            if not packet.size:
                continue
            if (
                packet.pts is None
                or packet.dts is None
                or packet.pts in stamps
                or packet.is_discard
                or packet.is_corrupt
            ):
                return []
            stamps.add(packet.pts)
    found = sorted(stamps)
    return found if found and not in_order and found[0] == first else []
