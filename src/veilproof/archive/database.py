"""The file of a journal: opened or begun, and changed as a whole or not at all."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from veilproof.archive.locks import Lock
from veilproof.archive.schema import APPLICATION_ID, SCHEMA, VERSION
from veilproof.errors import VeilproofError

_PATIENCE = 60.0
"""Seconds that a change waits for those of others."""
_FILE = "journal.sqlite"


def begin(folder: Path) -> None:
    """See to it that there is a journal in this folder.

    Raises:
        VeilproofError: it cannot be written there.
    """
    path = folder / _FILE
    try:
        runs_of(folder).mkdir(parents=True, exist_ok=True)
        # Whoever comes first writes it whole; the others wait for the lock and find it.
        with Lock(runs_of(folder) / "begin", wait=True):
            if not path.exists():
                _begun(path)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise VeilproofError(
            f"{folder}: the journal cannot be written there ({reason}): choose another place with --state"
        ) from None


def opened(folder: Path) -> sqlite3.Connection:
    """The database of the journal in this folder.

    Raises:
        VeilproofError: there is none, or it is not one this veilproof can read.
    """
    path = folder / _FILE
    if not path.is_file():
        raise VeilproofError(f"{folder} holds no journal: `veilproof archive run` begins one")
    db = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE)
    try:
        application = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
        # In WAL a killed program loses nothing with this, and a machine without power the last moment at most: what
        # was made in it is found again when the items are done once more.
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error as error:
        db.close()
        raise VeilproofError(f"{path} is not a journal ({error})") from None
    if application != APPLICATION_ID or version != VERSION:
        db.close()
        raise VeilproofError(f"{path} is not a journal that this veilproof can read")
    return db


def runs_of(folder: Path) -> Path:
    """Where the runs of the journal in this folder hold their locks."""
    return folder / "runs"


@contextmanager
def change(db: sqlite3.Connection, folder: Path) -> Iterator[None]:
    """What is done to the database in this context is done as a whole or not at all.

    Raises:
        VeilproofError: it could not be written.
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
            f"{folder}: the journal could not be written ({error}); make room there and run it again"
        ) from error


def _begun(path: Path) -> None:
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}; {SCHEMA}")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    new.rename(path)
