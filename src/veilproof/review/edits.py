"""What the page may ask to change, as it comes over the wire."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from veilproof.plan import Decision
from veilproof.plan.edit import Box

_Number = Annotated[int, msgspec.Meta(ge=0, le=2**31)]
_Tracks = Annotated[list[_Number], msgspec.Meta(max_length=5000)]
_Reason = Annotated[str, msgspec.Meta(max_length=500)]


class Decide(msgspec.Struct, tag="decide", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Cover or keep tracks."""

    tracks: _Tracks
    decision: Decision
    reason: _Reason = ""


class KeepOnly(msgspec.Struct, tag="keep only", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Cover all but these tracks."""

    tracks: _Tracks
    reason: _Reason = ""


class Draw(msgspec.Struct, tag="draw", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Cover a box in frame `frame`: from `first` to `last`, or, if they are not given, as far as it can be followed."""

    frame: _Number
    box: Box
    first: _Number | None = None
    last: _Number | None = None
    reason: _Reason = ""


class Follow(msgspec.Struct, tag="follow", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Follow the box of a track anew, both ways from frame `frame`."""

    track: _Number
    frame: _Number


class Move(msgspec.Struct, tag="move", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Put the box of a track in one frame."""

    track: _Number
    frame: _Number
    box: Box


class Ends(msgspec.Struct, tag="ends", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Let a track begin and end elsewhere; where that is outside what it was, it is followed there."""

    track: _Number
    first: _Number
    last: _Number


class Split(msgspec.Struct, tag="split", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """End a track before a frame; a new one begins with it."""

    track: _Number
    frame: _Number


class Join(msgspec.Struct, tag="join", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Make two tracks one."""

    track: _Number
    other: _Number


class MarkReviewed(msgspec.Struct, tag="mark_reviewed", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Mark tracks and frames as looked at."""

    tracks: _Tracks = []
    frames: Annotated[list[tuple[_Number, _Number]], msgspec.Meta(max_length=5000)] = []


class Turn(msgspec.Struct, tag="turn", tag_field="do", frozen=True, forbid_unknown_fields=True):
    """Undo, or redo."""

    back: bool


Change = Decide | KeepOnly | Draw | Follow | Move | Ends | Split | Join | MarkReviewed | Turn


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A change, by whom, and the revision of the plan that was on the screen."""

    change: Change
    revision: _Number
    by: Annotated[str, msgspec.Meta(max_length=12)] = ""


class RenderRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to render; where to is not for the page to say."""

    method: Literal["solid", "mosaic", "blur"] = "solid"
    shape: Literal["ellipse", "box"] = "ellipse"
    scale: Annotated[float, msgspec.Meta(ge=1, le=4)] = 1.5
    audio: Literal["mute", "keep"] = "mute"
    subtitles: Literal["drop", "keep"] = "drop"
    replace: bool = False
