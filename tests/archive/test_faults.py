"""Faults: a bad file affects one item, no result is incomplete, and the next run continues."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from benchmarks.archive_soak import children, start_run, violations
from tests.archive.archives import (
    LIMITS,
    attempts,
    clips,
    gone,
    items,
    left_over,
    long_clip,
    photo,
    results,
    run_archive,
    until,
)
from tests.cli.commands import started
from veilproof import VeilproofError
from veilproof.archive.engine import Report
from veilproof.archive.item import State
from veilproof.archive.journal import Journal
from veilproof.archive.layout import HIDDEN
from veilproof.archive.local import LocalEngine
from veilproof.archive.tasks import Task

pytestmark = pytest.mark.slow


class FaultyEngine(LocalEngine):
    """A local engine that injects a fault just after each task is submitted."""

    def __init__(self, inject: Callable[[FaultyEngine, Task], None], workers: int = 1) -> None:
        super().__init__(workers, LIMITS)
        self._inject = inject

    def submit(self, key: int, task: Task) -> None:
        super().submit(key, task)
        self._inject(self, task)

    def wait(self, seconds: float) -> list[Report]:
        return super().wait(seconds)


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    return tmp_path / "destination"


def _killing_engine(number: signal.Signals, times: int) -> FaultyEngine:
    left = [times]

    def kill(engine: FaultyEngine, task: Task) -> None:
        if left[0] and "00001" in str(getattr(task, "source", "")):
            left[0] -= 1
            for pid in engine.pids:
                os.kill(pid, number)

    return FaultyEngine(kill)


def test_bad_files_fail_alone_and_are_not_retried(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    clips(source, 2)
    (source / "00000a.mp4").write_bytes(b"not a video at all" * 100)
    (source / "00000b.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(500))
    (source / "00000c.mov").touch()
    done = run_archive(source, destination, tiny)
    assert [row[:3] for row in items(destination)] == [
        ("00000.mp4", "done", None),
        ("00000a.mp4", "failed", "unreadable"),
        ("00000b.jpg", "failed", "unreadable"),
        ("00000c.mov", "failed", "unreadable"),
        ("00001.mp4", "done", None),
    ]
    for _, _, cause, message in items(destination):
        assert cause is None or (message and "\n" not in message)
    assert len(done.finished) == 5
    assert not run_archive(source, destination, tiny).finished
    assert not left_over(destination)


def test_a_crash_in_a_library_fails_one_item_alone(tmp_path: Path, destination: Path, tiny: Path) -> None:
    clips(tmp_path / "source", 3)
    run_archive(tmp_path / "source", destination, tiny, engine=_killing_engine(signal.SIGSEGV, 1))
    assert [row[1:3] for row in items(destination)] == [("done", None), ("failed", "crashed"), ("done", None)]
    assert "SIGSEGV" in items(destination)[1][3]


def test_a_killed_worker_is_replaced_and_its_item_retried(tmp_path: Path, destination: Path, tiny: Path) -> None:
    clips(tmp_path / "source", 3)
    run_archive(tmp_path / "source", destination, tiny, engine=_killing_engine(signal.SIGKILL, 2))
    assert [row[1] for row in items(destination)] == ["done"] * 3
    assert attempts(destination) > 3
    assert not left_over(destination)


@pytest.mark.parametrize(
    ("limits", "cause"),
    [
        (replace(LIMITS, memory=100 << 20), "memory limit"),
        (replace(LIMITS, seconds=0.5), "time limit"),
        (replace(LIMITS, stall=0.2), "hung"),
        (replace(LIMITS, output=20_000), "output limit"),
    ],
)
def test_an_item_that_exceeds_a_limit_is_stopped_and_reported(
    limits: object, cause: str, tmp_path: Path, destination: Path, tiny: Path
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    long_clip(source / "long.mp4")
    assert isinstance(limits, type(LIMITS))
    run_archive(source, destination, tiny, limits=limits)
    ((name, state, cause_found, message),) = items(destination)
    assert (name, state, cause_found) == ("long.mp4", "failed", cause)
    assert "long" in message
    assert not results(destination)
    assert not left_over(destination)


def test_one_huge_allocation_is_refused(tmp_path: Path, destination: Path, tiny: Path) -> None:
    # 190 megapixels in a file of some kilobytes.
    from benchmarks.hostile_files import seeds

    source = tmp_path / "source"
    source.mkdir()
    (source / "bomb.png").write_bytes(seeds().crafted[1][1])
    photo(source / "photo.png")
    run_archive(source, destination, tiny, limits=replace(LIMITS, memory=600 << 20))
    assert [row[:3] for row in items(destination)] == [
        ("bomb.png", "failed", "memory limit"),
        ("photo.png", "done", None),
    ]


_ODD_NAMES: list[str | bytes] = [
    "line\nbreak.png",
    "\U0001f3a5 \u202egnp.png",
    b"not \xff\xfe text.png",
    "x" * 251 + ".png",
    "\u00e9" * 125 + ".png",
    "--force.png",
    " .png",
    "a%s{0}[b]*?.png",
]


def test_any_file_name_works(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    for number, name in enumerate(_ODD_NAMES):
        file = photo(tmp_path / "new.png", number)
        source.mkdir(exist_ok=True)
        file.rename(source / (os.fsdecode(name)))
    assert run_archive(source, destination, tiny).counts[State.DONE] == len(_ODD_NAMES)
    assert len(set(results(destination).values())) == len(_ODD_NAMES)
    assert not run_archive(source, destination, tiny).finished


def test_circular_links_are_not_followed(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    photo(source / "sub" / "photo.png")
    (source / "sub" / "up").symlink_to(source)
    (source / "round.mp4").symlink_to(source / "round.mp4")
    (source / "nowhere.mp4").symlink_to(source / "missing.mp4")
    run_archive(source, destination, tiny)
    assert [row[:2] for row in items(destination)] == [("photo.png", "done")]


def test_a_file_that_disappears_fails_alone(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    clips(source, 3)
    engine = FaultyEngine(lambda engine, task: (source / "00001.mp4").unlink(missing_ok=True))
    run_archive(source, destination, tiny, engine=engine)
    assert [row[1:3] for row in items(destination)] == [("done", None), ("failed", "source missing"), ("done", None)]


def test_a_source_that_disappears_stops_the_run_and_fails_nothing(
    tmp_path: Path, destination: Path, tiny: Path
) -> None:
    source = tmp_path / "source"
    clips(source, 4)
    engine = FaultyEngine(lambda engine, task: _move(source, tmp_path / "unplugged"))
    with pytest.raises(VeilproofError, match="the source is not accessible any more"):
        run_archive(source, destination, tiny, engine=engine)
    assert {row[1] for row in items(destination)} == {"waiting"}
    _move(tmp_path / "unplugged", source)
    assert run_archive(source, destination, tiny).counts[State.DONE] == 4


def test_a_clock_jump_neither_delays_nor_loses_items(
    tmp_path: Path, destination: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clips(tmp_path / "source", 3)
    jump = [0.0]
    real = time.time
    monkeypatch.setattr("veilproof.archive.journal.time.time", lambda: real() + jump[0])
    kill = _killing_engine(signal.SIGKILL, 1)

    class Jumping(FaultyEngine):
        def wait(self, seconds: float) -> list[Report]:
            reports = super().wait(seconds)
            jump[0] = -3e7 if reports and jump[0] == 0 else jump[0]
            return reports

    engine = Jumping(kill._inject)
    jump[0] = 1.0
    run_archive(tmp_path / "source", destination, tiny, engine=engine)
    assert [row[1] for row in items(destination)] == ["done"] * 3


def test_a_killed_run_leaves_nothing_behind_and_the_next_one_continues(
    tmp_path: Path, destination: Path, tiny: Path
) -> None:
    source = tmp_path / "source"
    clips(source, 8)
    for _ in range(3):
        run = start_run(source, destination, tiny)
        # On a busy machine it may be over before anybody looks.
        until(partial(_has_two_workers, run))
        until(partial(_is_writing, run, destination))
        workers = children(run)
        run.kill()
        run.wait()
        assert gone(workers)
    assert start_run(source, destination, tiny).wait() == 0
    assert violations(source, destination) == []
    assert not left_over(destination)


def test_a_terminated_run_releases_its_items(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    long_clip(source / "long.mp4", 2000)
    run = start_run(source, destination, tiny)
    until(partial(_is_in_progress, destination))
    run.terminate()
    assert run.wait() == 1
    assert items(destination)[0][1] == "waiting"
    assert not left_over(destination)


_ONCE_BOTH_HAVE_BEGUN = """
import time
from pathlib import Path
from veilproof.archive.local import LocalEngine
submit = LocalEngine.submit
def submit_then(*given):
    Path({0!r}).touch()
    while not Path({1!r}).exists():
        time.sleep(0.01)
    submit(*given)
