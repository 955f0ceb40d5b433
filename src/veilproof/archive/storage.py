"""Where files come from and go to: this machine's folders, or whatever fsspec reaches. Never a whole file in memory."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from veilproof.errors import VeilproofError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_BLOCK = 8 << 20


def is_url(place: str) -> bool:
    """Whether this is an address such as s3://bucket/folder rather than a path."""
    scheme, found, _ = place.partition("://")
    return bool(found) and scheme.isalnum()


def joined(place: str, name: str) -> str:
    """The file of this name below a folder."""
    return f"{place.rstrip('/')}/{name}" if is_url(place) else str(Path(place, name))


def opened_filesystem(url: str) -> tuple[AbstractFileSystem, str]:
    """The file system that an address belongs to, and the path in it.

    Raises:
        VeilproofError: what reaches it is not installed.
    """
    scheme = url.partition("://")[0]
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise VeilproofError(f"{url}: install the extra s3 to reach it: pip install 'veilproof[s3]'") from None
    try:
        files, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        hint = "install the extra s3: pip install 'veilproof[s3]'" if scheme == "s3" else "give a path or s3://"
        raise VeilproofError(f"{url} cannot be reached ({error}): {hint}") from None
    return files, str(path)


def local(source: str, scratch: Path) -> Path:
    """Where on this machine a file that is elsewhere is copied to."""
    return scratch / f"in{Path(source).suffix}"


def fetched(source: str, scratch: Path) -> Path:
    """The file on this machine: where it is, or a copy in `scratch` of one that is elsewhere.

    Raises:
        OSError: it cannot be read.
    """
    if not is_url(source):
        return Path(source)
    files, path = opened_filesystem(source)
    here = local(source, scratch)
    with files.open(path, "rb", block_size=_BLOCK) as far, here.open("wb") as near:
        shutil.copyfileobj(far, near, _BLOCK)
    return here


def delivered(made: Path, target: str) -> None:
    """Move a finished file to its place, where it appears whole or not at all.

    Raises:
        OSError: it cannot be written there.
    """
    if is_url(target):
        files, path = opened_filesystem(target)
        files.makedirs(path.rpartition("/")[0], exist_ok=True)
        files.put_file(str(made), path)
        made.unlink()
        return
    exists = Path(target)
    exists.parent.mkdir(parents=True, exist_ok=True)
    _synced(made)
    try:
        made.replace(exists)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        raise OSError(error.errno, "the folder for work is on another disk than the destination", target) from error
    _synced(exists.parent)


def copied(target_of_first: str, target: str, scratch: Path) -> None:
    """Another copy of a result that is there already.

    Raises:
        OSError: it cannot be read or written.
    """
    if is_url(target):
        files, path = opened_filesystem(target)
        files.cp_file(opened_filesystem(target_of_first)[1], path)
        return
    here = scratch / f"copy{Path(target).suffix}"
    shutil.copyfile(target_of_first, here)
    delivered(here, target)


def exists(target: str) -> int | None:
    """How many bytes the file has, None if there is none."""
    try:
        if is_url(target):
            files, path = opened_filesystem(target)
            facts: dict[str, Any] = files.info(path)
            return int(facts["size"])
        return Path(target).stat().st_size
    except FileNotFoundError:
        return None


def _synced(path: Path) -> None:
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
