"""The log of a release: what was covered, kept, changed and left out, from when to when, why, and who said so.

It is enough to draw every cover again on the original, and holds nothing that the covers hide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import msgspec
import numpy as np

from veilproof.errors import VeilproofError
from veilproof.kind import Kind, words_of
from veilproof.plan import Cover, Decision, Incident, Origin, Plan, PlannedTrack, Reason, Stretch, Subject
from veilproof.release.vocabulary import Vocabulary
from veilproof.render.apply import TREATMENTS, Delivery, RenderResult
from veilproof.render.covers import Method, Shape, Style
from veilproof.sound.timeline import Span, Timeline, Treatment

FORMAT = "veilproof redactions 1"
"""Name and version of the schema of `redactions.json`; the version rises when a field changes its meaning."""


_IN_BRACKETS = re.compile(r" \(.*\)")


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of one row, in the form of the log; `by` and `at` are empty for a default of the office."""

    code: str
    text: str
    basis: str
    note: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class LoggedTrack:
    """One thing through a shot: covered or kept.

    Attributes:
        track: its number in the plan and in this film only.
        kind: what it is; a face, or an area that a person drew.
        drawn: whether it is covered just as its boxes are, without a margin.
        decision: `cover` or `keep`.
        first_frame: number of its first frame; `last_frame` likewise, both included.
        from_seconds: time of its first frame since that of the film; `to_seconds` likewise.
        why: the reason.
        boxes: float32, little-endian, four a frame: x1 y1 x2 y2 in pixels of the upright picture; empty if kept.
        decided_by: initials of who decided, whoever gave the reason; empty if nobody did. `decided_at` is when.
    """

    track: int
    kind: str
    drawn: bool
    decision: Decision
    first_frame: int
    last_frame: int
    from_seconds: float
    to_seconds: float
    why: Why
    boxes: bytes
    decided_by: str = ""
    decided_at: str = ""

    def region(self, frame: int) -> tuple[float, float, float, float]:
        """The box in one of its frames."""
        x1, y1, x2, y2 = np.frombuffer(self.boxes, "<f4", 4, 16 * (frame - self.first_frame)).tolist()
        return x1, y1, x2, y2


@dataclass(frozen=True, slots=True)
class LoggedSound:
    """A span of sound that is not as the original has it; seconds since the first frame, null for what has no end."""

    number: int
    treatment: Treatment
    from_seconds: float | None
    to_seconds: float | None
    why: Why
    decided_by: str = ""
    decided_at: str = ""


@dataclass(frozen=True, slots=True)
class LoggedContent:
    """What else the original holds and the output does not."""

    what: str
    why: Why


@dataclass(frozen=True, slots=True)
class LoggedIncident:
    """What happens in a stretch of film, as a person described it; see `veilproof.plan.Incident`."""

    from_seconds: float
    to_seconds: float
    what: str
    place: str
    local_time: str
    known: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Log:
    """Everything that was changed.

    Attributes:
        format: name and version of this schema.
        draft: whether the release is a draft.
        kind: `photo` or `video`.
        width: of the upright picture, in pixels; likewise `height`.
        frames: number of frames.
        method: how things are covered; `shape` and `scale` likewise (`veilproof.render.covers.Style`).
        tracks: what was covered or kept.
        sound: what was changed of the sound.
        left_out: what else the output does not have.
        incidents: what happens in the film.
    """

    format: str
    draft: bool
    kind: str
    width: int
    height: int
    frames: int
    method: Method
    shape: Shape
    scale: float
    tracks: tuple[LoggedTrack, ...]
    sound: tuple[LoggedSound, ...]
    left_out: tuple[LoggedContent, ...]
    incidents: tuple[LoggedIncident, ...]

    @property
    def style(self) -> Style:
        """The appearance of its covers."""
        return Style(self.method, self.shape, self.scale)

    def covers(self, without: Iterable[int] = ()) -> Iterator[Cover]:
        """The covers of each frame, in order; frames without any are omitted.

        Args:
            without: numbers of tracks to leave out.
        """
        left_out = set(without)
        faces: dict[int, list[tuple[float, ...]]] = {}
        drawn: dict[int, list[tuple[float, ...]]] = {}
        for track in self.tracks:
            if track.decision is Decision.COVER and track.track not in left_out:
                boxes = np.frombuffer(track.boxes, "<f4").reshape(-1, 4)
                for frame, box in enumerate(boxes.tolist(), track.first_frame):
                    (drawn if track.drawn else faces).setdefault(frame, []).append(tuple(box))
        for frame in sorted(faces.keys() | drawn.keys()):
            yield Cover(frame, *(_boxes(part.get(frame, [])) for part in (faces, drawn)))

    def sound_timeline(self, start: Fraction) -> Timeline:
        """What happened to the sound, on the clock of a file whose first frame is at `start` seconds."""
        rest = next((each.treatment for each in self.sound if each.from_seconds is None), Treatment.KEEP)
        spans = [
            Span(start + Fraction(each.from_seconds), start + Fraction(each.to_seconds), each.treatment)
            for each in self.sound
            if each.from_seconds is not None and each.to_seconds is not None
        ]
        return Timeline(rest, tuple(spans))


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
        tracks=tuple(_logged_tracks(plan, times, vocabulary)),
        sound=tuple(_logged_sound(plan, done, vocabulary)) if facts.get("sound_end") else (),
        left_out=tuple(_logged_content(plan, done, vocabulary)),
        incidents=tuple(_logged_incident(each, times) for each in plan.incidents()),
    )


