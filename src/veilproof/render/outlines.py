"""Outlines: the samples of a plane that a cover replaces.

An outline is the face box, or the ellipse inscribed in it, scaled about its centre; or a turned box. It is rounded
outward on every plane: a sample is covered if the outline touches any part of the area that the sample stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MIN_HALF_SIZE = 1e-3
"""Picture pixels. Avoids division by zero; of a smaller ellipse, the bounding box alone decides. A round number."""


_ROUNDING = 1e-6
"""Picture pixels: by how much the arithmetic of a turned box may be off."""


class Shape(StrEnum):
    """The outline of a cover."""

    ELLIPSE = "ellipse"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Grid:
    """Sampling grid of a plane: `height` by `width` samples, each for `step_x` by `step_y` picture pixels."""

    step_x: int
    step_y: int
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class Footprint:
    """The samples of a grid that one cover replaces, and their bounding box.

    Attributes:
        face: the face box x1 y1 x2 y2 in picture pixels.
        top: the first row; likewise `bottom`, the row after the last, and `left` and `right`.
        mask: bool [bottom - top, right - left], True where covered; None if all are.
    """

    face: tuple[float, float, float, float]
    top: int
    bottom: int
    left: int
    right: int
    mask: NDArray[np.bool_] | None

    @property
    def longer_side(self) -> float:
        """Of the face box, in picture pixels, including what lies outside the picture; covers are sized by it."""
        return max(self.face[2] - self.face[0], self.face[3] - self.face[1])

    def fill(self, pixels: NDArray[Any], samples: NDArray[Any]) -> None:
        """Replace the covered samples of a plane by `samples`, which broadcast over the bounding box."""
        target = pixels[self.top : self.bottom, self.left : self.right]
        if self.mask is None:
            target[...] = samples
        else:
            np.copyto(target, samples, where=self.mask if target.ndim == 2 else self.mask[..., None])


def footprints(grid: Grid, faces: NDArray[np.float64], shape: Shape, scale: float) -> list[Footprint]:
    """The footprint of each cover on a grid, in the order of the faces, without empty ones.

    Args:
        grid: the samples of a plane.
        faces: float64 [n, 4] x1 y1 x2 y2 in picture pixels, x1 < x2 and y1 < y2.
        shape: the face box, or the ellipse inscribed in it.
        scale: size of the outline relative to `shape`.
    """
    centre, half = (faces[:, :2] + faces[:, 2:]) / 2, (faces[:, 2:] - faces[:, :2]) / 2 * scale
    step, size = (grid.step_x, grid.step_y), (grid.width, grid.height)
    first = np.clip(np.floor((centre - half) / step), 0, size).astype(int)
    last = np.clip(np.ceil((centre + half) / step), 0, size).astype(int)
    if shape is Shape.ELLIPSE:
        max_counts = (last - first).max(axis=0, initial=0).tolist()
        x = _distances(first[:, 0], max_counts[0], grid.step_x, centre[:, 0], half[:, 0])
        y = _distances(first[:, 1], max_counts[1], grid.step_y, centre[:, 1], half[:, 1])
        x_limit = 1 - y[:, :, None]
    result = []
    for i, ((left, top), (right, bottom)) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        if left < right and top < bottom:
            mask = x[i, None, : right - left] < x_limit[i, : bottom - top] if shape is Shape.ELLIPSE else None
            result.append(Footprint(tuple(faces[i].tolist()), top, bottom, left, right, mask))
    return result


def turned_footprints(grid: Grid, boxes: NDArray[np.float64], angles: NDArray[np.float64]) -> list[Footprint]:
    """The footprint of each turned box on a grid, in their order, without empty ones.

    Args:
        grid: the samples of a plane.
        boxes: float64 [n, 4] x1 y1 x2 y2 in picture pixels, before they are turned; x1 < x2 and y1 < y2.
        angles: float64 [n], degrees by which each is turned clockwise about its centre.
    """
    step, size = np.array([grid.step_x, grid.step_y]), (grid.width, grid.height)
    result = []
    for box, angle in zip(boxes, np.radians(angles), strict=True):
        centre, half = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2
        way = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        reach = np.abs(way).T @ half
        left, top = np.clip(np.floor((centre - reach) / step), 0, size).astype(int).tolist()
        right, bottom = np.clip(np.ceil((centre + reach) / step), 0, size).astype(int).tolist()
        if left >= right or top >= bottom:
            continue
        x = (np.arange(left, right) + 0.5) * grid.step_x - centre[0]
        y = (np.arange(top, bottom) + 0.5) * grid.step_y - centre[1]
        # Two boxes touch unless a side of one of them lies between them (separating axes); the sides of the sample
        # are those of the bounding box.
        limits = half + np.abs(way) @ (step / 2)
        mask = np.ones((len(y), len(x)), np.bool_)
        for axis, limit in zip(way, limits, strict=True):
            mask &= np.abs(x[None] * axis[0] + y[:, None] * axis[1]) <= limit
        face = (*(centre - reach).tolist(), *(centre + reach).tolist())
        result.append(Footprint(face, top, bottom, left, right, mask))
    return result


def outside_footprint(grid: Grid, spared: NDArray[np.float64], angles: NDArray[np.float64]) -> Footprint:
    """The footprint of a cover over the whole picture but these boxes.

    A sample is left out only if all of the area that it stands for lies in one of them.

    Args:
        grid: the samples of a plane.
        spared: float64 [n, 4] x1 y1 x2 y2 in picture pixels, before they are turned.
        angles: float64 [n], degrees by which each is turned clockwise about its centre.
    """
    size = np.array([grid.width * grid.step_x, grid.height * grid.step_y])
    mask = np.ones((grid.height, grid.width), np.bool_)
    for box, angle in zip(spared, np.radians(angles), strict=True):
        centre, half = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2
        way = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        reach = np.abs(way).T @ half
        step = np.array([grid.step_x, grid.step_y])
        low, high = (np.clip(edge, 0, size) for edge in (centre - reach, centre + reach))
        left, top = (low // step).astype(int).tolist()
        right, bottom = np.ceil(high / step).astype(int).tolist()
        x = (np.arange(left, right) + 0.5) * grid.step_x - centre[0]
        y = (np.arange(top, bottom) + 0.5) * grid.step_y - centre[1]
        # A sample lies in the box if no corner of it reaches beyond a side; rounding must not make it so.
        limits = half - np.abs(way) @ (step / 2) + _ROUNDING
        inside = np.ones((len(y), len(x)), np.bool_)
        for axis, limit in zip(way, limits, strict=True):
            inside &= np.abs(x[None] * axis[0] + y[:, None] * axis[1]) <= limit
        mask[top:bottom, left:right] &= ~inside
    return Footprint((0.0, 0.0, *size.tolist()), 0, grid.height, 0, grid.width, mask)


def _distances(
    first: NDArray[np.int64], count: int, step: int, centres: NDArray[np.float64], halves: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Squared distances from a centre to the nearest point of each sample along one axis, in units of the half size.

    float32 [n, count]: for each centre, `count` samples starting at its `first`.
    """
    edges = (first[:, None] + np.arange(count + 1)) * step - centres[:, None]
    edges /= np.maximum(halves, _MIN_HALF_SIZE)[:, None]
    nearest = np.maximum(np.maximum(edges[:, :-1], -edges[:, 1:]), 0)
    return np.asarray(nearest * nearest, np.float32)
