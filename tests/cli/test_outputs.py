"""Outputs of commands: nothing precious is replaced, no two originals share one, and whatever happens is one line."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.commands import MAIN, Veilproof, started
from tests.conftest import Clip
from tests.decoded import frames_of
from tests.redacted import copied
from tests.synthetic_video import video
from veilproof.cli import plan as plan_command
from veilproof.cli import show
from veilproof.plan import Plan

pytestmark = pytest.mark.slow


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


_ATTACKS: dict[str, Callable[[Path], list[object]]] = {
    "JSON over the original": lambda f: ["plan", "export", f / "people.veil", "--json", "-o", f / "people.mp4"],
    "JSON over a photo": lambda f: ["plan", "export", f / "people.veil", "--json", "-o", f / "a.jpg"],
    "JSON over the plan": lambda f: ["plan", "export", f / "people.veil", "--json", "-o", f / "people.veil"],
    "MOT over another plan": lambda f: ["plan", "export", f / "people.veil", "--mot", "-o", f / "p.jpg"],
    "preview over the plan": lambda f: ["render", f / "people.mp4", "--plan", f / "p.jpg", "--preview", f / "p.jpg"],
    "preview over another plan": lambda f: ["render", f / "people.mp4", "--preview", f / "p.jpg"],
    "output over the plan": lambda f: ["redact", f / "people.mp4", "--plan", f / "p.mp4", "-o", f / "p.mp4"],
    "output over another original": lambda f: ["redact", f / "people.mp4", "-o", f / "other.mp4"],
    "preview over another kind": lambda f: ["render", f / "people.mp4", "--preview", f / "film.jpg"],
    "output over an input": lambda f: ["redact", f / "people.mp4", f / "people.redacted.mp4"],
}


@pytest.mark.parametrize("attack", _ATTACKS.values(), ids=_ATTACKS)
def test_force_never_destroys_an_original_a_plan_or_another_kind_of_file(
    attack: Callable[[Path], list[object]], people_clip: Clip, veilproof: Veilproof, tmp_path: Path
) -> None:
    copied(people_clip.path, tmp_path)
    shutil.copy(tmp_path / "people.veil", tmp_path / "p.jpg")
    Image.new("RGB", (8, 8)).save(tmp_path / "a.jpg")
    video(tmp_path / "film.mp4").rename(tmp_path / "film.jpg")
    video(tmp_path / "people.redacted.mp4")
    other = video(tmp_path / "other.mp4")
    assert veilproof("scan", other, "--quiet").code == 3
    before = _contents(tmp_path)
    ran = veilproof(*attack(tmp_path), "--force")
    assert ran.code == 1
    assert ran.error_line.startswith("veilproof: ")
    assert _contents(tmp_path) == before


def test_two_originals_never_share_an_output_and_that_is_told_before_any_work(
    veilproof: Veilproof, tmp_path: Path
) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        Image.new("RGB", (64, 64), "red").save(tmp_path / folder / "a.jpg")
    before = _contents(tmp_path)
    for arguments in (
        [tmp_path / "x" / "a.jpg", tmp_path / "y" / "a.jpg", "-o", tmp_path / "o"],
        [tmp_path / "x", tmp_path / "y", "-o", tmp_path / "o"],
    ):
        for force in ([], ["--force"]):
            ran = veilproof("redact", *arguments, *force)
            assert ran.code == 1
            assert "would both be written to" in ran.error_line
            assert _contents(tmp_path) == before
            assert not (tmp_path / "o").exists()


def test_two_originals_of_one_name_get_a_plan_each_beside_the_outputs(tmp_path: Path, veilproof: Veilproof) -> None:
    folder, out = tmp_path / "x", tmp_path / "o"
    folder.mkdir()
    for suffix in ("jpg", "png"):
        Image.new("RGB", (64, 64), "red").save(folder / f"a.{suffix}")
    access = os.access
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "access", lambda path, mode: (Path(path), mode) != (folder, os.W_OK) and access(path, mode))
        assert veilproof("redact", folder, "-o", out, "-q").code == 3
    assert {path.name for path in out.iterdir()} == {"a.redacted.jpg", "a.redacted.png", "a.veil", "a.png.veil"}
    names = set()
    for path in out.glob("*.veil"):
        with Plan(path) as plan:
            names.add(plan.facts["name"])
    assert names == {"a.jpg", "a.png"}


def test_nothing_that_is_made_from_a_private_original_is_readable_by_others(
    people_clip: Clip, veilproof: Veilproof, tmp_path: Path
) -> None:
    source = tmp_path / "people.mp4"
    shutil.copy(people_clip.path, source)
    source.chmod(0o600)
    assert veilproof("redact", source, "--preview", tmp_path / "sheet.jpg", "--audit", "-q").code in (0, 4, 5)
    assert veilproof("plan", "export", source, "--json", "-o", tmp_path / "plan.json").code == 0
    written = [path for path in tmp_path.rglob("*") if path != source]
    assert {path.name for path in written} >= {"people.veil", "people.redacted.mp4", "sheet.jpg", "audit.html"}
    assert {path.name: oct(path.stat().st_mode & 0o077) for path in written if path.stat().st_mode & 0o077} == {}


def test_a_report_in_the_way_of_an_audit_is_told_before_the_work(
    people_clip: Clip, veilproof: Veilproof, tmp_path: Path
) -> None:
    (tmp_path / "audit.json").write_text('{"mine": true}')
    ran = veilproof("audit", people_clip.path, people_clip.path, "--out", tmp_path)
    assert ran.code == 1
    assert "audit.json" in ran.error_line
    assert _contents(tmp_path) == {"audit.json": b'{"mine": true}'}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("stage", ["scan", "render"])
def test_every_signal_that_stops_ends_like_ctrl_c(
    number: signal.Signals, stage: str, people_clip: Clip, tmp_path: Path
) -> None:
    source = tmp_path / "people.mp4"
    shutil.copy(people_clip.path, source)
    stop = (
        "import os, sys\nfrom veilproof.cli import bars\n"
        "def stop(self, step):\n"
        f"    if (step.stage, step.done) == ({stage!r}, 20): os.kill(os.getpid(), {int(number)})\n"
        "bars._Lines.__call__ = stop"
    )
    child = started("redact", source, before=stop)
    out, err = child.communicate()
    assert (child.returncode, out, len(err.splitlines())) == (1, "", 1), err
    assert "stopped" in err
    assert {path.name for path in tmp_path.iterdir()} == {"people.mp4", "people.veil"}
    again = started("redact", source, "-q")
    again.communicate()
    assert again.returncode == 0
    assert len(frames_of(tmp_path / "people.redacted.mp4")) == 60


def _onto(stream: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command with standard output on a device that is always full, or closed."""
    words = [sys.executable, "-c", MAIN, *map(str, arguments)]
    return subprocess.run(["sh", "-c", f'"$@" {stream}', "sh", *words], stderr=subprocess.PIPE, text=True, check=False)


