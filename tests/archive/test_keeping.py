"""What an archive never loses: a person's files, and a person's decisions."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import stat
from pathlib import Path

import psutil
import pytest

from benchmarks.archive_soak import children, start_run
from tests.archive.archives import (
    LIMITS,
    PATIENCE_SECONDS,
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
from tests.cli.commands import Veilproof, in_this_process
from veilproof import Decision, Plan, load_detector, redact
from veilproof.archive.item import State
from veilproof.archive.layout import HIDDEN
from veilproof.archive.supervisor import Worker

pytestmark = pytest.mark.slow


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two clips."""
    clips(tmp_path / "source", 2)
    return tmp_path / "source"


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    (tmp_path / "destination").mkdir()
    return tmp_path / "destination"


@pytest.fixture
def veilproof(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Veilproof:
    monkeypatch.setenv("COLUMNS", "300")
    return in_this_process(monkeypatch, capfd)


def _states(destination: Path) -> list[tuple[str, str | None]]:
    return [(state, cause) for _, state, cause, _ in items(destination)]


def _decide(plan: Path, decision: Decision = Decision.KEEP) -> None:
    with Plan(plan) as opened:
        opened.decide([track.id for track in opened.tracks()], decision)


# -- files


@pytest.mark.parametrize("kind", ["file", "link", "dangling link", "folder"])
def test_a_file_of_somebody_else_is_never_replaced(kind: str, source: Path, destination: Path, tiny: Path) -> None:
    theirs = destination / "00000.redacted.mp4"
    elsewhere = destination.parent / "elsewhere.mp4"
    if kind == "file":
        theirs.write_bytes(b"mine")
    elif kind == "folder":
        theirs.mkdir()
    else:
        if kind == "link":
            elsewhere.write_bytes(b"mine")
        theirs.symlink_to(elsewhere)
    done = run_archive(source, destination, tiny)
    assert _states(destination) == [("failed", "name taken"), ("done", None)]
    assert str(theirs) in done.finished[0].message
    assert not theirs.is_file() or theirs.read_bytes() == b"mine"
    assert theirs.is_symlink() == ("link" in kind)
    assert elsewhere.exists() == (kind == "link")
    assert not left_over(destination)


def test_an_original_in_the_destination_is_never_replaced(tmp_path: Path, tiny: Path) -> None:
    """`march.redacted.mp4` is itself an original here, and the result of `march.mp4` would have its name."""
    folder = tmp_path / "both"
    one, other = clips(folder, 2)
    one.rename(folder / "march.mp4")
    other.rename(folder / "march.redacted.mp4")
    before = {path.name: path.read_bytes() for path in folder.glob("*.mp4")}
    (folder / "list.csv").write_text("path\nmarch.mp4\nmarch.redacted.mp4\n")
    run_archive(folder / "list.csv", folder, tiny)
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert _states(folder) == [("failed", "name taken"), ("done", None)]


def test_a_result_that_a_person_edited_is_never_replaced(source: Path, destination: Path, tiny: Path) -> None:
    run_archive(source, destination, tiny)
    result = destination / "00000.redacted.mp4"
    result.write_bytes(b"x" * result.stat().st_size)
    run_archive(source, destination, tiny, options={"scale": 2.0})
    assert _states(destination) == [("failed", "name taken"), ("done", None)]
    assert set(result.read_bytes()) == {ord("x")}


def test_a_result_that_a_killed_run_placed_is_recognised(source: Path, destination: Path, tiny: Path) -> None:
    run_archive(source, destination, tiny)
    before = results(destination)
    with contextlib.closing(sqlite3.connect(destination / HIDDEN / "journal.sqlite", isolation_level=None)) as db:
        db.execute("UPDATE item SET state = 'waiting', key = NULL, output_sha256 = NULL, output_size = NULL")
    assert run_archive(source, destination, tiny).counts[State.DONE] == 2
    assert results(destination) == before


def test_a_result_swapped_by_somebody_does_not_spread(source: Path, destination: Path, tiny: Path) -> None:
    run_archive(source, destination, tiny)
    before = results(destination)
    shutil.copy(source / "00000.mp4", source / "again.mp4")
    original = destination / "00000.redacted.mp4"
    size = original.stat().st_size
    original.write_bytes((source / "00000.mp4").read_bytes()[:size].ljust(size, b"\0"))
    done = run_archive(source, destination, tiny)
    assert [event.outcome for event in done.finished] == ["redacted"]
    assert results(destination)["again.redacted.mp4"] == before["00000.redacted.mp4"]


def test_a_link_in_the_destination_is_not_followed_out_of_it(source: Path, destination: Path, tiny: Path) -> None:
    for folder in ("out", "in"):
        (source / folder).mkdir()
        photo(source / folder / "photo.png")
    (source / "in" / "photo.png").write_bytes(photo(source.parent / "p.png", 3).read_bytes())
    elsewhere = destination.parent / "elsewhere"
    elsewhere.mkdir()
    (destination / "out").symlink_to(elsewhere)
    (destination / "real").mkdir()
    (destination / "in").symlink_to("real")
    run_archive(source, destination, tiny)
    assert not list(elsewhere.iterdir())
    assert (destination / "real" / "photo.redacted.png").is_file()
    assert sorted(_states(destination)) == [("done", None)] * 3 + [("failed", "name taken")]


@pytest.mark.parametrize("name", ["v.mp4", "notes.txt", "00000.veil", "folder", "link.prom"])
def test_metrics_replace_no_other_file(
    name: str, veilproof: Veilproof, source: Path, destination: Path, tiny: Path
) -> None:
    path = source / name
    if name == "v.mp4":
        (source / "00000.mp4").rename(path)
    elif name == "00000.veil":
        redact(source / "00000.mp4", destination.parent / "o.mp4", plan=path, detector=load_detector(model=tiny))
    elif name == "folder":
        path.mkdir()
    elif name == "link.prom":
        path.symlink_to(source / "00001.mp4")
    else:
        path.write_text("mine")
    before = path.read_bytes() if path.is_file() else b""
    run = veilproof("archive", "run", source, destination, "--model", tiny, "--metrics", path)
    assert run.code == 1
    assert str(path) in run.error_line
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert not results(destination)


@pytest.mark.parametrize("state", ["source", "destination", ".", "source/00000.mp4", "destination/x"])
def test_a_state_folder_with_other_files_is_refused(
    state: str, veilproof: Veilproof, source: Path, destination: Path, tiny: Path
) -> None:
    """The state has a folder `work` that is emptied; in a home folder, say, somebody else may have one too."""
    theirs = photo(source / "work" / "1" / "photo.png")
    run = veilproof("archive", "run", source, destination, "--model", tiny, "--state", source.parent / state)
    assert run.code == 1
    assert "Traceback" not in run.err
    assert theirs.exists()
    assert not (source / "journal.sqlite").exists()


# -- decisions


def test_decisions_outlast_a_changed_original(source: Path, destination: Path, tiny: Path) -> None:
    run_archive(source, destination, tiny)
    plan = destination / HIDDEN / "plans" / "00000.mp4.veil"
    _decide(plan)
    before = plan.read_bytes()
    shutil.copy(clips(source.parent / "more", 3)[2], source / "00000.mp4")
    done = run_archive(source, destination, tiny)
    assert _states(destination) == [("failed", "plan"), ("done", None)]
    assert str(plan) in done.finished[0].message
    assert plan.read_bytes() == before
    plan.rename(plan.with_suffix(".old"))
    veilproof_retry(destination)
    run_archive(source, destination, tiny)
    assert _states(destination) == [("done", None)] * 2


def veilproof_retry(destination: Path) -> None:
    from veilproof.archive.journal import Journal

    with Journal(destination / HIDDEN) as journal:
        journal.retry([State.FAILED])


def test_a_plan_that_cannot_be_opened_is_kept(source: Path, destination: Path, tiny: Path) -> None:
    run_archive(source, destination, tiny)
    plan = destination / HIDDEN / "plans" / "00000.mp4.veil"
    plan.write_bytes(b"damaged" * 100)
    run_archive(source, destination, tiny)
    assert _states(destination) == [("failed", "plan"), ("done", None)]
    assert plan.read_bytes() == b"damaged" * 100


def test_two_files_with_one_relative_path_have_a_plan_each(tmp_path: Path, destination: Path, tiny: Path) -> None:
    for name, number in (("one", 0), ("other", 1)):
        (tmp_path / name).mkdir()
        shutil.copy(clips(tmp_path / "all", 2)[number], tmp_path / name / "march.mp4")
    run_archive(tmp_path / "one", destination, tiny)
    plans = destination / HIDDEN / "plans"
    (first,) = plans.iterdir()
    _decide(first)
    before = first.read_bytes()
    run_archive(tmp_path / "other", destination, tiny)
    assert first.read_bytes() == before
    assert len(list(plans.glob("*.veil"))) == len(results(destination)) == 2
    assert _states(destination)[1] == ("done", None)


def test_an_edited_reviewed_plan_is_rendered_again(source: Path, destination: Path, tiny: Path) -> None:
    reviewed = source.parent / "reviewed.veil"
    redact(source / "00000.mp4", source.parent / "o.mp4", plan=reviewed, detector=load_detector(model=tiny))
    (source / "list.csv").write_text(f"path,decisions\n00000.mp4,{reviewed}\n")
    run_archive(source / "list.csv", destination, tiny)
    covered = results(destination)
    _decide(reviewed)
    done = run_archive(source / "list.csv", destination, tiny)
    assert [event.cause for event in done.finished] == ["nothing covered"]
    assert results(destination) != covered


def test_an_identical_original_with_decisions_of_its_own_is_no_copy(
    source: Path, destination: Path, tiny: Path
) -> None:
    """After an update both are redacted again; the one with decisions must not become a copy of the other."""
    run_archive(source, destination, tiny)
    _decide(destination / HIDDEN / "plans" / "00001.mp4.veil")
    shutil.copy(source / "00001.mp4", source / "00000.mp4")
    run_archive(source, destination, tiny)
    files = results(destination)
    (destination / HIDDEN / "plans" / "00000.mp4.veil").unlink(missing_ok=True)
    run_archive(source, destination, tiny, options={"scale": 2.0})
    assert items(destination, "source, state, cause")[1] == ("00001.mp4", "needs review", "nothing covered")
    assert results(destination)["00001.redacted.mp4"] == files["00001.redacted.mp4"]


@pytest.mark.parametrize("damage", ["foreign", "not a plan", "missing", "view"])
def test_a_bad_reviewed_plan_fails_its_item_with_one_line(
    damage: str, source: Path, destination: Path, tiny: Path
) -> None:
    reviewed = source.parent / "reviewed.veil"
    if damage != "missing":
        number = 1 if damage == "foreign" else 0
        original = source / f"0000{number}.mp4"
        redact(original, source.parent / "o.mp4", plan=reviewed, detector=load_detector(model=tiny))
    if damage == "not a plan":
        reviewed.write_bytes(b"nothing")
    if damage == "view":
        with sqlite3.connect(reviewed) as db:
            db.execute("PRAGMA application_id = 7")
    (source / "list.csv").write_text(f"path,decisions\n00000.mp4,{reviewed}\n00001.mp4,\n")
    done = run_archive(source / "list.csv", destination, tiny)
    assert _states(destination) == [("failed", "plan"), ("done", None)]
    assert str(reviewed) in done.finished[0].message
    assert set(results(destination)) == {"00001.redacted.mp4"}


def test_an_unchanged_item_that_needs_review_is_reported_so(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "s"
    clips(source, 1)
    run_archive(source, destination, tiny)
    _decide(destination / HIDDEN / "plans" / "00000.mp4.veil")
    run_archive(source, destination, tiny)
    os.utime(source / "00000.mp4", (1, 1))
    (event,) = run_archive(source, destination, tiny).finished
    assert (event.outcome, event.state, event.cause) == ("unchanged", State.NEEDS_REVIEW, "nothing covered")


# -- who may read, and what is left


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_results_are_as_readable_as_originals_and_the_rest_is_private(
    source: Path, destination: Path, tiny: Path
) -> None:
    (source / "00000.mp4").chmod(0o600)
    (source / "00001.mp4").chmod(0o644)
    shutil.copy(source / "00001.mp4", source / "copy.mp4")
    (source / "copy.mp4").chmod(0o640)
    run_archive(source, destination, tiny)
    modes = {path.name: _mode(path) for path in destination.glob("*.mp4")}
    assert modes == {"00000.redacted.mp4": 0o600, "00001.redacted.mp4": 0o644, "copy.redacted.mp4": 0o640}
    hidden = destination / HIDDEN
    assert _mode(hidden) == 0o700
    assert {_mode(path) for path in hidden.rglob("*") if path.is_dir()} == {0o700}
    assert {_mode(path) for path in hidden.rglob("*") if path.is_file()} == {0o600}


def test_no_worker_can_dump_its_memory() -> None:
    worker = Worker(LIMITS)
    try:
        assert worker.connection.poll(PATIENCE_SECONDS)
        worker.receive()
        assert psutil.Process(worker.pid).rlimit(psutil.RLIMIT_CORE) == (0, 0)
        # A process that must not be dumped belongs to root in /proc, whoever runs it.
        assert Path(f"/proc/{worker.pid}/environ").stat().st_uid == 0
    finally:
        worker.stop()


@pytest.fixture(scope="module")
def very_long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip of which no run is over before somebody has seen it write, on a busy machine either."""
    return long_clip(tmp_path_factory.mktemp("long") / "long.mp4", 1200)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_run_that_is_ended_leaves_nothing(
    number: signal.Signals, elsewhere: bool, tmp_path: Path, destination: Path, tiny: Path, very_long: Path
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    os.link(very_long, source / "long.mp4")
    more = ("--state", str(tmp_path / "state")) if elsewhere else ()
    run = start_run(source, destination, tiny, *more)
    until(lambda: run.poll() is not None or bool(list(tmp_path.rglob("work*/*/*/*.mp4"))))
    workers = children(run)
    run.send_signal(number)
    assert run.wait() == 1
    assert gone(workers)
    assert not list(tmp_path.rglob("work*/*"))
    assert not results(destination)


def test_two_runs_with_a_state_each_do_not_disturb_each_other(tmp_path: Path, destination: Path, tiny: Path) -> None:
    source = tmp_path / "source"
    clips(source, 6)
    states = [tmp_path / "a", tmp_path / "b"]
    runs = [start_run(source, destination, tiny, "--state", str(state)) for state in states]
    for run in runs:
        run.wait()
    # Neither replaces a result of the other.
    run_archive(source, tmp_path / "plain", tiny)
    assert results(destination) == results(tmp_path / "plain")
    assert [path.name for path in destination.iterdir() if path.is_dir()] == [HIDDEN]
    assert not list((destination / HIDDEN).rglob("*.mp4"))
    assert all((state / "journal.sqlite").is_file() for state in states)


def test_a_state_can_be_on_another_disk(source: Path, destination: Path, tiny: Path) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == destination.stat().st_dev:
        pytest.skip("needs a second file system")
    state = other / f"veilproof-test-{os.getpid()}"
    try:
        assert start_run(source, destination, tiny, "--state", str(state)).wait() == 0
        assert len(results(destination)) == 2
    finally:
        shutil.rmtree(state, ignore_errors=True)
