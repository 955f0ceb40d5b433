"""Proves that the sound of a redacted film is that of its original, but for logged spans and the noise of a codec."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.sound_below import HIDDEN, LEAST_LEVEL, parts_of, residual_levels, without_tone
from veilproof.media.video_read import VideoReader
from veilproof.release.log import Log
from veilproof.release.unchanged import Difference
from veilproof.sound.pieces import whole_sound
from veilproof.sound.timeline import Span, Timeline, Treatment

_RATE = 8_000
"""Samples a second that are compared: codecs keep the waveform below 4 kHz."""
_WINDOW = _RATE // 5
"""Samples: what is compared at once, half of it anew each time."""
_LARGEST_SHIFT = _RATE // 10
"""Samples by which all of the sound may be shifted: what encoders put before it."""
_LEAST_HEARD = 10 ** (-50 / 20)
"""Root mean square from which a window is heard; full scale is 1. A round number."""
_MOST_RESIDUAL = 10 ** (-3 / 10)
"""Energy, as a share of that of the sound, of what may be in a window besides it: 3 dB below. AAC, MP3 and Opus at 32
kbit/s stayed within that and the next in all of 7,899 windows of speech; 4 dB gave four false alarms."""
_MOST_SMEARED = 10 ** (-15 / 10)
"""The same as a share of the energy of the louder window beside it, over which encoders smear what is loud."""
_GAINS = 0.5, 2.0
"""By how much louder or softer sound may be: halving and doubling. Encoders at 32 kbit/s stay within 0.64 and 1.62."""
_GUARD = Fraction(1, 10)
"""Seconds around a logged span that its fades and a codec may reach."""
_SHORTEST = 3 * _GUARD
"""Seconds of a hidden span of which something is left between its guards to be searched."""
_LEAST_FOREIGN = {Treatment.SILENCE: 10 ** (-60 / 20), Treatment.BLEEP: 10 ** (-28 / 20)}
"""Root mean square from which a window of what is hidden holds something else, a bleep aside; full scale is 1. AAC,
Opus, MP3, MP2 and AC-3 from 32 kbit/s on left up to -68 dBFS in silence
0.2 seconds after its beginning, and beside a bleep up to -31."""
_TAIL, _MOST_TAIL = _RATE // 5, 10 ** (-25 / 20)
"""Samples from the beginning of silence in which Opus and Vorbis let what was before die away, and how much of its
root mean square may be left. After loud noise it was -29 dB at most."""
_MOST_UNTESTED, _FEW_UNTESTED = 0.1, 2
"""Share of the kept sound that changed spans beside it may leave untested, and the seconds that they may in any case.
Round numbers."""


def compare_sound(original: Path, output: Path, log: Log) -> tuple[list[Difference], list[str]]:
    """Where the sound is another than the log says, and what cannot be told.

    Raises:
        VeilproofError: a file cannot be read.
    """
    with VideoReader(original) as reader:
        start = next(iter(reader)).time
    with VideoReader(output) as reader:
        other_start = next(iter(reader)).time
    after, timeline = whole_sound(output, _RATE), log.sound_timeline(start)
    if timeline.is_silent:
        return ([_at("there is sound, and the log says there is none", 0, 0, log)] if after else []), []
    before = whole_sound(original, _RATE)
    limits = []
    if not before and not after:
        return [], []
    if len(before) != len(after):
        return [_at(f"the original has {len(before)} sound streams and the output {len(after)}", 0, 0, log)], []
    stretches = _stretches(timeline, before, after)
    if any(span.treatment is Treatment.DISGUISE for span in stretches):
        limits.append("disguised sound is another every time, so it was not compared")
    differences, foreign = [], []
    for (begin, channels), (other_begin, other_channels) in zip(before, after, strict=True):
        if len(channels) != len(other_channels):
            words = f"the original has {len(channels)} channels of sound and the output {len(other_channels)}"
            differences.append(_at(words, 0, 0, log))
            continue
        # Both on the clock of the first frame.
        lead = round((other_begin - other_start - begin + start) * _RATE)
        for samples, others in zip(channels, other_channels, strict=True):
            moved = np.pad(others, (lead, 0)) if lead > 0 else others[-lead:]
            one, other, is_kept = _aligned(samples, moved, begin, stretches)
            differences += _changed(one, other, is_kept, begin - start, log)
            foreign += _foreign(other, begin, start, stretches, log)
    if _untested(stretches):
        limits.append("spans of sound begin or end too often to tell whether what is between them was changed")
    hidden = [span for span in stretches if span.treatment in HIDDEN and span.end - span.start > _SHORTEST]
    if short := _too_short(stretches):
        limits.append(f"{short} silenced or bleeped spans are too short to be searched")
    if hidden and abs(other_start - start) > _GUARD / 2:
        limits.append("silenced and bleeped spans were not searched: the film begins at another time than the original")
        hidden = []
    inner = parts_of(hidden, _GUARD)
    for span, level in zip(inner, residual_levels(original, output, inner), strict=True):
        if level > LEAST_LEVEL:
            differences.append(
                _at("the original is heard where it is hidden", span.start - start, span.end - start, log)
            )
    return differences + foreign, limits


def _stretches(timeline: Timeline, *files: Sequence[tuple[Fraction, NDArray[np.float32]]]) -> list[Span]:
    """What happened to all of the sound that there is, in order: a log may name spans far beyond it."""
    streams = [stream for file in files for stream in file]
    at = min(begin for begin, _ in streams)
    last = max(begin + Fraction(channels.shape[1], _RATE) for begin, channels in streams)
    found = []
    for span in (*timeline.spans, Span(last, last, timeline.rest)):
        start, end = (min(max(edge, at), last) for edge in (span.start, span.end))
        found += [Span(at, start, timeline.rest), Span(start, end, span.treatment)]
        at = end
    return [span for span in found if span.start < span.end]


def _untested(stretches: Sequence[Span]) -> bool:
    """Whether too much of what is kept, or of what is hidden, lies so near to other spans that it is not compared."""
    kept = untested = Fraction(0)
    for number, span in enumerate(stretches):
        if span.treatment is Treatment.KEEP:
            length, sides = span.end - span.start, (number > 0) + (number < len(stretches) - 1)
            kept += length
            left = length - sides * _GUARD
            untested += sides * _GUARD if left >= Fraction(_WINDOW, _RATE) else length
    # A silence beside a bleep has such an edge inside of what is hidden: by turns they would leave most of it untested.
    edges = sum(one.treatment in HIDDEN and other.treatment in HIDDEN for one, other in pairwise(stretches))
    hidden = sum((span.end - span.start for span in stretches if span.treatment in HIDDEN), Fraction(0))
    return untested > max(_FEW_UNTESTED, _MOST_UNTESTED * kept) or (
        2 * _GUARD * edges > max(_FEW_UNTESTED, _MOST_UNTESTED * hidden)
    )


def _too_short(stretches: Sequence[Span]) -> int:
    """How many hidden stretches have too little between their edges to be searched."""
    short = 0
    for number, span in enumerate(stretches):
        length = span.end - span.start
        # What an encoder puts before and after the sound is no longer than a guard, and no decision of anybody.
        if span.treatment in HIDDEN and not (number in (0, len(stretches) - 1) and length <= _GUARD):
            short += length <= _SHORTEST
    return short


def _aligned(
    samples: NDArray[np.float32], others: NDArray[np.float32], begin: Fraction, stretches: Sequence[Span]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
    """Two sounds of the same length, one moved to lie on the other, and which samples should be the same.

    Args:
        samples: of the original.
        others: of the output.
        begin: the time of the first sample.
        stretches: what happened to them.
    """
    length = max(len(samples), len(others))
    one, other = (np.pad(each, (0, length - len(each))) for each in (samples, others))
    is_kept = np.ones(length, np.bool_)
    for span in stretches:
        if span.treatment is not Treatment.KEEP:
            is_kept[_part(span, _GUARD, begin)] = False
    return one, np.roll(other, _shift(np.where(is_kept, one, 0), np.where(is_kept, other, 0))), is_kept


def _changed(
    one: NDArray[np.float32], other: NDArray[np.float32], is_kept: NDArray[np.bool_], begin: Fraction, log: Log
) -> list[Difference]:
    """Where two sounds that should be the same are not; `begin` is the time of the first sample in the film."""
    length = len(one)
    found: list[Difference] = []
    for at in range(0, length - _WINDOW + 1, _WINDOW // 2):
        part = slice(at, at + _WINDOW)
        around = one[max(0, at - _WINDOW) : at + 2 * _WINDOW]
        if not is_kept[part].all() or _is_same(one[part], other[part], around):
            continue
        since = Fraction(at, _RATE) + begin
        if found and since <= Fraction(found[-1].to_seconds):
            found[-1] = _at(found[-1].what, Fraction(found[-1].from_seconds), since + Fraction(_WINDOW, _RATE), log)
        else:
            found.append(_at("the sound is another", since, since + Fraction(_WINDOW, _RATE), log))
    return found


def _foreign(
    others: NDArray[np.float32], begin: Fraction, start: Fraction, stretches: Sequence[Span], log: Log
) -> list[Difference]:
    """Where silence or a bleep holds something else."""
    for span in stretches:
        if span.treatment in HIDDEN and span.end - span.start > _SHORTEST and _holds_more(others, begin, span):
            return [_at("something is heard where the log says nothing is", span.start - start, span.end - start, log)]
    return []


def _holds_more(others: NDArray[np.float32], begin: Fraction, span: Span) -> bool:
    """Whether something is heard in a silence or beside a bleep; `begin` is the time of the first sample."""
    inner = others[_part(span, -_GUARD, begin)]
    edge = _part(span, Fraction(0), begin).start
    before = others[max(0, edge - _WINDOW) : edge]
    tail = _MOST_TAIL * float(np.sqrt(np.square(before).mean())) if len(before) else 0.0
    last = max(0, len(inner) - _WINDOW)
    for at in sorted({*range(0, last, _WINDOW // 2), last}):
        window = inner[at : at + _WINDOW]
        if not len(window):
            continue
        most = _LEAST_FOREIGN[span.treatment]
        if span.treatment is Treatment.BLEEP:
            heard = without_tone(window, _RATE)
        else:
            heard = window - window.mean(dtype=np.float64)
            most = max(most, tail) if at + _GUARD * _RATE < _TAIL else most
        if float(np.square(heard).mean()) > most * most:
            return True
    return False


def _part(span: Span, more: Fraction, begin: Fraction) -> slice:
    """The samples of a span with so many seconds more at both ends; `begin` is the time of the first sample."""
    low, high = (round((edge - begin) * _RATE) for edge in (span.start - more, span.end + more))
    return slice(max(0, low), max(0, low, high))


def _shift(one: NDArray[np.float32], other: NDArray[np.float32]) -> int:
    """By how many samples the second sound must be moved to lie on the first."""
    size = 1 << (2 * len(one) - 1).bit_length()
    correlation = np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)), size)
    near = np.concatenate([correlation[: _LARGEST_SHIFT + 1], correlation[-_LARGEST_SHIFT:]])
    best = int(near.argmax())
    return best if best <= _LARGEST_SHIFT else best - len(near)


def _is_same(one: NDArray[np.float32], other: NDArray[np.float32], around: NDArray[np.float32]) -> bool:
    """Whether a window holds the sound of the original and little else; `around` is the original around it."""
    energy = float(np.square(one).mean())
    if max(energy, float(np.square(other).mean())) < _LEAST_HEARD**2:
        return True
    gain = float((one * other).mean()) / max(energy, 1e-12)
    residual = float(np.square(other - gain * one).mean())
    loudest = max(float(np.square(around[at : at + len(one)]).mean()) for at in range(0, len(around), len(one) // 2))
    if residual > max(_MOST_RESIDUAL * gain * gain * energy, _MOST_SMEARED * loudest, _LEAST_HEARD**2):
        return False
    # What is hardly heard can be lost; louder or softer by half is another sound, too.
    return _GAINS[0] <= gain <= _GAINS[1] or energy <= max(_MOST_SMEARED * loudest, _LEAST_HEARD**2)


def _at(what: str, start: Fraction | float, end: Fraction | float, log: Log) -> Difference:
    return Difference(what, 0, max(0, log.frames - 1), max(0.0, float(start)), float(end), None)
