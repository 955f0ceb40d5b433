"""Reads video as upright pictures with exact times, the same in every reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, count
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from veilproof.errors import VeilproofError
from veilproof.language.message import Words
from veilproof.media import contents
from veilproof.media.chroma_location import chroma_location
from veilproof.media.container_tracks import Track, container_tracks, track_of
from veilproof.media.decode import Decoder
from veilproof.media.demux import open_media
from veilproof.media.filters import first_field
from veilproof.media.hdr import StaticHdr, has_unknown_hdr, static_hdr
from veilproof.media.pictures import (
    Orientation,
    cropped,
    fitted,
    odd_display_matrix,
    orientation_of,
    oriented,
    supported,
)
from veilproof.media.sizes import picture_sizes
from veilproof.media.times import PresentationTimes, frame_rate, times_advance

_MAX_PTS = 2**62
"""Time stamps have 64 bits with sign; half the range leaves room for additions."""


@dataclass(frozen=True, slots=True)
class Colour:
    """The colour description as ITU-T H.273 numbers it; the range as FFmpeg does: 1 limited, 2 full."""

    range: int
    primaries: int
    transfer: int
    matrix: int


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """Properties of a video, known before it is read; sizes and formats are those of the yielded pictures."""

    path: Path
    width: int
    """Pixels of the upright picture, before the sample aspect ratio is applied."""
    height: int
    sample_aspect_ratio: Fraction
    """Width over height of one pixel of the upright picture; 1 if the file declares none."""
    rotation: int
    """Clockwise degrees by which the reader rotates stored pictures: 0, 90, 180 or 270."""
    turned_otherwise: tuple[int, ...]
    """The display matrix if it is more than quarter turns and mirrors, of which pictures get the nearest; or empty."""
    coded_aspect_ratio: Fraction
    """As `sample_aspect_ratio`, but as the coded pictures declare it, not their container."""
    time_base: Fraction
    """Seconds in one unit of a frame's `pts`."""
    frame_rate: Fraction
    """Average frames/s, for progress and defaults only: many containers declare one that is wrong."""
    frames_expected: int | None
    """From the container, for progress only."""
    duration: Fraction | None
    """Seconds, as declared by the container."""
    pixel_format: str
    """FFmpeg's name, for example yuv420p10le."""
    codec: str
    """FFmpeg's name, for example h264."""
    container: str
    """FFmpeg's names of the format, for example mov,mp4,m4a,3gp,3g2,mj2."""
    dropped: tuple[str, ...]
    """Contents that the output never has, in plain words."""
    sound: tuple[str, ...]
    """The sound streams in plain words, for example "aac, stereo"."""
    subtitles: tuple[str, ...]
    """The subtitle streams by codec."""
    colour: Colour
    stated_colour: Colour
    """As the file states it before a picture is decoded, in its container where that says something."""
    hdr: StaticHdr
    """That of the first picture."""
    container_states_hdr: bool
    """Whether the container has HDR metadata of a display, whatever the pictures have."""
    first_field: str | None
    """"top" or "bottom" if the pictures are interlaced and their axes are not swapped."""
    chroma_location: str
    """FFmpeg's name of the place of chroma samples between those of luma, for example left; empty if not known."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One upright picture, read-only; `index` counts from 0, `pts` is in units of `VideoInfo.time_base`."""

    index: int
    pts: int
    picture: av.VideoFrame

    @property
    def time(self) -> Fraction:
        """Presentation time in seconds."""
        return self.pts * (self.picture.time_base or Fraction(0))


