"""Silence, bleep and disguise, sample by sample."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.sound.spoken import RATE, TEXTS, level, spoken
from veilproof.sound.change import changed_sound
from veilproof.sound.disguise import Disguise
from veilproof.sound.frames import Samples
from veilproof.sound.read import Block, SoundInfo
from veilproof.sound.timeline import Span, Treatment, timeline

_INFO = SoundInfo(0, RATE, "mono", 1, "", "sound")


def _changed(samples: Samples, *spans: tuple[float, float, Treatment], step: int = 1000, start: int = 0) -> Samples:
    """Given in blocks of `step` samples."""
    info = SoundInfo(0, RATE, "any", len(samples), "", "sound")
    cuts = range(0, samples.shape[1], step)
    blocks = [Block(start + at, samples[:, at : at + step]) for at in cuts]
    made = timeline(Treatment.KEEP, [[Span(Fraction(a), Fraction(b), what) for a, b, what in spans]])
    results = list(changed_sound(blocks, info, made))
    ends = start
    for block in results:
        assert block.start == ends
        ends = block.end
    assert ends == start + samples.shape[1]
    return np.concatenate([block.samples for block in results], axis=1)


def _seconds(samples: Samples, start: float, end: float) -> Samples:
    return samples[:, round(start * RATE) : round(end * RATE)]


@pytest.mark.parametrize("step", [17, 1024, 10**6])
def test_under_silence_and_bleep_nothing_of_the_original_is_left_and_nothing_else_changes(step: int) -> None:
    speech = spoken()[None]
    heard = _changed(speech, (1, 1.5, Treatment.SILENCE), (2, 2.5, Treatment.BLEEP), step=step)
    assert not _seconds(heard, 1, 1.5).any()
    other = _changed(spoken(TEXTS[1])[None, : speech.shape[1]], (2, 2.5, Treatment.BLEEP), step=step)
    assert np.array_equal(_seconds(heard, 2, 2.5), _seconds(other, 2, 2.5))
    assert level(_seconds(heard, 2.1, 2.4)) == pytest.approx(-23, abs=0.1)
    for start, end in ((0, 0.99), (1.51, 1.99), (2.51, 3)):
        assert np.array_equal(_seconds(heard, start, end), _seconds(speech, start, end))


@pytest.mark.parametrize("treatment", [Treatment.SILENCE, Treatment.BLEEP, Treatment.DISGUISE])
@pytest.mark.parametrize("step", [17, 1024])
def test_edges_do_not_click(treatment: Treatment, step: int) -> None:
    tone = 0.5 * np.sin(2 * np.pi * 200 / RATE * np.arange(3 * RATE, dtype=np.float32))[None]
    heard = _changed(tone, (1.0012, 2.0007, treatment), step=step)
    for edge in (round(1.0012 * RATE), round(2.0007 * RATE)):
        # A click is a jump. Sound that fades to nothing on both sides has none, whatever it is: a disguise, which is
        # drawn anew each time, may well change by more than a tone between two samples.
        assert np.abs(heard[:, edge - 2 : edge + 2]).max() < 0.003
        for beside in (heard[:, edge - 22 : edge], heard[:, edge : edge + 22]):
            assert np.abs(beside).max() < 0.1


def test_a_disguise_changes_only_its_span_and_differs_every_time() -> None:
    speech = spoken()[None]
    one, other = (_changed(speech, (1, 3, Treatment.DISGUISE)) for _ in range(2))
    assert np.array_equal(_seconds(one, 0, 0.99), _seconds(speech, 0, 0.99))
    assert np.array_equal(_seconds(one, 3.01, 4), _seconds(speech, 3.01, 4))
    assert not np.array_equal(_seconds(one, 1, 3), _seconds(other, 1, 3))


def test_speech_that_does_not_end_is_disguised_piece_by_piece() -> None:
    speech = np.tile(spoken(), 12)[None, : 50 * RATE]
    longest = 0
    cuts = range(0, speech.shape[1], RATE)
    blocks = (Block(at, speech[:, at : at + RATE]) for at in cuts)
    made = timeline(Treatment.DISGUISE, [])
    ends = 0
    for block in changed_sound(blocks, _INFO, made):
        assert block.start == ends
        ends, longest = block.end, max(longest, block.samples.shape[1])
    assert ends == speech.shape[1]
    assert longest < 19 * RATE


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 44_100, 48_000, 96_000])
def test_a_disguise_is_as_long_and_as_loud_at_every_rate(rate: int) -> None:
    speech = spoken()
    at = np.arange(0, len(speech) - 1, RATE / rate)
    samples = np.interp(at, np.arange(len(speech)), speech).astype(np.float32)[None]
    changed = Disguise(rate).changed(samples)
    assert changed.shape == samples.shape
    assert changed.dtype == np.float32
    assert np.abs(changed).max() <= 1
    assert level(changed) == pytest.approx(level(samples), abs=4)


def test_words_stay_where_they_are() -> None:
    speech = spoken()[None]
    changed = Disguise(RATE).changed(speech)
    size = RATE // 100
    count = speech.shape[1] // size
    parts = [sound[0, : count * size].reshape(count, size) for sound in (speech, changed)]
    before, after = (np.log(np.square(part).mean(axis=1) + 1e-6) for part in parts)
    agreement = [np.corrcoef(before[5:-5], np.roll(after, shift)[5:-5])[0, 1] for shift in range(-4, 5)]
    assert int(np.argmax(agreement)) == 4
    assert max(agreement) > 0.8


def test_a_voice_stays_on_its_side() -> None:
    speech = spoken()
    changed = Disguise(RATE).changed(np.stack([speech, 0.1 * speech]))
    assert level(changed[:1]) - level(changed[1:]) == pytest.approx(20, abs=1.5)


@pytest.mark.parametrize("length", [0, 1, 10, 500])
def test_silence_and_scraps_are_disguised_without_an_error(length: int) -> None:
    disguise = Disguise(RATE)
    assert not disguise.changed(np.zeros((2, length), np.float32)).any()
    assert disguise.changed(np.full((1, length), 0.9, np.float32)).shape == (1, length)


def test_clipped_speech_stays_within_full_scale() -> None:
    changed = Disguise(RATE).changed(np.clip(spoken()[None] * 50, -1, 1))
    assert np.isfinite(changed).all()
    assert np.abs(changed).max() <= 1


@pytest.mark.parametrize("hertz", [90, 150, 300])
def test_a_voice_stays_a_voice_and_breath_stays_breath(hertz: int) -> None:
    pulses = (np.arange(2 * RATE) % (RATE // hertz) == 0).astype(np.float32)
    breath = np.random.default_rng(1).normal(0, 0.1, 2 * RATE).astype(np.float32)
    disguise = Disguise(RATE)
    heard = [_periodicity(disguise.changed(sound[None])[0]) for sound in (pulses, breath)]
    assert heard[0] > heard[1] + 0.2


def _periodicity(samples: NDArray[np.float32]) -> float:
    """The highest autocorrelation below 1 kHz, over periods from 60 to 350 Hz, of parts of 50 ms: their mean."""
    size = RATE // 20
    parts = samples[RATE // 2 :][: 20 * size].reshape(20, size)
    power = np.square(np.abs(np.fft.rfft(parts, 2 * size, axis=1)))
    power[:, 100:] = 0
    correlation = np.fft.irfft(power, 2 * size, axis=1)
    return float((correlation[:, RATE // 350 : RATE // 60].max(axis=1) / correlation[:, 0]).mean())
