"""Temporary files beside what they will become, and what killed processes left of them."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from veilproof.errors import VeilproofError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_TEMPORARY = ".partial"
_ATTEMPTS = 16
"""To get a temporary file that nobody takes for an abandoned one; a round number."""


def create_temporary(path: Path) -> tuple[Path, int | None]:
    """A new temporary file beside `path`, for this user only, and the descriptor that holds the lock that keeps it.

    The second is None on Windows, which has no such locks, and gives an open file no other name.

    Raises:
        OSError: it cannot be created.
        VeilproofError: other programs remove it each time.
    """
    for _ in range(_ATTEMPTS):
        temporary = _temporary_name(path)
        descriptor = -1
        try:
            descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            # Before the lock is taken, another process may take the file for an abandoned one.
            locked = _lock(descriptor)
            if locked is None and fcntl is None:
                os.close(descriptor)
                return temporary, None
            if locked is not False and _is_same(temporary, descriptor):
                return temporary, descriptor
        except FileExistsError:
            continue
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        os.close(descriptor)
    raise VeilproofError(f"{path} cannot be written: other programs remove its temporary file; choose another folder")


@contextlib.contextmanager
def temporary_folder(path: Path) -> Iterator[Path]:
    """A new folder beside `path`, for this user only, which is removed at the end unless the body moved it.

    Those that killed processes left are removed before.

    Raises:
        OSError: it cannot be created.
    """
    remove_abandoned(path)
    temporary = _temporary_name(path)
    temporary.mkdir(mode=0o700)
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, temporary, ignore_errors=True)
        with contextlib.suppress(PermissionError):  # Windows opens no folders, and has no such locks
            descriptor = os.open(temporary, os.O_RDONLY)
            stack.callback(os.close, descriptor)
            _lock(descriptor)
        yield temporary


def remove_abandoned(path: Path) -> None:
    """Remove temporary files and folders of killed processes: one that is still writing holds a lock on its own.

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
                    if stat.S_ISDIR(os.fstat(descriptor).st_mode):
                        shutil.rmtree(entry, ignore_errors=True)
                    else:
                        entry.unlink(missing_ok=True)
            finally:
                os.close(descriptor)


def _temporary_name(path: Path) -> Path:
    return path.with_name(f".{path.stem}.{secrets.token_hex(4)}{_TEMPORARY}{path.suffix}")


def _is_same(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> bool | None:
    """Whether this process now holds the exclusive lock; None where there are no such locks."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
