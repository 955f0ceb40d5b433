"""Reads a sound stream as samples on a grid without gaps, so that every sample has its time."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream

from veilproof.language.message import Words
from veilproof.media.container_tracks import container_tracks, track_of
from veilproof.media.contents import codec_name
from veilproof.media.demux import TIMELINE_BREAK_SECONDS, open_media, packets
from veilproof.sound.frames import Samples, samples_of

_TOLERANCE = Fraction(1, 50)
"""Seconds by which a time stamp may be off without a gap: many containers round them to milliseconds, and some programs
write them carelessly. A round number, shorter than what an ear hears as a delay of the lips."""
_PREROLL_SECONDS = Fraction(1, 2)
"""Before the place that is wanted: decoders need some packets until their sound is right. A round number."""
_FILLED_AT_ONCE = 48_000
"""Samples of silence that are made at once for a gap, which a damaged time stamp may claim to be of years."""
_LONGEST_GAP_SECONDS = 24 * 3600
"""A longer gap is a damaged time stamp, after which the sound goes on without one. A round number."""
_LIKELIEST_RATES = (8_000, 384_000)
"""Samples a second that sound can have here; anything else is a damaged header."""


@dataclass(frozen=True, slots=True)
class SoundInfo:
    """A sound stream that can be decoded.

    Attributes:
        index: its number in the file.
        rate: samples a second.
        layout: FFmpeg's name of its channels, for example stereo.
        channels: their number.
        language: a language tag, or "".
        words: what it is, for people.
    """

    index: int
    rate: int
    layout: str
    channels: int
    language: str
    words: str


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive samples; `start` counts samples from time 0 of the file's clock, and may be negative."""

    start: int
    samples: Samples

    @property
    def end(self) -> int:
        """The number of the sample after the last one."""
        return self.start + int(self.samples.shape[1])


def sound_streams(path: Path) -> tuple[tuple[SoundInfo, ...], tuple[str, ...]]:
    """The sound streams of a file that can be decoded, and those that cannot, in plain words.

    Raises:
        VeilproofError: the file cannot be read.
    """
    readable, unreadable = [], []
    with open_media(path) as container:
        tracks = container_tracks(path) if container.streams.audio else {}
        for stream in container.streams.audio:
            words = Words("content-sound", codec=codec_name(stream))
            context = stream.codec_context
            if track_of(tracks, stream).encrypted:
                unreadable.append(Words("content-encrypted", what=words))
            elif context is None or not _is_possible(context.sample_rate, context.layout.nb_channels):
                unreadable.append(Words("content-undecodable", what=words))
            else:
                layout = context.layout
                readable.append(
                    SoundInfo(
                        *(stream.index, context.sample_rate, layout.name, layout.nb_channels),
                        *(stream.language or "", words),
                    )
                )
    return tuple(readable), tuple(unreadable)


class SoundReader:
    """Iterates once over the samples of one stream, in blocks that follow one another without a gap.

    What is missing or cannot be decoded is silence, and is counted.
    """

    failures: int
    """Packets that could not be decoded, so far."""

    def __init__(self, path: Path, info: SoundInfo) -> None:
        """Open the file.

        Raises:
            VeilproofError: it cannot be read.
        """
        self.failures = 0
        self._info = info
        self._container: InputContainer = open_media(path)
        stream = self._container.streams[info.index]
        assert isinstance(stream, AudioStream)
        self._stream = stream
        self._next: int | None = None
        self._moved = 0

    def __enter__(self) -> Self:
        """The reader itself; the file is already open."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self._container.close()

    @property
    def is_joined(self) -> bool:
        """Whether the times of what was read so far ran backwards: recordings were joined, and a time is no place."""
        return self._moved != 0

    def skip_to(self, start: Fraction) -> None:
        """Begin with what lies shortly before a time in seconds, or with the beginning where that is not possible.

        For listening only: samples are placed by their time stamps then, which some containers round.
        """
        base = self._stream.time_base
        if base is not None:
            with contextlib.suppress(av.FFmpegError):
                self._container.seek(math.floor((start - _PREROLL_SECONDS) / base), stream=self._stream)

    @property
    def end(self) -> Fraction | None:
        """The end of what was read so far, in seconds; None if that is nothing."""
        return None if self._next is None else Fraction(self._next, self._info.rate)

    def __iter__(self) -> Iterator[Block]:
        """The blocks, in order."""
        for packet in packets(self._container, [self._stream]):
            if packet is None:
                self.failures += 1
                continue
            for frame in self._decoded(packet):
                yield from self._placed(frame)

    def _decoded(self, packet: Packet[Stream]) -> list[AudioFrame]:
        try:
            return [frame for frame in packet.decode() if isinstance(frame, AudioFrame) and frame.samples]
        except av.FFmpegError:
            self.failures += 1
            return []

    def _placed(self, frame: AudioFrame) -> Iterator[Block]:
        start = self._start(frame)
        samples = samples_of(frame, self._info.channels)
        if self._next is None:
            self._next = start
        gap = start - self._next
        if abs(gap) <= _TOLERANCE * self._info.rate:
            gap = 0
        if gap < 0:
            # Sound that was there already: of two versions, the first stays.
            samples = samples[:, -gap:]
        while gap > 0:
            silence = min(gap, _FILLED_AT_ONCE)
            yield self._block(np.zeros((self._info.channels, silence), np.float32))
            gap -= silence
        if samples.shape[1]:
            yield self._block(samples)

    def _block(self, samples: Samples) -> Block:
        assert self._next is not None
        block = Block(self._next, samples)
        self._next = block.end
        return block

    def _start(self, frame: AudioFrame) -> int:
        """The number of the first sample of a frame, on a clock that does not run backwards."""
        rate = self._info.rate
        expected = self._next
        if frame.pts is None or frame.time_base is None:
            return expected or 0
        start: int = round(frame.pts * frame.time_base * rate) + self._moved
        if expected is not None and not (
            expected - TIMELINE_BREAK_SECONDS * rate < start < expected + _LONGEST_GAP_SECONDS * rate
        ):
            # Recordings were joined, as `veilproof.media.sound` joins their packets.
            self._moved += expected - start
            start = expected
        return start


def _is_possible(rate: int, channels: int) -> bool:
    return _LIKELIEST_RATES[0] // 2 <= rate <= _LIKELIEST_RATES[1] and 0 < channels <= 64
