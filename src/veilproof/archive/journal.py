"""The journal is the truth: what is waiting, what runs, how everything ended. Changes are whole or do not happen."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from veilproof.archive.collection import SourceFile
from veilproof.archive.database import begin, change, opened, runs_of
from veilproof.archive.item import Decided, Item, State
from veilproof.archive.locks import Lock, is_free
from veilproof.archive.names import from_bytes, output_name, to_bytes
from veilproof.archive.options import Options
from veilproof.archive.outcome import Failure, RedactResult
from veilproof.archive.schema import TAKE_NOTE
from veilproof.errors import VeilproofError

LONGEST_WAIT = 300.0
"""Seconds; nothing waits longer before it is tried again. What seems to has been dated by a clock that was wrong."""
MOST_ATTEMPTS = 8
"""Times that an item is tried where the fault may pass."""


class Journal:
    """An open journal. Several programs may have the same one open; use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        """Open the journal in this folder; see `create`.

        Raises:
            VeilproofError: there is none, or it is not one this veilproof can read.
        """
        self.folder = folder
        self._runs = runs_of(folder)
        self._run = 0
        self._db = opened(folder)

    @classmethod
    def create(cls, folder: Path) -> Journal:
        """The journal in this folder, begun if there is none.

        Raises:
            VeilproofError: it cannot be written there, or is not a journal.
        """
        begin(folder)
        return cls(folder)

    def __enter__(self) -> Journal:
        """The journal itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Close it; what was not part of a finished change is forgotten."""
        self._db.close()

    # -- runs

    @contextmanager
    def running(self, version: str) -> Iterator[int]:
        """A run of this version for as long as the context lasts; gives its number.

        That it is alive is known by a lock that no process can leave behind, not by a time: clocks jump.
        """
        with self._change():
            made = self._db.execute("INSERT INTO run (started, version) VALUES (?, ?)", (_now(), version))
            self._run = int(made.lastrowid or 0)
            lock = Lock(self._runs / str(self._run))
        try:
            yield self._run
        finally:
            # Where that cannot be written, the next run sees that this one is no more.
            with contextlib.suppress(VeilproofError), self._change():
                self._put_back(self._run)
                self._db.execute("UPDATE run SET ended = ? WHERE id = ?", (_now(), self._run))
            (self._runs / str(self._run)).unlink(missing_ok=True)
            lock.release()

    def recover(self) -> list[int]:
        """Put back what runs were doing that are no more; gives their numbers."""
        dead = []
        with self._change():
            for (run,) in self._db.execute("SELECT id FROM run WHERE ended IS NULL AND id != ?", (self._run,)):
                if is_free(self._runs / str(run)):
                    dead.append(int(run))
            for run in dead:
                self._put_back(run)
                self._db.execute("UPDATE run SET ended = started WHERE id = ?", (run,))
        for run in dead:
            (self._runs / str(run)).unlink(missing_ok=True)
        return dead

    def alive(self) -> set[str]:
        """The numbers of the runs that are going on."""
        rows = self._db.execute("SELECT id FROM run WHERE ended IS NULL")
        return {str(run) for (run,) in rows if run == self._run or not is_free(self._runs / str(run))}

    def _put_back(self, run: int) -> None:
        # Being interrupted is not the item's fault, so that attempt does not count.
        self._db.execute(
            "UPDATE item SET state = 'waiting', run = NULL, doing = NULL, due = 0, attempts = max(0, attempts - 1)"
            " WHERE state = 'running' AND run = ?",
            (run,),
        )

    # -- what there is to do

    def take_note(self, found: Iterable[SourceFile], version: str) -> int:
        """Files as they are now: new ones wait, changed ones wait again. Gives how many are new or changed."""
        rows = [
            (
                to_bytes(one.source),
                to_bytes(one.relative),
                one.size,
                one.stamp,
                one.options.as_json(),
                to_bytes(one.decisions),
                version,
            )
            for one in found
        ]
        with self._change():
            before = self._db.total_changes
            self._db.executemany(TAKE_NOTE, rows)
            return self._db.total_changes - before

    def results_among(self, sources: Iterable[str]) -> list[Item]:
        """Those of these files that have a result."""
        found = []
        for source in sources:
            found += self._items("state IN ('done', 'needs review') AND source = ?", (to_bytes(source),))
        return found

    def again(self, items: Iterable[int]) -> None:
        """These wait again: what was made of them is gone, or a person has changed its plan."""
        with self._change():
            self._db.executemany(
                "UPDATE item SET state = 'waiting', due = 0, attempts = 0, key = NULL WHERE id = ?"
                " AND state IN ('done', 'needs review')",
                [(item,) for item in items],
            )

    def retry(self, states: Iterable[State], cause: str | None = None) -> int:
        """Items in these states wait again; only those that ended for this cause, if one is given."""
        marks = [state.value for state in states]
        with self._change():
            changed = self._db.execute(
                f"UPDATE item SET state = 'waiting', due = 0, attempts = 0, key = NULL"
                f" WHERE state IN ({', '.join('?' * len(marks))}) AND (? IS NULL OR cause = ?)",
                (*marks, cause, cause),
            )
            return changed.rowcount

    def claim(self) -> Item | None:
        """The next item, which nobody else gets from now on; None if none is due."""
        now = time.time()
        with self._change():
            # A time further away than anything waits is from a clock that was wrong.
            for due, until in ((now, "<="), (now + LONGEST_WAIT, ">")):
                found = self._db.execute(
                    f"SELECT id FROM item WHERE state = 'waiting' AND due {until} ? ORDER BY due, id LIMIT 1", (due,)
                ).fetchone()
                if found:
                    self._db.execute(
                        "UPDATE item SET state = 'running', run = ?, attempts = attempts + 1 WHERE id = ?",
                        (self._run, found[0]),
                    )
                    return self._items("id = ?", found)[0]
        return None

    # -- what becomes of it

    def decide(self, item: Item, sha256: str, key: str, suffix: str, *, exists: bool) -> Decided:
        """The content of a claimed item is known; say what is to be done.

        Args:
            item: the item.
            sha256: of its content.
            key: of the result that it will have; equal for what has the same result.
            suffix: that of the result.
            exists: whether the result it had is where it was left, its plan unchanged.
        """
        with self._change():
            target = self._target_of(item, suffix)
            if exists and item.key == key and item.target == target:
                self._db.execute(
                    "UPDATE item SET state = CASE WHEN cause IS NULL THEN 'done' ELSE 'needs review' END, run = NULL,"
                    " sha256 = ? WHERE id = ?",
                    (sha256, item.id),
                )
                return Decided(target, unchanged=True)
            self._db.execute("UPDATE item SET sha256 = ?, target = ? WHERE id = ?", (sha256, to_bytes(target), item.id))
            first = self._db.execute(
                "SELECT id, target FROM item WHERE key = ? AND id != ? AND same_as IS NULL"
                " AND state IN ('done', 'needs review')",
                (key, item.id),
            ).fetchone()
            if first:
                return Decided(target, copy_of=(int(first[0]), from_bytes(first[1])))
            try:
                self._db.execute("UPDATE item SET doing = ? WHERE id = ?", (key, item.id))
            except sqlite3.IntegrityError:
                self._again(item, time.time() + 1.0, counts=False)
                return Decided(target, later=True)
            return Decided(target)

    def made(self, item: Item, made: RedactResult, key: str, version: str, same_as: int | None = None) -> State:
        """The item has a result."""
        state = State.NEEDS_REVIEW if made.review_reason else State.DONE
        with self._change():
            before = self._db.execute("SELECT output_sha256 FROM item WHERE id = ?", (item.id,)).fetchone()[0]
            self._db.execute(
                "UPDATE item SET state = ?, run = NULL, doing = NULL, key = ?, version = ?, output_sha256 = ?,"
                " output_size = ?, plan_stamp = ?, same_as = ?, cause = ?, message = ?, ended = ?, seconds = ?,"
                " peak_bytes = ?, frames = ?, tracks = ?, low_confidence = ?, covered = ?, unreadable = ?, verdict = ?,"
                " leaks = ? WHERE id = ?",
                (
                    *(state.value, key, version, made.output_sha256, made.output_size, made.plan_stamp, same_as),
                    *(
                        made.review_reason or None,
                        made.message or None,
                        _now(),
                        made.seconds,
                        made.peak_bytes,
                        made.frames,
                    ),
                    *(
                        made.tracks,
                        made.low_confidence,
                        made.covered,
                        made.unreadable,
                        made.verdict,
                        made.leaks,
                        item.id,
                    ),
                ),
            )
            self._remember(item, state.value, made.review_reason or None, made.message or None, made.seconds)
            if before is not None and before != made.output_sha256:
                # Copies of what was there before are copies of nothing now.
                self._db.execute(
                    "UPDATE item SET state = 'waiting', due = 0, attempts = 0, key = NULL WHERE same_as = ?"
                    " AND state IN ('done', 'needs review')",
                    (item.id,),
                )
        return state

    def copied(self, item: Item, first: int, made: RedactResult, key: str, version: str) -> State:
        """The item has the result of another one with the same content."""
        names = "cause, message, frames, tracks, low_confidence, covered, unreadable, verdict, leaks"
        look, message, *rest = self._db.execute(f"SELECT {names} FROM item WHERE id = ?", (first,)).fetchone()
        frames, tracks, low_confidence, covered, unreadable, verdict, leaks = rest
        whole = RedactResult(
            made.output_sha256,
            made.output_size,
            "",
            frames=frames,
            tracks=tracks,
            low_confidence=low_confidence,
            covered=covered,
            unreadable=unreadable,
            verdict=verdict,
            leaks=leaks,
            review_reason=look or "",
            message=message or "",
            seconds=made.seconds,
            peak_bytes=made.peak_bytes,
        )
        return self.made(item, whole, key, version, same_as=first)

    def failed(self, item: Item, failed: Failure) -> State:
        """The item has no result; it is tried again where that can help. Gives where it stands now."""
        again = failed.cause.passes and item.attempts < MOST_ATTEMPTS
        with self._change():
            if again:
                self._again(item, time.time() + min(LONGEST_WAIT / 2, 0.5 * 2.0**item.attempts), counts=True)
                self._remember(item, "again", failed.cause.value, failed.message, failed.seconds)
                return State.WAITING
            self._db.execute(
                "UPDATE item SET state = 'failed', run = NULL, doing = NULL, cause = ?, message = ?, ended = ?,"
                " seconds = ?, peak_bytes = ? WHERE id = ?",
                (failed.cause.value, failed.message, _now(), failed.seconds, failed.peak_bytes, item.id),
            )
            self._remember(item, State.FAILED.value, failed.cause.value, failed.message, failed.seconds)
        return State.FAILED

    def put_back(self, item: Item) -> None:
        """The item waits as if it had never been claimed."""
        with self._change():
            self._again(item, 0.0, counts=False)

    # -- what others read

    def counts(self) -> dict[State, int]:
        """How many items are in each state."""
        rows = dict(self._db.execute("SELECT state, count(*) FROM item GROUP BY state").fetchall())
        return {state: int(rows.get(state.value, 0)) for state in State}

    def next_due(self) -> float | None:
        """In how many seconds the next waiting item is due; None if nothing waits."""
        row = self._db.execute("SELECT min(due) FROM item WHERE state = 'waiting'").fetchone()
        if row[0] is None:
            return None
        wait = float(row[0]) - time.time()
        return max(0.0, wait if wait <= LONGEST_WAIT else 0.0)

    def rows(self, what: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows of a question in SQL, for reports."""
        yield from self._db.execute(what, values)

    def intact(self) -> bool:
        """Whether SQLite finds nothing wrong with the file."""
        return bool(self._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok")

    def _items(self, where: str, values: tuple[Any, ...]) -> list[Item]:
        rows = self._db.execute(
            "SELECT id, source, relative, options, decisions, attempts, key, target, output_size, plan_stamp"
            f" FROM item WHERE {where}",
            values,
        )
        return [
            Item(
                *(id_, from_bytes(source), from_bytes(relative), Options.from_json(options), from_bytes(decisions)),
                *(attempts, key, None if target is None else from_bytes(target), size, stamp),
            )
            for id_, source, relative, options, decisions, attempts, key, target, size, stamp in rows
        ]

    def _target_of(self, item: Item, suffix: str) -> str:
        for name in (output_name(item.relative, suffix), output_name(item.relative, suffix, whole=True)):
            taken = self._db.execute("SELECT id FROM item WHERE target = ?", (to_bytes(name),)).fetchone()
            if taken is None or taken[0] == item.id:
                return name
        # Two files of one place in the collection, from a manifest that names both.
        return output_name(f"{item.relative}.{item.id}", suffix, whole=True)

    def _again(self, item: Item, due: float, *, counts: bool) -> None:
        self._db.execute(
            "UPDATE item SET state = 'waiting', run = NULL, doing = NULL, due = ?, attempts = ? WHERE id = ?",
            (due, item.attempts if counts else item.attempts - 1, item.id),
        )

    def _remember(self, item: Item, ended: str, cause: str | None, message: str | None, seconds: float) -> None:
        self._db.execute(
            "INSERT INTO attempt (item, run, at, ended, cause, message, seconds) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (item.id, self._run, _now(), ended, cause, message, seconds),
        )

    def _change(self) -> AbstractContextManager[None]:
        return change(self._db, self.folder)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
