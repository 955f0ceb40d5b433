"""The database file of a journal: creating and opening it, and transactions."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from veilproof.archive.schema import APPLICATION_ID, SCHEMA, VERSION
from veilproof.errors import VeilproofError
from veilproof.locks import Lock

_BUSY_TIMEOUT = 60.0
"""Seconds that a transaction waits for those of other programs; a round number."""
_FILE_NAME = "journal.sqlite"


def create(folder: Path) -> None:
    """Create the journal in this folder, unless it exists.

    Raises:
        VeilproofError: it cannot be written there.
    """
    path = folder / _FILE_NAME
    try:
        locks_folder(folder).mkdir(parents=True, exist_ok=True)
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
    db = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_TIMEOUT)
    try:
        application = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
        # In WAL mode this loses nothing when the program is killed. A power failure loses the last transactions at
        # most; those items are redacted again.
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error as error:
        db.close()
        raise VeilproofError(f"{path} is not a journal ({error})") from None
    if application != APPLICATION_ID or version != VERSION:
        db.close()
        raise VeilproofError(f"{path} is not a journal that this veilproof can read")
    return db


def locks_folder(folder: Path) -> Path:
    """The folder with one lock for each run of the journal in `folder`."""
    return folder / "runs"


@contextmanager
def transaction(db: sqlite3.Connection, folder: Path) -> Iterator[None]:
    """A write transaction for the duration of the context.

    Raises:
        VeilproofError: it cannot be written.
    """
    try:
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")
    except sqlite3.Error as error:
        raise VeilproofError(
            f"{folder}: the journal cannot be written ({error}); make room there and run it again"
        ) from error


def _write(path: Path) -> None:
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}; {SCHEMA}")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    new.rename(path)
