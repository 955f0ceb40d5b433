"""What a person answers to a finding: they looked, and nothing there must be covered.

Answers are kept beside the report, in `answers.json`, bound to the digests of both files and each to one finding: its
kind, track, frames and box. An answer excuses that finding of just that file, and no other. An answered finding stays
in the report, struck through, and no longer counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import numpy as np

from veilproof.audit.findings import SCHEMA, Answer, Findings, LeakFinding, from_json
from veilproof.audit.leaks import LeakKind
from veilproof.audit.report import REPORT, check_report, write_report
from veilproof.audit.run import judged
from veilproof.errors import VeilproofError
from veilproof.geometry import iou
from veilproof.initials import are_initials
from veilproof.media.writing import atomic_write, check_output
from veilproof.source import unchanged

_NAME = "answers.json"
_SCHEMA = "veilproof answers 2"
_MARK = b'"schema": "veilproof answers'
_MAX_REASON = 200
"""Characters: enough to say what is there. A round number."""
_SAME_PLACE_IOU = 0.5
"""An answer is about a finding of the same kind and track in the same frames whose boxes overlap at least this much.
Usual in detection."""


@dataclass(frozen=True, slots=True)
class _Answered:
    """One answered finding: which it is, and the answer."""

    kind: LeakKind
    track: int | None
    first_frame: int
    last_frame: int
    box: tuple[float, float, float, float]
    answer: Answer


@dataclass(frozen=True, slots=True)
class _Answers:
    """The file of answers; `original` and `redacted` are the SHA-256 of the files they are about."""

    schema: str
    original: str
    redacted: str
    answers: tuple[_Answered, ...]


def answer_finding(folder: Path, redacted: Path, number: int, answer: Answer | None) -> Findings:
    """Answer a finding of a report, or withdraw the answer, and write the report anew.

    Args:
        folder: of the report.
        redacted: the redacted file that the report is about; read only.
        number: of the finding.
        answer: the answer; None withdraws it.

    Returns:
        The findings with the verdict that follows.

    Raises:
        VeilproofError: there is no report or no such finding, the file is another one, the answer has no reason, a
            long one or no initials, or something cannot be written.
    """
    if answer is not None:
        _check_answer(answer)
    findings = _findings_in(folder)
    check_report(folder)
    check_output(folder / _NAME, force=False, mark=_MARK)
    with unchanged(redacted) as sha256:
        if sha256 != findings.redacted.sha256:
            raise VeilproofError(f"{redacted}: the report in {folder} is about another file; audit this one first")
        if number not in {leak.number for leak in findings.leaks}:
            raise VeilproofError(f"{folder}: the report has no finding {number}; audit.html has their numbers")
        leaks = tuple(_answered(leak, answer) if leak.number == number else leak for leak in findings.leaks)
        # What is told as a face comes back with the answer to that face.
        findings = judged(replace(findings, leaks=leaks))
        _write_answers(folder, redacted, findings)
        write_report(findings, redacted, folder, as_csv=(folder / "leaks.csv").exists())
    return findings


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """The answers that were given to earlier reports in a folder."""

    _answers: _Answers | None

    def applied(self, findings: Findings) -> Findings:
        """The findings with the answers to those of the same two files, each to the one finding it was given to."""
        given = self._answers
        if given is None or (given.original, given.redacted) != (findings.original.sha256, findings.redacted.sha256):
            return findings
        open_answers = list(given.answers)
        leaks, merged_heads = (
            tuple(_answered(leak, _take_answer(leak, open_answers)) for leak in each)
            for each in (findings.leaks, findings.merged_heads)
        )
        return judged(replace(findings, leaks=leaks, merged_heads=merged_heads))


def given_answers(folder: Path) -> GivenAnswers:
    """The answers in the folder of a report.

    Raises:
        VeilproofError: they cannot be read, or one has no reason or no initials.
    """
    path = folder / _NAME
    try:
        given = msgspec.json.decode(path.read_bytes(), type=_Answers)
    except FileNotFoundError:
        return GivenAnswers(None)
    except (OSError, msgspec.MsgspecError) as error:
        raise VeilproofError(f"{path}: these answers cannot be read ({error}); move the file away") from error
    if given.schema != _SCHEMA:
        raise VeilproofError(f"{path}: not answers of this version ({given.schema}); move the file away")
    for each in given.answers:
        try:
            _check_answer(each.answer)
        except VeilproofError as error:
            raise VeilproofError(f"{path}: {error}, or move the file away") from error
    return GivenAnswers(given)


def _check_answer(answer: Answer) -> None:
    if not answer.reason.strip():
        raise VeilproofError("an answer needs a reason: say what is there")
    if len(answer.reason) > _MAX_REASON:
        raise VeilproofError(f"a reason has at most {_MAX_REASON} characters: say in a few words what is there")
    if not are_initials(answer.by):
        raise VeilproofError(f"{answer.by!r} are no initials: give one to four letters")


def _findings_in(folder: Path) -> Findings:
    report = folder / REPORT
    try:
        findings = from_json(report.read_bytes())
    except FileNotFoundError as error:
        raise VeilproofError(f"{folder}: there is no audit.json; give the folder of a report") from error
    except (OSError, msgspec.MsgspecError) as error:
        raise VeilproofError(f"{report}: not a report of this version ({error}); audit the file again") from error
    if findings.schema != SCHEMA:
        raise VeilproofError(f"{report}: not a report of this version ({findings.schema}); audit the file again")
    return findings


def _answered(leak: LeakFinding, answer: Answer | None) -> LeakFinding:
    return replace(leak, answer=answer, counts=leak.would_count and answer is None)


def _take_answer(leak: LeakFinding, given: list[_Answered]) -> Answer | None:
    """The answer to a finding, which is taken out of those that are given: it is for no other."""
    found, best = None, _SAME_PLACE_IOU
    for each in given:
        if (each.kind, each.track, each.first_frame, each.last_frame) != (
            leak.kind,
            leak.track,
            leak.first_frame,
            leak.last_frame,
        ):
            continue
        boxes = np.array([leak.box, each.box], np.float32)
        overlap = float(iou(boxes[:1], boxes[1:])[0, 0])
        if overlap >= best:
            found, best = each, overlap
    if found is None:
        return None
    given.remove(found)
    return found.answer


def _write_answers(folder: Path, redacted: Path, findings: Findings) -> None:
    answers = _Answers(
        _SCHEMA,
        findings.original.sha256,
        findings.redacted.sha256,
        tuple(
            _Answered(leak.kind, leak.track, leak.first_frame, leak.last_frame, leak.box, leak.answer)
            for leak in (*findings.leaks, *findings.merged_heads)
            if leak.answer is not None
        ),
    )
    with atomic_write(folder / _NAME, force=False, source=redacted, mark=_MARK) as unfinished:
        unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(answers), indent=1))
