"""`veilproof render`."""

from __future__ import annotations

import typer

from veilproof.cli import options, show
from veilproof.errors import ExitCode
from veilproof.media.video_write import Audio, Subtitles
from veilproof.render.apply import render as render_one
from veilproof.render.covers import Method, Shape


def render(
    original: options.Original,
    output: options.Output = None,
    plan: options.PlanFile = None,
    method: options.MethodName = Method.SOLID,
    shape: options.ShapeName = Shape.ELLIPSE,
    scale: options.Scale = 1.5,
    audio: options.Sound = Audio.MUTE,
    subtitles: options.SubtitleChoice = Subtitles.DROP,
    preview: options.Preview = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Apply a plan to the original it was made for, and write the redacted copy.

    Examples:
      veilproof render march.mp4

      veilproof render march.mp4 --plan reviewed.veil -o out.mp4 --method blur
    """
    with show.progress_on(original, quiet) as progress:
        done = render_one(
            original,
            plan,
            output,
            delivery=options.delivery_of(method, shape, scale, audio, subtitles),
            preview=preview,
            force=force,
            progress=progress,
        )
    if not quiet:
        show.say(f"{done.output}")
        show.say(f"  {done.covered} of {show.count(done.frames, 'frame')} covered, {show.duration(done.seconds)}")
        show.left_out(done.left_out)
    if not done.covered:
        show.warn(f"{original}: NOTHING IS COVERED in the output")
    if done.unreadable:
        show.warn(show.damaged(original, done.unreadable))
    raise typer.Exit(ExitCode.NEEDS_REVIEW if done.unreadable or not done.covered else ExitCode.DONE)
