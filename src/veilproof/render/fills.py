"""Fills: the samples that a mosaic or a blur puts in place of a face."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.render.outlines import Footprint, Grid

_MAX_CELLS_ACROSS = 8
"""Mosaic cells across the longer side of a face. A round number; docs/measured.md has what recognisers still match."""
_MIN_CELL = 4
"""Side of a cell in picture pixels, for tiny faces. A round number."""
_SIGMA_PER_FACE = 0.5
"""Sigma of the blur relative to the longer side of the face. A round number; see `GaussianBlur` for its effect."""
_MIN_SIGMA = 4.0
"""Picture pixels, for tiny faces. A round number."""
_REDUCED_SIGMA = 2.5
"""Least sigma in samples after reduction: larger is slower, smaller less exact. By eye; a test bounds the error."""
_KERNEL_RADIUS_IN_SIGMAS = 2.5
"""Margin around the covered samples that the blur reads. By eye; a test bounds the error."""


@dataclass(frozen=True, slots=True)
class MosaicCells:
    """Square cells on a grid that starts at the corner of the face and moves with it.

    A fixed grid would sample a moving face at ever different offsets, and a fine picture can be reconstructed from many
    coarse ones.

    Attributes:
        rows: the horizontal edges of all cells that the cover touches, in samples from the top of the plane.
        columns: the vertical edges, from the left.
        heights: the number of covered rows in each row of cells.
        widths: the number of covered columns in each column of cells.
    """

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    heights: NDArray[np.int64]
    widths: NDArray[np.int64]

    @staticmethod
    def of(footprint: Footprint, grid: Grid, step_x: int, step_y: int) -> MosaicCells:
        """The cells for a cover, with corners on multiples of the steps, which the steps of all planes divide."""
        step = math.lcm(step_x, step_y)
        # One step more than the face, because the cells may start up to one step outside it.
        cell = math.ceil(max(_MIN_CELL, (footprint.longer_side + step) / _MAX_CELLS_ACROSS) / step) * step
        x = math.floor(footprint.face[0] / step_x) * step_x // grid.step_x
        y = math.floor(footprint.face[1] / step_y) * step_y // grid.step_y
        columns, widths = MosaicCells._axis((footprint.left, footprint.right), x, cell // grid.step_x, grid.width)
        rows, heights = MosaicCells._axis((footprint.top, footprint.bottom), y, cell // grid.step_y, grid.height)
        return MosaicCells(rows, columns, heights, widths)

    @staticmethod
    def _axis(
        covered: tuple[int, int], anchor: int, cell: int, count: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        start, stop = (covered[0] - anchor) // cell, -((anchor - covered[1]) // cell)
        edges = np.clip(np.arange(start, stop + 1, dtype=np.int64) * cell + anchor, 0, count)
        inside = np.clip(edges, *covered)
        return edges, inside[1:] - inside[:-1]

    def mosaic(self, pixels: NDArray[Any]) -> NDArray[Any]:
        """Each cell's mean in a plane, [h, w] or [h, w, c], for the bounding box of the cover."""
        rows, columns = self.rows - self.rows[0], self.columns - self.columns[0]
        cells = pixels[self.rows[0] : self.rows[-1], self.columns[0] : self.columns[-1]]
        sums = np.add.reduceat(cells, columns[:-1], axis=1, dtype=np.int64)
        sums = np.add.reduceat(sums, rows[:-1], axis=0)
        area = np.multiply.outer(rows[1:] - rows[:-1], columns[1:] - columns[:-1])
        area = area.reshape(area.shape + (1,) * (pixels.ndim - 2))
        means: NDArray[Any] = ((sums + area // 2) // area).astype(pixels.dtype)
        return means.repeat(self.widths, axis=1).repeat(self.heights, axis=0)


@dataclass(frozen=True, slots=True)
class GaussianBlur:
    """A Gaussian blur whose sigma is half the longer side of the face.

    Of one sine period across the face it leaves 0.7 % of the contrast, less than two levels of 8 bits.
    """

    footprint: Footprint
    x: _AxisReduction
    y: _AxisReduction

    @staticmethod
    def of(footprint: Footprint, grid: Grid) -> GaussianBlur:
        """The blur for a cover."""
        sigma = max(_MIN_SIGMA, footprint.longer_side * _SIGMA_PER_FACE)
        x = _AxisReduction.of((footprint.left, footprint.right), grid.width, sigma / grid.step_x)
        y = _AxisReduction.of((footprint.top, footprint.bottom), grid.height, sigma / grid.step_y)
        return GaussianBlur(footprint, x, y)

    def blur(self, pixels: NDArray[Any]) -> NDArray[Any]:
        """A plane, [h, w] or [h, w, c], blurred, for the bounding box of the cover."""
        x, y = self.x, self.y
        around = pixels[y.start : y.stop, x.start : x.stop]
        if x.before or x.after or y.before or y.after:
            around = cv2.copyMakeBorder(around, y.before, y.after, x.before, x.after, cv2.BORDER_REPLICATE)
        small = cv2.resize(around, (x.count, y.count), interpolation=cv2.INTER_AREA)
        small = cv2.GaussianBlur(small, (0, 0), x.sigma, sigmaY=y.sigma, borderType=cv2.BORDER_REPLICATE)
        small = small[y.first : y.last, x.first : x.last]
        large = cv2.resize(small, (small.shape[1] * x.factor, small.shape[0] * y.factor))
        height, width = self.footprint.bottom - self.footprint.top, self.footprint.right - self.footprint.left
        # OpenCV drops a last axis of one channel.
        blurred: NDArray[Any] = large[y.skipped : y.skipped + height, x.skipped : x.skipped + width]
        return blurred.reshape((height, width, *pixels.shape[2:]))


@dataclass(frozen=True, slots=True)
class _AxisReduction:
    """How one axis is reduced before the blur, for speed: so coarse a blur leaves no detail to lose.

    Attributes:
        start: the first sample that is read.
        stop: the one after the last.
        before: samples of padding before `start`.
        after: samples of padding after `stop`.
        factor: samples per reduced sample.
        count: number of reduced samples.
        sigma: of the Gaussian, in reduced samples.
        first: the first reduced sample that is enlarged again.
        last: the one after the last.
        skipped: enlarged samples before the first covered one.
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
    def of(covered: tuple[int, int], size: int, sigma: float) -> _AxisReduction:
        factor = max(1, int(sigma / _REDUCED_SIGMA))
        radius = math.ceil(_KERNEL_RADIUS_IN_SIGMAS * sigma / factor)
        inside = -((covered[0] - covered[1]) // factor)
        left = min(radius, -(-covered[0] // factor))
        right = min(radius, max(0, -((covered[0] + inside * factor - size) // factor)))
        start, stop = covered[0] - left * factor, covered[0] + (inside + right) * factor
        # One more reduced sample on each side, where there is one, for interpolation.
        first, last = max(0, left - 1), left + inside + min(1, right)
        return _AxisReduction(
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
