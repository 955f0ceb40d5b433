"""What is done with one item. Runs in a worker: whatever happens here happens to this item alone."""

from __future__ import annotations

import time
from functools import lru_cache
from pathlib import Path

from veilproof.archive import auditing
from veilproof.archive.names import shown
from veilproof.archive.outcome import Cause, Failure, Outcome, ProbeResult, RedactResult, ScanResult, cause_of
from veilproof.archive.storage import copied, delivered, exists, fetched, is_url, local
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


def attempt(task: Task, progress: Progress) -> Outcome:
    """Do a task; whatever goes wrong is an outcome."""
    started = time.monotonic()
    try:
        scratch = Path(task.scratch)
        scratch.mkdir(parents=True, exist_ok=True)
        match task:
            case ProbeTask():
                return _identified(task, scratch)
            case ScanTask():
                detector = _detector(task.options.detector, task.options.model)
                part = Part(task.first, task.last)
                scan_part(_here(task.source, scratch), part, Path(task.plan), detector=detector, progress=progress)
                return ScanResult()
            case CopyTask():
                copied(task.first, task.target, scratch)
                return _made(Path(task.target) if not is_url(task.target) else None, task.target, "", started)
            case RedactTask():
                return _Making(task, scratch, progress).result(started)
    except Exception as error:  # nothing that a file can do may end the worker without a word
        return _failure(error, task, time.monotonic() - started)


class _ChangedError(VeilproofError):
    """The original is not what it was when it was identified."""


def _identified(task: ProbeTask, scratch: Path) -> ProbeResult:
    original = _here(task.source, scratch)
    if not is_photo(original) and not is_video(original):
        if original.stat().st_size == 0:
            raise VeilproofError(f"{original} is empty: copy it again from where it came from")
        raise VeilproofError(f"{original} is not a photo or video of a kind that can be read")
    return ProbeResult(digest(original), output_for(original).suffix, _parts(original, task.parts))


def _parts(original: Path, most: int) -> tuple[tuple[int, int], ...]:
    """In which parts it is worth scanning."""
    if most < 2 or is_photo(original):
        return ()
    with VideoReader(original) as reader:
        seconds = float(reader.info.duration or 0)
    try:
        parts = split_at_cuts(original, min(most, int(seconds / PART_SECONDS)))
    except VeilproofError:
        return ()  # what cannot be split may still be scanned, and the scan says what is wrong with it
    return tuple((part.first, part.last) for part in parts) if len(parts) > 1 else ()


def _here(source: str, scratch: Path) -> Path:
    here = fetched(source, scratch)
    if not here.is_file():
        raise FileNotFoundError(2, "it is not there any more", str(here))
    return here


class _Making:
    """One original on its way to its result."""

    def __init__(self, task: RedactTask, scratch: Path, progress: Progress) -> None:
        self._task = task
        self._scratch = scratch
        self._progress = progress
        self._original = _here(task.source, scratch)

    def result(self, started: float) -> Outcome:
        task = self._task
        plan = self._plan()
        made = self._scratch / f"out{Path(task.target).suffix}"
        rendered = render(
            self._original,
            plan,
            made,
            delivery=task.options.delivery(),
            force=True,
            progress=self._progress,
        )
        with Plan(plan) as opened:
            tracks = opened.tracks()
        found: auditing.Audited | None = None
        if task.options.audit:
            found = auditing.audited(self._original, made, plan, self._scratch, Path(task.audit))
        sha256, size = digest(made), made.stat().st_size
        if is_url(task.plan) and not task.decisions:
            delivered(plan, task.plan)
        stamp = "" if task.decisions else plan_stamp(task.plan)
        delivered(made, task.target)
        look, message = _look(task.source, len(tracks), rendered, found)
        return RedactResult(
            sha256,
            size,
            stamp or "",
            frames=rendered.frames,
            tracks=len(tracks),
            low_confidence=sum(track.confidence < LOW_CONFIDENCE for track in tracks),
            covered=rendered.covered,
            unreadable=rendered.unreadable,
            verdict=found.verdict if found else None,
            leaks=found.leaks if found else None,
            review_reason=look,
            message=message,
            seconds=time.monotonic() - started,
        )

    def _plan(self) -> Path:
        """A finished plan of just this original."""
        task = self._task
        if task.decisions:
            plan = fetched(task.decisions, self._scratch)
            with Plan(plan) as opened:
                if opened.facts.get("sha256") != task.sha256:
                    raise VeilproofError(f"{task.decisions} is the plan of another file: give the one that was made")
            return plan
        plan = Path(task.plan)
        if is_url(task.plan):
            plan = self._scratch / "plan.veil"
            if exists(task.plan) is not None:
                fetched(task.plan, self._scratch).rename(plan)
        plan.parent.mkdir(parents=True, exist_ok=True)
        detector = _detector(task.options.detector, task.options.model)
        found = _state_of(plan, task.sha256, detector)
        if found in (_NONE, _USELESS) and task.parts and self._join(plan):
            return plan
        if found != _USABLE:
            scan(self._original, plan, detector=detector, force=found == _USELESS, progress=self._progress)
            with Plan(plan) as opened:
                if opened.facts["sha256"] != task.sha256:
                    raise _ChangedError(f"{task.source} was changed while it was scanned")
        return plan

    def _join(self, plan: Path) -> bool:
        """Whether the plans of the parts make up the plan of this original."""
        try:
            join_parts(self._original, [Path(part) for part in self._task.parts], plan)
            with Plan(plan) as opened:
                return opened.facts["sha256"] == self._task.sha256
        except VeilproofError:
            return False


