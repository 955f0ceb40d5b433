"""`veilproof scan`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veilproof.cli import batch, options, show
from veilproof.cli.groups import with_groups
from veilproof.errors import ExitCode
from veilproof.media.inputs import find_media
from veilproof.progress import Progress
from veilproof.scan.run import scan as scan_one

ReplacePlan = Annotated[
    bool, typer.Option("--force", help="Replace a finished plan, and with it every decision in it.")
]


@with_groups
def scan(
    paths: options.Paths,
    *,
    plan: options.PlanFile = None,
    scan: options.ScanOptions,
    force: ReplacePlan = False,
    quiet: options.Quiet = False,
) -> None:
    """Find every face and write the plan; cover nothing yet. An interrupted scan continues where it stopped.

    Examples:
      veilproof scan march.mp4

      veilproof plan show march.veil

      veilproof render march.mp4
    """
    sources = find_media(paths)
    if len(sources) > 1 and plan:
        raise typer.BadParameter("--plan is for one file at a time")
    detector = scan.load()

    def work(source: Path, progress: Progress) -> ExitCode:
        done = scan_one(
            source,
            plan,
            detector=detector,
            effort=scan.effort,
            min_confidence=scan.min_confidence,
            force=force,
            progress=progress,
        )
        if not quiet:
            show.say(f"{done.plan}")
            show.say(f"  {show.track_counts(done.tracks, done.low_confidence)}")
            show.say(f"  {show.count(done.frames, 'frame')}, {show.duration(done.seconds)}")
        return show.warn_of_scan(source, done.plan, done.tracks, done.risk, done.unreadable)

    code = batch.process_each(sources, work, quiet)
    raise typer.Exit(batch.more_severe(code, show.warn_of_passed_over(paths, quiet)))
