"""Random access to the frames of a video by number: the same pictures that `VideoReader` yields."""

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
from av.stream import Stream
from av.video.stream import VideoStream

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.media.contents import main_video
from veilproof.media.decode import decoder_of
from veilproof.media.demux import open_media, packets
from veilproof.media.video_read import VideoInfo, VideoReader

_CACHE_BYTES = 128 * 2**20
"""Of decoded pictures, for stepping backwards; nothing is cached on disk. A round number."""
_MIN_CACHED_FRAMES = 4
"""Cached even if they exceed `_CACHE_BYTES`. A round number."""
_MAX_FRAMES_DECODED_FORWARD = 4
"""If the next keyframe is farther ahead, seeking to it is preferred to decoding on. A round number."""


class FrameSeeker:
    """Frames of a video by number. Not safe for use by several threads at once."""

    info: VideoInfo

    def __init__(self, path: Path, pts: Sequence[int], *, draft_of: FrameSeeker | None = None) -> None:
        """Open a video whose time stamps are known, for example from its plan.

        Args:
            path: the video.
            pts: the time stamp of every frame, by number.
            draft_of: another seeker of the same file. This one then decodes faster and less exactly, without the loop
                filter and without frames that no other refers to; use only its `at_or_after`.

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
        self._decode_packet = decoder_of(stream)
        if draft_of is not None:
            self._stream.codec_context.skip_frame = "NONREF"
            self._stream.codec_context.options = {"skip_loop_filter": "all"}
        self._keys: list[tuple[int, int, int]] = draft_of._keys if draft_of is not None else self._keyframe_index()
        self._keyframe_numbers = [number for number, _, _ in self._keys]
        self._frames: Iterator[tuple[int, av.VideoFrame]] = iter(())
        self._next = len(self._pts)
        self._cached: OrderedDict[int, av.VideoFrame] = OrderedDict()

    def __enter__(self) -> Self:
        """The seeker itself; the file is already open."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file and release all pictures."""
        self._cached.clear()
        self._frames = iter(())
        self._reader.close()
        self._container.close()

    @property
    def keyframes(self) -> list[int]:
        """Numbers of all keyframes, ascending; empty if every access must decode from the start of the file."""
        return self._keyframe_numbers

    def at(self, number: int) -> av.VideoFrame:
        """The upright picture with that number, read-only.

        Raises:
            VeilproofError: there is no such frame, or it no longer decodes.
        """
        if number in self._cached:
            self._cached.move_to_end(number)
            return self._cached[number]
        decoded_number, picture = self.at_or_after(number)
        if decoded_number != number:
            self._frames, self._next = iter(()), len(self._pts)
            english = f"{self._path}: frame {number} decodes differently than in the scan; scan it again"
            raise LocalisedError("error-decodes-differently", english=english, name=self._path.name)
        return picture

    def at_or_after(self, number: int) -> tuple[int, av.VideoFrame]:
        """The first picture that decodes from that number on, and its number.

        Raises:
            VeilproofError: there is no such frame, or nothing can be decoded from there on.
        """
        if not 0 <= number < len(self._pts):
            raise VeilproofError(f"{self._path}: there is no frame {number}; it has {len(self._pts)}, counted from 0")
        key = bisect_right(self._keyframe_numbers, number) - 1
        behind = self._next > number
        if behind or (key >= 0 and self._keyframe_numbers[key] > self._next + _MAX_FRAMES_DECODED_FORWARD):
            self._frames = self._decode_from(key)
        for decoded_number, picture in self._frames:
            self._next = decoded_number + 1
            self._cache(decoded_number, picture)
            if decoded_number >= number:
                return decoded_number, picture
        self._frames, self._next = iter(()), len(self._pts)
        english = f"{self._path}: nothing can be decoded from frame {number} on; scan it again"
        raise LocalisedError("error-decodes-differently", english=english, name=self._path.name)

    def _decode_from(self, key: int) -> Iterator[tuple[int, av.VideoFrame]]:
        while key >= 0:
            number, pts, dts = self._keys[key]
            upcoming = self._packets_from(pts, dts)
            if upcoming is not None:
                return self._decode(upcoming, number)
            key -= 1
        return self._decode_from_start()

    def _decode_from_start(self) -> Iterator[tuple[int, av.VideoFrame]]:
        self._reader.close()
        self._reader = VideoReader(self._path)
        expected = self._pts
        return (
            (frame.index, frame.picture)
            for frame in self._reader
            if frame.index < len(expected) and frame.pts == expected[frame.index]
        )

    def _packets_from(self, pts: int, dts: int) -> Iterator[av.Packet[Stream]] | None:
        """The packets from a keyframe on; None if the container cannot seek to it."""
        try:
            self._container.seek(dts, stream=self._stream)
        except av.FFmpegError:
            return None
        # Of the decoder before the seek nothing may be left; seeking resets only the stream's own one.
        self._decode_packet = decoder_of(self._stream)
        upcoming = packets(self._container, [self._stream])
        for packet in upcoming:
            if packet is not None and packet.pts == pts:
                return (p for p in itertools.chain([packet], upcoming) if p is not None)
            if packet is not None and packet.dts is not None and packet.dts > dts:
                return None
        return None

    def _decode(self, upcoming: Iterator[av.Packet[Stream]], first: int) -> Iterator[tuple[int, av.VideoFrame]]:
        for packet in upcoming:
            try:
                pictures = self._decode_packet(packet)
            except av.FFmpegError:
                continue
            for picture in pictures:
                number = self._numbers.get(picture.pts) if picture.pts is not None else None
                # Frames stored after the keyframe but shown before it refer to pictures that were skipped.
                if number is not None and number >= first:
                    yield number, self._reader.upright(picture)

    def _cache(self, number: int, picture: av.VideoFrame) -> None:
        self._cached[number] = picture
        max_frames = max(_MIN_CACHED_FRAMES, _CACHE_BYTES // max(1, sum(plane.buffer_size for plane in picture.planes)))
        while len(self._cached) > max_frames:
            self._cached.popitem(last=False)

    def _keyframe_index(self) -> list[tuple[int, int, int]]:
        """Number, pts and dts of every keyframe; empty if time stamps do not identify frames."""
        stamps: set[int] = set()
        keyframes = []
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
                    keyframes.append((number, packet.pts, packet.dts))
        return sorted(keyframes) if stamps.issuperset(self._pts) else []


def time_stamps(path: Path) -> list[int]:
    """The time stamps of all frames by number, read without decoding; empty if they do not identify frames.

    They do not in AVI, in recordings joined end to end, with edit lists that hide frames, and in damaged files.

    Raises:
        VeilproofError: the file cannot be opened, or has no video.
    """
    stamps: set[int] = set()
    latest: int | None = None
    with VideoReader(path) as reader:
        first = next(iter(reader)).pts
        is_avi = "avi" in reader.info.container
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
                # A recording that was joined to another begins anew; the reader puts it after the one before.
                or (latest is not None and packet.dts < latest)
            ):
                return []
            latest = packet.dts
            stamps.add(packet.pts)
    ordered = sorted(stamps)
    return ordered if ordered and not is_avi and ordered[0] == first else []
