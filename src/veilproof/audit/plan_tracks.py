"""The tracks of the plan, so that what is kept by a decision is not reported as a leak, and what it was asked for.

The plan is not trusted for anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.findings import Reviewed
from veilproof.audit.leaks import Candidate, Leak, LeakKind
from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes, areas, hulls, paired_intersections, paired_iou
from veilproof.kind import DEFAULT_COVER, FACES, LINES, Kind, kinds_of
from veilproof.plan import Decision, Plan, PlannedTrack

_MIN_OVERLAP = 0.3
"""A candidate is on a track of the plan above this IoU: in one frame, or on average over its observations. A round
number."""
_SAME_FACE_IOU = 0.5
"""From this IoU on a covered track is on the same face, whatever kept track is there as well. Usual in detection."""

_IN_KEPT_LINE = 0.5
"""A line is kept when this share of it lies in a kept track. A round number."""


@dataclass(frozen=True, slots=True)
class PlanTrack:
    """A track of the plan: its number, its first frame, a box for each frame from that on, and whether it is kept.

    The boxes are upright ones, around those that are turned. Of *all but*, everything outside of its boxes is covered,
    and nothing inside of them.
    """

    id: int
    first: int
    boxes: Boxes
    is_kept: bool
    all_but: bool = False


@dataclass(frozen=True, slots=True)
class PlanContents:
    """What an audit takes from a plan.

    Attributes:
        people: the tracks of faces and heads, and drawn areas.
        lines: those of text and plates, and drawn areas that are covered.
        cover: the kinds that the scan was asked for.
        min_text_height: the height in pixels below which it left lines alone.
        reviewed: how much a person has reviewed; None without a plan.
    """

    people: tuple[PlanTrack, ...] = ()
    lines: tuple[PlanTrack, ...] = ()
    cover: tuple[Kind, ...] = FACES
    min_text_height: float = 0.0
    reviewed: Reviewed | None = None


def load_plan(path: Path, original: Path, sha256: str) -> PlanContents:
    """What an audit takes from a plan.

    Args:
        path: the plan.
        original: the original, named in messages.
        sha256: the SHA-256 of the original.

    Raises:
        VeilproofError: the plan cannot be read, or belongs to another file.
    """
    with Plan(path) as plan:
        if plan.facts.get("sha256") != sha256:
            raise VeilproofError(
                f"{path}: this plan belongs to another file than {original}; leave it out or give the right one"
            )
        state = plan.reviewed()
        tracks = [(track.kind, _plan_track(track, plan)) for track in plan.tracks()]
        return PlanContents(
            # Whoever keeps a banner visible has not decided about the face before it.
            people=tuple(track for kind, track in tracks if kind not in LINES),
            # And whoever keeps what a person drew takes it back, and has not decided about the text in it.
            lines=tuple(track for kind, track in tracks if kind in LINES or (kind is Kind.AREA and not track.is_kept)),
            cover=kinds_of(plan.facts.get("cover", DEFAULT_COVER)),
            min_text_height=float(plan.facts.get("min_text_height", 0)),
            reviewed=Reviewed(
                tracks=state.tracks_reviewed / max(1, state.tracks),
                time=state.frames_reviewed / max(1, state.frames),
                by=state.by,
            ),
        )


def _plan_track(track: PlannedTrack, plan: Plan) -> PlanTrack:
    boxes, angles = plan.boxes_of(track.id), plan.angles_of(track.id)
    upright = boxes if angles is None else hulls(boxes, angles)
    return PlanTrack(track.id, track.first, upright, track.decision is Decision.KEEP, track.all_but)


class KeptInPlan:
    """Tells where the plan keeps what is in a frame, one frame at a time: a face may be kept in some frames only."""

    def __init__(self, tracks: Sequence[PlanTrack]) -> None:
        """Answer for these tracks of the plan."""
        self._tracks = tracks

    def __call__(self, first: int, boxes: Boxes) -> NDArray[np.bool_]:
        """Bool [n]: the frames in which the plan keeps what is in the box, for a box a frame from `first` on.

        A kept track must lie over the box in that very frame, closer than any covered one, and no covered track may
        be on the same face: where a cover overlaps a kept face, the cover wins. Where everything but a spotlight is
        covered, most of the box must lie in one.
        """
        kept, covered = np.zeros(len(boxes), np.float32), np.zeros(len(boxes), np.float32)
        for track in self._tracks:
            overlap = kept if track.is_kept else covered
            np.maximum(overlap, _overlaps(first, boxes, track), out=overlap)
        is_kept = (kept > _MIN_OVERLAP) & (kept > covered) & (covered < _SAME_FACE_IOU)
        return np.asarray(is_kept & ~_outside(first, boxes, self._tracks), np.bool_)


class KeptLines:
    """The same for lines of text, which two searches cut in different ways: what counts is whose area they lie in."""

    def __init__(self, tracks: Sequence[PlanTrack]) -> None:
        """Answer for these tracks of the plan."""
        self._tracks = tracks

    def __call__(self, first: int, boxes: Boxes) -> NDArray[np.bool_]:
        """Bool [n]: the frames in which at least half of the line in the box lies in kept tracks and less in others."""
        kept, covered = np.zeros(len(boxes), np.float32), np.zeros(len(boxes), np.float32)
        for track in self._tracks:
            share = kept if track.is_kept else covered
            np.maximum(share, _in_frames(first, boxes, track, _share_inside), out=share)
        return np.asarray((kept >= _IN_KEPT_LINE) & (kept > covered) & ~_outside(first, boxes, self._tracks))


def _outside(first: int, boxes: Boxes, tracks: Sequence[PlanTrack]) -> NDArray[np.bool_]:
    """Bool [n]: the frames in which most of the box, one a frame from `first` on, is outside of all spotlights."""
    lit, inside = np.zeros((2, len(boxes)), np.bool_)
    for track in tracks:
        if track.all_but and not track.is_kept:
            mine, theirs = _common(first, len(boxes), track)
            shared = paired_intersections(boxes[mine], track.boxes[theirs])
            lit[mine] = True
            inside[mine] |= shared > 0.5 * areas(boxes[mine])
    return np.asarray(lit & ~inside, np.bool_)


def _share_inside(own: Boxes, planned: Boxes) -> NDArray[np.float32]:
    return np.asarray(paired_intersections(own, planned) / np.maximum(areas(own), 1e-6), np.float32)


def match_to_plan(candidates: Sequence[Candidate], tracks: Sequence[PlanTrack]) -> list[PlanTrack | None]:
    """For each candidate the track of the plan that overlaps it most, if one does."""
    return [_best_match(candidate, tracks) for candidate in candidates]


def plan_track_at(frame: int, box: tuple[float, float, float, float], tracks: Sequence[PlanTrack]) -> PlanTrack | None:
    """The track of the plan that overlaps a box of one frame most, if one does."""
    boxes = np.array([box], np.float32)
    overlaps = [float(_overlaps(frame, boxes, track)[0]) for track in tracks]
    best = int(np.argmax(overlaps)) if overlaps else 0
    return tracks[best] if overlaps and overlaps[best] > _MIN_OVERLAP else None


def stands_in_plan(leak: Leak, tracks: Sequence[PlanTrack]) -> bool:
    """Whether the plan covers the place that a cover left, in the frames before and after it."""
    if leak.kind is not LeakKind.MOVED_COVER:
        return False
    covered = [track for track in tracks if not track.is_kept]
    return all(plan_track_at(frame, leak.box, covered) for frame in (leak.first - 1, leak.last + 1))


def _best_match(candidate: Candidate, tracks: Sequence[PlanTrack]) -> PlanTrack | None:
    best, best_overlap = None, _MIN_OVERLAP
    observed = candidate.track.observed - candidate.track.first
    for track in tracks:
        overlap = float(_overlaps(candidate.track.first, candidate.track.boxes, track)[observed].mean())
        if overlap > best_overlap:
            best, best_overlap = track, overlap
    return best


def _overlaps(first: int, boxes: Boxes, track: PlanTrack) -> NDArray[np.float32]:
    """float32 [n]: IoU of the box in each frame from `first` on with that of the track; 0 where it has none."""
    return _in_frames(first, boxes, track, paired_iou)


def _in_frames(
    first: int, boxes: Boxes, track: PlanTrack, overlap: Callable[[Boxes, Boxes], NDArray[np.float32]]
) -> NDArray[np.float32]:
    overlaps = np.zeros(len(boxes), np.float32)
    if not track.all_but:
        mine, theirs = _common(first, len(boxes), track)
        overlaps[mine] = overlap(boxes[mine], track.boxes[theirs])
    return overlaps


def _common(first: int, count: int, track: PlanTrack) -> tuple[slice, slice]:
    """The frames that a track has in common with `count` others from `first` on, counted from both beginnings."""
    start, end = max(first, track.first), min(first + count, track.first + len(track.boxes))
    end = max(start, end)
    return slice(start - first, end - first), slice(start - track.first, end - track.first)
