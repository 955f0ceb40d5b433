"""Confirm tracks: find the stretches in which a track is likely enough a face, and smooth the boxes to cover."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.detect import Detections
from veilproof.geometry import Boxes, sizes
from veilproof.kind import Kind
from veilproof.track.clock import typical_step
from veilproof.track.evidence import face_probabilities
from veilproof.track.link import MaxExtrapolation
from veilproof.track.track import Track

LOW_CONFIDENCE = 0.2
"""A track below this confidence is covered and marked for review. Chosen by hand; `benchmarks.risk` measures how often
such tracks are faces."""

MAX_EXTRAPOLATION = MaxExtrapolation(seconds=3, frames=240)
"""The seconds were chosen by hand; the frames are a round number, reached from 80 frames/s on."""
_SMALL_FACE, _LARGE_FACE = 0.0375, 0.15
"""Between these sizes the threshold rises from `small` to `large`; shares of the picture's longer side (48 and 192 px
of 1280). Chosen by hand."""
_LOCALISATION_ERROR = 0.002
"""Every box is expanded on each side by this share of the picture's longer side (2.6 px of 1280). More than halved the
leaked boxes on clips of the tune set (docs/detection.md)."""
_SMOOTHING_SECONDS = 0.1
"""Standard deviation of the Gaussian that smooths the sides of the boxes of a track. Chosen by hand."""
_SMOOTHING_UNIT = 0.25
"""Frames: that standard deviation is a multiple of it. A round number."""
_BRIDGED_SECONDS = 1.0
"""A gap between two covered stretches of a track that is no longer is covered as well. A round number."""
_COUNTED_SCORES = 3
"""How many of its best scores make up the confidence of a candidate."""


@dataclass(frozen=True, slots=True)
class ConfidenceThreshold:
    """The least confidence with which a track is covered, for `small` and for `large` faces, with a slope between them.

    A false cover costs the area it hides; a missed face costs the same at any size. So small faces need little
    confidence. Large ones need more, and detectors are better at large faces anyway.
    """

    small: float
    large: float

    def at(self, size: float) -> float:
        """The threshold for a face whose size is this share of the picture's longer side."""
        share = np.clip(np.log(max(size, 1e-6) / _SMALL_FACE) / np.log(_LARGE_FACE / _SMALL_FACE), 0, 1)
        return float(self.small + (self.large - self.small) * share)


LEAST_SUSPECTED = 0.0045
"""What is less likely a face is not even suspected."""

DEFAULT_THRESHOLD = ConfidenceThreshold(small=0.026, large=0.071)
"""For videos, on the probability given all looks (`evidence`). Chosen on the tune set (docs/detection.md)."""
PHOTO_THRESHOLD = ConfidenceThreshold(small=0.07, large=0.1)
"""For photos, on the fused probability of several views. A photo has no second frame to confirm a detection, but fusing
views already does that, so large faces need less than in a video. Chosen on the tune set (docs/detection.md)."""


@dataclass(frozen=True, slots=True)
class ConfirmedTrack:
    """A stretch of a track: to cover, or suspected of showing a face.

    Attributes:
        first: index of the first frame.
        boxes: float32 [n, 4], one box a frame, in pixels of the upright picture.
        confidence: the probability that it is of its kind.
        observations: in how many frames a detector found it.
        kind: what it shows.
        angles: float32 [n], degrees by which each box is turned clockwise about its centre; None if none is.
    """

    first: int
    boxes: Boxes
    confidence: float
    observations: int
    kind: Kind = Kind.FACE
    angles: NDArray[np.float32] | None = None

    @property
    def last(self) -> int:
        """Index of the last frame."""
        return self.first + len(self.boxes) - 1


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What is decided about tracks: the stretches to `cover`, and those that are only `suspected` of showing a face."""

    cover: list[ConfirmedTrack]
    suspected: list[ConfirmedTrack]


def confirm_track(track: Track, long_side: int, threshold: ConfidenceThreshold = DEFAULT_THRESHOLD) -> Confirmation:
    """Decide which stretches of a track are covered; none if it is nowhere likely enough a face.

    A track may be a face for two seconds and nothing for ten. Where two looks disagree, the frames between them are
    covered.

    Args:
        track: a complete track.
        long_side: the longer side of the picture, in pixels.
        threshold: the least confidence, by size.
    """
    if not len(track.evidence.frames):
        raise ValueError("a track without evidence cannot be decided")
    looks = track.evidence.frames - track.first
    probabilities = face_probabilities(track.evidence, track.times[looks])
    least = threshold.at(float(np.median(sizes(track.boxes))) / long_side)
    covered = _bridged(_between_looks(probabilities >= least, looks, len(track.boxes)), track.times)
    suspected = _between_looks(probabilities >= LEAST_SUSPECTED, looks, len(track.boxes)) & ~covered
    if not (covered | suspected).any():
        return Confirmation([], [])
    # Rounded, because containers round times: the same recording is smoothed alike in all of them.
    frames = round(_SMOOTHING_SECONDS / typical_step(track.times) / _SMOOTHING_UNIT) * _SMOOTHING_UNIT
    boxes = _expanded(smoothed(track.boxes, max(1.0, frames)), long_side)

    def of(frames: NDArray[np.bool_]) -> list[ConfirmedTrack]:
        return [
            ConfirmedTrack(
                track.first + first,
                boxes[first:end],
                float(probabilities[_nearest(looks, first, end)].max()),
                int(((track.observed >= track.first + first) & (track.observed < track.first + end)).sum()),
            )
            for first, end in stretches(frames)
        ]

    return Confirmation(of(covered), of(suspected))


def _nearest(looks: NDArray[np.int64], first: int, end: int) -> NDArray[np.intp]:
    """The looks from `first` to before `end`; if there is none, the last one before and the first one after."""
    inside = np.flatnonzero((looks >= first) & (looks < end))
    after = int(np.searchsorted(looks, first))
    return inside if len(inside) else np.unique(np.clip([after - 1, after], 0, len(looks) - 1))


def _between_looks(sure: NDArray[np.bool_], looks: NDArray[np.int64], frames: int) -> NDArray[np.bool_]:
    """Which of the frames are next to a look that is `sure`: no other look lies between. bool [frames]."""
    covered = np.zeros(frames, np.bool_)
    before, after = np.concatenate([[-1], looks[:-1]]) + 1, np.concatenate([looks[1:], [frames]])
    for first, end in zip(before[sure].tolist(), after[sure].tolist(), strict=True):
        covered[first:end] = True
    return covered


def _bridged(covered: NDArray[np.bool_], times: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The same with the short gaps covered: a cover that flickers shows a face."""
    bridged = covered.copy()
    runs = stretches(covered)
    for (_, end), (first, _) in pairwise(runs):
        if times[first] - times[end - 1] <= _BRIDGED_SECONDS:
            bridged[end:first] = True
    return bridged


