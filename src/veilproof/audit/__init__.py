"""Audit: attack the redacted file as somebody would who wants the faces back, and say what the attack got."""

from __future__ import annotations

from pathlib import Path

from veilproof.audit.findings import Findings, LeakFinding, Verdict
from veilproof.audit.report import check_report, track_name, worst_leaks, write_report
from veilproof.audit.run import Tools, audited, load_tools
from veilproof.progress import Progress, silent

__all__ = [
    "Findings",
    "LeakFinding",
    "Tools",
    "Verdict",
    "audit",
    "audited",
    "load_tools",
    "track_name",
    "worst_leaks",
    "write_report",
]


def audit(
    original: Path,
    redacted: Path,
    out: Path,
    *,
    plan: Path | None = None,
    policy: str = "strict",
    tools: Tools | None = None,
    as_csv: bool = False,
    progress: Progress = silent,
) -> Findings:
    """Attack a redacted file and write what the attack got into a folder: `audit.json` and `audit.html`.

    Args:
        original: the file before; only ever read.
        redacted: the file after, made by any tool; only ever read.
        out: the folder; made where it is not there.
        plan: the plan of the original, so that kept faces are told from leaks.
        policy: "strict", "standard" or the path of a TOML file.
        tools: what the audit works with, loaded before, for many files.
        as_csv: also write `leaks.csv`.
        progress: is told how far the work is.

    Raises:
        VeilproofError: a file cannot be read, the two do not show the same, or the report cannot be written.
    """
    check_report(out)
    findings = audited(original, redacted, plan, policy=policy, tools=tools, progress=progress)
    write_report(findings, redacted, out, as_csv=as_csv, original=original)
    return findings
