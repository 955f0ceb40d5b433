"""Reading and writing files in local folders or in any storage that fsspec supports. Files are streamed."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from veilproof.errors import VeilproofError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_BLOCK_BYTES = 8 << 20
"""Buffer of a download; a round number, large against the latency of a request."""


def is_url(location: str) -> bool:
    """Whether a location is a URL such as s3://bucket/folder rather than a local path."""
    scheme, separator, _ = location.partition("://")
    return bool(separator) and scheme.isalnum()


def join_path(folder: str, name: str) -> str:
    """Path or URL of a name below a folder."""
    return f"{folder.rstrip('/')}/{name}" if is_url(folder) else str(Path(folder, name))


def open_filesystem(url: str) -> tuple[AbstractFileSystem, str]:
    """The file system of a URL, and the path within it.

    Raises:
        VeilproofError: the package that supports it is not installed, or there is no such scheme.
    """
    scheme = url.partition("://")[0]
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise VeilproofError(f"{url}: install the extra s3 to reach it: pip install 'veilproof[s3]'") from None
    try:
        filesystem, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        hint = "install the extra s3: pip install 'veilproof[s3]'" if scheme == "s3" else "give a path or s3://"
        raise VeilproofError(f"{url} cannot be reached ({error}): {hint}") from None
    return filesystem, str(path)


def local_path(source: str, scratch: Path) -> Path:
    """The path in `scratch` that `fetch` downloads a URL to."""
    return scratch / f"in{Path(source).suffix}"


def fetch(source: str, scratch: Path) -> Path:
    """A local path of the file: a URL is downloaded to `scratch`, a local file stays where it is.

    Raises:
        OSError: it cannot be read.
    """
    if not is_url(source):
        return Path(source)
    filesystem, path = open_filesystem(source)
    local = local_path(source, scratch)
    with filesystem.open(path, "rb", block_size=_BLOCK_BYTES) as remote, local.open("wb") as file:
        shutil.copyfileobj(remote, file, _BLOCK_BYTES)
    return local


def deliver(finished: Path, target: str) -> None:
    """Move a finished local file to its target, where it appears complete or not at all.

    Raises:
        OSError: it cannot be written there.
    """
    if is_url(target):
        filesystem, path = open_filesystem(target)
        filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
        filesystem.put_file(str(finished), path)
        finished.unlink()
        return
    destination = Path(target)
    destination.parent.mkdir(parents=True, exist_ok=True)
    _fsync(finished)
    try:
        finished.replace(destination)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        raise OSError(error.errno, "the work folder is on another disk than the destination", target) from error
    _fsync(destination.parent)


def copy_result(existing: str, target: str, scratch: Path) -> None:
    """Copy an existing result to another target in the same storage.

    Raises:
        OSError: it cannot be read or written.
    """
    if is_url(target):
        filesystem, path = open_filesystem(target)
        filesystem.cp_file(open_filesystem(existing)[1], path)
        return
    copy = scratch / f"copy{Path(target).suffix}"
    shutil.copyfile(existing, copy)
    deliver(copy, target)


def stored_size(location: str) -> int | None:
    """The size of a file in bytes; None if it does not exist."""
    try:
        if is_url(location):
            filesystem, path = open_filesystem(location)
            info: dict[str, Any] = filesystem.info(path)
            return int(info["size"])
        return Path(location).stat().st_size
    except FileNotFoundError:
        return None


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
