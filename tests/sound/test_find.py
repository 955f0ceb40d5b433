"""Where somebody speaks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.sound.spoken import RATE, film, spoken
from veilproof.sound.find import find_speech, speech_of
from veilproof.sound.frames import Samples

_BEFORE, _AFTER = 2, 3


def _between_silence(speech: Samples) -> Samples:
    return np.pad(speech, ((0, 0), (_BEFORE * RATE, _AFTER * RATE)))


def test_speech_is_found_where_it_is_and_nowhere_else() -> None:
    speech = spoken()[None]
    ((start, end),) = speech_of(_between_silence(speech), RATE)
    seconds = speech.shape[1] / RATE
    assert _BEFORE - 0.5 < start < _BEFORE + 0.1
    assert _BEFORE + seconds - 0.3 < end < _BEFORE + seconds + 0.5


def test_neither_silence_nor_noise_nor_a_tone_is_speech() -> None:
    time = np.arange(5 * RATE)
    tone = 0.3 * np.sin(2 * np.pi * 440 / RATE * time)
    noise = 0.1 * np.random.default_rng(0).standard_normal(len(time))
    for sound in (0 * tone, tone, noise):
        assert speech_of(sound[None].astype(np.float32), RATE) == []


def test_speech_that_a_mix_would_cancel_is_found() -> None:
    speech = spoken()
    assert speech_of(np.stack([speech, -speech]), RATE)


def test_speech_in_noise_is_found() -> None:
    speech = spoken()[None]
    noise = np.random.default_rng(1).standard_normal(speech.shape).astype(np.float32)
    noise *= np.sqrt(np.mean(speech**2) / np.mean(noise**2)) * 10 ** (-5 / 20)
    spans = speech_of(speech + noise, RATE)
    found = float(sum(end - start for start, end in spans))
    assert found > 0.95 * speech.shape[1] / RATE


def test_speech_of_a_film_is_on_its_clock(tmp_path: Path) -> None:
    path = film(tmp_path / "late.mkv", _between_silence(spoken()[None]), begins=Fraction(3, 2))
    found = find_speech(path)
    assert found.spans[0][0] == pytest.approx(_BEFORE + 1.5, abs=0.5)
    assert float(found.end or 0) == pytest.approx(1.5 + _BEFORE + _AFTER + len(spoken()) / RATE, abs=0.01)


def test_a_film_without_sound_has_no_speech(tmp_path: Path) -> None:
    from tests.synthetic_video import video

    found = find_speech(video(tmp_path / "mute.mp4"))
    assert found.spans == ()
    assert found.end is None
