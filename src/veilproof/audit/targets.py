"""Attack targets: for each track the best early views (gallery) and late views (probe), aligned, from both files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.frame_pairs import FramePair, rgb_of
from veilproof.audit.operators import Mask
from veilproof.audit.survival import replaced_mask
from veilproof.geometry import Boxes, sizes
from veilproof.recognise.align import SIDE, AlignedFace, LandmarkDetector, alignment_matrix, warp
from veilproof.track.clock import ROUNDING
from veilproof.track.confirm import track_confidence
from veilproof.track.track import Track

MIN_SIZE = 32.0
"""Pixels: smaller faces are not attacked; the recognisers do not tell people apart at that size. A round number."""
MIN_CONFIDENCE = 0.6
"""Tracks below this probability are not attacked, and not counted as faces. A round number."""
_END_SHARE = 0.35
"""Share of a track's time from which gallery (at the start) and probe (at the end) are taken. A round number."""
_MIN_SECONDS = 0.4
"""Shorter tracks are not attacked: gallery and probe would show the same moment. A round number."""
_BEST_VIEWS = 2
"""Views taken for the gallery, and for the probe."""
_STACK_VIEWS = 10
"""Views taken at each end for restoration from many frames."""
_FULL_SIZE = 120.0
"""Pixels: larger faces are no clearer, since aligned faces are about as large."""
_OPENING = np.ones((5, 5), np.uint8)
"""Pixels of the aligned face: smaller specks of change are codec noise."""
_COMMON_SHARE = 0.9
"""A pixel belongs to the common cover when it is covered in this share of the views. A round number."""
_MIN_AGREEMENT = 0.9
"""A track's covers agree with the others' when they hide this share of the common cover. A round number."""
_MIN_REPLACED = 0.1
"""Share of an aligned face that must be seen to be replaced for its cover to be attacked. A round number."""
_RIM = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (17, 17))
"""Erosion (8 pixels of the aligned face) of the common cover: at its rim the codec smears in what is beside it."""


@dataclass(slots=True)
class Samples:
    """What is known of a track at one end of its time.

    Attributes:
        original: aligned views from the original, in order of time.
        redacted: the same views from the redacted file.
        covers: for each view, the pixels that were replaced.
        stack: redacted views of many frames, aligned, for restoration.
    """

    original: list[AlignedFace] = field(default_factory=list)
    redacted: list[AlignedFace] = field(default_factory=list)
    covers: list[Mask] = field(default_factory=list)
    stack: list[AlignedFace] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Target:
    """One track under attack.

    Attributes:
        track: index of the candidate.
        first: first frame in which it was detected.
        last: last frame in which it was detected.
        gallery: what the attacker knows.
        probe: what the attacker tries to recognise.
    """

    track: int
    first: int
    last: int
    gallery: Samples
    probe: Samples

    @property
    def is_complete(self) -> bool:
        """Whether there is a view for the gallery and one for the probe."""
        return bool(self.gallery.original and self.probe.original)


def attackable_tracks(tracks: Sequence[Track], limit: int) -> list[int]:
    """Indices of the tracks that are long, large and confident enough to be attacked; the clearest `limit` of them.

    Args:
        tracks: the candidates.
        limit: how many at most.
    """
    ranked = [
        (track_confidence(track) * min(float(np.median(sizes(track.boxes))), _FULL_SIZE), number)
        for number, track in enumerate(tracks)
        if track.time_of(track.observed[-1]) - track.time_of(track.observed[0]) >= _MIN_SECONDS - ROUNDING
        and track_confidence(track) >= MIN_CONFIDENCE
        and float(np.median(sizes(track.boxes))) >= MIN_SIZE
    ]
    return [number for _, number in sorted(ranked, reverse=True)[:limit]]


