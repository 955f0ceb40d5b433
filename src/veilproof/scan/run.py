"""Scan a photo or video: find what identifies people and write the plan. Nothing is covered yet."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from veilproof.detect import Detector, load_detector
from veilproof.kind import FACES, Kind, kinds_of
from veilproof.media.kinds import check_supported, is_photo
from veilproof.paths import StrPath, path_or_none
from veilproof.plan import Plan, plan_beside
from veilproof.progress import Progress, silent
from veilproof.risk import Risk, risk_of_plan
from veilproof.scan.photo import scan_photo
from veilproof.scan.profile import Effort, ScanSettings
from veilproof.scan.video import scan_video
from veilproof.track.confirm import LOW_CONFIDENCE


@dataclass(frozen=True, slots=True)
class Scanned:
    """The result of a scan.

    Attributes:
        source: the original.
        plan: the plan that was written.
        tracks: the number of tracks that will be covered.
        cover: the kinds that were looked for.
        low_confidence: how many of them have a confidence below `LOW_CONFIDENCE`, so that a person may remove them.
        risk: where a face may be bare, and how many are expected to be.
        frames: the number of frames decoded; 1 for a photo.
        unreadable: the number of frames that could not be decoded; 1 for a photo that is damaged.
        seconds: the wall-clock time of the scan.
        dropped: what else the original holds that never reaches the output, in plain words.
    """

    source: Path
    plan: Path
    tracks: int
    cover: tuple[Kind, ...]
    low_confidence: int
    risk: Risk
    frames: int
    unreadable: int
    seconds: float
    dropped: tuple[str, ...]


def scan(
    source: StrPath,
    plan: StrPath | None = None,
    *,
    detector: Detector | None = None,
    effort: Effort = Effort.NORMAL,
    min_confidence: float | None = None,
    cover: Sequence[Kind] = FACES,
    min_text_height: float = 0.0,
    force: bool = False,
    progress: Progress = silent,
) -> Scanned:
    """Find every face in a video or photo, and whatever else is asked for, and write the plan.

    Started again with the same detector and settings, an interrupted scan resumes where it stopped.

    Args:
        source: the video or photo; only ever read.
        plan: the plan file to write; by default beside the original, with the suffix .veil.
        detector: the face detector; by default the one that `load_detector` loads.
        effort: the preset that trades time for recall.
        min_confidence: the confidence from which anything is covered, 0 to 1. By default the thresholds of the preset,
            which grow with the size of a face.
        cover: the kinds to look for; by default faces alone.
        min_text_height: the least height of a line of text that is covered, in pixels of the picture.
        force: replace a finished plan, and with it every decision taken in it.
        progress: called once a frame of a video; may end the scan (`Progress`).

    Raises:
        VeilproofError: the source cannot be read, or a finished plan exists and `force` is not set.
    """
    started = time.monotonic()
    source = Path(source)
    settings = ScanSettings(effort, min_confidence, tuple(cover), min_text_height)
    check_supported(source)
    detector = detector or load_detector()
    plan = path_or_none(plan) or plan_beside(source)
    if is_photo(source):
        frames, (unreadable, dropped) = 1, scan_photo(source, plan, detector, settings, force)
    else:
        frames, unreadable, dropped = scan_video(source, plan, detector, settings, force, progress)
    with Plan(plan) as written:
        tracks, risk, searched = written.tracks(), risk_of_plan(written), kinds_of(written.facts["cover"])
    return Scanned(
        source=source,
        plan=plan,
        tracks=len(tracks),
        cover=searched,
        low_confidence=sum(track.confidence < LOW_CONFIDENCE for track in tracks),
        risk=risk,
        frames=frames,
        unreadable=unreadable,
        seconds=time.monotonic() - started,
        dropped=dropped,
    )
