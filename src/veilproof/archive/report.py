"""A summary of all items of an archive, as an HTML page or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from veilproof.archive.auditing import PASSED
from veilproof.archive.database import explained
from veilproof.archive.item import State
from veilproof.archive.journal import Journal
from veilproof.archive.names import from_bytes, printable
from veilproof.archive.sample import sample_of
from veilproof.archive.status import Status, status
from veilproof.errors import VeilproofError
from veilproof.media.writing import atomic_write
from veilproof.risk.drawn import DrawnCheck

_CONFIDENCE_LEVEL = 0.95
"""Of the interval for the share of items that do not pass, as everywhere in veilproof's reports."""
_MAX_ROWS = 2000
"""Items in each table of the page; a round number that browsers still show at once."""
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
    "finished",
    "seconds",
    "attempts",
    "frames",
    "tracks",
    "low_confidence",
    "places",
    "expected_bare",
    "covered",
    "unreadable",
    "verdict",
    "leaks",
)
_NAME_COLUMNS = ("source", "target")


@dataclass(frozen=True, slots=True)
class Audits:
    """The audits of all items.

    Attributes:
        audited: number of audited items.
        passed: how many of them passed.
        verdicts: number of items by verdict.
        leaks: total number of leaks.
        interval_low: of the 95 % confidence interval for the share of items that do not pass, with the audited items
            as a sample of items like them.
        interval_high: its upper end.
    """

    audited: int
    passed: int
    verdicts: dict[str, int]
    leaks: int
    interval_low: float
    interval_high: float

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        if not self.audited:
            return "Nothing was audited."
        not_passed = self.audited - self.passed
        return (
            f"{not_passed} of {self.audited} audited items did not pass ({_percent(not_passed / self.audited)};"
            f" 95 % interval {_percent(self.interval_low)} to {_percent(self.interval_high)})."
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over all items that have a result.

    Attributes:
        results: number of items.
        copies: how many of them are copies of another item's result.
        frames: number of frames.
        tracks: number of tracks.
        low_confidence: number of tracks of low confidence.
        places: number of places where a face may be bare.
        items_with_places: number of items that have any.
        expected_bare: expected number of bare faces.
        covered: number of frames with something covered.
        unreadable: number of frames that could not be decoded.
        seconds: of work.
    """

    results: int
    copies: int
    frames: int
    tracks: int
    low_confidence: int
    places: int
    items_with_places: int
    expected_bare: float
    covered: int
    unreadable: int
    seconds: float


def write_report(journal: Journal, output: Path, *, force: bool) -> None:
    """Write the summary; the suffix of `output` selects the format: .html or .json.

    Raises:
        VeilproofError: the suffix is another one, or the file cannot be written.
    """
    suffix = output.suffix.lower()
    if suffix not in (".html", ".json"):
        raise VeilproofError(f"{output}: a report is HTML or JSON; choose a name that ends in .html or .json")
    with (
        explained(journal.folder),
        atomic_write(output, force=force) as temporary,
        temporary.open("w", encoding="utf-8") as file,
    ):
        file.writelines(_html(journal) if suffix == ".html" else _json(journal))


def totals(journal: Journal) -> Totals:
    """Sums over all items that have a result."""
    row = next(
        journal.query(
            "SELECT count(*), count(copy_of), total(frames), total(tracks), total(low_confidence), total(places),"
            " total(places > 0), total(expected_bare), total(covered), total(unreadable),"
            " total(seconds) FROM item WHERE state IN ('done', 'needs review')"
        )
    )
    *counts, expected_bare, covered, unreadable, seconds = row
    results, copies, frames, tracks, low_confidence, places, items_with_places = (int(count) for count in counts)
    return Totals(
        *(results, copies, frames, tracks, low_confidence, places, items_with_places),
        float(expected_bare), int(covered), int(unreadable), float(seconds),
    )  # fmt: skip


def audits(journal: Journal) -> Audits:
    """The audits of all items; copies of a result are not counted again."""
    rows = journal.query(
        "SELECT verdict, count(*), total(leaks) FROM item WHERE verdict IS NOT NULL AND copy_of IS NULL"
        " AND state IN ('done', 'needs review') GROUP BY verdict"
    )
    verdicts, leaks = {}, 0
    for verdict, count, leaks_of_verdict in rows:
        verdicts[str(verdict)] = int(count)
        leaks += int(leaks_of_verdict)
    audited, passed = sum(verdicts.values()), verdicts.get(PASSED, 0)
    low, high = 0.0, 1.0
    if audited:
        # Imported here because it loads much of SciPy.
        from scipy.stats import binomtest

        # The exact interval of Clopper and Pearson (1934).
        interval = binomtest(audited - passed, audited).proportion_ci(_CONFIDENCE_LEVEL, "exact")
        low, high = float(interval.low), float(interval.high)
    return Audits(audited, passed, verdicts, leaks, low, high)


def items(journal: Journal, states: tuple[State, ...], limit: int = -1) -> Iterator[dict[str, Any]]:
    """The items in these states as dictionaries, at most `limit` of them if it is not negative."""
    placeholders = ", ".join("?" * len(states))
    rows = journal.query(
        f"SELECT {', '.join(_COLUMNS)} FROM item WHERE state IN ({placeholders}) ORDER BY id LIMIT ?",
        (*(state.value for state in states), limit),
    )
    for row in rows:
        item = dict(zip(_COLUMNS, row, strict=True))
        for name in _NAME_COLUMNS:
            item[name] = None if item[name] is None else printable(from_bytes(item[name]))
        item["options"] = json.loads(item["options"])
        yield item


def _json(journal: Journal) -> Iterator[str]:
    audit_summary = audits(journal)
    sums = totals(journal)
    head = {
        "format": "veilproof archive report 3",
        "written": _now(),
        "status": status(journal).as_dict(),
        "totals": {name: getattr(sums, name) for name in Totals.__dataclass_fields__},
        "audits": {name: getattr(audit_summary, name) for name in Audits.__dataclass_fields__}
        | {"sentence": audit_summary.sentence},
        "sample": _sample_json(sample_of(journal.folder)),
    }
    yield json.dumps(head, indent=1)[:-2]
    yield ',\n "items": ['
    for number, item in enumerate(items(journal, tuple(State))):
        yield f"{',' if number else ''}\n  {json.dumps(item)}"
    yield "\n ]\n}\n"


def _html(journal: Journal) -> Iterator[str]:
    # Jinja takes a tenth of a second to import, and most commands of an archive write no page.
    from veilproof.html_page import page_template

    current: Status = status(journal)
    yield from page_template("veilproof.archive", "report.html").generate(
        written=_now(),
        status=current,
        totals=totals(journal),
        audits=audits(journal),
        sample=sample_of(journal.folder),
        review=items(journal, (State.NEEDS_REVIEW,), _MAX_ROWS),
        failed=items(journal, (State.FAILED,), _MAX_ROWS),
        reviews=current.counts[State.NEEDS_REVIEW],
        failures=current.counts[State.FAILED],
        max_rows=_MAX_ROWS,
        folder=printable(str(journal.folder)),
    )


def _sample_json(check: DrawnCheck | None) -> dict[str, Any] | None:
    if check is None:
        return None
    return {
        "looks": check.checked,
        "left": check.needed,
        "bare": check.bare,
        "bound": None if check.needed else check.bound,
        "by": check.by,
        "last": check.last,
        "sentence": check.sentence,
    }


def _percent(share: float) -> str:
    return f"{share * 100:.2g} %"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
