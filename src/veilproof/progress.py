"""Progress reports of long-running work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Step:
    """The progress of one stage.

    Attributes:
        stage: a verb that is shown to the user, such as "scan" or "render".
        done: units done so far.
        total: units in all; None if not known.
        unit: what is counted, in the singular; "" for what the work as a whole counts, frames in most cases.
    """

    stage: str
    done: int
    total: int | None
    unit: str = ""


class Progress(Protocol):
    """A callback that receives progress. It runs in the working loop, so it must return quickly.

    What it raises ends the work and reaches the caller as it is: that is how a program stops a scan or a render.
    Nothing is left half-written: no output gets its name, temporary files are removed, and the next scan of the same
    file continues where this one stopped.
    """

    def __call__(self, step: Step) -> None:
        """Receive one step."""
        ...


def silent(step: Step) -> None:
    """Ignore progress; the default where a `Progress` is taken."""
