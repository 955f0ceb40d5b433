"""Reading and writing files in local folders or in any storage that fsspec supports. Files are streamed."""

from __future__ import annotations

import hashlib
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from veilproof.archive.modes import open_private
from veilproof.errors import VeilproofError
from veilproof.source import digest

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_BLOCK_BYTES = 8 << 20
"""Buffer of a download; a round number, large against the latency of a request."""


def is_url(location: str) -> bool:
    """Whether a location is a URL such as s3://bucket/folder rather than a local path."""
    scheme, separator, _ = location.partition("://")
    return bool(separator) and scheme.isalnum()


def scheme_of(location: str) -> str:
    """The scheme of a URL, such as s3; "" for a local path."""
    return location.partition("://")[0] if is_url(location) else ""


def check_address(url: str) -> None:
    """Refuse a URL of this machine's own files: as paths they are read and written with more care.

    Raises:
        VeilproofError: it is one.
    """
    if scheme_of(url).lower() in ("file", "local"):
        raise VeilproofError(f"{url} is on this machine: give its path")


def join_path(folder: str, name: str) -> str:
    """Path or URL of a name below a folder."""
    return f"{folder.rstrip('/')}/{name}" if is_url(folder) else str(Path(folder, name))


def open_filesystem(url: str) -> tuple[AbstractFileSystem, str]:
    """The file system of a URL, and the path within it.

    Raises:
        VeilproofError: the package that supports it is not installed, or there is no such scheme.
    """
    check_address(url)
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


def fetch(source: str, to: Path) -> Path:
    """A local path of the file: a URL is downloaded to `to`, a local file stays where it is.

    Raises:
        OSError: it cannot be read.
    """
    if not is_url(source):
        return Path(source)
    filesystem, path = open_filesystem(source)
    with filesystem.open(path, "rb", block_size=_BLOCK_BYTES) as remote, open_private(to) as file:
        shutil.copyfileobj(remote, file, _BLOCK_BYTES)
    return to


def stored_digest(location: str) -> str | None:
    """SHA-256 of a file, in hexadecimal; "" if it is not a file but a folder or a link, None if there is nothing."""
    if not is_url(location):
        try:
            mode = Path(location).lstat().st_mode
        except FileNotFoundError:
            return None
        return digest(Path(location)) if stat.S_ISREG(mode) else ""
    filesystem, path = open_filesystem(location)
    filesystem.invalidate_cache()
    try:
        if filesystem.info(path).get("type") == "directory":
            return ""
        hasher = hashlib.sha256()
        with filesystem.open(path, "rb", block_size=_BLOCK_BYTES) as file:
            while block := file.read(_BLOCK_BYTES):
                hasher.update(block)
    except FileNotFoundError:
        return None
    return hasher.hexdigest()


def content_of(location: str) -> bytes:
    """The content of a small file; nothing if it does not exist.

    Raises:
        OSError: it cannot be read.
    """
    try:
        if not is_url(location):
            return Path(location).read_bytes()
        filesystem, path = open_filesystem(location)
        filesystem.invalidate_cache()
        return bytes(filesystem.cat_file(path))
    except FileNotFoundError:
        return b""


def upload(finished: Path, url: str) -> None:
    """Copy a local file to a URL, where it appears complete or not at all.

    Raises:
        OSError: it cannot be written there.
    """
    filesystem, path = open_filesystem(url)
    filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
    filesystem.put_file(str(finished), path)


class Listing:
    """Facts about stored files. Folders at a URL are listed once, which is far faster than asking for each file."""

    def __init__(self) -> None:
        """Start without any folder."""
        self._folders: dict[str, dict[str, dict[str, Any]]] = {}

    def size(self, location: str) -> int | None:
        """The size of a file in bytes; None if it does not exist."""
        facts = self._facts(location)
        return None if facts is None else int(facts["size"] or 0)

    def stamp(self, location: str) -> str:
        """A string that changes when the file changes; "" if it does not exist."""
        facts = self._facts(location)
        return "" if facts is None else f"{facts['changed']} {facts['size']}"

    def _facts(self, location: str) -> dict[str, Any] | None:
        if not is_url(location):
            try:
                found = Path(location).stat()
            except (FileNotFoundError, NotADirectoryError):
                return None
            return {"size": found.st_size, "changed": found.st_mtime_ns}
        filesystem, path = open_filesystem(location)
        folder, _, name = path.rstrip("/").rpartition("/")
        if folder not in self._folders:
            filesystem.invalidate_cache()
            try:
                entries = filesystem.ls(folder, detail=True)
            except FileNotFoundError:
                entries = []
            self._folders[folder] = {str(entry["name"]).rpartition("/")[2]: entry for entry in entries}
        found_entry = self._folders[folder].get(name)
        if found_entry is None:
            return None
        changed = found_entry.get("ETag") or found_entry.get("LastModified") or found_entry.get("mtime") or ""
        return {"size": found_entry.get("size"), "changed": changed}
