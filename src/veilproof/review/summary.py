"""What a window shows of each open file: kind, review progress, what stays visible, and the findings of the audit."""

from __future__ import annotations

from typing import Any

from veilproof.errors import VeilproofError
from veilproof.plan import Decision
from veilproof.review.findings import open_findings
from veilproof.review.reviewed_file import ReviewedFile

_COUNTS = ("tracks", "tracks_reviewed", "frames", "frames_reviewed")


def summary(file: ReviewedFile) -> dict[str, Any]:
    """The state of one file, as JSON. A plan that cannot be read at the moment counts as not reviewed."""
    about = {
        "name": file.source.name,
        "kind": file.kind,
        "output_exists": file.output.exists(),
        "findings": open_findings(file),
    }
    try:
        with file.open_plan() as plan:
            reviewed = plan.reviewed()
            visible = sum(track.decision is Decision.KEEP for track in plan.tracks())
    except VeilproofError:
        return {**about, "complete": False, "visible": 0, **dict.fromkeys(_COUNTS, 0)}
    counts = {name: getattr(reviewed, name) for name in _COUNTS}
    return {**about, "complete": reviewed.complete, "visible": visible, **counts}
