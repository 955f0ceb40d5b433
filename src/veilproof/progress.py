"""How work that takes long tells how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Step:
    """How far one stage is: `done` of `total` frames, or of an unknown number."""

    stage: str
    done: int
    total: int | None


class Progress(Protocol):
    """Is told how far the work is; must return quickly."""

    def __call__(self, step: Step) -> None:
        """Take note of one step."""
        ...


def silent(step: Step) -> None:
    """Tell nobody."""
