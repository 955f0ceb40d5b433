"""The colours of fills, and which cells of a face they fill, but for the noise of the codec and what it smears.

The thresholds are judgements, tried on photographs and clips of the tune set under solid covers, mosaics and blurs of
several strengths (docs/measured.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.colour_planes import ColourPlanes
from veilproof.audit.patches import GRID, CellMask, GridWindow

Fill = tuple[int, int, int]
"""The colour of a fill: luma, blue and red chroma."""
Fills = tuple[Fill, ...]
"""Colours of fills, each once, the first seen first."""

_FILL_SPREAD = 3
"""Levels around the colour of a fill which the noise of a codec reaches."""
_SMALL_FILL_SPREAD, _SMALL_FACE = 6, 24.0
"""The same where a face has fewer pixels than that: a codec codes blocks of 16 at once, so every block under its cover
has some of what is beside it. A picture of so few levels and pixels shows nobody; what varies in step with the original
is found by that."""
_TINY_COLOUR_SPREAD, TINY_FACE = 10, 18.0
"""The same for chroma where a face lies within a single block, and its size in pixels."""
_SMEAR, _MAX_SMEAR = 0.08, 24
"""What a codec smears from beside a small cover into it: this share of the contrast between both, and its bound in
levels. Under a blur or a mosaic there is no such contrast."""
_BLOCK = 16
"""Pixels: what a codec codes at once, as luma of 8 with chroma of half the size."""
_LEVEL_STEP = 4
"""Levels: width of the bins in which the colour of a fill is searched."""
_BORDER = 0.12
"""Share of the part of the picture around a face on each side that the face does not reach."""
_TRIED_FILLS = 3
"""Known fills that are tried before the colour of a face is searched. A round number."""
_PURE = 0.98
"""Share of a cell that must be filled for the cell to be: a thin line through it takes more."""


class FacePart:
    """The samples of the redacted picture under the grid of one face."""

    def __init__(self, redacted: ColourPlanes, window: GridWindow) -> None:
        """Take the part under a window."""
        self._window = window
        self._colours = redacted.part(window.left, window.top, window.right, window.bottom)
        x1, y1, x2, y2 = window.grid
        self._around = _levels_around(redacted, window) if side_of(window) < _SMALL_FACE else None
        across, down = _BORDER * (x2 - x1), _BORDER * (y2 - y1)
        # Cut by the edge of the picture, the part may have less of a border.
        self._middle = (
            slice(max(0, int(y1 + down) - window.top), max(2, int(y2 - down) + 1 - window.top)),
            slice(max(0, int(x1 + across) - window.left), max(2, int(x2 - across) + 1 - window.left)),
        )

    def main_colour(self) -> Fill:
        """The most frequent colour in the middle of the part, of so many samples as there are cells: none is a mean."""
        step = max(1, max(self._colours.shape[:2]) // GRID)
        samples = self._colours[self._middle][::step, ::step].reshape(-1, 3)
        if not len(samples):
            return 0, 0, 0
        luma = _main_level(samples[:, 0])
        same = samples[abs(samples[:, 0].astype(np.int16) - luma) <= _FILL_SPREAD]
        return luma, _main_level(same[:, 1]), _main_level(same[:, 2])

    def filled(self, fills: Iterable[Fill]) -> NDArray[np.bool_]:
        """Bool [GRID, GRID]: the cells in which every pixel has the colour of a fill."""
        mask = np.zeros(self._colours.shape[:2], np.uint8)
        middle = mask[self._middle]
        for fill in fills:
            spread = self._spread(fill)
            low, high = (tuple(level + sign * by for level, by in zip(fill, spread, strict=True)) for sign in (-1, 1))
            cv2.bitwise_or(mask, cv2.inRange(self._colours, low, high), mask)
            # Most are filled as a whole; the corners, which no face reaches, need not be.
            if middle.size and middle.all():
                return np.ones((GRID, GRID), np.bool_)
        if not mask.any():
            return np.zeros((GRID, GRID), np.bool_)
        return np.asarray(self._window.resampled(mask) >= _PURE * 255, np.bool_)

    def _spread(self, fill: Fill) -> Fill:
        """How far samples may be from a fill, in each plane: by noise, and by what is smeared into a small cover."""
        if self._around is None:
            return _FILL_SPREAD, _FILL_SPREAD, _FILL_SPREAD
        contrast = abs(self._around.astype(np.int16) - fill).max(axis=0)
        chroma = _TINY_COLOUR_SPREAD if side_of(self._window) < TINY_FACE else _SMALL_FILL_SPREAD
        luma, blue, red = (
            np.clip(_SMEAR * contrast, (_SMALL_FILL_SPREAD, chroma, chroma), _MAX_SMEAR).astype(int).tolist()
        )
        return luma, blue, red


def side_of(window: GridWindow) -> float:
    """The smaller side of the grid of a face, in pixels."""
    x1, y1, x2, y2 = window.grid
    return min(x2 - x1, y2 - y1)


def _levels_around(redacted: ColourPlanes, window: GridWindow) -> NDArray[np.uint8]:
    """uint8 [2, 3]: the lowest and highest levels of each plane in and around a face, without a twentieth of both."""
    width, height = redacted.size
    margin = _BLOCK // 2
    left, top = max(0, window.left - margin), max(0, window.top - margin)
    part = redacted.part(left, top, min(width, window.right + margin), min(height, window.bottom + margin))
    levels = np.ascontiguousarray(part.reshape(-1, 3).T)
    ends = [len(levels[0]) // 20, len(levels[0]) - 1 - len(levels[0]) // 20]
    # Sorted in part: NumPy's quantiles take ten times as long.
    return np.asarray(np.partition(levels, ends, axis=1)[:, ends].T, np.uint8)


def own_fills(parts: Sequence[FacePart], known: Fills) -> tuple[list[Fill], CellMask]:
    """The colour that fills each face, or most of it, and the cells that it fills."""
    own, filled = [], np.zeros((len(parts), GRID, GRID), np.bool_)
    for face, part in enumerate(parts):
        # Nearly every face is filled by what fills others.
        for fill in known[:_TRIED_FILLS]:
            filled[face] = part.filled((fill,))
            if filled[face].all():
                break
        else:
            fill = part.main_colour()
            filled[face] = part.filled((fill,))
        own.append(fill)
    return own, filled


def merged(fills: Fills) -> Fills:
    """Each fill once, the first seen first; one that the noise of a codec makes of another is that one."""
    distinct: list[Fill] = []
    for fill in fills:
        if not any(max(abs(a - b) for a, b in zip(fill, other, strict=True)) <= _FILL_SPREAD for other in distinct):
            distinct.append(fill)
    return tuple(distinct)


def second_fill(part: FacePart, own: Fill, fills: Fills, inside: NDArray[np.bool_]) -> Fill:
    """The fill that, with its own, fills most of a face; its own where no other fills anything."""
    return max((own, *fills), key=lambda fill: int((part.filled((fill,)) & inside).sum()) if fill != own else 0)


def _main_level(samples: NDArray[np.uint8]) -> int:
    """The mean of the samples around the most frequent level."""
    counts = np.bincount(samples // _LEVEL_STEP, minlength=256 // _LEVEL_STEP + 2)
    # A level may lie on the border of two bins.
    start = int((counts[:-1] + counts[1:]).argmax()) * _LEVEL_STEP
    return round(float(samples[(samples >= start) & (samples < start + 2 * _LEVEL_STEP)].mean()))
