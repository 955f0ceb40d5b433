"""`veilproof redact`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from veilproof.cli import batch, options, show
from veilproof.cli.audit import report_findings
from veilproof.cli.closing import Finished, close
from veilproof.cli.groups import with_groups
from veilproof.cli.outputs import make_folder, outputs_of
from veilproof.errors import ExitCode, VeilproofError
from veilproof.kind import kinds_of
from veilproof.media.inputs import find_media
from veilproof.media.names import audit_of
from veilproof.media.pairs import pairs_of
from veilproof.progress import Progress
from veilproof.redact import Redacted
from veilproof.redact import redact as redact_one
from veilproof.render.apply import Delivery
from veilproof.render.targets import check_shared

if TYPE_CHECKING:
    from veilproof.audit import Tools


@with_groups
def redact(
    paths: options.Paths,
    *,
    output: options.Output = None,
    plan: options.PlanFile = None,
    delivery: options.RenderOptions,
    scan: options.ScanOptions,
    preview: options.Preview = None,
    audit: options.AuditToo = False,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Cover every face, or what `--cover` names, and write a redacted copy, and the plan of what is covered.

    Examples:
      veilproof redact march.mp4

      veilproof redact march.mp4 -o out.mp4 --method mosaic --audio disguise

      veilproof redact footage/ -o redacted/
    """
    sources = find_media(paths)
    if len(sources) > 1 and (plan or preview):
        raise typer.BadParameter("--plan and --preview are for one file at a time")
    targets = outputs_of(sources, output, paths)
    check_shared(targets)
    kinds_of(scan.cover)
    detector = scan.load()
    tools = None
    if audit:
        from veilproof.audit import load_tools

        tools = load_tools()

    several = len(sources) > 1
    # Of many, those that were done before are named together, and the others are done. Path.exists would raise where a
    # name is too long, and one such name must not stop the others.
    before = [source for source in sources if several and not force and os.path.exists(targets[source])]  # noqa: PTH110
    waiting = [source for source in sources if source not in before]
    finished: list[Finished] = []
    if not quiet:
        _print_not_kept({source: targets[source] for source in waiting}, delivery.delivery())

    def work(source: Path, progress: Progress) -> batch.Print:
        make_folder(targets[source], output)
        done = redact_one(
            source,
            targets[source],
            plan=plan,
            detector=detector,
            effort=scan.effort,
            min_confidence=scan.min_confidence,
            cover=kinds_of(scan.cover),
            min_text_height=scan.min_text_height,
            delivery=delivery.delivery(),
            preview=preview,
            force=force,
            progress=progress,
        )
        finished.append(Finished(source, done.plan, done.tracks, done.cover, len(done.risk.places)))
        print_audit = _audited(done, tools, quiet, progress) if tools else None

        def print_results() -> ExitCode:
            if not quiet:
                (_print_line if several else _print_summary)(done)
            code = show.warn_of_scan(source, done.tracks, done.rendered.unreadable, done.cover)
            if not several:
                show.warn_of_places(done.plan, done.risk)
            return batch.more_severe(code, print_audit()) if print_audit else code

        return print_results

    code = batch.process_each(waiting, work, quiet)
    if before:
        code = ExitCode.ERROR
        show.fail(_exist(before, targets))
    if several:
        close(finished, len(waiting) - len(finished), paths, quiet)
    if not quiet:
        _print_pairs(sources, [one.source for one in finished])
    raise typer.Exit(batch.more_severe(code, show.warn_of_passed_over(paths, quiet)))


def _exist(before: list[Path], targets: Mapping[Path, Path]) -> VeilproofError:
    first, *more = (targets[source] for source in before)
    named = f"{first} exists" if not more else f"{first} and {show.count(len(more), 'other result')} exist"
    return VeilproofError(f"{named} already: use --force to replace {'them' if more else 'it'}, or another folder")


def _print_pairs(sources: list[Path], finished: list[Path]) -> None:
    try:
        for pair in pairs_of(sources):
            show.say(pair.sentence(finished))
    except VeilproofError as error:
        show.note(f"{error}; until then it is not known which of its files belong together")


def _print_not_kept(targets: Mapping[Path, Path], delivery: Delivery) -> None:
    """Before hours of work; what cannot be read is reported when its turn comes."""
    for source, target in targets.items():
        with contextlib.suppress(VeilproofError, OSError):
            for what in delivery.not_kept(source, target):
                show.say(f"{source}: cannot be kept and is left out: {what}")


def _audited(done: Redacted, tools: Tools, quiet: bool, progress: Progress) -> batch.Print:
    from veilproof.audit import audit as audit_one

    output = done.rendered.output
    folder = audit_of(output)
    try:
        findings = audit_one(done.source, output, folder, plan=done.plan, tools=tools, progress=progress)
    except VeilproofError as error:
        return partial(_fail, error)  # after what is known of the redaction
    return partial(report_findings, findings, folder / "audit.html", quiet)


def _fail(error: VeilproofError) -> ExitCode:
    raise error


def _print_line(done: Redacted) -> None:
    """One file of several."""
    sound = "; the sound was kept: a voice can identify a person" if done.rendered.sounds else ""
    show.say(f"{done.rendered.output}: {_tracks(done)}{sound}")


def _tracks(done: Redacted) -> str:
    kept = f"; {show.count(done.kept, 'track')} left visible by your decision" if done.kept else ""
    return f"{show.track_counts(done.tracks, done.low_confidence, done.cover)}{kept}"


def _print_summary(done: Redacted) -> None:
    rendered = done.rendered
    show.say(f"{rendered.output}")
    show.say(f"  {_tracks(done)}")
    covered = show.covered(done.source, rendered.covered, rendered.frames)
    show.say(f"  {covered}, {show.duration(done.scan_seconds + rendered.seconds)}")
    if done.reused:
        show.say(f"  plan: {done.plan}, which existed already: its decisions were used and nothing was scanned")
    else:
        show.say(f"  plan: {done.plan}")
    show.print_left_out(rendered.left_out)
    show.print_sound(rendered)
