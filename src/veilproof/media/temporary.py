"""Temporary files beside what they will become, and what killed processes left of them."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from pathlib import Path

from veilproof.errors import VeilproofError

_TEMPORARY = ".partial"
_ATTEMPTS = 16
"""To get a temporary file that nobody takes for an abandoned one; a round number."""


def create_temporary(path: Path) -> tuple[Path, int]:
    """A new temporary file beside `path`, for this user only, and its descriptor, which holds the lock that keeps it.

    Raises:
        OSError: it cannot be created.
        VeilproofError: other programs remove it each time.
    """
    for _ in range(_ATTEMPTS):
        temporary = path.with_name(f".{path.stem}.{secrets.token_hex(4)}{_TEMPORARY}{path.suffix}")
        descriptor = -1
        try:
            descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            # Before the lock is taken, another process may take the file for an abandoned one.
            if _lock(descriptor) is not False and _is_same(temporary, descriptor):
                return temporary, descriptor
        except FileExistsError:
            continue
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        os.close(descriptor)
    raise VeilproofError(f"{path} cannot be written: other programs remove its temporary file; choose another folder")


def remove_abandoned(path: Path) -> None:
    """Remove temporary files of killed processes: a process that is still writing holds a lock on its own.

    Raises:
        OSError: there is no such folder.
    """
    name = re.compile(re.escape(f".{path.stem}.") + "[0-9a-f]{8}" + re.escape(f"{_TEMPORARY}{path.suffix}"))
    try:
        left = [entry for entry in path.parent.iterdir() if name.fullmatch(entry.name)]
    except PermissionError:
        return  # a folder may be writable without being readable
    for entry in left:
        with contextlib.suppress(OSError):
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
            descriptor = os.open(entry, flags)
            try:
                if _lock(descriptor) and _is_same(entry, descriptor):
                    entry.unlink(missing_ok=True)
            finally:
                os.close(descriptor)


def _is_same(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> bool | None:
    """Whether this process now holds the exclusive lock; None where there are no such locks."""
    try:
        import fcntl
    except ImportError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
