"""Scan: look at the whole of a video or photo and write a plan of what to cover. Covers nothing yet."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from veilproof.care import LOOKING, Care, Looking
from veilproof.detect import Detections, Detector, load_detector, second_to
from veilproof.detect.detector import merged
from veilproof.detect.look import View, look, look_closely, photo_views
from veilproof.errors import VeilproofError
from veilproof.media.files import is_photo
from veilproof.media.photo import read_photo
from veilproof.media.video_read import Frame, VideoInfo, VideoReader
from veilproof.plan import Plan, plan_beside
from veilproof.progress import Progress, Step, silent
from veilproof.source import digest, name_of
from veilproof.track.confirm import LEAST, WEAK, Found, confirmed, confirmed_in_photo, reach
from veilproof.track.follow import follow

RECIPE = "2"  # raise it when the same file would give another plan: looks of an older scan are then not reused
_ENLARGE_TO = 1280  # a smaller video is enlarged to this, at most twofold: faces of 8 pixels become findable
_SQLITE = b"SQLite format 3\0"
_SAVE_EVERY = 5.0  # seconds between two savings of what a scan has seen


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan found.

    Attributes:
        source: the original.
        plan: the plan that was written.
        tracks: how many faces will be covered.
        weak: how many of them are so doubtful that a person should look.
        frames: how many frames could be decoded; 1 for a photo.
        unreadable: how many could not.
        seconds: how long it took.
        dropped: what else the original holds that never reaches the output, in plain words.
    """

    source: Path
    plan: Path
    tracks: int
    weak: int
    frames: int
    unreadable: int
    seconds: float
    dropped: tuple[str, ...]


def scan(
    source: Path,
    plan: Path | None = None,
    *,
    detector: Detector | None = None,
    care: Care = Care.USUAL,
    force: bool = False,
    progress: Progress = silent,
) -> Scanned:
    """Find every face in a video or photo and write the plan.

    A scan that was interrupted goes on where it stopped when it is started again with the same detector and care.

    Args:
        source: the video or photo; only ever read.
        plan: where the plan goes; beside the original with the suffix .veil if not given.
        detector: what finds faces; the default one if not given.
        care: how much looking it may cost.
        force: replace a finished plan, and with it every decision taken in it.
        progress: is told how far the scan is.

    Raises:
        VeilproofError: the source cannot be read, or a finished plan is there and `force` is not given.
    """
    started = time.monotonic()
    detector = detector or load_detector()
    plan = plan or plan_beside(source)
    if is_photo(source):
        frames, unreadable, dropped = 1, 0, _scan_photo(source, plan, detector, care, force)
    else:
        frames, unreadable, dropped = _scan_video(source, plan, detector, care, force, progress)
    with Plan(plan) as written:
        tracks = written.tracks()
    return Scanned(
        source=source,
        plan=plan,
        tracks=len(tracks),
        weak=sum(track.sure < WEAK for track in tracks),
        frames=frames,
        unreadable=unreadable,
        seconds=time.monotonic() - started,
        dropped=dropped,
    )


def _scan_photo(source: Path, path: Path, detector: Detector, care: Care, force: bool) -> tuple[str, ...]:
    photo = read_photo(source)
    facts = _facts(source, detector, care, "photo", photo.info.width, photo.info.height, Fraction(1))
    looking = LOOKING[care]
    views = (*photo_views(photo.info.width, photo.info.height), *looking.in_photo)
    found = _Sight(detector, looking).of_photo(photo.rgb(), views)
    with _opened(path, facts, force) as plan:
        plan.restart()
        plan.add({}, [(0, 0)], confirmed_in_photo(found, max(photo.info.width, photo.info.height)))
        plan.finish({"frames": "1", "unreadable": "0", "dropped": json.dumps(photo.info.dropped)})
    return photo.info.dropped


