"""The folders of a run for files that are not complete, originals from a URL among them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from veilproof.archive.layout import Archive
from veilproof.archive.modes import private_folder
from veilproof.archive.storage import is_url
from veilproof.errors import VeilproofError


class WorkFolders:
    """For each item a folder for temporary files, and one for its result until that is complete."""

    def __init__(self, archive: Archive, run: int) -> None:
        """Those of the run of this number; none is created yet."""
        self._archive = archive
        self._roots = (archive.work / str(run), archive.outbox / str(run))

    def create(self) -> None:
        """Create them, for the user alone.

        Raises:
            VeilproofError: the destination cannot be written to.
        """
        destination = self._archive.destination
        try:
            for root in self._roots:
                private_folder(root.parent)
                private_folder(root)
        except OSError as error:
            raise VeilproofError(f"{destination} cannot be written to ({error.strerror})") from None
        if not is_url(destination) and not os.access(destination, os.W_OK | os.X_OK):
            raise VeilproofError(f"{destination} cannot be written to: choose another folder")

    def remove_abandoned(self, active_runs: Callable[[], set[str]]) -> None:
        """Remove the folders of runs that were killed."""
        found = [
            folder
            for work in {self._archive.work, self._archive.outbox}
            if work.is_dir() and not work.is_symlink()
            for folder in work.iterdir()
        ]
        # Asked after the folders were listed: a run is active before it makes its folder.
        active = active_runs()
        for folder in found:
            if folder.name.isdecimal() and folder.name not in active:
                shutil.rmtree(folder, ignore_errors=True)

    def of(self, item: int) -> tuple[Path, Path]:
        """The folders of an item: for temporary files, and for its result until that is complete."""
        return self._roots[0] / str(item), self._roots[1] / str(item)

    def clear(self, item: int) -> None:
        """Remove the folders of an item."""
        for folder in self.of(item):
            shutil.rmtree(folder, ignore_errors=True)

    def remove(self) -> None:
        """Remove all of them."""
        for root in self._roots:
            shutil.rmtree(root, ignore_errors=True)
