"""The work of a task, in a worker process. Malformed files are decoded here: whatever happens affects one item only."""

from __future__ import annotations

import shutil
import time
from functools import lru_cache
from pathlib import Path

from veilproof.archive.modes import PRIVATE_FILE, PRIVATE_FOLDER, share_like
from veilproof.archive.names import printable
from veilproof.archive.outcome import (
    Cause,
    CopyRefused,
    Failure,
    Outcome,
    ProbeResult,
    RedactResult,
    ScanResult,
    cause_of,
)
from veilproof.archive.own_plan import OwnPlan, PlanChangedError, PlanError
from veilproof.archive.placing import TakenError
from veilproof.archive.redaction import ChangedError, Redaction, outbox
from veilproof.archive.storage import Listing, fetch, is_url
from veilproof.archive.tasks import CopyTask, ProbeTask, RedactTask, ScanTask, Task
from veilproof.detect import Detector, load_detector
from veilproof.errors import VeilproofError
from veilproof.media.kinds import check_supported, is_photo, is_video
from veilproof.media.names import output_for
from veilproof.media.video_read import VideoReader
from veilproof.progress import Progress
from veilproof.scan.parts import Part, scan_part, split_at_cuts
from veilproof.scan.profile import ScanSettings
from veilproof.source import digest

MIN_PART_SECONDS = 120.0
"""Shortest part of a film that is scanned separately; a round number. Each part opens the film, seeks, and loads the
networks."""


def run_task(task: Task, progress: Progress) -> Outcome:
    """Run a task; any exception becomes a `Failure`."""
    started = time.monotonic()
    try:
        scratch = Path(task.scratch)
        scratch.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
        match task:
            case ProbeTask():
                return _probe(task, scratch)
            case ScanTask():
                detector = _detector(task.options.detector, task.options.model)
                original, part = _fetch_original(task.source, scratch), Part(task.first, task.last)
                settings = ScanSettings(task.options.effort)
                scan_part(original, part, Path(task.plan), detector=detector, settings=settings, progress=progress)
                return ScanResult()
            case CopyTask():
                return _copy(task, scratch, started)
            case RedactTask():
                detector = _detector(task.options.detector, task.options.model)
                original = _fetch_original(task.source, scratch)
                return Redaction(task, original, detector, progress).run(started)
    except Exception as error:  # the worker must survive whatever a file causes, and report it
        return _failure(error, task, time.monotonic() - started)
    finally:
        if is_url(task.source):
            # An original lies here no longer than a task needs it.
            staged(task.source, Path(task.scratch)).unlink(missing_ok=True)


def _probe(task: ProbeTask, scratch: Path) -> ProbeResult:
    original = _fetch_original(task.source, scratch)
    check_supported(original)
    if not is_photo(original) and not is_video(original):
        if original.stat().st_size == 0:
            raise VeilproofError(f"{original} is empty: copy it again from where it came from")
        raise VeilproofError(f"{original} is not a photo or video of a kind that can be read")
    decisions = ""
    if task.decisions:
        try:
            decisions = digest(fetch(task.decisions, scratch / "decisions.veil"))
        except (VeilproofError, OSError) as error:
            raise PlanError(f"{task.decisions}: the reviewed plan cannot be read ({error})") from error
    parts = _parts(original, task.max_parts)
    return ProbeResult(digest(original), output_for(original).suffix, decisions, parts)


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
    original = fetch(source, staged(source, scratch))
    if not original.is_file():
        raise FileNotFoundError(2, "it does not exist any more", str(original))
    return original


def staged(source: str, scratch: Path) -> Path:
    """The local path that an original is downloaded to."""
    return scratch / f"in{Path(source).suffix}"


def _copy(task: CopyTask, scratch: Path, started: float) -> Outcome:
    if OwnPlan(task.plan, scratch / "plan.veil").has_decisions:
        return CopyRefused()
    copy = outbox(task.outbox, scratch) / f"copy{Path(task.place.target).suffix}"
    try:
        if is_url(task.existing):
            fetch(task.existing, copy)
        else:
            shutil.copyfile(task.existing, copy, follow_symlinks=False)
    except FileNotFoundError:
        return CopyRefused()
    # A result that somebody edited, or swapped, does not spread.
    if copy.is_symlink() or digest(copy) != task.sha256:
        copy.unlink()
        return CopyRefused()
    size = copy.stat().st_size
    if is_url(task.source):
        copy.chmod(PRIVATE_FILE)
    else:
        share_like(copy, Path(task.source))
    task.place.put(copy)
    return RedactResult(task.sha256, size, Listing().stamp(task.plan), seconds=time.monotonic() - started)


def _failure(error: Exception, task: Task, seconds: float) -> Failure:
    cause, message = cause_of(error), " ".join(str(error).split())
    for kind, its_cause in _CAUSES.items():
        if isinstance(error, kind):
            cause = its_cause
    if not isinstance(error, VeilproofError | OSError | MemoryError):
        message = f"{type(error).__name__}: {message}"
    if isinstance(error, OSError) and not isinstance(error, VeilproofError):
        message = f"{error.filename or task.source}: {error.strerror or error}"
    if not is_url(task.source):
        if not Path(task.source).is_file():
            cause, message = Cause.MISSING, f"{task.source} does not exist any more"
        elif isinstance(task, RedactTask) and cause is Cause.UNREADABLE and digest(Path(task.source)) != task.sha256:
            cause, message = Cause.CHANGED, f"{task.source} was changed while it was redacted"
    else:
        # People know the URL, not the local path that it was downloaded to.
        message = message.replace(str(staged(task.source, Path(task.scratch))), task.source)
    if isinstance(task, RedactTask):
        out = Path(task.outbox or task.scratch) / "out"
        message = message.replace(str(out), str(Path(task.place.target).with_suffix("")))
    return Failure(cause, printable(message), seconds)


_CAUSES: dict[type[Exception], Cause] = {
    ChangedError: Cause.CHANGED,
    PlanChangedError: Cause.CHANGED,
    PlanError: Cause.PLAN,
    TakenError: Cause.TAKEN,
}


@lru_cache(maxsize=2)
def _detector(name: str, model: str) -> Detector:
    return load_detector(name, Path(model) if model else None)
