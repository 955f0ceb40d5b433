"""The plan file: what is covered, and why."""

from veilproof.plan.store import Cover, Decision, Origin, Plan, PlannedTrack

__all__ = ["Cover", "Decision", "Origin", "Plan", "PlannedTrack"]
