"""The items of a journal, one by one, as a list shows them; also while a run is active."""

from __future__ import annotations

from dataclasses import dataclass

from veilproof.archive.collection import SourceFile
from veilproof.archive.database import explained
from veilproof.archive.item import Item, State
from veilproof.archive.journal import Journal
from veilproof.archive.rows import ITEM_COLUMNS, item_of

_ITEM_WIDTH = len(ITEM_COLUMNS.split(","))


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item and what its last attempt gave.

    Attributes:
        item: the item.
        state: its state.
        cause: why it failed or needs review, as a short label; "" if it did not.
        message: the same as one line.
        places: places where a face may be bare in its result; None if it has none yet.
        verdict: of the audit of its result; "" if there was none.
        leaks: that count in that audit.
    """

    item: Item
    state: State
    cause: str
    message: str
    places: int | None
    verdict: str
    leaks: int

    @property
    def has_result(self) -> bool:
        """Whether the archive wrote a result of it, which may be waiting to be written anew."""
        return None not in (self.item.output_sha256, self.item.target, self.item.plan)


@dataclass(frozen=True, slots=True)
class Pace:
    """What the finished items of a journal took, and what is left.

    Attributes:
        bytes_done: size of the originals that are finished.
        seconds: that their last attempts took together.
        bytes_left: size of those that are waiting or running.
    """

    bytes_done: int
    seconds: float
    bytes_left: int

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes one after the other, by its size; None before anything has finished."""
        if not self.bytes_done or not self.seconds:
            return None
        return self.bytes_left * self.seconds / self.bytes_done


def listed_items(journal: Journal, first: int, count: int) -> list[ListedItem]:
    """Items in the order in which they were registered, `first` from 0 on.

    Raises:
        VeilproofError: the journal is damaged.
    """
    return _listed(journal, "ORDER BY id LIMIT ? OFFSET ?", count, first)


def listed_item(journal: Journal, number: int) -> ListedItem | None:
    """The item in that row of the journal, or None if there is none.

    Raises:
        VeilproofError: the journal is damaged.
    """
    return next(iter(_listed(journal, "WHERE id = ?", number)), None)


def known_files(journal: Journal) -> list[SourceFile]:
    """All originals of a journal, as they were when they were listed last.

    Raises:
        VeilproofError: the journal is damaged.
    """
    with explained(journal.folder):
        rows = journal.query(f"SELECT {ITEM_COLUMNS}, size, stamp FROM item ORDER BY id")
        return [_file_of(item_of(*row[:_ITEM_WIDTH]), *row[_ITEM_WIDTH:]) for row in rows]


def pace(journal: Journal) -> Pace:
    """What finished items took, and what is left.

    Raises:
        VeilproofError: the journal is damaged.
    """
    with explained(journal.folder):
        done, seconds, left = next(
            journal.query(
                "SELECT sum(CASE WHEN state IN ('done', 'needs review') THEN size END),"
                " sum(CASE WHEN state IN ('done', 'needs review') THEN seconds END),"
                " sum(CASE WHEN state IN ('waiting', 'running') THEN size END) FROM item"
            )
        )
        return Pace(int(done or 0), float(seconds or 0.0), int(left or 0))


def _listed(journal: Journal, which: str, *values: int) -> list[ListedItem]:
    columns = f"{ITEM_COLUMNS}, state, cause, message, places, verdict, leaks"
    with explained(journal.folder):
        rows = journal.query(f"SELECT {columns} FROM item {which}", values)
        return [_listed_item(item_of(*row[:_ITEM_WIDTH]), *row[_ITEM_WIDTH:]) for row in rows]


def _listed_item(
    item: Item, state: str, cause: object, message: object, places: int | None, verdict: object, leaks: int | None
) -> ListedItem:
    return ListedItem(
        item,
        State(state),
        str(cause or ""),
        str(message or ""),
        None if places is None else int(places),
        str(verdict or ""),
        int(leaks or 0),
    )


def _file_of(item: Item, size: int | None, stamp: str) -> SourceFile:
    return SourceFile(item.source, item.relative, size, stamp, item.options, item.decisions)
