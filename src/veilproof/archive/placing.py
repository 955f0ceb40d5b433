"""Gives a finished result its name: inside the destination, and never over a file that the archive did not write.

A result is announced before it gets its name: its SHA-256 is noted beside the plans. A run that is killed before the
journal has the result leaves a file that the next run could not tell from somebody else's otherwise, because it renders
other bytes: a disguised voice is drawn anew, and a plan may have been edited since. The journal cannot have the note,
because the worker that places the result may be on another machine.
"""

from __future__ import annotations

import errno
import os
import re
from dataclasses import dataclass
from pathlib import Path

from veilproof.archive.modes import PRIVATE_FOLDER, open_private, shared_folders
from veilproof.archive.storage import content_of, is_url, stored_digest, upload
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
        note: path or URL of the note of what is announced; "" for a place where nothing is ever replaced.
    """

    target: str
    root: str = ""
    replaces: str = ""
    note: str = ""

    def check(self) -> None:
        """Check, before a scan of hours, that a new result may be placed here.

        Raises:
            TakenError: it may not.
        """
        self._check_folder()
        self._check_existing(stored_digest(self.target), self.replaces, *self._announced())

    def put(self, finished: Path) -> None:
        """Move a finished local file here, where it appears complete or not at all.

        A file with the same content is left as it is, and one that was announced is replaced: the run that placed it
        was killed before it could record it.

        Raises:
            TakenError: the place belongs to another file.
            OSError: it cannot be written there.
        """
        self._check_folder()
        sha256 = digest(finished)
        existing = stored_digest(self.target)
        self._check_existing(existing, self.replaces, sha256, *self._announced())
        self._announce(sha256, existing, finished)
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

    def _announced(self) -> list[str]:
        """SHA-256 of every result that may have been placed here without being recorded."""
        note = content_of(self.note) if self.note else b""
        return re.findall("[0-9a-f]{64}", note.decode("ascii", "replace"))

    def _announce(self, sha256: str, existing: str | None, finished: Path) -> None:
        """Note a result before it is placed, and the one that is there until then, unless the journal has that."""
        if not self.note:
            return
        hashes = {sha256, existing or sha256} - {self.replaces}
        new = finished.with_suffix(".new") if is_url(self.note) else Path(self.note).with_suffix(".new")
        new.parent.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
        with open_private(new) as file:
            file.write("".join(f"{each}\n" for each in sorted(hashes)).encode())
        if is_url(self.note):
            upload(new, self.note)
            new.unlink()
        else:
            sync(new)
            new.replace(self.note)
            sync(new.parent)

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
