"""Pairs each frame of the redacted video with the frame of the original that it shows.

Frames are paired by presentation time. Tools drop a frame at the start, shift timestamps or publish an excerpt, so the
frame of the original with which the redacted file begins is found from the pictures first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

from veilproof.audit.colour_planes import ColourPlanes, planes_of_frame
from veilproof.audit.patches import Grey
from veilproof.audit.survival import encoding_noise
from veilproof.errors import VeilproofError
from veilproof.media.video_read import Frame, VideoReader

_THUMBNAIL_SIZE = (32, 18)
"""Pixels: width and height of the thumbnails by which two videos are compared."""
_PROBE_FRAMES, _PROBE_INTERVAL = 16, 3
"""Alignment compares this many frames from the start of the redacted file, this many frames apart. Round numbers."""
_MAX_RELATIVE_MISFIT = 0.6
"""An offset is accepted only if its misfit is below this share of the misfit without an offset. A round number."""
_SEARCH_BLOCK = 4096
"""Offsets compared at once; bounds memory."""
_MAX_ASPECT_DIFFERENCE = 0.02
"""Relative difference of the aspect ratios above which the redacted file was cropped or rotated. A round number."""

_FILL_SPREAD = 3
"""Grey levels around the most frequent one of what is filled, and which a codec may change. A round number."""
_MIN_UNFILLED = 0.08
"""Share of the thumbnail that must lie outside the fill to be compared. A round number."""
_MIN_SPREAD = 4.0
"""Grey levels (standard deviation): a flatter thumbnail has nothing to compare. A round number."""
_MIN_CORRELATION, _CLEAR_CORRELATION = 0.3, 0.5
"""Below the first, two pictures show different content; below the second it is unclear. Round numbers."""

_TIME_TOLERANCE = 0.3
"""Share of a frame's duration by which the times of the same frame may differ in the two files. A round number."""
_MAX_UNPAIRED = 0.02
"""Share of frames without a counterpart that is tolerated, besides one frame at an end. A round number."""


@dataclass(frozen=True)
class FramePair:
    """One frame in both files.

    Attributes:
        index: number of the frame in the original.
        original: its picture; read-only.
        redacted: the same frame in the redacted file, at the size of the original; read-only.
        original_grey: the original in grey, uint8 [h, w].
        redacted_grey: the redacted frame in grey, uint8 [h, w].
    """

    index: int
    original: av.VideoFrame
    redacted: av.VideoFrame
    original_grey: Grey
    redacted_grey: Grey

    @cached_property
    def redacted_planes(self) -> ColourPlanes:
        """The redacted frame in three planes."""
        return planes_of_frame(self.redacted, self.redacted_grey)

    @cached_property
    def noise(self) -> float:
        """The encoding noise of the frame, in grey levels."""
        return encoding_noise(self.original_grey, self.redacted_grey)


class Thumbnails:
    """Small grey pictures and times of the frames of a video, collected while it is decoded."""

    def __init__(self) -> None:
        """Start without frames."""
        self._scaler = VideoReformatter()
        self.pictures: list[NDArray[np.uint8]] = []
        self.times: list[Fraction] = []

    def collect(self, frames: Iterator[Frame]) -> Iterator[Frame]:
        """The same frames, a thumbnail of each added."""
        for frame in frames:
            self.add(frame)
            yield frame

    def add(self, frame: Frame) -> None:
        """Add the thumbnail of one frame."""
        small = self._scaler.reformat(frame.picture, *_THUMBNAIL_SIZE, format="gray", interpolation=Interpolation.AREA)
        self.pictures.append(np.array(small.to_ndarray(), np.uint8))
        self.times.append(frame.time)


