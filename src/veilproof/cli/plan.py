"""`veilproof plan`: show a plan, change it, export it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from veilproof.cli import options, plan_areas, show
from veilproof.media.writing import atomic_write, check_output
from veilproof.plan import (
    Decision,
    Editor,
    GivenReason,
    Moves,
    Origin,
    Plan,
    PlannedTrack,
    SoundDecision,
    Subject,
    plan_beside,
)
from veilproof.plan.annotations import as_coco, as_cvat
from veilproof.plan.export import as_json, as_mot
from veilproof.release.vocabulary import load_vocabulary
from veilproof.risk import PlaceKind, Risk, risk_of_plan, sentence_of_plan
from veilproof.timecode import seconds_of, timecode
from veilproof.track.confirm import LOW_CONFIDENCE

app = typer.Typer(
    no_args_is_help=True,
    help="Show a plan, decide who stays visible and what is heard, cover something by hand, export.",
)

_WHY = {
    PlaceKind.SUSPECTED: "perhaps a face",
    PlaceKind.GAP: "gap between two covers",
    PlaceKind.JUMP: "the cover jumps",
    PlaceKind.END: "a cover ends early",
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
            "seen",
            "size",
            "conf.",
            "decision",
        ):
            rows.add_column(name, justify="left" if name in ("kind", "decision") else "right")
        for track in opened.tracks():
            start, end = times[track.first], times[track.last]
            rows.add_row(
                str(track.id),
                _what(track),
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
        _show_reasons(opened)
        if opened.complete:
            risk = risk_of_plan(opened)
            _show_risk(risk, times)
            if (sampled := sentence_of_plan(opened, opened.tracks(), risk.places)) is not None:
                show.say(sampled)
        _show_sound(opened)
        _show_incidents(opened, times)
        show.say(opened.reviewed().sentence)
        if not opened.complete:
            show.warn(f"{opened.path}: the scan is not finished; run `veilproof scan` again to continue it")


def _what(track: PlannedTrack) -> str:
    """The kind of a track; of an area, whether it covers all but itself or is fixed to the scene, in a short word."""
    if track.all_but:
        return "all but"
    return "scene" if track.area and track.area.moves is Moves.SCENE else track.kind.value


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


app.command("area")(plan_areas.area)
app.command("import")(plan_areas.import_labels)


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
        span = seconds_of(start), seconds_of(end)
    except ValueError as error:
        raise typer.BadParameter("a time is seconds or H:MM:SS.mmm") from error
    with _open(plan) as opened:
        opened.decide_sound([span], chosen[0], reason)


@app.command("reason")
def reason(
    plan: PlanPath,
    tracks: Annotated[
        list[int] | None,
        typer.Argument(metavar="TRACK...", help="Track numbers, from `plan show`.", show_default=False),
    ] = None,
    *,
    code: Annotated[
        str, typer.Option("--code", help="The code of the reason, such as child or (b)(6).", show_default=False)
    ],
    sound: Annotated[
        list[int] | None,
        typer.Option("--sound", help="A stretch of sound, by its number; may be repeated.", show_default=False),
    ] = None,
    metadata: Annotated[bool, typer.Option("--metadata", help="What else is left out of the file.")] = False,
    reasons: options.Reasons = None,
    initials: options.Initials = "",
) -> None:
    """Say why tracks are covered or kept, why sound is changed, or why metadata is left out.

    Examples:
      veilproof plan reason march.veil 3 7 --code child --initials AB

      veilproof plan reason march.veil --sound 2 --code "(b)(7)(C)" --reasons office.toml
    """
    given = {Subject.TRACK: tracks or [], Subject.STRETCH: sound or [], Subject.METADATA: [0] if metadata else []}
    if not any(given.values()):
        raise typer.BadParameter("give track numbers, --sound or --metadata")
    why = load_vocabulary(reasons).reason(code)
    with _open(plan) as opened:
        for subject, numbers in given.items():
            if numbers:
                opened.give_reason(subject, numbers, why, Editor(initials))


@app.command("describe")
def describe(
    plan: PlanPath,
    what: Annotated[str, typer.Argument(help="What happens. No names.", show_default=False)],
    start: Annotated[str, typer.Option("--from", metavar="T", help="Seconds, or H:MM:SS.mmm.", show_default=False)],
    end: Annotated[str, typer.Option("--to", metavar="T", help="Seconds, or H:MM:SS.mmm.", show_default=False)],
    place: Annotated[str, typer.Option("--place", help="Where.", show_default=False)] = "",
    time: Annotated[str, typer.Option("--time", help="When, on the clocks of that place.", show_default=False)] = "",
    known: Annotated[str, typer.Option("--known", help="How place and time are known.", show_default=False)] = "",
    initials: options.Initials = "",
) -> None:
    """Write what happens in a stretch of film: the event, with track numbers, never who somebody is.

    Example:
      veilproof plan describe march.veil "baton, three blows, track 4 on the ground" --from 12.5 --to 0:21
    """
    try:
        span = seconds_of(start), seconds_of(end)
    except ValueError as error:
        raise typer.BadParameter("a time is seconds or H:MM:SS.mmm") from error
    with _open(plan) as opened:
        opened.describe(span, what, place=place, local_time=time, known=known, by=Editor(initials))


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
    reasons = plan.reasons()
    for stretch in stretches:
        start, end = timecode(float(stretch.start)), timecode(float(stretch.end))
        why = _reason(reasons.get((Subject.STRETCH, stretch.id)), stretch.reason)
        show.say(f"sound {stretch.id} from {start} to {end}: {stretch.decision}{f' ({why})' if why else ''}")


def _reason(given: GivenReason | None, note: str) -> str:
    """The code of a reason and what a person wrote; nothing where it has the default of a release."""
    return ": ".join(part for part in (given.reason.code if given else "", note) if part)


def _show_reasons(plan: Plan) -> None:
    """By reason, the tracks that have it; those that nobody gave one have the default of a release."""
    reasons, words = plan.reasons(), defaultdict[str, list[str]](list)
    for track in plan.tracks():
        if why := _reason(reasons.get((Subject.TRACK, track.id)), track.reason):
            words[why].append(str(track.id))
    for why, tracks in words.items():
        show.say(f"{why}: track{'s' if len(tracks) > 1 else ''} {', '.join(tracks)}")
    if why := _reason(reasons.get((Subject.METADATA, 0)), ""):
        show.say(f"{why}: metadata")


def _show_incidents(plan: Plan, times: list[float]) -> None:
    for each in plan.incidents():
        where = ", ".join(part for part in (each.place, each.local_time) if part)
        span = f"{timecode(times[each.first])} to {timecode(times[each.last])}"
        show.say(f"{span}: {each.what}{f' ({where})' if where else ''}")
