"""Finds the spans of a file in which somebody speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from veilproof.progress import Progress, Step, silent
from veilproof.sound.read import Block, SoundInfo, SoundReader, sound_streams
from veilproof.sound.speech import RATE, WINDOW, SpeechDetector

SpeechSpan = tuple[Fraction, Fraction]
"""Begin and end, in seconds on the file's clock."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Where somebody speaks in a file.

    Attributes:
        spans: in ascending order, without overlaps.
        end: of the sound, in seconds on the file's clock; None if there is none.
    """

    spans: tuple[SpeechSpan, ...]
    end: Fraction | None


_THRESHOLD = 0.1
"""The probability from which a window is speech. Below the detector's own .5, because what is missed stays bare;
measured by `python -m benchmarks.voices`."""
_MARGIN_SECONDS = Fraction(2, 5)
"""Before and after, that belong to speech, too: the breath, and consonants that the detector hears late."""
_PAUSE_SECONDS = Fraction(1, 2)
"""A shorter pause does not end a span. A round number."""
_PROGRESS_SECONDS = 10


def find_speech(path: Path, progress: Progress = silent) -> Speech:
    """Where somebody speaks in any sound stream.

    Every channel is searched by itself: in a mix, two that are of opposite sign would cancel each other.

    Raises:
        VeilproofError: the file cannot be read.
    """
    spans: list[SpeechSpan] = []
    ends: list[Fraction] = []
    for info in sound_streams(path)[0]:
        with SoundReader(path, info) as reader:
            spans += _spans_of(reader, info, progress)
            if reader.end is not None:
                ends.append(reader.end)
    return Speech(tuple(joined_spans(spans, _PAUSE_SECONDS)), max(ends, default=None))


def speech_of(samples: NDArray[np.float32], rate: int) -> list[SpeechSpan]:
    """The same for samples in memory, float32 [channels, n], that begin at time 0."""
    info = SoundInfo(0, rate, "mono" if len(samples) == 1 else f"{len(samples)} channels", len(samples), "", "sound")
    return joined_spans(_spans_of([Block(0, samples)], info, silent), _PAUSE_SECONDS)


def joined_spans(spans: Iterable[SpeechSpan], pause: Fraction) -> list[SpeechSpan]:
    """Spans in ascending order, with those joined between which there is less than a pause."""
    joined: list[SpeechSpan] = []
    for start, end in sorted(spans):
        if joined and start - joined[-1][1] < pause:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _spans_of(blocks: Iterable[Block], info: SoundInfo, progress: Progress) -> list[SpeechSpan]:
    detectors = [SpeechDetector() for _ in range(info.channels)]
    spans: list[SpeechSpan] = []
    window = Fraction(WINDOW, RATE)
    begin: Fraction | None = None
    heard, reported = 0, 0
    progress(Step("listen", 0, None, "second"))
    for block in _at_network_rate(blocks, info):
        if begin is None:
            begin = Fraction(block.start, RATE)
        found = [detector.probabilities(channel) for detector, channel in zip(detectors, block.samples, strict=True)]
        for number in np.flatnonzero(np.max(found, axis=0) >= _THRESHOLD):
            at = begin + (heard + int(number)) * window
            spans.append((at - _MARGIN_SECONDS, at + window + _MARGIN_SECONDS))
        heard += len(found[0])
        spans = joined_spans(spans, _PAUSE_SECONDS) if len(spans) > 1000 else spans
        if heard * window >= reported + _PROGRESS_SECONDS:
            reported = int(heard * window)
            progress(Step("listen", reported, None, "second"))
    return spans


def _at_network_rate(blocks: Iterable[Block], info: SoundInfo) -> Iterator[Block]:
    """The blocks with `RATE` samples a second."""
    resamplers = [av.AudioResampler("fltp", "mono", RATE) for _ in range(info.channels)]
    at: int | None = None
    for block in blocks:
        at = round(Fraction(block.start, info.rate) * RATE) if at is None else at
        parts = [
            _resampled(resampler, channel[None], info.rate)
            for resampler, channel in zip(resamplers, block.samples, strict=True)
        ]
        samples = np.stack(parts)
        yield Block(at, samples)
        at += samples.shape[1]
    if at is not None:
        tail = np.stack([_resampled(resampler, None, info.rate) for resampler in resamplers])
        # The detector answers for whole windows only.
        yield Block(at, np.pad(tail, ((0, 0), (0, WINDOW))))


def _resampled(resampler: av.AudioResampler, samples: NDArray[np.float32] | None, rate: int) -> NDArray[np.float32]:
    frame = None
    if samples is not None:
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples), "fltp", "mono")
        frame.sample_rate, frame.pts = rate, None
    parts = [resampled.to_ndarray()[0] for resampled in resampler.resample(frame)]
    return np.concatenate(parts).astype(np.float32) if parts else np.empty(0, np.float32)
