"""The sound of a film on the review page: its wave, what is heard before and after, and what is decided about it."""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.review.served import files_in
from tests.sound.spoken import RATE, film, spoken
from tests.synthetic_video import video
from veilproof import Plan, scan
from veilproof.errors import VeilproofError
from veilproof.plan import SoundDecision
from veilproof.review.edits import DecideSound, MoveSound, Request, SoundRequest
from veilproof.review.film_sound import PEAKS_PER_SECOND
from veilproof.review.reviewed_file import ReviewedFile

_SECOND = 10**6


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With `talk.mkv`, speech that begins half a second after the first frame, and its plan."""
    folder = tmp_path_factory.mktemp("talk")
    source = film(folder / "talk.mkv", np.stack([spoken(), 0.5 * spoken()]), begins=Fraction(1, 2))
    scan(source)
    return folder


@pytest.fixture
def talk(folder: Path) -> Iterator[ReviewedFile]:
    file = ReviewedFile(folder / "talk.mkv", folder / "talk.veil")
    yield file
    with Plan(folder / "talk.veil") as plan:
        while plan.undoable():
            plan.undo()
    file.close()


def _heard(file: ReviewedFile, start: float, end: float, audio: str | None = None) -> NDArray[np.float32]:
    """Float32 [channels, n] from a WAV file."""
    request = SoundRequest(round(start * _SECOND), round(end * _SECOND), audio)  # type: ignore[arg-type]
    with wave.open(io.BytesIO(file.sound.heard(request))) as content:
        assert content.getframerate() == RATE
        samples: NDArray[np.float32] = np.frombuffer(content.readframes(content.getnframes()), "<i2").astype(np.float32)
        return samples.reshape(-1, content.getnchannels()).T / np.float32(32768)


def _decide(file: ReviewedFile, start: float, end: float, decision: SoundDecision) -> None:
    file.change(Request(DecideSound(round(start * _SECOND), round(end * _SECOND), decision), file.revision()))


def test_what_is_heard_before_is_the_original_sample_by_sample(talk: ReviewedFile) -> None:
    heard = _heard(talk, 1, 2)
    at = RATE // 2
    assert heard.shape == (2, RATE)
    assert np.abs(heard[0] - spoken()[at : at + RATE]).max() < 1e-3
    assert not _heard(talk, 0, 0.4).any()


def test_what_is_heard_after_is_as_decided(talk: ReviewedFile, folder: Path) -> None:
    before = files_in(folder)
    _decide(talk, 1, 1.5, SoundDecision.SILENCE)
    _decide(talk, 2, 2.5, SoundDecision.DISGUISE)
    assert not _heard(talk, 1.1, 1.4, "keep").any()
    assert np.array_equal(_heard(talk, 1.6, 1.9, "keep"), _heard(talk, 1.6, 1.9))
    assert not np.allclose(_heard(talk, 2.1, 2.4, "keep"), _heard(talk, 2.1, 2.4), atol=0.01)
    assert not _heard(talk, 1.6, 1.9, "mute").any()
    assert not np.allclose(_heard(talk, 1.6, 1.9, "disguise"), _heard(talk, 1.6, 1.9), atol=0.01)
    assert files_in(folder) == before


def test_the_wave_shows_where_it_is_loud(talk: ReviewedFile) -> None:
    shown = np.frombuffer(talk.sound.wave(), np.uint8) / 255
    assert not shown[: PEAKS_PER_SECOND // 2].any()
    speech = spoken()[: RATE * 2]
    peaks = np.abs(speech.reshape(2 * PEAKS_PER_SECOND, -1)).max(axis=1)
    assert np.abs(shown[PEAKS_PER_SECOND // 2 :][: len(peaks)] - peaks).max() < 0.01
    assert len(shown) == pytest.approx((0.5 + len(spoken()) / RATE) * PEAKS_PER_SECOND, abs=2)


def test_the_page_knows_speech_and_what_was_decided(talk: ReviewedFile) -> None:
    about = talk.about()["sound"]
    assert about["begin"] == pytest.approx(_SECOND / 2, abs=1000)
    assert about["end"] == pytest.approx((0.5 + len(spoken()) / RATE) * _SECOND, abs=2000)
    assert about["speech"][0][0] < 1.2 * _SECOND
    assert about["speech"][-1][1] > 4 * _SECOND
    _decide(talk, 1, 2, SoundDecision.BLEEP)
    talk.change(Request(MoveSound(_SECOND, 2 * _SECOND, _SECOND, 3 * _SECOND), talk.revision()))
    assert talk.state()["stretches"] == [{"start": _SECOND, "end": 3 * _SECOND, "decision": "bleep", "reason": ""}]
    assert json.dumps(talk.state())


@pytest.mark.parametrize(("start", "end"), [(1, 1), (2, 1), (0, 31)])
def test_nothing_and_too_much_is_refused(talk: ReviewedFile, start: float, end: float) -> None:
    with pytest.raises(VeilproofError, match="choose between 0 and 30 s"):
        _heard(talk, start, end)


def test_beyond_the_sound_there_is_silence(talk: ReviewedFile) -> None:
    assert _heard(talk, 100, 101).shape == (2, RATE)
    assert not _heard(talk, 100, 101, "keep").any()
    assert _heard(talk, -3, -2).shape == (2, RATE)


def test_a_film_without_sound_has_none_on_the_page(tmp_path: Path) -> None:
    source = video(tmp_path / "mute.mp4")
    scan(source)
    file = ReviewedFile(source, tmp_path / "mute.veil")
    assert file.about()["sound"] is None
    assert file.sound.wave() == b""
    with pytest.raises(VeilproofError, match="no sound that can be decoded"):
        _heard(file, 0, 1)
    file.close()
