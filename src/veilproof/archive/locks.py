"""Locks that end with the process that holds them, however it ends."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self


class Lock:
    """A lock on a file, made if it is not there; held until `release`, or the end of the process."""

    def __init__(self, path: Path, *, wait: bool = False) -> None:
        """Take the lock.

        Raises:
            OSError: it cannot be made, or somebody holds it and `wait` is not given.
        """
        # Not inherited by workers: a worker that outlives its run must not keep it alive.
        self._held = os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), 0o666)
        try:
            _take(self._held, wait)
        except OSError:
            os.close(self._held)
            raise

    def __enter__(self) -> Self:
        """The lock."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Let it go."""
        self.release()

    def release(self) -> None:
        """Let it go."""
        os.close(self._held)


def is_free(path: Path) -> bool:
    """Whether nobody holds that lock."""
    try:
        Lock(path).release()
    except OSError:
        return False
    return True


def _take(held: int, wait: bool) -> None:
    if os.name == "nt":
        import msvcrt

        mode = msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK  # type: ignore[attr-defined,unused-ignore]
        msvcrt.locking(held, mode, 1)  # type: ignore[attr-defined,unused-ignore]
        return
    import fcntl

    fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
