"""Attacks a redacted file as somebody would who wants the faces back, and reports what the attack got."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from veilproof.audit.answers import answer_finding, given_answers
from veilproof.audit.findings import Answer, Findings, LeakFinding, Verdict
from veilproof.audit.report import check_report, leak_name, places_to_review, write_report
from veilproof.audit.run import run_audit
from veilproof.audit.tools import Tools, load_tools
from veilproof.kind import Kind
from veilproof.paths import StrPath, path_or_none
from veilproof.progress import Progress, silent

__all__ = [
    "Answer",
    "Findings",
    "LeakFinding",
    "Tools",
    "Verdict",
    "answer_finding",
    "audit",
    "leak_name",
    "load_tools",
    "places_to_review",
    "run_audit",
    "write_report",
]


def audit(
    original: StrPath,
    redacted: StrPath,
    out: StrPath,
    *,
    plan: StrPath | None = None,
    policy: str = "strict",
    cover: Sequence[Kind] | None = None,
    tools: Tools | None = None,
    as_csv: bool = False,
    progress: Progress = silent,
) -> Findings:
    """Attack a redacted file and write the report into a folder: `audit.json` and `audit.html`.

    What was answered to an earlier report of the same files in that folder stays answered.

    Args:
        original: the original; read only.
        redacted: the redacted file, made by any tool; read only.
        out: the folder; created if it does not exist.
        plan: the plan of the original, so that kept faces are not reported as leaks.
        policy: "strict", "standard" or the path of a TOML file.
        cover: the kinds to look for besides faces; by default those that the plan was asked for.
        tools: loaded once for many files; by default loaded here, with synthetic distractors.
        as_csv: also write `leaks.csv`.
        progress: called with the progress of the work.

    Raises:
        VeilproofError: a file cannot be read, the two do not show the same, or the report cannot be written.
    """
    original, redacted, out = Path(original), Path(redacted), Path(out)
    check_report(out)
    answers = given_answers(out)
    findings = answers.applied(
        run_audit(original, redacted, path_or_none(plan), policy=policy, cover=cover, tools=tools, progress=progress)
    )
    write_report(findings, redacted, out, as_csv=as_csv, original=original)
    return findings