def stretches(covered: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The first frame of each run of covered ones, and the one after its last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], covered, [False]]).astype(np.int8))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def confirm_photo_detections(
    detections: Detections, long_side: int, threshold: ConfidenceThreshold = PHOTO_THRESHOLD
) -> Confirmation:
    """Decide about the detections in a photo whose longer side is `long_side` pixels, each as a track of one frame."""
    boxes = _expanded(detections.boxes, long_side)
    tracks = [
        ConfirmedTrack(0, box[None], float(score), 1) for box, score in zip(boxes, detections.scores, strict=True)
    ]
    least = [threshold.at(float(size)) for size in sizes(detections.boxes) / long_side]
    return Confirmation(
        [track for track, enough in zip(tracks, least, strict=True) if track.confidence >= enough],
        [track for track, enough in zip(tracks, least, strict=True) if track.confidence < enough],
    )


def _expanded(boxes: Boxes, long_side: int) -> Boxes:
    # A detector localises a box to within a few pixels whatever its size, so a relative margin is too small for small
    # faces.
    margin = _LOCALISATION_ERROR * long_side
    return np.asarray(boxes + np.array([-margin, -margin, margin, margin]), np.float32)


def track_confidence(track: Track) -> float:
    """How likely a candidate of an audit is a face: its three best scores, summed and divided by three.

    A single observation counts a third: false detections seldom recur in later keyframes, faces do.
    """
    return float(np.sort(track.scores)[::-1][:_COUNTED_SCORES].sum() / _COUNTED_SCORES)


def smoothed(boxes: Boxes, frames: float) -> Boxes:
    """The boxes without jitter, each containing the box it was made from.

    Centres and sides are smoothed by Gaussians of `frames / 2` and `frames` frames. Each side is then the maximum over
    `frames` frames either way, so that smoothing never makes a cover smaller than the face.

    Args:
        boxes: float32 [n, 4], consecutive frames of one track.
        frames: the standard deviation for the sides, in frames; at least 1.
    """
    if len(boxes) < 3:
        return boxes
    low, high = boxes[:, :2].astype(np.float64), boxes[:, 2:].astype(np.float64)
    radius = round(frames)
    centre = _gaussian((low + high) / 2, frames / 2, 2 * radius)
    half = _maximum(_gaussian(high - low, frames, 4 * radius), radius) / 2
    # In a sudden move a side may still cut into its box, so it is pushed outwards. The push is a weighted mean of
    # maxima within `radius`, each of which includes this frame, so it is never too small.
    inward = np.maximum(np.concatenate([centre - half - low, high - centre - half], axis=1), 0)
    push = _gaussian(_maximum(inward, radius), frames, radius)
    out = np.concatenate([centre - half - push[:, :2], centre + half + push[:, 2:]], axis=1)
    return np.asarray(out, np.float32)


def _gaussian(values: NDArray[np.float64], sigma: float, radius: int) -> NDArray[np.float64]:
    """Each column of [n, k] under a Gaussian along the rows, cut off at `radius` rows; the end values are repeated."""
    window = (1, 2 * radius + 1)
    return np.asarray(cv2.GaussianBlur(values, window, 0, sigmaY=sigma, borderType=cv2.BORDER_REPLICATE), np.float64)


def _maximum(values: NDArray[np.float64], radius: int) -> NDArray[np.float64]:
    """The maximum of each column of [n, k] within `radius` rows of each row."""
    window = np.ones((2 * radius + 1, 1), np.uint8)
    return np.asarray(cv2.dilate(values, window, borderType=cv2.BORDER_REPLICATE), np.float64)
