"""The log of a release: what was covered, kept, changed and left out, from when to when, why, and who said so.

It is enough to draw every cover again on the original, and holds nothing that the covers hide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import msgspec
import numpy as np
from numpy.typing import NDArray

from veilproof.kind import Kind
from veilproof.plan import Cover, CoveredRegion, Decision, cover_of
from veilproof.render.covers import Method, Shape, Style
from veilproof.sound.timeline import Span, Timeline, Treatment, timeline

FORMAT = "veilproof redactions 2"
"""Name and version of the schema of `redactions.json`; the version rises when a field changes its meaning."""


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
        kind: what it is.
        drawn: whether a person drew it: it is covered just as its boxes are, without a margin.
        decision: `cover` or `keep`.
        first_frame: number of its first frame; `last_frame` likewise, both included.
        from_seconds: time of its first frame since that of the film; `to_seconds` likewise.
        why: the reason.
        boxes: float32, little-endian, four a frame: x1 y1 x2 y2 in pixels of the upright picture; empty if kept.
        angles: float32, little-endian, one a frame: degrees by which each box is turned clockwise about its centre;
            empty if none is.
        decided_by: initials of who decided, whoever gave the reason; empty if nobody did. `decided_at` is when.
        all_but: of an area, whether everything outside of it is covered, instead of what is inside. Several of them in
            one frame leave visible what is in any of them.
    """

    track: int
    kind: Kind
    drawn: bool
    decision: Decision
    first_frame: int
    last_frame: int
    from_seconds: float
    to_seconds: float
    why: Why
    boxes: bytes
    angles: bytes = b""
    decided_by: str = ""
    decided_at: str = ""
    all_but: bool = False

    @property
    def what(self) -> str:
        """What is covered or kept, in words for people."""
        return f"all but an {self.kind}" if self.all_but else str(self.kind)

    def region(self, frame: int) -> tuple[float, float, float, float]:
        """The box in one of its frames."""
        x1, y1, x2, y2 = np.frombuffer(self.boxes, "<f4", 4, 16 * (frame - self.first_frame)).tolist()
        return x1, y1, x2, y2

    def angle(self, frame: int) -> float:
        """The angle in one of its frames."""
        return float(np.frombuffer(self.angles, "<f4", 1, 4 * (frame - self.first_frame))[0]) if self.angles else 0.0

    @property
    def regions(self) -> NDArray[np.float32]:
        """float32 [n, 4]: the boxes, before they are turned."""
        return np.frombuffer(self.boxes, "<f4").reshape(-1, 4).astype(np.float32)

    @property
    def region_angles(self) -> NDArray[np.float32]:
        """float32 [n]: the angles, one a box."""
        return np.frombuffer(self.angles or bytes(len(self.boxes) // 4), "<f4").astype(np.float32)


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
        method: how faces and heads are covered; `shape` and, of faces, `scale` likewise
            (`veilproof.render.covers.Style`). Text and plates are black boxes.
        head_scale: size of the covers of heads relative to their boxes.
        line_margin: how far the covers of text and plates reach beyond their boxes, in heights of the line.
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
    head_scale: float
    line_margin: float
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
        there: dict[int, list[CoveredRegion]] = {}
        for track in self.tracks:
            if track.decision is Decision.COVER and track.track not in left_out:
                rows = zip(track.region_angles.tolist(), *track.regions.T.tolist(), strict=True)
                for frame, (angle, *box) in enumerate(rows, track.first_frame):
                    x1, y1, x2, y2 = box
                    there.setdefault(frame, []).append((track.all_but, track.drawn, track.kind, angle, x1, y1, x2, y2))
        for frame in sorted(there):
            yield cover_of(frame, there[frame])

    def sound_timeline(self, start: Fraction) -> Timeline:
        """What happened to the sound, on the clock of a file whose first frame is at `start` seconds."""
        rest = next((each.treatment for each in self.sound if each.from_seconds is None), Treatment.KEEP)
        spans = [
            Span(start + Fraction(each.from_seconds), start + Fraction(each.to_seconds), each.treatment)
            for each in self.sound
            if each.from_seconds is not None and each.to_seconds is not None
        ]
        return timeline(rest, [spans])


def encoded(log: Log) -> bytes:
    """The log as JSON, one row a line."""
    return msgspec.json.format(msgspec.json.encode(log), indent=1)


def decoded(text: bytes) -> Log:
    """The log in the output of `encoded`.

    Raises:
        msgspec.ValidationError: the text has another schema.
    """
    return msgspec.json.decode(text, type=Log)
