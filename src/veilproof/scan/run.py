"""Scan: look at the whole of a video or photo and write a plan of what to cover. Covers nothing yet."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from veilproof.detect import Detector, load_detector
from veilproof.detect.views import detect_fused, photo_views
from veilproof.errors import VeilproofError
from veilproof.media.kinds import is_photo
from veilproof.media.photo import read_photo
from veilproof.media.video_read import VideoReader
from veilproof.plan import Plan, plan_beside
from veilproof.progress import Progress, silent
from veilproof.scan.film import scan_frames
from veilproof.scan.profile import PROFILES, Effort
from veilproof.source import digest, name_of
from veilproof.track.confirm import IN_PHOTO, LOW_CONFIDENCE, confirmed_in_photo

SCAN_VERSION = "3"  # raise it when the same file would give another plan: looks of an older scan are then not reused
_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan found.

    Attributes:
        source: the original.
        plan: the plan that was written.
        tracks: how many faces will be covered.
        low_confidence: how many of them are so doubtful that a person should look.
        frames: how many frames could be decoded; 1 for a photo.
        unreadable: how many could not.
        seconds: how long it took.
        dropped: what else the original holds that never reaches the output, in plain words.
    """

    source: Path
    plan: Path
    tracks: int
    low_confidence: int
    frames: int
    unreadable: int
    seconds: float
    dropped: tuple[str, ...]


def scan(
    source: Path,
    plan: Path | None = None,
    *,
    detector: Detector | None = None,
    effort: Effort = Effort.NORMAL,
    force: bool = False,
    progress: Progress = silent,
) -> Scanned:
    """Find every face in a video or photo and write the plan.

    A scan that was interrupted goes on where it stopped when it is started again with the same detector and care.

    Args:
        source: the video or photo; only ever read.
        plan: where the plan goes; beside the original with the suffix .veil if not given.
        detector: what finds faces; the default one if not given.
        effort: how much looking it may cost.
        force: replace a finished plan, and with it every decision taken in it.
        progress: is told how far the scan is.

    Raises:
        VeilproofError: the source cannot be read, or a finished plan is there and `force` is not given.
    """
    started = time.monotonic()
    detector = detector or load_detector()
    plan = plan or plan_beside(source)
    if is_photo(source):
        frames, unreadable, dropped = 1, 0, _scan_photo(source, plan, detector, effort, force)
    else:
        frames, unreadable, dropped = _scan_video(source, plan, detector, effort, force, progress)
    with Plan(plan) as written:
        tracks = written.tracks()
    return Scanned(
        source=source,
        plan=plan,
        tracks=len(tracks),
        low_confidence=sum(track.confidence < LOW_CONFIDENCE for track in tracks),
        frames=frames,
        unreadable=unreadable,
        seconds=time.monotonic() - started,
        dropped=dropped,
    )


def _scan_photo(source: Path, path: Path, detector: Detector, effort: Effort, force: bool) -> tuple[str, ...]:
    photo = read_photo(source)
    facts = facts_of(source, detector, effort, "photo", photo.info.width, photo.info.height, Fraction(1))
    views = (*photo_views(photo.info.width, photo.info.height), *PROFILES[effort].in_photo)
    found = detect_fused(detector, photo.rgb(), views, IN_PHOTO.small)
    with opened(path, facts, force) as plan:
        plan.restart()
        plan.add({}, [(0, 0)], confirmed_in_photo(found, max(photo.info.width, photo.info.height)))
        finish(plan, 1, 0, photo.info.dropped)
    return photo.info.dropped


def _scan_video(
    source: Path, path: Path, detector: Detector, effort: Effort, force: bool, progress: Progress
) -> tuple[int, int, tuple[str, ...]]:
    with VideoReader(source) as reader:
        info = reader.info
        facts = facts_of(source, detector, effort, "video", info.width, info.height, info.time_base)
        with opened(path, facts, force) as plan:
            plan.restart()
            frames = scan_frames(reader, info, plan, detector, effort, progress)
            if not frames:
                raise VeilproofError(f"{source}: not one frame could be decoded")
            finish(plan, frames, reader.decode_failures, info.dropped)
            return frames, reader.decode_failures, info.dropped


def finish(plan: Plan, frames: int, unreadable: int, dropped: tuple[str, ...]) -> None:
    """Everything was looked at."""
    plan.finish({"frames": str(frames), "unreadable": str(unreadable), "dropped": json.dumps(dropped)})


def facts_of(
    source: Path, detector: Detector, effort: Effort, kind: str, width: int, height: int, time_base: Fraction
) -> dict[str, str]:
    """What a plan says of its original, and of how it was looked at; two scans with the same give the same plan."""
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


def opened(path: Path, facts: dict[str, str], force: bool) -> Plan:
    """The unfinished plan of just this scan, or a new one."""
    if path.exists():
        if not force:
            plan = Plan(path)
            known = plan.facts
            if plan.complete:
                plan.close()
                raise VeilproofError(
                    f"{path}: a finished plan exists; `veilproof render` applies it, --force scans again"
                )
            if all(known.get(name) == value for name, value in facts.items()):
                return plan
            plan.close()
            if known.get("sha256") != facts["sha256"]:
                raise VeilproofError(f"{path}: the unfinished plan of another file; use --force to replace it")
        _remove(path)
    return Plan.create(path, facts)


def _remove(path: Path) -> None:
    """Make room for a new plan; never by removing something that is none."""
    with path.open("rb") as file:
        is_plan = file.read(len(_SQLITE)) == _SQLITE
    if not is_plan and path.suffix != ".veil":
        raise VeilproofError(f"{path}: not a plan, so --force does not replace it; give another name with --plan")
    path.unlink()
    # What a killed run left of an unfinished change belongs to the old plan; a new one would be spoilt by it.
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
