"""How an archive stands, in numbers: read from the journal while runs go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from veilproof.archive.item import State
from veilproof.archive.journal import Journal
from veilproof.archive.names import from_bytes, shown

_RECENT = 500
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Group:
    """Items that ended for the same cause.

    Attributes:
        cause: in a few words.
        count: how many.
        examples: lines about some of them.
    """

    cause: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """How an archive stands.

    Attributes:
        counts: how many items are in each state.
        a_second: items that are finished a second, None while nothing runs.
        seconds_left: until nothing waits any more, None if it cannot be told.
        running: what is being done now.
        failed: what could not be done.
        needs_review: what a person must look at before it is published.
    """

    counts: dict[State, int]
    a_second: float | None
    seconds_left: float | None
    running: tuple[str, ...]
    failed: tuple[Group, ...]
    needs_review: tuple[Group, ...]

    @property
    def total(self) -> int:
        """How many items there are."""
        return sum(self.counts.values())

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "items": self.total,
            "counts": {state.value: count for state, count in self.counts.items()},
            "items_a_second": self.a_second,
            "seconds_left": self.seconds_left,
            "running": list(self.running),
            "failed": {group.cause: group.count for group in self.failed},
            "needs_review": {group.cause: group.count for group in self.needs_review},
        }


def status(journal: Journal) -> Status:
    """How the archive of this journal stands."""
    counts = journal.counts()
    going = counts[State.RUNNING] if journal.alive() else 0
    each = _seconds_each(journal)
    rate = going / each if going and each else None
    ahead = counts[State.WAITING] + counts[State.RUNNING]
    running = journal.rows("SELECT source FROM item WHERE state = 'running' LIMIT 20")
    return Status(
        counts=counts,
        a_second=rate,
        seconds_left=ahead / rate if rate else None,
        running=tuple(shown(from_bytes(source)) for (source,) in running),
        failed=_groups(journal, State.FAILED),
        needs_review=_groups(journal, State.NEEDS_REVIEW),
    )


def _seconds_each(journal: Journal) -> float | None:
    # From what items took, not from the times at which they ended: clocks jump, and runs pause.
    rows = journal.rows(
        "SELECT avg(seconds) FROM (SELECT seconds FROM attempt WHERE ended IN ('done', 'needs review', 'failed')"
        " ORDER BY id DESC LIMIT ?)",
        (_RECENT,),
    )
    mean = next(rows)[0]
    return float(mean) if mean else None


def _groups(journal: Journal, state: State) -> tuple[Group, ...]:
    causes = journal.rows(
        "SELECT cause, count(*) FROM item WHERE state = ? GROUP BY cause ORDER BY count(*) DESC", (state.value,)
    )
    return tuple(Group(str(cause), int(count), _examples(journal, state, cause)) for cause, count in list(causes))


def _examples(journal: Journal, state: State, cause: str | None) -> tuple[str, ...]:
    rows = journal.rows(
        "SELECT message FROM item WHERE state = ? AND cause IS ? LIMIT ?", (state.value, cause, _EXAMPLES)
    )
    return tuple(str(message) for (message,) in rows)
