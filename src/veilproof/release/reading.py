"""Reads a file of a release that somebody else made: only an ordinary file, and no more of it than is allowed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from veilproof.errors import VeilproofError


def read_ordinary(path: Path, most: int) -> bytes:
    """The content of a file.

    Args:
        path: the file; a link, a pipe or a device is refused.
        most: bytes that it may have.

    Raises:
        VeilproofError: it is no ordinary file, or too large.
        OSError: it cannot be read.
    """
    refused = VeilproofError(f"{path} is no ordinary file")
    if not stat.S_ISREG(path.lstat().st_mode):
        raise refused
    # It can become a link or a pipe in the meantime; opening a pipe would wait for somebody to write to it.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise refused
        content = file.read(most + 1)
    if len(content) > most:
        raise VeilproofError(f"{path} is too large")
    return content
