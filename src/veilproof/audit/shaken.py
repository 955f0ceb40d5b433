"""Faces in frames in which nobody can see sharply: a shaken camera, a whip of it, a moment out of focus.

No detector finds a face there, nor does any structure survive. But tracks that end before such frames and begin after
them tell where a face must be in between, and the pixels tell whether anything covers that place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.face_shares import face_shares
from veilproof.audit.fills import Fills
from veilproof.audit.frame_pairs import FramePair
from veilproof.audit.leaks import Leak, LeakKind, confident_observations
from veilproof.geometry import iou, sizes
from veilproof.media.planes import planes, supported_format
from veilproof.media.video_read import Frame
from veilproof.track.confirm import track_confidence
from veilproof.track.track import Track

_WIDTH, _HEIGHT = 320, 180
"""Pixels: size of the picture in which sharpness is measured: a blur of a few pixels in 1280 shows. Round numbers."""
_NEIGHBOURHOOD_SECONDS = 1.0
"""A frame is compared with those so long before and after it. A round number."""
_SHAKEN = 0.35
"""A frame is shaken if it has less than this share of the sharpness of its neighbourhood. Chosen by hand."""
_NEAR_SECONDS = 0.3
"""A track ends at shaken frames if its last confident observation is so long before them: a keyframe may be due only
then. A round number."""
_MIN_CONFIDENCE, _MIN_SIZE = 0.7, 24.0
"""A track must be a face with this probability and have this size in pixels. Round numbers."""
_MIN_BARE = 0.6
"""Share of the place that must be bare. A round number."""
_SIZE_RATIO = 2.0
"""The sizes of the tracks before and after differ by this factor at most. A round number."""
_SAME_PLACE_IOU = 0.3
"""Two places that overlap more than this in one frame are one. A round number."""


class Sharpness:
    """Measures how sharp the frames of a video are, one after another."""

    def __init__(self) -> None:
        """Start before the first frame."""
        self._values: list[float] = []

    def add(self, frame: Frame) -> None:
        """Measure one frame."""
        small = cv2.resize(_brightness(frame.picture), (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA)
        self._values.append(float(cv2.Laplacian(small, cv2.CV_32F).std()))

    def shaken(self, rate: Fraction) -> NDArray[np.bool_]:
        """Bool [frames]: which of them are shaken; `rate` is in frames a second."""
        values = np.array(self._values, np.float32)
        reach = max(1, round(rate * Fraction(_NEIGHBOURHOOD_SECONDS)))
        usual = [float(np.quantile(values[max(0, n - reach) : n + reach + 1], 0.75)) for n in range(len(values))]
        return np.asarray(values < _SHAKEN * np.array(usual, np.float32), np.bool_)


@dataclass(slots=True)
class _Place:
    """Where a face must be in shaken frames.

    Attributes:
        track: index of the track.
        first: the first of the frames.
        boxes: float32 [n, 4], a box a frame.
        bare: float32 [n], the share of the place that is bare in each.
    """

    track: int
    first: int
    boxes: NDArray[np.float32]
    bare: NDArray[np.float32]


class ShakenFrames:
    """Looks for places in shaken frames where a face must be and nothing covers it."""

    def __init__(self, tracks: Sequence[Track], shaken: NDArray[np.bool_], rate: Fraction) -> None:
        """Look at the frames that are `shaken`, bool [frames], in a video of `rate` frames a second."""
        self._tracks = tracks
        self._near = max(1, round(rate * Fraction(_NEAR_SECONDS)))
        self._places = [place for run in _runs(shaken) for place in self._places_in(*run)]
        self._of_frame: defaultdict[int, list[_Place]] = defaultdict(list)
        for place in self._places:
            for frame in range(place.first, place.first + len(place.boxes)):
                self._of_frame[frame].append(place)

    def observe(self, pair: FramePair, fills: Fills) -> None:
        """Measure the places of one frame; `fills` are the colours of covers seen so far."""
        places = self._of_frame.pop(pair.index, None)
        if not places:
            return
        boxes = np.array([place.boxes[pair.index - place.first] for place in places], np.float32)
        found = face_shares(pair.original_grey, pair.redacted_planes, boxes, pair.noise, fills)
        for place, bare in zip(places, found.bare.tolist(), strict=True):
            place.bare[pair.index - place.first] = bare

    def leaks(self) -> list[Leak]:
        """The bare places, each once."""
        leaks: list[Leak] = []
        for place in self._places:
            bare = np.flatnonzero(place.bare >= _MIN_BARE)
            if not len(bare):
                continue
            worst = int(place.bare.argmax())
            box = place.boxes[worst : worst + 1]
            first, last = place.first + int(bare[0]), place.first + int(bare[-1])
            if any(_is_same_place(first, last, box, other) for other in leaks):
                continue
            leaks.append(
                Leak(
                    track=place.track,
                    first=first,
                    last=last,
                    box=tuple(box[0].tolist()),
                    size=float(sizes(box)[0]),
                    survives=float(place.bare[worst]),
                    frame=place.first + worst,
                    confidence=track_confidence(self._tracks[place.track]),
                    covered_elsewhere=False,
                    kind=LeakKind.SHAKEN,
                )
            )
        return leaks

    def _places_in(self, start: int, end: int) -> Iterator[_Place]:
        """Where faces must be in the shaken frames from `start` to `end`, both included."""
        before, after = [], []
        for number, track in enumerate(self._tracks):
            if track_confidence(track) < _MIN_CONFIDENCE or float(np.median(sizes(track.boxes))) < _MIN_SIZE:
                continue
            observed = confident_observations(track)
            first, last = int(observed[0]), int(observed[-1])
            if start - self._near <= last <= end:
                before.append((number, max(start, last + 1), end, last))
            if start <= first <= end + self._near:
                after.append((number, start, min(end, first - 1), first))
        for one, others in ((before, after), (after, before)):
            for number, first, last, anchor in one:
                if first <= last and any(self._is_like(number, anchor, other[0], other[3]) for other in others):
                    boxes = np.array([self._box(number, frame) for frame in range(first, last + 1)], np.float32)
                    yield _Place(number, first, boxes, np.zeros(len(boxes), np.float32))

    def _is_like(self, number: int, anchor: int, other: int, other_anchor: int) -> bool:
        """Whether two tracks, each in the frame of its observation, may be one face."""
        pair = np.array([self._box(number, anchor), self._box(other, other_anchor)], np.float32)
        own, others = sizes(pair).tolist()
        return number != other and 1 / _SIZE_RATIO <= own / max(others, 1e-6) <= _SIZE_RATIO

    def _box(self, number: int, frame: int) -> NDArray[np.float32]:
        """The box of a track; before its first and after its last frame it stays where it is."""
        track = self._tracks[number]
        return np.asarray(track.boxes[min(max(frame - track.first, 0), len(track.boxes) - 1)], np.float32)


def _brightness(picture: av.VideoFrame) -> NDArray[Any]:
    """The first samples of each pixel, luma or green, [h, w]: only their contrast from frame to frame is compared."""
    name = picture.format.name
    if supported_format(name) != name:
        picture = picture.reformat(format=supported_format(name))
    pixels = planes(picture)[0].pixels
    return pixels if pixels.ndim == 2 else np.ascontiguousarray(pixels[..., 1])


def _runs(shaken: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """The first and the last frame of each run of shaken frames."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], shaken, [False]]).astype(np.int8)))
    for start, end in edges.reshape(-1, 2).tolist():
        yield start, end - 1


def _is_same_place(first: int, last: int, box: NDArray[np.float32], other: Leak) -> bool:
    overlap = float(iou(box, np.array([other.box], np.float32))[0, 0])
    return first <= other.last and other.first <= last and overlap > _SAME_PLACE_IOU
