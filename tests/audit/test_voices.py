"""The attack on voices, and the search under silence and bleeps."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.sound.spoken import RATE, TEXTS, film, spoken
from tests.synthetic_video import video
from veilproof.audit.sound_below import sound_below
from veilproof.audit.voices import DISGUISED, ONE_VOICE, attack_voices
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import VideoWriter
from veilproof.plan import Plan, SoundDecision
from veilproof.sound.find import find_speech
from veilproof.sound.frames import Samples
from veilproof.sound.streams import ChangedSound
from veilproof.sound.timeline import Timeline, Treatment

_VOICES = (("en-us+m3", 10), ("en+f5", 99))


def _talk(voices: tuple[tuple[str, int], ...]) -> Samples:
    """Each voice says every text, one after the other."""
    pause = np.zeros(2 * RATE, np.float32)
    parts = [part for text in TEXTS for voice, pitch in voices for part in (spoken(text, voice, pitch), pause)]
    return np.concatenate(parts)[None]


def _with(source: Path, target: Path, made: Timeline) -> Path:
    with (
        VideoReader(source) as reader,
        VideoWriter(target, reader.info, added=lambda file: ChangedSound(source, made, file)) as writer,
    ):
        for frame in reader:
            writer.write(frame.picture, frame.pts)
    return target


@pytest.mark.slow
def test_voices_that_stay_are_told_apart_and_disguised_ones_less(tmp_path: Path) -> None:
    source = film(tmp_path / "talk.mkv", _talk(_VOICES))
    kept = attack_voices(source, _with(source, tmp_path / "kept.mkv", Timeline(Treatment.KEEP)))
    disguised = attack_voices(source, _with(source, tmp_path / "other.mkv", Timeline(Treatment.DISGUISE)))
    assert kept is not None
    assert disguised is not None
    assert kept.speakers == disguised.speakers == 2
    before, after = ({each.attack: each for each in found.attacks} for found in (kept, disguised))
    assert list(before) == ["control", "naive", "parrot", "restored"]
    assert before["control"].equal_error < 0.1
    assert before["naive"].equal_error < 0.1
    assert before["naive"].rank_1.hits == before["naive"].rank_1.trials
    assert before["naive"].rank_1.chance == 0.5
    assert after["naive"].equal_error > before["naive"].equal_error + 0.1
    # Two speakers are too few for an interval.
    assert before["control"].low is None
    assert DISGUISED in disguised.limits


def test_of_one_voice_the_audit_says_what_it_cannot_say(tmp_path: Path) -> None:
    source = film(tmp_path / "talk.mkv", _talk(_VOICES[:1]))
    found = attack_voices(source, source)
    assert found is not None
    assert found.attacks == ()
    assert ONE_VOICE in found.limits


def test_without_sound_or_speech_there_is_nothing_to_attack(tmp_path: Path) -> None:
    source = film(tmp_path / "talk.mkv", spoken()[None])
    assert attack_voices(source, video(tmp_path / "mute.mp4")) is None
    quiet = film(tmp_path / "quiet.mkv", np.zeros((1, 5 * RATE), np.float32))
    assert attack_voices(quiet, quiet) is None


def _planned(source: Path, decision: SoundDecision) -> Path:
    path = source.with_suffix(".veil")
    with VideoReader(source) as reader:
        facts = {"name": source.name, "sha256": "0" * 64, "kind": "video", "width": "96", "height": "64"}
        frames = [(frame.index, frame.pts) for frame in reader]
        with Plan.create(path, facts | {"time_base": str(reader.info.time_base)}) as plan:
            plan.add({}, frames, [])
            plan.add_speech(find_speech(source))
            plan.finish({})
            plan.decide_sound([(Fraction(1), Fraction(2))], decision)
    return path


@pytest.mark.parametrize("decision", [SoundDecision.SILENCE, SoundDecision.BLEEP])
@pytest.mark.parametrize("suffix", [".mp4", ".webm", ".avi"])
def test_what_is_silenced_or_bleeped_is_searched_for_the_original(
    tmp_path: Path, decision: SoundDecision, suffix: str
) -> None:
    source = film(tmp_path / "talk.mkv", spoken()[None])
    plan = _planned(source, decision)
    with Plan(plan) as opened:
        made = opened.sound_timeline(Treatment.KEEP)
    redacted = _with(source, tmp_path / f"out{suffix}", made)
    assert sound_below(source, redacted, plan) == ()
    kept = _with(source, tmp_path / f"kept{suffix}", Timeline(Treatment.KEEP))
    (finding,) = sound_below(source, kept, plan)
    assert not finding.allowed
    assert "the original is heard from 0:00:01.050 to 0:00:01.950" in finding.what


def test_a_bleep_over_the_original_is_found_out(tmp_path: Path) -> None:
    speech = spoken()[None]
    source = film(tmp_path / "talk.mkv", speech)
    plan = _planned(source, SoundDecision.BLEEP)
    tone = 0.1 * np.sin(2 * np.pi * 1000 / RATE * np.arange(speech.shape[1], dtype=np.float32))
    quiet = film(tmp_path / "quiet.mp4", 0.05 * speech + tone, codec="aac")
    (finding,) = sound_below(source, quiet, plan)
    assert "the original is heard" in finding.what
