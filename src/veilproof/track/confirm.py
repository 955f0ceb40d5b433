"""What is worth covering: how sure it is that a track is a face, and how far beyond its sightings it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.detect import Detections
from veilproof.geometry import Boxes, sizes
from veilproof.track.track import Track

LOW_CONFIDENCE = 0.2
"""A track less sure than this is covered, and a person is asked to look."""

_REACH_SECONDS = 3
_MOST_REACH = 240
_SMALL, _LARGE = 0.0375, 0.15
_ALLOWANCE = 0.002
_STEADY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class ConfidenceThreshold:
    """How sure it must be that something is a face for it to be covered, from `small` faces to `large` ones.

    A needless cover costs the area it hides, a missed face costs the same at any size. So the smallest suspicion is
    enough for a small face, and a large one has to look like a face: large ones are also those that detectors see best.
    """

    small: float
    large: float

    def at(self, size: float) -> float:
        """What is enough for a face; `size` is its share of the picture's longer side."""
        share = np.clip(np.log(max(size, 1e-6) / _SMALL) / np.log(_LARGE / _SMALL), 0, 1)
        return float(self.small + (self.large - self.small) * share)


NORMAL = ConfidenceThreshold(small=0.06, large=0.2)
IN_PHOTO = ConfidenceThreshold(small=0.06, large=0.1)
"""There is no second frame that could bear out a suspicion; several looks at the one there is did that already
(`veilproof.detect.fuse`), so less is needed than of a track."""


@dataclass(frozen=True, slots=True)
class ConfirmedTrack:
    """A face to cover: float32 [n, 4] boxes, one a frame from `first` on; how `sure` it is a face; times `seen`."""

    first: int
    boxes: Boxes
    confidence: float
    observations: int


def max_extrapolation(rate: Fraction) -> int:
    """How many frames a face is followed at most before it is first seen, and after it is last seen."""
    return max(1, min(_MOST_REACH, round(rate * _REACH_SECONDS)))


def confirmed(
    track: Track, rate: Fraction, longest: int, threshold: ConfidenceThreshold = NORMAL
) -> ConfirmedTrack | None:
    """The track as it will be covered, or None if it is not worth covering.

    Args:
        track: what was followed.
        rate: frames a second.
        longest: the longer side of the picture, in pixels.
        threshold: how sure it must be.
    """
    confidence = track_confidence(track)
    if confidence < threshold.at(float(np.median(sizes(track.boxes))) / longest):
        return None
    boxes = smoothed(track.boxes, max(1.0, float(rate) * _STEADY_SECONDS))
    return ConfirmedTrack(track.first, _with_allowance(boxes, longest), confidence, len(track.observed))


def confirmed_in_photo(found: Detections, longest: int) -> list[ConfirmedTrack]:
    """What will be covered of all that was seen in a photo whose longer side is `longest` pixels."""
    return [
        ConfirmedTrack(0, box[None], float(score), 1)
        for box, score, size in zip(
            _with_allowance(found.boxes, longest), found.scores, sizes(found.boxes) / longest, strict=True
        )
        if score >= IN_PHOTO.at(float(size))
    ]


def _with_allowance(boxes: Boxes, longest: int) -> Boxes:
    # The detector places a box to within a few pixels whatever its size, so small faces need room that is not relative.
    allowance = _ALLOWANCE * longest
    return np.asarray(boxes + np.array([-allowance, -allowance, allowance, allowance]), np.float32)


def track_confidence(track: Track) -> float:
    """The probability that a track is a face: the three best sightings, summed and divided by three.

    What was seen only once counts a third: a chance resemblance seldom comes back, a face does. Held against labels by
    `benchmarks.doubt`, it is about as often a face as it says.
    """
    return float(np.sort(track.scores)[::-1][:3].sum() / 3)


def smoothed(boxes: Boxes, frames: float) -> Boxes:
    """Boxes without jitter, each around the box it was made of.

    Centres and sides are smoothed by a Gaussian of `frames` frames; each side is then the largest that it is within
    that time, so that smoothing can never make a cover shrink below the face for a frame.
    """
    if len(boxes) < 3:
        return boxes
    low, high = boxes[:, :2].astype(np.float64), boxes[:, 2:].astype(np.float64)
    max_extrapolation = round(frames)
    centre = _smoothed((low + high) / 2, frames / 2, 2 * max_extrapolation)
    half = _largest(_smoothed(high - low, frames, 4 * max_extrapolation), max_extrapolation) / 2
    # A side that would still cut into a box, in a sudden move, is pushed out: the mean of numbers that are each the
    # largest within `reach` is never less than what lies in their midst.
    inward = np.maximum(np.concatenate([centre - half - low, high - centre - half], axis=1), 0)
    push = _smoothed(_largest(inward, max_extrapolation), frames, max_extrapolation)
    out = np.concatenate([centre - half - push[:, :2], centre + half + push[:, 2:]], axis=1)
    return np.asarray(out, np.float32)


def _smoothed(values: NDArray[np.float64], sigma: float, max_extrapolation: int) -> NDArray[np.float64]:
    """Each column of [n, k] under a Gaussian along the rows that sees `reach` rows either way; the ends are held."""
    window = (1, 2 * max_extrapolation + 1)
    return np.asarray(cv2.GaussianBlur(values, window, 0, sigmaY=sigma, borderType=cv2.BORDER_REPLICATE), np.float64)


def _largest(values: NDArray[np.float64], max_extrapolation: int) -> NDArray[np.float64]:
    """The largest number of each column of [n, k] within `reach` rows of each row."""
    window = np.ones((2 * max_extrapolation + 1, 1), np.uint8)
    return np.asarray(cv2.dilate(values, window, borderType=cv2.BORDER_REPLICATE), np.float64)
