"""Covers that blink: gone for a few frames where there was one just before and is one again just after.

Whoever redacted the file took something there for a face, whatever the detectors of this audit think of it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.leaks import Leak
from veilproof.audit.pairs import Pair
from veilproof.audit.survival import encoding_noise, surviving
from veilproof.geometry import Boxes, empty_boxes, sizes

_LONGEST = 2
"""Frames: in more, one person's cover goes and another's comes."""
_SMALL_SIDE = 320
_LEAST_SIZE, _LEAST_FULL, _LEAST_WIDE = 14.0, 0.45, 0.45
_CHANGED = 8.0
_SURE = 0.8
"""A cover is a good reason to take what it covers for a face."""

_FLASH = 16.0
"""Grey levels by which the redacted picture itself must jump: a dark place under a black cover changes without one."""
_LEAST_SURVIVES = 0.4
_SAME_COVER = 0.75
"""Where one cover blinks it looks the same before and after; where two pass by one another it does not."""
_STILL = 0.3
_LIKE = (0.5, 2.5)
_LEAST_CELLS = 9

Map = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Moment:
    """One frame on a small grid: where it was replaced (0 or 255), the redacted picture and the original in grey.

    `step`: by how many cells (x, y) the picture moved from the frame before.
    """

    pair: Pair
    covered: Map
    shown: Map
    clear: NDArray[np.float32]
    step: tuple[float, float]


class CoverDropouts:
    """Watches for covers that are gone for a moment; frames come in order."""

    def __init__(self) -> None:
        """Nothing has been seen yet."""
        self._past: deque[_Moment] = deque(maxlen=_LONGEST + 1)
        self.leaks: list[Leak] = []

    def observe(self, pair: Pair) -> None:
        """Take note of one frame."""
        now = _moment(pair, self._past[-1] if self._past else None)
        bare = np.full_like(now.covered, 255)
        # From each earlier frame to this one the picture has moved by so many cells.
        moved = now.step
        between: list[tuple[_Moment, tuple[float, float]]] = []
        for gap, before in enumerate(reversed(self._past)):
            if before.pair.index != pair.index - gap - 1:
                break
            covered = _shifted(before.covered, moved)
            dropout = now.covered & covered & bare
            if between and cv2.countNonZero(dropout) >= _LEAST_CELLS:
                shown_before = _shifted(before.shown, moved)
                for moment, shift in between:
                    dropout &= _apart_from_both(_shifted(moment.shown, shift), shown_before, now.shown)
                self._tell(_boxes(dropout, covered, now), [(moment.pair, shift) for moment, shift in reversed(between)])
            # Where a cover was, a longer gap would tell the same once more.
            bare &= ~covered
            between.append((before, moved))
            moved = moved[0] + before.step[0], moved[1] + before.step[1]
        self._past.append(now)

    def _tell(self, boxes: Boxes, frames: list[tuple[Pair, tuple[float, float]]]) -> None:
        """Those of the boxes in which the original shows through in these frames, from which the picture has moved."""
        if not len(boxes):
            return
        there = [boxes - np.tile(np.array(shift, np.float32) * _cell(pair), 2) for pair, shift in frames]
        shares = np.array(
            [
                # The cover was seen to be gone: what is too blurred to have structure shows as it is.
                surviving(pair.original_grey, pair.redacted_grey, places, featureless=1.0)
                for (pair, _), places in zip(frames, there, strict=True)
            ]
        )
        for at, size in enumerate(sizes(boxes).tolist()):
            worst = int(shares[:, at].argmax())
            if shares[worst, at] >= _LEAST_SURVIVES:
                x1, y1, x2, y2 = there[worst][at].tolist()
                self.leaks.append(
                    Leak(
                        track=None,
                        first=frames[0][0].index,
                        last=frames[-1][0].index,
                        box=(x1, y1, x2, y2),
                        size=size,
                        survives=float(shares[worst, at]),
                        frame=frames[worst][0].index,
                        confidence=_SURE,
                        covered_elsewhere=True,
                    )
                )


def _moment(pair: Pair, last: _Moment | None) -> _Moment:
    shrink = min(1.0, _SMALL_SIDE / max(pair.original_grey.shape))
    size = tuple(max(1, round(side * shrink)) for side in pair.original_grey.shape[::-1])
    clear, shown = (
        np.asarray(cv2.resize(each, size, interpolation=cv2.INTER_AREA), np.uint8)
        for each in (pair.original_grey, pair.redacted_grey)
    )
    least = max(_CHANGED, 3 * encoding_noise(pair.original_grey, pair.redacted_grey))
    covered = _above(cv2.blur(cv2.absdiff(clear, shown), (3, 3)), least)
    small = clear.astype(np.float32)
    return _Moment(pair, covered, shown, small, (0.0, 0.0) if last is None else _step(last.clear, small))


def _step(before: NDArray[np.float32], now: NDArray[np.float32]) -> tuple[float, float]:
    """By how many cells the camera moved the picture (phase correlation, Kuglin and Hines 1975)."""
    (x, y), _ = cv2.phaseCorrelate(before, now)
    return float(x), float(y)


def _shifted(picture: Map, by: tuple[float, float]) -> Map:
    """The picture moved by so many cells; what comes in from outside is 0."""
    if max(abs(by[0]), abs(by[1])) < _STILL:
        return picture
    matrix = np.array([[1, 0, by[0]], [0, 1, by[1]]], np.float64)
    return np.asarray(cv2.warpAffine(picture, matrix, picture.shape[::-1], flags=cv2.INTER_NEAREST), np.uint8)


def _cell(pair: Pair) -> NDArray[np.float32]:
    """Width and height of a cell of the small grid in pixels of the picture."""
    shrink = min(1.0, _SMALL_SIDE / max(pair.original_grey.shape))
    height, width = pair.original_grey.shape
    return np.array([width / max(1, round(width * shrink)), height / max(1, round(height * shrink))], np.float32)


def _apart_from_both(shown: Map, before: Map, after: Map) -> Map:
    """Where a picture differs from both the one before and the one after: 255, elsewhere 0."""
    return _above(cv2.min(cv2.absdiff(shown, before), cv2.absdiff(shown, after)), _FLASH)


def _above(values: Any, least: float) -> Map:  # noqa: ANN401 - OpenCV's types are wider than any array
    return np.asarray(np.where(np.asarray(values) > least, 255, 0), np.uint8)


def _boxes(dropout: Map, before: Map, after: _Moment) -> Boxes:
    """The places, in pixels of the picture, where one and the same cover was gone, large enough for a face."""
    if cv2.countNonZero(dropout) < _LEAST_CELLS:
        return empty_boxes()
    opened = cv2.morphologyEx(dropout, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(opened)
    scale = _cell(after.pair)
    low = stats[1:, :2] * scale
    boxes = np.concatenate([low, low + stats[1:, 2:4] * scale], axis=1).astype(np.float32)
    full = stats[1:, cv2.CC_STAT_AREA] >= _LEAST_FULL * stats[1:, 2] * stats[1:, 3]
    # A cover that lags behind the face for a frame shows as a thin line along its edge.
    wide = stats[1:, 2:4].min(axis=1) >= _LEAST_WIDE * stats[1:, 2:4].max(axis=1)
    same = [_alike(before, after.covered, *place[:4].tolist()) >= _SAME_COVER for place in stats[1:]]
    return np.asarray(boxes[full & wide & np.array(same, np.bool_) & (sizes(boxes) >= _LEAST_SIZE)], np.float32)


def _alike(before: Map, after: Map, x: int, y: int, wide: int, high: int) -> float:
    """How alike two covers are in and around a place on the small grid: intersection over union."""
    around = (
        slice(max(0, y - high // 2), y + high + high // 2 + 1),
        slice(max(0, x - wide // 2), x + wide + wide // 2 + 1),
    )
    both, either = cv2.countNonZero(before[around] & after[around]), cv2.countNonZero(before[around] | after[around])
    return both / max(1, either)


def together(leaks: list[Leak], dropouts: list[Leak]) -> list[Leak]:
    """All leaks, each told once: where a cover blinks over a track that is doubtful, the cover vouches for it."""
    found = list(leaks)
    for dropout in dropouts:
        same = [
            at
            for at, leak in enumerate(found)
            if _same(dropout, leak) and _LIKE[0] < leak.size / dropout.size < _LIKE[1]
        ]
        if not same:
            found.append(dropout)
        elif all(found[at].confidence < dropout.confidence for at in same):
            nearest = min(same, key=lambda at: abs(found[at].size / dropout.size - 1))
            found[nearest] = replace(found[nearest], confidence=dropout.confidence, covered_elsewhere=True)
    return found


def _same(dropout: Leak, leak: Leak) -> bool:
    if dropout.last < leak.first or leak.last < dropout.first:
        return False
    x, y = (dropout.box[0] + dropout.box[2]) / 2, (dropout.box[1] + dropout.box[3]) / 2
    wide, high = leak.box[2] - leak.box[0], leak.box[3] - leak.box[1]
    return leak.box[0] - wide / 2 < x < leak.box[2] + wide / 2 and leak.box[1] - high / 2 < y < leak.box[3] + high / 2
