"""Gives a finished result its name: inside the destination, and never over a file that the archive did not write."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path

from veilproof.archive.modes import shared_folders
from veilproof.archive.storage import is_url, stored_digest, upload
from veilproof.errors import VeilproofError
from veilproof.media.writing import NO_HARD_LINKS, sync
from veilproof.source import digest


class TakenError(VeilproofError):
    """The name of a result is somebody else's, or leads out of the destination."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a result goes.

    Attributes:
        target: its path or URL.
        root: the destination, which no link below it may lead out of; "" for the folder of the target.
        replaces: SHA-256 of the result that the archive wrote there before and may replace; "" if there is none.
    """

    target: str
    root: str = ""
    replaces: str = ""

    def check(self) -> None:
        """Check, before a scan of hours, that a new result may be placed here.

        Raises:
            TakenError: it may not.
        """
        self._check_folder()
        self._check_existing(stored_digest(self.target), self.replaces)

    def put(self, finished: Path) -> None:
        """Move a finished local file here, where it appears complete or not at all.

        A file with the same content is left as it is: the run that placed it was killed before it could record it.

        Raises:
            TakenError: the place belongs to another file.
            OSError: it cannot be written there.
        """
        self._check_folder()
        sha256 = digest(finished)
        existing = stored_digest(self.target)
        self._check_existing(existing, self.replaces, sha256)
        if is_url(self.target):
            if existing != sha256:
                upload(finished, self.target)
            finished.unlink()
            return
        target = Path(self.target)
        if existing == sha256:
            finished.unlink()
            return
        shared_folders(target.parent)
        self._check_folder()
        sync(finished)
        if existing is None:
            self._put_new(finished, target)
        else:
            finished.replace(target)
        sync(target.parent)

    def _put_new(self, finished: Path, target: Path) -> None:
        try:
            # Unlike a rename, a link never replaces a file that has appeared in the meantime.
            os.link(finished, target, follow_symlinks=False)
            finished.unlink()
        except FileExistsError:
            raise self._taken() from None
        except OSError as error:
            if error.errno not in NO_HARD_LINKS | {errno.EACCES}:
                raise
            if os.path.lexists(target):
                raise self._taken() from None
            finished.rename(target)

    def _check_existing(self, existing: str | None, *ours: str) -> None:
        if existing is not None and (not existing or existing not in ours):
            raise self._taken()

    def _taken(self) -> TakenError:
        return TakenError(
            f"{self.target} is not a result of this archive, or was changed since: move it away, then run"
            " `veilproof archive retry`"
        )

    def _check_folder(self) -> None:
        if is_url(self.target):
            return
        folder = Path(self.target).parent
        root = Path(self.root) if self.root else folder
        try:
            inside = folder.resolve().is_relative_to(root.resolve())
        except (OSError, RuntimeError, ValueError):
            inside = False  # links in a circle, or not a path at all
        if not inside or ".." in Path(self.target).parts:
            raise TakenError(f"{folder} leads out of {root} through a link: remove the link, or move it away")
