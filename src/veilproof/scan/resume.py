"""The plan file of a scan: resume an interrupted scan, refuse to replace a finished plan, or create a new one."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from pathlib import Path

from veilproof.detect import Detector
from veilproof.errors import VeilproofError
from veilproof.locks import temporary_lock
from veilproof.media.kinds import is_photo, is_video
from veilproof.media.photo import PhotoInfo
from veilproof.media.video_read import VideoInfo
from veilproof.plan import Plan, is_plan
from veilproof.scan.profile import ScanSettings
from veilproof.source import name_of

SCAN_VERSION = "13"
"""Raise it with every change after which the same file gives another plan. The detections of an interrupted scan are
reused only by the version that made them."""

_SQLITE_MAGIC = b"SQLite format 3\0"
"""The first bytes of every SQLite file (https://sqlite.org/fileformat.html)."""
_LOCK_SUFFIX = ".veilproof-scan"
"""Of the lock file that lies beside a plan while it is scanned."""


def scan_facts(
    source: Path, sha256: str, info: PhotoInfo | VideoInfo, detector: Detector, settings: ScanSettings
) -> dict[str, str]:
    """The facts a plan stores about its original and its scan; equal facts give equal plans.

    Args:
        source: the original.
        sha256: of the original, in hexadecimal.
        info: what its reader knows of it.
        detector: the one that scans.
        settings: of the scan.
    """
    return {
        "scan_version": SCAN_VERSION,
        "detector": detector.name,
        **settings.facts,
        "name": name_of(source),
        "sha256": sha256,
        "kind": "photo" if isinstance(info, PhotoInfo) else "video",
        "width": str(info.width),
        "height": str(info.height),
        "time_base": str(Fraction(1) if isinstance(info, PhotoInfo) else info.time_base),
    }


@contextmanager
def open_plan(path: Path, source: Path, facts: dict[str, str], force: bool) -> Iterator[Plan]:
    """Open the unfinished plan of an interrupted scan with the same facts, or create a new plan, for one scan alone.

    Args:
        path: the plan file.
        source: the original; nobody may read a new plan who may not read that.
        facts: as `scan_facts` gives them.
        force: replace whatever plan exists, without reusing its detections.

    Raises:
        VeilproofError: another scan is writing this plan, a finished plan or the plan of another file exists and
            `force` is not set, or the file that exists is not a plan.
    """
    with _one_scan(path), _resumed_or_new(path, source, facts, force) as plan:
        plan.restart()
        yield plan


@contextmanager
def _one_scan(path: Path) -> Iterator[None]:
    """Hold the lock of the scan of this plan. Two scans of one plan would delete each other's tracks."""
    real = path.resolve()
    # A digest, because file systems bound the length of a name.
    name = f".{hashlib.sha256(os.fsencode(real.name)).hexdigest()[:16]}{_LOCK_SUFFIX}"
    with ExitStack() as stack:
        try:
            stack.enter_context(temporary_lock(real.with_name(name)))
        except BlockingIOError:
            raise VeilproofError(f"{path}: another scan is writing this plan; wait until it has finished") from None
        except OSError as error:
            raise VeilproofError(f"{path}: cannot write the plan there ({error.strerror}); choose another") from error
        yield


def _resumed_or_new(path: Path, source: Path, facts: dict[str, str], force: bool) -> Plan:
    if path.exists():
        if not force:
            plan = Plan(path)
            stored, decided = plan.facts, bool(plan.decisions())
            if not plan.complete and _is_same_scan(stored, facts):
                return plan
            finished = plan.complete
            plan.close()
            if finished:
                raise VeilproofError(
                    f"{path}: a finished plan exists; `veilproof render` applies it, --force scans again"
                )
            if stored["sha256"] != facts["sha256"] and (decided or stored["name"] != facts["name"]):
                raise VeilproofError(f"{path}: the unfinished plan of another file; use --force to replace it")
        _remove(path)
    return Plan.create(path, facts, source)


def _is_same_scan(stored: dict[str, str], facts: dict[str, str]) -> bool:
    # A setting that one of them does not name is another one.
    return all(stored.get(name) == facts.get(name) for name in {*facts, "min_confidence"})


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
    if not (is_plan(path) or (path.suffix == ".veil" and not _is_foreign(path))):
        raise VeilproofError(f"{path}: not a plan, so --force does not replace it; give another name with --plan")
    path.unlink()
    # A killed run may leave a rollback journal. SQLite would apply it to the new plan and corrupt it.
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)


def _is_foreign(path: Path) -> bool:
    """Whether a file is something else than the damaged rest of a plan: a database, a photo or a video."""
    with path.open("rb") as file:
        is_database = file.read(len(_SQLITE_MAGIC)) == _SQLITE_MAGIC
    return is_database or is_photo(path) or is_video(path)
