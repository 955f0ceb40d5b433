"""Linking detections to tracks, forwards and backwards in time.

Between two keyframes every open track moves with the picture (see `motion.carry`); at a keyframe it is matched with
what the detector saw and pulled onto it, the correction spread evenly over the frames in between, so that a cover
never jumps. A face seen for the first time is carried back to where it was before anyone saw it; one no longer seen is
carried on. Whether a track is worth covering at all is decided later, when all the evidence is in.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from veilproof import geometry
from veilproof.detect import Detections
from veilproof.geometry import Boxes
from veilproof.track.motion import Motion, propagate
from veilproof.track.track import Track

_LEAST_INSIDE = 0.15
"""A face with less than this share of its box inside the picture has left it."""
_LOST_MISMATCH = 18.0
"""A box whose picture changes by this many grey levels in one frame no longer shows what it showed."""
_MOST_UNSEEN_GROWTH = 1.4
"""Carried on unseen, a box stays within this factor of the size it was last seen at: small errors would add up."""


@dataclass(slots=True)
class _Open:
    """A track that is still being followed. `pieces` are consecutive float32 [n, 4] arrays from frame `first` on."""

    first: int
    pieces: list[Boxes] = field(default_factory=list)
    observed: list[int] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)

    def closed(self) -> Track:
        return Track(
            self.first,
            np.concatenate(self.pieces),
            np.array(self.observed, np.int64),
            np.array(self.scores, np.float32),
        )


class Linker:
    """Follows faces through one video, frame by frame, and hands out each track when it is over."""

    def __init__(self, width: int, height: int, max_extrapolation: int) -> None:
        """Follow faces in pictures of this size, for at most `reach` frames before and after they were seen."""
        self._picture = np.array([[0, 0, width, height]], np.float32)
        self._reach = max_extrapolation
        self._frame = 0
        self._motions: deque[Motion] = deque(maxlen=max_extrapolation)
        self._open: list[_Open] = []
        self._boxes = geometry.empty_boxes()
        self._seen_sizes = np.empty(0, np.float32)
        self._since: list[Boxes] = []

    def advance(self, motion: Motion) -> Iterator[Track]:
        """Go on to the next frame, to which `motion` leads; yields the tracks that are over."""
        self._frame += 1
        if motion.cut:
            yield from self._close(np.zeros(len(self._open), bool))
            self._motions.clear()
            return
        self._motions.append(motion)
        carried, mismatch = propagate(self._boxes, motion, forward=True)
        self._boxes = _bounded(carried, self._seen_sizes)
        self._since.append(self._boxes)
        if len(self._open):
            unseen = np.array([self._frame - track.observed[-1] for track in self._open])
            stays = (self._inside(self._boxes) >= _LEAST_INSIDE) & (mismatch < _LOST_MISMATCH)
            yield from self._close(stays & (unseen <= self._reach))

    def observe(self, found: Detections) -> None:
        """What the detector saw in the current frame."""
        tracks, detections = _match(self._boxes, found.boxes)
        corrections = np.zeros_like(self._boxes)
        corrections[tracks] = found.boxes[detections] - self._boxes[tracks]
        self._settle(corrections)
        self._seen_sizes[tracks] = geometry.sizes(found.boxes[detections])
        for at, seen in zip(tracks, detections, strict=True):
            track = self._open[at]
            track.observed.append(self._frame)
            track.scores.append(float(found.scores[seen]))
        new = np.setdiff1d(np.arange(len(found)), detections)
        self._begin(found.boxes[new], found.scores[new])

    def finish(self) -> Iterator[Track]:
        """The video is over: yields the tracks that were still open."""
        yield from self._close(np.zeros(len(self._open), bool))

    def _begin(self, boxes: Boxes, scores: NDArray[np.float32]) -> None:
        """New faces in the current frame, carried back through the frames before it."""
        path = [boxes]
        alive = [len(self._motions) + 1] * len(boxes)
        for step, motion in enumerate(reversed(self._motions), start=1):
            carried, mismatch = propagate(path[-1], motion, forward=False)
            back = _bounded(carried, geometry.sizes(boxes))
            gone = (self._inside(back) < _LEAST_INSIDE) | (mismatch >= _LOST_MISMATCH)
            for at in np.nonzero(gone)[0].tolist():
                alive[at] = min(alive[at], step)
            path.append(back)
            if step >= max(alive, default=0):
                break
        history = np.stack(path[::-1]) if len(boxes) else np.empty((0, 0, 4), np.float32)
        for at, score in enumerate(scores):
            piece = history[len(history) - min(alive[at], len(history)) :, at]
            self._open.append(_Open(self._frame - len(piece) + 1, [piece], [self._frame], [float(score)]))
        self._boxes = np.concatenate([self._boxes, boxes])
        self._seen_sizes = np.concatenate([self._seen_sizes, geometry.sizes(boxes)])

    def _settle(self, corrections: Boxes) -> None:
        """Write the frames since the last keyframe into the tracks, each pulled towards the correction at its end."""
        if self._since and len(self._open):
            pieces = np.stack(self._since)
            share = np.arange(1, len(pieces) + 1, dtype=np.float32) / len(pieces)
            pieces = np.asarray(pieces + share[:, None, None] * corrections[None], np.float32)
            for at, track in enumerate(self._open):
                track.pieces.append(pieces[:, at])
        self._boxes = np.asarray(self._boxes + corrections, np.float32)
        self._since = []

    def _close(self, stays: NDArray[np.bool_]) -> Iterator[Track]:
        """End the tracks that do not stay."""
        if stays.all() and len(stays):
            return
        for at in np.nonzero(~stays)[0]:
            track = self._open[at]
            if self._since:
                track.pieces.append(np.stack([boxes[at] for boxes in self._since]))
            yield track.closed()
        self._open = [track for track, stay in zip(self._open, stays, strict=True) if stay]
        self._boxes = self._boxes[stays]
        self._seen_sizes = self._seen_sizes[stays]
        self._since = [boxes[stays] for boxes in self._since]

    def _inside(self, boxes: Boxes) -> NDArray[np.float32]:
        shared = geometry.intersections(boxes, self._picture)[:, 0]
        return np.asarray(shared / np.maximum(geometry.areas(boxes), 1e-6), np.float32)


def _bounded(boxes: Boxes, seen: NDArray[np.float32]) -> Boxes:
    """The boxes, brought back to where their size is within _MOST_UNSEEN_GROWTH of the size they were seen at."""
    if not len(boxes):
        return boxes
    growth = geometry.sizes(boxes) / np.maximum(seen, 1e-3)
    factor = np.clip(growth, 1 / _MOST_UNSEEN_GROWTH, _MOST_UNSEEN_GROWTH) / np.maximum(growth, 1e-6)
    centre, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2 * factor[:, None]
    return np.asarray(np.concatenate([centre - half, centre + half], axis=1), np.float32)


def _match(tracks: Boxes, found: Boxes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of one track and one detection that can be the same face, with the greatest likeness in all."""
    if not len(tracks) or not len(found):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    size_a, size_b = geometry.sizes(tracks)[:, None], geometry.sizes(found)[None, :]
    size = np.maximum(np.minimum(size_a, size_b), 1e-3)
    ratio = np.maximum(size_a, size_b) / size
    a, b = (tracks[:, :2] + tracks[:, 2:]) / 2, (found[:, :2] + found[:, 2:]) / 2
    distance = np.linalg.norm(a[:, None] - b[None], axis=2) / size
    similarity = np.exp(-(distance**2) / 0.5 - np.log(ratio) ** 2 / 0.5)
    possible = (distance < 0.8) & (ratio < 2.0)
    rows, columns = linear_sum_assignment(np.where(possible, similarity, 0.0), maximize=True)
    good = possible[rows, columns]
    return rows[good], columns[good]
