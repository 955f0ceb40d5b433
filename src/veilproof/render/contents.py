"""Contents: what a cover shows of the picture where it is not simply black."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.render.outlines import Grid, Part

_CELLS_ACROSS = 8
_LEAST_CELL = 4
_SIGMA_IN_FACES = 0.5
_LEAST_SIGMA = 4.0
_SMALL_SIGMA = 2.5
_REACH_IN_SIGMAS = 2.5


@dataclass(frozen=True, slots=True)
class Cells:
    """Square cells on a grid that starts at the corner of the face and moves with it.

    A grid that stood still would show a moving face through ever other cells, and many coarse views of one face make a
    fine one.

    Attributes:
        rows: the edges of the cells, in samples from the top of the plane, for all cells that the cover touches.
        columns: likewise across.
        high: how many covered rows each cell has.
        wide: how many covered columns each cell has.
    """

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    high: NDArray[np.int64]
    wide: NDArray[np.int64]

    @staticmethod
    def of(part: Part, grid: Grid, step_x: int, step_y: int) -> Cells:
        """Cells for a cover, their corners on multiples of the steps, which the steps of all planes divide."""
        step = math.lcm(step_x, step_y)
        # One step more than the face, because the cells may start that far outside it.
        cell = math.ceil(max(_LEAST_CELL, (part.longer_side + step) / _CELLS_ACROSS) / step) * step
        x = math.floor(part.face[0] / step_x) * step_x // grid.step_x
        y = math.floor(part.face[1] / step_y) * step_y // grid.step_y
        columns, wide = Cells._axis((part.left, part.right), x, cell // grid.step_x, grid.width)
        rows, high = Cells._axis((part.top, part.bottom), y, cell // grid.step_y, grid.height)
        return Cells(rows, columns, high, wide)

    @staticmethod
    def _axis(
        covered: tuple[int, int], anchor: int, cell: int, count: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        start, stop = (covered[0] - anchor) // cell, -((anchor - covered[1]) // cell)
        edges = np.clip(np.arange(start, stop + 1, dtype=np.int64) * cell + anchor, 0, count)
        inside = np.clip(edges, *covered)
        return edges, inside[1:] - inside[:-1]

    def mosaic(self, pixels: NDArray[Any]) -> NDArray[Any]:
        """The means of whole cells of a plane, [h, w] or [h, w, c], over the box around the cover."""
        rows, columns = self.rows - self.rows[0], self.columns - self.columns[0]
        whole = pixels[self.rows[0] : self.rows[-1], self.columns[0] : self.columns[-1]]
        sums = np.add.reduceat(whole, columns[:-1], axis=1, dtype=np.int64)
        sums = np.add.reduceat(sums, rows[:-1], axis=0)
        area = np.multiply.outer(rows[1:] - rows[:-1], columns[1:] - columns[:-1])
        area = area.reshape(area.shape + (1,) * (pixels.ndim - 2))
        means: NDArray[Any] = ((sums + area // 2) // area).astype(pixels.dtype)
        return means.repeat(self.wide, axis=1).repeat(self.high, axis=0)


@dataclass(frozen=True, slots=True)
class Soft:
    """A Gaussian whose sigma is half the longer side of the face.

    Of one wave across the face it leaves 0.7 % of the contrast, less than a step of 8 bits.
    """

    part: Part
    x: _Shrink
    y: _Shrink

    @staticmethod
    def of(part: Part, grid: Grid) -> Soft:
        """A blur for a cover."""
        sigma = max(_LEAST_SIGMA, part.longer_side * _SIGMA_IN_FACES)
        x = _Shrink.of((part.left, part.right), grid.width, sigma / grid.step_x)
        y = _Shrink.of((part.top, part.bottom), grid.height, sigma / grid.step_y)
        return Soft(part, x, y)

    def blur(self, pixels: NDArray[Any]) -> NDArray[Any]:
        """What a plane shows blurred, [h, w] or [h, w, c], in the box around the cover."""
        x, y = self.x, self.y
        around = pixels[y.start : y.stop, x.start : x.stop]
        if x.before or x.after or y.before or y.after:
            around = cv2.copyMakeBorder(around, y.before, y.after, x.before, x.after, cv2.BORDER_REPLICATE)
        small = cv2.resize(around, (x.count, y.count), interpolation=cv2.INTER_AREA)
        small = cv2.GaussianBlur(small, (0, 0), x.sigma, sigmaY=y.sigma, borderType=cv2.BORDER_REPLICATE)
        small = small[y.first : y.last, x.first : x.last]
        large = cv2.resize(small, (small.shape[1] * x.factor, small.shape[0] * y.factor))
        height, width = self.part.bottom - self.part.top, self.part.right - self.part.left
        # OpenCV drops a last axis of one channel.
        blurred: NDArray[Any] = large[y.skipped : y.skipped + height, x.skipped : x.skipped + width]
        return blurred.reshape((height, width, *pixels.shape[2:]))


@dataclass(frozen=True, slots=True)
class _Shrink:
    """How one axis of a patch is shrunk before it is blurred: so coarse a blur has no detail to lose.

    Attributes:
        start: the first sample that takes part.
        stop: the one after the last.
        before: how many more the first shrunk sample would need.
        after: how many more the last one would need.
        factor: how many samples make one shrunk sample.
        count: how many shrunk samples there are.
        sigma: of the Gaussian, in shrunk samples.
        first: the first shrunk sample that is stretched again.
        last: the one after the last.
        skipped: how many stretched samples come before the first that is covered.
    """

    start: int
    stop: int
    before: int
    after: int
    factor: int
    count: int
    sigma: float
    first: int
    last: int
    skipped: int

    @staticmethod
    def of(covered: tuple[int, int], size: int, sigma: float) -> _Shrink:
        factor = max(1, int(sigma / _SMALL_SIGMA))
        reach = math.ceil(_REACH_IN_SIGMAS * sigma / factor)
        inside = -((covered[0] - covered[1]) // factor)
        left = min(reach, -(-covered[0] // factor))
        right = min(reach, max(0, -((covered[0] + inside * factor - size) // factor)))
        start, stop = covered[0] - left * factor, covered[0] + (inside + right) * factor
        # A shrunk sample more on each side, where there is one, for the stretching to lean on.
        first, last = max(0, left - 1), left + inside + min(1, right)
        return _Shrink(
            start=max(0, start),
            stop=min(size, stop),
            before=max(0, -start),
            after=max(0, stop - size),
            factor=factor,
            count=left + inside + right,
            sigma=sigma / factor,
            first=first,
            last=last,
            skipped=(left - first) * factor,
        )
