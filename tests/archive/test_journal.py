"""A journal that was broken at random is used as far as it is right, or refused with one line."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.archive.archives import clips
from veilproof import VeilproofError
from veilproof.archive.collection import Collection
from veilproof.archive.engine import Report
from veilproof.archive.item import State
from veilproof.archive.journal import Journal
from veilproof.archive.layout import HIDDEN, Archive
from veilproof.archive.options import Options
from veilproof.archive.outcome import Cause, CopyRefused, Failure, Outcome, ProbeResult, RedactResult
from veilproof.archive.report import write_report
from veilproof.archive.run import Run
from veilproof.archive.status import status
from veilproof.archive.tasks import CopyTask, ProbeTask, RedactTask, Task

_BROKEN = int(os.environ.get("VEILPROOF_BROKEN_JOURNALS", "200"))
"""Journals that are broken, by seed."""
_HANG_SECONDS = 300
"""After which a run counts as one that never ends. A round number: nothing but a hang takes so long."""

_VALUES: list[object] = [
    None, 0, -1, 1, 2**63 - 1, -(2**63), 1e308, float("inf"), -float("inf"), "", "x", "../../x", b"../../x", b"/etc/x",
    b"\xff\xfe", b"a\0b", "{}", "[" * 2000, '{"scale": {}}', "done", "waiting", "running", "failed", "needs review", 
    b"",
]  # fmt: skip
_SQL = [
    "CREATE VIEW v AS SELECT * FROM item",
    "CREATE TRIGGER t AFTER UPDATE ON item BEGIN DELETE FROM item; END",
    "CREATE TABLE more (x)",
    "CREATE INDEX more ON item (relative)",
    "DROP INDEX item_next",
    "DROP TABLE attempt",
    "ALTER TABLE item RENAME TO thing",
    "ALTER TABLE item ADD COLUMN more TEXT",
    "PRAGMA user_version = 2",
    "PRAGMA application_id = 1",
    "DELETE FROM run",
    "DELETE FROM item WHERE id % 2",
    "INSERT INTO run (id, started, version) VALUES (9223372036854775807, '', '')",
    "ALTER TABLE attempt RENAME TO a; CREATE VIEW attempt AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1"
    " FROM r) SELECT n AS id, n AS item, n AS run, '' AS finished, 'done' AS outcome, '' AS cause, '' AS message, 1.0"
    " AS seconds FROM r",
]


class ScriptedEngine:
    """An engine that pretends, and notes every path that a worker would write to."""

    def __init__(self) -> None:
        self.targets: list[str] = []
        self._reports: list[Report] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    @property
    def free_slots(self) -> int:
        return 2 - len(self._reports)

    def submit(self, key: int, task: Task) -> None:
        self._reports.append(Report(key, self._outcome(task)))

    def wait(self, seconds: float) -> list[Report]:
        reports, self._reports = self._reports, []
        return reports

    def close(self) -> None:
        self._reports = []

    def _outcome(self, task: Task) -> Outcome:
        name = Path(task.source).stem
        match task:
            case ProbeTask():
                return ProbeResult("7" if name in ("00001", "00002") else name, Path(task.source).suffix)
            case CopyTask():
                self.targets += [task.place.target, task.plan, task.outbox, task.scratch]
                return CopyRefused() if name == "00002" else Failure(Cause.TAKEN, "taken")
            case RedactTask():
                self.targets += [task.place.target, task.plan, task.audit, task.outbox, task.scratch]
                if name == "00004":
                    return Failure(Cause.UNREADABLE, "unreadable")
                return RedactResult(name, 1, "", review_reason="damaged" if name == "00003" else "")
        raise AssertionError(task)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection and an archive of it, with items in all states."""
    folder = tmp_path_factory.mktemp("begun")
    clips(folder / "source", 6)
    _run(folder)
    with Journal(folder / "out" / HIDDEN) as journal:
        list(journal.query("UPDATE item SET state = 'waiting' WHERE id = 6 RETURNING id"))
        list(journal.query("UPDATE item SET state = 'running', pending_key = 'k' WHERE id = 5 RETURNING id"))
    return folder


