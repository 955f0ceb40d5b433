"""The protocol of what executes tasks: processes of this machine, or a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from veilproof.archive.outcome import Outcome
from veilproof.archive.tasks import Task
from veilproof.progress import Step


@dataclass(frozen=True, slots=True)
class Report:
    """A message about one task: its progress or its outcome.

    Attributes:
        key: that the task was submitted with.
        content: a step of progress, or the outcome, which is the last message.
    """

    key: int
    content: Step | Outcome


class Engine(Protocol):
    """Executes tasks in parallel. Every task ends in exactly one outcome, even if its worker or node is lost."""

    def __enter__(self) -> Self:
        """The engine."""
        ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Same as `close`."""
        ...

    @property
    def free_slots(self) -> int:
        """How many more tasks can be submitted now."""
        ...

    def submit(self, key: int, task: Task) -> None:
        """Start a task and return at once; `key` identifies its reports."""
        ...

    def wait(self, seconds: float) -> list[Report]:
        """Reports that have arrived; blocks for at most `seconds` until there is one."""
        ...

    def close(self) -> None:
        """Stop all tasks."""
        ...
