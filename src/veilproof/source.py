"""The identity of an original: its name, its digest, and that it stays the same while it is read."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError


def name_of(source: Path) -> str:
    r"""The name of a file as text that can be stored; bytes that are not UTF-8 become escapes such as `\xe9`."""
    return os.fsencode(source.name).decode("utf-8", "backslashreplace")


def digest(source: Path) -> str:
    """SHA-256 of a file, in hexadecimal.

    Raises:
        VeilproofError: it is not a file, or cannot be read.
    """
    with _opened(source) as file:
        return _sha256(source, file)


@contextlib.contextmanager
def unchanged(source: Path) -> Iterator[str]:
    """Yield the SHA-256 of a file, in hexadecimal, and make sure that the body reads just what was hashed.

    Whatever opens the file in the body opens it by name, and could get another one. So at the end the name must
    still lead to the same file, without a write to it since, and with the same SHA-256. Leave the body before
    anything that was made from the file gets its name.

    Hashing costs about 3 ms for 1 MB, once at the start and once at the end.

    Raises:
        VeilproofError: it is not a file, cannot be read, or changed.
    """
    english = f"{source} changed while it was read: wait until nothing writes to it, and run it again"
    changed = LocalisedError("error-changed", english=english, name=source.name)
    # Held open, so that no other file can get the same inode number, which some file systems also give anew otherwise.
    with _opened(source) as file:
        before = _state(source)
        sha256 = _sha256(source, file)
        if before is None or before != _state(source) or before[0] != _version(os.fstat(file.fileno())):
            raise changed
        try:
            yield sha256
        except VeilproofError as error:
            # Half of one file and half of another cannot be decoded: then this is what the user must know.
            if before != _state(source):
                raise changed from error
            raise
        # Times alone do not show everything: they are coarse, and a write can set them back.
        if before != _state(source) or sha256 != _sha256(source, file):
            raise changed


_Version = tuple[int, int, int, int, int]


def _version(status: os.stat_result) -> _Version:
    """What a write, a replacement or a move of a file changes."""
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _state(source: Path) -> tuple[_Version, _Version] | None:
    """The file and, if the name is a symbolic link, the link; None if it is gone."""
    try:
        return _version(source.stat()), _version(source.lstat())
    except OSError:
        return None


@contextlib.contextmanager
def _opened(source: Path) -> Iterator[io.FileIO]:
    with _errors_explained(source):
        # Without O_NONBLOCK, opening a named pipe waits for somebody to write to it.
        descriptor = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise VeilproofError(f"{source} is not an ordinary file: copy its contents into one, and give that")
    with io.FileIO(descriptor) as file:
        yield file


def _sha256(source: Path, file: io.FileIO) -> str:
    with _errors_explained(source):
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def _errors_explained(source: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        key = "error-missing" if isinstance(error, FileNotFoundError) else "error-unreadable"
        english = f"{source}: cannot be read ({error.strerror})"
        raise LocalisedError(key, english=english, name=source.name) from error
