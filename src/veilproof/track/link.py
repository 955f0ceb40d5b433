"""Link detections to tracks, forwards and backwards in time.

Between keyframes, open tracks are propagated with the optical flow (`motion.propagate`). At a keyframe they are matched
with the detections. The correction is spread evenly over the frames since the last keyframe, so that a cover never
jumps. A new track is extrapolated backwards from its first observation, a lost one forwards from its last. Whether a
track is covered is decided later, from all looks at it (`confirm`), so what each look saw at the place of the track is
kept, even if that is nothing, or too little to be linked.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from veilproof import geometry
from veilproof.detect import Detections
from veilproof.geometry import Boxes
from veilproof.track.clock import ROUNDING
from veilproof.track.motion import Motion, propagate
from veilproof.track.track import Evidence, Track

_MIN_SHARE_INSIDE = 0.15
"""A track with less than this share of its box inside the picture has left it. Chosen by hand."""
_OCCLUDED_MISMATCH = 18.0
"""A track whose content changes by this many grey levels (of 255) in one frame is occluded. Chosen by hand."""
_TIMES_THE_PICTURE = 3.0
"""But only if it changes so many times as much as the median of the picture: all of it changes when the camera jerks,
because one frame is sharp and the next one is blurred. A round number."""
_MAX_PROPAGATED_GROWTH = 1.4
"""A propagated box stays within this factor of the size of its last detection: errors accumulate. Chosen by hand."""
_MAX_MATCH_DISTANCE = 0.8
"""A detection farther from a track than this is another face; in sizes of the smaller of the two. Chosen by hand."""
_MAX_MATCH_SIZE_RATIO = 2.0
"""A detection that is this many times larger or smaller than a track is another face. Chosen by hand."""
_SIMILARITY_WIDTH = 0.5
"""Twice the variance of the Gaussians over distance and log size ratio that make up the similarity. Chosen by hand."""


@dataclass(frozen=True, slots=True)
class MaxExtrapolation:
    """How far a track is extrapolated before its first observation and after its last, at most.

    Attributes:
        seconds: how long.
        frames: over how many frames; bounds the memory of a scan at high frame rates.
    """

    seconds: float
    frames: int


_SAME_PLACE_IOU = 0.3
"""A weak detection with a greater intersection over union with the box of a track is at its place. A round number."""


@dataclass(frozen=True, slots=True)
class KeyframeDetections:
    """What the detectors saw in one keyframe.

    Attributes:
        linked: the faces to link, in pixels of the frame.
        unlinked: detections that are too weak for that: they would pull tracks off their faces. They count as evidence.
        scale: pixels of the largest view in which the detector ran, per pixel of the frame.
    """

    linked: Detections
    unlinked: Detections = field(default_factory=Detections.none)
    scale: float = 1.0


@dataclass(slots=True)
class _OpenTrack:
    """A track that has not ended. `pieces` are consecutive float32 [n, 4] arrays from frame `first` on."""

    first: int
    pieces: list[Boxes] = field(default_factory=list)
    observed: list[int] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)

    def closed(self, times: NDArray[np.float64], keyframes: dict[int, KeyframeDetections]) -> Track:
        boxes = np.concatenate(self.pieces)
        return Track(
            self.first,
            boxes,
            times[: len(boxes)],
            np.array(self.observed, np.int64),
            np.array(self.scores, np.float32),
            self._evidence(boxes, keyframes),
        )

    def _evidence(self, boxes: Boxes, keyframes: dict[int, KeyframeDetections]) -> Evidence:
        """What of these keyframes falls into the life of the track, whose boxes are `boxes`."""
        frames = [frame for frame in keyframes if self.first <= frame < self.first + len(boxes)]
        observed = dict(zip(self.observed, self.scores, strict=True))
        places = boxes[np.array(frames, np.int64) - self.first]
        scores = [
            observed[frame] if frame in observed else _best_at(place, keyframes[frame].unlinked)
            for frame, place in zip(frames, places[:, None], strict=True)
        ]
        scales = np.array([keyframes[frame].scale for frame in frames], np.float32)
        return Evidence(np.array(frames, np.int64), np.array(scores, np.float32), geometry.sizes(places) * scales)


class Linker:
    """Links the detections of one video to tracks, frame by frame, and yields each track when it ends."""

    def __init__(self, width: int, height: int, max_extrapolation: MaxExtrapolation) -> None:
        """For pictures of this size in pixels, extrapolating at most so far in each direction."""
        self._picture = np.array([[0, 0, width, height]], np.float32)
        self._max_extrapolation = max_extrapolation
        self._frame = 0
        self._motions: deque[Motion] = deque(maxlen=max_extrapolation.frames)
        self._shot_first = 0
        self._times = [0.0]
        self._open: list[_OpenTrack] = []
        self._boxes = geometry.empty_boxes()
        self._detected_sizes = np.empty(0, np.float32)
        self._since_keyframe: list[Boxes] = []
        self._keyframes: dict[int, KeyframeDetections] = {}

    def advance(self, motion: Motion, step: float) -> Iterator[Track]:
        """Go on to the next frame, to which `motion` leads, `step` seconds later; yields the tracks that end."""
        self._frame += 1
        if motion.cut:
            yield from self._end_tracks(np.zeros(len(self._open), bool))
            self._motions.clear()
            self._keyframes.clear()
            self._shot_first, self._times = self._frame, [0.0]
            return
        self._motions.append(motion)
        self._times.append(self._times[-1] + step)
        propagated, mismatch = propagate(self._boxes, motion, forward=True)
        self._boxes = _bounded(propagated, self._detected_sizes)
        self._since_keyframe.append(self._boxes)
        if len(self._open):
            unobserved = np.array([self._frame - track.observed[-1] for track in self._open])
            lost = (self._share_inside(self._boxes) < _MIN_SHARE_INSIDE) | _occluded(mismatch, motion)
            yield from self._end_tracks(~lost & (unobserved <= self._frames_within_reach()))

    def observe(self, keyframe: KeyframeDetections) -> None:
        """Match what was detected in the current frame with the open tracks, and open tracks for the rest."""
        detections = keyframe.linked
        self._keep(keyframe)
        tracks, matched = _match(self._boxes, detections.boxes)
        corrections = np.zeros_like(self._boxes)
        corrections[tracks] = detections.boxes[matched] - self._boxes[tracks]
        self._correct(corrections)
        self._detected_sizes[tracks] = geometry.sizes(detections.boxes[matched])
        for at, detection in zip(tracks, matched, strict=True):
            track = self._open[at]
            track.observed.append(self._frame)
            track.scores.append(float(detections.scores[detection]))
        new = np.setdiff1d(np.arange(len(detections)), matched)
        self._open_tracks(detections.boxes[new], detections.scores[new])

    def finish(self) -> Iterator[Track]:
        """End the video; yields the tracks that are still open."""
        yield from self._end_tracks(np.zeros(len(self._open), bool))

    def _keep(self, keyframe: KeyframeDetections) -> None:
        """Keep the keyframe for the tracks whose life includes the current frame; drop those that no track can need."""
        oldest = min([self._frame - self._frames_within_reach(), *(track.first for track in self._open)])
        for frame in list(takewhile(lambda frame: frame < oldest, self._keyframes)):
            del self._keyframes[frame]
        self._keyframes[self._frame] = keyframe

    def _open_tracks(self, boxes: Boxes, scores: NDArray[np.float32]) -> None:
        """Open a track for each new detection in the current frame, extrapolated backwards."""
        path = [boxes]
        reach = self._frames_within_reach()
        lengths = [reach + 1] * len(boxes)
        for step, motion in enumerate(islice(reversed(self._motions), reach), start=1):
            propagated, mismatch = propagate(path[-1], motion, forward=False)
            earlier = _bounded(propagated, geometry.sizes(boxes))
            lost = (self._share_inside(earlier) < _MIN_SHARE_INSIDE) | _occluded(mismatch, motion)
            for at in np.nonzero(lost)[0].tolist():
                lengths[at] = min(lengths[at], step)
            path.append(earlier)
            if step >= max(lengths, default=0):
                break
        history = np.stack(path[::-1]) if len(boxes) else np.empty((0, 0, 4), np.float32)
        for at, score in enumerate(scores):
            piece = history[len(history) - min(lengths[at], len(history)) :, at]
            self._open.append(_OpenTrack(self._frame - len(piece) + 1, [piece], [self._frame], [float(score)]))
        self._boxes = np.concatenate([self._boxes, boxes])
        self._detected_sizes = np.concatenate([self._detected_sizes, geometry.sizes(boxes)])

    def _frames_within_reach(self) -> int:
        """How many frames of the shot before this one are no farther away than a track is extrapolated."""
        limit = self._max_extrapolation
        times = np.array(self._times[-limit.frames - 1 :])
        return int((times[-1] - times[:-1] <= limit.seconds + ROUNDING).sum())

    def _correct(self, corrections: Boxes) -> None:
        """Add the frames since the last keyframe to the tracks, with a share of `corrections` that grows to 1."""
        if self._since_keyframe and len(self._open):
            pieces = np.stack(self._since_keyframe)
            share = np.arange(1, len(pieces) + 1, dtype=np.float32) / len(pieces)
            pieces = np.asarray(pieces + share[:, None, None] * corrections[None], np.float32)
            for at, track in enumerate(self._open):
                track.pieces.append(pieces[:, at])
        self._boxes = np.asarray(self._boxes + corrections, np.float32)
        self._since_keyframe = []

    def _end_tracks(self, staying: NDArray[np.bool_]) -> Iterator[Track]:
        """End the tracks that do not stay (bool [tracks])."""
        if staying.all() and len(staying):
            return
        for at in np.nonzero(~staying)[0]:
            track = self._open[at]
            if self._since_keyframe:
                track.pieces.append(np.stack([boxes[at] for boxes in self._since_keyframe]))
            yield track.closed(np.array(self._times[track.first - self._shot_first :]), self._keyframes)
        self._open = [track for track, stay in zip(self._open, staying, strict=True) if stay]
        self._boxes = self._boxes[staying]
        self._detected_sizes = self._detected_sizes[staying]
        self._since_keyframe = [boxes[staying] for boxes in self._since_keyframe]

    def _share_inside(self, boxes: Boxes) -> NDArray[np.float32]:
        """float32 [n]: the share of each box that lies inside the picture."""
        shared = geometry.intersections(boxes, self._picture)[:, 0]
        return np.asarray(shared / np.maximum(geometry.areas(boxes), 1e-6), np.float32)


def _occluded(mismatch: NDArray[np.float32], motion: Motion) -> NDArray[np.bool_]:
    """Bool [n]: whether something else is where boxes with this mismatch, float32 [n], were before the motion."""
    usual = float(np.median(motion.field[..., 2]))
    return np.asarray(mismatch >= max(_OCCLUDED_MISMATCH, _TIMES_THE_PICTURE * usual), np.bool_)


def _best_at(place: Boxes, unlinked: Detections) -> float:
    """The best score of a weak detection at a place, float32 [1, 4]; 0 if there is none."""
    return float(unlinked.scores[geometry.iou(place, unlinked.boxes)[0] > _SAME_PLACE_IOU].max(initial=0.0))


def _bounded(boxes: Boxes, detected_sizes: NDArray[np.float32]) -> Boxes:
    """The boxes, scaled about their centres to a size within a factor of _MAX_PROPAGATED_GROWTH of `detected_sizes`."""
    if not len(boxes):
        return boxes
    growth = geometry.sizes(boxes) / np.maximum(detected_sizes, 1e-3)
    factor = np.clip(growth, 1 / _MAX_PROPAGATED_GROWTH, _MAX_PROPAGATED_GROWTH) / np.maximum(growth, 1e-6)
    centre, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2 * factor[:, None]
    return np.asarray(np.concatenate([centre - half, centre + half], axis=1), np.float32)


def _match(tracks: Boxes, detections: Boxes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices of matched tracks and detections: the assignment with the greatest total similarity."""
    if not len(tracks) or not len(detections):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    size_a, size_b = geometry.sizes(tracks)[:, None], geometry.sizes(detections)[None, :]
    size = np.maximum(np.minimum(size_a, size_b), 1e-3)
    ratio = np.maximum(size_a, size_b) / size
    a, b = (tracks[:, :2] + tracks[:, 2:]) / 2, (detections[:, :2] + detections[:, 2:]) / 2
    distance = np.linalg.norm(a[:, None] - b[None], axis=2) / size
    similarity = np.exp(-(distance**2) / _SIMILARITY_WIDTH - np.log(ratio) ** 2 / _SIMILARITY_WIDTH)
    possible = (distance < _MAX_MATCH_DISTANCE) & (ratio < _MAX_MATCH_SIZE_RATIO)
    rows, columns = linear_sum_assignment(np.where(possible, similarity, 0.0), maximize=True)
    good = possible[rows, columns]
    return rows[good], columns[good]
