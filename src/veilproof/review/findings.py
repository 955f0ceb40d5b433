"""The findings of the last audit, as the page shows and answers them."""

from __future__ import annotations

from typing import Any

import msgspec

from veilproof.language.message import LocalisedError
from veilproof.review.edits import AnswerRequest
from veilproof.review.reviewed_file import ReviewedFile

_OPEN = ("counts", "review")
"""The weights of findings that must be answered or mended; those that are only reported are in the report."""


class _Answer(msgspec.Struct, frozen=True):
    reason: str
    by: str


class _Leak(msgspec.Struct, frozen=True):
    """What the page needs of a leak; docs/audit.md has the fields."""

    number: int
    kind: str
    plan_track: int | None
    first_frame: int
    last_frame: int
    box: tuple[float, float, float, float]
    size_px: float
    survives: float
    weight: str
    answer: _Answer | None = None


class _Report(msgspec.Struct, frozen=True):
    verdict: str
    sentence: str
    leaks: list[_Leak]
    sentences: dict[str, str] = {}


def findings(file: ReviewedFile) -> dict[str, Any] | None:
    """The verdict, its sentences and the leaks of the last audit, as JSON; None without one newer than the output."""
    path = file.audit / "audit.json"
    try:
        if path.stat().st_mtime_ns < file.output.stat().st_mtime_ns:
            return None
        # Decoded here and not by the audit: importing that takes longer than opening the page.
        report = msgspec.json.decode(path.read_bytes(), type=_Report)
    except (OSError, msgspec.DecodeError):
        return None
    leaks = [msgspec.to_builtins(leak) for leak in report.leaks if leak.weight in _OPEN]
    return {"verdict": report.verdict, "sentence": report.sentence, "sentences": report.sentences, "leaks": leaks}


def open_findings(file: ReviewedFile) -> int:
    """The number of findings that nobody has answered."""
    found = findings(file)
    return sum(leak["answer"] is None for leak in found["leaks"]) if found else 0


def answer(file: ReviewedFile, request: AnswerRequest) -> None:
    """Answer a finding of the last audit, or withdraw the answer; its report is written anew.

    Raises:
        VeilproofError: there is no such finding, the report is about another output, or the answer is not complete.
    """
    if findings(file) is None:
        raise LocalisedError("error-audit-old", name=file.output.name)
    from veilproof.audit import Answer, answer_finding

    given = None if request.reason is None else Answer(request.reason.strip(), request.by)
    answer_finding(file.audit, file.output, request.finding, given)
