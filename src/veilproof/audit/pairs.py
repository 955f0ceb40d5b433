"""The original and the redacted file side by side: which frame of the one is which of the other.

Frames are paired by the times at which they are shown. Tools lose a frame at the start, begin to count elsewhere, or
publish only a part; so where the redacted file begins in the original is read from the pictures first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

from veilproof.audit.survival import Grey
from veilproof.errors import VeilproofError
from veilproof.media.video_read import Frame, VideoReader

SMALL = (32, 18)
"""Width and height of the small pictures by which two films are held against each other."""

_FRAMES_COMPARED, _EVERY = 16, 3
_LEAST_BETTER = 0.6
"""Another beginning must fit this much better than the first frame before it is believed."""
_SAME_SHAPE = 0.02
_PAINT, _LEAST_LEFT, _FLAT = 3, 0.08, 4.0
"""Grey levels around the most frequent one that count as paint, the share that must be left of the picture, and the
spread below which a picture shows nothing to tell films apart by."""
_ANOTHER, _UNCLEAR = 0.3, 0.5
"""Two pictures that correlate less do not show the same; between the two it cannot be told."""
_TOLERANCE = 0.3
"""Of the time a frame is shown: how far apart the times of the same picture may be in the two files."""
_MOST_UNPAIRED = 0.02


@dataclass(frozen=True, slots=True)
class Pair:
    """One frame in both files.

    Attributes:
        index: number of the frame in the original.
        original: its picture; read it, never write into it.
        redacted: the same in the redacted file, at the size of the original.
        original_grey: the original in grey, uint8 [h, w].
        redacted_grey: the redacted frame in grey, uint8 [h, w].
    """

    index: int
    original: av.VideoFrame
    redacted: av.VideoFrame
    original_grey: Grey
    redacted_grey: Grey


class Sketches:
    """Small grey pictures of the frames of a film, taken on their way."""

    def __init__(self) -> None:
        """Nothing has been sketched yet."""
        self._scaler = VideoReformatter()
        self.pictures: list[NDArray[np.uint8]] = []
        self.times: list[Fraction] = []

    def watch(self, frames: Iterator[Frame]) -> Iterator[Frame]:
        """The same frames, each sketched."""
        for frame in frames:
            self.add(frame)
            yield frame

    def add(self, frame: Frame) -> None:
        """Sketch one frame."""
        small = self._scaler.reformat(frame.picture, *SMALL, format="gray", interpolation=Interpolation.AREA)
        self.pictures.append(np.array(small.to_ndarray(), np.uint8))
        self.times.append(frame.time)


class Pairing:
    """The frames of a redacted file, each with the frame of the original that it shows."""

    def __init__(self, original: Path, redacted: Path, sketches: Sketches) -> None:
        """Find where the redacted file begins in the original, of which `sketches` holds every frame.

        Raises:
            VeilproofError: one cannot be read, or the two do not show the same film.
        """
        self._paths = original, redacted
        self._sketches = sketches
        self.begins = _beginning(redacted, sketches)
        self.paired = 0
        self.unpaired = 0
        self.unreadable = 0
        self._alike: list[float] = []

    @property
    def mostly_covered(self) -> bool:
        """Whether so much is covered that the film cannot be told from another one; known at the end."""
        return similarity(self._alike).unclear

    def __iter__(self) -> Iterator[Pair]:
        """Every frame of the redacted file that shows a frame of the original, in order.

        Raises:
            VeilproofError: the two do not show the same film, or not at the same times.
        """
        original, redacted = self._paths
        with VideoReader(original) as ours, VideoReader(redacted) as theirs:
            size = ours.info.width, ours.info.height
            _same_shape(original, redacted, size, (theirs.info.width, theirs.info.height))
            grey, other_grey, scaler = VideoReformatter(), VideoReformatter(), VideoReformatter()
            sketcher = Sketches()
            for frame, match in self._matched(iter(ours), iter(theirs)):
                picture = match.picture
                if (picture.width, picture.height) != size:
                    picture = scaler.reformat(picture, *size)
                sketcher.add(match)
                ours_small = self._sketches.pictures[frame.index]
                alike = correlation(sketcher.pictures.pop(), ours_small)
                if alike is not None:
                    self._alike.append(alike)
                self.paired += 1
                yield Pair(
                    frame.index,
                    frame.picture,
                    picture,
                    _plane(grey.reformat(frame.picture, format="gray")),
                    _plane(other_grey.reformat(picture, format="gray")),
                )
            self.unreadable = theirs.decode_failures
        self._check()

    def _matched(self, ours: Iterator[Frame], theirs: Iterator[Frame]) -> Iterator[tuple[Frame, Frame]]:
        """Both files in step: for each redacted frame the original's frame of the same time."""
        times = [time - self._sketches.times[self.begins] for time in self._sketches.times]
        shown = _usual_step(times)
        frame: Frame | None = None
        started: Fraction | None = None
        at = self.begins
        for other in theirs:
            started = other.time if started is None else started
            time = other.time - started
            while at + 1 < len(times) and abs(times[at + 1] - time) <= abs(times[at] - time):
                at += 1
            if abs(times[at] - time) > shown * Fraction(_TOLERANCE):
                self.unpaired += 1
                continue
            while frame is None or frame.index < at:
                frame = next(ours)
            yield frame, other

    def _check(self) -> None:
        original, redacted = self._paths
        if not self.paired or similarity(self._alike).another:
            raise VeilproofError(f"{redacted} does not show what {original} shows: give the original it was made from")
        if self.unpaired > 1 + _MOST_UNPAIRED * self.paired:
            raise VeilproofError(
                f"{redacted}: {self.unpaired} of {self.unpaired + self.paired} frames are shown at times at which"
                f" {original} shows none, so they cannot be compared: redact it at its own frame rate and full length"
            )


