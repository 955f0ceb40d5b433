"""The sound of the original for the page: its wave, and what is heard before and after; never written to disk."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from threading import Lock
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.media.video_write import Audio
from veilproof.plan.check import SOUND_END_FACT
from veilproof.render.apply import TREATMENTS
from veilproof.review.edits import SoundRequest, seconds
from veilproof.review.plan_access import BusyError, PlanAccess
from veilproof.review.state import microseconds
from veilproof.sound.change import changed_sound
from veilproof.sound.frames import frame_of
from veilproof.sound.read import Block, SoundInfo, SoundReader, sound_streams

PEAKS_PER_SECOND = 50
"""Of the wave: finer than a pixel while a minute is on the screen. A round number."""
MAX_SECONDS = 30
"""Heard at once; it is held in memory on both sides. A round number."""
_MAX_RATE = 48_000
"""Samples a second that are sent; nobody hears more."""


class FilmSound:
    """The sound of a film under review. May be used from several threads."""

    def __init__(self, path: Path, access: PlanAccess) -> None:
        """Find the sound streams.

        Raises:
            VeilproofError: the film cannot be read.
        """
        self._path = path
        self._access = access
        self._first_frame = (access.pts[0] if access.pts else 0) * Fraction(access.facts["time_base"])
        self._streams = sound_streams(path)[0]
        self._lock = Lock()
        self._wave: bytes | None = None
        self._joined = False
        self._closed = False

    def about(self) -> dict[str, Any] | None:
        """Begin and end of the sound, and where speech is, in microseconds since the first frame; None without sound.

        Raises:
            VeilproofError: the film or the plan cannot be read.
        """
        end, begin = self._access.facts.get(SOUND_END_FACT), self._begin()
        if end is None or begin is None:
            return None
        with self._access.open() as plan:
            speech = [[microseconds(time) for time in span] for span in plan.speech()]
        return {"begin": microseconds(begin - self._first_frame), "end": int(end), "speech": speech}

    def wave(self) -> bytes:
        """The loudest sample of all streams in each fiftieth of a second from the first frame on; 255 is full scale.

        Raises:
            BusyError: it was closed meanwhile.
            VeilproofError: the film cannot be read.
        """
        with self._lock:
            if self._wave is None:
                peaks = [self._peaks(info) for info in self._streams]
                length = max(map(len, peaks), default=0)
                padded = [np.pad(each, (0, length - len(each))) for each in peaks]
                loudest = np.max(padded, axis=0) if padded else np.zeros(0)
                self._wave = np.round(255 * loudest).astype(np.uint8).tobytes()
            return self._wave

    def heard(self, request: SoundRequest) -> bytes:
        """A span of the first stream as a WAV file of at most two channels, before or after what was decided about it.

        Raises:
            VeilproofError: there is no sound, or the span is empty or too long.
        """
        if not self._streams:
            raise LocalisedError("error-no-sound", name=self._path.name)
        if not 0 < seconds(request.end - request.start) <= MAX_SECONDS:
            raise VeilproofError(f"{self._path}: choose between 0 and {MAX_SECONDS} s of sound to hear")
        info = self._streams[0]
        first, last = (round((self._first_frame + seconds(time)) * info.rate) for time in (request.start, request.end))
        blocks = self._blocks(info, first, last)
        if request.audio is None:
            return _wav(blocks, info)
        with self._access.open() as plan:
            made = plan.sound_timeline(TREATMENTS[Audio(request.audio)])
        return _wav(changed_sound(blocks, info, made), info)

    def close(self) -> None:
        """End what is being read."""
        self._closed = True

    def _begin(self) -> Fraction | None:
        """Where the first stream begins, on the clock of the file."""
        for info in self._streams[:1]:
            with SoundReader(self._path, info) as reader:
                for block in reader:
                    return Fraction(block.start, info.rate)
        return None

    def _peaks(self, info: SoundInfo) -> NDArray[np.float32]:
        peaks = np.zeros(0, np.float32)
        offset = round(self._first_frame * info.rate)
        with SoundReader(self._path, info) as reader:
            for block in reader:
                if self._closed:
                    raise BusyError("error-closed", name=self._path.name)
                samples = np.abs(block.samples).max(axis=0)[max(0, offset - block.start) :]
                if not len(samples):
                    continue
                at = np.arange(block.end - offset - len(samples), block.end - offset) * PEAKS_PER_SECOND // info.rate
                if at[-1] >= len(peaks):
                    peaks = np.pad(peaks, (0, max(int(at[-1]) + 1 - len(peaks), len(peaks))))
                edges = np.flatnonzero(np.diff(at, prepend=-1))
                np.maximum.at(peaks, at[edges], np.maximum.reduceat(samples, edges))
            self._joined |= reader.is_joined
            end = reader.end
        return peaks[: 0 if end is None else max(0, int((end - self._first_frame) * PEAKS_PER_SECOND) + 1)]

    def _blocks(self, info: SoundInfo, first: int, last: int) -> Iterator[Block]:
        """Exactly the samples from `first` to `last`; where there is none, silence."""
        at = first
        for block in self._near(info, first):
            part = block.samples[:, max(0, at - block.start) : max(0, last - block.start)]
            if not part.shape[1]:
                if block.start >= last:
                    break
                continue
            begin = max(at, block.start)
            if begin > at:
                yield Block(at, np.zeros((info.channels, begin - at), np.float32))
            yield Block(begin, part)
            at = begin + part.shape[1]
        if at < last:
            yield Block(at, np.zeros((info.channels, last - at), np.float32))

    def _near(self, info: SoundInfo, first: int) -> Iterator[Block]:
        """The blocks from one before a sample on."""
        for skip in (True, False):
            with SoundReader(self._path, info) as reader:
                if skip and not self._joined:
                    reader.skip_to(Fraction(first, info.rate))
                blocks = iter(reader)
                block = next(blocks, None)
                if skip and (block is None or block.start > first):
                    continue
                if block is not None:
                    yield block
                yield from blocks
                return


def _wav(blocks: Iterator[Block], info: SoundInfo) -> bytes:
    rate = min(info.rate, _MAX_RATE)
    channels = min(info.channels, 2)
    resampler = av.AudioResampler("s16", "mono" if channels == 1 else "stereo", rate)
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        for frame in (*(frame_of(block.samples, info.layout, info.rate) for block in blocks), None):
            for part in resampler.resample(frame):
                file.writeframesraw(part.to_ndarray().tobytes())
    return written.getvalue()
