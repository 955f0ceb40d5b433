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
        output_sha256: of the result that the archive last wrote there; None if it wrote none.
        output_size: of its result, in bytes; None if it has none.
        plan: path of its plan in the folder of plans; None if it was given none yet.
        plan_stamp: changes when its plan changes; see `storage.Listing.stamp`.
    """

    id: int
    source: str
    relative: str
    options: Options
    decisions: str
    attempts: int
    key: str | None
    target: str | None
    output_sha256: str | None
    output_size: int | None
    plan: str | None
    plan_stamp: str | None

    def is_rendered_from(self, stamp: str) -> bool:
        """Whether its result shows its plan as that is now, with this stamp."""
        return stamp == (self.plan_stamp or "")


@dataclass(frozen=True, slots=True)
class Content:
    """The content of an original.

    Attributes:
        sha256: of the original.
        key: of the result it will have; items with the same key have the same result.
    """

    sha256: str
    key: str


@dataclass(frozen=True, slots=True)
class Result:
    """A result that an archive wrote.

    Attributes:
        item: row of its item.
        target: its path in the destination.
        sha256: of its content.
    """

    item: int
    target: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Disposition:
    """What to do with an item once its content is known; redact it, unless another field is set.

    Attributes:
        target: path of its result in the destination.
        plan: path of its plan in the folder of plans.
        replaces: SHA-256 of the result that the archive wrote there before; "" if there is none.
        copy_of: the result of an item with the same content, which is copied.
        deferred: another item with the same content is being redacted, so this one waits.
        unchanged: its state, if its result exists already.
        cause: why it needs review, if it is unchanged.
        message: the same as one line.
    """

    target: str
    plan: str
    replaces: str = ""
    copy_of: Result | None = None
    deferred: bool = False
    unchanged: State | None = None
    cause: str = ""
    message: str = ""
