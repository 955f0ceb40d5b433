"""Whatever goes wrong: one file harms one item, nothing is half done, and the next run goes on."""

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

import psutil
import pytest

from benchmarks.archive_soak import children, judged, started
from tests.archive.archives import LIMITS, attempts, clips, items, left_over, long_clip, photo, ran, results
from veilproof import VeilproofError
from veilproof.archive.engine import Report
from veilproof.archive.item import State
from veilproof.archive.journal import Journal
from veilproof.archive.layout import HIDDEN
from veilproof.archive.local import LocalEngine
from veilproof.archive.tasks import Task

pytestmark = pytest.mark.slow


class Meddling(LocalEngine):
    """Does something to its workers, or to anything else, just after a task was given."""

    def __init__(self, meddle: Callable[[Meddling, Task], None], workers: int = 1) -> None:
        super().__init__(workers, LIMITS)
        self._meddle = meddle

    def give(self, key: int, task: Task) -> None:
        super().give(key, task)
        self._meddle(self, task)

    def wait(self, seconds: float) -> list[Report]:
        return super().wait(seconds)


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    return tmp_path / "destination"


def _killing(number: signal.Signals, times: int) -> Meddling:
    left = [times]

    def kill(engine: Meddling, task: Task) -> None:
        if left[0] and "00001" in str(getattr(task, "source", "")):
            left[0] -= 1
            for pid in engine.pids:
                os.kill(pid, number)

    return Meddling(kill)


