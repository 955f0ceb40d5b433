"""The status of an archive in numbers, read from the journal, also while runs are active."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from veilproof.archive.database import explained
from veilproof.archive.item import State
from veilproof.archive.journal import Journal
from veilproof.archive.names import from_bytes, printable

_RATE_SAMPLE = 500
"""Latest attempts that the rate is computed from; a round number."""
_MAX_RUNNING = 20
"""Running items that are listed; enough for a screen."""
_MAX_EXAMPLES = 3
"""Messages that are listed for each cause; enough for a screen."""


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """Items with the same cause.

    Attributes:
        cause: a short label.
        count: number of items.
        examples: messages of some of them.
    """

    cause: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """The status of an archive.

    Attributes:
        counts: number of items in each state.
        items_per_second: rate of finished items; None while nothing runs.
        seconds_left: estimate until no item is waiting or running; None if unknown.
        running: sources of some running items.
        failed: failed items by cause.
        needs_review: items whose result a person must review before it is published, by cause.
    """

    counts: dict[State, int]
    items_per_second: float | None
    seconds_left: float | None
    running: tuple[str, ...]
    failed: tuple[CauseGroup, ...]
    needs_review: tuple[CauseGroup, ...]

    @property
    def total(self) -> int:
        """Number of items."""
        return sum(self.counts.values())

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "items": self.total,
            "counts": {state.value: count for state, count in self.counts.items()},
            "items_per_second": self.items_per_second,
            "seconds_left": self.seconds_left,
            "running": list(self.running),
            "failed": {group.cause: group.count for group in self.failed},
            "needs_review": {group.cause: group.count for group in self.needs_review},
        }


def status(journal: Journal) -> Status:
    """The current status of the archive of this journal.

    Raises:
        VeilproofError: the journal is damaged.
    """
    with explained(journal.folder):
        return _status(journal)


def _status(journal: Journal) -> Status:
    counts = journal.counts()
    active = counts[State.RUNNING] if journal.active_runs() else 0
    seconds_per_item = _mean_seconds(journal)
    rate = active / seconds_per_item if active and seconds_per_item else None
    unfinished = counts[State.WAITING] + counts[State.RUNNING]
    running = journal.query("SELECT source FROM item WHERE state = 'running' LIMIT ?", (_MAX_RUNNING,))
    return Status(
        counts=counts,
        items_per_second=rate,
        seconds_left=unfinished / rate if rate else None,
        running=tuple(printable(from_bytes(source)) for (source,) in running),
        failed=_groups(journal, State.FAILED),
        needs_review=_groups(journal, State.NEEDS_REVIEW),
    )


def _mean_seconds(journal: Journal) -> float | None:
    # From the duration of attempts, not from their times: clocks jump, and runs pause.
    rows = journal.query(
        "SELECT avg(seconds) FROM (SELECT seconds FROM attempt WHERE outcome IN ('done', 'needs review', 'failed')"
        " ORDER BY id DESC LIMIT ?)",
        (_RATE_SAMPLE,),
    )
    mean = next(rows)[0]
    return float(mean) if mean else None


def _groups(journal: Journal, state: State) -> tuple[CauseGroup, ...]:
    causes = journal.query(
        "SELECT cause, count(*) FROM item WHERE state = ? GROUP BY cause ORDER BY count(*) DESC", (state.value,)
    )
    return tuple(CauseGroup(str(cause), int(count), _examples(journal, state, cause)) for cause, count in list(causes))


def _examples(journal: Journal, state: State, cause: str | None) -> tuple[str, ...]:
    rows = journal.query(
        "SELECT message FROM item WHERE state = ? AND cause IS ? LIMIT ?", (state.value, cause, _MAX_EXAMPLES)
    )
    return tuple(str(message) for (message,) in rows)