class FramePairing:
    """Iterates over the frames of a redacted video and the frames of the original that they show.

    Attributes:
        first_frame: number of the original's frame with which the redacted file begins.
        paired: frames paired so far.
        unpaired: frames of the redacted file without a counterpart.
        unreadable: frames of the redacted file that could not be decoded.
    """

    def __init__(self, original: Path, redacted: Path, thumbnails: Thumbnails) -> None:
        """Align the redacted file with the original; `thumbnails` has every frame of the original.

        Raises:
            VeilproofError: the redacted file cannot be read.
        """
        self._paths = original, redacted
        self._thumbnails = thumbnails
        self.first_frame = _find_first_frame(redacted, thumbnails)
        self.paired = 0
        self.unpaired = 0
        self.unreadable = 0
        self._correlations: list[float] = []

    @property
    def mostly_covered(self) -> bool:
        """Whether so much is covered that the content cannot be confirmed; known after the last frame."""
        return compare_content(self._correlations).unclear

    def __iter__(self) -> Iterator[FramePair]:
        """Every frame of the redacted file that has a counterpart in the original, in order.

        Raises:
            VeilproofError: a file cannot be read, or the two differ in content, shape or frame times.
        """
        original, redacted = self._paths
        with VideoReader(original) as original_reader, VideoReader(redacted) as redacted_reader:
            size = original_reader.info.width, original_reader.info.height
            check_aspect(original, size, redacted, (redacted_reader.info.width, redacted_reader.info.height))
            grey, redacted_grey, scaler = VideoReformatter(), VideoReformatter(), VideoReformatter()
            redacted_thumbnails = Thumbnails()
            for frame, match in self._matched(iter(original_reader), iter(redacted_reader)):
                picture = match.picture
                if (picture.width, picture.height) != size:
                    picture = scaler.reformat(picture, *size)
                redacted_thumbnails.add(match)
                correlation = content_correlation(
                    redacted_thumbnails.pictures.pop(), self._thumbnails.pictures[frame.index]
                )
                if correlation is not None:
                    self._correlations.append(correlation)
                self.paired += 1
                yield FramePair(
                    frame.index,
                    frame.picture,
                    picture,
                    _plane(grey.reformat(frame.picture, format="gray")),
                    _plane(redacted_grey.reformat(picture, format="gray")),
                )
            self.unreadable = redacted_reader.decode_failures
        self._check()

    def _matched(
        self, original_frames: Iterator[Frame], redacted_frames: Iterator[Frame]
    ) -> Iterator[tuple[Frame, Frame]]:
        """Both files in step: for each redacted frame the original's frame of the same time."""
        times = [time - self._thumbnails.times[self.first_frame] for time in self._thumbnails.times]
        tolerance = _median_step(times) * Fraction(_TIME_TOLERANCE)
        frame: Frame | None = None
        start: Fraction | None = None
        index = self.first_frame
        for redacted_frame in redacted_frames:
            start = redacted_frame.time if start is None else start
            time = redacted_frame.time - start
            while index + 1 < len(times) and abs(times[index + 1] - time) <= abs(times[index] - time):
                index += 1
            if abs(times[index] - time) > tolerance:
                self.unpaired += 1
                continue
            while frame is None or frame.index < index:
                frame = next(original_frames)
            yield frame, redacted_frame

    def _check(self) -> None:
        original, redacted = self._paths
        if not self.paired or compare_content(self._correlations).different:
            raise VeilproofError(different_content(original, redacted))
        if self.unpaired > 1 + _MAX_UNPAIRED * self.paired:
            raise VeilproofError(
                f"{redacted}: {self.unpaired} of {self.unpaired + self.paired} frames have times at which {original}"
                " has no frame, so they cannot be compared; redact it at its own frame rate and full length"
            )


@dataclass(frozen=True, slots=True)
class ContentMatch:
    """Whether two files show the same content: certainly `different`, or `unclear` because too little is uncovered."""

    different: bool
    unclear: bool


def compare_content(correlations: Sequence[float]) -> ContentMatch:
    """Judge by the median of what `content_correlation` gave for each frame; no frame is unclear."""
    if not correlations:
        return ContentMatch(different=False, unclear=True)
    median = float(np.median(correlations))
    return ContentMatch(median < _MIN_CORRELATION, median < _CLEAR_CORRELATION)


