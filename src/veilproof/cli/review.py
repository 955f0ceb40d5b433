"""`veilproof review`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veilproof.cli import options, show
from veilproof.errors import VeilproofError
from veilproof.media.inputs import find_media
from veilproof.plan import Plan, plan_beside
from veilproof.scan.run import scan

Sources = Annotated[
    list[Path], typer.Argument(help="Videos, photos, folders of them, or their plans (.veil).", show_default=False)
]


def review(
    paths: Sources,
    plan: options.PlanFile = None,
    listen: Annotated[str, typer.Option("--listen", help="Where to listen: a loopback address.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Which port; 0 is any free one.", min=0, max=65535)] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
) -> None:
    """Open a page on which a person goes through everything that was found, and fixes it.

    What was not scanned yet is scanned first. Ctrl-C ends it; every change is saved as it is made.

    Examples:
      veilproof review march.mp4

      veilproof review photos/
    """
    from veilproof.review import review as serve  # here, because no other command needs a server

    subjects = [_with_plan(path) for path in paths if path.suffix == ".veil"]
    media = [path for path in paths if path.suffix != ".veil"]
    sources = find_media(media) if media else []
    if plan and len(subjects) + len(sources) > 1:
        raise typer.BadParameter("--plan is for one file at a time")
    for source in sources:
        its_plan = plan or plan_beside(source)
        if not its_plan.exists() or not _complete(its_plan):
            with show.progress_on(source, quiet=False) as progress:
                scan(source, its_plan, progress=progress)
        subjects.append((source, its_plan))
    serve(subjects, listen=listen, port=port, browser=browser, say=show.say)


def _complete(path: Path) -> bool:
    with Plan(path) as plan:
        return plan.complete


def _with_plan(path: Path) -> tuple[Path, Path]:
    """The original that lies beside a plan, and the plan."""
    with Plan(path) as plan:
        name = plan.facts["name"]
    source = path.with_name(Path(name).name)
    if not source.is_file():
        raise VeilproofError(f"{path}: its original, {name}, is not beside it; give the original, and --plan {path}")
    return source, path
