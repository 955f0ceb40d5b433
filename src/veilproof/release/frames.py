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
import cv2
import numpy as np

from veilproof.audit.colour_planes import ColourPlanes, planes_of_frame
from veilproof.errors import VeilproofError
from veilproof.geometry import corners
from veilproof.media.kinds import is_photo
from veilproof.media.photo import read_photo
from veilproof.media.pictures import converted, writable_copy
from veilproof.media.planes import FULL_RANGE, planes
from veilproof.media.video_read import Frame, VideoReader
from veilproof.plan import Cover, Decision
from veilproof.release.log import Log, LoggedTrack
from veilproof.release.noise import Area, Expected, Shown, prepared, shown
from veilproof.release.track_outlines import rectangles
from veilproof.render.apply import cover_regions

_COMPARED_FORMAT = "yuv420p"
_TIME_TOLERANCE = Fraction(3, 10)
"""Share of a frame's duration by which its time may differ: containers round. A round number."""
_LEAST_TOLERANCE = Fraction(1, 150)
"""Seconds: some containers count in hundredths."""


_ANEW = 2
"""Frames beside the one in which a cover begins or ends that codecs predict from it."""
_WHOLE = 0.25
"""Of the picture: where *all but* an area covers as much, the codec codes all of it anew. A round number."""


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
        anew: where covers begin or end in it or a frame near it; in pixels.
    """

    index: int
    seconds: float
    before: Expected | None
    expected: Expected
    after: Expected | None
    actual: Shown | None
    anew: tuple[Area, ...] = ()


class FramePairs:
    """Iterates over the frames of a film and its redacted copy, in step.

    Attributes:
        added: times of frames of the output at which the original has none, in seconds since the first frame.
        frames: number of frames of the original.
        failures: decoding failures of the output.
        whole_anew: number of frames in which, or near which, covers of most of the picture begin or end.
    """

    def __init__(self, original: Path, output: Path, log: Log) -> None:
        """For an original, a redacted copy, and the log of what was covered in it.

        Raises:
            VeilproofError: a file cannot be read, or the two have other sizes.
        """
        self._paths, self._log = (original, output), log
        self._anew = begun_or_ended(log)
        whole = (0, 0, log.width, log.height)
        self.whole_anew = sum(whole in areas for at, areas in self._anew.items() if 0 <= at < log.frames)
        self.added: list[float] = []
        self.frames = self.failures = 0

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
                if len(waiting) == 2:
                    yield self._paired(waiting, before, actual, tolerance)
                    before = waiting.pop(0)[1]
            if waiting:
                yield self._paired(waiting, before, actual, tolerance)
            self.added += actual.rest()
            self.failures = other.decode_failures

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
        after = waiting[1][1] if len(waiting) == 2 else None
        seconds = actual.since_start(frame.time)
        self.added += actual.skipped(seconds - tolerance)
        shown_now, anew = actual.at(seconds, tolerance), self._anew.get(frame.index, ())
        return PairedFrame(frame.index, float(seconds), before, expected, after, shown_now, anew)


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


def begun_or_ended(log: Log) -> dict[int, tuple[Area, ...]]:
    """By frame, the areas of covers that begin or end in it or a frame near it."""
    found: dict[int, tuple[Area, ...]] = {}
    for track in log.tracks:
        if track.decision is Decision.COVER:
            around = rectangles(track, log.style)
            ends = (track.first_frame, track.first_frame), (track.last_frame + 1, track.last_frame)
            for frame, at in ((end + by, at) for end, at in ends for by in range(-_ANEW, _ANEW + 1)):
                x1, y1, x2, y2 = map(int, around[at - track.first_frame].tolist())
                areas = _outside(track, at, (x1, y1, x2, y2), log) if track.all_but else ((x1, y1, x2, y2),)
                found[frame] = (*found.get(frame, ()), *areas)
    return found


def _outside(track: LoggedTrack, frame: int, hull: Area, log: Log) -> tuple[Area, ...]:
    """What lies outside of the area of an *all but* in one of its frames; all of the picture, if much does.

    Where nothing or little is covered a codec has no reason to err: a log may name covers that hide nothing.
    """
    width, height = log.width, log.height
    box, angle = np.array([track.region(frame)], np.float32), np.array([track.angle(frame)], np.float32)
    picture = corners(np.array([[0, 0, width, height]], np.float32), np.zeros(1, np.float32))[0]
    inside, _ = cv2.intersectConvexConvex(corners(box, angle)[0], picture)
    if inside < (1 - _WHOLE) * width * height:
        return ((0, 0, width, height),)
    x1, x2 = (min(max(x, 0), width) for x in (hull[0], hull[2]))
    y1, y2 = (min(max(y, 0), height) for y in (hull[1], hull[3]))
    sides = (0, 0, width, y1), (0, y2, width, height), (0, y1, x1, y2), (x2, y1, width, y2)
    return tuple(side for side in sides if side[0] < side[2] and side[1] < side[3])


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
