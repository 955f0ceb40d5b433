"""A film on its way into a plan: looked at, followed, and noted as it goes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace

import av
import numpy as np
from numpy.typing import NDArray

from veilproof.detect import Detections, Detector, complementary_detector
from veilproof.detect.detector import merged
from veilproof.detect.upscale import Upscaler
from veilproof.detect.views import View, detect_fused, detect_views
from veilproof.media.video_read import Frame, VideoInfo
from veilproof.plan import Plan
from veilproof.progress import Progress, Step
from veilproof.scan.profile import PROFILES, Effort, ScanProfile
from veilproof.track.confirm import ConfirmedTrack, confirmed, max_extrapolation
from veilproof.track.follow import follow

_SAVE_EVERY = 5.0  # seconds between two savings of what a scan has seen


def scan_frames(
    frames: Iterable[Frame], info: VideoInfo, plan: Plan, detector: Detector, effort: Effort, progress: Progress
) -> int:
    """Find every face in these frames, which begin with a shot, and write the tracks into the plan.

    What the plan says was seen before it was interrupted is not looked at again.

    Returns:
        How many frames there were.
    """
    profile = PROFILES[effort]
    detector_of_keyframes = _KeyframeDetector(detector, profile, info, plan.detections())
    notes = _Notes(plan, detector_of_keyframes)
    try:
        for track in follow(
            notes.taken(frames, info, progress),
            info,
            detector_of_keyframes.detect_keyframe,
            max_extrapolation(info.frame_rate),
            profile.interval,
        ):
            found = confirmed(track, info.frame_rate, max(info.width, info.height), profile.threshold)
            if found is not None:
                # Tracks count from the first frame that was given; plans from the first of the film.
                notes.tracks.append(replace(found, first=found.first + notes.first))
    finally:
        notes.save()
    return notes.frames_read


class _KeyframeDetector:
    """Looks at keyframes, and remembers what it saw. Looking happens in another thread than the rest."""

    def __init__(self, detector: Detector, profile: ScanProfile, info: VideoInfo, seen: dict[int, Detections]) -> None:
        self._detector = detector
        self._looking = profile
        self._second = complementary_detector(detector) if profile.second else None
        self._enlarger = Upscaler(info)
        self._seen = seen
        self.new: dict[int, Detections] = {}

    def detect_keyframe(self, frame: int, pass_number: int, picture: av.VideoFrame) -> Detections:
        if frame in self._seen:
            return self._seen[frame]
        views = self._looking.passes[pass_number % len(self._looking.passes)]
        found = self._faces(self._enlarger.rgb(picture), views).mapped(self._enlarger.back)
        self.new[frame] = found
        return found

    def _faces(self, shown: NDArray[np.uint8], views: tuple[View, ...]) -> Detections:
        """The faces in uint8 [h, w, 3] RGB; a second detector, which fails differently, where the care asks for it."""
        threshold = self._looking.threshold.small
        found = (detect_views if len(views) == 1 else detect_fused)(self._detector, shown, views, threshold)
        if self._second is None:
            return found
        beside = detect_views(
            self._second, shown, self._looking.second, max(threshold, self._second.secondary_threshold)
        )
        return merged([found, beside])


class _Notes:
    """What the scan has learned and not yet saved."""

    def __init__(self, plan: Plan, detector_of_keyframes: _KeyframeDetector) -> None:
        self._plan = plan
        self._eyes = detector_of_keyframes
        self._pts: list[tuple[int, int]] = []
        self.tracks: list[ConfirmedTrack] = []
        self.first = 0
        self.frames_read = 0

    def taken(self, frames: Iterable[Frame], info: VideoInfo, progress: Progress) -> Iterator[Frame]:
        """The frames, noted on their way; saves now and then."""
        saved = time.monotonic()
        for frame in frames:
            if not self.frames_read:
                self.first = frame.index
            self._pts.append((frame.index, frame.pts))
            self.frames_read += 1
            progress(Step("scan", self.frames_read, info.frames_expected))
            if time.monotonic() - saved > _SAVE_EVERY:
                self.save()
                saved = time.monotonic()
            yield frame

    def save(self) -> None:
        detections = dict(list(self._eyes.new.items()))
        self._plan.add(detections, self._pts, self.tracks)
        for frame in detections:
            del self._eyes.new[frame]
        self._pts, self.tracks = [], []
