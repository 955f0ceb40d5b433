"""The rows of the list: what the journal says of each original, and what its plan says of the review."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from veilproof.archive.item import State
from veilproof.archive.journal import Journal
from veilproof.archive.listing import ListedItem, listed_items, pace
from veilproof.archive.names import printable
from veilproof.archive.storage import Listing
from veilproof.desk.work import Work
from veilproof.errors import VeilproofError
from veilproof.language.message import said
from veilproof.plan import Plan
from veilproof.risk import risk_of_plan

ROWS = 100
"""Rows in one answer; a round number, more than fit on a screen."""
_KEPT_REVIEWS = 4 * ROWS
"""Plans whose review progress is kept in memory."""


@dataclass(frozen=True, slots=True)
class _Review:
    """What a plan says of its review.

    Attributes:
        progress: `no`, `begun` or `complete`.
        places: where a face may be bare now.
    """

    progress: str
    places: int


class Rows:
    """Makes the rows. Plans are opened only for the rows that are asked for, and again only when they have changed."""

    def __init__(self) -> None:
        """Know no plan yet."""
        self._lock = Lock()
        self._reviews: OrderedDict[tuple[str, str], _Review | None] = OrderedDict()

    def of(self, work: Work, first: int) -> dict[str, Any]:
        """The state of the work and the rows from `first` on, as JSON.

        Raises:
            VeilproofError: the journal is damaged.
        """
        about: dict[str, Any] = {
            "folder": printable(work.folder.name or str(work.folder)),
            "destination": printable(str(work.destination)),
            "running": work.running,
            "stopping": work.stopping,
            **said(work.error or ()),
        }
        if not (work.archive.state / "journal.sqlite").exists():
            return {**about, "counts": {}, "total": 0, "seconds_left": None, "first": 0, "rows": []}
        with Journal(work.archive.state) as journal:
            counts = journal.counts()
            listed = listed_items(journal, first, ROWS)
            seconds_left = pace(journal).seconds_left if work.running else None
        return {
            **about,
            "counts": {state.value: count for state, count in counts.items()},
            "total": sum(counts.values()),
            "seconds_left": seconds_left,
            "first": first,
            "rows": [self._row(work, each) for each in listed],
        }

    def _row(self, work: Work, listed: ListedItem) -> dict[str, Any]:
        item = listed.item
        row: dict[str, Any] = {
            "item": item.id,
            "name": printable(item.relative),
            "state": listed.state.value,
            "cause": listed.cause,
            "message": listed.message,
            "places": listed.places,
            "verdict": listed.verdict,
            "leaks": listed.leaks,
            "ready": listed.has_result,
            "review": "no",
            "changed": False,
        }
        stage = work.stage_of(item.id) if listed.state is State.RUNNING else None
        if stage is not None and stage.step is not None:
            row["stage"], row["seconds_left"] = stage.step.stage, stage.seconds_left(time.monotonic())
            row["share"] = stage.step.done / stage.step.total if stage.step.total else None
        if listed.has_result and item.plan is not None:
            plan = work.archive.plan_of(item)
            stamp = Listing().stamp(plan)
            review = self._review(plan, stamp)
            row["changed"] = not item.is_rendered_from(stamp)
            if review is not None:
                row["review"], row["places"] = review.progress, review.places
        return row

    def _review(self, plan: str, stamp: str) -> _Review | None:
        key = plan, stamp
        with self._lock:
            if key in self._reviews:
                self._reviews.move_to_end(key)
                return self._reviews[key]
        review = _review_of(Path(plan)) if stamp else None
        with self._lock:
            self._reviews[key] = review
            while len(self._reviews) > _KEPT_REVIEWS:
                self._reviews.popitem(last=False)
        return review


def _review_of(path: Path) -> _Review | None:
    try:
        with Plan(path, check=False) as plan:
            if not plan.complete:
                return None
            reviewed = plan.reviewed()
            begun = reviewed.tracks_reviewed + reviewed.frames_reviewed > 0 or plan.revision > 0
            progress = "complete" if reviewed.complete else "begun" if begun else "no"
            return _Review(progress, len(risk_of_plan(plan).places))
    except VeilproofError:
        return None  # it is being written at this moment
