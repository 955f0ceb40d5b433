"""`veilproof scan`."""

from __future__ import annotations

from pathlib import Path

import typer

from veilproof.cli import batch, options, show
from veilproof.errors import ExitCode
from veilproof.media.inputs import find_media
from veilproof.progress import Progress
from veilproof.scan.profile import Effort
from veilproof.scan.run import scan as scan_one


def scan(
    paths: options.Paths,
    plan: options.PlanFile = None,
    detector: options.DetectorName = "centerface",
    model: options.Model = None,
    effort: options.EffortName = Effort.NORMAL,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Find every face and write the plan; covers nothing yet. An interrupted scan goes on where it stopped.

    Examples:
      veilproof scan march.mp4

      veilproof plan show march.veil

      veilproof render march.mp4
    """
    sources = find_media(paths)
    if len(sources) > 1 and plan:
        raise typer.BadParameter("--plan is for one file at a time")
    finder = options.detector_of(detector, model)

    def work(source: Path, progress: Progress) -> ExitCode:
        done = scan_one(source, plan, detector=finder, effort=effort, force=force, progress=progress)
        if not quiet:
            show.say(f"{done.plan}")
            show.say(f"  {show.found(done.tracks, done.low_confidence)}")
            show.say(f"  {show.count(done.frames, 'frame')}, {show.duration(done.seconds)}")
        return show.complaints(source, done.plan, done.tracks, done.low_confidence, done.unreadable)

    raise typer.Exit(batch.each(sources, work, quiet))
