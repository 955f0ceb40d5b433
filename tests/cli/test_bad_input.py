"""Bad input: an exit code, one line that says what happened to which file, nothing lost and no leftovers."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tests.cli.commands import Veilproof, started
from tests.conftest import Clip
from tests.decoded import frames_of
from tests.redacted import copied
from tests.synthetic_video import VideoSpec, video
from veilproof import weights

pytestmark = pytest.mark.slow

_SLOW = tuple(Fraction(i, 10) for i in range(40))


def _missing(folder: Path) -> Path:
    return folder / "missing.mp4"


def _empty_folder(folder: Path) -> Path:
    (folder / "nothing").mkdir()
    return folder / "nothing"


def _text(folder: Path) -> Path:
    path = folder / "text.mp4"
    path.write_text("no video at all\n" * 100)
    return path


def _empty(folder: Path) -> Path:
    path = folder / "empty.mp4"
    path.touch()
    return path


def _without_index(folder: Path) -> Path:
    path = video(folder / "half.mp4")
    path.write_bytes(path.read_bytes()[:-2000])
    return path


def _only_sound(folder: Path) -> Path:
    path = video(folder / "sound.mp4", VideoSpec(sound=("aac",)))
    with av.open(str(path)) as source, av.open(str(folder / "only.mp4"), "w") as target:
        stream = target.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(source.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    path.unlink()
    return folder / "only.mp4"


def _playlist(folder: Path) -> Path:
    path = folder / "list.mp4"
    path.write_text("ffconcat version 1.0\nfile 'other.mp4'\n")
    return path


def _broken_photo(folder: Path) -> Path:
    path = folder / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(500))
    return path


_UNREADABLE = [_missing, _empty_folder, _text, _empty, _without_index, _only_sound, _playlist, _broken_photo]


@pytest.mark.parametrize("make", _UNREADABLE)
@pytest.mark.parametrize("command", ["redact", "scan"])
def test_an_unreadable_file_is_named_in_one_line(
    command: str, make: Callable[[Path], Path], veilproof: Veilproof, tmp_path: Path
) -> None:
    source = make(tmp_path)
    before = _names(tmp_path)
    ran = veilproof(command, source)
    assert ran.code == 1
    assert source.name in ran.error_line
    assert ran.out == ""
    assert _names(tmp_path) == before


def test_a_file_that_was_cut_off_is_redacted_as_far_as_it_goes(veilproof: Veilproof, tmp_path: Path) -> None:
    source = video(tmp_path / "cut.mkv", VideoSpec(times=_SLOW, options={"g": "5"}))
    source.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    _redacted_with_a_warning(veilproof, source)


def test_a_file_with_a_damaged_part_is_redacted_around_it(veilproof: Veilproof, tmp_path: Path) -> None:
    source = video(tmp_path / "hurt.mkv", VideoSpec(times=_SLOW, options={"g": "5"}))
    data = bytearray(source.read_bytes())
    data[len(data) // 3 : len(data) // 2] = bytes(len(data) // 2 - len(data) // 3)
    source.write_bytes(data)
    _redacted_with_a_warning(veilproof, source)


def _redacted_with_a_warning(veilproof: Veilproof, source: Path) -> None:
    ran = veilproof("redact", source, "--quiet")
    assert ran.code == 3
    assert any("damaged" in line and source.name in line for line in ran.err.splitlines())
    assert "Traceback" not in ran.err
    assert 3 < len(frames_of(source.with_name(f"{source.stem}.redacted.mkv"))) < len(_SLOW)


@pytest.mark.parametrize("how", ["itself", "symbolic link", "hard link", "other spelling"])
def test_the_original_is_never_the_output(how: str, veilproof: Veilproof, tmp_path: Path) -> None:
    source = video(tmp_path / "march.mp4")
    before = source.read_bytes()
    target = tmp_path / "other.mp4"
    if how == "itself":
        target = source
    elif how == "symbolic link":
        target.symlink_to(source)
    elif how == "hard link":
        target.hardlink_to(source)
    else:
        (tmp_path / "sub").mkdir()
        target = tmp_path / "sub" / ".." / "march.mp4"
    ran = veilproof("redact", source, "-o", target, "--force")
    assert ran.code == 1
    assert "original" in ran.error_line
    assert source.read_bytes() == before
    assert "march.veil" not in _names(tmp_path)


def test_an_existing_output_is_replaced_only_with_force(veilproof: Veilproof, tmp_path: Path) -> None:
    source, target = video(tmp_path / "march.mp4"), tmp_path / "march.redacted.mp4"
    target.write_text("precious")
    ran = veilproof("redact", source)
    assert (ran.code, target.read_text()) == (1, "precious")
    assert "--force" in ran.error_line
    assert veilproof("redact", source, "--force").code == 3
    assert len(frames_of(target)) == 20


@pytest.mark.parametrize(
    ("output", "word"),
    [("march.xyz", ".mp4"), ("nowhere/march.mp4", "no folder"), ("march.veil", ".mp4")],
)
def test_an_impossible_output_is_refused_before_the_scan(
    output: str, word: str, veilproof: Veilproof, tmp_path: Path
) -> None:
    source = video(tmp_path / "march.mp4")
    ran = veilproof("redact", source, "-o", tmp_path / output)
    assert ran.code == 1
    assert output in ran.error_line
    assert word in ran.error_line
    assert _names(tmp_path) == {"march.mp4"}


def test_a_preview_does_not_replace_an_existing_file(veilproof: Veilproof, tmp_path: Path) -> None:
    source, photo = video(tmp_path / "march.mp4"), tmp_path / "holiday.jpg"
    photo.write_text("precious")
    ran = veilproof("redact", source, "--preview", photo)
    assert (ran.code, photo.read_text()) == (1, "precious")
    assert photo.name in ran.error_line


def _mounted(options: str, disk: Path) -> list[str]:
    """A command line that runs a command with a small disk mounted at `disk`, for that command alone."""
    script = f'mount -t tmpfs -o {options} none "$0" && "$@"; code=$?; ls -A "$0"; exit $code'
    words = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, str(disk)]
    if shutil.which("unshare") is None or subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no permission to mount a small disk")
    return words


@pytest.mark.parametrize(("command", "size"), [("redact", "16k"), ("redact", "100k"), ("render", "100k")])
def test_a_full_disk_is_reported_in_one_line_and_leaves_no_file(
    command: str, size: str, people_clip: Clip, tmp_path: Path
) -> None:
    source = copied(people_clip.path, tmp_path)
    disk = tmp_path / "disk"
    disk.mkdir()
    plan = disk / "people.veil" if command == "redact" else tmp_path / "people.veil"
    child = started(
        command, source, "-o", disk / "out.mp4", "--plan", plan, "--quiet", after=_mounted(f"size={size}", disk)
    )
    out, err = child.communicate()
    assert child.returncode == 1, err
    assert len(err.splitlines()) == 1, err
    assert "full" in err
    assert ".partial" not in err + out
    assert "out.mp4" not in out


def test_a_read_only_folder_is_refused_before_the_scan(tmp_path: Path) -> None:
    source, disk = video(tmp_path / "march.mp4"), tmp_path / "disk"
    disk.mkdir()
    child = started("redact", source, "-o", disk / "out.mp4", after=_mounted("ro", disk))
    out, err = child.communicate()
    assert (child.returncode, out) == (1, "")
    assert err.splitlines() == [
        f"veilproof: {disk}/out.mp4 cannot be written: no permission in that folder; choose another"
    ]
    assert _names(tmp_path) == {"march.mp4", "disk"}


_BAD_MODELS: dict[str, Callable[[Path], list[object]]] = {
    "no such detector": lambda folder: ["--detector", "nobody"],
    "no such model": lambda folder: ["--model", folder / "none.onnx"],
    "not a model": lambda folder: ["--model", _text(folder)],
    "a model for something else": lambda folder: ["--model", weights.path("sface")],
}


@pytest.mark.parametrize("options", _BAD_MODELS.values(), ids=_BAD_MODELS)
def test_a_detector_that_cannot_be_loaded(
    options: Callable[[Path], list[object]], veilproof: Veilproof, tmp_path: Path
) -> None:
    source = video(tmp_path / "march.mp4")
    ran = veilproof("redact", source, *options(tmp_path))
    assert ran.code == 1
    # For some files the runtime prints lines of its own first.
    assert ran.err.splitlines()[-1].startswith("veilproof: ")
    assert "Traceback" not in ran.err
    assert "march.veil" not in _names(tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        ["redact", "march.mp4", "--scale", "0.5"],
        ["redact", "march.mp4", "--scale", "nan"],
        ["redact", "march.mp4", "--method", "paint"],
        ["redact"],
        ["unheard-of"],
        ["plan", "area", "march.veil", "--box", "1,2,3", "--from", "0", "--to", "1"],
        ["plan", "area", "march.veil", "--box", "a,b,c,d", "--from", "0", "--to", "1"],
        ["plan", "area", "march.veil", "--box", "1,2,0,5", "--from", "0", "--to", "1"],
        ["plan", "area", "march.veil", "--box", "1,2,nan,5", "--from", "0", "--to", "1"],
        ["plan", "area", "march.veil", "--box", "1,2,3,inf", "--from", "0", "--to", "1"],
        ["plan", "area", "march.veil", "--box", "1,2,3,4", "--from", "noon", "--to", "1"],
        ["plan", "area", "march.veil", "--box", "1,2,3,4", "--from", "1/0", "--to", "1"],
        ["plan", "area", "march.veil", "--box", "1,2,3,4", "--from", "0", "--to", "1e999999999"],
        ["plan", "keep", "march.veil", "first"],
        ["plan", "export", "march.veil"],
        ["plan", "export", "march.veil", "--mot", "--json"],
    ],
)
def test_an_invalid_command_line(
    arguments: list[str], veilproof: Veilproof, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    video(tmp_path / "march.mp4")
    assert veilproof("scan", "march.mp4", "--quiet").code == 3
    before = (tmp_path / "march.veil").read_bytes()
    ran = veilproof(*arguments)
    assert ran.code == 2
    assert "Usage" in ran.err
    assert "Traceback" not in ran.err
    assert (tmp_path / "march.veil").read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["keep", "people.veil", "1", "999"],
        ["cover", "people.veil", "0"],
        ["area", "people.veil", "--box", "700,2,30,50", "--from", "0", "--to", "1"],
        ["area", "people.veil", "--box", "1,2,3,5", "--from", "50", "--to", "60"],
        ["area", "people.veil", "--box", "1,2,3,5", "--from", "1", "--to", "0.5"],
        ["show", "nobody.veil"],
        ["export", "people.veil", "--json", "-o", "nowhere/plan.json"],
        ["export", "people.veil", "--json", "-o", "people.mp4"],
    ],
)
def test_an_impossible_edit_leaves_the_plan_unchanged(
    arguments: list[str], people_clip: Clip, veilproof: Veilproof, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    copied(people_clip.path, tmp_path)
    before = (tmp_path / "people.veil").read_bytes()
    ran = veilproof("plan", *arguments)
    assert ran.code == 1
    assert ran.error_line.startswith("veilproof: ")
    assert (tmp_path / "people.veil").read_bytes() == before


@pytest.mark.parametrize("kind", ["rubbish", "a database", "newer", "cut off", "empty"])
@pytest.mark.parametrize("command", ["redact", "render", "scan", "show"])
def test_a_plan_that_cannot_be_used(
    command: str, kind: str, people_clip: Clip, veilproof: Veilproof, tmp_path: Path
) -> None:
    source, plan = copied(people_clip.path, tmp_path), tmp_path / "people.veil"
    if kind in ("rubbish", "empty"):
        plan.write_bytes(b"rubbish" * 200 if kind == "rubbish" else b"")
    elif kind == "cut off":
        plan.write_bytes(plan.read_bytes()[:9000])
    else:
        if kind == "a database":
            plan.unlink()
        with sqlite3.connect(plan) as database:
            database.execute("PRAGMA user_version = 99" if kind == "newer" else "CREATE TABLE a (b)")
        database.close()
    before = plan.read_bytes()
    ran = veilproof(*(["plan", "show", plan] if command == "show" else [command, source]))
    assert ran.code == 1
    assert "people.veil" in ran.error_line
    assert plan.read_bytes() == before
    assert _names(tmp_path) == {"people.mp4", "people.veil"}


@pytest.mark.parametrize("command", ["redact", "render", "scan"])
def test_a_plan_is_not_the_original(command: str, people_clip: Clip, veilproof: Veilproof, tmp_path: Path) -> None:
    copied(people_clip.path, tmp_path)
    ran = veilproof(command, tmp_path / "people.veil")
    assert ran.code == 1
    assert "people.veil" in ran.error_line
    assert "another file" not in ran.error_line


def test_a_system_error_stops_only_that_file(people_clip: Clip, veilproof: Veilproof, tmp_path: Path) -> None:
    long = video(tmp_path / f"{'a' * 245}.mp4")
    ran = veilproof("redact", long, copied(people_clip.path, tmp_path), "--quiet")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert sum(line.startswith("veilproof: ") for line in ran.err.splitlines()) == 1
    assert (tmp_path / "people.redacted.mp4").exists()


def test_a_folder_cannot_go_where_a_file_is(veilproof: Veilproof, tmp_path: Path) -> None:
    (tmp_path / "footage").mkdir()
    video(tmp_path / "footage" / "march.mp4")
    (tmp_path / "letter.txt").write_text("Dear Sir")
    ran = veilproof("redact", tmp_path / "footage", "-o", tmp_path / "letter.txt")
    assert ran.code == 1
    assert "letter.txt" in ran.error_line


@pytest.mark.parametrize("stage", ["scan", "render"])
def test_ctrl_c_stops_in_one_line_and_leaves_nothing_half_done(stage: str, people_clip: Clip, tmp_path: Path) -> None:
    source = tmp_path / "people.mp4"
    source.write_bytes(people_clip.path.read_bytes())
    interrupt = (
        "import os, signal, sys\n"
        "from veilproof.cli import bars\n"
        "def interrupt(self, step):\n"
        f"    if (step.stage, step.done) == ({stage!r}, 20): os.kill(os.getpid(), signal.SIGINT)\n"
        "bars._Lines.__call__ = interrupt"
    )
    child = started("redact", source, before=interrupt)
    out, err = child.communicate()
    assert child.returncode == 1
    assert err.splitlines() == [err.strip()]
    assert "stopped" in err
    assert out == ""
    assert _names(tmp_path) == {"people.mp4", "people.veil"}


def _names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}
