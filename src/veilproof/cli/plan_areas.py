"""`veilproof plan area` and `plan import`: cover what a person drew or labelled, in one film or in many."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from veilproof.cli import show
from veilproof.errors import ExitCode, VeilproofError
from veilproof.plan import Area, Moves, Plan, plan_beside
from veilproof.plan.labels import LABELS, LabelledFilm
from veilproof.plan.read_labels import read_labels
from veilproof.scan.templates import Template, box_of, check_alone, same_shape
from veilproof.timecode import seconds_of


def area(
    plans: Annotated[
        list[Path],
        typer.Argument(
            metavar="PLAN...",
            help="The plan (.veil), or the original it belongs to; with several, the area is drawn on each.",
            show_default=False,
        ),
    ],
    box: Annotated[
        str,
        typer.Option(
            "--box",
            metavar="X,Y,W,H",
            help="Left, top, width and height: pixels of the upright picture of the first plan, or parts of every"
            " picture, as 2%,90%,30%,8%.",
            show_default=False,
        ),
    ] = "",
    whole: Annotated[bool, typer.Option("--whole", help="The whole picture, instead of a box.")] = False,
    start: Annotated[
        str, typer.Option("--from", metavar="T", help="Seconds, or H:MM:SS.mmm. Default: the beginning.")
    ] = "",
    end: Annotated[str, typer.Option("--to", metavar="T", help="Seconds, or H:MM:SS.mmm. Default: the end.")] = "",
    at: Annotated[
        str, typer.Option("--at", metavar="T", help="When a box that moves is there. Default: the beginning.")
    ] = "",
    scene: Annotated[bool, typer.Option("--scene", help="It is fixed to the scene: it moves with the camera.")] = False,
    follow: Annotated[bool, typer.Option("--follow", help="What it shows is followed, 1,500 frames each way.")] = False,
    all_but: Annotated[
        bool, typer.Option("--all-but", help="Cover everything but this box; other covers still cover in it.")
    ] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why; stored in the plan.", show_default=False)] = "",
) -> None:
    """Cover an area by hand: fixed in the picture, fixed to the scene, followed, the whole frame, or all but it.

    Examples:
      veilproof plan area march.veil --box 120,80,60,70 --from 12.5 --to 0:14

      veilproof plan area gate/*.mp4 --box 2%,92%,30%,6% --reason "time stamp"

      veilproof plan area march.mp4 --box 600,200,300,500 --at 0:20 --follow --all-but
    """
    template = _template(box, whole, (start, end, at), _area(scene, follow, all_but, whole))
    first: tuple[Path, int, int] | None = None
    worst = ExitCode.DONE
    for path in plans:
        try:
            with _open(path) as plan:
                size = plan.picture_size
                if first is None:
                    first = path, *size
                    template = template.in_parts_of(*size) if len(plans) > 1 else template
                elif template.box is not None and not same_shape(first[1:], size):
                    show.warn(
                        f"{path}: nothing was drawn on it: its picture, {size[0]}x{size[1]}, has another shape than"
                        f" that of {first[0]}, {first[1]}x{first[2]}"
                    )
                    worst = worst or ExitCode.NEEDS_REVIEW
                    continue
                if all_but and len(plans) > 1:
                    check_alone(plan)
                drawn = template.draw(plan, None if path.suffix == ".veil" else path, reason)
                show.say(f"track {drawn.track}" if len(plans) == 1 else f"{plan.path}: track {drawn.track}")
                if drawn.shortfall:
                    show.warn(f"{plan.path}: {drawn.shortfall}; `veilproof review` lengthens it")
                    worst = worst or ExitCode.NEEDS_REVIEW
        except VeilproofError as error:
            if len(plans) == 1:
                raise
            show.fail(error)
            worst = ExitCode.ERROR
    raise typer.Exit(worst)


def import_labels(
    plan: Annotated[
        Path,
        typer.Argument(metavar="PLAN", help="The plan (.veil), or the original it belongs to.", show_default=False),
    ],
    labels: Annotated[
        Path, typer.Argument(metavar="FILE", help="What CVAT (.xml) or COCO (.json) has exported.", show_default=False)
    ],
    names: Annotated[
        list[str] | None,
        typer.Option(
            "--label",
            metavar="NAME=KIND",
            help="What a label of the file is here, such as person=head; may be repeated.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Cover what was labelled elsewhere: boxes of CVAT for video 1.1, CVAT for images 1.1, or COCO.

    Examples:
      veilproof plan import march.veil march.xml

      veilproof plan import march.veil march.json --label person=head --label "licence plate=plate"
    """
    pairs = [name.rpartition("=") for name in names or []]
    if not all(name and kind in LABELS for name, _, kind in pairs):
        raise typer.BadParameter(f"--label takes NAME=KIND, with one of {', '.join(LABELS)}")
    with _open(plan) as opened:
        film = LabelledFilm(
            *opened.picture_size,
            len(opened.pts()),
            opened.facts["name"],
            {name: kind for name, _, kind in pairs},
        )
        found = read_labels(labels, film)
        new = opened.new_labels(found)
        numbers = opened.add_labels(new)
    known = len(found) - len(new)
    there = f"; {show.count(known, 'more was', 'more were')} in the plan already" if known else ""
    kinds = ", ".join(sorted({each.label for each in found}))
    show.say(f"{show.count(len(numbers), 'track')} of {labels} covered{f' ({kinds})' if kinds else ''}{there}")


def _open(path: Path) -> Plan:
    return Plan(path if path.suffix == ".veil" else plan_beside(path))


def _area(scene: bool, follow: bool, all_but: bool, whole: bool) -> Area:
    if scene + follow + whole > 1 or (whole and all_but):
        raise typer.BadParameter("give one of --scene, --follow and --whole; a whole picture has nothing outside of it")
    return Area(Moves.SCENE if scene else Moves.FOLLOWED if follow else Moves.FIXED, all_but)


def _template(box: str, whole: bool, times: tuple[str, str, str], area: Area) -> Template:
    if bool(box) is whole:
        raise typer.BadParameter("give --box or --whole")
    try:
        sides, in_parts = box_of(box) if box else (None, False)
        start, end, at = (seconds_of(time) if time else None for time in times)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    return Template(sides, in_parts, start, end, at, area)
