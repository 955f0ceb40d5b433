"""`veilproof review`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veilproof.cli import options, show
from veilproof.cli.bars import Display
from veilproof.errors import VeilproofError
from veilproof.media.inputs import find_media
from veilproof.plan import Plan, plan_beside
from veilproof.release.vocabulary import load_vocabulary
from veilproof.scan.run import scan

Sources = Annotated[
    list[Path],
    typer.Argument(
        help="Videos, photos, folders of them, their plans (.veil), or a list of `archive sample` (.json).",
        show_default=False,
    ),
]


def review(
    paths: Sources,
    plan: options.PlanFile = None,
    listen: options.Listen = "127.0.0.1",
    port: options.Port = 0,
    reasons: options.Reasons = None,
    browser: options.Browser = True,
) -> None:
    """Open a page on which a person checks every track and corrects the plan.

    Files without a finished plan are scanned first. Ctrl-C ends the review; every change is saved at once.

    Examples:
      veilproof review march.mp4

      veilproof review photos/

      veilproof review redacted/.veilproof/sample.json
    """
    from veilproof.archive.sample import read_sample
    from veilproof.review import review as serve  # no other command needs to import a server

    if any(path.suffix == ".json" for path in paths):
        if len(paths) > 1 or plan:
            raise typer.BadParameter("a list of `veilproof archive sample` is opened by itself, without --plan")
        listed, drawn = read_sample(paths[0])
        serve(
            listed,
            drawn=drawn,
            vocabulary=load_vocabulary(reasons),
            listen=listen,
            port=port,
            browser=browser,
            say=show.say,
        )
        return
    files = [_original_and_plan(path) for path in paths if path.suffix == ".veil"]
    media = [path for path in paths if path.suffix != ".veil"]
    sources = find_media(media) if media else []
    if plan and len(files) + len(sources) > 1:
        raise typer.BadParameter("--plan is for one file at a time")
    plans = {source: plan or plan_beside(source) for source in sources}
    unscanned = [source for source, path in plans.items() if not path.exists() or not _complete(path)]
    display = Display(unscanned, quiet=False)
    for source in unscanned:
        with display.of(source) as progress:
            scan(source, plans[source], progress=progress)
    files += plans.items()
    serve(files, listen=listen, port=port, browser=browser, vocabulary=load_vocabulary(reasons), say=show.say)


def _complete(path: Path) -> bool:
    with Plan(path) as plan:
        return plan.complete


def _original_and_plan(path: Path) -> tuple[Path, Path]:
    """The original beside a plan, and the plan."""
    with Plan(path) as plan:
        name = plan.facts["name"]
    source = path.with_name(Path(name).name)
    if not source.is_file():
        raise VeilproofError(f"{path}: its original, {name}, is not beside it; give the original, and --plan {path}")
    return source, path
