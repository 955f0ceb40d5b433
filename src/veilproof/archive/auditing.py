"""The one place where the archive meets the audit."""

from __future__ import annotations

import importlib
import importlib.util
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from veilproof.errors import VeilproofError

PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit found: its verdict, the sentence that says why, and how many leaks."""

    verdict: str
    sentence: str
    leaks: int


class _Audit(Protocol):
    def __call__(self, original: Path, redacted: Path, out: Path, *, plan: Path | None = None) -> object: ...


def check_available() -> None:
    """See that this veilproof can audit.

    Raises:
        VeilproofError: it cannot.
    """
    if importlib.util.find_spec("veilproof.audit") is None:
        raise VeilproofError("this veilproof has no audit: leave --audit out, and audit the results with one that has")


def audited(original: Path, redacted: Path, plan: Path, scratch: Path, folder: Path) -> Audited:
    """Attack a result and keep the findings in `folder`, which is replaced.

    Raises:
        VeilproofError: the audit could not be done.
    """
    check_available()
    audit: _Audit = importlib.import_module("veilproof.audit").audit
    out = scratch / "audit"
    audit(original, redacted, out, plan=plan)
    said = json.loads((out / "audit.json").read_text("utf-8"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.move(out, folder)
    return Audited(str(said["verdict"]), str(said["sentence"]), len(said["leaks"]))
