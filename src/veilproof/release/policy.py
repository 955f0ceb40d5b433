"""What a release must meet before it is made: who looked, who approved, what the audit said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from veilproof.audit import Findings, Verdict
from veilproof.errors import VeilproofError
from veilproof.initials import are_initials, compared
from veilproof.plan import Plan
from veilproof.risk import drawn_together, file_sample, risk_of_plan, sample_check


class ReleasePolicy(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What is asked for. Every attribute may be set in a TOML file; an unknown key is an error.

    Attributes:
        reviewed: whether a person must have looked at every track and frame, or a check by sample says enough.
        max_bare: the highest bound by sample that is enough: the share of frames with a bare face, 0 to 1.
        audit_passed: whether the audit must have passed.
        no_open_finding: whether every finding that a person must look at needs an answer.
        two_people: whether somebody must approve who is none of those who reviewed, decided or answered.
        signed: whether the certificate must be signed.
    """

    reviewed: bool = True
    max_bare: float = 0.01
    audit_passed: bool = True
    no_open_finding: bool = True
    two_people: bool = True
    signed: bool = False

    def __post_init__(self) -> None:
        """Refuse a bound that says nothing."""
        # Not a number compares as false with everything.
        if not 0 <= self.max_bare < 1:
            raise ValueError(f"max_bare is {self.max_bare}, which is no share below 1")


@dataclass(frozen=True, slots=True)
class Conditions:
    """What of a policy was met, and what is missing, each in words for people."""

    met: tuple[str, ...]
    missing: tuple[str, ...]


def load_release_policy(path: Path | None) -> ReleasePolicy:
    """The policy in a TOML file; the default without one.

    Raises:
        VeilproofError: the file is no policy.
    """
    if path is None:
        return ReleasePolicy()
    try:
        return msgspec.toml.decode(path.read_bytes(), type=ReleasePolicy)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise VeilproofError(f"{path}: no policy of a release ({error}); docs/release.md lists the keys") from error


def conditions_before(policy: ReleasePolicy, plan: Plan, approver: str, *, is_signed: bool) -> Conditions:
    """What is known before the work: who looked, who approves, whether it is signed.

    Args:
        policy: what is asked for.
        plan: the plan.
        approver: initials; may be empty.
        is_signed: whether the certificate will be signed.
    """
    met, missing = [], []
    reviewed = plan.reviewed()
    # A check of several files together bounds them all, not each.
    alone = drawn_together([plan.facts["sha256"]])
    check = sample_check([file_sample(plan, plan.tracks(), risk_of_plan(plan).places, alone)])
    if policy.reviewed:
        if reviewed.complete:
            met.append(reviewed.sentence)
        elif check.checked and check.bound <= policy.max_bare:
            met.append(check.sentence)
        else:
            missing.append(
                f"a look at everything, or a check by sample ({reviewed.sentence};"
                f" {check.sentence}): `veilproof review`"
            )
    reviewers = tuple(each for each in reviewers_of(plan) if compared(each))
    if policy.two_people:
        if not reviewers:
            missing.append("the initials of who reviewed it: give them on the review page")
        if not approver:
            missing.append("the initials of who approves it: --approver")
        elif not are_initials(approver):
            missing.append(f"the initials of who approves it, one to four letters: {approver!r} are none")
        elif _is_among(approver, (*reviewers, *plan.contributors())):
            missing.append(f"somebody else who approves it: {approver} reviewed it, or decided what is covered")
        elif reviewers:
            met.append(f"reviewed by {', '.join(reviewers)}, approved by {approver}")
    if policy.signed:
        (met if is_signed else missing).append("a signature" + ("" if is_signed else ": --sign"))
    return Conditions(tuple(met), tuple(missing))


def conditions_after(policy: ReleasePolicy, findings: Findings, approver: str) -> Conditions:
    """What the audit of the finished file says to the policy, and whether the approver answered its findings."""
    met: list[str] = []
    missing: list[str] = []
    if policy.audit_passed:
        passed = findings.verdict is Verdict.PASSED
        (met if passed else missing).append(
            f"the audit passed ({findings.policy})" if passed else f"an audit that passes ({findings.sentence})"
        )
    open_findings = sum(leak.counts or leak.needs_review for leak in findings.leaks)
    if policy.no_open_finding:
        (missing if open_findings else met).append(
            f"an answer to {open_findings} of the findings: `veilproof answer`" if open_findings else "no open finding"
        )
    answered = [leak.answer.by for leak in findings.leaks if leak.answer is not None]
    if policy.two_people and _is_among(approver, answered):
        missing.append(f"somebody else who approves it: {approver} answered findings of the audit")
    return Conditions(tuple(met), tuple(missing))


def _is_among(initials: str, others: Iterable[str]) -> bool:
    return compared(initials) in {compared(each) for each in others if compared(each)}


def reviewers_of(plan: Plan) -> tuple[str, ...]:
    """The initials of those who looked at the plan or a sample of its frames, each once."""
    return tuple(dict.fromkeys((*plan.reviewed().by, *(each.by for each in plan.samples() if each.by))))