@dataclass(frozen=True, slots=True)
class Similarity:
    """Whether two pictures show the same: certainly not, or so little of it that it cannot be told."""

    another: bool
    unclear: bool


def similarity(frames: Sequence[float]) -> Similarity:
    """Of a film, from what `correlation` says of its frames."""
    if not frames:
        return Similarity(False, True)
    usual = float(np.median(frames))
    return Similarity(usual < _ANOTHER, usual < _UNCLEAR)


def correlation(redacted: Grey, original: Grey) -> float | None:
    """How two small pictures correlate, -1 to 1, with paint left aside: the most frequent grey of the redacted one.

    None where nothing else is left, or what is left is flat.
    """
    level = int(np.bincount(redacted.ravel(), minlength=256).argmax())
    rest = abs(redacted.astype(np.int16) - level) > _PAINT
    if rest.mean() < _LEAST_LEFT or min(redacted[rest].std(), original[rest].std()) < _FLAT:
        return None
    return float(np.corrcoef(redacted[rest], original[rest])[0, 1])


def rgb_of(picture: av.VideoFrame) -> NDArray[np.uint8]:
    """The whole picture as uint8 [h, w, 3] RGB."""
    return np.asarray(picture.to_ndarray(format="rgb24"), np.uint8)


def _same_shape(original: Path, redacted: Path, size: tuple[int, int], other: tuple[int, int]) -> None:
    if abs(size[0] / size[1] * other[1] / other[0] - 1) > _SAME_SHAPE:
        raise VeilproofError(
            f"{redacted} is {other[0]} by {other[1]} pixels and {original} {size[0]} by {size[1]}: it was cropped or"
            " turned, so the two cannot be held against each other"
        )


def _beginning(redacted: Path, sketches: Sketches) -> int:
    """Number of the original's frame with which the redacted file begins."""
    first = Sketches()
    with VideoReader(redacted) as reader:
        for frame in reader:
            first.add(frame)
            if len(first.pictures) >= _FRAMES_COMPARED * _EVERY:
                break
    probes = first.pictures[::_EVERY]
    return _best_fit(probes, sketches.pictures)


def _best_fit(probes: Sequence[NDArray[np.uint8]], pictures: Sequence[NDArray[np.uint8]]) -> int:
    """How far into `pictures` the `probes`, `_EVERY` frames apart, fit best."""
    span = (len(probes) - 1) * _EVERY
    places = max(1, len(pictures) - span)
    film = np.stack(pictures).reshape(len(pictures), -1)
    misfit = np.zeros(places, np.float64)
    for number, probe in enumerate(probes):
        part = film[number * _EVERY : number * _EVERY + places]
        for start in range(0, places, 4096):
            rows = part[start : start + 4096]
            apart = cv2.absdiff(rows, np.broadcast_to(probe.ravel(), rows.shape).copy())
            # The most similar quarter: a cover changes much, in places.
            quarter = np.partition(apart, apart.shape[1] // 4, axis=1)[:, apart.shape[1] // 4]
            misfit[start : start + 4096] += quarter + apart.mean(axis=1) / 64
    best = int(misfit.argmin())
    return best if misfit[best] < _LEAST_BETTER * misfit[0] else 0


def _usual_step(times: Sequence[Fraction]) -> Fraction:
    steps = sorted(b - a for a, b in pairwise(times))
    return steps[len(steps) // 2] if steps else Fraction(1)


def _plane(picture: av.VideoFrame) -> Grey:
    return np.asarray(picture.to_ndarray(), np.uint8)