def with_content(log: Log, what: str, vocabulary: Vocabulary) -> Log:
    """The log with something else that the output does not have."""
    why = Why(*_parts(vocabulary.default("metadata")), "", "", "")
    return replace(log, left_out=(*log.left_out, LoggedContent(what, why)))


def encoded(log: Log) -> bytes:
    """The log as JSON, one row a line."""
    return msgspec.json.format(msgspec.json.encode(log), indent=1)


def decoded(text: bytes) -> Log:
    """The log in the output of `encoded`.

    Raises:
        msgspec.ValidationError: the text has another schema.
    """
    return msgspec.json.decode(text, type=Log)


_LOGGED = (Kind.FACE, Kind.AREA)
"""Kinds that a log can describe."""


def check_kinds(plan: Plan) -> None:
    """Refuse a plan that covers what a log cannot describe yet: turned boxes, and margins other than that of faces.

    Raises:
        VeilproofError: the plan covers heads, text or plates.
    """
    kinds = {track.kind for track in plan.tracks() if track.decision is Decision.COVER} - set(_LOGGED)
    if kinds:
        raise VeilproofError(
            f"{plan.path}: covers {words_of(kinds)}, which a release cannot log and verify yet; hand over the file of"
            " `veilproof redact`, or release with faces alone"
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


def kind_of(track: PlannedTrack) -> str:
    """What a track is; the word has a default reason in every vocabulary."""
    return "area" if track.origin is Origin.DRAWN else "face"


def _logged_tracks(plan: Plan, times: Sequence[float], vocabulary: Vocabulary) -> Iterator[LoggedTrack]:
    given = plan.reasons()
    decided = {track: (by, at) for at, track, by in plan.deciders()}
    # What else is kept is as in the original, and no decision about a person.
    for track in (track for track in plan.tracks() if track.kind in _LOGGED):
        kept, kind = track.decision is Decision.KEEP, kind_of(track)
        by, at = decided.get(track.id, ("", ""))
        why = Why(*_parts(vocabulary.default("keep" if kept else kind)), track.reason, "", "")
        if reason := given.get((Subject.TRACK, track.id)):
            why = Why(*_parts(reason.reason), track.reason, reason.by, reason.at)
        boxes = b"" if kept else plan.boxes_of(track.id).astype("<f4").tobytes()
        span = track.first, track.last, times[track.first], times[track.last]
        yield LoggedTrack(track.id, kind, track.origin is Origin.DRAWN, track.decision, *span, why, boxes, by, at)


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
        LoggedContent(what, why) for what in dict.fromkeys(_IN_BRACKETS.sub("", each) for each in done.left_out)
    )


def _logged_incident(incident: Incident, times: Sequence[float]) -> LoggedIncident:
    fields = incident.what, incident.place, incident.local_time, incident.known, incident.by, incident.at
    return LoggedIncident(times[incident.first], times[incident.last], *fields)


def _parts(reason: Reason) -> tuple[str, str, str]:
    return reason.code, reason.text, reason.basis


def _boxes(rows: list[tuple[float, ...]]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.array(rows, np.float32).reshape(-1, 4)
