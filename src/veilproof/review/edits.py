"""The requests of the page: edits and rendering, checked as they are decoded from JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

import msgspec
import numpy as np

from veilproof.language.message import LocalisedError
from veilproof.plan import Decision, Moves, Plan, SoundDecision
from veilproof.plan.check import MARGIN, MAX_MICROSECONDS
from veilproof.plan.edit_areas import Box
from veilproof.plan.schema import MICROSECONDS
from veilproof.render.covers import Method, Shape, Style

_Number = Annotated[int, msgspec.Meta(ge=0, le=2**31)]
_Tracks = Annotated[list[_Number], msgspec.Meta(max_length=5000)]
_Reason = Annotated[str, msgspec.Meta(max_length=500)]
_Time = Annotated[int, msgspec.Meta(ge=-MAX_MICROSECONDS, le=MAX_MICROSECONDS)]
"""Microseconds since the first frame."""
_Audio = Literal["mute", "keep", "disguise"]
_Scale = Annotated[float, msgspec.Meta(ge=1, le=4)]


class Decide(msgspec.Struct, tag="decide", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Cover or keep tracks."""

    tracks: _Tracks
    decision: Decision
    reason: _Reason = ""


class GiveReason(msgspec.Struct, tag="give_reason", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Give tracks the reason with a code of the office's list."""

    tracks: _Tracks
    code: Annotated[str, msgspec.Meta(max_length=100)]


class Describe(msgspec.Struct, tag="describe", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Write what happens from frame `first` to `last`, both included."""

    first: _Number
    last: _Number
    what: _Reason


class KeepOnly(msgspec.Struct, tag="keep_only", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Keep these tracks and cover all others."""

    tracks: _Tracks
    reason: _Reason = ""


class CoverSuspicion(msgspec.Struct, tag="cover_suspicion", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Cover what the scan found too unlikely a face."""

    suspicion: _Number
    reason: _Reason = ""


class Dismiss(msgspec.Struct, tag="dismiss", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Mark a suspicion as reviewed: nothing there has to be covered."""

    suspicion: _Number


class Draw(msgspec.Struct, tag="draw", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Cover a box drawn in frame `frame`: from `first` to `last`, or, without them, as far as it can be followed.

    Of *all but*, everything outside of it is covered, without a span in the whole film.
    """

    frame: _Number
    box: Box
    first: _Number | None = None
    last: _Number | None = None
    moves: Moves | None = None
    all_but: bool = False
    reason: _Reason = ""
    sampled: bool = False
    """Whether `frame` was drawn in a check by sample: what the box covers counts as found."""


class Follow(msgspec.Struct, tag="follow", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Follow the box of a track again, both ways from frame `frame`."""

    track: _Number
    frame: _Number


class SetArea(msgspec.Struct, tag="set_area", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Let the box of a drawn track go through the film in another way, from where it is in frame `frame`."""

    track: _Number
    frame: _Number
    moves: Moves
    all_but: bool


class Move(msgspec.Struct, tag="move", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Set the box of a track in one frame, which makes that frame a keyframe of the track."""

    track: _Number
    frame: _Number
    box: Box


class SetEnds(msgspec.Struct, tag="set_ends", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Change the first or last frame of a track, or both; a longer track is followed into the added frames.

    An end that is not given stays as it is when the change is made, whatever the page knew of it. With `still`, a box
    that is lost stays where it was last seen: whoever asks for that has read that it is lost.
    """

    track: _Number
    first: _Number | None = None
    last: _Number | None = None
    still: bool = False


class Split(msgspec.Struct, tag="split", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """End a track before a frame; a new track begins with that frame."""

    track: _Number
    frame: _Number


class Join(msgspec.Struct, tag="join", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Merge two tracks into one."""

    track: _Number
    other: _Number


class MarkReviewed(msgspec.Struct, tag="mark_reviewed", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Mark tracks, and frames as inclusive ranges (first, last), as reviewed."""

    tracks: _Tracks = []
    frames: Annotated[list[tuple[_Number, _Number]], msgspec.Meta(max_length=5000)] = []


class RecordSample(msgspec.Struct, tag="record_sample", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Nothing is bare in the frame that was drawn in a check by sample."""

    frame: _Number


class DecideSound(msgspec.Struct, tag="decide_sound", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Decide what happens to the sound from `start` to `end`, which is not part of it."""

    start: _Time
    end: _Time
    decision: SoundDecision
    reason: _Reason = ""


class MoveSound(msgspec.Struct, tag="move_sound", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Give the decided stretch from `start` to `end` another begin and end."""

    start: _Time
    end: _Time
    new_start: _Time
    new_end: _Time


class Undo(msgspec.Struct, tag="undo", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Undo the last edit."""


class Redo(msgspec.Struct, tag="redo", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Redo the edit that was undone last."""


Change = (
    Decide
    | GiveReason
    | Describe
    | KeepOnly
    | CoverSuspicion
    | Dismiss
    | Draw
    | Follow
    | SetArea
    | Move
    | SetEnds
    | Split
    | Join
    | MarkReviewed
    | RecordSample
    | DecideSound
    | MoveSound
    | Undo
    | Redo
)


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A change, the initials of who makes it, and the plan revision that was on their screen."""

    change: Change
    revision: _Number
    by: Annotated[str, msgspec.Meta(max_length=12)] = ""


def seconds(microseconds: int) -> Fraction:
    """A time of a request, in seconds since the first frame."""
    return Fraction(microseconds, MICROSECONDS)


def checked_box(box: Box, width: int, height: int) -> Box:
    """A box from a request as the plan stores it, in 32 bits a number.

    Args:
        box: the box.
        width: of the picture, in pixels.
        height: of the picture, in pixels.

    Raises:
        VeilproofError: it is inside out, or reaches further beyond the picture than one picture; or is not finite.
    """
    with np.errstate(over="ignore"):
        x1, y1, x2, y2 = np.array(box, np.float32).tolist()
    # Comparisons with nan are false.
    if not (-MARGIN * width <= x1 < x2 <= (1 + MARGIN) * width):
        raise LocalisedError("error-box")
    if not (-MARGIN * height <= y1 < y2 <= (1 + MARGIN) * height):
        raise LocalisedError("error-box")
    return x1, y1, x2, y2


def check_reason(plan: Plan, tracks: list[int], decision: Decision, reason: str) -> None:
    """Check that a reason is given where several tracks, or all that is outside of one, become visible at once.

    Raises:
        VeilproofError: there is none.
    """
    if decision is not Decision.KEEP or reason.strip():
        return
    if len(set(tracks)) > 1:
        raise LocalisedError("error-several-visible", n=len(set(tracks)))
    if any(each.all_but for each in plan.tracks() if each.id in tracks):
        raise LocalisedError("error-outside-visible", track=str(tracks[0]))


class PictureRequest(msgspec.Struct, frozen=True):
    """The query of a picture. Without a method it is shown as it is in the original."""

    width: _Number | None = None
    method: Literal["solid", "mosaic", "blur"] | None = None
    shape: Literal["ellipse", "box"] = "ellipse"
    scale: _Scale = 1.5

    def style(self) -> Style | None:
        """How it is covered; None shows the original."""
        return None if self.method is None else Style(Method(self.method), Shape(self.shape), self.scale)


class SoundRequest(msgspec.Struct, frozen=True):
    """The query of a piece of sound. Without `audio` it is heard as it is in the original, else as it will be."""

    start: _Time
    end: _Time
    audio: _Audio | None = None


class RenderRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to render. The page cannot choose the output path."""

    method: Literal["solid", "mosaic", "blur"] = "solid"
    shape: Literal["ellipse", "box"] = "ellipse"
    scale: _Scale = 1.5
    audio: _Audio = "mute"
    subtitles: Literal["drop", "keep"] = "drop"
    replace: bool = False


class SpreadRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Put an area that was drawn in one file on all others."""

    track: _Number
    reason: _Reason = ""
    by: Annotated[str, msgspec.Meta(max_length=12)] = ""


class AnswerRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answer to a finding of the audit: nothing there must be covered. Without a reason one is withdrawn."""

    finding: _Number
    reason: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    by: Annotated[str, msgspec.Meta(max_length=12)] = ""