def content_correlation(redacted: Grey, original: Grey) -> float | None:
    """The correlation of two thumbnails, -1 to 1, without the fill of covers: the most frequent grey of what differs.

    None where too little lies outside the fill, or the rest is flat.
    """
    changed = redacted[cv2.absdiff(redacted, original) > _FILL_SPREAD]
    # The most frequent grey of all may be that of a white wall.
    level = int(np.bincount(changed if len(changed) else redacted.ravel(), minlength=256).argmax())
    unfilled = (abs(redacted.astype(np.int16) - level) > _FILL_SPREAD).astype(np.uint8)
    # Along the rim of a cover, a pixel of the thumbnail is partly fill.
    inner = cv2.erode(unfilled, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_REPLICATE)
    rest = np.asarray((inner if inner.mean() >= _MIN_UNFILLED else unfilled) > 0)
    if rest.mean() < _MIN_UNFILLED or min(redacted[rest].std(), original[rest].std()) < _MIN_SPREAD:
        return None
    return float(np.corrcoef(redacted[rest], original[rest])[0, 1])


def different_content(original: Path, redacted: Path) -> str:
    """The message for two files that do not show the same."""
    return f"{redacted} does not show what {original} shows; give the original it was made from"


def check_aspect(original: Path, size: tuple[int, int], redacted: Path, redacted_size: tuple[int, int]) -> None:
    """Check that both files have the same aspect ratio; sizes are width and height in pixels.

    Raises:
        VeilproofError: they differ.
    """
    (width, height), (redacted_width, redacted_height) = size, redacted_size
    if abs(width / height * redacted_height / redacted_width - 1) > _MAX_ASPECT_DIFFERENCE:
        raise VeilproofError(
            f"{redacted} is {redacted_width} by {redacted_height} pixels and {original} {width} by {height}: it was"
            " cropped or rotated, so the two cannot be compared; give an uncropped copy"
        )


def rgb_of(picture: av.VideoFrame) -> NDArray[np.uint8]:
    """The picture as uint8 [h, w, 3] RGB."""
    return np.asarray(picture.to_ndarray(format="rgb24"), np.uint8)


def _find_first_frame(redacted: Path, thumbnails: Thumbnails) -> int:
    """Number of the original's frame with which the redacted file begins."""
    start = Thumbnails()
    with VideoReader(redacted) as reader:
        for frame in reader:
            start.add(frame)
            if len(start.pictures) >= _PROBE_FRAMES * _PROBE_INTERVAL:
                break
    return _best_offset(start.pictures[::_PROBE_INTERVAL], thumbnails.pictures)


def _best_offset(probes: Sequence[NDArray[np.uint8]], pictures: Sequence[NDArray[np.uint8]]) -> int:
    """The offset into `pictures` at which the `probes`, `_PROBE_INTERVAL` frames apart, fit best."""
    span = (len(probes) - 1) * _PROBE_INTERVAL
    offsets = max(1, len(pictures) - span)
    video = np.stack(pictures).reshape(len(pictures), -1)
    misfit = np.zeros(offsets, np.float64)
    for number, probe in enumerate(probes):
        part = video[number * _PROBE_INTERVAL : number * _PROBE_INTERVAL + offsets]
        for start in range(0, offsets, _SEARCH_BLOCK):
            rows = part[start : start + _SEARCH_BLOCK]
            difference = cv2.absdiff(rows, np.broadcast_to(probe.ravel(), rows.shape).copy())
            # The quartile ignores covers, which differ much but locally; the small share of the mean breaks ties.
            quartile = np.partition(difference, difference.shape[1] // 4, axis=1)[:, difference.shape[1] // 4]
            misfit[start : start + _SEARCH_BLOCK] += quartile + difference.mean(axis=1) / 64
    best = int(misfit.argmin())
    return best if misfit[best] < _MAX_RELATIVE_MISFIT * misfit[0] else 0


def _median_step(times: Sequence[Fraction]) -> Fraction:
    steps = sorted(b - a for a, b in pairwise(times))
    return steps[len(steps) // 2] if steps else Fraction(1)


def _plane(picture: av.VideoFrame) -> Grey:
    return np.asarray(picture.to_ndarray(), np.uint8)
