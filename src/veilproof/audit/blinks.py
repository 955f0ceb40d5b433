"""Covers that blink: gone for a few frames where there was one just before and is one again just after.

Whoever redacted the file took something there for a face, whatever the detectors of this audit think of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.leaks import Leak
from veilproof.audit.pairs import Pair
from veilproof.audit.survival import encoding_noise, surviving
from veilproof.geometry import Boxes, sizes

_LONGEST = 5
"""Frames: a cover that is gone for longer may have gone for good."""
_SMALL_SIDE = 320
_LEAST_SIZE, _LEAST_FULL = 14.0, 0.45
_CHANGED = 8.0
_SURE = 0.8
"""A cover is a good reason to take what it covers for a face."""

_FLASH = 16.0
"""Grey levels by which the redacted picture itself must jump: a dark place under a black cover changes without one."""
_LEAST_SURVIVES = 0.4
_MOST_TRAVEL = 1.0

Map = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Moment:
    """One frame on a small grid: where it was replaced (0 or 255), the redacted picture and the original in grey."""

    pair: Pair
    covered: Map
    shown: Map
    clear: NDArray[np.float32]


class Blinks:
    """Watches for covers that are gone for a moment; frames come in order."""

    def __init__(self) -> None:
        """Nothing has been seen yet."""
        self._past: deque[_Moment] = deque(maxlen=_LONGEST + 1)
        self.leaks: list[Leak] = []

    def look(self, pair: Pair) -> None:
        """Take note of one frame."""
        now = _moment(pair)
        if self._past and _travelled(self._past[-1], now) > _MOST_TRAVEL:
            # Between two covers that pass by there is a moment without one.
            self._past.clear()
        bare = np.full_like(now.covered, 255)
        for gap, before in enumerate(reversed(self._past)):
            if before.pair.index != pair.index - gap - 1:
                break
            if gap:
                bridged = now.covered & before.covered & bare
                between = list(self._past)[-gap:]
                flash = [_apart_from_both(moment.shown, before.shown, now.shown) for moment in between]
                blink = bridged & np.minimum.reduce(flash)
                self._tell(_boxes(blink, pair), [moment.pair for moment in between])
            # Where a cover was, a longer gap would tell the same once more.
            bare = bare & ~before.covered
            if not bare.any():
                break
        self._past.append(now)

    def _tell(self, boxes: Boxes, frames: list[Pair]) -> None:
        """Those of the boxes in which the original shows through in these frames."""
        if not len(boxes):
            return
        shares = np.array([surviving(pair.original_grey, pair.redacted_grey, boxes) for pair in frames])
        for at, size in enumerate(sizes(boxes).tolist()):
            worst = int(shares[:, at].argmax())
            if shares[worst, at] >= _LEAST_SURVIVES:
                x1, y1, x2, y2 = boxes[at].tolist()
                self.leaks.append(
                    Leak(
                        track=None,
                        first=frames[0].index,
                        last=frames[-1].index,
                        box=(x1, y1, x2, y2),
                        size=size,
                        survives=float(shares[worst, at]),
                        frame=frames[worst].index,
                        sure=_SURE,
                        covered_elsewhere=True,
                    )
                )


def _moment(pair: Pair) -> _Moment:
    shrink = min(1.0, _SMALL_SIDE / max(pair.original_grey.shape))
    size = tuple(max(1, round(side * shrink)) for side in pair.original_grey.shape[::-1])
    clear, shown = (
        np.asarray(cv2.resize(each, size, interpolation=cv2.INTER_AREA), np.uint8)
        for each in (pair.original_grey, pair.redacted_grey)
    )
    least = max(_CHANGED, 3 * encoding_noise(pair.original_grey, pair.redacted_grey))
    return _Moment(pair, _above(cv2.blur(cv2.absdiff(clear, shown), (3, 3)), least), shown, clear.astype(np.float32))


def _travelled(before: _Moment, now: _Moment) -> float:
    """By how many cells of the small grid the camera moved (phase correlation, Kuglin and Hines 1975)."""
    (x, y), _ = cv2.phaseCorrelate(before.clear, now.clear)
    return float(np.hypot(x, y))


def _apart_from_both(shown: Map, before: Map, after: Map) -> Map:
    """Where a picture differs from both the one before and the one after: 255, elsewhere 0."""
    return _above(cv2.min(cv2.absdiff(shown, before), cv2.absdiff(shown, after)), _FLASH)


def _above(values: Any, least: float) -> Map:  # noqa: ANN401 - OpenCV's types are wider than any array
    return np.asarray(np.where(np.asarray(values) > least, 255, 0), np.uint8)


def _boxes(blink: Map, pair: Pair) -> Boxes:
    """The places, in pixels of the picture, that are large enough for a face."""
    if cv2.countNonZero(blink) < 9:
        return np.empty((0, 4), np.float32)
    opened = cv2.morphologyEx(blink, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(opened)
    scale = np.array([pair.original_grey.shape[1] / blink.shape[1], pair.original_grey.shape[0] / blink.shape[0]])
    low = stats[1:, :2] * scale
    boxes = np.concatenate([low, low + stats[1:, 2:4] * scale], axis=1).astype(np.float32)
    full = stats[1:, cv2.CC_STAT_AREA] >= _LEAST_FULL * stats[1:, 2] * stats[1:, 3]
    return np.asarray(boxes[full & (sizes(boxes) >= _LEAST_SIZE)], np.float32)


def besides(leaks: list[Leak], blinks: list[Leak]) -> Iterator[Leak]:
    """The blinks that no leak of a track tells of already."""
    for blink in blinks:
        if not any(_same(blink, leak) for leak in leaks):
            yield blink


def _same(blink: Leak, leak: Leak) -> bool:
    if blink.last < leak.first or leak.last < blink.first:
        return False
    x, y = (blink.box[0] + blink.box[2]) / 2, (blink.box[1] + blink.box[3]) / 2
    wide, high = leak.box[2] - leak.box[0], leak.box[3] - leak.box[1]
    return leak.box[0] - wide / 2 < x < leak.box[2] + wide / 2 and leak.box[1] - high / 2 < y < leak.box[3] + high / 2
