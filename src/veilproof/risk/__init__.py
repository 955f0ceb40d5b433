"""Where a face may be bare, and how many are: what a person should look at first."""

from veilproof.risk.places import Place, PlaceKind
from veilproof.risk.risk import Risk, may_be_removed, risk_of, risk_of_plan
from veilproof.risk.sample import SampleCheck, sample_check

__all__ = [
    "Place",
    "PlaceKind",
    "Risk",
    "SampleCheck",
    "may_be_removed",
    "risk_of",
    "risk_of_plan",
    "sample_check",
]
