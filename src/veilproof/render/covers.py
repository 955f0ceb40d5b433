"""Covers: solid, mosaic and blur, drawn on the planes of a picture in its own colour space.

The content of every cover is taken from the picture as it was before any of them, and where two overlap the coarser one
is on top, so no cover shows what another hides, in whatever order they come.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes
from veilproof.media.planes import Plane
from veilproof.render.contents import Cells, Soft
from veilproof.render.outlines import Grid, Shape, touched

__all__ = ["Method", "Shape", "Style", "cover"]


class Method(StrEnum):
    """What a cover shows instead of the face.

    Attributes:
        SOLID: black. Nothing of the face is left.
        MOSAIC: at most 8 square cells across the face, each the mean of what it hides.
        BLUR: a Gaussian half a face wide. The weakest: what is left varies smoothly with the face, and an attacker who
            blurs other pictures in the same way has something to compare it with.
    """

    SOLID = "solid"
    MOSAIC = "mosaic"
    BLUR = "blur"


@dataclass(frozen=True, slots=True)
class Style:
    """How covers look.

    Attributes:
        method: what is shown instead of the face.
        shape: the face box, or the ellipse inside it.
        scale: how much larger than the face box the outline is, about its centre, to take in hair, ears and chin.

    Raises:
        VeilproofError: the outline would be smaller than the face.
    """

    method: Method = Method.SOLID
    shape: Shape = Shape.ELLIPSE
    scale: float = 1.5

    def __post_init__(self) -> None:
        """Refuse an outline that would not cover the face."""
        if not (1 <= self.scale < math.inf):
            raise VeilproofError(f"scale {self.scale}: a cover smaller than the face does not hide it; use 1 or more")


def cover(planes: Sequence[Plane], regions: Boxes, style: Style) -> None:
    """Cover regions of a picture in place. Samples outside the outlines stay as they are, bit by bit.

    Args:
        planes: all planes of one picture, writable.
        regions: face boxes, not scaled; float32 [n, 4] x1 y1 x2 y2 in picture pixels. They may lie partly or wholly
            outside the picture; one without area covers nothing.
        style: how the covers look.
    """
    faces = _by_coarseness(np.asarray(regions, np.float64).reshape(-1, 4))
    # Cells must be whole samples on every plane, to be the same area on all of them.
    step_x, step_y = math.lcm(*(plane.step_x for plane in planes)), math.lcm(*(plane.step_y for plane in planes))
    grids: dict[Grid, list[Plane]] = {}
    for plane in planes:
        grids.setdefault(Grid(plane.step_x, plane.step_y, *plane.pixels.shape[:2]), []).append(plane)
    for grid, group in grids.items():
        parts = touched(grid, faces, style.shape, style.scale)
        makers: list[Callable[[NDArray[Any]], NDArray[Any]]] = []
        if style.method is Method.MOSAIC:
            makers = [Cells.of(part, grid, step_x, step_y).mosaic for part in parts]
        elif style.method is Method.BLUR:
            makers = [Soft.of(part, grid).blur for part in parts]
        for plane in group:
            black = np.asarray(plane.black if plane.pixels.ndim == 3 else plane.black[0], plane.pixels.dtype)
            samples = [make(plane.pixels) for make in makers] or [black] * len(parts)
            for part, content in zip(parts, samples, strict=True):
                part.put(plane.pixels, content)


def _by_coarseness(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The boxes that have an area, those with fine covers first: what is put last is on top."""
    sides = boxes[:, 2:] - boxes[:, :2]
    real = (sides > 0).all(axis=1)
    # By their corners too, so that equally coarse covers overlap the same way in whatever order they come.
    order = np.lexsort([*boxes[real].T, sides[real].max(axis=1)])
    return np.asarray(boxes[real][order], np.float64)
