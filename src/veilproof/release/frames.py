"""Decodes a release's film beside the original: what each frame must show, and what it shows.

What it must show is drawn anew from the original and the log, as a render draws it, and compared in 8 bits and 4:2:0,
to which every copy can be brought.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from veilproof.audit.colour_planes import ColourPlanes, planes_of_frame
from veilproof.errors import VeilproofError
from veilproof.media.kinds import is_photo
from veilproof.media.photo import read_photo
from veilproof.media.pictures import converted, writable_copy
from veilproof.media.planes import FULL_RANGE, planes
from veilproof.media.video_read import Frame, VideoReader
from veilproof.plan import Cover
from veilproof.release.log import Log
from veilproof.release.noise import Expected, Shown, prepared, shown
from veilproof.render.apply import cover_regions

_COMPARED_FORMAT = "yuv420p"
_TIME_TOLERANCE = Fraction(3, 10)
"""Share of a frame's duration by which its time may differ: containers round. A round number."""
_LEAST_TOLERANCE = Fraction(1, 150)
"""Seconds: some containers count in hundredths."""


@dataclass(frozen=True, slots=True)
class PairedFrame:
    """One frame of the original with the frame of the output at its time.

    Attributes:
        index: number of the frame in the original.
        seconds: its time since the first frame.
        before: what the frame before it must show; None for the first.
        expected: what it must show.
        after: what the frame after it must show; None for the last.
        actual: what the output shows; None if it has no frame at this time.
    """

    index: int
    seconds: float
    before: Expected | None
    expected: Expected
    after: Expected | None
    actual: Shown | None


class FramePairs:
    """Iterates over the frames of a film and its redacted copy, in step.

    Attributes:
        added: times of frames of the output at which the original has none, in seconds since the first frame.
        frames: number of frames of the original.
        failures: decoding failures of the output.
        carried: what pictures of the output carried and its first did not, in words.
    """

    def __init__(self, original: Path, output: Path, log: Log) -> None:
        """For an original, a redacted copy, and the log of what was covered in it.

        Raises:
            VeilproofError: a file cannot be read, or the two have other sizes.
        """
        self._paths, self._log = (original, output), log
        self.added: list[float] = []
        self.frames = self.failures = 0
        self.carried: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[PairedFrame]:
        """Every frame of the original, in order."""
        original, output = self._paths
        with VideoReader(original) as reader, VideoReader(output) as other:
            size, found = (reader.info.width, reader.info.height), (other.info.width, other.info.height)
            if size != (self._log.width, self._log.height):
                raise VeilproofError(f"{original}: not the original of this release; give the one it was made from")
            if found != size:
                raise VeilproofError(
                    f"{output} has {found[0]} by {found[1]} pixels and the original {size[0]} by {size[1]}: a copy of"
                    " another size cannot be compared; give the file of the release"
                )
            form = _Form.of(other)
            actual = _Timed(iter(other), form)
            waiting: list[tuple[Frame, Expected]] = []
            before: Expected | None = None
            tolerance = max(_TIME_TOLERANCE / max(reader.info.frame_rate, Fraction(1)), _LEAST_TOLERANCE)
            for frame, expected in self._expected(reader, form):
                waiting.append((frame, expected))
                self.frames += 1
                if len(waiting) > 1:
                    yield self._paired(waiting, before, actual, tolerance)
                    before = waiting.pop(0)[1]
            while waiting:
                yield self._paired(waiting, before, actual, tolerance)
                before = waiting.pop(0)[1]
            self.added += actual.rest()
            self.failures, self.carried = other.decode_failures, other.carried_later

    def _expected(self, reader: VideoReader, form: _Form) -> Iterator[tuple[Frame, Expected]]:
        covers = self._log.covers()
        cover = next(covers, None)
        for frame in reader:
            own = None
            if cover is not None and cover.frame == frame.index:
                own, cover = cover, next(covers, None)
            yield frame, prepared(form.planes(covered(frame.picture, own, self._log)))

    def _paired(
        self, waiting: list[tuple[Frame, Expected]], before: Expected | None, actual: _Timed, tolerance: Fraction
    ) -> PairedFrame:
        frame, expected = waiting[0]
        after = waiting[1][1] if len(waiting) > 1 else None
        seconds = actual.since_start(frame.time)
        self.added += actual.skipped(seconds - tolerance)
        return PairedFrame(frame.index, float(seconds), before, expected, after, actual.at(seconds, tolerance))


