"""Where tasks are done: on this machine's processes, or on a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from veilproof.archive.outcome import Outcome
from veilproof.archive.tasks import Task
from veilproof.progress import Step


@dataclass(frozen=True, slots=True)
class Report:
    """What comes back from a task: how far it is, or how it ended."""

    key: int
    what: Step | Outcome


class Engine(Protocol):
    """Does tasks side by side. Every task given ends in exactly one outcome, whatever happens to who does it."""

    def __enter__(self) -> Self:
        """The engine."""
        ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """As `close`."""
        ...

    @property
    def free(self) -> int:
        """How many more tasks can be given now."""
        ...

    def give(self, key: int, task: Task) -> None:
        """Do this; `key` tells it apart. Returns at once."""
        ...

    def wait(self, seconds: float) -> list[Report]:
        """What has come back; waits for so many seconds at most."""
        ...

    def close(self) -> None:
        """End everything that is still being done."""
        ...
