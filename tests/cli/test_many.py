"""What a person sees while many files are processed, and at the end; without scanning any."""

from __future__ import annotations

import contextlib
import os
import pty
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image

from tests.cli.commands import Veilproof
from tests.cli.screen import lines_left
from veilproof.cli import bars, batch, closing, show
from veilproof.cli.closing import Finished
from veilproof.cli.outputs import outputs_of
from veilproof.errors import ExitCode, VeilproofError
from veilproof.kind import FACES, Kind
from veilproof.progress import Progress, Step


def _clips(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_bytes(b"\0\0\0\x18ftypisom")
    return [folder / name for name in names]


def _work(source: Path, progress: Progress) -> batch.Print:
    for done in range(1, 4):
        progress(Step("scan", done, 3))
    if source.name == "broken.mp4":
        raise VeilproofError(f"{source}: broken")

    def print_results() -> ExitCode:
        show.say(f"{source.name} was done")
        return ExitCode.DONE

    return print_results


def _read(terminal: int, into: bytearray) -> None:
    # On Linux, reading fails when the other end is closed.
    with contextlib.suppress(OSError):
        while data := os.read(terminal, 4096):
            into.extend(data)


def test_lines_say_which_of_how_many_and_the_time_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bars, "_LINE_INTERVAL", 0.0)
    code = batch.process_each(_clips(tmp_path, "a.mp4", "broken.mp4", "c.mp4"), _work, quiet=False)
    out, err = capsys.readouterr()
    assert code == ExitCode.ERROR
    assert out.splitlines() == ["a.mp4 was done", "c.mp4 was done"]
    lines = err.splitlines()
    assert lines[0] == "clip 1 of 3: a.mp4"
    assert any(line.startswith("clip 1 of 3: scan a.mp4: frame 2 of 3, ") for line in lines)
    assert f"veilproof: {tmp_path / 'broken.mp4'}: broken" in lines
    last = [line for line in lines if line.startswith("clip 3 of 3, ")]
    assert last
    assert all(" s left in all: " in line for line in last)


def test_one_file_is_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bars, "_LINE_INTERVAL", 0.0)
    batch.process_each(_clips(tmp_path, "a.mp4"), _work, quiet=False)
    assert capsys.readouterr().err.startswith("scan a.mp4: frame 1 of 3")


def test_quiet_shows_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch.process_each(_clips(tmp_path, "a.mp4", "b.mp4"), _work, quiet=True)
    assert capsys.readouterr().err == ""


def test_bars_on_a_terminal_are_gone_before_results_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = pty.openpty()
    shown = bytearray()
    # A terminal that nobody reads fills up and blocks.
    reader = Thread(target=_read, args=(ours, shown))
    reader.start()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")
    with os.fdopen(os.dup(theirs), "w", encoding="utf-8") as err, os.fdopen(theirs, "w", encoding="utf-8") as out:
        monkeypatch.setattr("sys.stderr", err)
        monkeypatch.setattr("sys.stdout", out)
        batch.process_each(_clips(tmp_path, "a.mp4", "[red]b.mp4"), _work, quiet=False)
        monkeypatch.undo()
    reader.join()
    os.close(ours)
    text = shown.decode()
    for part in ("clip 1 of 2", "clip 2 of 2", "left in all", "scan [red]b.mp4", "3/3", "frames/s"):
        assert part in text
    assert [line for line in lines_left(text) if line] == ["a.mp4 was done", "[red]b.mp4 was done"]


def test_the_last_line_says_what_to_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "my footage"
    folder.mkdir()
    a, b, c = _clips(folder, "a.mp4", "b.mp4", "c.mp4")
    done = [Finished(a, a.with_suffix(".veil"), 2, FACES, 2), Finished(b, b.with_suffix(".veil"), 0, FACES, 0)]
    done.append(Finished(c, c.with_suffix(".veil"), 1, FACES, 1))
    closing.close(done, 1, [folder], quiet=True)
    assert capsys.readouterr().err == (
        "needs review: 3 done, 1 failed; no face found in 1; 3 places in 2 clips to look at:"
        f" `veilproof review '{folder}/'`\n"
    )
    closing.close(done, 0, [a, b, c], quiet=False)
    assert f"`veilproof review '{a}' '{c}'`" in capsys.readouterr().err
    elsewhere = [Finished(a, tmp_path / "out" / "a.veil", 1, FACES, 1)]
    closing.close(elsewhere, 0, [folder], quiet=False)
    assert f"1 place in 1 clip to look at: `veilproof plan show` with {tmp_path}/out/a.veil" in capsys.readouterr().err


