"""`veilproof redact`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from veilproof.cli import batch, options, show
from veilproof.cli.audit import report_findings
from veilproof.cli.groups import with_groups
from veilproof.errors import ExitCode, VeilproofError
from veilproof.media.inputs import find_media
from veilproof.media.names import audit_of, output_for
from veilproof.media.pairs import pairs_of
from veilproof.progress import Progress
from veilproof.redact import Redacted
from veilproof.redact import redact as redact_one
from veilproof.render.targets import check_shared

if TYPE_CHECKING:
    from veilproof.audit import Tools


@with_groups
def redact(
    paths: options.Paths,
    *,
    output: options.Output = None,
    plan: options.PlanFile = None,
    delivery: options.DeliveryOptions,
    scan: options.ScanOptions,
    preview: options.Preview = None,
    audit: options.AuditToo = False,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Cover every face and write a redacted copy, and the plan of what is covered.

    Examples:
      veilproof redact march.mp4

      veilproof redact march.mp4 -o out.mp4 --method mosaic --audio disguise

      veilproof redact footage/ -o redacted/
    """
    sources = find_media(paths)
    if len(sources) > 1 and (plan or preview):
        raise typer.BadParameter("--plan and --preview are for one file at a time")
    mirrored = output is not None and (len(paths) > 1 or paths[0].is_dir() or output.is_dir())
    targets = _mirrored(sources, output, paths) if output and mirrored else _beside(sources, output)
    check_shared(targets)
    detector = scan.load()
    tools = None
    if audit:
        from veilproof.audit import load_tools

        tools = load_tools()

    finished: list[Path] = []

    def work(source: Path, progress: Progress) -> ExitCode:
        if mirrored:
            targets[source].parent.mkdir(parents=True, exist_ok=True)
        for what in delivery.delivery().not_kept(source, targets[source]):
            if not quiet:
                show.say(f"{source}: cannot be kept and is left out: {what}")
        done = redact_one(
            source,
            targets[source],
            plan=plan,
            detector=detector,
            effort=scan.effort,
            min_confidence=scan.min_confidence,
            delivery=delivery.delivery(),
            preview=preview,
            force=force,
            progress=progress,
        )
        finished.append(source)
        if not quiet:
            _print_summary(done)
        code = show.warn_of_scan(source, done.plan, done.tracks, done.risk, done.rendered.unreadable)
        if tools is None:
            return code
        return batch.more_severe(code, _audit_result(done, tools, quiet, progress))

    code = batch.process_each(sources, work, quiet)
    if not quiet:
        _print_pairs(sources, finished)
    raise typer.Exit(batch.more_severe(code, show.warn_of_passed_over(paths, quiet)))


def _print_pairs(sources: list[Path], finished: list[Path]) -> None:
    try:
        for pair in pairs_of(sources):
            show.say(pair.sentence(finished))
    except VeilproofError as error:
        show.note(f"{error}; until then it is not known which of its files belong together")


def _audit_result(done: Redacted, tools: Tools, quiet: bool, progress: Progress) -> ExitCode:
    from veilproof.audit import audit as audit_one

    output = done.rendered.output
    folder = audit_of(output)
    findings = audit_one(done.source, output, folder, plan=done.plan, tools=tools, progress=progress)
    return report_findings(findings, folder / "audit.html", quiet)


def _beside(sources: list[Path], output: Path | None) -> dict[Path, Path]:
    """By original, its redacted file: the one that is given for a single original, or the one beside it."""
    return {source: output or output_for(source) for source in sources}


def _mirrored(sources: list[Path], folder: Path, inputs: list[Path]) -> dict[Path, Path]:
    """By original, the path in the output folder that mirrors that of the original in its input folder."""
    targets = {}
    for source in sources:
        root = next((path for path in inputs if path.is_dir() and source.is_relative_to(path)), source.parent)
        targets[source] = folder / source.relative_to(root).parent / output_for(source).name
    return targets


def _print_summary(done: Redacted) -> None:
    rendered = done.rendered
    show.say(f"{rendered.output}")
    kept = f"; {show.count(done.kept, 'track')} left visible by your decision" if done.kept else ""
    show.say(f"  {show.track_counts(done.tracks, done.low_confidence)}{kept}")
    show.say(
        f"  {rendered.covered} of {show.count(rendered.frames, 'frame')} covered,"
        f" {show.duration(done.scan_seconds + rendered.seconds)}"
    )
    if done.reused:
        show.say(f"  plan: {done.plan}, which existed already: its decisions were used and nothing was scanned")
    else:
        show.say(f"  plan: {done.plan}")
    show.print_left_out(rendered.left_out)
    show.print_sound(rendered)
