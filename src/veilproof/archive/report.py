"""One summary over all items of an archive, as a page for people or JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from veilproof.archive.auditing import PASSED
from veilproof.archive.item import State
from veilproof.archive.journal import Journal
from veilproof.archive.names import from_bytes, shown
from veilproof.archive.status import Status, status
from veilproof.errors import VeilproofError
from veilproof.media.writing import atomic_write

_CONFIDENCE = 0.95
_MOST_ON_A_PAGE = 2000
_COLUMNS = (
    "source",
    "state",
    "target",
    "cause",
    "message",
    "sha256",
    "output_sha256",
    "options",
    "version",
    "ended",
    "seconds",
    "attempts",
    "frames",
    "tracks",
    "low_confidence",
    "covered",
    "unreadable",
    "verdict",
    "leaks",
)
_NAMES = ("source", "target")


@dataclass(frozen=True, slots=True)
class Audits:
    """What the audits of all items came to.

    Attributes:
        audited: how many items were audited.
        passed: in how many nothing was found.
        verdicts: how many had which verdict.
        leaks: all that was found.
        low: of the interval for the share of items that do not pass.
        high: its other end; of what was audited here, seen as a sample of what is like it.
    """

    audited: int
    passed: int
    verdicts: dict[str, int]
    leaks: int
    low: float
    high: float

    @property
    def sentence(self) -> str:
        """What may be said, and no more."""
        if not self.audited:
            return "Nothing was audited."
        bad = self.audited - self.passed
        return (
            f"{bad} of {self.audited} audited items did not pass"
            f" ({_percent(bad / self.audited)}; 95 % interval {_percent(self.low)} to {_percent(self.high)})."
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all items that have a result."""

    results: int
    copies: int
    frames: int
    tracks: int
    low_confidence: int
    covered: int
    unreadable: int
    seconds: float


def write_report(journal: Journal, output: Path, *, force: bool) -> None:
    """Write the summary; the suffix says which kind: .html or .json.

    Raises:
        VeilproofError: another suffix, or it cannot be written.
    """
    kind = output.suffix.lower()
    if kind not in (".html", ".json"):
        raise VeilproofError(f"{output}: a report is a page or data; choose a name that ends in .html or .json")
    with atomic_write(output, force=force) as unfinished, unfinished.open("w", encoding="utf-8") as file:
        file.writelines(_page(journal) if kind == ".html" else _data(journal))


def totals(journal: Journal) -> Totals:
    """Sums over all items that have a result."""
    row = next(
        journal.rows(
            "SELECT count(*), count(same_as), total(frames), total(tracks), total(low_confidence), total(covered),"
            " total(unreadable), total(seconds) FROM item WHERE state IN ('done', 'needs review')"
        )
    )
    results, copies, frames, tracks, low_confidence, covered, unreadable, seconds = row
    sums = (int(frames), int(tracks), int(low_confidence), int(covered), int(unreadable))
    return Totals(int(results), int(copies), *sums, float(seconds))


def audits(journal: Journal) -> Audits:
    """What the audits came to; copies of one result count once."""
    rows = journal.rows(
        "SELECT verdict, count(*), total(leaks) FROM item WHERE verdict IS NOT NULL AND same_as IS NULL"
        " AND state IN ('done', 'needs review') GROUP BY verdict"
    )
    verdicts, leaks = {}, 0
    for verdict, count, found in rows:
        verdicts[str(verdict)] = int(count)
        leaks += int(found)
    audited, passed = sum(verdicts.values()), verdicts.get(PASSED, 0)
    low, high = 0.0, 1.0
    if audited:
        # Half of SciPy comes with it, and only this needs it.
        from scipy.stats import binomtest

        # Clopper and Pearson 1934.
        interval = binomtest(audited - passed, audited).proportion_ci(_CONFIDENCE, "exact")
        low, high = float(interval.low), float(interval.high)
    return Audits(audited, passed, verdicts, leaks, low, high)


def items(journal: Journal, states: tuple[State, ...], most: int = -1) -> Iterator[dict[str, Any]]:
    """What is known of each item in these states."""
    marks = ", ".join("?" * len(states))
    rows = journal.rows(
        f"SELECT {', '.join(_COLUMNS)} FROM item WHERE state IN ({marks}) ORDER BY id LIMIT ?",
        (*(state.value for state in states), most),
    )
    for row in rows:
        known = dict(zip(_COLUMNS, row, strict=True))
        for name in _NAMES:
            known[name] = None if known[name] is None else shown(from_bytes(known[name]))
        known["options"] = json.loads(known["options"])
        yield known


def _data(journal: Journal) -> Iterator[str]:
    found = audits(journal)
    sums = totals(journal)
    head = {
        "format": "veilproof archive report 1",
        "written": _now(),
        "status": status(journal).as_dict(),
        "totals": {name: getattr(sums, name) for name in Totals.__dataclass_fields__},
        "audits": {name: getattr(found, name) for name in Audits.__dataclass_fields__} | {"sentence": found.sentence},
    }
    yield json.dumps(head, indent=1)[:-2]
    yield ',\n "all": ['
    for number, item in enumerate(items(journal, tuple(State))):
        yield f"{',' if number else ''}\n  {json.dumps(item)}"
    yield "\n ]\n}\n"


def _page(journal: Journal) -> Iterator[str]:
    from jinja2 import Environment

    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    page.filters["count"] = lambda number: f"{number:,}"
    template = page.from_string((files("veilproof.archive") / "report.html").read_text("utf-8"))
    known: Status = status(journal)
    yield from template.generate(
        written=_now(),
        status=known,
        totals=totals(journal),
        audits=audits(journal),
        look=items(journal, (State.NEEDS_REVIEW,), _MOST_ON_A_PAGE),
        failed=items(journal, (State.FAILED,), _MOST_ON_A_PAGE),
        looks=known.counts[State.NEEDS_REVIEW],
        failures=known.counts[State.FAILED],
        most=_MOST_ON_A_PAGE,
        folder=shown(str(journal.folder)),
    )


def _percent(share: float) -> str:
    return f"{share * 100:.2g} %"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
