"""Searches what a plan silences or bleeps for the sound of the original, sample by sample."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.findings import FileFinding
from veilproof.audit.policy import Extra
from veilproof.plan import Plan
from veilproof.sound.change import BLEEP_HERTZ
from veilproof.sound.pieces import Channels, channel_pieces
from veilproof.sound.timeline import Span, Treatment
from veilproof.timecode import timecode

HIDDEN = (Treatment.SILENCE, Treatment.BLEEP)
LEAST_LEVEL = -60.0
"""dBFS from which the original counts as heard: of a coder's own noise there is less. A round number."""
_GUARD_SECONDS = Fraction(1, 20)
"""At the edges, where coders smear what comes before and after: two frames of AAC at 44.1 kHz."""
_LONGEST_SECONDS = 10
"""A longer span is searched in parts, because it must fit into memory. A round number."""
_RATE = 16_000
"""Samples a second that are compared; what is said lies below 8 kHz."""
_EDGE = _RATE // 50
"""Samples: the memory of a resampler, with room."""
_SILENCE = -200.0
"""dBFS that stand for none at all."""
_LARGEST_SHIFT_SECONDS = 0.1
"""By which sound may be shifted and is still found."""


def sound_below(original: Path, redacted: Path, plan: Path | None) -> tuple[FileFinding, ...]:
    """Where the original is still heard though the plan silences or bleeps it; none of it is allowed by any policy.

    Raises:
        VeilproofError: a file or the plan cannot be read.
    """
    if plan is None:
        return ()
    with Plan(plan) as opened:
        spans = [span for span in opened.sound_timeline(Treatment.KEEP).spans if span.treatment in HIDDEN]
    found = []
    parts = parts_of(spans, _GUARD_SECONDS)
    for span, level in zip(parts, residual_levels(original, redacted, parts), strict=True):
        if level > LEAST_LEVEL:
            where = f"from {timecode(float(span.start))} to {timecode(float(span.end))}"
            found.append(FileFinding(Extra.SOUND.value, f"the original is heard {where}, at {level:.0f} dBFS", False))
    return tuple(found)


def residual_levels(original: Path, redacted: Path, spans: list[Span]) -> list[float]:
    """For each span, the level of what the redacted file holds of the original there, in dBFS; none without sound.

    It is the root mean square of the projection on the original, at the shift at which that is largest. Every channel
    of every stream is compared with every one of the original, and so are their means: what is in one of them alone, in
    two that are each other's opposite, or in another than it was is found.

    Raises:
        VeilproofError: a file cannot be read.
    """
    if not spans:
        return []  # a photo has no sound, and cannot be opened as a film
    edges = [(span.start, span.end) for span in spans]
    levels = [_SILENCE] * len(spans)
    streams = channel_pieces(original, edges, _RATE), channel_pieces(redacted, edges, _RATE)
    for before, after in product(*streams):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            levels[number] = max(levels[number], _level(one, other))
    return levels


def parts_of(spans: list[Span], guard: Fraction) -> list[Span]:
    """The spans without `guard` seconds at each end, in parts that can be searched."""
    parts = []
    for span in spans:
        start, end = span.start + guard, span.end - guard
        while start < end:
            until = min(end, start + _LONGEST_SECONDS)
            parts.append(Span(start, until, span.treatment))
            start = until
    return parts


def _level(original: Channels, redacted: Channels) -> float:
    """The highest level of a channel of the original in one of the redacted, their means included, in dBFS."""
    # The first and last samples of a piece that was resampled are not right.
    length = min(original.shape[1], redacted.shape[1]) - 2 * _EDGE
    if length <= 0:
        return _SILENCE
    ones, others = (list(_spectra(part[:, _EDGE : _EDGE + length])) for part in (original, redacted))
    shift = max(1, min(length - 1, int(_LARGEST_SHIFT_SECONDS * _RATE)))
    level = _SILENCE
    for one, energy in ones:
        for other, _ in others:
            correlation = np.fft.irfft(other * np.conj(one), 2 * length)
            near = np.abs(np.concatenate([correlation[:shift], correlation[-shift:]])).max()
            level = max(level, 20 * float(np.log10(max(near / np.sqrt(energy * length), 1e-10))))
    return level


def _spectra(channels: Channels) -> Iterator[tuple[NDArray[np.complex128], float]]:
    """The spectrum and energy of each channel that is heard, and of their mean, for correlations without wrapping."""
    mixed = [channels.mean(axis=0)] if len(channels) > 1 else []
    for samples in (*channels, *mixed):
        heard = without_tone(samples, _RATE)
        energy = float(np.dot(heard, heard))
        if samples.any() and energy:
            yield np.fft.rfft(heard, 2 * len(heard)), energy


def without_tone(samples: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Without the tone of a bleep, which is no sound of the original.

    Args:
        samples: float32 [n].
        rate: samples a second.
    """
    phase = 2 * np.pi * BLEEP_HERTZ / rate * np.arange(len(samples))
    tones = np.stack([np.sin(phase), np.cos(phase), np.ones(len(samples))], axis=1)
    fitted, *_ = np.linalg.lstsq(tones, samples.astype(np.float64), rcond=None)
    return np.asarray(samples - tones @ fitted)
