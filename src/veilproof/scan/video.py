"""Scan the frames of one video: detect on keyframes, track, confirm, and save to the plan as it goes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from veilproof.detect import Detections, Detector, complementary_detector
from veilproof.detect.detector import joined, merged
from veilproof.detect.upscale import Upscaler
from veilproof.detect.verify import IN_FILMS, load_verifier, reconsidered
from veilproof.detect.views import View, detect_fused, detect_views
from veilproof.errors import VeilproofError
from veilproof.media.video_read import Frame, VideoInfo, VideoReader
from veilproof.plan import Plan
from veilproof.progress import Progress, Step
from veilproof.scan.profile import ScanProfile, ScanSettings
from veilproof.scan.resume import finish_plan, open_plan, scan_facts
from veilproof.scan.sound import scan_sound
from veilproof.source import unchanged
from veilproof.track.confirm import MAX_EXTRAPOLATION, ConfirmedTrack, confirm_track
from veilproof.track.doubles import one_track_per_head
from veilproof.track.follow import follow
from veilproof.track.ghosts import without_ghosts
from veilproof.track.link import KeyframeDetections
from veilproof.track.suspicion import distinct

_SAVE_INTERVAL_SECONDS = 5.0
"""What an interrupted scan loses at most; a round number."""
_LEAST_SCORE = 0.02
"""Detections below this probability are dropped. What is too weak to be linked still counts as evidence: a look that
sees nothing at all is a third as frequent on a face as beside one."""
_LEAST_VERIFIED = 0.04
"""The verifier looks at detections from this probability on: at the others, it would cost more than all before. Chosen
by hand."""


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
    profile = settings.profile
    keyframe_detector = _KeyframeDetector(detector, profile, info, plan.detections())
    writer = _PlanWriter(plan, keyframe_detector)
    try:
        for tracks in follow(
            writer.record(frames, info, progress),
            info,
            keyframe_detector.detect_keyframe,
            MAX_EXTRAPOLATION,
            profile.interval,
        ):
            confirmed = [
                confirm_track(track, max(info.width, info.height), profile.threshold)
                for track in one_track_per_head(tracks)
            ]
            covers = without_ghosts([track for one in confirmed for track in one.cover])
            suspicions = distinct([track for one in confirmed for track in one.suspected])
            # Tracks count from the first frame that was given; plans from the first frame of the video.
            writer.tracks += [replace(track, first=track.first + writer.first_frame) for track in covers]
            writer.suspicions += [replace(track, first=track.first + writer.first_frame) for track in suspicions]
    finally:
        writer.save()
    return writer.frames_read


class _KeyframeDetector:
    """Detects faces on keyframes as the scan profile says, and keeps the detections until they are saved.

    `detect_keyframe` runs in a thread of its own, everything else in the main thread.
    """

    def __init__(self, detector: Detector, profile: ScanProfile, info: VideoInfo, known: dict[int, Detections]) -> None:
        """With the detections that are `known` from an interrupted scan, by frame."""
        self._detector = detector
        self._profile = profile
        self._complementary = complementary_detector(detector) if profile.complementary_views else None
        self._verifier = load_verifier()
        self._upscaler = Upscaler(info)
        self._known = known
        self.unsaved: dict[int, Detections] = {}

    def detect_keyframe(self, frame: int, pass_number: int, picture: av.VideoFrame) -> KeyframeDetections:
        """See `veilproof.track.follow.DetectKeyframe`; boxes are in pixels of the frame."""
        views = self._profile.passes[pass_number % len(self._profile.passes)]
        detections = self._known.get(frame)
        if detections is None:
            rgb = self._upscaler.rgb(picture)
            detections = self._verified(rgb, self._detect(rgb, views)).mapped(self._upscaler.to_frame)
            self.unsaved[frame] = detections
        linked = detections.scores >= self._profile.least_linked
        return KeyframeDetections(
            Detections(detections.boxes[linked], detections.scores[linked]),
            Detections(detections.boxes[~linked], detections.scores[~linked]),
            max(view.scale for view in views) / max(self._upscaler.to_frame),
        )

    def _verified(self, picture: NDArray[np.uint8], detections: Detections) -> Detections:
        """The detections, and of the stronger ones what the verifier says as well."""
        strong = detections.scores >= _LEAST_VERIFIED
        some, others = (Detections(detections.boxes[which], detections.scores[which]) for which in (strong, ~strong))
        return joined([reconsidered(some, self._verifier.log_odds(picture, some.boxes), IN_FILMS), others])

    def _detect(self, picture: NDArray[np.uint8], views: tuple[View, ...]) -> Detections:
        """The faces in uint8 [h, w, 3] RGB, in its pixels; with the complementary detector if the profile has one."""
        detections = (detect_views if len(views) == 1 else detect_fused)(self._detector, picture, views, _LEAST_SCORE)
        if self._complementary is None:
            return detections
        threshold = max(self._profile.least_linked, self._complementary.secondary_threshold)
        complementary = detect_views(self._complementary, picture, self._profile.complementary_views, threshold)
        return merged([detections, complementary])


class _PlanWriter:
    """Collects time stamps, detections and tracks, and saves them to the plan at intervals."""

    def __init__(self, plan: Plan, keyframe_detector: _KeyframeDetector) -> None:
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
