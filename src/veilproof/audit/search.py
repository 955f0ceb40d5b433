"""Searches the original again: for faces with all detectors, in more views and at a lower threshold than a scan.

And for other kinds where they were asked for (`search_things`). It knows nothing of the plan, so it also finds what the
scan missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import av
import numpy as np

from veilproof.audit.search_things import ThingSearch
from veilproof.audit.things import Thing
from veilproof.detect import MODEL_NAMES, Detections, Detector, load_detector
from veilproof.detect.detector import merged
from veilproof.detect.upscale import Upscaler
from veilproof.detect.views import View, detect_views
from veilproof.geometry import iou
from veilproof.kind import Kind
from veilproof.media.video_read import Frame, VideoInfo
from veilproof.track.confirm import MAX_EXTRAPOLATION, track_confidence
from veilproof.track.follow import KindDetections, follow_kinds
from veilproof.track.link import KeyframeDetections
from veilproof.track.track import Track

CANDIDATE_THRESHOLD = 0.04
"""Detections below this probability are not tracked. A round number, below the threshold of a scan."""

_VIEWS = (View(), View(mirrored=True), View(0.5), View(mirrored=True, scale=0.75))
"""Views of the primary detector, one per keyframe in turn."""
_SECONDARY_VIEWS = (View(), View(mirrored=True))
"""Views of the secondary detectors, one per pass in turn. At 1.5 times the size they cost a tenth of a search and found
no more planted leaks on tune clips (docs/measured.md)."""
_SECONDARY_INTERVAL = 3
"""Keyframes between two passes of the secondary detectors. At every keyframe they found no more planted leaks
(`benchmarks.planted`, docs/measured.md)."""
_SAME_FACE_IOU = 0.3
"""Detections that overlap more than this are one face. A round number."""
_MIN_TRACK_CONFIDENCE = 0.1
"""Tracks below this probability are dropped: they are four of five tracks, no faces, and would never count. A round
number, far below what a policy asks for."""
_UNCONFIRMED_WEIGHT = 0.5
"""Factor on the probability of what only a secondary detector found. A round number."""


@dataclass(frozen=True, slots=True)
class Detectors:
    """The detectors of a search: the primary one runs on every keyframe, the secondary ones on some."""

    primary: Detector
    secondary: tuple[Detector, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Their names, the primary one first."""
        return (self.primary.name, *(detector.name for detector in self.secondary))


def load_detectors() -> Detectors:
    """All detectors that come with veilproof.

    Raises:
        VeilproofError: their weights are missing.
    """
    primary, *secondary = (load_detector(name) for name in MODEL_NAMES)
    return Detectors(primary, tuple(secondary))


@dataclass(frozen=True, slots=True)
class SearchedShot:
    """What a search finds in one shot: the tracks of everything that may be a face, and things of other kinds."""

    faces: list[Track]
    things: list[Thing]


def search(
    frames: Iterator[Frame], info: VideoInfo, detectors: Detectors, things: ThingSearch
) -> Iterator[SearchedShot]:
    """Search a video; yields what is in each shot once it has ended."""
    detector = _KeyframeDetector(info, detectors, things)
    kinds = (Kind.FACE, *things.linked)
    for tracks in follow_kinds(frames, info, detector.detect_keyframe, kinds, MAX_EXTRAPOLATION):
        faces = [track for track in tracks[Kind.FACE] if track_confidence(track) >= _MIN_TRACK_CONFIDENCE]
        yield SearchedShot(faces, things.things(tracks, max(info.width, info.height)))


class _KeyframeDetector:
    def __init__(self, info: VideoInfo, detectors: Detectors, things: ThingSearch) -> None:
        self._detectors = detectors
        self._things = things
        self._upscaler = Upscaler(info)

    def detect_keyframe(self, frame: int, pass_number: int, picture: av.VideoFrame) -> KindDetections:
        rgb = self._upscaler.rgb(picture)
        view = _VIEWS[pass_number % len(_VIEWS)]
        detections = detect_views(self._detectors.primary, rgb, (view,), CANDIDATE_THRESHOLD)
        secondary_pass, skipped = divmod(pass_number, _SECONDARY_INTERVAL)
        if not skipped:
            views = (_SECONDARY_VIEWS[secondary_pass % len(_SECONDARY_VIEWS)],)
            secondary = [
                detect_views(detector, rgb, views, CANDIDATE_THRESHOLD) for detector in self._detectors.secondary
            ]
            detections = merged([detections, *(_weighted(each, detections) for each in secondary)])
        to_frame = self._upscaler.to_frame
        result = {Kind.FACE: KeyframeDetections(detections.mapped(to_frame))}
        for kind, found in self._things.at_once(pass_number, rgb, (view,)).items():
            result[kind] = KeyframeDetections(found.mapped(to_frame))
        lines = self._things.lines(frame, pass_number, rgb, to_frame)
        if lines is not None:
            result[Kind.TEXT] = KeyframeDetections(lines)
        return result


def _weighted(secondary: Detections, primary: Detections) -> Detections:
    """The secondary detections; unconfirmed ones count less, since two detectors seldom share a false positive."""
    if not len(secondary):
        return secondary
    overlap = iou(secondary.boxes, primary.boxes).max(axis=1, initial=0.0)
    weights = np.where(overlap >= _SAME_FACE_IOU, 1.0, _UNCONFIRMED_WEIGHT)
    return Detections(secondary.boxes, np.asarray(secondary.scores * weights, np.float32))
