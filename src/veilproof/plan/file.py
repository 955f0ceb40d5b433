"""The plan file: creating it, opening it, and changing it in transactions."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.media.writing import atomic_write
from veilproof.paths import StrPath, path_or_none
from veilproof.plan.check import check_content, check_structure
from veilproof.plan.digests import SEAL
from veilproof.plan.schema import APPLICATION_ID, UPGRADES, VERSION, later_table, schema_of

_LOCK_TIMEOUT_SECONDS = 30.0  # how long to wait for a lock that another program holds; a round number

_INTERNAL_FACTS = frozenset({"revision", "scan", "frames_digest", SEAL})
"""Facts about the file itself, which do not depend on the original and its scan alone."""


class PlanFile:
    """An open plan file. Every change is one transaction; use it as a context manager or call `close`."""

    _scan = ""
    """The scan that this object writes for: only one at a time may write to a plan."""

    def __init__(self, path: StrPath, *, check: bool = True) -> None:
        """Open a plan.

        Args:
            path: the file.
            check: whether to check all of a finished plan (`check_content`). Its tables are checked in any case.

        Raises:
            VeilproofError: the file does not exist, cannot be read, is not a plan, has another schema version, or was
                changed by something else than veilproof.
        """
        path = Path(path)
        if not path.is_file():
            raise VeilproofError(f"{path}: no such plan; create one with `veilproof scan`")
        self.path = path
        self._db = _opened(path, check)

    @classmethod
    def snapshot(cls, path: StrPath) -> Self:
        """Open a private copy of a plan, as it is now and checked, which nobody else can change.

        The copy is a temporary database of SQLite's; it is gone when it is closed. Takes the time to copy the file.

        Raises:
            VeilproofError: as for opening it.
        """
        path = Path(path)
        with closing(cls(path, check=False)._db) as shared:
            private = sqlite3.connect("", isolation_level=None)
            try:
                shared.backup(private)
                _check(private, path, content=True)
            except BaseException:
                private.close()
                raise
        plan = cls.__new__(cls)
        plan.path, plan._db = path, private
        return plan

    @classmethod
    def create(cls, path: StrPath, facts: dict[str, str], source: StrPath | None = None) -> Self:
        """Create the plan of a scan that is about to start.

        Args:
            path: the new file.
            facts: rows of the table `fact`; docs/plan.md lists their names.
            source: the original, so that nobody may read the plan who may not read that.

        Raises:
            VeilproofError: the path exists already or cannot be written.
        """
        path, source = Path(path), path_or_none(source)
        scan = secrets.token_hex(16)
        # Built in memory and moved into place, so that a run killed at any moment leaves no partial plan.
        try:
            with (
                closing(sqlite3.connect(":memory:", isolation_level=None)) as new,
                atomic_write(path, force=False, source=source) as to,
            ):
                new.executescript(
                    f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}; {schema_of(VERSION)}"
                )
                started = {**facts, "state": "scanning", "scan": scan}
                new.executemany("INSERT INTO fact VALUES (?, ?)", started.items())
                to.write_bytes(new.serialize())
        except OSError as error:
            raise VeilproofError(f"{path}: cannot write the plan there ({error.strerror})") from error
        plan = cls(path)
        plan._scan = scan
        return plan

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
        rows = self._db.execute("SELECT name, value FROM fact")
        return {name: value for name, value in rows if name not in _INTERNAL_FACTS}

    @property
    def complete(self) -> bool:
        """Whether the scan that wrote this plan finished."""
        return self.facts.get("state") == "complete"

    @property
    def time_base(self) -> Fraction:
        """The duration of one unit of `pts`, in seconds."""
        return Fraction(self.facts["time_base"])

    @property
    def picture_size(self) -> tuple[int, int]:
        """Width and height of the upright picture, in pixels."""
        facts = dict(self._db.execute("SELECT name, value FROM fact WHERE name IN ('width', 'height')"))
        return int(facts["width"]), int(facts["height"])

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
                self._upgrade()
                yield
        except sqlite3.Error as error:
            raise _refused(self.path, error) from error

    def _upgrade(self) -> None:
        """Make an older plan one of this version, with the edit that is about to be made."""
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        for since, table in UPGRADES.items():
            if version < since:
                self._db.execute(table)
        if version < VERSION:
            self._db.execute(f"PRAGMA user_version = {VERSION}")

    def _table(self, name: str) -> str:
        """What a query selects from for a table that older plans lack."""
        return later_table(self._db, name)


def is_plan(path: Path) -> bool:
    """Whether a file is a plan, of any version and in any state.

    Reads the header only: see https://sqlite.org/fileformat.html, section 1.3.
    """
    with path.open("rb") as file:
        header = file.read(100)
    return header.startswith(b"SQLite format 3\0") and header[68:72] == APPLICATION_ID.to_bytes(4)


def _opened(path: Path, check: bool) -> sqlite3.Connection:
    try:
        db = sqlite3.connect(path.absolute(), isolation_level=None, timeout=_LOCK_TIMEOUT_SECONDS)
    except sqlite3.Error as error:
        raise _refused(path, error) from error
    try:
        _check(db, path, content=check)
    except BaseException:
        db.close()
        raise
    return db


def _check(db: sqlite3.Connection, path: Path, *, content: bool) -> None:
    try:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA trusted_schema = OFF")
        # In one transaction: an edit between two of the checks would look like damage.
        db.execute("BEGIN")
        check_structure(db, path)
        if content and db.execute("SELECT 1 FROM fact WHERE name = 'state' AND value = 'complete'").fetchone():
            check_content(db, path)
        db.execute("COMMIT")
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: Exception) -> VeilproofError:
    """What SQLite would not do, as one line that says what to do."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    key, what = _REFUSALS.get(code, ("error-plan-altered", ""))
    if not what:
        # SQLite quotes what it could not read, over many lines if need be.
        reason = " ".join(str(error).split())[:100]
        what = f"the plan could not be read or written ({reason}); restore it from a copy"
    return LocalisedError(key, english=f"{path}: {what}", name=path.name)


_BUSY = "error-plan-busy", "another program is changing this plan; try again when it has finished"
_CLOSED = "error-no-permission", "may not be opened; change its permissions"
_REFUSALS = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_PERM: _CLOSED,
    sqlite3.SQLITE_AUTH: _CLOSED,
    sqlite3.SQLITE_READONLY: ("error-no-permission", "may not be written; change its permissions or copy it"),
    sqlite3.SQLITE_FULL: ("error-disk-full", "could not be written, the disk is full; make room and try again"),
    sqlite3.SQLITE_NOTADB: ("error-plan-altered", "not a plan; give a .veil file"),
}
"""By the number of SQLite's error: what a page says, and what is said everywhere else."""