LocalEngine.submit = submit_then
"""


def test_two_runs_on_one_journal_never_claim_the_same_item(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    clips(source, 10)
    words = ("archive", "run", source, destination, "--model", tiny, "--workers", "1", "--quiet")
    begun = [tmp_path / "first", tmp_path / "second"]
    both = [started(*words, before=_ONCE_BOTH_HAVE_BEGUN.format(*map(str, each))) for each in (begun, begun[::-1])]
    for run in both:
        run.communicate()
    # To the one that ends first, items of the other are unfinished.
    assert sorted(run.returncode for run in both) in ([0, 0], [0, 1])
    assert violations(source, destination) == []
    with Journal(destination / HIDDEN) as journal:
        assert len({run for (run,) in journal.query("SELECT run FROM attempt")}) == 2


def test_a_full_disk_stops_the_run_and_fails_nothing(tmp_path: Path, tiny: Path) -> None:
    source, disk = tmp_path / "source", tmp_path / "disk"
    for number in range(6):
        photo(source / f"{number}.png", number, (640, 480))
    code, stderr, files = _run_on_disk("size=1500k", disk, source, tiny, tmp_path / "state")
    assert code == 1
    assert "the disk is full" in stderr
    assert "Traceback" not in stderr
    assert not any("partial" in name or name == "failed" for name in files)
    with Journal(tmp_path / "state") as journal:
        counts = journal.counts()
    assert counts[State.FAILED] == counts[State.RUNNING] == 0
    assert counts[State.WAITING] > 0


def test_a_read_only_destination_fails_with_one_line(tmp_path: Path, tiny: Path) -> None:
    photo(tmp_path / "source" / "photo.png")
    code, stderr, _ = _run_on_disk("ro", tmp_path / "disk", tmp_path / "source", tiny, tmp_path / "state")
    assert code == 1
    assert len(stderr.strip().splitlines()) == 1
    assert "cannot be written to" in stderr


def _run_on_disk(options: str, disk: Path, source: Path, model: Path, state: Path) -> tuple[int, str, list[str]]:
    """Run with a small or read-only tmpfs as destination: exit code, standard error, and files on the disk."""
    disk.mkdir()
    names = disk.with_name("names")
    script = f'mount -t tmpfs -o {options} none "$0" && "$@"; code=$?; find "$0" >{names}; exit $code'
    words = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, str(disk)]
    run = ["-m", "veilproof", "archive", "run", str(source), str(disk), "--model", str(model), "--state", str(state)]
    if shutil.which("unshare") is None or subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs unshare and tmpfs, to mount a disk")
    words += [sys.executable, *run, "--quiet", "--workers", "1"]
    process = subprocess.run(words, capture_output=True, text=True, check=False)
    return process.returncode, process.stderr, names.read_text().splitlines()


def _has_two_workers(run: subprocess.Popen[bytes]) -> bool:
    return len(children(run)) == 2 or run.poll() is not None


def _is_writing(run: subprocess.Popen[bytes], destination: Path) -> bool:
    return run.poll() is not None or bool(list((destination / HIDDEN / "work").rglob("*.mp4")))


def _is_in_progress(destination: Path) -> bool:
    try:
        return ("running",) in items(destination, "state")
    except VeilproofError:  # there is no journal yet
        return False


def _move(folder: Path, to: Path) -> None:
    if folder.exists():
        folder.rename(to)