class SampleCollector:
    """Collects the samples of the tracks to attack while the frames go by."""

    def __init__(self, tracks: Sequence[Track], chosen: Iterable[int]) -> None:
        """Collect for the tracks with the indices `chosen`."""
        self._tracks = tracks
        self._targets: dict[int, Target] = {}
        self._requests: defaultdict[int, list[tuple[int, bool, bool]]] = defaultdict(list)
        self._relative_landmarks: dict[tuple[int, bool], NDArray[np.float64]] = {}
        for number in chosen:
            track = tracks[number]
            first, last = int(track.observed[0]), int(track.observed[-1])
            self._targets[number] = Target(number, first, last, Samples(), Samples())
            for is_probe in (False, True):
                best, stack = _frames_to_sample(track, is_probe)
                for frame in sorted({*best, *stack}):
                    self._requests[frame].append((number, is_probe, frame in best))

    def observe(self, pair: FramePair, holding_nothing: Collection[int] = ()) -> None:
        """Take the samples of one frame, except of the tracks `holding_nothing`: there is nothing to attack.

        Raises:
            VeilproofError: the weights of the landmark network are missing.
        """
        requests = [each for each in self._requests.pop(pair.index, ()) if each[0] not in holding_nothing]
        if not requests:
            return
        original, redacted = rgb_of(pair.original), rgb_of(pair.redacted)
        noise = pair.noise
        for number, is_probe, is_best in requests:
            track = self._tracks[number]
            box = track.boxes[pair.index - track.first]
            target = self._targets[number]
            samples = target.probe if is_probe else target.gallery
            if is_best:
                self._add_view(samples, (number, is_probe), original, redacted, box, noise)
            relative = self._relative_landmarks.get((number, is_probe))
            if relative is not None:
                points = box[:2] + relative * (box[2:] - box[:2])
                samples.stack.append(warp(redacted, alignment_matrix(points)))

    @cached_property
    def _landmark_detector(self) -> LandmarkDetector:
        return LandmarkDetector()

    def _add_view(
        self,
        samples: Samples,
        key: tuple[int, bool],
        original: NDArray[np.uint8],
        redacted: NDArray[np.uint8],
        box: NDArray[np.float32],
        noise: float,
    ) -> None:
        landmarks = self._landmark_detector.detect(original, box)
        if landmarks is None:
            return
        self._relative_landmarks[key] = (landmarks.points - box[:2]) / np.maximum(box[2:] - box[:2], 1)
        matrix = alignment_matrix(landmarks.points)
        samples.original.append(warp(original, matrix))
        samples.redacted.append(warp(redacted, matrix))
        samples.covers.append(cover_mask(samples.original[-1], samples.redacted[-1], noise))

    def targets(self) -> list[Target]:
        """The tracks with both gallery and probe."""
        return [target for target in self._targets.values() if target.is_complete]


def cover_mask(original: AlignedFace, redacted: AlignedFace, noise: float) -> Mask:
    """The pixels of an aligned face that a cover replaced: the convex hull of the largest changed area.

    Covers are convex. What hardly changes under one, like black hair under black paint, is covered all the same; a mask
    with holes there would show the outline of the hair.
    """
    changed = cv2.morphologyEx(replaced_mask(original, redacted, noise).astype(np.uint8), cv2.MORPH_OPEN, _OPENING)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(changed)
    out = np.zeros((SIDE, SIDE), np.uint8)
    if count > 1:
        largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
        outline = cv2.findNonZero((labels == largest).astype(np.uint8))
        cv2.fillConvexPoly(out, cv2.convexHull(outline), 1)
    return np.asarray(out > 0)


def with_common_cover(targets: Sequence[Target]) -> tuple[list[Target], Mask]:
    """The targets whose covers agree, and the pixels of an aligned face that lie under all of them.

    One outline serves all: a cover is drawn around a face, so its shape would tell faces apart by itself. A track whose
    cover hides clearly less than the others' is left out; it would show its rim, which the scope *inside* excludes. So
    is one of which the noise of the frame hides what was replaced: an attack under an empty cover would see nothing.
    """
    targets = [target for target in targets if all(mask.mean() >= _MIN_REPLACED for mask in _masks(target))]
    common = _common_cover(targets)
    required = _MIN_AGREEMENT * common.sum()
    agreeing = [target for target in targets if all((mask & common).sum() >= required for mask in _masks(target))]
    under_all = np.logical_and.reduce([mask for target in agreeing for mask in _masks(target)] or [common])
    return agreeing, np.asarray(cv2.erode(under_all.astype(np.uint8), _RIM, borderValue=0) > 0)


def _masks(target: Target) -> list[Mask]:
    return [*target.gallery.covers, *target.probe.covers]


def _common_cover(targets: Sequence[Target]) -> Mask:
    covers = [mask for target in targets for mask in _masks(target)]
    if not covers:
        return np.zeros((SIDE, SIDE), np.bool_)
    return np.asarray(np.mean(np.stack(covers), axis=0) >= _COMMON_SHARE)


def _frames_to_sample(track: Track, is_probe: bool) -> tuple[list[int], list[int]]:
    """The frames of the best views at one end of a track, and those of the stack."""
    first, last = int(track.observed[0]), int(track.observed[-1])
    span = (last - first) * _END_SHARE
    is_near = (track.observed >= last - span) if is_probe else (track.observed <= first + span)
    frames, scores = track.observed[is_near], track.scores[is_near]
    face_sizes = sizes(_boxes_at(track, frames))
    order = np.argsort(-scores * np.minimum(face_sizes, _FULL_SIZE), kind="stable")
    best = sorted(int(frame) for frame in frames[order[:_BEST_VIEWS]])
    low, high = (last - span, last) if is_probe else (first, first + span)
    return best, sorted({round(frame) for frame in np.linspace(low, high, _STACK_VIEWS)})


def _boxes_at(track: Track, frames: NDArray[np.int64]) -> Boxes:
    return track.boxes[frames - track.first]
