"""Sound on the command line: what a person decides, and what the summary says of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.cli.commands import Veilproof
from tests.sound.spoken import RATE, film, heard_in, spoken


@pytest.fixture
def march(tmp_path: Path, veilproof: Veilproof) -> Path:
    """A film in which somebody speaks, and its plan beside it."""
    path = film(tmp_path / "march.mp4", spoken()[None], codec="aac")
    assert veilproof("scan", path, "-q").err
    return path


def test_a_name_is_silenced_and_the_other_words_are_disguised(march: Path, veilproof: Veilproof) -> None:
    arguments = ("plan", "sound", march, "--from", "1.5", "--to", "0:00:02", "--silence", "--reason", "a name")
    assert veilproof(*arguments).code == 0
    shown = veilproof("plan", "show", march).out
    assert "speech: " in shown
    assert "silence (a name)" in shown
    rendered = veilproof("render", march, "--audio", "disguise")
    assert "harder to recognise, not anonymous" in rendered.out
    assert "1 stretch silenced" in rendered.out
    _, before, rate = heard_in(march)
    _, after, _ = heard_in(march.with_name("march.redacted.mp4"))
    silent = slice(round(1.55 * rate), round(1.95 * rate))
    assert np.abs(before[:, silent]).max() > 0.01
    assert np.abs(after[:, silent]).max() < 1e-4
    spoken_part = slice(RATE // 2, RATE)
    assert abs(np.corrcoef(before[0, spoken_part], after[0, spoken_part])[0, 1]) < 0.2


def test_a_stretch_is_exported_with_who_and_why(march: Path, veilproof: Veilproof) -> None:
    veilproof("plan", "sound", march, "--from", "1", "--to", "2", "--bleep", "--reason", "a name")
    document = json.loads(veilproof("plan", "export", march, "--json").out)
    (stretch,) = document["stretches"]
    assert (stretch["from_seconds"], stretch["to_seconds"]) == (1.0, 2.0)
    assert (stretch["decision"], stretch["reason"]) == ("bleep", "a name")
    assert document["speech"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "100", "--to", "101", "--silence"), "no sound lies between 100 s and 101 s"),
        (("--from", "2", "--to", "1", "--silence"), "no sound lies between 2 s and 1 s"),
        (("--from", "1", "--to", "2"), "give one of --silence"),
        (("--from", "1", "--to", "2", "--keep", "--bleep"), "give one of --silence"),
        (("--from", "noon", "--to", "2", "--keep"), "a time is seconds"),
    ],
)
def test_a_stretch_that_cannot_be_is_refused(
    march: Path, veilproof: Veilproof, arguments: tuple[str, ...], words: str
) -> None:
    ran = veilproof("plan", "sound", march, *arguments)
    assert ran.code != 0
    assert words in " ".join(ran.err.split())
    assert "silence" not in veilproof("plan", "show", march).out


def test_sound_into_a_picture_format_is_refused_before_the_scan(tmp_path: Path, veilproof: Veilproof) -> None:
    path = film(tmp_path / "march.mp4", spoken()[None, :RATE], codec="aac")
    ran = veilproof("redact", path, "-o", tmp_path / "out.gif", "--audio", "disguise")
    assert "cannot hold sound" in ran.err
    assert not (tmp_path / "march.veil").exists()
