"""Reading video: upright pictures one by one, with exact times, the same ones in every reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, count
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from veilproof.errors import VeilproofError
from veilproof.media import contents
from veilproof.media.decode import Decoder
from veilproof.media.demux import BREAK, open_media
from veilproof.media.hdr import StaticHdr, static_hdr
from veilproof.media.pictures import Turn, plain, turn_of, turned

_USUAL_RATE = Fraction(25)
"""Frames a second where the file gives no hint at all."""

_LATEST = 2**62
"""Time stamps have 64 bits; what is added to one must fit in, too."""

_FIELD_ORDERS = {2: "top", 3: "bottom", 4: "top", 5: "bottom"}
"""FFmpeg's numbers for which field comes first."""


@dataclass(frozen=True, slots=True)
class Colour:
    """The colour description in the numbers of ITU-T H.273 (and FFmpeg's for the range: 1 limited, 2 full)."""

    range: int
    primaries: int
    transfer: int
    matrix: int


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What is known about a video before it is read through; sizes and formats are those of the yielded pictures."""

    path: Path
    width: int
    """Pixels of the upright picture, before the sample aspect ratio is applied."""
    height: int
    sample_aspect_ratio: Fraction
    """Width over height of one pixel of the upright picture; 1 where the file does not say."""
    rotation: int
    """Clockwise degrees that the reader turns the stored picture by: 0, 90, 180 or 270."""
    time_base: Fraction
    """Seconds in one unit of a frame's `pts`."""
    frame_rate: Fraction
    """Average frames a second, for progress and defaults only."""
    frames_expected: int | None
    """From the container, for progress only."""
    duration: Fraction | None
    """Seconds, as the container says."""
    pixel_format: str
    """FFmpeg's name, as yuv420p10le."""
    codec: str
    """FFmpeg's name, as h264."""
    container: str
    """FFmpeg's names of the format, as mov,mp4,m4a,3gp,3g2,mj2."""
    dropped: tuple[str, ...]
    """What else the file holds that never gets into the output, in plain words."""
    sound: tuple[str, ...]
    """The sound streams in plain words, as "aac, stereo"."""
    subtitles: tuple[str, ...]
    """The subtitle streams by codec."""
    colour: Colour
    hdr: StaticHdr
    first_field: str | None
    """"top" or "bottom" where the pictures are interlaced and not turned on their side."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One upright picture: read it, never write into it. `pts` counts units of `VideoInfo.time_base`."""

    index: int
    pts: int
    picture: av.VideoFrame

    @property
    def time(self) -> Fraction:
        """When it is shown, in seconds."""
        return self.pts * (self.picture.time_base or Fraction(0))


