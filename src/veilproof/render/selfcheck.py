"""The self-check of a render: every cover of every frame must be in the finished file before it gets its name.

The finished file is decoded again. At a few points inside each cover it is compared with what was drawn there, and with
what the original showed there. The check shares nothing with the encoder, so it finds frames that were encoded without
their covers, covers in another place, and frames that were lost or doubled, for whatever reason.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import av
import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError
from veilproof.media.photo import Photo, read_photo
from veilproof.media.planes import planes
from veilproof.media.video_read import VideoReader
from veilproof.progress import Progress, Step
from veilproof.render.covers import Method
from veilproof.render.sampling import CoverPoints, SampledPicture


@dataclass(frozen=True, slots=True)
class _Tolerance:
    """By how many levels of 255 the points of one large cover may be off after encoding; smaller ones may be by more.

    Attributes:
        median: the median of the differences.
        tail: their 90th percentile.
        towards_original: the part of the differences that leads back to the original, root mean square. It finds dark
            faces, which hardly differ from black.
        share: the least share of the way back that counts: 0 is a perfect cover, 1 a bare face, 0.5 half a face.
    """

    median: float
    tail: float
    towards_original: float
    share: float


_TOLERANCES = {
    Method.SOLID: _Tolerance(6, 16, 2, 0.35),
    Method.MOSAIC: _Tolerance(12, 32, 4.5, 0.65),
    Method.BLUR: _Tolerance(8, 24, 2, 0.35),
}
"""None of about 180,000 covers in two real clips, and of those of the tests in 32 formats, was off by more. Codecs
smear the edges of a mosaic, and a poor JPEG changes all of it."""
_SMEAR = 16
"""Pixels. A cover with sides of so many may be off by twice as much, because codecs smear its surroundings into it; how
much falls with about the cube of the side."""
_CLEARLY = 2.0
"""A face that differs from its cover by so many times the tolerance does so after encoding, too. A round number."""
_COVERS_AT_ONCE = 512
"""Covers are compared in batches, because NumPy's cost is by call. A round number."""
_SPOOLED_BYTES = 1 << 22
"""What was drawn is noted in memory up to this size, then in a file without a name. A round number."""


@dataclass(slots=True)
class _Compared:
    """Covers of one frame that wait to be compared: arrays [covers] and [covers, points]."""

    frame: int
    sides: NDArray[np.float64]
    inside: NDArray[np.bool_]
    off: NDArray[Any]
    gone: NDArray[np.float32]
    way: NDArray[np.float32]


