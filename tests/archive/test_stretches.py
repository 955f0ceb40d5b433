"""Stretches of sound that a manifest decides."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.archive.archives import items, run_archive
from tests.sound.spoken import RATE, film, heard_in, spoken
from veilproof.archive.stretches import manifest_stretches
from veilproof.plan import Plan, SoundDecision


@pytest.mark.slow
def test_a_manifest_silences_sound_in_the_result_and_leaves_the_plan_alone(tmp_path: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("one", "late"):
        film(source / f"{name}.mp4", spoken()[None, : 2 * RATE], codec="aac")
    rows = [
        {"path": "one.mp4", "audio": "keep", "sound": "silence 0:00.5-1; bleep 1.5-1.75"},
        {"path": "late.mp4", "audio": "keep", "sound": "silence 60-61"},
    ]
    (source / "list.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    destination = tmp_path / "out"
    run_archive(source / "list.jsonl", destination, tiny)
    states = {name: (state, message) for name, state, message in items(destination, "source, state, message")}
    state, message = states["late.mp4"]
    assert state == "failed"
    assert "no sound lies between 60 s and 61 s" in message
    start, samples, rate = heard_in(destination / "one.redacted.mp4")
    heard = samples[0, -start:] if start < 0 else np.pad(samples[0], (start, 0))
    assert np.abs(heard[round(0.55 * rate) : round(0.95 * rate)]).max() < 1e-3
    assert np.abs(heard[round(1.1 * rate) : round(1.4 * rate)]).max() > 0.05
    (plan,) = destination.rglob("one*.veil")
    with Plan(plan) as opened:
        assert opened.stretches() == []


def test_what_a_manifest_says_is_read_exactly() -> None:
    assert manifest_stretches(" silence 12.5-13.1 ;disguise 0:20 - 1:05;") == [
        (SoundDecision.SILENCE, Fraction("12.5"), Fraction("13.1")),
        (SoundDecision.DISGUISE, Fraction(20), Fraction(65)),
    ]
    assert manifest_stretches("") == []
