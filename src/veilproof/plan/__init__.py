"""The plan file: what is covered, and why."""

from veilproof.plan.history import StaleError
from veilproof.plan.location import plan_beside
from veilproof.plan.store import Plan
from veilproof.plan.types import By, Cover, Decision, Edit, Origin, PlannedTrack, Reviewed

__all__ = [
    "By",
    "Cover",
    "Decision",
    "Edit",
    "Origin",
    "Plan",
    "PlannedTrack",
    "Reviewed",
    "StaleError",
    "plan_beside",
]