def photo_pair(original: Path, output: Path, log: Log) -> PairedFrame:
    """A photo and its redacted copy as one pair.

    Raises:
        VeilproofError: a file cannot be read, or the two have other sizes.
    """
    photo, other = read_photo(original), read_photo(output)
    if (photo.info.width, photo.info.height) != (log.width, log.height):
        raise VeilproofError(f"{original}: not the original of this release; give the one it was made from")
    for cover in log.covers():
        cover_regions(photo.planes, cover, log.style)
    expected, actual = (_of_rgb(each.rgb()) for each in (photo, other))
    if expected.luma.shape != actual.luma.shape:
        raise VeilproofError(f"{output} has another size than the original, so it cannot be compared")
    return PairedFrame(0, 0.0, None, prepared(expected), None, shown(actual))


def compared(path: Path) -> str:
    """`photo` or `video`."""
    return "photo" if is_photo(path) else "video"


def covered(picture: av.VideoFrame, cover: Cover | None, log: Log) -> av.VideoFrame:
    """A frame of the original with its covers, as a render draws them."""
    if cover is None:
        return picture
    copy = writable_copy(picture)
    cover_regions(planes(copy), cover, log.style)
    return copy


@dataclass(frozen=True, slots=True)
class _Form:
    """How pictures are brought to one form: their range is that of the output, limited or full."""

    is_full: bool

    @staticmethod
    def of(reader: VideoReader) -> _Form:
        return _Form(reader.info.colour.range == FULL_RANGE or reader.info.pixel_format.startswith("yuvj"))

    def planes(self, picture: av.VideoFrame) -> ColourPlanes:
        name = picture.format.name
        is_full = picture.color_range == FULL_RANGE or name.startswith("yuvj")
        if picture.format.is_rgb:
            picture = converted(picture, _COMPARED_FORMAT)
            is_full = False
        if is_full != self.is_full:
            ranges = {True: "JPEG", False: "MPEG"}
            picture = picture.reformat(
                format=_COMPARED_FORMAT, src_color_range=ranges[is_full], dst_color_range=ranges[self.is_full]
            )
        elif name not in (_COMPARED_FORMAT, "yuvj420p"):
            picture = picture.reformat(format=_COMPARED_FORMAT)
        return planes_of_frame(picture, planes(picture)[0].pixels)


class _Timed:
    """The frames of the output, taken by their times since the first one."""

    def __init__(self, frames: Iterator[Frame], form: _Form) -> None:
        self._frames, self._form = frames, form
        self._next = next(frames, None)
        self._start = self._next.time if self._next else Fraction(0)
        self._original_start: Fraction | None = None

    def since_start(self, time: Fraction) -> Fraction:
        """A time of the original since its first frame."""
        if self._original_start is None:
            self._original_start = time
        return time - self._original_start

    def skipped(self, until: Fraction) -> list[float]:
        """Skip the frames before a time; their times."""
        times = []
        while self._next is not None and self._time() < until:
            times.append(float(self._time()))
            self._advance()
        return times

    def at(self, seconds: Fraction, tolerance: Fraction) -> Shown | None:
        """The frame at a time, which is taken; None if there is none."""
        if self._next is None or self._time() > seconds + tolerance:
            return None
        picture = shown(self._form.planes(self._next.picture))
        self._advance()
        return picture

    def rest(self) -> list[float]:
        """The times of the frames that are left."""
        times = []
        while self._next is not None:
            times.append(float(self._time()))
            self._advance()
        return times

    def _time(self) -> Fraction:
        assert self._next is not None
        return self._next.time - self._start

    def _advance(self) -> None:
        self._next = next(self._frames, None)


def _of_rgb(rgb: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> ColourPlanes:
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
    return _Form(False).planes(frame)
