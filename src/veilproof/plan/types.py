"""What a plan is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from veilproof.geometry import Boxes


class Decision(StrEnum):
    """What happens to a track."""

    COVER = "cover"
    KEEP = "keep"


class Origin(StrEnum):
    """Where a track comes from: detected by a scan, or drawn by a person."""

    DETECTED = "detected"
    DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class PlannedTrack:
    """One track as the plan knows it.

    Attributes:
        id: its number.
        origin: where it comes from.
        first: number of its first frame.
        last: number of its last frame.
        confidence: the probability that it is a face; 1 for what a person drew.
        observations: in how many frames a detector found it.
        size: the largest side it ever has, in pixels.
        decision: what happens to it.
        reason: why, where somebody said.
        changed: the revision of the plan in which a person changed it last; 0 if nobody did.
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


@dataclass(frozen=True, slots=True)
class Cover:
    """What is covered in one frame: boxes of faces (they get a margin), and boxes a person drew (they do not)."""

    frame: int
    faces: Boxes
    drawn: Boxes


@dataclass(frozen=True, slots=True)
class By:
    """Who changes a plan.

    Attributes:
        initials: as they were given; may be empty.
        revision: the newest revision of the plan that this person has seen: what was changed after it is not changed
            again unseen. None for whoever takes the plan as it is.
    """

    initials: str = ""
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing a person did: `what` it was in one word, when (UTC), by whom (initials, or empty), and why."""

    id: int
    at: str
    by: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a person has looked at.

    Attributes:
        tracks: how many tracks there are.
        tracks_reviewed: how many of them a person has looked at: marked one by one, or all of its frames were.
        frames: how many frames there are.
        frames_reviewed: how many of them a person has looked at.
        by: the initials that were given, each once; none if nobody gave any.
        last: when something was looked at last (UTC); None if nothing was.
    """

    tracks: int
    tracks_reviewed: int
    frames: int
    frames_reviewed: int
    by: tuple[str, ...]
    last: str | None

    @property
    def complete(self) -> bool:
        """Whether a person has looked at all there is."""
        return self.tracks_reviewed == self.tracks and self.frames_reviewed == self.frames and self.frames > 0

    @property
    def sentence(self) -> str:
        """The same in one line, for people."""
        if self.last is None:
            return "reviewed: nothing yet"
        share = 100 if self.complete else min(99, 100 * self.frames_reviewed // max(1, self.frames))
        parts = [] if self.complete else [_missing(self.tracks - self.tracks_reviewed, self.tracks, "track")]
        if not self.complete:
            parts.append(_missing(self.frames - self.frames_reviewed, self.frames, "frame"))
        missing = f" (not looked at: {', '.join(part for part in parts if part)})" if parts else ""
        names = f", by {', '.join(self.by)}" if self.by else ""
        return f"reviewed {share} %{missing}{names}, last {self.last[:16].replace('T', ' ')} UTC"


def _missing(count: int, total: int, what: str) -> str:
    return f"{count} of {total} {what}{'' if total == 1 else 's'}" if count else ""
