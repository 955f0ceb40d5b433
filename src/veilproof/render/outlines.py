"""Outlines: which samples of a plane a cover covers.

An outline is the face box or the ellipse inside it, grown about its centre. It is rounded outward on every plane: a
sample is covered when the outline touches any part of the area that the sample stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Shape(StrEnum):
    """The outline of a cover."""

    ELLIPSE = "ellipse"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the samples of a plane are: one every step_x by step_y picture pixels, height rows of width."""

    step_x: int
    step_y: int
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class Part:
    """The samples of a grid that one cover covers, in a box around them.

    Attributes:
        face: the face box x1 y1 x2 y2 in picture pixels.
        top: the first row; likewise `bottom`, the row after the last, and `left` and `right`.
        mask: bool [bottom - top, right - left], the covered ones; None where all are.
    """

    face: tuple[float, float, float, float]
    top: int
    bottom: int
    left: int
    right: int
    mask: NDArray[np.bool_] | None

    @property
    def longer_side(self) -> float:
        """Of the face, in picture pixels. It is what sizes go by, because the picture may cut a face short."""
        return max(self.face[2] - self.face[0], self.face[3] - self.face[1])

    def put(self, pixels: NDArray[Any], samples: NDArray[Any]) -> None:
        """Replace the covered samples of a plane by `samples`, which spread over the box around them."""
        target = pixels[self.top : self.bottom, self.left : self.right]
        if self.mask is None:
            target[...] = samples
        else:
            np.copyto(target, samples, where=self.mask if target.ndim == 2 else self.mask[..., None])


def touched(grid: Grid, faces: NDArray[np.float64], shape: Shape, scale: float) -> list[Part]:
    """What covers touch of a grid, in the order of the faces, leaving out those that touch nothing.

    Args:
        grid: the samples of a plane.
        faces: float64 [n, 4] x1 y1 x2 y2 in picture pixels, x1 < x2 and y1 < y2.
        shape: the face box, or the ellipse inside it.
        scale: how much larger than that the outlines are.
    """
    centre, half = (faces[:, :2] + faces[:, 2:]) / 2, (faces[:, 2:] - faces[:, :2]) / 2 * scale
    step, size = (grid.step_x, grid.step_y), (grid.width, grid.height)
    first = np.clip(np.floor((centre - half) / step), 0, size).astype(int)
    last = np.clip(np.ceil((centre + half) / step), 0, size).astype(int)
    if shape is Shape.ELLIPSE:
        most = (last - first).max(axis=0, initial=0).tolist()
        x = _distances(first[:, 0], most[0], grid.step_x, centre[:, 0], half[:, 0])
        y = _distances(first[:, 1], most[1], grid.step_y, centre[:, 1], half[:, 1])
        room = 1 - y[:, :, None]
    parts = []
    for i, ((left, top), (right, bottom)) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        if left < right and top < bottom:
            mask = x[i, None, : right - left] < room[i, : bottom - top] if shape is Shape.ELLIPSE else None
            parts.append(Part(tuple(faces[i].tolist()), top, bottom, left, right, mask))
    return parts


def _distances(
    first: NDArray[np.int64], count: int, step: int, centres: NDArray[np.float64], halves: NDArray[np.float64]
) -> NDArray[np.float32]:
    """How far samples of an axis are from a centre where they are nearest, in half sizes, squared.

    float32 [n, count]: for each centre the `count` samples from its `first` on.
    """
    edges = (first[:, None] + np.arange(count + 1)) * step - centres[:, None]
    # Far below a pixel an ellipse is all edge, and the box around it says better which samples it touches.
    edges /= np.maximum(halves, 1e-3)[:, None]
    nearest = np.maximum(np.maximum(edges[:, :-1], -edges[:, 1:]), 0)
    return np.asarray(nearest * nearest, np.float32)
