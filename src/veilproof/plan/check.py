"""Checks that a file is a plan of this version. Every plan passes them when it is opened, before it is used."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.plan.schema import APPLICATION_ID, VERSION


def check_plan(db: sqlite3.Connection, path: Path) -> None:
    """Refuse a database that is not a plan of this version.

    Args:
        db: the open file.
        path: its path, for error messages.

    Raises:
        VeilproofError: it is another kind of database, or a plan of another version.
        sqlite3.Error: it cannot be read as a database.
    """
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    # The two pragmas read the header only. SQLite detects a truncated file when it reads a table.
    db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application != APPLICATION_ID:
        raise VeilproofError(f"{path}: not a plan; give a .veil file")
    if version != VERSION:
        raise VeilproofError(
            f"{path}: a plan of version {version}, but this veilproof reads version {VERSION}; scan the original again"
        )
