"""What a run tells while it runs, to people and to machines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from veilproof.archive.item import State
from veilproof.progress import Step


@dataclass(frozen=True, slots=True)
class FilesListed:
    """So many files were seen, so many of them are new or changed, and so many were passed over: not media."""

    seen: int
    new: int
    passed_over: int


@dataclass(frozen=True, slots=True)
class ItemStarted:
    """Work on an item has begun."""

    item: int
    source: str


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """How far an item is."""

    item: int
    source: str
    step: Step


@dataclass(frozen=True, slots=True)
class ItemFinished:
    """An attempt at an item is over.

    Attributes:
        state: where the item stands now; waiting if it is tried again.
        target: where its result is; "" if there is none.
        cause: why it failed or needs review, in a few words.
        message: the same in one line.
        how: "made", "copied", "unchanged" or "failed".
        frames: of the result.
        seconds: that it took.
    """

    item: int
    source: str
    state: State
    target: str = ""
    cause: str = ""
    message: str = ""
    how: str = "made"
    frames: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class StateCounts:
    """How many items stand where, now and then."""

    counts: dict[State, int]


Event = FilesListed | ItemStarted | ItemProgress | ItemFinished | StateCounts

Listener = Callable[[Event], None]
"""Is told what happens; must return quickly."""
