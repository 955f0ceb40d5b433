"""A long film scanned in parts, side by side, and put together into the very plan that one scan of it gives.

Parts begin at cuts: nothing is carried across a cut, so what is found in one shot does not depend on another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from veilproof.detect import Detector
from veilproof.errors import VeilproofError
from veilproof.media.seek import FrameSeeker, time_stamps
from veilproof.media.video_read import Frame, VideoInfo
from veilproof.plan import Plan
from veilproof.progress import Progress, silent
from veilproof.scan.film import scan_frames
from veilproof.scan.profile import Effort
from veilproof.scan.run import facts_of, finish, opened
from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.motion import MotionEstimator

_PART = "part"
_SEARCHED = 1500
"""Frames in which a cut is looked for: in a film without any, looking on would take as long as scanning it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Frames `first` to `last` of a film, both included."""

    first: int
    last: int


def parts_of(source: Path, most: int) -> list[Part]:
    """A film in at most so many parts of about one length, each from a cut to a later one.

    One part where there is no cut, none where time stamps do not say which frame is which.

    Raises:
        VeilproofError: it cannot be opened or decoded.
    """
    stamps = time_stamps(source) if most > 1 else []
    if not stamps:
        return []
    starts = [0]
    with FrameSeeker(source, stamps) as seeker:
        if not seeker.keyframes:
            return []
        for number in range(1, most):
            at = number * len(stamps) // most
            begin = max(at - 1, starts[-1])
            cut = _first_cut(seeker, begin, min(begin + _SEARCHED, (number + 1) * len(stamps) // most))
            if cut is not None:
                starts.append(cut)
    return [Part(first, end - 1) for first, end in zip(starts, [*starts[1:], len(stamps)], strict=True)]


def _first_cut(seeker: FrameSeeker, first: int, end: int) -> int | None:
    """The first frame after `first` and before `end` with which a shot begins."""
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
    effort: Effort = Effort.NORMAL,
    progress: Progress = silent,
) -> None:
    """Find every face in a part of a film and write the plan of that part.

    Raises:
        VeilproofError: a frame cannot be decoded by itself; then only a scan of the whole can be trusted.
    """
    stamps = time_stamps(source)
    with FrameSeeker(source, stamps) as seeker:
        info = seeker.info
        facts = {**_facts(source, info, detector, effort), _PART: f"{part.first}-{part.last}"}
        with opened(plan, facts, force=True) as written:
            written.restart()
            frames = scan_frames(_frames(seeker, stamps, part), info, written, detector, effort, progress)
            finish(written, frames, 0, info.dropped)


def joined(source: Path, parts: Sequence[Path], plan: Path) -> None:
    """Write the plan of the whole from the plans of its parts, in their order.

    Raises:
        VeilproofError: they are not the parts of one film, all of it.
    """
    with Plan(parts[0]) as first:
        facts = {name: value for name, value in first.facts.items() if name not in (_PART, "state")}
    frames = 0
    with opened(plan, facts, force=True) as whole:
        whole.restart()
        for path in parts:
            with Plan(path) as part:
                begins, _, ends = part.facts.get(_PART, "").partition("-")
                stamps = part.pts()
                if part.facts.get("sha256") != facts["sha256"] or begins != str(frames) or not part.complete:
                    raise VeilproofError(f"{path}: not the part of {source} that begins with frame {frames}")
                if len(stamps) != int(ends) + 1 - frames:
                    raise VeilproofError(f"{path}: holds {len(stamps)} frames instead of {begins} to {ends}")
                found = [
                    ConfirmedTrack(t.first, part.boxes_of(t.id), t.confidence, t.observations) for t in part.tracks()
                ]
                whole.add({}, enumerate(stamps, frames), found)
                frames += len(stamps)
        whole.finish({**facts, "frames": str(frames)})


def _facts(source: Path, info: VideoInfo, detector: Detector, effort: Effort) -> dict[str, str]:
    return facts_of(source, detector, effort, "video", info.width, info.height, info.time_base)


def _frames(seeker: FrameSeeker, stamps: list[int], part: Part) -> Iterator[Frame]:
    for number in range(part.first, part.last + 1):
        yield Frame(number, stamps[number], seeker.at(number))
