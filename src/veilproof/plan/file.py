"""The plan file: creating it, opening it, and changing it in transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

from veilproof.errors import VeilproofError
from veilproof.media.writing import atomic_write
from veilproof.plan.check import check_plan
from veilproof.plan.schema import APPLICATION_ID, SCHEMA, VERSION

_LOCK_TIMEOUT_SECONDS = 30.0  # how long to wait for a lock that another program holds; a round number


class PlanFile:
    """An open plan file. Every change is one transaction; use it as a context manager or call `close`."""

    def __init__(self, path: Path) -> None:
        """Open a plan.

        Raises:
            VeilproofError: the file does not exist, is not a plan, or has another schema version.
        """
        if not path.is_file():
            raise VeilproofError(f"{path}: no such plan; create one with `veilproof scan`")
        self.path = path
        self._db = _connect(path)

    @classmethod
    def create(cls, path: Path, facts: dict[str, str], source: Path | None = None) -> Self:
        """Create the plan of a scan that is about to start.

        Args:
            path: the new file.
            facts: rows of the table `fact`; docs/plan.md lists their names.
            source: the original, so that nobody may read the plan who may not read that.

        Raises:
            VeilproofError: the path exists already or cannot be written.
        """
        # Built in memory and moved into place, so that a run killed at any moment leaves no partial plan.
        try:
            with (
                closing(sqlite3.connect(":memory:", isolation_level=None)) as new,
                atomic_write(path, force=False, source=source) as to,
            ):
                new.executescript(
                    f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}; {SCHEMA}"
                )
                new.executemany("INSERT INTO fact VALUES (?, ?)", {**facts, "state": "scanning"}.items())
                to.write_bytes(new.serialize())
        except OSError as error:
            raise VeilproofError(f"{path}: cannot write the plan there ({error.strerror})") from error
        return cls(path)

    def __enter__(self) -> Self:
        """The plan itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Close the plan."""
        self.close()

    def close(self) -> None:
        """Close the file. A transaction in progress is rolled back."""
        self._db.close()

    @property
    def facts(self) -> dict[str, str]:
        """The facts about the original and the scan, by name."""
        return dict(self._db.execute("SELECT name, value FROM fact WHERE name <> 'revision'"))

    @property
    def complete(self) -> bool:
        """Whether the scan that wrote this plan finished."""
        return self.facts.get("state") == "complete"

    @property
    def time_base(self) -> Fraction:
        """The duration of one unit of `pts`, in seconds."""
        return Fraction(self.facts["time_base"])

    @property
    def revision(self) -> int:
        """The number of edits, undos and redos so far."""
        row = self._db.execute("SELECT value FROM fact WHERE name = 'revision'").fetchone()
        return int(row[0]) if row else 0

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One write transaction; an exception rolls it back."""
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.Error as error:
            raise VeilproofError(f"{self.path}: could not write the plan ({error})") from error


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path.absolute(), isolation_level=None, timeout=_LOCK_TIMEOUT_SECONDS)
    try:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = FULL")
        check_plan(db, path)
    except sqlite3.Error as error:
        db.close()
        raise VeilproofError(f"{path}: not a plan ({error}); give a .veil file") from error
    except VeilproofError:
        db.close()
        raise
    return db
