"""What may be a research set, and what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from benchmarks.lab_people import portraits
from tests.cli.commands import Veilproof, in_this_process
from tests.lab.people import write_picture
from veilproof.errors import VeilproofError
from veilproof.lab.sets import Passed, describe_set, read_set
from veilproof.progress import silent


@pytest.fixture
def veilproof(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Veilproof:
    monkeypatch.setenv("COLUMNS", "300")
    return in_this_process(monkeypatch, capfd)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten people with two pictures each."""
    folder = tmp_path_factory.mktemp("small")
    for number, portrait in enumerate(portraits()):
        (folder / f"{number}").mkdir()
        write_picture(folder / f"{number}" / "a.png", portrait.pixels)
        write_picture(folder / f"{number}" / "b.png", np.asarray(portrait.pixels[:, ::-1], np.uint8))
    return folder


def test_a_set_of_too_few_people_is_refused(small: Path) -> None:
    with pytest.raises(VeilproofError, match=r"10 people with two pictures or more .*; rates need at least 30\. Give"):
        read_set(small, silent)


def test_what_is_not_used_is_counted(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("veilproof.lab.sets.MIN_PEOPLE", 5)
    folder = tmp_path / "set"
    shutil.copytree(small, folder)
    (folder / "0" / "a.png").write_bytes(b"no picture")
    write_picture(folder / "1" / "a.png", np.full((200, 200, 3), 120, np.uint8))
    shutil.copy(folder / "2" / "a.png", folder / "2" / "a-again.png")
    (folder / "3" / "a notes.txt").write_text("neither is this")
    found = read_set(folder, silent)
    assert found.passed == Passed(unreadable=2, without_face=1, repeated=1, single=2)
    assert len(found.gallery) == 8
    assert found.person.tolist() == list(range(8))


def test_one_picture_of_two_people_is_refused_and_named(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    shutil.copytree(small, folder)
    shutil.copy(folder / "2" / "a.png", folder / "7" / "c.png")
    with pytest.raises(VeilproofError, match=r"7/c\.png and .*2/a\.png are the same picture of two people"):
        read_set(folder, silent)


@pytest.mark.parametrize("made", ["nothing", "a file", "no sub-folder"])
def test_what_is_no_set_is_refused(tmp_path: Path, made: str) -> None:
    folder = tmp_path / "set"
    if made == "a file":
        folder.write_text("x")
    elif made == "no sub-folder":
        folder.mkdir()
        (folder / "a.png").write_bytes(b"x")
    with pytest.raises(VeilproofError, match="one sub-folder a person"):
        read_set(folder, silent)


def test_a_description_is_read_and_a_typo_in_it_refused(tmp_path: Path) -> None:
    file = tmp_path / "set.toml"
    file.write_text('name = "A set"\nlimits = "Nobody is outdoors."\n')
    assert describe_set(file).name == "A set"
    file.write_text('nam = "A set"\n')
    with pytest.raises(VeilproofError, match=r"not a description of a set .*name, source, terms, limits"):
        describe_set(file)


def test_the_command_says_what_sets_are_for(veilproof: Veilproof) -> None:
    shown = veilproof("lab", "run", "--help").out
    assert "public research sets or synthetic people" in shown
    assert "A folder of people you know is none" in shown


def test_the_command_refuses_in_one_line_before_it_reads(veilproof: Veilproof, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    assert "no covering named wig" in veilproof("lab", "run", small, "--out", out, "--coverings", "wig").error_line
    assert (
        "no recogniser named arcface"
        in veilproof("lab", "run", small, "--out", out, "--recognisers", "arcface").error_line
    )
    ran = veilproof("lab", "run", small, "--out", out, "--recognisers", "sface", "--quiet")
    assert ran.code == 1
    assert "rates need at least 30" in ran.error_line
    assert not out.exists()


def test_a_report_replaces_no_file_of_the_user(veilproof: Veilproof, small: Path, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("my own notes")
    ran = veilproof("lab", "run", small, "--out", tmp_path, "--recognisers", "sface", "--quiet")
    assert ran.code == 1
    assert "report.html" in ran.error_line
    assert (tmp_path / "report.html").read_text() == "my own notes"
