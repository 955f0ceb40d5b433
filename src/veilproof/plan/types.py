"""The types of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, empty_boxes
from veilproof.kind import Kind

Span = tuple[int, int]
"""The first and the last of some frames, both included."""


class Decision(StrEnum):
    """Whether a track is covered or stays visible."""

    COVER = "cover"
    KEEP = "keep"


class Origin(StrEnum):
    """The source of a track: detected by a scan, or drawn by a person."""

    DETECTED = "detected"
    DRAWN = "drawn"


class Moves(StrEnum):
    """How an area that a person drew goes through the film."""

    FIXED = "fixed"
    """It stays where it is in the picture."""
    SCENE = "scene"
    """It moves with the camera."""
    FOLLOWED = "followed"
    """It moves with what it shows."""


@dataclass(frozen=True, slots=True)
class Area:
    """What is special about an area that a person drew.

    Attributes:
        moves: how it goes through the film.
        all_but: whether everything outside of it is covered, instead of what is inside. Several of them in one frame
            leave visible what is in any of them; every other cover still covers.
    """

    moves: Moves = Moves.FIXED
    all_but: bool = False


class SoundDecision(StrEnum):
    """What happens to a stretch of sound; `DEFAULT` takes back what was decided before."""

    KEEP = "keep"
    SILENCE = "silence"
    BLEEP = "bleep"
    DISGUISE = "disguise"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a person decided about a span of sound.

    Attributes:
        id: its number.
        start: seconds since the first frame.
        end: the same; not part of it.
        decision: what happens to it.
        reason: why; may be empty.
        by: initials of the person; may be empty.
        at: when, in UTC, ISO 8601.
    """

    id: int
    start: Fraction
    end: Fraction
    decision: SoundDecision
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class PlannedTrack:
    """One track of a plan.

    Attributes:
        id: its number.
        origin: its source.
        first: number of its first frame.
        last: number of its last frame.
        confidence: the probability that it is of its kind, 0 to 1; 1 for a drawn track.
        observations: the number of frames in which a detector detected it.
        size: the longest side of its largest box, in pixels.
        decision: whether it is covered.
        reason: why that was decided; empty if nobody gave a reason.
        changed: the revision of the plan in which a person last changed it; 0 if nobody has.
        kind: what it shows.
        area: of an area that a person drew, what is special about it; None for others, and if nobody has said.
        asked: the first and the last frame for which a person asked for it, if it moves by itself; None if nobody has
            said.
    """

    id: int
    origin: Origin
    first: int
    last: int
    confidence: float
    observations: int
    size: float
    decision: Decision
    reason: str = ""
    changed: int = 0
    kind: Kind = Kind.FACE
    area: Area | None = None
    asked: Span | None = None

    @property
    def all_but(self) -> bool:
        """Whether everything outside of it is covered, instead of what is inside."""
        return self.area is not None and self.area.all_but

    @property
    def not_reached(self) -> tuple[Span, ...]:
        """The frames for which it was asked, and in which it is not: it was lost before."""
        return _not_reached(self.first, self.last, self.asked)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What a scan found too unlikely a face to cover.

    Attributes:
        id: its number.
        first: number of its first frame.
        boxes: float32 [n, 4], one a frame, in pixels of the upright picture.
        confidence: the probability that it is a face, 0 to 1.
        observations: the number of frames in which a detector detected it.
        reviewed: whether a person has looked at it, or covered it.
    """

    id: int
    first: int
    boxes: Boxes
    confidence: float
    observations: int
    reviewed: bool = False

    @property
    def last(self) -> int:
        """Number of its last frame."""
        return self.first + len(self.boxes) - 1


class Stratum(StrEnum):
    """Frames of like risk, among which a check by sample draws."""

    LISTED = "listed"
    """With a place at which a face may be bare."""
    COVERED = "covered"
    """With covers, and without such a place."""
    EMPTY = "empty"
    """With neither."""


Strata = dict[Stratum, NDArray[np.bool_]]
"""By stratum, bool [n]: whether each frame is in it. Every frame is in one."""


@dataclass(frozen=True, slots=True, eq=False)
class Sampling:
    """A check by sample that has begun.

    Attributes:
        edit: the number of the edit with which it began; answers before it do not count.
        files: from which frames are drawn together: a digest of all originals.
        strata: fixed when it began.
    """

    edit: int
    files: str
    strata: Strata


@dataclass(frozen=True, slots=True)
class Sampled:
    """The answer of a person about a frame that was drawn in a check by sample.

    Attributes:
        edit: the number of the edit with which it was given.
        frame: number of the frame.
        bare: whether a face was bare in it.
        at: when, in UTC, ISO 8601.
        by: initials; may be empty.
    """

    edit: int
    frame: int
    bare: bool
    at: str
    by: str


_COVERED_AS = {Kind.FACE: "faces", Kind.HEAD: "heads", Kind.TEXT: "lines", Kind.PLATE: "lines", Kind.AREA: "drawn"}
"""Which of the parts of a `Cover` a detected track of each kind is in."""


def _no_angles() -> NDArray[np.float32]:
    return np.empty(0, np.float32)


@dataclass(frozen=True, slots=True)
class Cover:
    """The boxes to cover in one frame.

    Attributes:
        frame: its number.
        faces: float32 [n, 4], pixels; detected faces, to which the renderer adds a margin.
        drawn: float32 [n, 4], pixels; drawn by a person and covered as they are, turned about their centres.
        heads: float32 [n, 4], pixels; detected heads, with a margin of their own.
        lines: float32 [n, 4], pixels; detected text and plates, before they are turned about their centres; likewise.
        angles: float32 [n], degrees by which each of the lines is turned clockwise.
        drawn_angles: float32 [n], the same of `drawn`; empty if none is turned.
        spotlights: float32 [n, 4], pixels, before they are turned; if there are any, everything outside of them is
            covered.
        spotlight_angles: float32 [n], degrees by which each of them is turned clockwise.
    """

    frame: int
    faces: Boxes
    drawn: Boxes
    heads: Boxes = field(default_factory=empty_boxes)
    lines: Boxes = field(default_factory=empty_boxes)
    angles: NDArray[np.float32] = field(default_factory=_no_angles)
    drawn_angles: NDArray[np.float32] = field(default_factory=_no_angles)
    spotlights: Boxes = field(default_factory=empty_boxes)
    spotlight_angles: NDArray[np.float32] = field(default_factory=_no_angles)

    @property
    def count(self) -> int:
        """How many covers these are; all that is outside of spotlights is one."""
        return sum(map(len, (self.faces, self.drawn, self.heads, self.lines))) + bool(len(self.spotlights))


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPath:
    """The way of an area through the film.

    Attributes:
        first: its first frame.
        boxes: float32 [n, 4], one for each frame from there on, in pixels of the upright picture.
        drawn_at: the frame in which a person drew the box, which becomes a keyframe; None if there is none.
        area: what is special about it.
        angles: float32 [n], degrees by which each box is turned clockwise about its centre; None if none is.
        asked: the first and the last frame for which a person asked for it; None if nobody has said.
    """

    first: int
    boxes: Boxes
    drawn_at: int | None = None
    area: Area = field(default_factory=Area)
    angles: NDArray[np.float32] | None = None
    asked: Span | None = None

    @property
    def last(self) -> int:
        """Its last frame."""
        return self.first + len(self.boxes) - 1

    @property
    def not_reached(self) -> tuple[Span, ...]:
        """The frames for which it was asked, and in which it is not: it was lost before."""
        return _not_reached(self.first, self.last, self.asked)


def _not_reached(first: int, last: int, asked: Span | None) -> tuple[Span, ...]:
    if asked is None:
        return ()
    return tuple((one, other) for one, other in ((asked[0], first - 1), (last + 1, asked[1])) if one <= other)


CoveredRegion = tuple[bool, bool, Kind, float, float, float, float, float]
"""Whether everything outside of it is covered, whether it is drawn, its kind, angle, x1, y1, x2 and y2."""


def cover_of(frame: int, regions: Iterable[CoveredRegion]) -> Cover:
    """The covers of a frame from the regions that are covered there."""
    of: dict[str, list[tuple[float, ...]]] = {}
    for all_but, is_drawn, kind, *rest in regions:
        part = "spotlights" if all_but else "drawn" if is_drawn else _COVERED_AS[kind]
        of.setdefault(part, []).append(tuple(rest))
    faces, drawn, heads, lines, spotlights = (
        np.array(of.get(name, ()), np.float32).reshape(-1, 5)
        for name in ("faces", "drawn", "heads", "lines", "spotlights")
    )
    return Cover(
        frame,
        faces[:, 1:],
        drawn[:, 1:],
        heads[:, 1:],
        lines[:, 1:],
        lines[:, 0],
        drawn[:, 0] if drawn[:, 0].any() else _no_angles(),
        spotlights[:, 1:],
        spotlights[:, 0],
    )


@dataclass(frozen=True, slots=True)
class Editor:
    """The person who edits a plan.

    Attributes:
        initials: may be empty.
        revision: the newest revision of the plan that this person has seen; a track changed after it cannot be edited
            (`StaleError`). None skips that check.
    """

    initials: str = ""
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit.

    Attributes:
        id: its number.
        at: when, in UTC, ISO 8601.
        by: initials; may be empty.
        action: what was done, in one or two words.
        reason: why; may be empty.
    """

    id: int
    at: str
    by: str
    action: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How much of a plan people have reviewed.

    Attributes:
        tracks: the number of tracks.
        tracks_reviewed: the number of tracks that were marked as reviewed or have every frame reviewed.
        frames: the number of frames.
        frames_reviewed: the number of reviewed frames.
        by: the initials of the reviewers, each once; empty if nobody gave any.
        last: when the last review took place (UTC, ISO 8601); None if nothing was reviewed.
    """

    tracks: int
    tracks_reviewed: int
    frames: int
    frames_reviewed: int
    by: tuple[str, ...]
    last: str | None

    @property
    def complete(self) -> bool:
        """Whether every track and every frame was reviewed; False for a plan without frames."""
        return self.tracks_reviewed == self.tracks and self.frames_reviewed == self.frames and self.frames > 0

    @property
    def sentence(self) -> str:
        """A summary in one line, for people."""
        if self.last is None:
            return "reviewed: nothing yet"
        share = 100 if self.complete else min(99, 100 * self.frames_reviewed // max(1, self.frames))
        parts = [] if self.complete else [_remaining(self.tracks - self.tracks_reviewed, self.tracks, "track")]
        if not self.complete:
            parts.append(_remaining(self.frames - self.frames_reviewed, self.frames, "frame"))
        remaining = f" (not reviewed: {', '.join(part for part in parts if part)})" if parts else ""
        names = f", by {', '.join(self.by)}" if self.by else ""
        return f"reviewed {share} %{remaining}{names}, last {self.last[:16].replace('T', ' ')} UTC"


def _remaining(count: int, total: int, noun: str) -> str:
    return f"{count} of {total} {noun}{'' if total == 1 else 's'}" if count else ""
