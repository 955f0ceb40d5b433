"""`veilproof scan`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veilproof.cli import batch, options, show
from veilproof.cli.closing import Finished, close
from veilproof.cli.groups import with_groups
from veilproof.errors import ExitCode
from veilproof.kind import kinds_of
from veilproof.media.inputs import find_media
from veilproof.media.kinds import is_photo
from veilproof.progress import Progress
from veilproof.scan.run import Scanned
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
    """Find every face, or what `--cover` names, and write the plan; cover nothing yet.

    An interrupted scan continues where it stopped.

    Examples:
      veilproof scan march.mp4

      veilproof plan show march.veil

      veilproof render march.mp4
    """
    sources = find_media(paths)
    if len(sources) > 1 and plan:
        raise typer.BadParameter("--plan is for one file at a time")
    kinds_of(scan.cover)
    detector = scan.load()
    finished: list[Finished] = []

    def work(source: Path, progress: Progress) -> batch.Print:
        done = scan_one(
            source,
            plan,
            detector=detector,
            effort=scan.effort,
            min_confidence=scan.min_confidence,
            cover=kinds_of(scan.cover),
            min_text_height=scan.min_text_height,
            force=force,
            progress=progress,
        )
        finished.append(Finished(source, done.plan, done.tracks, done.cover, len(done.risk.places)))
        return lambda: _print_results(done, quiet, several=len(sources) > 1)

    code = batch.process_each(sources, work, quiet)
    if len(sources) > 1:
        close(finished, len(sources) - len(finished), paths, quiet)
    raise typer.Exit(batch.more_severe(code, show.warn_of_passed_over(paths, quiet)))


def _print_results(done: Scanned, quiet: bool, several: bool) -> ExitCode:
    tracks = show.track_counts(done.tracks, done.low_confidence, done.cover)
    if several and not quiet:
        show.say(f"{done.plan}: {tracks}")
    elif not quiet:
        frames = "" if is_photo(done.source) else f"{show.count(done.frames, 'frame')}, "
        show.say(f"{done.plan}")
        show.say(f"  {tracks}")
        show.say(f"  {frames}{show.duration(done.seconds)}")
    code = show.warn_of_scan(done.source, done.tracks, done.unreadable, done.cover)
    if not several:
        show.warn_of_places(done.plan, done.risk)
    return code
