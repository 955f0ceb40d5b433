"""Where tasks are done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from veilproof.archive.outcome import Outcome
from veilproof.archive.tasks import Task
from veilproof.progress import Step


@dataclass(frozen=True, slots=True)
class Told:
    """What comes back from a task: how far it is, or how it ended."""

    key: int
    what: Step | Outcome


class Engine(Protocol):
    """Does tasks side by side. Every task given ends in exactly one outcome, whatever happens to who does it."""

    @property
    def free(self) -> int:
        """How many more tasks can be given now."""
        ...

    def give(self, key: int, task: Task) -> None:
        """Do this; `key` tells it apart. Returns at once."""
        ...

    def wait(self, seconds: float) -> list[Told]:
        """What has come back; waits for so many seconds at most."""
        ...

    def close(self) -> None:
        """End everything that is still being done."""
        ...
