"""Writes files under a temporary name until they are complete, and never over an original."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from veilproof.errors import VeilproofError

_TEMPORARY = ".partial"


def check_output(path: Path, *, force: bool, source: Path | None = None) -> None:
    """Check, before hours of work, that an output may get this name; the arguments are those of `atomic_write`.

    Raises:
        VeilproofError: `path` is the original, exists already, or is a folder.
    """
    if source is not None and _same_file(path, source):
        raise VeilproofError(f"{path} is the original, which is never changed: choose another name for the output")
    if path.is_dir():
        raise VeilproofError(f"{path} is a folder: name a file in it")
    if not force and (path.exists() or path.is_symlink()):
        raise VeilproofError(f"{path} exists already: use --force to replace it, or choose another name")


@contextlib.contextmanager
def atomic_write(path: Path, *, force: bool, source: Path | None = None) -> Iterator[Path]:
    """Yield a temporary file, in the folder and with the suffix of `path`, that is renamed to `path` on success.

    Until then `path` does not exist, or is still what it was before. On any error, interruption included, the temporary
    file is removed. One left behind by a killed process is removed by the next write to the same `path`.

    Args:
        path: The name of the finished file.
        force: Whether an existing file of that name may be replaced.
        source: The original, which is never replaced, under whatever name or link it is given.

    Raises:
        VeilproofError: `path` is the original, exists already, is a folder, or the folder cannot be written to.
    """
    check_output(path, force=force, source=source)
    with _os_errors_explained(path):
        _remove_abandoned(path)
        temporary = path.with_name(f".{path.stem}.{secrets.token_hex(4)}{_TEMPORARY}{path.suffix}")
        descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
    try:
        with _os_errors_explained(path):
            _lock(descriptor)
        yield temporary
        with _os_errors_explained(path):
            _sync(temporary)
            if not force and path.exists():
                raise VeilproofError(f"{path} appeared in the meantime: use --force to replace it")
            temporary.replace(path)
            _sync(path.parent)
    finally:
        os.close(descriptor)
        temporary.unlink(missing_ok=True)


def _same_file(path: Path, source: Path) -> bool:
    if path.exists() and source.exists():
        return path.samefile(source)
    return path.resolve() == source.resolve()


def _remove_abandoned(path: Path) -> None:
    # A process that is still writing holds a lock on its temporary file; a killed process no longer holds any.
    for entry in path.parent.iterdir():
        if not (entry.name.startswith(f".{path.stem}.") and entry.name.endswith(f"{_TEMPORARY}{path.suffix}")):
            continue
        descriptor = os.open(entry, os.O_RDWR)
        try:
            if _lock(descriptor):
                entry.unlink(missing_ok=True)
        finally:
            os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Whether this process now holds the exclusive lock; always False where there are no such locks."""
    try:
        import fcntl
    except ImportError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sync(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:
        # A folder may be writable without being readable, and Windows opens no folders.
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _os_errors_explained(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise VeilproofError(f"{path} cannot be written: there is no folder {path.parent}; make it first") from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise VeilproofError(f"{path} cannot be written: the disk is full; make room and try again") from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise VeilproofError(f"{path} cannot be written: no permission in that folder; choose another") from None
        raise VeilproofError(f"{path} cannot be written ({error.strerror}): choose another name") from None
