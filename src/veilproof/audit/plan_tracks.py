"""The tracks of the plan, so that faces kept by a decision are not reported as leaks.

The plan is not trusted for anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from veilproof.audit.findings import Reviewed
from veilproof.audit.leaks import Candidate
from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes, iou
from veilproof.plan import Decision, Plan

_MIN_OVERLAP = 0.3
"""A candidate is on a track of the plan above this mean IoU over its observations. A round number."""


@dataclass(frozen=True, slots=True)
class PlanTrack:
    """A track of the plan: its number, its first frame, a box for each frame from that on, and whether it is kept."""

    id: int
    first: int
    boxes: Boxes
    is_kept: bool


def load_plan(path: Path, original: Path, sha256: str) -> tuple[tuple[PlanTrack, ...], Reviewed]:
    """The tracks of a plan, and how much of it a person has reviewed.

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
        tracks = tuple(
            PlanTrack(track.id, track.first, plan.boxes_of(track.id), track.decision is Decision.KEEP)
            for track in plan.tracks()
        )
        state = plan.reviewed()
    reviewed = Reviewed(
        tracks=state.tracks_reviewed / max(1, state.tracks),
        time=state.frames_reviewed / max(1, state.frames),
        by=state.by,
    )
    return tracks, reviewed


def match_to_plan(candidates: Sequence[Candidate], tracks: Sequence[PlanTrack]) -> list[PlanTrack | None]:
    """For each candidate the track of the plan that overlaps it most, if one does."""
    return [_best_match(candidate, tracks) for candidate in candidates]


def _best_match(candidate: Candidate, tracks: Sequence[PlanTrack]) -> PlanTrack | None:
    best, best_overlap = None, _MIN_OVERLAP
    for track in tracks:
        frames = candidate.track.observed
        frames = frames[(frames >= track.first) & (frames < track.first + len(track.boxes))]
        if not len(frames):
            continue
        own, planned = candidate.track.boxes[frames - candidate.track.first], track.boxes[frames - track.first]
        overlap = np.diagonal(iou(own, planned)).sum() / len(candidate.track.observed)
        if overlap > best_overlap:
            best, best_overlap = track, float(overlap)
    return best
