"""The state of a plan as the page has it: JSON whose shapes are in page/types.js."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from veilproof.kind import Kind
from veilproof.plan import Decision, Edit, Moves, Plan, PlannedTrack, Subject
from veilproof.plan.intervals import runs
from veilproof.plan.schema import MICROSECONDS
from veilproof.plan.sound_spans import DecidedSpan, decided_spans
from veilproof.risk import Place, Risk, may_be_removed
from veilproof.risk.matched_share import matched_shares
from veilproof.scan.areas import covers_whole_picture


def plan_state(plan: Plan, tracks: Sequence[PlannedTrack], above: Mapping[int, list[int]]) -> dict[str, Any]:
    """Revision, tracks, stretches of sound, review progress, undo and redo.

    Args:
        plan: an open one.
        tracks: of it.
        above: which covers lie over the tracks that are kept.
    """
    reviewed_tracks, keys, reviewed = plan.reviewed_tracks(), plan.keyframes(), plan.reviewed()
    reasons = plan.reasons()
    return {
        "revision": plan.revision,
        "tracks": [
            {
                "id": track.id,
                "kind": track.kind.value,
                "origin": track.origin.value,
                "first": track.first,
                "last": track.last,
                "confidence": round(track.confidence, 3),
                "observations": track.observations,
                "size": round(track.size),
                "moves": track.area.moves.value if track.area else None,
                "all_but": track.all_but,
                "asked": track.asked,
                "whole": _is_whole(plan, track),
                "decision": track.decision.value,
                "reason": track.reason,
                "code": given.reason.code if (given := reasons.get((Subject.TRACK, track.id))) else "",
                "changed": track.changed,
                "reviewed": track.id in reviewed_tracks,
                "keys": keys.get(track.id, []),
                "removable": may_be_removed(track),
                "covered_by": above.get(track.id, []),
                "matched": _matched(track),
            }
            for track in tracks
        ],
        "stretches": [_stretch_state(span) for span in decided_spans(plan.stretches())],
        "reviewed_frames": runs(plan.reviewed_frames()),
        "review_again": runs(plan.frames_to_review_again()),
        "incidents": [{"first": each.first, "last": each.last, "what": each.what} for each in plan.incidents()],
        "reviewed": {**asdict(reviewed), "complete": reviewed.complete},
        "undo": _edit_name(plan.undoable()),
        "redo": _edit_name(plan.redoable()),
    }


def _matched(track: PlannedTrack) -> int | None:
    """Of 100 faces of the size of one that stays visible, how many open recognisers match; None for all else."""
    if track.decision is not Decision.KEEP or track.kind is not Kind.FACE:
        return None
    return round(100 * matched_shares().of_visible_face(track.size).share)


def _is_whole(plan: Plan, track: PlannedTrack) -> bool:
    """Whether a track is an area of the whole picture."""
    if track.area is None or track.area.moves is not Moves.FIXED:
        return False
    return covers_whole_picture(plan.boxes_of(track.id), plan.angles_of(track.id), plan.picture_size)


def microseconds(seconds: Fraction) -> int:
    """A time as the page has it."""
    return math.floor(seconds * MICROSECONDS)


def place_state(place: Place) -> dict[str, Any]:
    """A place that may be bare."""
    return {
        "kind": place.kind.value,
        "first": place.first,
        "last": place.last,
        "frame": place.frame,
        "box": [round(side, 1) for side in place.box],
        "size": round(max(place.box[2] - place.box[0], place.box[3] - place.box[1])),
        "danger": round(place.danger, 3),
        "number": place.number,
    }


def risk_state(risk: Risk) -> dict[str, Any]:
    """The expected number of bare faces."""
    return {"expected": round(risk.expected, 3), "low": risk.low, "high": risk.high, "searched": risk.has_searched}


def _stretch_state(span: DecidedSpan) -> dict[str, Any]:
    return {
        "start": microseconds(span.start),
        "end": microseconds(span.end),
        "decision": span.decision.value,
        "reason": span.reason,
    }


def _edit_name(edit: Edit | None) -> str | None:
    return edit.action if edit else None
