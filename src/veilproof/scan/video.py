"""Scan the frames of one video: detect on keyframes, track, confirm, and save to the plan as it goes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from veilproof.detect import Detections, Detector
from veilproof.errors import VeilproofError
from veilproof.kind import Kind
from veilproof.media.video_read import Frame, VideoInfo, VideoReader
from veilproof.plan import Plan
from veilproof.progress import Progress, Step
from veilproof.scan.confirm_kinds import confirm_shot
from veilproof.scan.keyframes import KeyframeDetector, linked_kinds
from veilproof.scan.profile import ScanSettings
from veilproof.scan.resume import finish_plan, open_plan, scan_facts
from veilproof.scan.sound import scan_sound
from veilproof.source import unchanged
from veilproof.track.confirm import MAX_EXTRAPOLATION, ConfirmedTrack
from veilproof.track.follow import follow_kinds
from veilproof.track.track import Track

_SAVE_INTERVAL_SECONDS = 5.0
"""What an interrupted scan loses at most; a round number."""


def scan_video(
    source: Path, path: Path, detector: Detector, settings: ScanSettings, force: bool, progress: Progress
) -> tuple[int, int, tuple[str, ...]]:
    """Find every face in a video and write its plan.

    Returns:
        The number of frames decoded, the number that could not be, and what else the video holds that never reaches
        the output, in plain words.

    Raises:
        VeilproofError: the video cannot be read, or `path` must not be replaced (see `open_plan`).
    """
    with ExitStack() as stack:
        # The plan is finished only after the original has proved to be the same as when it was hashed.
        with unchanged(source) as sha256:
            reader = stack.enter_context(VideoReader(source))
            info = reader.info
            plan = stack.enter_context(
                open_plan(path, source, scan_facts(source, sha256, info, detector, settings), force)
            )
            frames = scan_frames(reader, info, plan, detector, settings, progress)
            if not frames:
                raise VeilproofError(f"{source}: not one frame could be decoded")
            scan_sound(source, plan, progress)
        finish_plan(plan, frames, reader.decode_failures, info.dropped)
        return frames, reader.decode_failures, info.dropped


def scan_frames(
    frames: Iterable[Frame], info: VideoInfo, plan: Plan, detector: Detector, settings: ScanSettings, progress: Progress
) -> int:
    """Find every face in consecutive frames, the first of which starts a shot, and write the tracks into the plan.

    Keyframes whose detections the plan holds from an interrupted scan are not run through a detector again.

    Returns:
        The number of frames.
    """
    keyframe_detector = KeyframeDetector(detector, settings, info, plan.detections())
    writer = _PlanWriter(plan, keyframe_detector)
    kinds, long_side = linked_kinds(settings.cover), max(info.width, info.height)
    try:
        for tracks in follow_kinds(
            writer.record(frames, info, progress),
            info,
            keyframe_detector.detect_keyframe,
            kinds,
            MAX_EXTRAPOLATION,
            settings.profile.interval,
        ):
            # Tracks count from the first frame that was given; plans from the first frame of the video.
            before = writer.first_frame
            lines = {frame - before: found for frame, found in list(keyframe_detector.lines.items())}
            confirmed = confirm_shot(tracks, lines, settings, long_side)
            writer.tracks += [replace(track, first=track.first + before) for track in confirmed.cover]
            writer.suspicions += [replace(track, first=track.first + before) for track in confirmed.suspected]
            _drop_before(keyframe_detector.lines, before + _end_of(tracks))
    finally:
        writer.save()
    return writer.frames_read


def _end_of(tracks: Mapping[Kind, list[Track]]) -> int:
    """The last frame of these tracks, all of one shot; -1 if there are none."""
    return max((track.last for of_kind in tracks.values() for track in of_kind), default=-1)


def _drop_before(lines: dict[int, Detections], last: int) -> None:
    """Drop the lines of frames up to `last`; another thread may add later ones meanwhile."""
    for frame in [frame for frame in list(lines) if frame <= last]:
        del lines[frame]


class _PlanWriter:
    """Collects time stamps, detections and tracks, and saves them to the plan at intervals."""

    def __init__(self, plan: Plan, keyframe_detector: KeyframeDetector) -> None:
        self._plan = plan
        self._keyframe_detector = keyframe_detector
        self._pts: list[tuple[int, int]] = []
        self.tracks: list[ConfirmedTrack] = []
        self.suspicions: list[ConfirmedTrack] = []
        self.first_frame = 0
        self.frames_read = 0

    def record(self, frames: Iterable[Frame], info: VideoInfo, progress: Progress) -> Iterator[Frame]:
        """Pass the frames on, recording their time stamps; saves every _SAVE_INTERVAL_SECONDS."""
        saved = time.monotonic()
        for frame in frames:
            if not self.frames_read:
                self.first_frame = frame.index
            self._pts.append((frame.index, frame.pts))
            self.frames_read += 1
            progress(Step("scan", self.frames_read, info.frames_expected))
            if time.monotonic() - saved > _SAVE_INTERVAL_SECONDS:
                self.save()
                saved = time.monotonic()
            yield frame

    def save(self) -> None:
        """Write everything collected since the last time into the plan."""
        unsaved = self._keyframe_detector.unsaved
        # A copy in one step: the detection thread may add to the dictionary meanwhile.
        detections = dict(list(unsaved.items()))
        self._plan.add(detections, self._pts, self.tracks, self.suspicions)
        for frame in detections:
            del unsaved[frame]
        self._pts, self.tracks, self.suspicions = [], [], []
