"""What a window shows of each open file: kind, review progress, what stays visible, and the findings of the audit."""

from __future__ import annotations

from typing import Any

from veilproof.errors import VeilproofError
from veilproof.plan import Decision
from veilproof.review.jobs import findings
from veilproof.review.reviewed_file import ReviewedFile


def summary(file: ReviewedFile) -> dict[str, Any]:
    """The state of one file, as JSON. A plan that cannot be read at the moment counts as not reviewed."""
    about = {"name": file.source.name, "kind": file.kind, "output_exists": file.output.exists()}
    found = findings(file)
    about["findings"] = len(found["leaks"]) if found else 0
    try:
        with file.open_plan() as plan:
            reviewed = plan.reviewed()
            visible = sum(track.decision is Decision.KEEP for track in plan.tracks())
    except VeilproofError:
        return {**about, "begun": False, "complete": False, "visible": 0}
    begun = reviewed.tracks_reviewed + reviewed.frames_reviewed > 0
    return {**about, "begun": begun, "complete": reviewed.complete, "visible": visible}
