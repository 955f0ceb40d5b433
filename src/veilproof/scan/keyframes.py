"""What is looked for on the keyframes of a video: faces on each, heads and plates in the same run of the network.

Text, and plates by their text, are looked for on some of them.
"""

from __future__ import annotations

import av
import numpy as np
from numpy.typing import NDArray

from veilproof.detect import Detections, Detector, complementary_detector
from veilproof.detect.branches import load_branches
from veilproof.detect.detector import joined, merged
from veilproof.detect.text import heights, load_text_detector
from veilproof.detect.upscale import Upscaler
from veilproof.detect.verify import IN_FILMS, load_verifier, reconsidered
from veilproof.detect.views import View, detect_fused, detect_kinds, detect_views
from veilproof.kind import LINES, Kind
from veilproof.media.video_read import VideoInfo
from veilproof.plan.store import DetectionsByKind
from veilproof.scan.profile import ScanSettings
from veilproof.track.follow import KindDetections
from veilproof.track.link import KeyframeDetections

_LEAST_SCORE = 0.02
"""Detections below this probability are dropped. What is too weak to be linked still counts as evidence: a look that
sees nothing at all is a third as frequent on a face as beside one."""
_LEAST_VERIFIED = 0.04
"""The verifier looks at detections from this probability on: at the others, it would cost more than all before. Chosen
by hand."""
LEAST_TEXT = 0.3
"""What a detector of text finds less likely is not linked. Chosen by hand."""
LEAST_PLATE = 0.15
"""The same of the branch for plates."""


def linked_kinds(cover: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """The kinds that are linked by themselves: plates are also text until they are confirmed."""
    return tuple(dict.fromkeys((*(kind for kind in cover if kind is not Kind.TEXT), *_text_of(cover))))


def _text_of(cover: tuple[Kind, ...]) -> tuple[Kind, ...]:
    return (Kind.TEXT,) if {*LINES} & {*cover} else ()


class KeyframeDetector:
    """Detects on keyframes as the scan profile says, and keeps the detections until they are saved.

    `detect_keyframe` runs in a thread of its own, everything else in the main thread.
    """

    def __init__(
        self, detector: Detector, settings: ScanSettings, info: VideoInfo, known: dict[int, DetectionsByKind]
    ) -> None:
        """With the detections that are `known` from an interrupted scan, by frame."""
        self._detector = detector
        self._profile = settings.profile
        self._kinds = linked_kinds(settings.cover)
        self._min_text_height = settings.min_text_height
        self._complementary = complementary_detector(detector) if self._profile.complementary_views else None
        self._verifier = load_verifier() if Kind.FACE in self._kinds else None
        self._branches = load_branches(self._kinds, detector)
        self._text = load_text_detector() if Kind.TEXT in self._kinds else None
        self._upscaler = Upscaler(info)
        self._known = known
        self.unsaved: dict[int, DetectionsByKind] = {}
        self.lines: dict[int, Detections] = {}
        """The lines of text by keyframe, as they are turned; whoever links them drops those of a finished shot."""

    def detect_keyframe(self, frame: int, pass_number: int, picture: av.VideoFrame) -> KindDetections:
        """See `veilproof.track.follow.DetectKinds`; boxes are in pixels of the frame."""
        views = self._profile.passes[pass_number % len(self._profile.passes)]
        wanted = {
            kind for kind in self._kinds if kind is not Kind.TEXT or pass_number % self._profile.text_interval == 0
        }
        found = self._known.get(frame, {})
        if not wanted <= found.keys():
            rgb = self._upscaler.rgb(picture)
            seen = {**self._at_once(rgb, views), **(self._lines(rgb) if Kind.TEXT in wanted else {})}
            found = {kind: one.mapped(self._upscaler.to_frame) for kind, one in seen.items()}
            self.unsaved[frame] = found
        scale = max(view.scale for view in views) / max(self._upscaler.to_frame)
        result: dict[Kind, KeyframeDetections] = {}
        for kind in wanted:
            if kind is Kind.TEXT:
                high = found[kind].only(heights(found[kind]) >= self._min_text_height)
                self.lines[frame] = high
                result[kind] = KeyframeDetections(high.upright)
            else:
                linked = found[kind].scores >= (LEAST_PLATE if kind is Kind.PLATE else self._profile.least_linked)
                result[kind] = KeyframeDetections(found[kind].only(linked), found[kind].only(~linked), scale)
        return result

    def _at_once(self, picture: NDArray[np.uint8], views: tuple[View, ...]) -> DetectionsByKind:
        """What one run of the network finds in uint8 [h, w, 3] RGB, in its pixels, of the kinds that are looked for."""
        found: DetectionsByKind = {}
        if self._branches is not None:
            fuse = len(views) > 1
            faces, *others = detect_kinds(self._branches.detect_all, picture, views, _LEAST_SCORE, fuse=fuse)
            found.update(zip(self._branches.kinds, others, strict=True))
        elif Kind.FACE in self._kinds:
            look = detect_views if len(views) == 1 else detect_fused
            faces = look(self._detector, picture, views, _LEAST_SCORE)
        if Kind.FACE in self._kinds:
            found[Kind.FACE] = self._verified(picture, self._with_complementary(picture, faces))
        return found

    def _lines(self, picture: NDArray[np.uint8]) -> DetectionsByKind:
        return {Kind.TEXT: self._text.detect(picture, LEAST_TEXT)} if self._text is not None else {}

    def _verified(self, picture: NDArray[np.uint8], detections: Detections) -> Detections:
        """The detections, and of the stronger ones what the verifier says as well."""
        assert self._verifier is not None
        strong = detections.scores >= _LEAST_VERIFIED
        some, others = detections.only(strong), detections.only(~strong)
        return joined([reconsidered(some, self._verifier.log_odds(picture, some.boxes), IN_FILMS), others])

    def _with_complementary(self, picture: NDArray[np.uint8], detections: Detections) -> Detections:
        """With what the complementary detector finds, if the profile has one."""
        if self._complementary is None:
            return detections
        threshold = max(self._profile.least_linked, self._complementary.secondary_threshold)
        complementary = detect_views(self._complementary, picture, self._profile.complementary_views, threshold)
        return merged([detections, complementary])
