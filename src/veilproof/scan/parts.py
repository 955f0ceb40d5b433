"""Scan a long video in parts, in parallel, and join their plans into the plan that one scan of the whole gives.

Parts start at cuts. Nothing is propagated across a cut, so the tracks of one shot do not depend on any other shot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from veilproof.detect import Detector
from veilproof.errors import VeilproofError
from veilproof.media.seek import FrameSeeker, time_stamps
from veilproof.media.video_read import Frame
from veilproof.plan import Plan
from veilproof.plan.check import PART_FACT
from veilproof.progress import Progress, silent
from veilproof.scan.profile import ScanSettings
from veilproof.scan.resume import finish_plan, open_plan, scan_facts
from veilproof.scan.sound import scan_sound
from veilproof.scan.video import scan_frames
from veilproof.source import unchanged
from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.motion import MotionEstimator

_MAX_CUT_SEARCH_FRAMES = 1500
"""Frames searched for a cut, a minute at 25 frames/s; a round number. In a video without cuts, a longer search would
take as long as the scan."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of frames of a video, from `first` to `last`, both included."""

    first: int
    last: int


def split_at_cuts(source: Path, max_parts: int) -> list[Part]:
    """Split a video into at most `max_parts` parts of about equal length, each from a cut to a later one.

    Gives one part if no cut is found, and none if frames cannot be addressed by their time stamps.

    Raises:
        VeilproofError: the video cannot be opened or decoded.
    """
    stamps = time_stamps(source) if max_parts > 1 else []
    if not stamps:
        return []
    starts = [0]
    with FrameSeeker(source, stamps) as seeker:
        if not seeker.keyframes:
            return []
        for number in range(1, max_parts):
            even_split = number * len(stamps) // max_parts
            first = max(even_split - 1, starts[-1])
            end = min(first + _MAX_CUT_SEARCH_FRAMES, (number + 1) * len(stamps) // max_parts)
            cut = _first_cut(seeker, first, end)
            if cut is not None:
                starts.append(cut)
    return [Part(first, end - 1) for first, end in zip(starts, [*starts[1:], len(stamps)], strict=True)]


def _first_cut(seeker: FrameSeeker, first: int, end: int) -> int | None:
    """The first frame after `first` and before `end` that starts a shot."""
    estimator = MotionEstimator(seeker.info.width, seeker.info.height)
    for number in range(first, end):
        motion = estimator.step(seeker.at(number))
        if motion is not None and motion.cut:
            return number
    return None


def scan_part(
    source: Path,
    part: Part,
    plan: Path,
    *,
    detector: Detector,
    settings: ScanSettings | None = None,
    progress: Progress = silent,
) -> None:
    """Find every face in one part of a video and write the plan of that part, replacing any that exists.

    Raises:
        VeilproofError: a frame cannot be decoded by itself; then only a scan of the whole video can be trusted.
    """
    settings = settings or ScanSettings()
    with ExitStack() as stack:
        with unchanged(source) as sha256:
            stamps = time_stamps(source)
            seeker = stack.enter_context(FrameSeeker(source, stamps))
            info = seeker.info
            facts = {
                **scan_facts(source, sha256, info, detector, settings),
                PART_FACT: f"{part.first}-{part.last}",
            }
            written = stack.enter_context(open_plan(plan, source, facts, force=True))
            frames = scan_frames(_frames(seeker, stamps, part), info, written, detector, settings, progress)
        finish_plan(written, frames, 0, info.dropped)


def join_parts(source: Path, parts: Sequence[Path], plan: Path) -> None:
    """Write the plan of a whole video from the plans of its parts, given in order.

    Raises:
        VeilproofError: they are not the consecutive parts of one video.
    """
    with Plan(parts[0]) as first:
        facts = {name: value for name, value in first.facts.items() if name not in (PART_FACT, "state")}
    frames = 0
    with open_plan(plan, source, facts, force=True) as whole:
        for path in parts:
            with Plan(path) as part:
                first_frame, _, last_frame = part.facts.get(PART_FACT, "").partition("-")
                stamps = part.pts()
                if part.facts.get("sha256") != facts["sha256"] or first_frame != str(frames) or not part.complete:
                    raise VeilproofError(f"{path}: not the part of {source} that starts at frame {frames}")
                if len(stamps) != int(last_frame) + 1 - frames:
                    raise VeilproofError(f"{path}: holds {len(stamps)} frames instead of {first_frame} to {last_frame}")
                tracks = [
                    ConfirmedTrack(
                        *(t.first, part.boxes_of(t.id), t.confidence, t.observations, t.kind, part.angles_of(t.id))
                    )
                    for t in part.tracks()
                ]
                suspicions = [
                    ConfirmedTrack(one.first, one.boxes, one.confidence, one.observations) for one in part.suspicions()
                ]
                whole.add({}, enumerate(stamps, frames), tracks, suspicions)
                frames += len(stamps)
        scan_sound(source, whole, silent)
        whole.finish({**facts, "frames": str(frames)})


def _frames(seeker: FrameSeeker, stamps: list[int], part: Part) -> Iterator[Frame]:
    for number in range(part.first, part.last + 1):
        yield Frame(number, stamps[number], seeker.at(number))
