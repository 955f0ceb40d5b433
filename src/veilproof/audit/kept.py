"""Which of the faces that were found are in the plan, and stay visible because somebody decided so."""

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
from veilproof.source import digest

_SAME_FACE = 0.3


@dataclass(frozen=True, slots=True)
class Planned:
    """A track of the plan."""

    id: int
    first: int
    boxes: Boxes
    kept: bool


def planned(path: Path, original: Path) -> list[Planned]:
    """The tracks of a plan.

    Raises:
        VeilproofError: it cannot be read, or is the plan of another file.
    """
    with Plan(path) as plan:
        if plan.facts.get("sha256") != digest(original):
            raise VeilproofError(f"{path}: this plan is for another file than {original}; leave it out or give its own")
        return [
            Planned(track.id, track.first, plan.boxes_of(track.id), track.decision is Decision.KEEP)
            for track in plan.tracks()
        ]


def reviewed(path: Path) -> Reviewed:
    """What a person has looked at, as the plan says.

    Raises:
        VeilproofError: it cannot be read.
    """
    with Plan(path) as plan:
        looked = plan.reviewed()
    return Reviewed(
        looked.tracks_reviewed / max(1, looked.tracks), looked.frames_reviewed / max(1, looked.frames), looked.by
    )


def in_plan(candidates: Sequence[Candidate], tracks: Sequence[Planned]) -> list[Planned | None]:
    """For each suspect the track of the plan that lies on it, if one does."""
    return [_on(candidate, tracks) for candidate in candidates]


def _on(candidate: Candidate, tracks: Sequence[Planned]) -> Planned | None:
    best, most = None, _SAME_FACE
    for track in tracks:
        seen = candidate.track.observed
        seen = seen[(seen >= track.first) & (seen < track.first + len(track.boxes))]
        if not len(seen):
            continue
        ours, theirs = candidate.track.boxes[seen - candidate.track.first], track.boxes[seen - track.first]
        shared = np.diagonal(iou(ours, theirs)).sum() / len(candidate.track.observed)
        if shared > most:
            best, most = track, float(shared)
    return best
