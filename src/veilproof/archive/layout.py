"""Where each file of an archive is stored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from veilproof.archive.names import audit_name, plan_name
from veilproof.archive.storage import is_url, join_path
from veilproof.errors import VeilproofError

HIDDEN = ".veilproof"
"""The folder of a destination that holds everything but results."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The destination of a collection and the local state beside it.

    Attributes:
        destination: local folder or URL.
        state: local folder with the journal, the plans and the audit findings.
    """

    destination: str
    state: Path

    @staticmethod
    def at(destination: str, state: Path | None = None) -> Archive:
        """The archive of a destination; `state` defaults to its hidden folder.

        Raises:
            VeilproofError: the destination is a URL and `state` is not given.
        """
        if state is not None:
            return Archive(destination, state.absolute())
        if is_url(destination):
            raise VeilproofError(f"{destination} cannot hold the journal: give a folder of this machine with --state")
        return Archive(destination, Path(destination).absolute() / HIDDEN)

    @property
    def work(self) -> Path:
        """Folder for temporary files; on the file system of a local destination, so that results can be renamed."""
        return (self.state if is_url(self.destination) else Path(self.destination).absolute() / HIDDEN) / "work"

    def target(self, name: str) -> str:
        """Path or URL of a name in the destination."""
        return join_path(self.destination if is_url(self.destination) else str(Path(self.destination).absolute()), name)

    def plan(self, relative: str) -> str:
        """Path or URL of the plan of an item."""
        if is_url(self.destination):
            return join_path(self.destination, f"{HIDDEN}/plans/{plan_name(relative)}")
        return str(self.state / "plans" / plan_name(relative))

    def audit(self, relative: str) -> Path:
        """Folder of the audit findings of an item."""
        return self.state / "audits" / audit_name(relative)
