"""Where everything of an archive lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from veilproof.archive.names import audit_name, plan_name
from veilproof.archive.storage import is_url, joined
from veilproof.errors import VeilproofError

HIDDEN = ".veilproof"
"""The folder of a destination that holds everything but results."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A collection and where its results go.

    Attributes:
        destination: folder or address.
        state: folder of this machine with the journal, the plans and the findings of audits.
    """

    destination: str
    state: Path

    @staticmethod
    def at(destination: str, state: Path | None = None) -> Archive:
        """The archive of a destination; without `state` its hidden folder.

        Raises:
            VeilproofError: the destination is elsewhere and `state` is not given.
        """
        if state is not None:
            return Archive(destination, state.absolute())
        if is_url(destination):
            raise VeilproofError(f"{destination} cannot hold the journal: give a folder of this machine with --state")
        return Archive(destination, Path(destination).absolute() / HIDDEN)

    @property
    def work(self) -> Path:
        """Where results are made before they get their names: on the disk of the destination, if that is a folder."""
        return (self.state if is_url(self.destination) else Path(self.destination).absolute() / HIDDEN) / "work"

    def target(self, name: str) -> str:
        """Where in the destination something goes."""
        return joined(self.destination if is_url(self.destination) else str(Path(self.destination).absolute()), name)

    def plan(self, relative: str) -> str:
        """Where the plan of an item is."""
        if is_url(self.destination):
            return joined(self.destination, f"{HIDDEN}/plans/{plan_name(relative)}")
        return str(self.state / "plans" / plan_name(relative))

    def audit(self, relative: str) -> Path:
        """Where what an audit found is."""
        return self.state / "audits" / audit_name(relative)