def _run(folder: Path) -> tuple[ScriptedEngine, dict[State, int]]:
    engine, until = ScriptedEngine(), time.monotonic() + _HANG_SECONDS
    archive = Archive.at(str(folder / "out"))
    (folder / "out").mkdir(exist_ok=True)
    collection = Collection(str(folder / "source"), Options(), archive)
    counts = Run(archive, collection, engine, lambda event: None).execute(stopped=lambda: time.monotonic() > until)
    assert time.monotonic() < until, "the run does not end"
    return engine, counts


def _break(journal: Path, rng: random.Random) -> None:
    if rng.random() < 0.25:
        data = bytearray(journal.read_bytes())
        for _ in range(rng.choice((1, 5, 50))):
            data[rng.randrange(len(data))] = rng.randrange(256)
        journal.write_bytes(data[: rng.choice((len(data), rng.randrange(len(data))))])
        return
    with contextlib.closing(sqlite3.connect(journal, isolation_level=None)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        if rng.random() < 0.7:
            # Without its types, as somebody with a hex editor can have it.
            db.execute("PRAGMA writable_schema = ON")
            db.execute("UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE type = 'table'")
            db.execute("PRAGMA writable_schema = RESET")
            db.execute("PRAGMA ignore_check_constraints = ON")
        for _ in range(rng.choice((1, 2, 4))):
            table = rng.choice(("item", "item", "item", "run", "attempt"))
            with contextlib.suppress(sqlite3.Error, OverflowError):
                if rng.random() < 0.25:
                    db.executescript(rng.choice(_SQL))
                else:
                    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")] or ["id"]
                    column = rng.choice(columns)
                    where = rng.choice(("1", "id % 2", "id = 1"))
                    db.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (rng.choice(_VALUES),))
        with contextlib.suppress(sqlite3.Error):
            db.execute("PRAGMA writable_schema = ON")
            for name in ("run", "item", "attempt"):
                db.execute(
                    "UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = ? AND sql NOT LIKE '%STRICT'", (name,)
                )


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_a_broken_journal_is_used_or_refused_with_one_line(part: int, begun: Path, tmp_path: Path) -> None:
    used = refused = 0
    for seed in range(part, _BROKEN, 4):
        folder = tmp_path / str(seed)
        shutil.copytree(begun, folder)
        journal = folder / "out" / HIDDEN / "journal.sqlite"
        _break(journal, random.Random(seed))
        before = {path.name: path.read_bytes() for path in (folder / "source").iterdir()}
        outside = {path for path in folder.rglob("*") if "out" not in path.relative_to(folder).parts}
        for call in (_status, _report, _check_run, _retry, _check_run):
            try:
                call(folder)
                used += 1
            except VeilproofError as error:
                refused += 1
                line = str(error)
                assert str(folder) in line, line
                assert len(line.splitlines()) == 1
        assert {path.name: path.read_bytes() for path in (folder / "source").iterdir()} == before
        assert {path for path in folder.rglob("*") if "out" not in path.relative_to(folder).parts} == outside
        shutil.rmtree(folder)
    assert used > _BROKEN // 10
    assert refused > _BROKEN // 10


def _status(folder: Path) -> None:
    with Journal(folder / "out" / HIDDEN) as journal:
        status(journal).as_dict()


def _report(folder: Path) -> None:
    with Journal(folder / "out" / HIDDEN) as journal:
        for name in ("report.json", "report.html"):
            write_report(journal, folder / "out" / name, force=True)


def _retry(folder: Path) -> None:
    with Journal(folder / "out" / HIDDEN) as journal:
        journal.retry([State.FAILED, State.NEEDS_REVIEW])


def _check_run(folder: Path) -> None:
    engine, counts = _run(folder)
    root = str((folder / "out").resolve()) + os.sep
    assert all(os.path.normpath(target).startswith(root) for target in engine.targets if target)
    # Whatever the journal said, no original is forgotten.
    assert sum(counts.values()) >= 6


@pytest.mark.parametrize("sql", _SQL[:9])
def test_another_schema_is_refused(sql: str, begun: Path, tmp_path: Path) -> None:
    shutil.copytree(begun / "out" / HIDDEN, tmp_path / "state")
    with contextlib.closing(sqlite3.connect(tmp_path / "state" / "journal.sqlite")) as db:
        db.executescript(sql)
    with pytest.raises(VeilproofError, match="not a journal that this veilproof can read"):
        Journal(tmp_path / "state")
