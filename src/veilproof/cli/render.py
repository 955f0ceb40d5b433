"""`veilproof render`."""

from __future__ import annotations

import typer

from veilproof.cli import options, show
from veilproof.cli.bars import Display
from veilproof.cli.groups import with_groups
from veilproof.cli.outputs import make_folder, outputs_of
from veilproof.errors import ExitCode
from veilproof.render.apply import render as render_one


@with_groups
def render(
    original: options.Original,
    *,
    output: options.Output = None,
    plan: options.PlanFile = None,
    delivery: options.RenderOptions,
    preview: options.Preview = None,
    force: options.Force = False,
    quiet: options.Quiet = False,
) -> None:
    """Apply a plan to the original it was made for, and write the redacted copy.

    Examples:
      veilproof render march.mp4

      veilproof render march.mp4 --plan reviewed.veil -o out.mp4 --method blur
    """
    target = outputs_of([original], output, [original])[original]
    make_folder(target, output)
    with Display([original], quiet).of(original) as progress:
        done = render_one(
            original,
            plan,
            target,
            delivery=delivery.delivery(),
            preview=preview,
            force=force,
            progress=progress,
        )
    if not quiet:
        show.say(f"{done.output}")
        covered = show.covered(original, done.covered, done.frames)
        show.say(f"  {covered}, {show.duration(done.seconds)}")
        show.print_left_out(done.left_out)
        show.print_sound(done)
    if not done.covered:
        show.warn(f"{original}: NOTHING IS COVERED in the output")
    if done.unreadable:
        show.warn(show.damaged(original, done.unreadable))
    raise typer.Exit(ExitCode.NEEDS_REVIEW if done.unreadable or not done.covered else ExitCode.DONE)
