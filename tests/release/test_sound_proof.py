"""What verifying says of the sound of a release."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.release.folder import FRAMES, film
from veilproof.release.log import Log, LoggedSound, Why, decoded
from veilproof.release.sound_proof import compare_sound
from veilproof.sound.timeline import Treatment


def test_sound_that_was_replaced_is_found(tmp_path: Path) -> None:
    source = film(tmp_path / "march.mp4", sound=True)
    other = film(tmp_path / "other.mp4", sound=True, replaced=slice(6400, 14400))
    log = decoded(_log_with_sound())
    assert compare_sound(source, source, log) == ([], [])
    (found, *_), _ = compare_sound(source, other, log)
    assert 0.2 <= found.from_seconds <= 0.5
    assert 0.8 <= found.to_seconds <= 1.2


def test_sound_that_was_mixed_in_is_found(tmp_path: Path) -> None:
    source = film(tmp_path / "march.mp4", sound=True)
    other = film(tmp_path / "other.mp4", sound=True, mixed=slice(6400, 14400))
    (found, *_), _ = compare_sound(source, other, decoded(_log_with_sound()))
    assert 0.2 <= found.from_seconds <= 0.5
    assert 0.8 <= found.to_seconds <= 1.2


def test_short_bleeps_side_by_side_are_searched_and_one_alone_cannot_be_told(tmp_path: Path) -> None:
    source = film(tmp_path / "march.mp4", sound=True)
    log, why = decoded(_log_with_sound()), Why("voice", "", "", "", "", "")
    bleeps = [LoggedSound(n + 1, Treatment.BLEEP, 0.2 + n * 0.25, 0.45 + n * 0.25, why) for n in range(3)]
    differences, limits = compare_sound(source, source, replace(log, sound=tuple(bleeps)))
    assert "the original is heard" in differences[0].what
    assert not limits
    assert "too short" in compare_sound(source, source, replace(log, sound=tuple(bleeps[:1])))[1][0]


def _film_with(path: Path, *streams: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Path:
    """A film of one frame with streams of sound, each float64 [2, n] at 16 kHz."""
    with av.open(str(path), "w") as container:
        picture = container.add_stream("libx264", rate=25)
        picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
        sounds = [container.add_stream("pcm_s16le", rate=16000, layout="stereo") for _ in streams]
        container.mux(picture.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(picture.encode(None))
        for channels, sound in zip(streams, sounds, strict=True):
            samples = (channels.T * 32767).astype(np.int16).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), "s16", "stereo")
            frame.sample_rate, frame.pts, frame.time_base = 16000, 0, Fraction(1, 16000)
            container.mux(sound.encode(frame))
            container.mux(sound.encode(None))
    return path


def test_sound_in_the_opposite_phase_of_two_channels_is_heard(tmp_path: Path) -> None:
    voice = np.random.default_rng(5).normal(0, 0.1, 16000)
    source = _film_with(tmp_path / "one.mkv", np.zeros((2, 16000)))
    other = _film_with(tmp_path / "other.mkv", np.stack([voice, -voice]))
    found, _ = compare_sound(source, other, decoded(_log_with_sound()))
    assert "the sound is another" in found[0].what


@pytest.mark.parametrize("ways", [(1, -1), (0, 1), (-1, 0)])
def test_the_original_is_found_in_any_channel_of_any_stream_that_should_be_silent(
    tmp_path: Path, ways: tuple[float, float]
) -> None:
    voices = np.random.default_rng(5).normal(0, 0.1, (2, 1, 16000)) * np.ones((1, 2, 1))
    why = Why("voice", "", "", "", "", "")
    log = replace(decoded(_log_with_sound()), sound=(LoggedSound(1, Treatment.SILENCE, 0.0, 1.0, why),))
    source = _film_with(tmp_path / "one.mkv", *voices)
    silent = _film_with(tmp_path / "silent.mkv", *(0 * voices))
    assert compare_sound(source, silent, log) == ([], [])
    hidden = 0.05 * voices[1] * np.array(ways)[:, None]
    found, _ = compare_sound(source, _film_with(tmp_path / "hidden.mkv", 0 * voices[0], hidden), log)
    assert "the original is heard where it is hidden" in found[0].what


@pytest.mark.parametrize(
    "rows",
    [
        [(Treatment.SILENCE, 0.0, 1.0)],
        [(Treatment.BLEEP, 0.1, 0.9)],
        [(Treatment.SILENCE, None, None), (Treatment.KEEP, 0.3, 0.3)],
        [(Treatment.SILENCE, None, None), (Treatment.KEEP, 0.5, 0.4)],
        [(Treatment.SILENCE, None, None), (Treatment.KEEP, 0.0, 0.1)],
        [(Treatment.SILENCE, 0.3, 0.62)],
        [(Treatment.BLEEP if at % 2 else Treatment.SILENCE, 0.32 * at, 0.32 * (at + 1)) for at in range(3)],
    ],
)
def test_a_foreign_voice_is_found_where_the_log_says_that_nothing_is_heard(
    tmp_path: Path, rows: list[tuple[Treatment, float | None, float | None]]
) -> None:
    voices = np.random.default_rng(5).normal(0, 0.1, (2, 1, 16000)) * np.ones((1, 2, 1))
    why = Why("voice", "", "", "", "", "")
    log = replace(decoded(_log_with_sound()), sound=tuple(LoggedSound(at, *row, why) for at, row in enumerate(rows, 1)))
    source, other = _film_with(tmp_path / "one.mkv", voices[0]), _film_with(tmp_path / "other.mkv", voices[1])
    found, _ = compare_sound(source, other, log)
    assert {each.what for each in found} & {
        "something is heard where the log says nothing is",
        "there is sound, and the log says there is none",
    }


def _log_of(*rows: tuple[Treatment, float, float]) -> Log:
    why = Why("voice", "", "", "", "", "")
    return replace(
        decoded(_log_with_sound()), sound=tuple(LoggedSound(at, *row, why) for at, row in enumerate(rows, 1))
    )


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "too short to be searched"), (0.4, "too often")])
def test_silence_and_bleeps_by_turns_are_not_verified(tmp_path: Path, seconds: float, words: str) -> None:
    silent = np.zeros((2, 160_000))
    rows = [
        (Treatment.SILENCE if at % 2 else Treatment.BLEEP, seconds * at, seconds * (at + 1))
        for at in range(round(9 / seconds))
    ]
    _, limits = compare_sound(_film_with(tmp_path / "one.mkv", silent), tmp_path / "one.mkv", _log_of(*rows))
    assert any(words in limit for limit in limits)


def test_a_tone_is_no_silence(tmp_path: Path) -> None:
    tone = 0.2 * np.sin(2 * np.pi * 1000 / 16_000 * np.arange(16_000)) * np.ones((2, 1))
    source, other = _film_with(tmp_path / "one.mkv", 0 * tone), _film_with(tmp_path / "other.mkv", tone)
    (found, *_), _ = compare_sound(source, other, _log_of((Treatment.SILENCE, 0.0, 1.0)))
    assert "something is heard" in found.what
    assert compare_sound(source, other, _log_of((Treatment.BLEEP, 0.0, 1.0))) == ([], [])


@pytest.mark.parametrize("end", [0.82, 1.0])
def test_what_a_codec_lets_die_away_in_silence_is_no_foreign_sound(tmp_path: Path, end: float) -> None:
    voice = np.random.default_rng(5).normal(0, 0.25, (2, 16_000))
    at = np.arange(16_000) / 16_000
    # As Opus left it after loud noise: -44 dBFS after 0.1 seconds, -52 after 0.15 and -61 after 0.2.
    left = 10 ** ((-27 - 170 * (at - 0.5)) / 20) * np.random.default_rng(6).normal(0, 1, (2, 16_000))
    source = _film_with(tmp_path / "one.mkv", voice)
    is_hidden = (at >= 0.5) & (at < end)
    other = _film_with(tmp_path / "other.mkv", np.where(is_hidden, left, voice))
    assert compare_sound(source, other, _log_of((Treatment.SILENCE, 0.5, end))) == ([], [])


def test_a_bleep_beside_silence_is_not_taken_for_a_tone_of_the_original(tmp_path: Path) -> None:
    at = np.arange(48_000) / 16_000
    music = 0.4 * np.sin(2 * np.pi * 1003 * at) * np.ones((2, 1))
    bleep = np.where((at >= 1.6) & (at < 2.4), 0.1 * np.sin(2 * np.pi * 1000 * at), 0) * np.ones((2, 1))
    is_hidden = (at >= 0.8) & (at < 2.4)
    source = _film_with(tmp_path / "one.mkv", music)
    other = _film_with(tmp_path / "other.mkv", np.where(is_hidden, bleep, music))
    assert compare_sound(source, other, _log_of((Treatment.SILENCE, 0.8, 1.6), (Treatment.BLEEP, 1.6, 2.4))) == ([], [])


def test_spans_of_sound_that_leave_nothing_between_them_to_compare_cannot_be_told(tmp_path: Path) -> None:
    voices = np.random.default_rng(5).normal(0, 0.1, (2, 1, 160_000)) * np.ones((1, 2, 1))
    why = Why("voice", "", "", "", "", "")
    spans = [(0.35 + at * 0.7, 0.7 + at * 0.7) for at in range(13)]
    log = replace(
        decoded(_log_with_sound()),
        sound=tuple(LoggedSound(at, Treatment.SILENCE, *span, why) for at, span in enumerate(spans, 1)),
    )
    silent = np.ones(160_000)
    for begin, end in spans:
        silent[round(begin * 16_000) : round(end * 16_000)] = 0
    source, other = _film_with(tmp_path / "one.mkv", voices[0]), _film_with(tmp_path / "other.mkv", silent * voices[1])
    _, limits = compare_sound(source, other, log)
    assert any("too often" in limit for limit in limits)


def test_spans_far_beyond_the_film_are_no_work(tmp_path: Path) -> None:
    voice = np.random.default_rng(5).normal(0, 0.1, (2, 16000))
    why = Why("voice", "", "", "", "", "")
    log = replace(
        decoded(_log_with_sound()),
        sound=(LoggedSound(1, Treatment.SILENCE, 0.5, 1e300, why), LoggedSound(2, Treatment.BLEEP, -1e300, -1.0, why)),
    )
    source = _film_with(tmp_path / "one.mkv", voice)
    silent = _film_with(tmp_path / "silent.mkv", voice * (np.arange(16000) < 8000))
    assert compare_sound(source, silent, log) == ([], [])


def _log_with_sound() -> bytes:
    fields = {"format": "veilproof redactions 2", "draft": False, "kind": "video", "width": 192, "height": 128}
    style = {
        "frames": FRAMES,
        "method": "solid",
        "shape": "ellipse",
        "scale": 1.5,
        "head_scale": 1.3,
        "line_margin": 0.3,
    }
    return json.dumps({**fields, **style, "tracks": [], "sound": [], "left_out": [], "incidents": []}).encode()
