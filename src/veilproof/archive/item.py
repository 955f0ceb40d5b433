"""One original of an archive, as the journal records it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from veilproof.archive.options import Options


class State(StrEnum):
    """The state of an item."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    NEEDS_REVIEW = "needs review"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Item:
    """One original and its latest result.

    Attributes:
        id: row in the journal.
        source: path or URL of the original.
        relative: path of the original in the collection.
        options: how it is redacted.
        decisions: a reviewed plan given for it, or "".
        attempts: how often it was tried, including now.
        key: of its result; None if it has none.
        target: path of its result in the destination; None if it has none.
        output_size: of its result, in bytes; None if it has none.
        plan_stamp: changes when its plan changes; see `work.plan_stamp`.
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
class Disposition:
    """What to do with an item once its content is known; redact it, unless another field is set.

    Attributes:
        target: path of its result in the destination.
        copy_of: row and target of an item with the same content, whose result is copied.
        deferred: another item with the same content is being redacted, so this one waits.
        unchanged: its result exists already.
    """

    target: str
    copy_of: tuple[int, str] | None = None
    deferred: bool = False
    unchanged: bool = False
