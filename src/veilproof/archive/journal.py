"""The journal: the state of every item, in an SQLite database. Every change is one transaction."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from veilproof.archive.collection import SourceFile
from veilproof.archive.database import connect, create, explained, locks_folder, transaction
from veilproof.archive.disposing import dispose, reschedule
from veilproof.archive.item import Content, Disposition, Item, State
from veilproof.archive.names import to_bytes
from veilproof.archive.outcome import Failure, RedactResult
from veilproof.archive.rows import ITEM_COLUMNS, item_of
from veilproof.archive.schema import UPSERT_ITEM
from veilproof.errors import VeilproofError
from veilproof.locks import Lock, is_free

MAX_RETRY_DELAY = 300.0
"""Seconds; a round number. An item that seems to wait longer was scheduled by a wrong clock and is due."""
MAX_ATTEMPTS = 8
"""Attempts at an item whose failures are transient; a round number. The delay doubles from 1 s."""


class Journal:
    """An open journal. Several programs may open the same one; use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        """Open the journal in this folder; see `create`.

        Raises:
            VeilproofError: there is no journal, or it belongs to another version.
        """
        self.folder = folder
        self._locks = locks_folder(folder)
        self._run = 0
        self._db = connect(folder)

    @classmethod
    def create(cls, folder: Path) -> Journal:
        """Open the journal in this folder, creating it if needed.

        Raises:
            VeilproofError: it cannot be written there, or is not a journal.
        """
        create(folder)
        return cls(folder)

    def __enter__(self) -> Journal:
        """The journal itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Close it, discarding an unfinished transaction."""
        self._db.close()

    # -- runs

    @contextmanager
    def open_run(self, version: str) -> Iterator[int]:
        """A run of this version for the duration of the context; yields its number.

        A file lock, which the system releases with the process, marks it as active. Times would not do: clocks jump.
        """
        with self._transaction():
            inserted = self._db.execute("INSERT INTO run (started, version) VALUES (?, ?)", (_now(), version))
            self._run = int(inserted.lastrowid or 0)
            lock = Lock(self._locks / str(self._run))
        try:
            yield self._run
        finally:
            # If this cannot be written, the next run recovers it.
            with contextlib.suppress(VeilproofError), self._transaction():
                self._release_items(self._run)
                self._db.execute("UPDATE run SET finished = ? WHERE id = ?", (_now(), self._run))
            lock.remove(self._locks / str(self._run))

    def recover(self) -> list[int]:
        """Release the items of runs that were killed; returns the numbers of those runs."""
        with self._transaction():
            others = [run for run in self._unfinished_runs() if run != self._run]
            dead = [run for run in others if is_free(self._locks / str(run))]
            for run in dead:
                self._release_items(run)
                self._db.execute("UPDATE run SET finished = started WHERE id = ?", (run,))
            # Nobody works on an item of a run that has ended; only a damaged journal has one.
            self._db.execute(
                "UPDATE item SET state = 'waiting', run = NULL, pending_key = NULL, due = 0 WHERE state = 'running'"
                " AND (run IS NULL OR run IN (SELECT id FROM run WHERE finished IS NOT NULL)"
                " OR run NOT IN (SELECT id FROM run))"
            )
        for run in dead:
            (self._locks / str(run)).unlink(missing_ok=True)
        return dead

    def active_runs(self) -> set[str]:
        """The numbers of the active runs, as text."""
        return {str(run) for run in self._unfinished_runs() if run == self._run or not is_free(self._locks / str(run))}

    def _unfinished_runs(self) -> list[int]:
        with explained(self.folder):
            # A number and nothing else, because it becomes the name of a file.
            return [int(run) for (run,) in self._db.execute("SELECT id FROM run WHERE finished IS NULL").fetchall()]

    def _release_items(self, run: int) -> None:
        # An interrupted attempt does not count: it was not the item's fault.
        self._db.execute(
            "UPDATE item SET state = 'waiting', run = NULL, pending_key = NULL, due = 0,"
            " attempts = max(0, attempts - 1) WHERE state = 'running' AND run = ?",
            (run,),
        )

    # -- scheduling

    def register(self, files: Iterable[SourceFile], version: str) -> int:
        """Add new files and set changed ones back to waiting; returns how many are new or changed."""
        rows = [
            (
                to_bytes(file.source),
                to_bytes(file.relative),
                file.size,
                file.stamp,
                file.options.to_json(),
                to_bytes(file.decisions),
                version,
            )
            for file in files
        ]
        with self._transaction():
            before = self._db.total_changes
            self._db.executemany(UPSERT_ITEM, rows)
            return self._db.total_changes - before

    def items_with_results(self, sources: Iterable[str]) -> list[Item]:
        """The items of these sources that have a result."""
        items = []
        for source in sources:
            items += self._items("state IN ('done', 'needs review') AND source = ?", (to_bytes(source),))
        return items

    def invalidate(self, items: Iterable[int]) -> None:
        """Set items with a result back to waiting: the result is missing, or its plan was edited."""
        with self._transaction():
            self._db.executemany(
                "UPDATE item SET state = 'waiting', due = 0, attempts = 0, key = NULL WHERE id = ?"
                " AND state IN ('done', 'needs review')",
                [(item,) for item in items],
            )

    def retry(self, states: Iterable[State], cause: str | None = None) -> int:
        """Set the items in these states, and with this cause if one is given, back to waiting; returns how many."""
        values = [state.value for state in states]
        with self._transaction():
            changed = self._db.execute(
                f"UPDATE item SET state = 'waiting', due = 0, attempts = 0, key = NULL"
                f" WHERE state IN ({', '.join('?' * len(values))}) AND (? IS NULL OR cause = ?)",
                (*values, cause, cause),
            )
            return changed.rowcount

    def claim(self, only: int | None = None) -> Item | None:
        """The next due item, or the only one that may be taken, reserved for this run; None if none is due."""
        now = time.time()
        with self._transaction():
            # The second query finds items that a wrong clock scheduled too far ahead.
            for due, comparison in ((now, "<="), (now + MAX_RETRY_DELAY, ">")):
                row = self._db.execute(
                    f"SELECT id FROM item WHERE state = 'waiting' AND due {comparison} ? AND (? IS NULL OR id = ?)"
                    " ORDER BY due, id LIMIT 1",
                    (due, only, only),
                ).fetchone()
                if row:
                    self._db.execute(
                        "UPDATE item SET state = 'running', run = ?, attempts = attempts + 1 WHERE id = ?",
                        (self._run, row[0]),
                    )
                    return self._items("id = ?", row)[0]
        return None

    # -- results

    def decide(self, item: Item, content: Content, suffix: str, *, exists: bool, alone: bool = False) -> Disposition:
        """What to do with a claimed item whose content is now known.

        Args:
            item: the item.
            content: of the original, and of the result it will have.
            suffix: of the result.
            exists: whether its recorded result is still in place and its plan unchanged.
            alone: redact it, whatever results there are of the same content.
        """
        with self._transaction():
            return dispose(self._db, item, content, suffix, exists=exists, alone=alone)

    def record_result(
        self, item: Item, result: RedactResult, key: str, version: str, copy_of: int | None = None
    ) -> State:
        """Store the result of an item; returns its new state."""
        state = State.NEEDS_REVIEW if result.review_reason else State.DONE
        cause, message = result.review_reason or None, result.message or None
        with self._transaction():
            before = self._db.execute("SELECT output_sha256 FROM item WHERE id = ?", (item.id,)).fetchone()[0]
            self._db.execute(
                "UPDATE item SET state = ?, run = NULL, pending_key = NULL, key = ?, version = ?, output_sha256 = ?,"
                " output_size = ?, plan_stamp = ?, copy_of = ?, cause = ?, message = ?, finished = ?, seconds = ?,"
                " peak_bytes = ?, frames = ?, tracks = ?, low_confidence = ?, places = ?, expected_bare = ?,"
                " covered = ?, unreadable = ?, verdict = ?, leaks = ? WHERE id = ?",
                (
                    *(state.value, key, version, result.output_sha256, result.output_size, result.plan_stamp, copy_of),
                    *(cause, message, _now(), result.seconds, result.peak_bytes, result.frames, result.tracks),
                    *(
                        result.low_confidence,
                        result.places,
                        result.expected_bare,
                        result.covered,
                        result.unreadable,
                        result.verdict,
                        result.leaks,
                    ),
                    item.id,
                ),
            )
            self._add_attempt(item, state.value, cause, message, result.seconds)
            if before != result.output_sha256:
                # Copies of the previous result are outdated.
                self._db.execute(
                    "UPDATE item SET state = 'waiting', due = 0, attempts = 0, key = NULL WHERE copy_of = ?"
                    " AND state IN ('done', 'needs review')",
                    (item.id,),
                )
        return state

    def record_copy(self, item: Item, original: int, copy: RedactResult, key: str, version: str) -> State:
        """Store the result of an item that was copied from the item `original`; returns its new state."""
        columns = (
            "cause, message, frames, tracks, low_confidence, places, expected_bare, covered, unreadable, verdict, leaks"
        )
        reason, message, *rest = self._db.execute(f"SELECT {columns} FROM item WHERE id = ?", (original,)).fetchone()
        frames, tracks, low_confidence, places, expected_bare, covered, unreadable, verdict, leaks = rest
        result = RedactResult(
            copy.output_sha256,
            copy.output_size,
            copy.plan_stamp,
            frames=frames,
            tracks=tracks,
            low_confidence=low_confidence,
            places=places,
            expected_bare=expected_bare,
            covered=covered,
            unreadable=unreadable,
            verdict=verdict,
            leaks=leaks,
            review_reason=reason or "",
            message=message or "",
            seconds=copy.seconds,
            peak_bytes=copy.peak_bytes,
        )
        return self.record_result(item, result, key, version, copy_of=original)

    def record_failure(self, item: Item, failure: Failure) -> State:
        """Store a failed attempt; returns the new state: waiting if the failure is transient, otherwise failed."""
        retried = failure.cause.is_transient and item.attempts < MAX_ATTEMPTS
        with self._transaction():
            if retried:
                delay = min(MAX_RETRY_DELAY / 2, 0.5 * 2.0**item.attempts)
                reschedule(self._db, item, time.time() + delay, counts=True)
                self._add_attempt(item, "retry", failure.cause.value, failure.message, failure.seconds)
                return State.WAITING
            self._db.execute(
                "UPDATE item SET state = 'failed', run = NULL, pending_key = NULL, cause = ?, message = ?,"
                " finished = ?, seconds = ?, peak_bytes = ? WHERE id = ?",
                (failure.cause.value, failure.message, _now(), failure.seconds, failure.peak_bytes, item.id),
            )
            self._add_attempt(item, State.FAILED.value, failure.cause.value, failure.message, failure.seconds)
        return State.FAILED

    def release(self, item: Item) -> None:
        """Undo the claim of an item."""
        with self._transaction():
            reschedule(self._db, item, 0.0, counts=False)

    # -- queries

    def counts(self) -> dict[State, int]:
        """The number of items in each state."""
        with explained(self.folder):
            rows = self._db.execute("SELECT state, count(*) FROM item GROUP BY state").fetchall()
            found = {State(state): int(count) for state, count in rows}
        return {state: found.get(state, 0) for state in State}

    def next_due(self, only: int | None = None) -> float | None:
        """Seconds until the next waiting item, or the only one that may be taken, is due; None if none is waiting."""
        with explained(self.folder):
            row = self._db.execute(
                "SELECT min(due) FROM item WHERE state = 'waiting' AND (? IS NULL OR id = ?)", (only, only)
            ).fetchone()
            if row[0] is None:
                return None
            delay = float(row[0]) - time.time()
        return max(0.0, delay if delay <= MAX_RETRY_DELAY else 0.0)

    def query(self, sql: str, parameters: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows of a query, for reports."""
        with explained(self.folder):
            # Not `yield from`, which closes the cursor when the rest is not wanted, and the journal may be closed then.
            for row in self._db.execute(sql, parameters):  # noqa: UP028
                yield row

    def is_intact(self) -> bool:
        """Whether SQLite's integrity check passes."""
        with explained(self.folder):
            return bool(self._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok")

    def _items(self, where: str, values: tuple[Any, ...]) -> list[Item]:
        with explained(self.folder):
            return [item_of(*row) for row in self._db.execute(f"SELECT {ITEM_COLUMNS} FROM item WHERE {where}", values)]

    def _add_attempt(self, item: Item, outcome: str, cause: str | None, message: str | None, seconds: float) -> None:
        self._db.execute(
            "INSERT INTO attempt (item, run, finished, outcome, cause, message, seconds) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (item.id, self._run, _now(), outcome, cause, message, seconds),
        )

    def _transaction(self) -> AbstractContextManager[None]:
        return transaction(self._db, self.folder)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
