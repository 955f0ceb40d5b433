"""The redaction of one original: its plan, its result, its audit."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Literal

from veilproof.archive import auditing
from veilproof.archive.manifest_plan import as_manifest_says
from veilproof.archive.modes import share_like
from veilproof.archive.names import printable
from veilproof.archive.outcome import RedactResult, ReviewReason
from veilproof.archive.own_plan import OwnPlan, PlanError, checked_plan
from veilproof.archive.storage import Listing, fetch, is_url
from veilproof.archive.tasks import RedactTask
from veilproof.detect import Detector
from veilproof.errors import VeilproofError
from veilproof.kind import absence_of
from veilproof.plan import Plan
from veilproof.progress import Progress
from veilproof.render.apply import RenderResult, render
from veilproof.risk import PlaceKind, Risk, risk_of_plan
from veilproof.scan.parts import join_parts
from veilproof.scan.run import scan
from veilproof.source import digest
from veilproof.track.confirm import LOW_CONFIDENCE


class ChangedError(VeilproofError):
    """The original, or its plan, differs from the one that was read before."""


class Redaction:
    """The redaction of one original."""

    def __init__(self, task: RedactTask, original: Path, detector: Detector, progress: Progress) -> None:
        """Prepare it; `original` is a local path."""
        self._task = task
        self._original = original
        self._detector = detector
        self._progress = progress
        self._scratch = Path(task.scratch)

    def run(self, started: float) -> RedactResult:
        """Scan, render, audit if asked for, and place the result.

        Raises:
            VeilproofError: there is no result.
        """
        task = self._task
        output = outbox(task.outbox, self._scratch) / f"out{Path(task.place.target).suffix}"
        task.options.delivery().not_kept(self._original, output)
        plan, stamp = self._plan()
        with Plan(plan) as opened:
            # Before the manifest draws its areas: a time stamp that is covered is nothing that was found.
            found = len(opened.tracks())
        plan, drawn = as_manifest_says(plan, self._original, task.options, self._scratch / "manifest.veil")
        rendered = render(
            self._original,
            plan,
            output,
            delivery=task.options.delivery(),
            force=True,
            progress=self._progress,
        )
        with Plan(plan) as opened:
            tracks, risk = opened.tracks(), risk_of_plan(opened)
        audit: auditing.AuditSummary | None = None
        if task.options.audit:
            audit = auditing.audit_result(self._original, output, plan, self._scratch, Path(task.audit))
        sha256, size = digest(output), output.stat().st_size
        share_like(output, self._original)
        task.place.put(output)
        none = "" if found else absence_of(task.options.scan_settings().cover)
        lost = next((area.shortfall for area in drawn if area.shortfall), "") or _lost_area(risk)
        reason, message = _review_reason(task.source, none, lost, rendered, audit)
        return RedactResult(
            sha256,
            size,
            stamp,
            frames=rendered.frames,
            tracks=len(tracks),
            low_confidence=sum(track.confidence < LOW_CONFIDENCE for track in tracks),
            places=len(risk.places),
            expected_bare=risk.expected,
            covered=rendered.covered,
            unreadable=rendered.unreadable,
            verdict=audit.verdict if audit else None,
            leaks=audit.leaks if audit else None,
            review_reason=reason,
            message=message,
            seconds=time.monotonic() - started,
        )

    def _plan(self) -> tuple[Path, str]:
        """Local path and stamp of the complete plan that is rendered.

        The stamp is of the plan as it is read here: a decision that is taken while it is rendered changes it.
        """
        task = self._task
        if task.decisions:
            stamp = Listing().stamp(task.decisions)
            plan = fetch(task.decisions, self._scratch / "decisions.veil")
            if checked_plan(plan, task.decisions).sha256 != task.sha256:
                raise PlanError(f"{task.decisions} is the plan of another file: give the plan of {task.source}")
            return plan, stamp
        own = OwnPlan(task.plan, self._scratch / "plan.veil")
        plan = own.fetched()
        self._complete(own, plan)
        own.store()
        return plan, Listing().stamp(task.plan) if is_url(task.plan) else own.stamp

    def _complete(self, own: OwnPlan, plan: Path) -> None:
        """Scan the original, unless its plan is complete."""
        task = self._task
        plan.parent.mkdir(parents=True, exist_ok=True)
        settings = task.options.scan_settings()
        if own.is_current(task.sha256, self._detector.name, task.source, settings):
            return
        # Not if the plan is complete: then a run may have been killed just after it placed this very result.
        task.place.check()
        if not own.is_resumable and task.parts and self._join_parts(plan):
            return
        scan(
            self._original,
            plan,
            detector=self._detector,
            cover=settings.cover,
            min_text_height=settings.min_text_height,
            effort=task.options.effort,
            force=own.is_outdated,
            progress=self._progress,
        )
        if checked_plan(plan, task.plan).sha256 != task.sha256:
            raise ChangedError(f"{task.source} was changed while it was scanned")

    def _join_parts(self, plan: Path) -> bool:
        """Join the plans of the parts; whether they make up the plan of this original."""
        try:
            join_parts(self._original, [Path(part) for part in self._task.parts], plan)
            return checked_plan(plan, self._task.plan).sha256 == self._task.sha256
        except VeilproofError:
            return False


def outbox(folder: str, scratch: Path) -> Path:
    """The folder of results that are not complete, created if needed."""
    out = Path(folder) if folder else scratch
    out.mkdir(parents=True, exist_ok=True)
    return out


def _lost_area(risk: Risk) -> str:
    """That a cover ends before what a person asked for, in one line; "" if none does, or somebody has looked there."""
    lost = next((place.number for place in risk.places if place.kind is PlaceKind.END), None)
    return f"what track {lost} shows is lost before its end, and what it should cover is bare" if lost else ""


def _review_reason(
    source: str, none: str, lost: str, rendered: RenderResult, audit: auditing.AuditSummary | None
) -> tuple[ReviewReason | Literal[""], str]:
    """Why a person must review the result, also as one line; both "" if no one must.

    `none` says what was not found, and is empty if there are tracks; `lost` that a cover ends early, and is empty if
    none does.
    """
    name = printable(source)
    if audit is not None and audit.verdict != auditing.PASSED:
        return ReviewReason(f"audit {audit.verdict}"), f"{name}: {audit.sentence}"
    if rendered.unreadable:
        return ReviewReason.DAMAGED, f"{name}: damaged; what could not be decoded is wrong or missing in the output"
    if lost:
        return ReviewReason.AREA_LOST, f"{name}: {lost}"
    if none:
        covered = "only what was drawn" if rendered.covered else "nothing"
        return ReviewReason(f"{none} found"), f"{name}: {none} was found, so {covered} is covered"
    if not rendered.covered:
        return ReviewReason.NOTHING_COVERED, f"{name}: nothing is covered, by decision"
    return "", ""
