"""File locks that the system releases when the process that holds them ends, however it ends."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

_RETRY_SECONDS = 0.1
"""Between two tries on Windows, whose locks can be waited for ten seconds at most. A round number."""


class Lock:
    """An exclusive lock on a file, which is created if needed; held until `release` or the end of the process."""

    def __init__(self, path: Path, *, wait: bool = False) -> None:
        """Acquire the lock.

        Raises:
            BlockingIOError: another process holds the lock and `wait` is not set.
            OSError: the file cannot be created.
        """
        # Not inherited by workers: a worker that outlives its run must not keep the lock.
        self._descriptor = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _acquire(self._descriptor, wait)
        except OSError:
            os.close(self._descriptor)
            raise

    def __enter__(self) -> Self:
        """The lock."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Release the lock."""
        self.release()

    def is_on(self, path: Path) -> bool:
        """Whether the locked file is the one that has this name now."""
        try:
            return os.path.samestat(os.fstat(self._descriptor), path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Release the lock."""
        os.close(self._descriptor)

    def remove(self, path: Path) -> None:
        """Remove the locked file, which has this name, and release the lock."""
        try:
            path.unlink(missing_ok=True)
        except PermissionError:  # Windows removes no file that is open
            self.release()
            with suppress(PermissionError):  # which another process may have opened by now
                path.unlink(missing_ok=True)
        else:
            self.release()


@contextmanager
def temporary_lock(path: Path) -> Iterator[None]:
    """Hold a lock on a file that exists only as long as the lock is held, or as a killed process left it.

    Raises:
        BlockingIOError: another process holds the lock.
        OSError: the file cannot be created.
    """
    while True:
        lock = Lock(path)
        # Whoever held it before may have removed the file after it was opened here: that lock would exclude nobody.
        if os.name == "nt" or lock.is_on(path):  # Windows removes no file that is open
            break
        lock.release()
    try:
        yield
    finally:
        lock.remove(path)


def is_free(path: Path) -> bool:
    """Whether no process holds the lock."""
    try:
        Lock(path).release()
    except OSError:
        return False
    return True


def _acquire(descriptor: int, wait: bool) -> None:
    if os.name == "nt":
        import msvcrt

        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
            except PermissionError as error:  # what it is while another process holds the lock
                if not wait:
                    raise BlockingIOError(errno.EWOULDBLOCK, "another process holds the lock") from error
                time.sleep(_RETRY_SECONDS)
            else:
                return
    import fcntl

    fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
