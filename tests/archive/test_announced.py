"""A run that is killed at the worst moment: a result has its name, and the journal does not know it.

The results have a disguised voice, so no two of one original are the same bytes.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import pkgutil
import random
import signal
import subprocess
from functools import partial
from pathlib import Path

import pytest

from benchmarks.archive_soak import children, start_run, violations
from tests.archive.archives import LIMITS, Killed, KillingEngine, gone, items, left_over, results, run_archive, until
from tests.archive.test_faults import _has_two_workers
from tests.sound.spoken import RATE, TEXTS, film, spoken
from veilproof.archive.engine import Report
from veilproof.archive.item import State
from veilproof.archive.layout import HIDDEN
from veilproof.archive.local import LocalEngine
from veilproof.archive.outcome import RedactResult
from veilproof.archive.placing import Place, TakenError
from veilproof.archive.tasks import CopyTask, Task


@pytest.fixture
def voices(tmp_path: Path) -> Path:
    """A manifest of two films whose voices are disguised."""
    return _voices(tmp_path, 2)


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    (tmp_path / "destination").mkdir()
    return tmp_path / "destination"


def _voices(folder: Path, count: int) -> Path:
    (folder / "source").mkdir()
    with (folder / "list.csv").open("w") as file:
        rows = csv.writer(file)
        rows.writerow(["path", "audio", "sound"])
        for number in range(count):
            path = folder / "source" / f"{number}.mkv"
            film(path, spoken(TEXTS[number % len(TEXTS)], pitch=40 + number)[None, : 2 * RATE])
            rows.writerow([f"source/{path.name}", "keep", "disguise 0-2"])
    return folder / "list.csv"


def _unfinished(destination: Path) -> set[Path]:
    """Results that are being written; what a killed run left is among them until the next one has cleaned up."""
    return set((destination / HIDDEN / "work").rglob("*out*.mkv"))


def _kill_once_placed(run: subprocess.Popen[bytes], destination: Path, left: set[Path]) -> bool:
    """Kill a run that a worker has given a result its name for, and that did not hear of it; False if it is over.

    `left` is what was unfinished before it started.
    """

    def holds_unfinished() -> bool:
        if run.poll() is not None:
            return True
        run.send_signal(signal.SIGSTOP)
        if _unfinished(destination) - left:
            return True
        run.send_signal(signal.SIGCONT)
        return False

    until(holds_unfinished)
    if run.poll() is not None:
        return False
    # Held, it records nothing, while its workers go on.
    until(lambda: not _unfinished(destination) - left)
    _kill(run)
    return True


def _kill(run: subprocess.Popen[bytes]) -> None:
    workers = children(run)
    run.kill()
    run.wait()
    assert gone(workers)


def _all_finished(counts: dict[State, int], number: int) -> bool:
    """Whether all have a result. Nobody is seen in the films, so each needs review."""
    return counts[State.NEEDS_REVIEW] == sum(counts.values()) == number


@pytest.mark.slow
def test_a_result_that_a_killed_run_placed_is_its_own_although_the_voice_is_drawn_anew(
    voices: Path, destination: Path, tiny: Path
) -> None:
    seen = []
    for _ in range(3):
        with pytest.raises(Killed):
            run_archive(voices, destination, tiny, engine=KillingEngine(1, LIMITS))
        seen.append(results(destination)["source/0.redacted.mkv"])
    assert len(set(seen)) == 3, "the voice is not drawn anew"
    assert _all_finished(run_archive(voices, destination, tiny).counts, 2)
    assert len(results(destination)) == 2
    assert not left_over(destination)
    assert not run_archive(voices, destination, tiny).finished


@pytest.mark.slow
def test_what_somebody_edited_after_the_kill_is_not_replaced(voices: Path, destination: Path, tiny: Path) -> None:
    with pytest.raises(Killed):
        run_archive(voices, destination, tiny, engine=KillingEngine(1, LIMITS))
    placed = destination / "source" / "0.redacted.mkv"
    edited = placed.read_bytes() + b"a cut of mine"
    placed.write_bytes(edited)
    run_archive(voices, destination, tiny)
    assert [row[1:3] for row in items(destination)] == [
        ("failed", "name taken"),
        ("needs review", "no face found"),
    ]
    assert placed.read_bytes() == edited


@pytest.mark.slow
def test_a_copy_that_a_killed_run_placed_is_its_own_although_its_original_changed(
    voices: Path, destination: Path, tiny: Path
) -> None:
    """The other film is the same one, and the result that was copied for it is rendered anew meanwhile."""
    one, other = voices.parent / "source" / "0.mkv", voices.parent / "source" / "1.mkv"
    other.write_bytes(one.read_bytes())

    class KillingAtCopy(LocalEngine):
        copied = False

        def submit(self, key: int, task: Task) -> None:
            self.copied = isinstance(task, CopyTask)
            super().submit(key, task)

        def wait(self, seconds: float) -> list[Report]:
            reports = super().wait(seconds)
            if self.copied and any(isinstance(report.content, RedactResult) for report in reports):
                raise Killed
            return reports

    with pytest.raises(Killed):
        run_archive(voices, destination, tiny, engine=KillingAtCopy(1, LIMITS))
    (destination / "source" / "0.redacted.mkv").unlink()
    assert _all_finished(run_archive(voices, destination, tiny).counts, 2)
    assert len(set(results(destination).values())) == 1


@pytest.mark.slow
def test_runs_with_two_workers_that_are_killed_time_and_again_end_with_every_item_done(
    tmp_path: Path, destination: Path, tiny: Path
) -> None:
    manifest, rng, placed = _voices(tmp_path, 4), random.Random(3), 0
    for number in range(6):
        left = _unfinished(destination)
        run = start_run(manifest, destination, tiny)
        if number % 2:
            until(partial(_has_two_workers, run))
            with contextlib.suppress(subprocess.TimeoutExpired):
                run.wait(rng.uniform(0, 3))
            _kill(run)
        else:
            placed += _kill_once_placed(run, destination, left)
    assert placed
    assert start_run(manifest, destination, tiny).wait() == 3
    assert violations(tmp_path / "source", destination) == []
    assert not left_over(destination)


def _file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("call", "of"),
    [
        ("pathlib.Path.replace", "march.new"),
        ("os.link", "finished.mp4"),
        ("pathlib.Path.unlink", "finished.mp4"),
        ("pathlib.Path.replace", "finished.mp4"),
    ],
)
def test_a_kill_at_any_moment_of_placing_lets_the_next_run_place_its_own(
    call: str, of: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first result is placed while nothing is there; the second takes its place, because it was never recorded."""
    target, note = tmp_path / "march.mp4", tmp_path / "notes" / "march.sha256"
    place = Place(str(target), note=str(note))

    real = pkgutil.resolve_name(call)

    def killed(path: Path, *given: object, **more: object) -> None:
        if path.name == of:
            raise Killed
        real(path, *given, **more)

    for content in (b"one", b"other"):
        with monkeypatch.context() as broken:
            broken.setattr(call, killed)
            with contextlib.suppress(Killed):
                place.put(_file(tmp_path / "finished.mp4", content))
    place.check()
    place.put(_file(tmp_path / "finished.mp4", b"last"))
    assert target.read_bytes() == b"last"
    target.write_bytes(b"mine")
    with pytest.raises(TakenError):
        place.put(_file(tmp_path / "finished.mp4", b"late"))
    assert target.read_bytes() == b"mine"


def test_what_was_recorded_since_is_not_announced_any_more(tmp_path: Path) -> None:
    """Somebody who puts an older result back keeps it: it is not what the archive wrote last."""
    target, note = tmp_path / "march.mp4", str(tmp_path / "march.sha256")
    Place(str(target), note=note).put(_file(tmp_path / "finished.mp4", b"first"))
    recorded = hashlib.sha256(b"first").hexdigest()
    Place(str(target), replaces=recorded, note=note).put(_file(tmp_path / "finished.mp4", b"second"))
    target.write_bytes(b"first")
    recorded = hashlib.sha256(b"second").hexdigest()
    with pytest.raises(TakenError):
        Place(str(target), replaces=recorded, note=note).check()
