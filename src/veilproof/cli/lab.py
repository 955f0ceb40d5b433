"""`veilproof lab`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veilproof.cli import options, show
from veilproof.cli.bars import Display

app = typer.Typer(no_args_is_help=True, help="Measure how much a covering hides, as rates over research sets.")


@app.callback()
def _group() -> None:
    pass


@app.command("run")
def run(
    faces: Annotated[
        Path, typer.Argument(help="A research set: a folder with one sub-folder a person.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder for the report.", show_default=False)],
    coverings: Annotated[
        str, typer.Option("--coverings", help="Names of coverings, separated by commas, or all.")
    ] = "all",
    recognisers: Annotated[
        str, typer.Option("--recognisers", help="Names of recognisers, separated by commas, or all.")
    ] = "all",
    description: Annotated[
        Path | None,
        typer.Option("--set", help="A TOML file that says what the set is.", show_default=False, dir_okay=False),
    ] = None,
    models: Annotated[
        list[Path] | None,
        typer.Option(
            "--model",
            help="A TOML file that describes a further recogniser; may be given several times.",
            show_default=False,
            dir_okay=False,
        ),
    ] = None,
    quiet: options.Quiet = False,
) -> None:
    """Measure how many people open recognisers still match behind masks, scarves, caps and visors.

    Sets are public research sets or synthetic people, collected for such measurements, with two pictures or more of
    each person. A folder of people you know is none: nothing can be learned about them here. The report has rates over
    the whole set, with intervals. It never says who is in a picture, and no command takes a face and searches for it.

    Example:
      veilproof lab run research-set/ --out report/ --coverings surgical-mask,cap --set research-set.toml
    """
    from veilproof.lab import make_question, run_lab

    question = make_question(coverings, recognisers, description, models or ())
    with Display([faces], quiet, unit="step").of(faces) as progress:
        findings = run_lab(faces, out, question, progress)
    for covering in () if quiet else findings.coverings:
        show.say(covering.sentence)
    show.say(f"  report: {out / 'report.html'}")
