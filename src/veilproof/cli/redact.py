"""`veilproof redact`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from veilproof.cli import audit as audits
from veilproof.cli import batch, options, show
from veilproof.errors import ExitCode
from veilproof.media.inputs import find_media
from veilproof.media.names import audit_of, output_for
from veilproof.media.video_write import Audio, Subtitles
from veilproof.progress import Progress
from veilproof.redact import Redacted
from veilproof.redact import redact as redact_one
from veilproof.render.covers import Method, Shape
from veilproof.scan.profile import Effort

if TYPE_CHECKING:
    from veilproof.audit import Tools


def redact(
    paths: options.Paths,
    output: options.Output = None,
    plan: options.PlanFile = None,
    method: options.MethodName = Method.SOLID,
    shape: options.ShapeName = Shape.ELLIPSE,
    scale: options.Scale = 1.5,
    audio: options.Sound = Audio.MUTE,
    subtitles: options.SubtitleChoice = Subtitles.DROP,
    detector: options.DetectorName = "centerface",
    model: options.Model = None,
    effort: options.EffortName = Effort.NORMAL,
    preview: options.Preview = None,
    audit: Annotated[
        bool, typer.Option("--audit", help="Attack the result and write the report beside it, as NAME.audit/.")
    ] = False,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Cover every face and write a redacted copy, and the plan that says what was covered.

    Examples:
      veilproof redact march.mp4

      veilproof redact march.mp4 -o out.mp4 --method mosaic --audio keep

      veilproof redact footage/ -o redacted/
    """
    sources = find_media(paths)
    if len(sources) > 1 and (plan or preview):
        raise typer.BadParameter("--plan and --preview are for one file at a time")
    several = len(paths) > 1 or paths[0].is_dir()
    finder = options.detector_of(detector, model)
    delivery = options.delivery_of(method, shape, scale, audio, subtitles)
    tools = None
    if audit:
        from veilproof.audit import load_tools

        tools = load_tools()

    def work(source: Path, progress: Progress) -> ExitCode:
        target = _within(output, source, paths) if output and (several or output.is_dir()) else output
        done = redact_one(
            source,
            target,
            plan=plan,
            detector=finder,
            effort=effort,
            delivery=delivery,
            preview=preview,
            force=force,
            progress=progress,
        )
        if not quiet:
            _summarise(done, audio)
        code = show.complaints(source, done.plan, done.tracks, done.low_confidence, done.rendered.unreadable)
        if tools is None:
            return code
        return batch.worse(code, _attacked(done, tools, quiet, progress))

    raise typer.Exit(batch.each(sources, work, quiet))


def _attacked(done: Redacted, tools: Tools, quiet: bool, progress: Progress) -> ExitCode:
    from veilproof.audit import audit as audit_one

    output = done.rendered.output
    folder = audit_of(output)
    found = audit_one(done.source, output, folder, plan=done.plan, tools=tools, progress=progress)
    return audits.told(found, folder / "audit.html", quiet)


def _within(folder: Path, source: Path, named: list[Path]) -> Path:
    """The place in the output folder that mirrors where the source was found."""
    root = next((path for path in named if path.is_dir() and source.is_relative_to(path)), source.parent)
    target = folder / source.relative_to(root).parent / output_for(source).name
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _summarise(done: Redacted, audio: Audio) -> None:
    rendered = done.rendered
    show.say(f"{rendered.output}")
    kept = f"; {show.count(done.kept, 'track')} left visible by your decision" if done.kept else ""
    show.say(f"  {show.found(done.tracks, done.low_confidence)}{kept}")
    show.say(
        f"  {rendered.covered} of {show.count(rendered.frames, 'frame')} covered,"
        f" {show.duration(done.scan_seconds + rendered.seconds)}"
    )
    if done.reused:
        show.say(f"  the plan {done.plan} was there already: its decisions were used, nothing was scanned")
    else:
        show.say(f"  plan: {done.plan}")
    show.left_out(rendered.left_out)
    if audio is Audio.KEEP:
        show.say("  the sound was kept: a voice identifies")
