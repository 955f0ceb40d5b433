"""The only module of the archive that uses the audit."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from veilproof.errors import VeilproofError

if TYPE_CHECKING:
    from veilproof.audit import Tools

PASSED = "passed"
NOT_DONE = "could not be done"


@dataclass(frozen=True, slots=True)
class AuditSummary:
    """The verdict of an audit, the sentence that explains it, and the number of leaks that count."""

    verdict: str
    sentence: str
    leaks: int


def audit_result(original: Path, redacted: Path, plan: Path, scratch: Path, folder: Path) -> AuditSummary:
    """Audit a result and store the findings in `folder`, which is replaced.

    An audit that cannot run neither discards the result nor passes it: the verdict says so, and a person reviews it.
    """
    # Importing the audit takes longer than all other imports together; workers that do not audit skip it.
    from veilproof.audit import audit

    out = scratch / "audit"
    try:
        findings = audit(original, redacted, out, plan=plan, tools=_tools())
    except VeilproofError as error:
        return AuditSummary(NOT_DONE, str(error), 0)
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.move(out, folder)
    return AuditSummary(findings.verdict.value, findings.sentence, sum(leak.counts for leak in findings.leaks))


@cache
def _tools() -> Tools:
    """Loaded once in each worker."""
    from veilproof.audit import load_tools

    return load_tools()
