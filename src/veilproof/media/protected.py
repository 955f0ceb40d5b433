"""Files that no output ever replaces: plans, journals and other databases, and the originals of plans."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.source import digest, name_of

_SQLITE_HEADER = b"SQLite format 3\0"
_HEADER_BYTES = 100
"""Length of the header of an SQLite file (https://sqlite.org/fileformat.html)."""
_APPLICATION_ID = slice(68, 72)
"""Where the header holds the application id, big-endian."""
_SMALLEST_PAGE = 512
"""Bytes; the size of an SQLite file is a multiple of it."""
_PLAN_ID = 0x5645494C.to_bytes(4, "big")
_JOURNAL_ID = 0x5645494A.to_bytes(4, "big")
# The same numbers as in plan/schema.py and archive/schema.py, which this room may not import; a test compares them.

_COMPANIONS = ("-journal", "-wal", "-shm")
"""Ends the names of files that SQLite applies to the database beside them."""
_MAX_STEPS = 100_000
"""Instructions of SQLite for reading one row, after which the file is taken to be hostile; a round number."""


def is_plan_file(path: Path) -> bool:
    """Whether the file is a plan, whatever its name. A file that cannot be read is not."""
    return _application_of(path) == _PLAN_ID


def is_journal_file(path: Path) -> bool:
    """Whether the file is the journal of an archive. A file that cannot be read is not."""
    return _application_of(path) == _JOURNAL_ID


def database_name(path: Path) -> str | None:
    """What kind of database a file is, or is part of, in words; None for any other file."""
    if is_plan_file(path):
        return "a plan"
    if is_journal_file(path):
        return "the journal of an archive"
    if _application_of(path) is not None:
        return "an SQLite database"
    for ending in _COMPANIONS:
        name = path.name.removesuffix(ending)
        if name and name != path.name and _application_of(path.with_name(name)) is not None:
            return "part of an SQLite database"
    return None


def plan_naming(path: Path) -> Path | None:
    """The plan in the same folder whose original this file is, by name or content; None if there is none.

    A plan that cannot be read counts if it has the name of the file's plan.
    """
    for place in dict.fromkeys((path.absolute(), path.resolve())):
        own = (place.stem + ".veil", place.name + ".veil")
        for plan in _plans_in(place.parent):
            stored = plan.stat()
            name, sha256 = _original_of(plan, stored.st_ino, stored.st_mtime_ns, stored.st_size)
            if name == name_of(place):
                return plan
            if plan.name in own and (name is None or _has_digest(place, sha256)):
                return plan
    return None


def _plans_in(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                # Most files are sorted out without opening them: there may be thousands.
                size = entry.stat().st_size if entry.is_file() else 1
                if size % _SMALLEST_PAGE == 0 and is_plan_file(Path(entry.path)):
                    yield Path(entry.path)
    except OSError:
        return


@lru_cache(maxsize=1 << 14)
def _original_of(plan: Path, inode: int, mtime_ns: int, size: int) -> tuple[str | None, str | None]:
    """Name and SHA-256 of the original of a plan; None for what cannot be read. The numbers key the cache."""
    try:
        # Immutable: a lock of another program is not waited for, and nothing is written beside the plan.
        with closing(sqlite3.connect(f"{plan.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            db.set_progress_handler(lambda: True, _MAX_STEPS)
            facts = dict(db.execute("SELECT name, value FROM fact WHERE name IN ('name', 'sha256') LIMIT 2"))
    except (sqlite3.Error, ValueError):
        return None, None
    return facts.get("name"), facts.get("sha256")


def _has_digest(path: Path, sha256: str | None) -> bool:
    try:
        return digest(path) == sha256
    except VeilproofError:
        return True  # in doubt it is the original


def _application_of(path: Path) -> bytes | None:
    """The application id of an SQLite file; None for any other file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None  # opening a pipe would wait for its other end
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError:
        return None
    return header[_APPLICATION_ID] if header.startswith(_SQLITE_HEADER) else None
