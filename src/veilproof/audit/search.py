"""Looking for faces in the original once more, harder than the scan does, and without knowing what it found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import av
import numpy as np

from veilproof.detect import MODEL_NAMES, Detections, Detector, load_detector
from veilproof.detect.detector import merged
from veilproof.detect.upscale import Upscaler
from veilproof.detect.views import View, detect_views
from veilproof.geometry import iou
from veilproof.media.video_read import Frame, VideoInfo
from veilproof.track.confirm import max_extrapolation
from veilproof.track.follow import follow
from veilproof.track.track import Track

CANDIDATE_THRESHOLD = 0.04
"""Suspicions less probable than this are not followed: the scan's own limit is above it."""

_PASSES = (View(), View(mirrored=True), View(0.5), View(mirrored=True, scale=0.75))
_OTHER_PASSES = (View(1.5), View(mirrored=True), View(1.5, mirrored=True), View())
_OTHERS_EVERY = 3
"""Keyframes from one look of the other detectors to the next: asked at each, they found no planted leak more."""
_SAME_PLACE, _ALONE = 0.3, 0.5


@dataclass(frozen=True, slots=True)
class Detectors:
    """Every detector there is: the first looks at each keyframe, the others now and then, in other ways."""

    first: Detector
    others: tuple[Detector, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called."""
        return (self.first.name, *(other.name for other in self.others))


def load_detectors() -> Detectors:
    """All detectors that come with veilproof.

    Raises:
        VeilproofError: their weights are missing.
    """
    first, *others = (load_detector(name) for name in MODEL_NAMES)
    return Detectors(first, tuple(others))


def candidates(frames: Iterator[Frame], info: VideoInfo, detectors: Detectors) -> Iterator[Track]:
    """Everything in a video that may be a face, followed through time, each as soon as it is over."""
    yield from follow(
        frames, info, _KeyframeDetector(info, detectors).detect_keyframe, max_extrapolation(info.frame_rate)
    )


class _KeyframeDetector:
    def __init__(self, info: VideoInfo, detectors: Detectors) -> None:
        self._searchers = detectors
        self._enlarger = Upscaler(info)

    def detect_keyframe(self, frame: int, pass_number: int, picture: av.VideoFrame) -> Detections:
        rgb = self._enlarger.rgb(picture)
        found = detect_views(self._searchers.first, rgb, (_PASSES[pass_number % len(_PASSES)],), CANDIDATE_THRESHOLD)
        round_, others_too = divmod(pass_number, _OTHERS_EVERY)
        if others_too == 0:
            views = (_OTHER_PASSES[round_ % len(_OTHER_PASSES)],)
            more = [detect_views(other, rgb, views, CANDIDATE_THRESHOLD) for other in self._searchers.others]
            found = merged([found, *(_borne_out(other, found) for other in more)])
        return found.mapped(self._enlarger.to_frame)


def _borne_out(candidates_alone: Detections, by: Detections) -> Detections:
    """What one detector suspects alone is worth half: hands and patterns that two of them take for a face are rare."""
    if not len(candidates_alone):
        return candidates_alone
    shared = iou(candidates_alone.boxes, by.boxes).max(axis=1, initial=0.0)
    worth = np.where(shared >= _SAME_PLACE, 1.0, _ALONE)
    return Detections(candidates_alone.boxes, np.asarray(candidates_alone.scores * worth, np.float32))