class VideoReader:
    """Iterates once over the frames of a video file.

    Every reading yields the same frames in the same order, even from a damaged file: what cannot be decoded is skipped
    and counted. Presentation times always increase.
    """

    info: VideoInfo
    _pictures: Iterator[av.VideoFrame]

    def __init__(self, path: Path) -> None:
        """Open the file and decode its first picture.

        Raises:
            VeilproofError: The file cannot be opened, is encrypted, has no video, or no picture can be decoded.
        """
        self._path = path
        self._container = open_media(path)
        try:
            tracks = container_tracks(path)
            self._stream, first = self._decode_first(tracks)
        except VeilproofError:
            self._container.close()
            raise
        track = track_of(tracks, self._stream)
        self._crop, self._orientation = track.crop, orientation_of(first)
        sizes = self._sizes(first, track)
        self._size = sizes[0]
        stamps = self._decoder.first_stamps
        self.info = _info(
            path,
            self._container,
            self._stream,
            first,
            self.upright(first),
            self._orientation,
            stamps,
            tracks,
            self._stated_colour,
        )
        notes = contents.shown_differently(first, self._stream, self._crop, sizes)
        notes += contents.container_notes(tracks, self._stream)
        if first.interlaced_frame and self._orientation.swap_axes:
            notes += (Words("content-first-field"),)  # its fields are columns then
        self.info = replace(self.info, dropped=tuple(dict.fromkeys((*self.info.dropped, *notes))))
        self._times = PresentationTimes(
            self.info.frame_rate,
            self.info.time_base,
            in_decoding_order="avi" in self.info.container and not self._stream.codec_context.has_b_frames,
            believed=times_advance(stamps),
        )
        self._indices = count()
        self._carried: dict[str, None] = {}

    def __enter__(self) -> Self:
        """The reader itself; the file is already open."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self.close()

    @property
    def decode_failures(self) -> int:
        """Frames that failed to decode or decoded with errors, and damaged packets, so far."""
        return self._decoder.failures

    @property
    def truncated(self) -> bool:
        """Whether the file ends too early; known after the last frame."""
        return self._decoder.truncated

    @property
    def carried_later(self) -> tuple[str, ...]:
        """What pictures so far carried and the first did not, in plain words; the output has none of it."""
        return tuple(what for what in self._carried if what not in self.info.dropped)

    def close(self) -> None:
        """Close the file; iteration ends."""
        self._pictures = iter(())
        self._decoder.stop()
        self._container.close()

    def upright(self, decoded: av.VideoFrame) -> av.VideoFrame:
        """A decoded picture of this file as a player shows it, upright, fitted into the size of all others."""
        return oriented(fitted(self._shown(decoded), *self._size), self._orientation)

    def _shown(self, decoded: av.VideoFrame) -> av.VideoFrame:
        return cropped(supported(decoded), self._crop)

    def _sizes(self, first: av.VideoFrame, track: Track) -> list[tuple[int, int]]:
        """Width and height of the pictures that occur, the largest first, before they are turned upright."""
        shown = self._shown(first)
        sizes = [(shown.width, shown.height)]
        for width, height in picture_sizes(self._container, self._stream, track, self._path):
            if (width, height) != (first.width, first.height):
                other = cropped(av.VideoFrame(width, height, shown.format.name), self._crop)
                sizes.append((other.width, other.height))
        return sorted(dict.fromkeys(sizes), key=lambda size: -size[0] * size[1])

    def __iter__(self) -> Iterator[Frame]:
        """The remaining frames.

        Raises:
            VeilproofError: The time of a frame is out of range.
        """
        for decoded in self._pictures:
            self._carried |= dict.fromkeys(self._carried_by(decoded))
            picture = self.upright(decoded)
            time = self._times.time_of(decoded)
            if time > _MAX_PTS:
                raise VeilproofError(
                    f"{self._path} is damaged: the time of a frame is out of range; get another copy of it"
                )
            picture.pts, picture.time_base = time, self.info.time_base
            yield Frame(next(self._indices), time, picture)

    def _carried_by(self, decoded: av.VideoFrame) -> Iterator[str]:
        yield from contents.in_picture(decoded)
        hdr = static_hdr(decoded)
        if hdr not in (StaticHdr(), self.info.hdr) or has_unknown_hdr(decoded):
            yield Words("content-later-hdr")

    def _decode_first(self, tracks: dict[int, Track]) -> tuple[VideoStream, av.VideoFrame]:
        stream = contents.main_video(self._container)
        if tracks.get(0, Track()).encrypted or (stream is not None and track_of(tracks, stream).encrypted):
            raise VeilproofError(
                f"{self._path} is encrypted: export it without encryption from the program that holds its key"
            )
        if stream is None:
            raise VeilproofError(f"{self._path} holds no video: there is nothing to cover in it")
        if stream.codec_context is None:
            name = contents.codec_name(stream)
            raise VeilproofError(
                f"{self._path} cannot be decoded: its codec ({name}) is not supported; convert it to H.264"
            )
        context = stream.codec_context
        self._stated_colour = Colour(
            context.color_range, context.color_primaries, context.color_trc, context.colorspace
        )
        self._decoder = Decoder(self._path, self._container, stream)
        pictures = self._decoder.pictures()
        first = next(pictures, None)
        if first is None:
            raise VeilproofError(f"no frame of {self._path} can be decoded: it is damaged or cut off")
        self._pictures = chain([first], pictures)
        return stream, first


def _info(
    path: Path,
    container: InputContainer,
    stream: VideoStream,
    first: av.VideoFrame,
    upright: av.VideoFrame,
    orientation: Orientation,
    stamps: list[int],
    tracks: dict[int, Track],
    stated_colour: Colour,
) -> VideoInfo:
    time_base = stream.time_base or Fraction(1, 90000)
    rate = frame_rate((stream.average_rate, stream.guessed_rate), stamps, time_base)
    duration = None
    if stream.duration:
        duration = stream.duration * time_base
    elif container.duration:
        duration = Fraction(container.duration, 1_000_000)
    aspect = stream.sample_aspect_ratio or Fraction(1)
    coded = stream.codec_context.sample_aspect_ratio or aspect
    expected = stream.frames or (round(duration * rate) if duration else 0)
    return VideoInfo(
        path=path,
        width=upright.width,
        height=upright.height,
        sample_aspect_ratio=1 / aspect if orientation.swap_axes else aspect,
        rotation=orientation.clockwise,
        turned_otherwise=odd_display_matrix(first),
        coded_aspect_ratio=1 / coded if orientation.swap_axes else coded,
        time_base=time_base,
        frame_rate=rate,
        frames_expected=expected or None,
        duration=duration,
        pixel_format=upright.format.name,
        codec=contents.codec_name(stream),
        container=container.format.name,
        dropped=contents.dropped(container, stream, first, tracks),
        sound=contents.sound(container),
        subtitles=contents.subtitles(container),
        colour=Colour(upright.color_range, upright.color_primaries, upright.color_trc, upright.colorspace),
        stated_colour=stated_colour,
        hdr=static_hdr(first),
        container_states_hdr=track_of(tracks, stream).states_hdr,
        first_field=_first_field(first, orientation),
        chroma_location=chroma_location(stream, orientation),
    )


def _first_field(first: av.VideoFrame, orientation: Orientation) -> str | None:
    """As `VideoInfo.first_field`. Upside down, the rows of one field are those of the other: their number is even."""
    field = None if orientation.swap_axes else first_field(first)
    if field is None or not orientation.flip_y:
        return field
    return "bottom" if field == "top" else "top"
