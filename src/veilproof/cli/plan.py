"""`veilproof plan`: show a plan, change it, export it."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from veilproof.cli import options, show
from veilproof.media.writing import atomic_write, check_output
from veilproof.plan import Decision, Origin, Plan, SoundDecision, plan_beside
from veilproof.plan.annotations import as_coco, as_cvat
from veilproof.plan.export import as_json, as_mot
from veilproof.risk import PlaceKind, Risk, risk_of_plan, sample_check
from veilproof.timecode import timecode
from veilproof.track.confirm import LOW_CONFIDENCE

app = typer.Typer(
    no_args_is_help=True,
    help="Show a plan, decide who stays visible and what is heard, cover something by hand, export.",
)

_WHY = {
    PlaceKind.SUSPECTED: "perhaps a face",
    PlaceKind.GAP: "gap between two covers",
    PlaceKind.JUMP: "the cover jumps",
}

PlanPath = Annotated[
    Path, typer.Argument(metavar="PLAN", help="The plan (.veil), or the original it belongs to.", show_default=False)
]
Tracks = Annotated[
    list[int], typer.Argument(metavar="TRACK...", help="Track numbers, from `plan show`.", show_default=False)
]
Reason = Annotated[str, typer.Option("--reason", help="Why; stored in the plan.", show_default=False)]


def _open(path: Path) -> Plan:
    return Plan(path if path.suffix == ".veil" else plan_beside(path))


@app.command("show")
def show_plan(plan: PlanPath) -> None:
    """List the tracks, and the places where a face may be bare, the most dangerous first.

    Example:
      veilproof plan show march.veil
    """
    with _open(plan) as opened:
        times = [float(time) for time in opened.times()]
        rows = Table(box=None, pad_edge=False)
        for name in (
            "track",
            "kind",
            "from",
            "to",
            "seconds",
            "frames",
            "observations",
            "size",
            "confidence",
            "decision",
        ):
            rows.add_column(name, justify="left" if name in ("kind", "decision") else "right")
        for track in opened.tracks():
            start, end = times[track.first], times[track.last]
            rows.add_row(
                str(track.id),
                track.kind.value,
                timecode(start),
                timecode(end),
                f"{end - start:.1f}",
                str(track.last - track.first + 1),
                str(track.observations),
                f"{track.size:.0f} px",
                "drawn"
                if track.origin is Origin.DRAWN
                else f"{track.confidence:.2f}{' ?' if track.confidence < LOW_CONFIDENCE else ''}",
                track.decision.value,
            )
        show.table(rows)
        if opened.complete:
            risk = risk_of_plan(opened)
            _show_risk(risk, times)
            if opened.samples():
                show.say(sample_check(opened, opened.tracks(), risk.places).sentence)
        _show_sound(opened)
        show.say(opened.reviewed().sentence)
        if not opened.complete:
            show.warn(f"{opened.path}: the scan is not finished; run `veilproof scan` again to continue it")


def _show_risk(risk: Risk, times: list[float]) -> None:
    show.say(risk.sentence)
    if not risk.places:
        return
    rows = Table(box=None, pad_edge=False)
    for name in ("may be bare", "frame", "at", "size", "why"):
        rows.add_column(name, justify="left" if name in ("at", "why") else "right")
    for place in risk.places:
        x1, y1, x2, y2 = place.box
        rows.add_row(
            timecode(times[place.frame]),
            str(place.frame),
            f"{x1:.0f},{y1:.0f}",
            f"{max(x2 - x1, y2 - y1):.0f} px",
            _WHY[place.kind],
        )
    show.table(rows)


@app.command("keep")
def keep(plan: PlanPath, tracks: Tracks, reason: Reason = "") -> None:
    """Leave these tracks visible: the people whose conduct is the evidence.

    Example:
      veilproof plan keep march.veil 3 7 --reason "officer on duty"
    """
    with _open(plan) as opened:
        opened.decide(tracks, Decision.KEEP, reason)


@app.command("cover")
def cover(plan: PlanPath, tracks: Tracks, reason: Reason = "") -> None:
    """Cover these tracks again.

    Example:
      veilproof plan cover march.veil 3
    """
    with _open(plan) as opened:
        opened.decide(tracks, Decision.COVER, reason)


@app.command("add")
def add(
    plan: PlanPath,
    box: Annotated[
        str,
        typer.Option(
            "--box",
            metavar="X,Y,W,H",
            help="Left, top, width and height, in pixels of the upright picture.",
            show_default=False,
        ),
    ],
    start: Annotated[str, typer.Option("--from", metavar="T", help="Seconds, or H:MM:SS.mmm.", show_default=False)],
    end: Annotated[str, typer.Option("--to", metavar="T", help="Seconds, or H:MM:SS.mmm.", show_default=False)],
    reason: Reason = "",
) -> None:
    """Cover a box by hand, from one time to another.

    Example:
      veilproof plan add march.veil --box 120,80,60,70 --from 12.5 --to 0:14
    """
    try:
        x, y, w, h = (float(part) for part in box.split(","))
        first, last = _parse_time(start), _parse_time(end)
    except ValueError as error:
        raise typer.BadParameter("a box is X,Y,W,H in pixels, a time is seconds or H:MM:SS.mmm") from error
    with _open(plan) as opened:
        number = opened.draw((x, y, x + w, y + h), first, last, reason)
    show.say(f"track {number}")


@app.command("sound")
def sound(
    plan: PlanPath,
    start: Annotated[str, typer.Option("--from", metavar="T", help="Seconds, or H:MM:SS.mmm.", show_default=False)],
    end: Annotated[str, typer.Option("--to", metavar="T", help="Seconds, or H:MM:SS.mmm.", show_default=False)],
    silence: Annotated[bool, typer.Option("--silence", help="Nothing is heard.")] = False,
    bleep: Annotated[bool, typer.Option("--bleep", help="A tone is heard.")] = False,
    disguise: Annotated[
        bool, typer.Option("--disguise", help="The voice is changed: harder to recognise, not anonymous.")
    ] = False,
    keep: Annotated[bool, typer.Option("--keep", help="It stays as it is.")] = False,
    default: Annotated[bool, typer.Option("--default", help="As --audio says when it is rendered.")] = False,
    reason: Reason = "",
) -> None:
    """Decide what happens to a stretch of sound, whatever --audio says when it is rendered.

    Examples:
      veilproof plan sound march.veil --from 12.5 --to 13.1 --silence --reason "a name"

      veilproof plan sound march.veil --from 0:20 --to 1:05 --disguise
    """
    given = dict(zip(SoundDecision, (keep, silence, bleep, disguise, default), strict=True))
    chosen = [decision for decision, is_given in given.items() if is_given]
    if len(chosen) != 1:
        raise typer.BadParameter("give one of --silence, --bleep, --disguise, --keep and --default")
    try:
        span = _parse_time(start), _parse_time(end)
    except ValueError as error:
        raise typer.BadParameter("a time is seconds or H:MM:SS.mmm") from error
    with _open(plan) as opened:
        opened.decide_sound([span], chosen[0], reason)


@app.command("export")
def export(
    plan: PlanPath,
    mot: Annotated[
        bool, typer.Option("--mot", help="MOTChallenge text: frame, track, x, y, w, h, confidence, kind, -1, -1.")
    ] = False,
    coco: Annotated[bool, typer.Option("--coco", help="COCO JSON, with the kinds as categories.")] = False,
    cvat: Annotated[bool, typer.Option("--cvat", help="XML of CVAT for video 1.1.")] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON, described in docs/plan.md.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Write to this file instead of the terminal.", show_default=False),
    ] = None,
    force: options.Force = False,
) -> None:
    """Write the plan in an open format.

    Example:
      veilproof plan export march.veil --json -o march.json
    """
    formats = {as_json: json, as_mot: mot, as_coco: coco, as_cvat: cvat}
    chosen = [write for write, is_given in formats.items() if is_given]
    if len(chosen) != 1:
        raise typer.BadParameter("give one of --json, --mot, --coco and --cvat")
    with _open(plan) as opened:
        if output is not None:
            check_output(output, force=force, source=opened.path)
        text = chosen[0](opened)
    if output is None:
        show.write(text)
    else:
        with atomic_write(output, force=force, source=opened.path) as unfinished:
            unfinished.write_text(text, encoding="utf-8")


def _show_sound(plan: Plan) -> None:
    speech, stretches = plan.speech(), plan.stretches()
    if speech:
        seconds = float(sum(end - start for start, end in speech))
        show.say(f"speech: {show.duration(seconds)} in {show.count(len(speech), 'span')}")
    for stretch in stretches:
        start, end = timecode(float(stretch.start)), timecode(float(stretch.end))
        reason = f" ({stretch.reason})" if stretch.reason else ""
        show.say(f"sound from {start} to {end}: {stretch.decision}{reason}")


def _parse_time(text: str) -> Fraction:
    """Seconds or H:MM:SS.mmm as exact seconds; raises ValueError."""
    if not re.fullmatch(r"(\d+:){0,2}\d+(\.\d+)?", text):
        raise ValueError(text)
    total = Fraction(0)
    for part in text.split(":"):
        total = total * 60 + Fraction(part)
    return total
