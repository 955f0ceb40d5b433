"""Running one task. This runs in a worker: whatever happens affects one item only."""

from __future__ import annotations

import time
from enum import Enum, auto
from functools import lru_cache
from pathlib import Path

from veilproof.archive import auditing
from veilproof.archive.names import printable
from veilproof.archive.outcome import Cause, Failure, Outcome, ProbeResult, RedactResult, ScanResult, cause_of
from veilproof.archive.storage import copy_result, deliver, fetch, is_url, local_path, stored_size
from veilproof.archive.tasks import CopyTask, ProbeTask, RedactTask, ScanTask, Task
from veilproof.detect import Detector, load_detector
from veilproof.errors import VeilproofError
from veilproof.media.kinds import is_photo, is_video
from veilproof.media.names import output_for
from veilproof.media.video_read import VideoReader
from veilproof.plan import Plan
from veilproof.progress import Progress
from veilproof.render.apply import RenderResult, render
from veilproof.scan.parts import Part, join_parts, scan_part, split_at_cuts
from veilproof.scan.resume import SCAN_VERSION
from veilproof.scan.run import scan
from veilproof.source import digest
from veilproof.track.confirm import LOW_CONFIDENCE

MIN_PART_SECONDS = 120.0
"""Shortest part of a film that is scanned separately; a round number. Each part opens the film, seeks, and loads the
networks."""


def run_task(task: Task, progress: Progress) -> Outcome:
    """Run a task; any exception becomes a `Failure`."""
    started = time.monotonic()
    try:
        scratch = Path(task.scratch)
        scratch.mkdir(parents=True, exist_ok=True)
        match task:
            case ProbeTask():
                return _probe(task, scratch)
            case ScanTask():
                detector = _detector(task.options.detector, task.options.model)
                original, part = _fetch_original(task.source, scratch), Part(task.first, task.last)
                scan_part(original, part, Path(task.plan), detector=detector, progress=progress)
                return ScanResult()
            case CopyTask():
                copy_result(task.existing, task.target, scratch)
                return _describe_copy(task.target, started)
            case RedactTask():
                return _Redaction(task, scratch, progress).run(started)
    except Exception as error:  # the worker must survive whatever a file causes, and report it
        return _failure(error, task, time.monotonic() - started)


class _ChangedError(VeilproofError):
    """The original differs from the one that was probed."""


def _probe(task: ProbeTask, scratch: Path) -> ProbeResult:
    original = _fetch_original(task.source, scratch)
    if not is_photo(original) and not is_video(original):
        if original.stat().st_size == 0:
            raise VeilproofError(f"{original} is empty: copy it again from where it came from")
        raise VeilproofError(f"{original} is not a photo or video of a kind that can be read")
    return ProbeResult(digest(original), output_for(original).suffix, _parts(original, task.max_parts))


def _parts(original: Path, max_parts: int) -> tuple[tuple[int, int], ...]:
    """First and last frame of each part worth scanning separately; empty to scan the original at once."""
    if max_parts < 2 or is_photo(original):
        return ()
    with VideoReader(original) as reader:
        seconds = float(reader.info.duration or 0)
    try:
        parts = split_at_cuts(original, min(max_parts, int(seconds / MIN_PART_SECONDS)))
    except VeilproofError:
        return ()  # the scan reports what is wrong with it, and may even succeed
    return tuple((part.first, part.last) for part in parts) if len(parts) > 1 else ()


def _fetch_original(source: str, scratch: Path) -> Path:
    original = fetch(source, scratch)
    if not original.is_file():
        raise FileNotFoundError(2, "it does not exist any more", str(original))
    return original


class _Redaction:
    """The redaction of one original."""

    def __init__(self, task: RedactTask, scratch: Path, progress: Progress) -> None:
        self._task = task
        self._scratch = scratch
        self._progress = progress
        self._original = _fetch_original(task.source, scratch)

    def run(self, started: float) -> Outcome:
        task = self._task
        plan = self._complete_plan()
        output = self._scratch / f"out{Path(task.target).suffix}"
        rendered = render(
            self._original,
            plan,
            output,
            delivery=task.options.delivery(),
            force=True,
            progress=self._progress,
        )
        with Plan(plan) as opened:
            tracks = opened.tracks()
        audit: auditing.AuditSummary | None = None
        if task.options.audit:
            audit = auditing.audit_result(self._original, output, plan, self._scratch, Path(task.audit))
        sha256, size = digest(output), output.stat().st_size
        if is_url(task.plan) and not task.decisions:
            deliver(plan, task.plan)
        stamp = "" if task.decisions else plan_stamp(task.plan)
        deliver(output, task.target)
        reason, message = _review_reason(task.source, len(tracks), rendered, audit)
        return RedactResult(
            sha256,
            size,
            stamp or "",
            frames=rendered.frames,
            tracks=len(tracks),
            low_confidence=sum(track.confidence < LOW_CONFIDENCE for track in tracks),
            covered=rendered.covered,
            unreadable=rendered.unreadable,
            verdict=audit.verdict if audit else None,
            leaks=audit.leaks if audit else None,
            review_reason=reason,
            message=message,
            seconds=time.monotonic() - started,
        )

    def _complete_plan(self) -> Path:
        """Local path of a complete plan of this very original; scans it if there is none."""
        task = self._task
        if task.decisions:
            plan = fetch(task.decisions, self._scratch)
            with Plan(plan) as opened:
                if opened.facts.get("sha256") != task.sha256:
                    raise VeilproofError(
                        f"{task.decisions} is the plan of another file: give the plan of {task.source}"
                    )
            return plan
        plan = Path(task.plan)
        if is_url(task.plan):
            plan = self._scratch / "plan.veil"
            if stored_size(task.plan) is not None:
                fetch(task.plan, self._scratch).rename(plan)
        plan.parent.mkdir(parents=True, exist_ok=True)
        detector = _detector(task.options.detector, task.options.model)
        state = _plan_state(plan, task.sha256, detector)
        if state in (_PlanState.ABSENT, _PlanState.OUTDATED) and task.parts and self._join_parts(plan):
            return plan
        if state is not _PlanState.USABLE:
            overwrite = state is _PlanState.OUTDATED
            scan(self._original, plan, detector=detector, force=overwrite, progress=self._progress)
            with Plan(plan) as opened:
                if opened.facts["sha256"] != task.sha256:
                    raise _ChangedError(f"{task.source} was changed while it was scanned")
        return plan

    def _join_parts(self, plan: Path) -> bool:
        """Join the plans of the parts; whether they make up the plan of this original."""
        try:
            join_parts(self._original, [Path(part) for part in self._task.parts], plan)
            with Plan(plan) as opened:
                return opened.facts["sha256"] == self._task.sha256
        except VeilproofError:
            return False


