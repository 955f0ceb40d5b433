"""Exporting a plan to open formats."""

from __future__ import annotations

import json
from dataclasses import asdict

from veilproof.geometry import hulls
from veilproof.plan.annotations import CATEGORIES, label_of
from veilproof.plan.explain import GivenReason, Subject
from veilproof.plan.intervals import runs
from veilproof.plan.store import Plan


def as_json(plan: Plan) -> str:
    """The whole plan as one JSON object; docs/plan.md lists its fields."""
    times = [float(time) for time in plan.times()]
    keyframes, reviewed, reasons = plan.keyframes(), plan.reviewed(), plan.reasons()
    tracks = [
        {
            "track": track.id,
            "origin": track.origin.value,
            "kind": track.kind.value,
            "area": None if track.area is None else {"moves": track.area.moves.value, "all_but": track.all_but},
            "decision": track.decision.value,
            "reason": track.reason,
            "why": _why(reasons.get((Subject.TRACK, track.id))),
            "keyframes": keyframes.get(track.id, []),
            "first": track.first,
            "last": track.last,
            "from_seconds": times[track.first],
            "to_seconds": times[track.last],
            "confidence": round(track.confidence, 4),
            "observations": track.observations,
            "boxes": [[round(v, 2) for v in box] for box in plan.boxes_of(track.id).tolist()],
            "angles": [round(v, 2) for v in plan.angles_of(track.id).tolist()],
        }
        for track in plan.tracks()
    ]
    decisions = [
        {"at": at, "track": track, "decision": decision, "reason": reason}
        for at, track, decision, reason in plan.decisions()
    ]
    sampling = plan.sampling()
    document = {
        "format": "veilproof plan 5",
        "facts": plan.facts,
        "pts": plan.pts(),
        "tracks": tracks,
        "suspicions": [
            {
                "first": one.first,
                "last": one.last,
                "confidence": round(one.confidence, 4),
                "observations": one.observations,
                "reviewed": one.reviewed,
                "boxes": [[round(v, 2) for v in box] for box in one.boxes.tolist()],
            }
            for one in plan.suspicions()
        ],
        "decisions": decisions,
        "speech": [{"from_seconds": float(start), "to_seconds": float(end)} for start, end in plan.speech()],
        "stretches": [
            {
                "from_seconds": float(stretch.start),
                "to_seconds": float(stretch.end),
                "decision": stretch.decision.value,
                "reason": stretch.reason,
                "why": _why(reasons.get((Subject.STRETCH, stretch.id))),
                "by": stretch.by,
                "at": stretch.at,
            }
            for stretch in plan.stretches()
        ],
        "left_out": {"why": _why(reasons.get((Subject.METADATA, 0)))},
        "incidents": [asdict(incident) for incident in plan.incidents()],
        "samples": [{"frame": one.frame, "bare": one.bare, "at": one.at, "by": one.by} for one in plan.samples()],
        "strata": {name.value: runs(frames) for name, frames in sampling.strata.items()} if sampling else {},
        "reviewed": {**asdict(reviewed), "sentence": reviewed.sentence},
    }
    return json.dumps(document, indent=1) + "\n"


def _why(given: GivenReason | None) -> dict[str, str] | None:
    return None if given is None else {**asdict(given.reason), "by": given.by, "at": given.at}


def as_mot(plan: Plan) -> str:
    """The regions in the MOTChallenge format (Milan et al. 2016), ordered by frame and track; frames count from 1.

    The eighth column is the number of the label in `CATEGORIES`; of turned boxes, the upright ones around them.
    """
    rows = [
        (frame + 1, track.id, x1, y1, x2 - x1, y2 - y1, track.confidence, CATEGORIES[label_of(track)])
        for track in plan.tracks()
        for frame, (x1, y1, x2, y2) in enumerate(
            hulls(plan.boxes_of(track.id), plan.angles_of(track.id)).tolist(), track.first
        )
    ]
    return "".join(
        f"{f},{t},{x:.2f},{y:.2f},{w:.2f},{h:.2f},{confidence:.4f},{kind},-1,-1\n"
        for f, t, x, y, w, h, confidence, kind in sorted(rows)
    )
