"""Searches what a plan silences or bleeps for the sound of the original, sample by sample."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.findings import FileFinding
from veilproof.audit.policy import Extra
from veilproof.plan import Plan
from veilproof.sound.change import BLEEP_HERTZ
from veilproof.sound.pieces import speech_pieces
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
    for span, level in zip(parts := _parts(spans), residual_levels(original, redacted, parts), strict=False):
        if level > LEAST_LEVEL:
            where = f"from {timecode(float(span.start))} to {timecode(float(span.end))}"
            found.append(FileFinding(Extra.SOUND.value, f"the original is heard {where}, at {level:.0f} dBFS", False))
    return tuple(found)


def residual_levels(original: Path, redacted: Path, spans: list[Span]) -> list[float]:
    """For each span, the level of what the redacted file holds of the original there, in dBFS; none without sound.

    It is the root mean square of the projection on the original, at the shift at which that is largest.

    Raises:
        VeilproofError: a file cannot be read.
    """
    if not spans:
        return []  # a photo has no sound, and cannot be opened as a film
    edges = [(span.start, span.end) for span in spans]
    before, after = speech_pieces(original, edges, _RATE), speech_pieces(redacted, edges, _RATE)
    return [_level(one, other) for one, other in zip(before, after, strict=False)]


def _parts(spans: list[Span]) -> list[Span]:
    parts = []
    for span in spans:
        start, end = span.start + _GUARD_SECONDS, span.end - _GUARD_SECONDS
        while start < end:
            until = min(end, start + _LONGEST_SECONDS)
            parts.append(Span(start, until, span.treatment))
            start = until
    return parts


def _level(original: NDArray[np.float32], redacted: NDArray[np.float32]) -> float:
    """dBFS; -200 for silence."""
    # The first and last samples of a piece that was resampled are not right.
    original, redacted = original[_EDGE:-_EDGE], redacted[_EDGE:-_EDGE]
    length = min(len(original), len(redacted))
    if not length or not original.any() or not redacted.any():
        return -200.0
    one, other = (_without_tone(part[:length]) for part in (original, redacted))
    size = 2 * length
    correlation = np.fft.irfft(np.fft.rfft(other, size) * np.conj(np.fft.rfft(one, size)), size)
    shift = max(1, min(length - 1, int(_LARGEST_SHIFT_SECONDS * _RATE)))
    near = np.abs(np.concatenate([correlation[:shift], correlation[-shift:]])).max()
    energy = float(np.dot(one, one))
    return 20 * float(np.log10(max(near / np.sqrt(energy * length), 1e-10))) if energy else -200.0


def _without_tone(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Without the tone of a bleep, which is no sound of the original."""
    phase = 2 * np.pi * BLEEP_HERTZ / _RATE * np.arange(len(samples))
    tones = np.stack([np.sin(phase), np.cos(phase), np.ones(len(samples))], axis=1)
    fitted, *_ = np.linalg.lstsq(tones, samples.astype(np.float64), rcond=None)
    return np.asarray(samples - tones @ fitted)
