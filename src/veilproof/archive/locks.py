"""File locks that the system releases when the process that holds them ends, however it ends."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from veilproof.archive.modes import PRIVATE_FILE


class Lock:
    """An exclusive lock on a file, which is created if needed; held until `release` or the end of the process."""

    def __init__(self, path: Path, *, wait: bool = False) -> None:
        """Acquire the lock.

        Raises:
            OSError: the file cannot be created, or another process holds the lock and `wait` is not set.
        """
        # Not inherited by workers: a worker that outlives its run must not keep the lock.
        self._descriptor = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), PRIVATE_FILE)
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

    def release(self) -> None:
        """Release the lock."""
        os.close(self._descriptor)


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

        mode = msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK  # type: ignore[attr-defined,unused-ignore]
        msvcrt.locking(descriptor, mode, 1)  # type: ignore[attr-defined,unused-ignore]
        return
    import fcntl

    fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