PART_SECONDS = 120.0
"""A film is not split into shorter parts than this: each opens the film, finds its place, and loads the networks."""

_NONE, _UNFINISHED, _USABLE, _USELESS = range(4)


def _state_of(path: Path, sha256: str, detector: Detector) -> int:
    if not path.exists():
        return _NONE
    try:
        with Plan(path) as plan:
            facts, decided = plan.facts, bool(plan.decisions())
            complete = plan.complete
    except VeilproofError:
        return _USELESS
    if facts.get("sha256") != sha256:
        return _USELESS
    if not complete:
        return _UNFINISHED
    # What a person has decided is never thrown away for a newer scan.
    same = facts.get("scan_version") == SCAN_VERSION and facts.get("detector") == detector.name
    return _USABLE if same or decided else _USELESS


def plan_stamp(plan: str) -> str | None:
    """What changes when somebody changes the plan; None where there is no plan on this machine."""
    if is_url(plan):
        return None
    try:
        facts = Path(plan).stat()
    except OSError:
        return None
    return f"{facts.st_mtime_ns} {facts.st_size}"


def _look(source: str, tracks: int, rendered: RenderResult, found: auditing.Audited | None) -> tuple[str, str]:
    name = shown(source)
    if found is not None and found.verdict != auditing.PASSED:
        return f"audit {found.verdict}", f"{name}: {found.sentence}"
    if rendered.unreadable:
        return "damaged", f"{name}: damaged in {rendered.unreadable} places; what could not be decoded is left out"
    if not tracks:
        return "no face found", f"{name}: no face was found, so nothing is covered"
    if not rendered.covered:
        return "nothing covered", f"{name}: nothing is covered, by decision"
    return "", ""


def _made(path: Path | None, target: str, stamp: str, started: float) -> RedactResult:
    if path is None:
        return RedactResult("", exists(target) or 0, stamp, seconds=time.monotonic() - started)
    return RedactResult(digest(path), path.stat().st_size, stamp, seconds=time.monotonic() - started)


def _failure(error: Exception, task: Task, seconds: float) -> Failure:
    cause, message = cause_of(error), " ".join(str(error).split())
    if isinstance(error, _ChangedError):
        cause = Cause.CHANGED
    elif not isinstance(error, VeilproofError | OSError | MemoryError):
        message = f"{type(error).__name__}: {message}"
    if isinstance(error, OSError) and not isinstance(error, VeilproofError):
        message = f"{error.filename or _name_of(task)}: {error.strerror or error}"
    if not isinstance(task, CopyTask) and not is_url(task.source):
        if not Path(task.source).is_file():
            cause, message = Cause.GONE, f"{task.source} is not there any more"
        elif isinstance(task, RedactTask) and cause is Cause.UNREADABLE and digest(Path(task.source)) != task.sha256:
            cause, message = Cause.CHANGED, f"{task.source} was changed while it was worked on"
    if not isinstance(task, CopyTask) and is_url(task.source):
        # People know the address, not the place on this machine that it was fetched to.
        message = message.replace(str(local(task.source, Path(task.scratch))), task.source)
    if isinstance(task, RedactTask):
        message = message.replace(str(Path(task.scratch) / "out"), str(Path(task.target).with_suffix("")))
    return Failure(cause, shown(message), seconds)


def _name_of(task: Task) -> str:
    return task.target if isinstance(task, CopyTask) else task.source


@lru_cache(maxsize=2)
def _detector(name: str, model: str) -> Detector:
    return load_detector(name, Path(model) if model else None)
