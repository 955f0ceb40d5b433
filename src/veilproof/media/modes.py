"""Permissions of files made from an original: nobody may read them who may not read the original."""

from __future__ import annotations

import os
import threading
from pathlib import Path

OWNER_ONLY = 0o600
"""The mode of a file that shows more than the file it is made from."""
_GROUP, _OTHERS = 0o060, 0o006
_lock = threading.Lock()


def file_mode(source: Path | None, written: Path) -> int:
    """The mode of a file: what the umask gives, but no wider than that of its original. Its owner may always write.

    Args:
        source: the original; None if there is none.
        written: the file, which exists; its group may be another than the original's.
    """
    return OWNER_ONLY | _allowed(source, written)


def folder_mode(source: Path, folder: Path) -> int:
    """The mode of a folder, which exists: only who may read the original may list or enter it."""
    allowed = _allowed(source, folder)
    return 0o700 | allowed | (allowed & 0o044) >> 2


def _allowed(source: Path | None, written: Path) -> int:
    allowed = 0o666 & ~_umask()
    if source is None:
        return allowed
    try:
        original = source.stat()
    except OSError:
        return 0  # it is gone: in doubt for the owner only
    allowed &= original.st_mode
    if written.stat().st_gid != original.st_gid:
        # The members of another group are strangers to the original.
        allowed &= ~_GROUP | (allowed & _OTHERS) << 3
    return allowed


def _umask() -> int:
    # It can only be read by setting it.
    with _lock:
        umask = os.umask(0o077)
        os.umask(umask)
    return umask