@pytest.mark.parametrize(
    "arguments",
    [["render", "people.mp4", "--force"], ["plan", "export", "people.veil", "--json"], ["plan", "show", "people.veil"]],
)
def test_a_full_standard_output_is_not_blamed_on_the_original(
    arguments: list[str], people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(people_clip.path, tmp_path)
    monkeypatch.chdir(tmp_path)
    ran = _onto(">/dev/full", *arguments)
    assert ran.returncode == 1
    assert ran.stderr.splitlines() == [
        "veilproof: standard output cannot be written (the disk is full): make room or print to a terminal"
    ]
    if arguments[0] == "render":
        assert len(frames_of(tmp_path / "people.redacted.mp4")) == 60


def test_closed_or_full_streams_for_messages_do_not_stop_the_work(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    for streams in (">&- 2>&-", "2>/dev/full >/dev/null", "<&- >&- 2>&-"):
        assert _onto(streams, "render", source, "--force").returncode == 0
        assert len(frames_of(tmp_path / "people.redacted.mp4")) == 60


def test_a_terminal_that_knows_only_ascii_gets_escapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = video(tmp_path / "märz-日本.mp4")
    monkeypatch.setenv("PYTHONIOENCODING", "ascii:strict")
    child = started("redact", source)
    out, err = child.communicate()
    assert child.returncode == 3
    assert "Traceback" not in err
    assert r"m\xe4rz-\u65e5\u672c.redacted.mp4" in out
    missing = started("render", tmp_path / "é.mp4")
    assert missing.communicate()[1].count("\n") == 1


def test_an_error_that_nobody_foresaw_is_one_line_and_stops_only_that_file(
    veilproof: Veilproof, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a\nb")

    monkeypatch.setattr(plan_command, "_open", fail)
    ran = veilproof("plan", "show", tmp_path / "a.veil")
    assert ran.code == 1
    assert "ZeroDivisionError" in ran.error_line
    monkeypatch.undo()
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setattr(show, "warn_of_scan", fail)
    first, second = video(tmp_path / "a.mp4"), video(tmp_path / "b.mp4")
    ran = veilproof("scan", first, second, "-q")
    assert ran.code == 1
    lines = [line for line in ran.err.splitlines() if line.startswith("veilproof: ")]
    assert [str(first) in lines[0], str(second) in lines[1], len(lines)] == [True, True, 2]
    assert "Traceback" not in ran.err


def test_an_audit_writes_nothing_outside_its_folder(people_clip: Clip, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MPL", "XDG_"))}
    words = [sys.executable, "-c", MAIN]
    words += ["audit", str(people_clip.path), str(people_clip.path), "--out", str(tmp_path / "out"), "-q"]
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    ran = subprocess.run(
        words, env=environment | {"HOME": str(home), "TMPDIR": str(temporary)}, capture_output=True, check=False
    )
    assert ran.returncode == 4
    assert not list(home.rglob("*"))
    assert not list(temporary.rglob("*"))
    page = (tmp_path / "out" / "audit.json").read_text("utf-8")
    assert str(people_clip.path.parent) not in page
    assert stat.S_IMODE((tmp_path / "out" / "audit.json").stat().st_mode) & 0o022 == 0


def test_a_report_holds_no_path_of_the_policy(people_clip: Clip, veilproof: Veilproof, tmp_path: Path) -> None:
    policy = tmp_path / "secret place" / "ours.toml"
    policy.parent.mkdir()
    policy.write_text("")
    veilproof("audit", people_clip.path, people_clip.path, "--out", tmp_path / "out", "--policy", policy, "-q")
    for report in (tmp_path / "out").iterdir():
        text = report.read_text("utf-8")
        assert "secret place" not in text
        assert "ours.toml" in text
