"""Who may read what an archive writes: results as their originals, everything else the user alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
_usual: int | None = None
"""The umask that the process was started with, once `be_private` has changed it."""


def be_private() -> None:
    """Create files and folders for the user alone, from now on, in the whole process."""
    global _usual
    before = os.umask(0o077)
    _usual = before if _usual is None else _usual


def private_folder(path: Path) -> None:
    """Create a folder that only the user may enter, or make an existing one such.

    Raises:
        OSError: it cannot be created.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(PRIVATE_FOLDER, exist_ok=True)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        path.chmod(PRIVATE_FOLDER)


def open_private(path: Path) -> BinaryIO:
    """Open a file for writing that only the user may read, replacing any that exists."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE), "wb")


def share_like(path: Path, original: Path) -> None:
    """Let those read a finished file who may read its original, as far as the user's umask allows."""
    path.chmod((stat.S_IMODE(original.stat().st_mode) & 0o666 & ~_usual_umask()) | PRIVATE_FILE)


def shared_folders(path: Path) -> None:
    """Create a folder and those above it as the user's umask says, even after `be_private`.

    Raises:
        OSError: one cannot be created.
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        folder.chmod(0o777 & ~_usual_umask())


def _usual_umask() -> int:
    if _usual is not None:
        return _usual
    current = os.umask(0o077)
    os.umask(current)
    return current
