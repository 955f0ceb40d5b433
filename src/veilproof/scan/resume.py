"""The plan file of a scan: resume an interrupted scan, refuse to replace a finished plan, or create a new one."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

from veilproof.detect import Detector
from veilproof.errors import VeilproofError
from veilproof.plan import Plan
from veilproof.scan.profile import Effort
from veilproof.source import digest, name_of

SCAN_VERSION = "3"
"""Raise it with every change after which the same file gives another plan. The detections of an interrupted scan are
reused only by the version that made them."""

_SQLITE_MAGIC = b"SQLite format 3\0"
"""The first bytes of every SQLite file (https://sqlite.org/fileformat.html)."""


def scan_facts(
    source: Path, detector: Detector, effort: Effort, kind: str, width: int, height: int, time_base: Fraction
) -> dict[str, str]:
    """The facts a plan stores about its original and its scan; equal facts give equal plans.

    Args:
        source: the original; read once for its SHA-256.
        detector: the one that scans.
        effort: the preset of the scan.
        kind: "photo" or "video".
        width: of the upright picture, in pixels.
        height: of the upright picture, in pixels.
        time_base: the unit of time stamps, in seconds.
    """
    return {
        "scan_version": SCAN_VERSION,
        "detector": detector.name,
        "effort": effort.value,
        "name": name_of(source),
        "sha256": digest(source),
        "kind": kind,
        "width": str(width),
        "height": str(height),
        "time_base": str(time_base),
    }


def open_plan(path: Path, facts: dict[str, str], force: bool, source: Path) -> Plan:
    """Open the unfinished plan of an interrupted scan with the same facts, or create a new plan.

    Args:
        path: the plan file.
        facts: as `scan_facts` gives them.
        force: replace whatever plan exists, without reusing its detections.
        source: the original; nobody may read a new plan who may not read that.

    Raises:
        VeilproofError: a finished plan or the plan of another file exists and `force` is not set, or the file that
            exists is not a plan.
    """
    if path.exists():
        if not force:
            plan = Plan(path)
            stored = plan.facts
            if plan.complete:
                plan.close()
                raise VeilproofError(
                    f"{path}: a finished plan exists; `veilproof render` applies it, --force scans again"
                )
            if all(stored.get(name) == value for name, value in facts.items()):
                return plan
            plan.close()
            if stored.get("sha256") != facts["sha256"]:
                raise VeilproofError(f"{path}: the unfinished plan of another file; use --force to replace it")
        _remove(path)
    return Plan.create(path, facts, source)


def finish_plan(plan: Plan, frames: int, unreadable: int, dropped: tuple[str, ...]) -> None:
    """Mark the plan as complete.

    Args:
        plan: the plan of this scan.
        frames: how many frames were decoded.
        unreadable: how many could not be.
        dropped: what the original holds besides pictures and sound that never reaches an output, in plain words.
    """
    plan.finish({"frames": str(frames), "unreadable": str(unreadable), "dropped": json.dumps(dropped)})


def _remove(path: Path) -> None:
    """Delete an old plan; refuse to delete any other kind of file."""
    with path.open("rb") as file:
        is_plan = file.read(len(_SQLITE_MAGIC)) == _SQLITE_MAGIC
    if not is_plan and path.suffix != ".veil":
        raise VeilproofError(f"{path}: not a plan, so --force does not replace it; give another name with --plan")
    path.unlink()
    # A killed run may leave a rollback journal. SQLite would apply it to the new plan and corrupt it.
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
