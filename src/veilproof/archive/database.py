"""The database file of a journal: creating and opening it, and transactions."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from veilproof.archive.modes import PRIVATE_FILE, private_folder
from veilproof.archive.names import shortened
from veilproof.archive.schema import APPLICATION_ID, SCHEMA, VERSION
from veilproof.errors import VeilproofError
from veilproof.locks import Lock

_BUSY_TIMEOUT = 60.0
"""Seconds that a transaction waits for those of other programs; a round number."""
_STEM = "journal"
_FILE_NAME = f"{_STEM}.sqlite"
_LOCKS = "runs"


def holds_journal(folder: Path) -> bool:
    """Whether a folder holds a journal, or one that another program is just creating, or nothing else."""
    if (folder / _FILE_NAME).exists():
        return True
    return all(entry.name == _LOCKS or entry.name.startswith(f"{_STEM}.") for entry in folder.iterdir())


def create(folder: Path) -> None:
    """Create the journal in this folder, unless it exists.

    Raises:
        VeilproofError: it cannot be written there.
    """
    path = folder / _FILE_NAME
    try:
        private_folder(locks_folder(folder))
        # The first program creates the whole file; others wait for the lock and then find it.
        with Lock(locks_folder(folder) / "begin", wait=True):
            if not path.exists():
                _write(path)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise VeilproofError(
            f"{folder}: the journal cannot be written there ({reason}): choose another folder with --state"
        ) from None


def connect(folder: Path) -> sqlite3.Connection:
    """A connection to the journal in this folder.

    Raises:
        VeilproofError: there is no journal, or it belongs to another version.
    """
    path = folder / _FILE_NAME
    if not path.is_file():
        raise VeilproofError(f"{folder} holds no journal: `veilproof archive run` creates one")
    try:
        db = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_TIMEOUT)
    except sqlite3.Error as error:
        raise VeilproofError(f"{path} cannot be opened ({error}): check its permissions") from None
    try:
        application = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
        # In WAL mode this loses nothing when the program is killed. A power failure loses the last transactions at
        # most; those items are redacted again.
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA trusted_schema = OFF")
        known = application == APPLICATION_ID and version == VERSION and _schema(db) == _expected_schema()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # The second: SQLite quotes a damaged schema, byte by byte.
        db.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise VeilproofError(f"{path} is in use by another program: try again when it is done") from None
        raise VeilproofError(f"{path} is not a journal ({shortened(str(error))})") from None
    if not known:
        db.close()
        raise VeilproofError(f"{path} is not a journal that this veilproof can read")
    return db


def _schema(db: sqlite3.Connection) -> frozenset[tuple[str, str, str, str | None]]:
    return frozenset(db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"))


@cache
def _expected_schema() -> frozenset[tuple[str, str, str, str | None]]:
    """What a journal consists of: these tables, and no view or trigger, which could answer anything or never end."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(SCHEMA)
        return _schema(db)


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turns errors about the content of the journal in `folder` into one line.

    Raises:
        VeilproofError: something in the journal is not as veilproof writes it.
    """
    try:
        yield
    except (sqlite3.Error, ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:
        raise VeilproofError(
            f"{folder}: the journal is damaged ({shortened(str(error))}): restore it, or move it away to start anew"
        ) from error


def locks_folder(folder: Path) -> Path:
    """The folder with one lock for each run of the journal in `folder`."""
    return folder / _LOCKS


@contextmanager
def transaction(db: sqlite3.Connection, folder: Path) -> Iterator[None]:
    """A write transaction for the duration of the context.

    Raises:
        VeilproofError: it cannot be written, or what is there is not as veilproof writes it.
    """
    with explained(folder):
        try:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise VeilproofError(
                f"{folder}: the journal cannot be written ({error}); make room there and run it again"
            ) from error


def _write(path: Path) -> None:
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    # SQLite gives its other files the mode of this one.
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}; {SCHEMA}")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    new.rename(path)