def test_bad_files_fail_by_themselves_and_are_not_tried_again(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    clips(source, 2)
    (source / "00000a.mp4").write_bytes(b"not a video at all" * 100)
    (source / "00000b.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(500))
    (source / "00000c.mov").touch()
    done = ran(source, destination, tiny)
    assert [row[:3] for row in items(destination)] == [
        ("00000.mp4", "done", None),
        ("00000a.mp4", "failed", "unreadable"),
        ("00000b.jpg", "failed", "unreadable"),
        ("00000c.mov", "failed", "unreadable"),
        ("00001.mp4", "done", None),
    ]
    for _, _, cause, message in items(destination):
        assert cause is None or (message and "\n" not in message)
    assert len(done.ended) == 5
    assert not ran(source, destination, tiny).ended
    assert not left_over(destination)


def test_a_worker_that_a_library_ends_fails_its_item_alone(tmp_path: Path, destination: Path, tiny: Path) -> None:
    clips(tmp_path / "source", 3)
    ran(tmp_path / "source", destination, tiny, engine=_killing(signal.SIGSEGV, 1))
    assert [row[1:3] for row in items(destination)] == [("done", None), ("failed", "crashed"), ("done", None)]
    assert "SIGSEGV" in items(destination)[1][3]


def test_a_worker_that_is_killed_is_replaced_and_its_item_done(tmp_path: Path, destination: Path, tiny: Path) -> None:
    clips(tmp_path / "source", 3)
    ran(tmp_path / "source", destination, tiny, engine=_killing(signal.SIGKILL, 2))
    assert [row[1] for row in items(destination)] == ["done"] * 3
    assert attempts(destination) > 3
    assert not left_over(destination)


@pytest.mark.parametrize(
    ("limits", "cause"),
    [
        (replace(LIMITS, memory=100 << 20), "memory limit"),
        (replace(LIMITS, seconds=0.5), "time limit"),
        (replace(LIMITS, silence=0.2), "hung"),
        (replace(LIMITS, output=20_000), "output limit"),
    ],
)
def test_what_goes_beyond_a_limit_is_ended_and_said(
    limits: object, cause: str, tmp_path: Path, destination: Path, tiny: Path
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    long_clip(source / "long.mp4")
    assert isinstance(limits, type(LIMITS))
    ran(source, destination, tiny, limits=limits)
    ((name, state, why, message),) = items(destination)
    assert (name, state, why) == ("long.mp4", "failed", cause)
    assert "long" in message
    assert not results(destination)
    assert not left_over(destination)


def test_memory_that_is_asked_for_at_once_is_refused(tmp_path: Path, destination: Path, tiny: Path) -> None:
    # 190 megapixels in a file of some kilobytes.
    from benchmarks.hostile import seeds

    source = tmp_path / "source"
    source.mkdir()
    (source / "bomb.png").write_bytes(seeds().lies[1][1])
    photo(source / "photo.png")
    ran(source, destination, tiny, limits=replace(LIMITS, memory=600 << 20))
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


def test_any_name_of_a_file_will_do(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    for number, name in enumerate(_ODD_NAMES):
        made = photo(tmp_path / "made.png", number)
        source.mkdir(exist_ok=True)
        made.rename(source / (os.fsdecode(name)))
    assert ran(source, destination, tiny).counts[State.DONE] == len(_ODD_NAMES)
    assert len(set(results(destination).values())) == len(_ODD_NAMES)
    assert not ran(source, destination, tiny).ended


def test_links_are_not_followed_round_in_circles(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    photo(source / "sub" / "photo.png")
    (source / "sub" / "up").symlink_to(source)
    (source / "round.mp4").symlink_to(source / "round.mp4")
    (source / "nowhere.mp4").symlink_to(source / "gone.mp4")
    ran(source, destination, tiny)
    assert [row[:2] for row in items(destination)] == [("photo.png", "done")]


def test_a_file_that_vanishes_fails_by_itself(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    clips(source, 3)
    engine = Meddling(lambda engine, task: (source / "00001.mp4").unlink(missing_ok=True))
    ran(source, destination, tiny, engine=engine)
    assert [row[1:3] for row in items(destination)] == [("done", None), ("failed", "source gone"), ("done", None)]


def test_a_source_that_vanishes_stops_the_run_and_fails_nothing(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    clips(source, 4)
    engine = Meddling(lambda engine, task: _moved(source, tmp_path / "unplugged"))
    with pytest.raises(VeilproofError, match="the source cannot be seen any more"):
        ran(source, destination, tiny, engine=engine)
    assert {row[1] for row in items(destination)} == {"waiting"}
    _moved(tmp_path / "unplugged", source)
    assert ran(source, destination, tiny).counts[State.DONE] == 4


def test_a_clock_that_jumps_neither_holds_items_back_nor_loses_them(
    tmp_path: Path, destination: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clips(tmp_path / "source", 3)
    jump = [0.0]
    real = time.time
    monkeypatch.setattr("veilproof.archive.journal.time.time", lambda: real() + jump[0])
    kill = _killing(signal.SIGKILL, 1)

    class Jumping(Meddling):
        def wait(self, seconds: float) -> list[Report]:
            told = super().wait(seconds)
            jump[0] = -3e7 if told and jump[0] == 0 else jump[0]
            return told

    engine = Jumping(kill._meddle)
    jump[0] = 1.0
    ran(tmp_path / "source", destination, tiny, engine=engine)
    assert [row[1] for row in items(destination)] == ["done"] * 3


def test_a_run_that_is_killed_leaves_nothing_behind_and_the_next_one_goes_on(
    tmp_path: Path, destination: Path, tiny: Path
) -> None:
    source = tmp_path / "source"
    clips(source, 8)
    for _ in range(3):
        run = started(source, destination, tiny)
        _until(partial(_has_two_workers, run))
        _until(partial(_makes_something, run, destination))
        theirs = children(run)
        run.kill()
        run.wait()
        gone, alive = psutil.wait_procs(theirs, timeout=10)
        assert gone
        assert not alive
    assert started(source, destination, tiny).wait() == 0
    assert judged(source, destination) == []
    assert not left_over(destination)


def test_a_run_that_is_told_to_end_puts_back_what_it_was_doing(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    long_clip(source / "long.mp4", 2000)
    run = started(source, destination, tiny)
    _until(lambda: bool(children(run)))
    run.terminate()
    assert run.wait() == 1
    assert items(destination)[0][1] == "waiting"
    assert not left_over(destination)


def test_two_runs_on_one_journal_do_not_take_the_same_item(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    clips(source, 10)
    both = [started(source, destination, tiny) for _ in range(2)]
    assert [run.wait() for run in both] == [0, 0] or any(run.returncode == 1 for run in both)
    assert judged(source, destination) == []
    with Journal(destination / HIDDEN) as journal:
        assert len({run for (run,) in journal.rows("SELECT run FROM attempt")}) == 2


def test_a_disk_that_is_full_fails_nothing_and_the_run_says_so(tmp_path: Path, tiny: Path) -> None:
    source, disk = tmp_path / "source", tmp_path / "disk"
    for number in range(6):
        photo(source / f"{number}.png", number, (640, 480))
    code, said, left = _on_a_disk_of("size=1500k", disk, source, tiny, tmp_path / "state")
    assert code == 1
    assert "the disk is full" in said
    assert "Traceback" not in said
    assert not any("partial" in name or name == "failed" for name in left)
    with Journal(tmp_path / "state") as journal:
        counts = journal.counts()
    assert counts[State.FAILED] == counts[State.RUNNING] == 0
    assert counts[State.WAITING] > 0


def test_a_destination_that_may_not_be_written_is_one_line(tmp_path: Path, tiny: Path) -> None:
    photo(tmp_path / "source" / "photo.png")
    code, said, _ = _on_a_disk_of("ro", tmp_path / "disk", tmp_path / "source", tiny, tmp_path / "state")
    assert code == 1
    assert len(said.strip().splitlines()) == 1
    assert "cannot be written to" in said


def _on_a_disk_of(options: str, disk: Path, source: Path, model: Path, state: Path) -> tuple[int, str, list[str]]:
    """Run onto a small or read-only disk of its own: exit code, what was said on standard error, what is there."""
    disk.mkdir()
    names = disk.with_name("names")
    script = f'mount -t tmpfs -o {options} none "$0" && "$@"; code=$?; find "$0" >{names}; exit $code'
    words = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, str(disk)]
    run = ["-m", "veilproof", "archive", "run", str(source), str(disk), "--model", str(model), "--state", str(state)]
    if shutil.which("unshare") is None or subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs unshare and tmpfs, to have a disk of its own")
    words += [sys.executable, *run, "--quiet", "--workers", "1"]
    made = subprocess.run(words, capture_output=True, text=True, check=False)
    return made.returncode, made.stderr, names.read_text().splitlines()


def _has_two_workers(run: subprocess.Popen[bytes]) -> bool:
    return len(children(run)) == 2 or run.poll() is not None


def _makes_something(run: subprocess.Popen[bytes], destination: Path) -> bool:
    return run.poll() is not None or bool(list((destination / HIDDEN / "work").rglob("*.mp4")))


def _moved(place: Path, to: Path) -> None:
    if place.exists():
        place.rename(to)


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it never came about"
        time.sleep(0.01)