class _PlanState(Enum):
    ABSENT = auto()
    INCOMPLETE = auto()
    """Of an interrupted scan, which continues."""
    USABLE = auto()
    OUTDATED = auto()
    """Damaged, of another file, or of another version or detector: replaced by a new scan."""


def _plan_state(path: Path, sha256: str, detector: Detector) -> _PlanState:
    if not path.exists():
        return _PlanState.ABSENT
    try:
        with Plan(path) as plan:
            facts, has_decisions = plan.facts, bool(plan.decisions())
            complete = plan.complete
    except VeilproofError:
        return _PlanState.OUTDATED
    if facts.get("sha256") != sha256:
        return _PlanState.OUTDATED
    if not complete:
        return _PlanState.INCOMPLETE
    # A new scan must never discard a person's decisions.
    current = facts.get("scan_version") == SCAN_VERSION and facts.get("detector") == detector.name
    return _PlanState.USABLE if current or has_decisions else _PlanState.OUTDATED


def plan_stamp(plan: str) -> str | None:
    """A string that changes when the plan changes; None if there is no local plan."""
    if is_url(plan):
        return None
    try:
        stat = Path(plan).stat()
    except OSError:
        return None
    return f"{stat.st_mtime_ns} {stat.st_size}"


def _review_reason(
    source: str, tracks: int, rendered: RenderResult, audit: auditing.AuditSummary | None
) -> tuple[str, str]:
    """Why a person must review the result, as a short label and one line; both "" if no one must."""
    name = printable(source)
    if audit is not None and audit.verdict != auditing.PASSED:
        return f"audit {audit.verdict}", f"{name}: {audit.sentence}"
    if rendered.unreadable:
        return "damaged", f"{name}: damaged in {rendered.unreadable} places; what could not be decoded is left out"
    if not tracks:
        return "no face found", f"{name}: no face was found, so nothing is covered"
    if not rendered.covered:
        return "nothing covered", f"{name}: nothing is covered, by decision"
    return "", ""


def _describe_copy(target: str, started: float) -> RedactResult:
    if is_url(target):
        return RedactResult("", stored_size(target) or 0, "", seconds=time.monotonic() - started)
    path = Path(target)
    return RedactResult(digest(path), path.stat().st_size, "", seconds=time.monotonic() - started)


def _failure(error: Exception, task: Task, seconds: float) -> Failure:
    cause, message = cause_of(error), " ".join(str(error).split())
    if isinstance(error, _ChangedError):
        cause = Cause.CHANGED
    elif not isinstance(error, VeilproofError | OSError | MemoryError):
        message = f"{type(error).__name__}: {message}"
    if isinstance(error, OSError) and not isinstance(error, VeilproofError):
        message = f"{error.filename or _file_of(task)}: {error.strerror or error}"
    if not isinstance(task, CopyTask) and not is_url(task.source):
        if not Path(task.source).is_file():
            cause, message = Cause.MISSING, f"{task.source} does not exist any more"
        elif isinstance(task, RedactTask) and cause is Cause.UNREADABLE and digest(Path(task.source)) != task.sha256:
            cause, message = Cause.CHANGED, f"{task.source} was changed while it was redacted"
    if not isinstance(task, CopyTask) and is_url(task.source):
        # People know the URL, not the local path that it was downloaded to.
        message = message.replace(str(local_path(task.source, Path(task.scratch))), task.source)
    if isinstance(task, RedactTask):
        message = message.replace(str(Path(task.scratch) / "out"), str(Path(task.target).with_suffix("")))
    return Failure(cause, printable(message), seconds)


def _file_of(task: Task) -> str:
    return task.target if isinstance(task, CopyTask) else task.source


@lru_cache(maxsize=2)
def _detector(name: str, model: str) -> Detector:
    return load_detector(name, Path(model) if model else None)
