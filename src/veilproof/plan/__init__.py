"""The plan file: what is covered, and why."""

from veilproof.plan.place import plan_beside
from veilproof.plan.store import Cover, Decision, Origin, Plan, PlannedTrack

__all__ = ["Cover", "Decision", "Origin", "Plan", "PlannedTrack", "plan_beside"]