def test_where_more_than_faces_was_looked_for_the_last_line_does_not_speak_of_faces(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b = _clips(tmp_path, "a.mp4", "b.mp4")
    done = [Finished(each, each.with_suffix(".veil"), 0, (Kind.FACE, Kind.PLATE), 0) for each in (a, b)]
    closing.close(done, 0, [a, b], quiet=False)
    assert capsys.readouterr().out == "2 done; nothing found in 2\n"


def test_nothing_to_look_at_is_no_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photos = [tmp_path / "a.png", tmp_path / "b.png"]
    for photo in photos:
        Image.new("RGB", (8, 8)).save(photo)
    done = [Finished(photo, photo.with_suffix(".veil"), 1, FACES, 0) for photo in photos]
    closing.close(done, 0, photos, quiet=False)
    assert capsys.readouterr() == ("2 done\n", "")
    closing.close(done, 0, photos, quiet=True)
    assert capsys.readouterr() == ("", "")


def test_what_an_output_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    a, b = _clips(Path(), "a.mp4", "b.mp4")
    folder = Path("footage")
    folder.mkdir()
    Path("there.d").mkdir()
    (inner,) = _clips(folder, "c.mp4")
    assert outputs_of([a], None, [a]) == {a: Path("a.redacted.mp4")}
    assert outputs_of([a], "x.mp4", [a]) == {a: Path("x.mp4")}
    assert outputs_of([a], "out", [a]) == outputs_of([a], "out/", [a]) == {a: Path("out/a.redacted.mp4")}
    assert outputs_of([a], "x.mp4/", [a]) == {a: Path("x.mp4/a.redacted.mp4")}
    assert outputs_of([a], "there.d", [a]) == {a: Path("there.d/a.redacted.mp4")}
    assert outputs_of([a, b], "out.2024", [a, b])[b] == Path("out.2024/b.redacted.mp4")
    assert outputs_of([a, inner], "out", [a, folder])[inner] == Path("out/c.redacted.mp4")
    for inputs in ([a, b], [folder]):
        for file in ("out.mp4", "a.mp4"):
            with pytest.raises(VeilproofError, match="give a folder"):
                outputs_of([a], file, inputs)


@pytest.mark.slow
def test_a_second_run_does_what_is_new_and_names_in_one_line_what_exists(tmp_path: Path, veilproof: Veilproof) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(3):
        Image.new("RGB", (96, 64), (number, 90, 90)).save(folder / f"{number}.png")
    assert veilproof("redact", folder, "-o", f"{out}/").code == 3
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    Image.new("RGB", (96, 64), "navy").save(folder / "new.png")
    ran = veilproof("redact", folder, "-o", f"{out}/")
    assert ran.code == 1
    assert f"{out / '0.redacted.png'} and 2 other results exist already: use --force to replace them" in ran.err
    assert ran.err.count("exist") == 1
    assert "1 done; no face found in 1" in ran.out
    assert {path.name: path.stat().st_mtime_ns for path in out.iterdir() if path.name in before} == before
    assert (out / "new.redacted.png").is_file()
    ran = veilproof("redact", folder, "-o", f"{out}/", "--force")
    assert "4 done" in ran.out


@pytest.mark.slow
def test_a_name_that_is_too_long_for_its_result_does_not_stop_the_others(tmp_path: Path, veilproof: Veilproof) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "n" * 245):
        Image.new("RGB", (96, 64), "navy").save(folder / f"{name}.png")
    assert veilproof("redact", folder).code == 1
    assert (folder / "a.redacted.png").is_file()
