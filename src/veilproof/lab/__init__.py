"""The laboratory: how much a covering hides from open recognisers, as rates over research sets, never as matches."""

from veilproof.lab.findings import Findings
from veilproof.lab.question import Question, make_question
from veilproof.lab.run import run_lab

__all__ = ["Findings", "Question", "make_question", "run_lab"]
