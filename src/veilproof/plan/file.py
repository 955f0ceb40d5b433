"""The file a plan is: making it, opening it, and changing it in one piece or not at all."""

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
from veilproof.plan.schema import APPLICATION_ID, SCHEMA, VERSION

_PATIENCE = 30.0  # seconds that another program's change is waited for


class PlanFile:
    """An open plan file. Every change is one transaction; use it as a context manager or call `close`."""

    def __init__(self, path: Path) -> None:
        """Open a plan.

        Raises:
            VeilproofError: there is no such plan, it is not a plan, or another version of veilproof wrote it.
        """
        if not path.is_file():
            raise VeilproofError(f"{path}: no such plan; make one with `veilproof scan`")
        self.path = path
        self._db = sqlite3.connect(path.absolute(), isolation_level=None, timeout=_PATIENCE)
        try:
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA synchronous = FULL")
            application = self._db.execute("PRAGMA application_id").fetchone()[0]
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            # Reading anything at all makes SQLite notice a file that was cut off.
            self._db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.Error as error:
            self._db.close()
            raise VeilproofError(f"{path}: not a plan ({error}); give a .veil file") from error
        if application != APPLICATION_ID:
            self._db.close()
            raise VeilproofError(f"{path}: not a plan; give a .veil file")
        if version != VERSION:
            self._db.close()
            raise VeilproofError(
                f"{path}: a plan of version {version}, this veilproof reads version {VERSION}; scan the original again"
            )

    @classmethod
    def create(cls, path: Path, facts: dict[str, str]) -> Self:
        """Begin a new plan of which `facts` are known (see docs/plan.md for their names).

        Raises:
            VeilproofError: something is there already, or nothing can be written there.
        """
        # Made in memory and put there whole: a run killed at any moment leaves no file that is not yet a plan.
        try:
            with (
                closing(sqlite3.connect(":memory:", isolation_level=None)) as new,
                atomic_write(path, force=False) as to,
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
        """Close the file; what was not part of a finished change is forgotten."""
        self._db.close()

    @property
    def facts(self) -> dict[str, str]:
        """What is known of the original and of the scan."""
        return dict(self._db.execute("SELECT name, value FROM fact WHERE name <> 'revision'"))

    @property
    def complete(self) -> bool:
        """Whether the scan that made this plan ran to its end."""
        return self.facts.get("state") == "complete"

    @property
    def time_base(self) -> Fraction:
        """Seconds of one unit of a frame's pts."""
        return Fraction(self.facts["time_base"])

    @property
    def revision(self) -> int:
        """How many times a person has changed the plan."""
        row = self._db.execute("SELECT value FROM fact WHERE name = 'revision'").fetchone()
        return int(row[0]) if row else 0

    @contextmanager
    def _change(self) -> Iterator[None]:
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield
        except sqlite3.Error as error:
            raise VeilproofError(f"{self.path}: the plan could not be written ({error})") from error
