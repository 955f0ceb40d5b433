"""Spans of the sound of a file; only what is asked for is held in memory."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from veilproof.sound.read import SoundInfo, SoundReader, sound_streams

Channels = NDArray[np.float32]
"""float32 [channels, n]."""


def speech_pieces(path: Path, spans: Sequence[tuple[Fraction, Fraction]], rate: int) -> list[NDArray[np.float32]]:
    """Float32 [n] for each span: the sound of the first stream between two times, mixed to one channel.

    What lies beyond the sound is silent. An empty list if there is no sound that can be decoded.

    Args:
        path: the file.
        spans: begin and end, in seconds on the file's clock, in ascending order of their begin.
        rate: samples a second of what is returned.

    Raises:
        VeilproofError: the file cannot be read.
    """
    readable, _ = sound_streams(path)
    if not readable:
        return []
    return [piece.mean(axis=0) for piece in _channel_pieces(path, readable[0], spans, rate)]


def channel_pieces(path: Path, spans: Sequence[tuple[Fraction, Fraction]], rate: int) -> list[list[Channels]]:
    """For each stream that can be decoded and each span, its sound channel by channel; otherwise as `speech_pieces`.

    Raises:
        VeilproofError: the file cannot be read.
    """
    readable, _ = sound_streams(path)
    return [_channel_pieces(path, info, spans, rate) for info in readable]


def _channel_pieces(
    path: Path, info: SoundInfo, spans: Sequence[tuple[Fraction, Fraction]], rate: int
) -> list[Channels]:
    edges = [(round(start * info.rate), round(end * info.rate)) for start, end in spans]
    pieces = [np.zeros((info.channels, end - start), np.float32) for start, end in edges]
    with SoundReader(path, info) as reader:
        for block in reader:
            for (start, end), piece in zip(edges, pieces, strict=True):
                low, high = max(start, block.start), min(end, block.end)
                if low < high:
                    piece[:, low - start : high - start] = block.samples[:, low - block.start : high - block.start]
    return [np.stack([_resampled(channel, info.rate, rate) for channel in piece]) for piece in pieces]


def whole_sound(path: Path, rate: int) -> list[tuple[Fraction, NDArray[np.float32]]]:
    """The sound of each stream that can be decoded, channel by channel.

    For each stream: when it begins, in seconds on the file's clock, and float32 [channels, n].

    Args:
        path: the file.
        rate: samples a second of what is returned.

    Raises:
        VeilproofError: the file cannot be read.
    """
    readable, _ = sound_streams(path)
    found = []
    for info in readable:
        # Each channel by itself: the mean of two that are each other's opposite is silence.
        resamplers = [av.AudioResampler("fltp", "mono", rate) for _ in range(info.channels)]
        parts: list[list[NDArray[np.float32]]] = [[] for _ in resamplers]
        start: Fraction | None = None
        with SoundReader(path, info) as reader:
            for block in reader:
                start = Fraction(block.start, info.rate) if start is None else start
                for samples, resampler, own in zip(block.samples, resamplers, parts, strict=True):
                    frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples[None]), "fltp", "mono")
                    frame.sample_rate = info.rate
                    own += [part.to_ndarray()[0] for part in resampler.resample(frame)]
        for resampler, own in zip(resamplers, parts, strict=True):
            own += [part.to_ndarray()[0] for part in resampler.resample(None)] if own else []
        channels = [np.concatenate(own) if own else np.empty(0, np.float32) for own in parts]
        found.append((start or Fraction(0), np.stack(channels)))
    return found


def _resampled(samples: NDArray[np.float32], rate: int, wanted: int) -> NDArray[np.float32]:
    if rate == wanted:
        return samples
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples[None]), "fltp", "mono")
    frame.sample_rate = rate
    resampler = av.AudioResampler("fltp", "mono", wanted)
    parts = [part.to_ndarray()[0] for given in (frame, None) for part in resampler.resample(given)]
    return np.concatenate(parts) if parts else np.empty(0, np.float32)
