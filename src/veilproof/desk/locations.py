"""Where a person begins: the folders in which people keep photos and videos, and work that was begun before."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import psutil

from veilproof.archive.item import State
from veilproof.archive.journal import Journal
from veilproof.archive.layout import Archive
from veilproof.desk.destination import destination_of, has_begun, original_of
from veilproof.errors import VeilproofError

_MOUNTS = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
"""Below these, Linux and macOS mount the disks and cards that people connect."""
_MAX_BEGUN = 8
"""Folders with work begun before that are offered; enough for a screen."""


@dataclass(frozen=True, slots=True)
class Location:
    """A folder to begin with.

    Attributes:
        path: where it is.
        kind: `home`, `desktop`, `videos`, `pictures`, `downloads`, `documents` or `disk`.
    """

    path: Path
    kind: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A folder on which work was begun.

    Attributes:
        folder: with the originals.
        items: the number of originals.
        finished: how many of them have a result or failed.
    """

    folder: Path
    items: int
    finished: int


def locations() -> list[Location]:
    """The usual folders of this person that exist, each once, and connected disks."""
    usual = [
        Location(Path(platformdirs.user_videos_dir()), "videos"),
        Location(Path(platformdirs.user_pictures_dir()), "pictures"),
        Location(Path(platformdirs.user_downloads_dir()), "downloads"),
        Location(Path(platformdirs.user_desktop_dir()), "desktop"),
        Location(Path(platformdirs.user_documents_dir()), "documents"),
        Location(Path.home(), "home"),
    ]
    found: dict[Path, Location] = {}
    for location in (*usual, *_disks()):
        # Where there is no such folder, some systems name the home folder instead.
        if location.path.is_dir() and (location.kind == "home" or location.path != Path.home()):
            found.setdefault(location.path, location)
    return list(found.values())


def begun(start: list[Location]) -> list[Begun]:
    """Work begun before in these folders and the folders in them, the latest first.

    Looked for and not remembered: nothing is kept of what a person works with but the results themselves.
    """
    folders = {
        folder for location in start for folder in (location.path, *_originals_in(location.path)) if has_begun(folder)
    }
    latest = sorted(folders, key=_last_work, reverse=True)[:_MAX_BEGUN]
    return [each for folder in latest if (each := _progress_of(folder)) is not None]


def _originals_in(location: Path) -> Iterator[Path]:
    """Folders in a folder beside which there are results."""
    with contextlib.suppress(OSError), os.scandir(location) as entries:
        for entry in entries:
            original = original_of(Path(entry.path))
            if original is not None and original.is_dir():
                yield original


def _progress_of(folder: Path) -> Begun | None:
    try:
        with Journal(Archive.at(str(destination_of(folder))).state) as journal:
            counts = journal.counts()
    except VeilproofError:
        return None  # damaged, or of another version: opening the folder says so
    total = sum(counts.values())
    return Begun(folder, total, total - counts[State.WAITING] - counts[State.RUNNING])


def _last_work(folder: Path) -> float:
    try:
        return Archive.at(str(destination_of(folder))).state.stat().st_mtime
    except OSError:
        return 0.0


def _disks() -> list[Location]:
    try:
        partitions = psutil.disk_partitions(all=False)
    except OSError:
        return []
    mounts = [Path(partition.mountpoint) for partition in partitions]
    if sys.platform == "win32":
        return [Location(mount, "disk") for mount in mounts]
    return [Location(mount, "disk") for mount in mounts if str(mount).startswith(_MOUNTS)]
