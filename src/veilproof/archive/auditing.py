"""The one place where the archive meets the audit."""

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


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit found: its verdict, the sentence that says why, and how many leaks count."""

    verdict: str
    sentence: str
    leaks: int


def audited(original: Path, redacted: Path, plan: Path, scratch: Path, folder: Path) -> Audited:
    """Attack a result and keep the findings in `folder`, which is replaced.

    An audit that cannot be done is no reason to throw a result away, and none to call it good: a person has to look.
    """
    # What an audit needs takes longer to import than all the rest; a worker that audits nothing does without.
    from veilproof.audit import audit

    out = scratch / "audit"
    try:
        found = audit(original, redacted, out, plan=plan, tools=_tools())
    except VeilproofError as error:
        return Audited("could not be done", str(error), 0)
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.move(out, folder)
    return Audited(found.verdict.value, found.sentence, sum(leak.counts for leak in found.leaks))


@cache
def _tools() -> Tools:
    """Loaded once by each worker."""
    from veilproof.audit import load_tools

    return load_tools()
