"""Files and folders of this machine as the page gets them: with opaque ids, which are kept in memory only."""

from __future__ import annotations

import os
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from veilproof.archive.names import HIDDEN, REDACTED_MARK, printable
from veilproof.language.message import LocalisedError
from veilproof.media.inputs import MEDIA_SUFFIXES

_ID_BYTES = 12
"""Ninety-six random bits; a round number that nobody guesses."""
_KEPT_LISTINGS = 8
"""Folders whose listing is kept while a person goes through its pages; a round number."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A photo, a video or a folder.

    Attributes:
        name: its name in the folder that holds it. Not a `Path`: making ten thousand of them takes a tenth of a second.
        folder: whether it is a folder.
        size: in bytes; 0 of a folder.
        modified: seconds since 1970.
    """

    name: str
    folder: bool
    size: int
    modified: float


@dataclass(frozen=True, slots=True)
class FolderListing:
    """What a folder holds.

    Attributes:
        entries: folders first, then photos and videos; the most recent first.
        files: how many of them are photos and videos.
        others: how many other files there are.
    """

    entries: tuple[Entry, ...]
    files: int
    others: int


class Entries:
    """Gives paths their ids and lists folders. The browser knows ids only: no name from it is used as a file name."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lock = Lock()
        self._ids: dict[Path, str] = {}
        self._paths: dict[str, Path] = {}
        self._listings: OrderedDict[Path, FolderListing] = OrderedDict()

    def id_of(self, path: Path) -> str:
        """The id of a path, the same every time."""
        with self._lock:
            if path not in self._ids:
                self._ids[path] = secrets.token_urlsafe(_ID_BYTES)
                self._paths[self._ids[path]] = path
            return self._ids[path]

    def path_of(self, number: str) -> Path | None:
        """The path with that id; None if none was given it."""
        return self._paths.get(number)

    def listing(self, folder: Path, *, again: bool) -> FolderListing:
        """What a folder holds: as it was listed last, or, with `again`, as it is now.

        Raises:
            VeilproofError: it cannot be read.
        """
        with self._lock:
            known = self._listings.get(folder)
        if known is None or again:
            known = _listed(folder)
        with self._lock:
            self._listings[folder] = known
            self._listings.move_to_end(folder)
            while len(self._listings) > _KEPT_LISTINGS:
                self._listings.popitem(last=False)
        return known


def _listed(folder: Path) -> FolderListing:
    entries: list[Entry] = []
    others = 0
    try:
        with os.scandir(folder) as found:
            for each in found:
                if each.name.startswith("."):
                    continue
                entry = _entry(each)
                if entry is None:
                    others += 1
                else:
                    entries.append(entry)
    except OSError as error:
        raise LocalisedError(
            "error-folder-unreadable", folder=printable(str(folder)), why=str(error.strerror)
        ) from None
    entries.sort(key=lambda entry: (not entry.folder, -entry.modified, entry.name))
    return FolderListing(tuple(entries), sum(not entry.folder for entry in entries), others)


def _entry(found: os.DirEntry[str]) -> Entry | None:
    """A folder, photo or video by its suffix; None for anything else, and for what cannot be read."""
    try:
        if found.is_dir():
            # An archive does not follow links to folders, so nothing in one would be covered; another holds results.
            if found.is_symlink() or Path(found.path, HIDDEN).is_dir():
                return None
            return Entry(found.name, folder=True, size=0, modified=found.stat().st_mtime)
        stem, dot, suffix = found.name.rpartition(".")
        if f"{dot}{suffix}".lower() not in MEDIA_SUFFIXES or stem.endswith(REDACTED_MARK) or not found.is_file():
            return None
        status = found.stat()
        return Entry(found.name, folder=False, size=status.st_size, modified=status.st_mtime)
    except OSError:
        return None