def _scan_video(
    source: Path, path: Path, detector: Detector, care: Care, force: bool, progress: Progress
) -> tuple[int, int, tuple[str, ...]]:
    with VideoReader(source) as reader:
        info = reader.info
        facts = _facts(source, detector, care, "video", info.width, info.height, info.time_base)
        with _opened(path, facts, force) as plan:
            plan.restart()
            looking = LOOKING[care]
            eyes = _Eyes(detector, looking, info, plan.looks())
            notes = _Notes(plan, eyes)
            try:
                frames = notes.frames(reader, progress)
                for track in follow(frames, info, eyes.look_at, reach(info.frame_rate), looking.pace):
                    found = confirmed(track, info.frame_rate, max(info.width, info.height))
                    if found is not None:
                        notes.tracks.append(found)
            finally:
                notes.save()
            if not notes.frames_read:
                raise VeilproofError(f"{source}: not one frame could be decoded")
            plan.finish(
                {
                    "frames": str(notes.frames_read),
                    "unreadable": str(reader.decode_failures),
                    "dropped": json.dumps(info.dropped),
                }
            )
            return notes.frames_read, reader.decode_failures, info.dropped


class _Sight:
    """The detector, and a second one that fails differently, where the care that is taken asks for it."""

    def __init__(self, detector: Detector, looking: Looking) -> None:
        self._detector = detector
        self._views = looking.second
        self._second = second_to(detector) if looking.second else None

    def of(self, picture: NDArray[np.uint8], views: tuple[View, ...]) -> Detections:
        return self._with_second(look(self._detector, picture, views, LEAST), picture)

    def of_photo(self, picture: NDArray[np.uint8], views: tuple[View, ...]) -> Detections:
        return self._with_second(look_closely(self._detector, picture, views, LEAST), picture)

    def _with_second(self, found: Detections, picture: NDArray[np.uint8]) -> Detections:
        return merged([found, look(self._second, picture, self._views, LEAST)]) if self._second else found


class _Eyes:
    """Looks at keyframes, and remembers what it saw. Looking happens in another thread than the rest."""

    def __init__(self, detector: Detector, looking: Looking, info: VideoInfo, seen: dict[int, Detections]) -> None:
        self._sight = _Sight(detector, looking)
        self._turns = looking.turns
        self._converter = VideoReformatter()
        enlarged = min(2.0, max(1.0, _ENLARGE_TO / max(info.width, info.height)))
        tall = float(info.sample_aspect_ratio)
        self._width = round(info.width * enlarged * max(1.0, tall))
        self._height = round(info.height * enlarged * max(1.0, 1 / tall))
        self._to_picture = (info.width / self._width, info.height / self._height)
        self._seen = seen
        self.new: dict[int, Detections] = {}

    def look_at(self, frame: int, turn: int, picture: av.VideoFrame) -> Detections:
        if frame in self._seen:
            return self._seen[frame]
        rgb = np.asarray(
            self._converter.reformat(picture, self._width, self._height, format="rgb24").to_ndarray(), np.uint8
        )
        found = self._sight.of(rgb, self._turns[turn % len(self._turns)]).mapped(self._to_picture)
        self.new[frame] = found
        return found


class _Notes:
    """What the scan has learned and not yet saved."""

    def __init__(self, plan: Plan, eyes: _Eyes) -> None:
        self._plan = plan
        self._eyes = eyes
        self._pts: list[tuple[int, int]] = []
        self.tracks: list[Found] = []
        self.frames_read = 0

    def frames(self, reader: VideoReader, progress: Progress) -> Iterator[Frame]:
        """The frames of the video, noted on their way; saves now and then."""
        saved = time.monotonic()
        for frame in reader:
            self._pts.append((frame.index, frame.pts))
            self.frames_read += 1
            progress(Step("scan", self.frames_read, reader.info.frames_expected))
            if time.monotonic() - saved > _SAVE_EVERY:
                self.save()
                saved = time.monotonic()
            yield frame

    def save(self) -> None:
        looks = dict(list(self._eyes.new.items()))
        self._plan.add(looks, self._pts, self.tracks)
        for frame in looks:
            del self._eyes.new[frame]
        self._pts, self.tracks = [], []


def _facts(
    source: Path, detector: Detector, care: Care, kind: str, width: int, height: int, time_base: Fraction
) -> dict[str, str]:
    return {
        "recipe": RECIPE,
        "detector": detector.name,
        "care": care.value,
        "name": name_of(source),
        "sha256": digest(source),
        "kind": kind,
        "width": str(width),
        "height": str(height),
        "time_base": str(time_base),
    }


def _opened(path: Path, facts: dict[str, str], force: bool) -> Plan:
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
