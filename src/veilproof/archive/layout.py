"""Where each file of an archive is stored."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from veilproof.archive.database import holds_journal
from veilproof.archive.item import Item
from veilproof.archive.modes import private_folder
from veilproof.archive.names import HIDDEN
from veilproof.archive.storage import check_address, is_url, join_path
from veilproof.errors import VeilproofError

__all__ = ["HIDDEN", "Archive"]


@dataclass(frozen=True, slots=True)
class Archive:
    """The destination of a collection and the local state beside it.

    Attributes:
        destination: absolute local folder or URL.
        state: local folder with the journal, the plans, the announcements and the audit findings.
    """

    destination: str
    state: Path

    @staticmethod
    def at(destination: str, state: Path | None = None) -> Archive:
        """The archive of a destination; `state` defaults to its hidden folder.

        Raises:
            VeilproofError: the destination is a URL and `state` is not given, or one is inside the other.
        """
        if is_url(destination):
            check_address(destination)
            if state is None:
                raise VeilproofError(
                    f"{destination} cannot hold the journal: give a folder of this machine with --state"
                )
            return Archive(destination, state.absolute())
        folder = Path(destination).absolute()
        if state is None:
            return Archive(str(folder), folder / HIDDEN)
        inner, outer = state.resolve(), folder.resolve()
        below = inner.relative_to(outer).parts if inner.is_relative_to(outer) else (".",)
        if outer.is_relative_to(inner) or not below[0].startswith("."):
            raise VeilproofError(f"{state} cannot hold the journal: results go there too; give --state another folder")
        return Archive(str(folder), state.absolute())

    @property
    def folders(self) -> tuple[Path, ...]:
        """The local folders that no original is looked for in."""
        local = () if is_url(self.destination) else (Path(self.destination).resolve(),)
        return (*local, self.state.resolve())

    def prepare(self) -> None:
        """Create the state folder, for the user alone.

        Raises:
            VeilproofError: it holds other files, which an archive could replace or remove, or cannot be created.
        """
        try:
            default = not is_url(self.destination) and self.state == Path(self.destination, HIDDEN)
            if not default and self.state.is_dir() and not holds_journal(self.state):
                raise VeilproofError(f"{self.state} holds other files and no journal: give --state a folder of its own")
            private_folder(self.state)
        except OSError as error:
            raise VeilproofError(
                f"{self.state}: the journal cannot be written there ({error.strerror}): choose another folder with"
                " --state"
            ) from None

    @property
    def work(self) -> Path:
        """Folder for temporary files, originals from a URL among them; each run has one in it."""
        return self.state / "work"

    @property
    def outbox(self) -> Path:
        """Folder of results that are not complete: on the file system of the destination, so that they can be renamed.

        It is the work folder, unless the state is kept elsewhere; then its name is that of the state, because runs with
        another state clean up only their own.
        """
        if is_url(self.destination) or self.state == Path(self.destination, HIDDEN):
            return self.work
        state = hashlib.sha256(os.fsencode(self.state)).hexdigest()[:12]
        return Path(self.destination, HIDDEN, f"work-{state}")

    def target(self, name: str) -> str:
        """Path or URL of a name in the destination."""
        return join_path(self.destination, name)

    def plan(self, name: str) -> str:
        """Path or URL of the plan of this name."""
        return self._kept("plans", name)

    def note(self, plan: str) -> str:
        """Path or URL of the note of the results announced for the item whose plan has this name."""
        return self._kept("announced", str(PurePosixPath(plan).with_suffix(".sha256")))

    def _kept(self, folder: str, name: str) -> str:
        """Path or URL of a file that workers read and write, wherever they run."""
        if is_url(self.destination):
            return join_path(self.destination, f"{HIDDEN}/{folder}/{name}")
        return str(self.state / folder / name)

    def plan_of(self, item: Item) -> str:
        """Path or URL of the plan that the result of an item, which has one, was rendered from.

        The reviewed one that was given for it, or else its own.
        """
        return item.decisions or self.plan(item.plan or "")

    def audit(self, plan: str) -> Path:
        """Folder of the audit findings of the item whose plan has this name."""
        return self.state / "audits" / Path(plan).with_suffix(".audit")
