"""The plan file: what is covered, and why."""

from veilproof.plan.explain import GivenReason, Incident, Reason, Subject
from veilproof.plan.file import is_plan
from veilproof.plan.history import StaleError
from veilproof.plan.location import plan_beside
from veilproof.plan.store import Plan
from veilproof.plan.types import (
    Area,
    Cover,
    CoveredRegion,
    Decision,
    DrawnPath,
    Edit,
    Editor,
    Moves,
    Origin,
    PlannedTrack,
    Reviewed,
    Sampled,
    Sampling,
    SoundDecision,
    Strata,
    Stratum,
    Stretch,
    Suspicion,
    cover_of,
)

__all__ = [
    "Area",
    "Cover",
    "CoveredRegion",
    "Decision",
    "DrawnPath",
    "Edit",
    "Editor",
    "GivenReason",
    "Incident",
    "Moves",
    "Origin",
    "Plan",
    "PlannedTrack",
    "Reason",
    "Reviewed",
    "Sampled",
    "Sampling",
    "SoundDecision",
    "StaleError",
    "Strata",
    "Stratum",
    "Stretch",
    "Subject",
    "Suspicion",
    "cover_of",
    "is_plan",
    "plan_beside",
]