class VideoReader:
    """The frames of one video file, once through.

    The same frames in the same order come out of every reading, also where the file is damaged: what cannot be decoded
    is stepped over and counted. The times of frames always increase.
    """

    info: VideoInfo
    _pictures: Iterator[av.VideoFrame]

    def __init__(self, path: Path) -> None:
        """Open the file and decode its first picture.

        Raises:
            VeilproofError: The file cannot be opened, holds no video, or not one picture can be decoded.
        """
        self._path = path
        self._container = open_media(path)
        try:
            self._stream, first = self._start()
        except VeilproofError:
            self._container.close()
            raise
        turn = turn_of(first)
        shape = plain(first, first.width, first.height)
        self._size, self._turn = (first.width, first.height), turn
        self.info = _info(path, self._container, self._stream, first, turned(shape, turn), turn)
        decoded_order = "avi" in self.info.container and not self._stream.codec_context.has_b_frames
        self._clock = _Clock(self.info, in_order=decoded_order)
        self._numbers = count()

    def __enter__(self) -> Self:
        """Nothing: the file is open already."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self.close()

    @property
    def decode_failures(self) -> int:
        """Frames that could not be decoded or came out damaged, and damaged places in the file, so far."""
        return self._decoder.failures

    @property
    def truncated(self) -> bool:
        """Whether the file ends before it should; known once the last frame was read."""
        return self._decoder.truncated

    def close(self) -> None:
        """Close the file; no frames come after."""
        self._pictures = iter(())
        self._decoder.stop()
        self._container.close()

    def upright(self, decoded: av.VideoFrame) -> av.VideoFrame:
        """A picture decoded from this file as it is to be seen: turned, and of the size of all others."""
        return turned(plain(decoded, *self._size), self._turn)

    def __iter__(self) -> Iterator[Frame]:
        """The frames that have not been read yet.

        Raises:
            VeilproofError: a frame bears a time that cannot be written down.
        """
        for decoded in self._pictures:
            picture = self.upright(decoded)
            time = self._clock.time_of(decoded)
            if time > _LATEST:
                raise VeilproofError(f"{self._path} is damaged: a frame is to be shown at a time that no film reaches")
            picture.pts, picture.time_base = time, self.info.time_base
            yield Frame(next(self._numbers), time, picture)

    def _start(self) -> tuple[VideoStream, av.VideoFrame]:
        stream = contents.main_video(self._container)
        if stream is None:
            raise VeilproofError(f"{self._path} holds no video: there is nothing to cover in it")
        if stream.codec_context is None:
            name = contents.codec_name(stream)
            raise VeilproofError(f"{self._path} is coded in a way that cannot be decoded here ({name})")
        self._decoder = Decoder(self._path, self._container, stream)
        pictures = self._decoder.pictures()
        first = next(pictures, None)
        if first is None:
            raise VeilproofError(f"not one frame of {self._path} can be decoded: it is damaged or cut off")
        self._pictures = chain([first], pictures)
        return stream, first


class _Clock:
    """Times for frames: the stream's own where they increase, otherwise the nearest that do."""

    def __init__(self, info: VideoInfo, *, in_order: bool) -> None:
        self._in_order = in_order
        self._step = max(1, round(1 / (info.frame_rate * info.time_base)))
        self._jump = max(self._step + 1, round(BREAK / info.time_base))
        self._last: int | None = None
        self._shift = 0

    def time_of(self, picture: av.VideoFrame) -> int:
        # AVI has decoding times only; where the order is the same they are exact, and FFmpeg's guess is a frame late.
        by_order = picture.pts is None or (self._in_order and picture.dts is not None)
        pts = picture.dts if by_order else picture.pts
        if self._last is None:
            self._last = 0 if pts is None else pts
            return self._last
        if pts is None:
            pts = self._last + self._step
        elif pts + self._shift < self._last - self._jump:
            self._shift = self._last + self._step - pts
            pts += self._shift
        else:
            pts += self._shift
        self._last = max(pts, self._last + 1)
        return self._last


def _info(
    path: Path, container: InputContainer, stream: VideoStream, first: av.VideoFrame, upright: av.VideoFrame, turn: Turn
) -> VideoInfo:
    time_base = stream.time_base or Fraction(1, 90000)
    rate = stream.average_rate or stream.guessed_rate or _USUAL_RATE
    duration = None
    if stream.duration:
        duration = stream.duration * time_base
    elif container.duration:
        duration = Fraction(container.duration, 1_000_000)
    aspect = stream.sample_aspect_ratio or Fraction(1)
    expected = stream.frames or (round(duration * rate) if duration else 0)
    return VideoInfo(
        path=path,
        width=upright.width,
        height=upright.height,
        sample_aspect_ratio=1 / aspect if turn.swap else aspect,
        rotation=turn.clockwise,
        time_base=time_base,
        frame_rate=rate,
        frames_expected=expected or None,
        duration=duration,
        pixel_format=upright.format.name,
        codec=contents.codec_name(stream),
        container=container.format.name,
        dropped=contents.dropped(container, stream, first),
        sound=contents.sound(container),
        subtitles=contents.subtitles(container),
        colour=Colour(upright.color_range, upright.color_primaries, upright.color_trc, upright.colorspace),
        hdr=static_hdr(first),
        first_field=_FIELD_ORDERS.get(stream.codec_context.field_order)
        if first.interlaced_frame and not turn.swap
        else None,
    )
