"""The log of a rendered plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from veilproof.errors import VeilproofError
from veilproof.kind import Kind
from veilproof.plan import Decision, Incident, Origin, Plan, Reason, Stretch, Subject
from veilproof.release.log import (
    FORMAT,
    Log,
    LoggedContent,
    LoggedIncident,
    LoggedSound,
    LoggedTrack,
    Why,
)
from veilproof.release.vocabulary import Vocabulary
from veilproof.render.apply import TREATMENTS, Delivery, RenderResult
from veilproof.render.covers import head_style, line_margin
from veilproof.sound.timeline import Treatment

_IN_BRACKETS = re.compile(r" \(.*\)")
_PEOPLE = (Kind.FACE, Kind.HEAD)
"""Kinds that are kept for what somebody does; others are kept because they lead to nobody."""


def log_of(plan: Plan, done: RenderResult, delivery: Delivery, vocabulary: Vocabulary, *, draft: bool) -> Log:
    """The log of a rendered plan.

    Args:
        plan: the plan, as it was rendered.
        done: the result of the render.
        delivery: how it was rendered.
        vocabulary: the reasons of the office, for what nobody gave a reason.
        draft: whether the release is a draft.
    """
    times = [float(time) for time in plan.times()]
    style, facts = delivery.style, plan.facts
    return Log(
        format=FORMAT,
        draft=draft,
        kind=facts["kind"],
        width=int(facts["width"]),
        height=int(facts["height"]),
        frames=done.frames,
        method=style.method,
        shape=style.shape,
        scale=style.scale,
        head_scale=head_style(style).scale,
        line_margin=line_margin(style.scale),
        tracks=tuple(_logged_tracks(plan, times, vocabulary)),
        sound=tuple(_logged_sound(plan, done, vocabulary)) if facts.get("sound_end") else (),
        left_out=tuple(_logged_content(plan, done, vocabulary)),
        incidents=tuple(_logged_incident(each, times) for each in plan.incidents()),
    )


def with_content(log: Log, what: str, vocabulary: Vocabulary) -> Log:
    """The log with something else that the output does not have."""
    why = Why(*_parts(vocabulary.default("metadata")), "", "", "")
    return replace(log, left_out=(*log.left_out, LoggedContent(what, why)))


def check_sealable(plan: Plan) -> None:
    """Refuse to seal what belongs to no track.

    Raises:
        VeilproofError: the plan covers all but an area.
    """
    for track in plan.tracks():
        if track.all_but and track.decision is Decision.COVER:
            raise VeilproofError(
                f"{plan.path}: track {track.id} covers all but an area, and what lies outside belongs to no track,"
                " so it cannot be sealed; release without --seal"
            )


def covered_tracks(plan: Plan) -> Iterator[int]:
    """The numbers of the tracks that the log of a plan will have as covered."""
    return (track.id for track in plan.tracks() if track.decision is Decision.COVER)


def logged_sounds(plan: Plan, delivery: Delivery) -> range:
    """The numbers of the spans of sound that the log of a plan will have."""
    if not plan.facts.get("sound_end"):
        return range(0)
    sound = plan.sound_timeline(TREATMENTS[delivery.audio])
    return range(1, 1 + len(sound.spans) + (sound.rest is not Treatment.KEEP))


def _logged_tracks(plan: Plan, times: Sequence[float], vocabulary: Vocabulary) -> Iterator[LoggedTrack]:
    given = plan.reasons()
    decided = {track: (by, at) for at, track, by in plan.deciders()}
    for track in plan.tracks():
        is_drawn, kept = track.origin is Origin.DRAWN, track.decision is Decision.KEEP
        kind = Kind.AREA if is_drawn else track.kind
        default = kind.value if not kept else "keep" if kind in _PEOPLE else "keep_thing"
        by, at = decided.get(track.id, ("", ""))
        why = Why(*_parts(vocabulary.default(default)), track.reason, "", "")
        if reason := given.get((Subject.TRACK, track.id)):
            why = Why(*_parts(reason.reason), track.reason, reason.by, reason.at)
        boxes = b"" if kept else plan.boxes_of(track.id).astype("<f4").tobytes()
        turned = plan.angles_of(track.id).astype("<f4")
        angles = turned.tobytes() if turned.any() and not kept else b""
        span = track.first, track.last, times[track.first], times[track.last]
        yield LoggedTrack(track.id, kind, is_drawn, track.decision, *span, why, boxes, angles, by, at, track.all_but)


def _logged_sound(plan: Plan, done: RenderResult, vocabulary: Vocabulary) -> Iterator[LoggedSound]:
    start = plan.pts()[0] * plan.time_base
    default = Why(*_parts(vocabulary.default("sound")), "", "", "")
    number = 0
    if done.sound.rest is not Treatment.KEEP:
        number += 1
        yield LoggedSound(number, done.sound.rest, None, None, default)
    stretches, given = plan.stretches(), plan.reasons()
    for span in done.sound.spans:
        number += 1
        begin, end = span.start - start, span.end - start
        stretch = next((each for each in reversed(stretches) if each.start <= begin < each.end), None)
        reason = given.get((Subject.STRETCH, stretch.id)) if stretch else None
        why = _why_of_stretch(default, stretch)
        if reason is not None:
            why = Why(*_parts(reason.reason), why.note, reason.by, reason.at)
        decided = (stretch.by, stretch.at) if stretch else ("", "")
        yield LoggedSound(number, span.treatment, float(begin), float(end), why, *decided)


def _why_of_stretch(default: Why, stretch: Stretch | None) -> Why:
    if stretch is None:
        return default
    return replace(default, note=stretch.reason)


def _logged_content(plan: Plan, done: RenderResult, vocabulary: Vocabulary) -> Iterator[LoggedContent]:
    why = Why(*_parts(vocabulary.default("metadata")), "", "", "")
    if reason := plan.reasons().get((Subject.METADATA, 0)):
        why = Why(*_parts(reason.reason), "", reason.by, reason.at)
    # What it was is said, never what it held. The names of tags and codecs in brackets can tell the make of a camera.
    yield from (
        LoggedContent(what, why) for what in dict.fromkeys(_IN_BRACKETS.sub("", str(each)) for each in done.left_out)
    )


def _logged_incident(incident: Incident, times: Sequence[float]) -> LoggedIncident:
    fields = incident.what, incident.place, incident.local_time, incident.known, incident.by, incident.at
    return LoggedIncident(times[incident.first], times[incident.last], *fields)


def _parts(reason: Reason) -> tuple[str, str, str]:
    return reason.code, reason.text, reason.basis
