"""One original of an archive, as the journal knows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from veilproof.archive.options import Options


class State(StrEnum):
    """Where an item stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    NEEDS_REVIEW = "needs review"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Item:
    """One file as the journal knows it.

    Attributes:
        id: its number.
        source: path or address of the original.
        relative: where it is in the collection.
        options: how it is redacted.
        decisions: a reviewed plan that came with it, or "".
        attempts: how often it was tried, this time included.
        key: of the result that there is, if there is one.
        target: where in the destination that result is.
    """

    id: int
    source: str
    relative: str
    options: Options
    decisions: str
    attempts: int
    key: str | None
    target: str | None
    output_size: int | None
    plan_stamp: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What is to be done with an item whose content is known.

    Attributes:
        target: where in the destination its result goes.
        copy_of: number and target of an item with the same content whose result can be copied.
        later: the same content is being worked on, so this has been put back.
        unchanged: the result is there already.
    """

    target: str
    copy_of: tuple[int, str] | None = None
    later: bool = False
    unchanged: bool = False
