"""Redact: scan and render in one go."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from veilproof.detect import Detector
from veilproof.errors import VeilproofError
from veilproof.media.names import output_for
from veilproof.plan import Decision, Plan, plan_beside
from veilproof.progress import Progress, silent
from veilproof.render.apply import Delivery, RenderResult, render
from veilproof.render.targets import check_targets
from veilproof.scan.profile import Effort
from veilproof.scan.run import Scanned, scan
from veilproof.source import digest
from veilproof.track.confirm import LOW_CONFIDENCE


@dataclass(frozen=True, slots=True)
class Redacted:
    """What was done to one file.

    Attributes:
        source: the original.
        plan: its plan.
        reused: whether the plan was there already, so that the decisions in it were used and nothing was scanned.
        tracks: how many faces there are in the plan, or were drawn into it.
        kept: how many of them stay visible because a person decided so.
        low_confidence: how many are so doubtful that a person should look.
        rendered: what was written.
        scan_seconds: how long the scan took.
    """

    source: Path
    plan: Path
    reused: bool
    tracks: int
    kept: int
    low_confidence: int
    rendered: RenderResult
    scan_seconds: float


def redact(
    source: Path,
    output: Path | None = None,
    *,
    plan: Path | None = None,
    detector: Detector | None = None,
    effort: Effort = Effort.NORMAL,
    delivery: Delivery | None = None,
    preview: Path | None = None,
    force: bool = False,
    progress: Progress = silent,
) -> Redacted:
    """Find every face in a video or photo and write a copy in which they are covered.

    A finished plan of the same file is used as it is, with every decision in it.

    Args:
        source: the original; only ever read.
        output: where the result goes; beside the original with `.redacted` before the suffix if not given.
        plan: where the plan is or goes; beside the original, or beside the output where that cannot be written.
        detector: what finds faces; the default one if not given.
        effort: how much looking it may cost, where there is no finished plan yet.
        delivery: how faces are covered, and what happens to sound and subtitles.
        preview: where a contact sheet of the redacted frames goes, if one is wanted.
        force: replace an output or a preview that exists. A plan of the same file is never thrown away.
        progress: is told how far the work is.

    Raises:
        VeilproofError: the source cannot be read, the plan belongs to another file, or the output cannot be written.
    """
    output = output or output_for(source)
    plan = plan or _place_of_plan(source, output)
    if not source.is_file():
        raise VeilproofError(f"{source}: no such file")
    check_targets(source, output, preview, force=force)
    scanned: Scanned | None = None
    if not _reusable(plan, source):
        scanned = scan(source, plan, detector=detector, effort=effort, progress=progress)
    rendered = render(source, plan, output, delivery=delivery, preview=preview, force=force, progress=progress)
    with Plan(plan) as written:
        tracks = written.tracks()
    return Redacted(
        source=source,
        plan=plan,
        reused=scanned is None,
        tracks=len(tracks),
        kept=sum(track.decision is Decision.KEEP for track in tracks),
        low_confidence=sum(track.confidence < LOW_CONFIDENCE for track in tracks),
        rendered=rendered,
        scan_seconds=scanned.seconds if scanned else 0.0,
    )


def _place_of_plan(source: Path, output: Path) -> Path:
    beside = plan_beside(source)
    return beside if os.access(beside.parent, os.W_OK) else output.parent / beside.name


def _reusable(path: Path, source: Path) -> bool:
    if not path.exists():
        return False
    with Plan(path) as plan:
        if not plan.complete:
            return False
        if plan.facts["sha256"] != digest(source):
            raise VeilproofError(f"{path}: this plan is for another file than {source}; move it away or give --plan")
    return True
