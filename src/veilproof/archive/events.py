"""Events of a run, for people and machines. `docs/archive.md` describes their JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from veilproof.archive.item import State
from veilproof.progress import Step


@dataclass(frozen=True, slots=True)
class FilesListed:
    """The collection was listed.

    Attributes:
        listed: number of media files.
        new: how many of them are new or changed.
        skipped: number of other files: not media.
    """

    listed: int
    new: int
    skipped: int


@dataclass(frozen=True, slots=True)
class ItemStarted:
    """An attempt at an item starts."""

    item: int
    source: str


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """The progress of the current stage of an item."""

    item: int
    source: str
    step: Step


@dataclass(frozen=True, slots=True)
class ItemFinished:
    """An attempt at an item has finished.

    Attributes:
        item: row in the journal.
        source: path or URL of the original.
        state: of the item now; waiting if it will be retried.
        target: path of its result in the destination; "" if there is none.
        cause: why it failed or needs review, as a short label.
        message: the same as one line.
        outcome: "redacted", "copied", "unchanged" or "failed".
        frames: number of frames of the result.
        seconds: duration of the attempt.
    """

    item: int
    source: str
    state: State
    target: str = ""
    cause: str = ""
    message: str = ""
    outcome: str = "redacted"
    frames: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class StateCounts:
    """The number of items in each state; sent periodically and at the end."""

    counts: dict[State, int]


Event = FilesListed | ItemStarted | ItemProgress | ItemFinished | StateCounts

Listener = Callable[[Event], None]
"""Receives events; must return quickly."""
