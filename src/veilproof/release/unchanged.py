"""Proves that a film shows what its original shows but for the logged covers and the noise of a codec.

Every sample of every frame is compared. Each measure of `noise.py` has a limit relative to the film's own level of
noise; a frame above it was changed. A frame that shows what a neighbour must show was moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from veilproof.progress import Progress, Step, silent
from veilproof.release.frames import FramePairs, PairedFrame, compared, photo_pair
from veilproof.release.limits import most_detail, most_momentary, times_typical
from veilproof.release.log import Log
from veilproof.release.noise import (
    BLOCK,
    DETAIL,
    MEASURES,
    Blocks,
    Expected,
    FrameNoise,
    frame_noise,
    momentary,
    motion_between,
)

_LEAST_TYPICAL = np.array([0.08, 0.05, 0.25, 0.1, 0.06, 0.1, 0.06], np.float32)
"""The typical difference of a film is taken to be at least this: that of an output encoded once at high quality."""
_MOST_TYPICAL = np.array([0.8, 0.7, 1.6, 1.0, 0.7, 1.0, 0.7], np.float32)
"""Above this a copy is too poor to tell: twice what CRF 28 gives."""
_FLICKER = 2.0
"""A frame may be so many times as noisy as the film: codecs treat kinds of frames differently. A round number."""
_LEAST_MOTION = 4.0
"""Levels, above the noise: block means that move by less tell nothing of the order of frames."""
_SAMPLED_BLOCKS = 5
"""Of so many blocks one counts for a median. A round number."""
_LEAST_MOVING = 12
"""Blocks that must move for the order of frames to be told. A round number."""
_OWN_SHARE = 0.35
"""Of the way from a neighbour to what a frame must show: a frame that went less is the neighbour."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the output is not what the original and the log say.

    Attributes:
        what: what differs, in words.
        first: number of the first frame; `last` likewise, both included.
        from_seconds: time of the first frame since that of the film; `to_seconds` likewise.
        box: x1 y1 x2 y2 in pixels of the upright picture; None for all of it.
    """

    what: str
    first: int
    last: int
    from_seconds: float
    to_seconds: float
    box: tuple[int, int, int, int] | None


@dataclass(frozen=True, slots=True)
class PictureProof:
    """What comparing the pictures gives.

    Attributes:
        frames: number of frames of the original.
        differences: where the output is another; none if it is not.
        limits: why something cannot be told, in words; none if everything can.
        times: of the frames of the original, in seconds since the first one.
        carried: what pictures of the output carried besides what is shown, and its first did not, in words.
    """

    frames: int
    differences: tuple[Difference, ...]
    limits: tuple[str, ...]
    times: tuple[float, ...]
    carried: tuple[str, ...] = ()


def compare_pictures(original: Path, output: Path, log: Log, progress: Progress = silent) -> PictureProof:
    """Compare every frame of a redacted file with the original and the log.

    Raises:
        VeilproofError: a file cannot be read, or the two have other sizes.
    """
    if compared(original) == "photo":
        pair = photo_pair(original, output, log)
        assert pair.actual is not None
        noise = frame_noise(pair.expected, pair.actual, _stillness(pair.expected))
        found = _Found(pair.index, pair.seconds, noise, None)
        differences, limits = _judged([found])
        return PictureProof(1, tuple(differences), tuple(limits), (0.0,))
    pairs = FramePairs(original, output, log)
    frames: list[_Found] = []
    order: list[Difference] = []
    motion: _Motion | None = None
    before: FrameNoise | None = None
    last: FrameNoise | None = None
    times: list[float] = []
    for pair in pairs:
        times.append(pair.seconds)
        motion = _Motion.of(pair, motion)
        if pair.actual is None:
            order.append(_difference("a frame is missing", pair.index, pair.seconds))
        else:
            noise = frame_noise(pair.expected, pair.actual, motion.largest)
            if frames and last is not None:
                frames[-1] = replace(frames[-1], momentary=momentary(last, before, noise))
            own = replace(noise, squares=_NOTHING)
            frames.append(_Found(pair.index, pair.seconds, own, _neighbour_shown(pair)))
            before, last = last, noise
        progress(Step("compare", pair.index + 1, log.frames))
    if frames and last is not None:
        frames[-1] = replace(frames[-1], momentary=momentary(last, before, None))
    for seconds in pairs.added:
        order.append(_difference("a frame was added", pairs.frames - 1, seconds))
    differences, limits = _judged(frames)
    if pairs.failures:
        limits.append(f"{pairs.failures} places of the output cannot be decoded")
    if pairs.frames != log.frames:
        limits.append(f"the original decodes to {pairs.frames} frames and the log has {log.frames}")
    everything = tuple(_joined(order) + _joined(differences))
    return PictureProof(pairs.frames, everything, tuple(limits), tuple(times), pairs.carried)


@dataclass(frozen=True, slots=True)
class _Found:
    """One frame: how it differs, and whether it shows what the one before it (-1) or after it (1) must show.

    `momentary` is how much more it differs than the frames beside it, and the row and column of the block.
    """

    index: int
    seconds: float
    noise: FrameNoise
    neighbour: int | None
    momentary: tuple[float, int, int] = (0.0, 0, 0)


_NOTHING = np.empty((0, 0), np.float32)
"""In place of what is needed no more: of a long film it would fill the memory."""


@dataclass(frozen=True, slots=True)
class _Motion:
    """How much a frame differs from those before and after it; each pair of frames is compared once."""

    largest: Blocks
    onwards: Blocks | None

    @staticmethod
    def of(pair: PairedFrame, last: _Motion | None) -> _Motion:
        backwards = last.onwards if last is not None else None
        onwards = motion_between(pair.expected, pair.after) if pair.after is not None else None
        parts = [each for each in (backwards, onwards) if each is not None]
        largest = np.maximum(*parts) if len(parts) == 2 else parts[0] if parts else _stillness(pair.expected)
        return _Motion(np.asarray(largest, np.float32), onwards)


def _stillness(expected: Expected) -> Blocks:
    return np.zeros_like(expected.means)


def _neighbour_shown(pair: PairedFrame) -> int | None:
    """-1 or 1 if the frame shows what the one before or after it must show instead of its own; otherwise None."""
    assert pair.actual is not None
    means = pair.actual.means
    # Whichever it shows, it differs from that by noise alone.
    known = [each.means for each in (pair.before, pair.expected, pair.after) if each is not None]
    noise = min(float(np.median(abs(means - other).ravel()[::_SAMPLED_BLOCKS])) for other in known)
    for step, other in ((-1, pair.before), (1, pair.after)):
        if other is None:
            continue
        way = pair.expected.means - other.means
        moving = abs(way) > _LEAST_MOTION + 3 * noise
        if moving.sum() < _LEAST_MOVING:
            continue
        went = ((means - other.means)[moving] * way[moving]).sum() / np.square(way[moving]).sum()
        if went < _OWN_SHARE:
            return step
    return None


def _judged(frames: Sequence[_Found]) -> tuple[list[Difference], list[str]]:
    """The frames that were changed, and what cannot be told."""
    if not frames:
        return [], ["no frame of the output could be compared"]
    typical = np.stack([each.noise.typical for each in frames])
    film = np.maximum(np.median(typical, axis=0), _LEAST_TYPICAL)
    limits = [
        f"the copy is too poor to tell: its {name} differ as much as if it had been changed"
        for name, is_poor in zip(MEASURES, film > _MOST_TYPICAL, strict=True)
        if is_poor
    ][:1]
    differences = []
    largest = np.stack([each.noise.largest for each in frames])
    times = np.asarray(largest / np.clip(typical, film, _FLICKER * film), np.float32)
    most = np.tile(times_typical(len(frames)), (len(frames), 1))
    most[:, DETAIL] = np.minimum(most[:, DETAIL], most_detail(times[:, DETAIL]))
    most_ratio = most_momentary(np.array([each.momentary[0] for each in frames]))
    for each, excess in zip(frames, times / most, strict=True):
        where = each.index, each.seconds
        if each.neighbour is not None:
            when = "before" if each.neighbour < 0 else "after"
            differences.append(_difference(f"the frame shows what the one {when} it must show", *where))
        elif excess.max() > 1:
            place = each.noise.at[int(excess.argmax())].tolist()
            differences.append(_difference(_WORDS[int(excess.argmax())], *where, _around(*place)))
        elif each.momentary[0] > most_ratio:
            differences.append(_difference(_WORDS[0], *where, _around(*each.momentary[1:])))
    return differences, limits


_WORDS = (
    *("something else is shown", "the brightness differs", "the detail differs"),
    *("a colour differs", "the tint differs", "a colour differs", "the tint differs"),
)
"""By measure, what differs."""


def _around(row: int, column: int) -> tuple[int, int, int, int]:
    """A box around a block, in pixels."""
    return (column - 3) * BLOCK, (row - 3) * BLOCK, (column + 3) * BLOCK, (row + 3) * BLOCK


def _difference(what: str, index: int, seconds: float, box: tuple[int, int, int, int] | None = None) -> Difference:
    return Difference(what, index, index, seconds, seconds, box)


def _joined(found: Sequence[Difference]) -> list[Difference]:
    """Differences of the same kind in consecutive frames as one, with the box of its first frame."""
    joined: list[Difference] = []
    for each in found:
        last = joined[-1] if joined else None
        if last is not None and last.what == each.what and each.first <= last.last + 1:
            joined[-1] = Difference(last.what, last.first, each.last, last.from_seconds, each.to_seconds, last.box)
        else:
            joined.append(each)
    return joined
