"""Redact: scan and render in one call."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from veilproof.detect import Detector
from veilproof.errors import VeilproofError
from veilproof.kind import FACES, LINES, Kind, kinds_of, words_of
from veilproof.media.names import output_for
from veilproof.paths import StrPath, path_or_none
from veilproof.plan import Decision, Plan, plan_beside
from veilproof.progress import Progress, silent
from veilproof.render.apply import Delivery, RenderResult, render
from veilproof.render.targets import check_targets
from veilproof.risk import Risk, risk_of_plan
from veilproof.scan.profile import Effort
from veilproof.scan.run import Scanned, scan
from veilproof.source import digest
from veilproof.track.confirm import LOW_CONFIDENCE


@dataclass(frozen=True, slots=True)
class Redacted:
    """The result of redacting one file.

    Attributes:
        source: the original.
        plan: its plan.
        reused: whether a finished plan was used, with its decisions, instead of scanning.
        tracks: the number of tracks in the plan, detected and drawn.
        kept: the number of tracks that stay visible by a person's decision.
        cover: the kinds that were looked for.
        low_confidence: the number of tracks below `LOW_CONFIDENCE`, which a person may remove.
        risk: where a face may be bare, and how many are expected to be.
        rendered: the result of rendering.
        scan_seconds: the duration of the scan; 0 if the plan was reused.
    """

    source: Path
    plan: Path
    reused: bool
    tracks: int
    kept: int
    cover: tuple[Kind, ...]
    low_confidence: int
    risk: Risk
    rendered: RenderResult
    scan_seconds: float


def redact(
    source: StrPath,
    output: StrPath | None = None,
    *,
    plan: StrPath | None = None,
    detector: Detector | None = None,
    effort: Effort = Effort.NORMAL,
    min_confidence: float | None = None,
    cover: Sequence[Kind] = FACES,
    min_text_height: float = 0.0,
    delivery: Delivery | None = None,
    preview: StrPath | None = None,
    force: bool = False,
    progress: Progress = silent,
) -> Redacted:
    """Find every face in a video or photo and write a copy in which they are covered.

    A finished plan of the same file is reused, with every decision in it.

    Args:
        source: the original; never written to.
        output: the path of the result. Default: beside the original, with `.redacted` before the suffix.
        plan: the path of the plan. Default: beside the original, or beside the output if that folder is not writable.
        detector: the face detector. Default: `load_detector()`.
        effort: the effort preset of the scan; ignored if a finished plan is reused.
        min_confidence: the confidence from which the scan covers anything, 0 to 1; ignored likewise.
        cover: the kinds that the scan looks for; by default faces alone. A finished plan must be of the same.
        min_text_height: the least height of a line of text that is covered, in pixels of the picture; ignored likewise.
        delivery: how faces are covered, what happens to sound and subtitles, and what encodes videos.
        preview: the path of a contact sheet of redacted frames; none is written if not given.
        force: overwrite an existing output or preview. A finished plan of the same file is never overwritten.
        progress: receives the progress of the scan and of the rendering, and may end both (`Progress`).

    Raises:
        VeilproofError: the source cannot be read, the plan is for another file, or the output cannot be written.
    """
    source = Path(source)
    output = path_or_none(output) or output_for(source)
    plan = path_or_none(plan) or _default_plan(source, output)
    preview = path_or_none(preview)
    if not source.is_file():
        raise VeilproofError(f"{source}: no such file")
    check_targets(source, output, preview, force=force, plan=plan)
    delivery = delivery or Delivery()
    delivery.not_kept(source, output)
    delivery.check_encoder(source, output)
    scanned: Scanned | None = None
    if not _is_reusable(plan, source, min_confidence, tuple(cover), min_text_height):
        scanned = scan(
            source,
            plan,
            detector=detector,
            effort=effort,
            min_confidence=min_confidence,
            cover=cover,
            min_text_height=min_text_height,
            progress=progress,
        )
    rendered = render(source, plan, output, delivery=delivery, preview=preview, force=force, progress=progress)
    with Plan(plan) as final:
        tracks, risk, searched = final.tracks(), risk_of_plan(final), kinds_of(final.facts["cover"])
    return Redacted(
        source=source,
        plan=plan,
        reused=scanned is None,
        tracks=len(tracks),
        kept=sum(track.decision is Decision.KEEP for track in tracks),
        cover=searched,
        low_confidence=sum(track.confidence < LOW_CONFIDENCE for track in tracks),
        risk=risk,
        rendered=rendered,
        scan_seconds=scanned.seconds if scanned else 0.0,
    )


def _default_plan(source: Path, output: Path) -> Path:
    path = plan_beside(source)
    return path if os.access(path.parent, os.W_OK) else plan_beside(source, output.parent)


def _is_reusable(
    path: Path, source: Path, min_confidence: float | None, cover: tuple[Kind, ...], min_text_height: float
) -> bool:
    if not path.exists():
        return False
    with Plan(path) as plan:
        if not plan.complete:
            return False
        if plan.facts["sha256"] != digest(source):
            raise VeilproofError(f"{path}: this plan is for another file than {source}; move it away or give --plan")
        if min_confidence is not None and plan.facts.get("min_confidence") != f"{min_confidence:g}":
            raise VeilproofError(
                f"{path}: this plan was scanned with another confidence; `veilproof scan --force` scans again"
            )
        searched = plan.facts.get("cover", "")
        if not {*cover} <= {*kinds_of(searched)}:
            raise VeilproofError(
                f"{path}: this plan was scanned for {searched} alone; `veilproof scan --force --cover"
                f" {words_of(cover)}` scans again"
            )
        if {*LINES} & {*cover} and float(plan.facts.get("min_text_height", "0")) > min_text_height:
            raise VeilproofError(
                f"{path}: this plan was scanned for text of {plan.facts['min_text_height']} pixels and more;"
                " `veilproof scan --force` scans again"
            )
    return True