class SelfCheck:
    """Notes what is drawn while one output is made, and afterwards compares the finished file with it."""

    def __init__(self, method: Method, output: Path) -> None:
        """For covers of one method and the file that is written.

        Args:
            method: how faces are covered.
            output: the file, under the temporary name that it has until it is checked.
        """
        self._method, self._solid = method, method is Method.SOLID
        self._output = output
        # Only what the output shows, too: nothing of the original is ever written to a disk.
        self._notes = tempfile.SpooledTemporaryFile(_SPOOLED_BYTES, dir=str(output.parent))  # noqa: SIM115 - closed on exit
        self._originals: deque[tuple[NDArray[np.intp], NDArray[np.uint8]]] = deque()
        self._waiting: list[_Compared] = []
        self._count = 0

    def __enter__(self) -> Self:
        """The check itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Forget what was noted."""
        self._notes.close()

    @contextlib.contextmanager
    def drawing(self, picture: SampledPicture, points: CoverPoints) -> Iterator[None]:
        """Note what a picture shows before and after the body draws its covers; frames must come in order.

        Of the original only faces that look like their covers are noted, dark ones under black: the others show by the
        difference alone when a cover is missing. They stay in memory, 64 bytes each.
        """
        bare = picture.luma(points)
        yield
        wanted = np.zeros_like(bare) if self._solid else picture.luma(points)
        if not self._solid:
            self._note(wanted)
        off = np.abs(bare.astype(np.int16) - wanted)
        rows = np.flatnonzero(~self._is_off(off, points.inside, points.sides, _CLEARLY))
        self._originals.append((rows, bare[rows]))

    def check_video(self, covers: Iterable[CoverPoints], frames: int, progress: Progress) -> None:
        """Decode the finished video and compare.

        Args:
            covers: what was drawn, in the order of frames.
            frames: how many frames the video must have.
            progress: is told how far the check is.

        Raises:
            VeilproofError: a cover is not there, or the file does not decode to so many frames.
        """
        self._notes.seek(0)
        waiting = iter(covers)
        points = next(waiting, None)
        decoded = 0
        try:
            reader = VideoReader(self._output)
        except VeilproofError as error:
            raise self._refused(f"cannot be decoded again ({error})") from error
        with reader:
            for frame in reader:
                if points is not None and points.cover.frame == frame.index:
                    self._compare(frame.picture, points)
                    points = next(waiting, None)
                decoded += 1
                progress(Step("check", decoded, frames))
            damaged = reader.decode_failures
        self._judge()
        if decoded != frames or damaged:
            raise self._refused(f"decodes to {decoded - damaged} of {frames} frames")
        if points is not None or self._originals or self._notes.read(1):
            raise self._refused("cannot be compared with its plan, which changed meanwhile")

    def check_photo(self, points: CoverPoints | None) -> None:
        """Decode the finished photo and compare it with its covers, None if it has none.

        Raises:
            VeilproofError: a cover is not there, or the file cannot be read.
        """
        self._notes.seek(0)
        try:
            photo = read_photo(self._output)
        except VeilproofError as error:
            raise self._refused(f"cannot be decoded again ({error})") from error
        if points is not None:
            self._compare(photo, points)
            self._judge()

    def _note(self, samples: NDArray[np.uint8]) -> None:
        try:
            self._notes.write(samples.tobytes())
        except OSError as error:
            english = f"{self._output} cannot be written ({error.strerror}): make room, or choose another folder"
            raise LocalisedError("error-unwritable", english=english, name=self._output.name) from error

    def _noted(self, points: CoverPoints) -> NDArray[np.float32]:
        noted = np.frombuffer(self._notes.read(points.x.size), np.uint8)
        if noted.size != points.x.size:
            raise self._refused("cannot be compared with its plan, which changed meanwhile")
        return noted.reshape(points.x.shape).astype(np.float32)

    def _compare(self, picture: av.VideoFrame | Photo, points: CoverPoints) -> None:
        sampled = SampledPicture.of(picture, picture.planes if isinstance(picture, Photo) else planes(picture))
        found = sampled.luma(points).astype(np.float32)
        wanted = np.zeros_like(found) if self._solid else self._noted(points)
        off = sampled.from_black(points) if self._solid else np.abs(found - wanted)
        way = np.zeros_like(found)
        if not self._originals:
            raise self._refused("cannot be compared with its plan, which changed meanwhile")
        rows, bare = self._originals.popleft()
        way[rows] = bare - wanted[rows]
        self._waiting.append(_Compared(points.cover.frame, points.sides, points.inside, off, found - wanted, way))
        self._count += len(found)
        if self._count >= _COVERS_AT_ONCE:
            self._judge()

    def _judge(self) -> None:
        waiting, self._waiting, self._count = self._waiting, [], 0
        if not waiting:
            return
        sides, inside, off, gone, way = (
            np.concatenate([getattr(each, name) for each in waiting])
            for name in ("sides", "inside", "off", "gone", "way")
        )
        tolerance, smear = _TOLERANCES[self._method], _smear(sides)
        missing = self._is_off(off, inside, sides) | _leads_back(
            tolerance.towards_original * smear, tolerance.share, gone, way, inside
        )
        if missing.any():
            frames = np.concatenate([np.full(len(each.off), each.frame) for each in waiting])
            first = frames[missing][0]
            there = frames == first
            raise self._refused(
                f"lacks {int(missing[there].sum())} of the {int(there.sum())} covers of frame {int(first)}"
            )

    def _is_off(
        self, off: NDArray[Any], inside: NDArray[np.bool_], sides: NDArray[np.float64], factor: float = 1.0
    ) -> NDArray[np.bool_]:
        """Bool [n]: which covers differ by `factor` times more than a codec makes of them; arrays as of `_Compared`."""
        tolerance, smear = _TOLERANCES[self._method], _smear(sides) * factor
        median = _share_above(tolerance.median * smear, off, inside, 0.5)
        return median | _share_above(tolerance.tail * smear, off, inside, 0.1)

    def _refused(self, what: str) -> VeilproofError:
        return LocalisedError(
            "error-self-check",
            english=f"{self._output}: the written file {what}, so it was not kept; try another suffix with -o, and"
            " report this",
            name=self._output.name,
        )


def _smear(sides: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 + (_SMEAR / np.maximum(sides, 1)) ** 3, np.float64)


def _share_above(
    limits: NDArray[np.float64], off: NDArray[Any], inside: NDArray[np.bool_], share: float
) -> NDArray[np.bool_]:
    """Bool [n]: whether more than a share of the points of a row that are inside are off by more than its limit."""
    return np.asarray(((off > limits[:, None]) & inside).sum(axis=1) > share * inside.sum(axis=1), np.bool_)


def _leads_back(
    limits: NDArray[np.float64],
    share: float,
    gone: NDArray[np.float32],
    way: NDArray[np.float32],
    inside: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Bool [n]: whether what was found leads from the cover back to the original, by least squares over a row.

    Args:
        limits: how far it may lead, in levels.
        share: and which share of the way.
        gone: from the cover to what was found, at each point.
        way: from the cover to the original.
        inside: the points that count.
    """
    way = np.where(inside, way, 0)
    # The part of one vector along another, squared and without a division by a length that may be zero.
    length, along = (way * way).sum(axis=1), (way * gone).sum(axis=1)
    far = along * np.abs(along) > limits**2 * length * inside.sum(axis=1)
    return np.asarray(far & (along > share * length), np.bool_)
