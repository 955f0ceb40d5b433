"""Where a face may be bare, and how many are: what a person should look at first."""

from veilproof.risk.places import Place, PlaceKind
from veilproof.risk.risk import Risk, may_be_removed, risk_of, risk_of_plan
from veilproof.risk.sample import (
    FileSample,
    SampleCheck,
    drawn_together,
    file_sample,
    sample_check,
    sentence_of_plan,
)

__all__ = [
    "FileSample",
    "Place",
    "PlaceKind",
    "Risk",
    "SampleCheck",
    "drawn_together",
    "file_sample",
    "may_be_removed",
    "risk_of",
    "risk_of_plan",
    "sample_check",
    "sentence_of_plan",
]
