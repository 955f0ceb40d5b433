"""What the commands print and do when nothing goes wrong."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from PIL import Image
from typer.core import TyperCommand, TyperGroup

from tests.cli.commands import Veilproof, started
from tests.cli.screen import lines_left
from tests.conftest import Clip
from tests.decoded import frames_of
from tests.redacted import copied, redacted_folder
from tests.synthetic_video import VideoSpec, video
from veilproof import Decision, Plan
from veilproof.cli.app import app
from veilproof.errors import ExitCode
from veilproof.risk import risk_of_plan

pytestmark = pytest.mark.slow


def _commands(command: object, name: str = "") -> Iterator[str]:
    assert isinstance(command, TyperCommand | TyperGroup)
    if isinstance(command, TyperGroup):
        for part, inner in command.commands.items():
            yield from _commands(inner, f"{name} {part}".strip())
    else:
        yield name


@pytest.mark.parametrize("command", list(_commands(typer.main.get_command(app))))
def test_help_shows_an_example(command: str, veilproof: Veilproof) -> None:
    ran = veilproof(*command.split(), "--help")
    assert ran.code == 0
    assert f"veilproof {command}" in re.split("Examples?:", ran.out)[1]
    assert "<bool>" not in ran.out


def test_the_help_names_the_commands(veilproof: Veilproof) -> None:
    ran = veilproof("--help")
    assert all(name in ran.out + ran.err for name in ("redact", "scan", "render", "plan", "doctor"))
    assert "<bool>" not in ran.out + ran.err


def test_help_shows_the_choices_of_an_option(veilproof: Veilproof) -> None:
    shown = veilproof("redact", "--help").out
    for option, choices in [
        ("--method", "<solid|mosaic|blur>"),
        ("--detector", "<centerface|yunet>"),
        ("--effort", "<normal|high>"),
    ]:
        assert re.search(rf"{option} +{re.escape(choices)}", shown)


def test_quiet_prints_nothing_when_nothing_needs_review(
    people_clip: Clip, veilproof: Veilproof, tmp_path: Path
) -> None:
    source = copied(people_clip.path, tmp_path)
    ran = veilproof("render", source, "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_the_summary_says_what_was_covered_and_what_was_left_out(veilproof: Veilproof, tmp_path: Path) -> None:
    source = video(tmp_path / "march.mp4", VideoSpec(sound=("aac",), tags={"title": "PLANTED"}))
    ran = veilproof("redact", source)
    assert ran.code == 3
    assert str(tmp_path / "march.redacted.mp4") in ran.out
    assert str(tmp_path / "march.veil") in ran.out
    assert "0 faces" in ran.out
    assert "0 of 20 frames" in ran.out
    assert "sound" in ran.out
    assert "metadata" in ran.out
    assert "NO FACE WAS FOUND" in ran.err
    assert "PLANTED" not in ran.out + ran.err


def test_without_a_terminal_progress_is_plain_lines(people_clip: Clip, tmp_path: Path) -> None:
    copied(people_clip.path, tmp_path)
    every = "from veilproof.cli import bars; bars._LINE_INTERVAL = 0.0"
    out, err = started("render", tmp_path / "people.mp4", before=every).communicate()
    assert "people.redacted.mp4" in out
    lines = err.splitlines()
    assert len(lines) > 20
    assert all(
        re.fullmatch(r"(render|check) people\.mp4: frame \d+ of 60, \d* ?(frames/s)?(, .* left)?", line)
        for line in lines
    )


def test_many_files_have_a_total_with_time_left_and_end_in_one_line(people_clip: Clip, tmp_path: Path) -> None:
    footage = _footage(people_clip, tmp_path / "footage", 3)
    (footage / "b.mp4").unlink()  # writing to it would change the others
    (footage / "b.mp4").write_bytes((footage / "a.mp4").read_bytes()[:100])
    every = "from veilproof.cli import bars; bars._LINE_INTERVAL = 0.0"
    out, err = started("redact", footage, "-o", tmp_path / "out", before=every).communicate()
    assert [line.partition(":")[0] for line in out.splitlines() if "redacted" in line] == [
        str(tmp_path / "out" / f"{name}.redacted.mp4") for name in "ac"
    ]
    lines = err.splitlines()
    assert any(re.fullmatch(r"clip 1 of 3: render a\.mp4: frame \d+ of 60, .*", line) for line in lines)
    assert any(re.fullmatch(r"clip 3 of 3, \S.* s left in all: render c\.mp4: frame .*", line) for line in lines)
    (closing,) = [line for line in [*lines, *out.splitlines()] if re.search(r"\d done", line)]
    with Plan(footage / "a.veil") as plan:
        places = len(risk_of_plan(plan).places)
    if places:
        assert closing == (
            f"needs review: 2 done, 1 failed; {2 * places} places in 2 clips to look at: `veilproof review {footage}/`"
        )
    else:
        assert closing == "2 done, 1 failed"
    assert "where a face may be bare" not in out + err


def test_the_bars_of_many_files_are_gone_before_anything_is_printed(people_clip: Clip, tmp_path: Path) -> None:
    footage = _footage(people_clip, tmp_path / "footage", 2)
    shown = _on_a_terminal("redact", footage, "-o", f"{tmp_path / 'out'}/")
    assert "clip 2 of 2" in shown
    assert "left in all" in shown
    screen = lines_left(shown)
    assert len([line for line in screen if "redacted.mp4" in line]) == 2
    assert not [line for line in screen if "frames/s" in line or "clip 2" in line]


def test_a_summary_in_a_file_does_not_go_to_the_terminal(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path)
    shown = _on_a_terminal("render", source, output=tmp_path / "summary.txt")
    assert "frames/s" in shown
    assert "people.redacted.mp4" in (tmp_path / "summary.txt").read_text("utf-8")


@pytest.mark.parametrize("given", ["out", "out/"])
def test_a_name_without_suffix_is_a_folder_even_if_it_is_not_there(
    given: str, people_clip: Clip, veilproof: Veilproof, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied(people_clip.path, tmp_path)
    monkeypatch.chdir(tmp_path)
    for command in ("redact", "render"):
        assert veilproof(command, "people.mp4", "-o", given, "--quiet").code == 0
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["people.redacted.mp4"]
        shutil.rmtree(tmp_path / "out")


def test_a_file_is_no_output_for_several(veilproof: Veilproof, tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        video(tmp_path / name)
    for inputs in ([tmp_path], [tmp_path / "a.mp4", tmp_path / "b.mp4"]):
        ran = veilproof("redact", *inputs, "-o", tmp_path / "out.mp4")
        assert ran.code == 1
        assert "give a folder" in ran.error_line
    assert not (tmp_path / "out.mp4").exists()


def test_nothing_is_said_of_the_frames_of_a_photo(veilproof: Veilproof, tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), "red").save(tmp_path / "a.jpg")
    for command in ("scan", "redact", "render"):
        ran = veilproof(command, tmp_path / "a.jpg", *(["--force"] if command == "render" else []))
        assert ran.code == 3
        assert "frame" not in ran.out + ran.err


def test_on_a_terminal_progress_is_a_bar_that_goes_away(people_clip: Clip, tmp_path: Path) -> None:
    copied(people_clip.path, tmp_path)
    shown = _on_a_terminal("render", tmp_path / "people.mp4")
    assert "frames/s" in shown
    assert "\x1b[" in shown


def test_names_in_a_bar_are_not_parsed_as_markup(people_clip: Clip, tmp_path: Path) -> None:
    source = copied(people_clip.path, tmp_path).rename(tmp_path / "[red]a.mp4")
    shown = _on_a_terminal("render", source, "--plan", tmp_path / "people.veil")
    assert "render [red]a.mp4" in shown


def test_a_folder_is_mirrored_into_another(people_clip: Clip, veilproof: Veilproof, tmp_path: Path) -> None:
    footage, redacted = tmp_path / "footage", redacted_folder(people_clip.path)
    (footage / "day 1").mkdir(parents=True)
    for path in (footage / "people.mp4", footage / "day 1" / "people.mp4"):
        os.link(redacted / "people.mp4", path)
        shutil.copy(redacted / "people.veil", path.with_suffix(".veil"))
    (footage / "notes.txt").write_text("no video")
    ran = veilproof("redact", footage, "-o", tmp_path / "out", "--quiet")
    assert ran.code == 0
    written = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert written == {"people.redacted.mp4", "day 1/people.redacted.mp4"}
    assert len(frames_of(tmp_path / "out" / "day 1" / "people.redacted.mp4")) == 60


def test_a_folder_ends_with_what_was_passed_over(people_clip: Clip, veilproof: Veilproof, tmp_path: Path) -> None:
    copied(people_clip.path, tmp_path)
    (tmp_path / "notes.txt").write_text("words")
    assert veilproof("redact", tmp_path, "--quiet").code == 0
    raw = tmp_path / "a.dng"
    raw.write_bytes(b"II*\0\x08\0\0\0" + bytes(64))
    ran = veilproof("redact", tmp_path, "--quiet", "--force")
    assert ran.code == 3
    assert f"{tmp_path}: passed over, and not redacted: 1 x camera RAW, 1 x other file" in ran.err
    ran = veilproof("redact", raw)
    assert ran.code == 1
    assert ran.error_line == f"veilproof: {raw} is a camera RAW; develop it to JPEG or TIFF first"
    assert [path.name for path in tmp_path.glob("a.*")] == ["a.dng"]


def test_a_bad_file_does_not_stop_the_others(people_clip: Clip, veilproof: Veilproof, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("no video")
    good = copied(people_clip.path, tmp_path)
    ran = veilproof("redact", tmp_path / "a.mp4", good, "--quiet")
    assert ran.code == 1
    assert ran.err.startswith(f"veilproof: {tmp_path / 'a.mp4'}")
    assert (tmp_path / "people.redacted.mp4").exists()


def test_several_files_cannot_share_one_name(veilproof: Veilproof, tmp_path: Path) -> None:
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        video(folder / "march.mp4")
    sources = [tmp_path / "a" / "march.mp4", tmp_path / "b" / "march.mp4"]
    ran = veilproof("redact", *sources, "-o", tmp_path / "out", "--quiet")
    assert ran.code == 1
    assert "would both be written to" in ran.error_line
    assert not (tmp_path / "out").exists()
    assert veilproof("redact", *sources, "--plan", tmp_path / "x.veil").code == 2
    assert veilproof("redact", *sources, "--preview", tmp_path / "x.jpg").code == 2


def test_decisions_on_the_command_line_are_stored_in_the_plan(
    people_clip: Clip, veilproof: Veilproof, tmp_path: Path
) -> None:
    source, path = copied(people_clip.path, tmp_path), tmp_path / "people.veil"
    assert veilproof("plan", "keep", path, "1", "2", "--reason", "officers").code == 0
    assert veilproof("plan", "cover", source, "2").code == 0
    added = veilproof("plan", "area", path, "--box", "300,20,80,60", "--from", "0.4", "--to", "0:00:00.8")
    with Plan(path) as plan:
        tracks = {track.id: track for track in plan.tracks()}
        decisions = [(track, decision, reason) for _, track, decision, reason in plan.decisions()]
    drawn = max(tracks)
    assert added.out == f"track {drawn}\n"
    assert [tracks[i].decision for i in (1, 2)] == [Decision.KEEP, Decision.COVER]
    assert (tracks[drawn].first, tracks[drawn].last) == (10, 20)
    assert decisions == [(1, "keep", "officers"), (2, "keep", "officers"), (2, "cover", ""), (drawn, "draw", "")]
    table = veilproof("plan", "show", path).out
    *lines, reviewed = table.splitlines()[1:]
    rows = {int(line.split()[0]): line for line in lines if line.split()[0].isdigit()}
    assert set(rows) == set(tracks)
    assert "keep" in rows[1]
    assert "0:00:00.400" in rows[drawn]
    assert reviewed.startswith("reviewed 0 % (not reviewed: ")


def test_plan_show_warns_of_a_scan_that_is_not_finished(
    people_clip: Clip, veilproof: Veilproof, tmp_path: Path
) -> None:
    source = Path(shutil.copy(people_clip.path, tmp_path / "people.mp4"))
    stop = (
        "import os, signal\nfrom veilproof.cli import bars\n"
        "bars.silent = lambda step: os.kill(os.getpid(), signal.SIGINT) if step.done == 40 else None"
    )
    started("scan", source, "--quiet", before=stop).communicate()
    ran = veilproof("plan", "show", source)
    assert "not finished" in ran.err


@pytest.mark.parametrize(
    "name",
    [
        "two words.mp4",
        "-dash.mp4",
        "%d.mp4",
        "clip%03d.mp4",
        "http:x.mp4",
        "file:x.mp4",
        "new\nline.mp4",
        "🎥.mp4",
        "[red].mp4",
        "a" * 200 + ".mp4",
        "a.b.c.MP4",
        "noend",
        os.fsdecode(b"latin-\xe9.mp4"),
        ".hidden.mp4",
    ],
)
def test_any_file_name_is_accepted(
    name: str, veilproof: Veilproof, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = video(tmp_path / "x.mp4").rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    ran = veilproof("redact", "--", name)
    assert ran.code == 3, ran.err
    assert [line.partition(":")[0] for line in ran.err.splitlines()] == ["needs review"]
    assert len(ran.out.splitlines()) == 5
    written = {path.name for path in tmp_path.iterdir()} - {name}
    assert len(written) == 2
    assert sum(path.endswith(".veil") for path in written) == 1
    output = next(tmp_path / path for path in written if not path.endswith(".veil"))
    assert len(frames_of(output)) == len(frames_of(source))


def _footage(clip: Clip, folder: Path, count: int) -> Path:
    """A folder with so many clips, named a, b, ..., and their plans."""
    folder.mkdir()
    shared = redacted_folder(clip.path)
    for name in "abc"[:count]:
        os.link(shared / "people.mp4", folder / f"{name}.mp4")
        shutil.copy(shared / "people.veil", folder / f"{name}.veil")
    return folder


def _on_a_terminal(*arguments: object, output: Path | None = None) -> str:
    """The output of a command that runs in a terminal, without what goes into a file."""
    ours, theirs = pty.openpty()
    shown = bytearray()
    before = "import os; os.environ |= {'TERM': 'xterm', 'COLUMNS': '200'}"
    if output is not None:
        before += f"; os.dup2(os.open({str(output)!r}, os.O_WRONLY | os.O_CREAT), 1)"
    child = started(*arguments, before=before, terminal=theirs)
    os.close(theirs)
    # On Linux, reading fails when the other end is closed.
    with contextlib.suppress(OSError):
        while data := os.read(ours, 4096):
            shown.extend(data)
    os.close(ours)
    child.wait()
    return shown.decode("utf-8", "replace")


def test_audit_gives_its_verdict_in_words_and_as_exit_code(
    veilproof: Veilproof, people_clip: Clip, tmp_path: Path
) -> None:
    folder = redacted_folder(people_clip.path)
    passed = veilproof("audit", folder / "people.mp4", folder / "people.redacted.mp4", "--out", tmp_path / "a", "--csv")
    assert passed.code == ExitCode.DONE
    assert passed.out.startswith("Safe to publish, as far as could be tested.")
    assert {path.name for path in (tmp_path / "a").iterdir()} == {"audit.json", "audit.html", "leaks.csv"}
    failed = veilproof("audit", folder / "people.mp4", folder / "people.mp4", "--out", tmp_path / "b", "-q")
    assert failed.code == ExitCode.AUDIT_FAILED
    assert "byte by byte" in failed.out


def test_an_answer_without_a_report_fails_in_one_line(veilproof: Veilproof, people_clip: Clip, tmp_path: Path) -> None:
    asked = ["--report", tmp_path, "--finding", "1", "--reason", "a poster", "--initials", "AB"]
    ran = veilproof("answer", people_clip.path, *asked)
    assert ran.code == ExitCode.ERROR
    assert "there is no audit.json" in ran.error_line


def test_audit_of_an_unreadable_file_fails_in_one_line(veilproof: Veilproof, people_clip: Clip, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(200))
    ran = veilproof("audit", people_clip.path, broken, "--out", tmp_path / "out", "--quiet")
    assert ran.code == ExitCode.ERROR
    assert "broken.mp4" in ran.error_line
