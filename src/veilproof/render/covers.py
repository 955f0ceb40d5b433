"""Covers: solid, mosaic and blur, drawn on the planes of a picture in its own colour space.

Every cover is computed from the uncovered picture, and where two overlap the coarser one is on top, so no cover reveals
what another hides, and the order of the regions makes no difference.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes
from veilproof.media.planes import Plane
from veilproof.render.fills import GaussianBlur, MosaicCells
from veilproof.render.outlines import Footprint, Grid, Shape, footprints, outside_footprint, turned_footprints

__all__ = [
    "Method",
    "Shape",
    "Style",
    "cover",
    "cover_lines",
    "cover_outside",
    "cover_turned",
    "head_style",
    "line_boxes",
    "line_margin",
]


class Method(StrEnum):
    """What a cover shows instead of the face.

    Attributes:
        SOLID: black. Nothing of the face remains.
        MOSAIC: at most 8 square cells across the face, each the mean of its samples.
        BLUR: a Gaussian with a sigma of half the face. The weakest: what remains varies smoothly with the face, and a
            parrot attack, which blurs its gallery the same way, can match it.
    """

    SOLID = "solid"
    MOSAIC = "mosaic"
    BLUR = "blur"


@dataclass(frozen=True, slots=True)
class Style:
    """Appearance of covers.

    Attributes:
        method: what is shown instead of the face.
        shape: the face box, or the ellipse inscribed in it.
        scale: size of the outline relative to the face box, about its centre, to include hair, ears and chin.

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


HEAD_SHARE = 0.6
"""How large the cover of a head is beyond its box, in parts of what a face gets: a labelled head ends at the hair."""
_LINE_MARGIN = 0.6
"""How far the cover of a line reaches beyond it, in heights of the line and parts of what a face gets: .3 heights by
default. Chosen on the plates of the tune set (docs/kinds.md)."""


def head_style(style: Style) -> Style:
    """The appearance of covers of heads where `style` is that of faces."""
    return replace(style, scale=1 + (style.scale - 1) * HEAD_SHARE)


def line_margin(scale: float) -> float:
    """How far the cover of a line reaches beyond it, in heights of the line; `scale` is that of the covers of faces."""
    return _LINE_MARGIN * (scale - 1)


def line_boxes(lines: Boxes, scale: float) -> Boxes:
    """Lines of text and plates with their margin, float32 [n, 4]; `scale` is that of the covers of faces."""
    short = (lines[:, 2:] - lines[:, :2]).min(axis=1, initial=np.inf)[:, None]
    margin = line_margin(scale) * short
    return np.asarray(np.concatenate([lines[:, :2] - margin, lines[:, 2:] + margin], axis=1), np.float32)


def cover_lines(planes: Sequence[Plane], lines: Boxes, angles: NDArray[np.float32], scale: float) -> bool:
    """Cover lines of text and plates in place with black turned boxes, whatever hides faces.

    Their letters are few and known, so that a mosaic or blur of them is undone by trying (Hill et al. 2016).

    Args:
        planes: all planes of one picture, writable.
        lines: float32 [n, 4], without margin, before they are turned about their centres.
        angles: float32 [n], degrees by which each is turned clockwise.
        scale: of the covers of faces.

    Returns:
        Whether any sample of the first plane was replaced.
    """
    return cover_turned(planes, line_boxes(lines, scale), angles, Method.SOLID)


def cover(planes: Sequence[Plane], regions: Boxes, style: Style) -> bool:
    """Cover regions of a picture in place. Samples outside the outlines do not change.

    Returns:
        Whether any sample of the first plane was replaced. None is if all covers are outside the picture.

    Args:
        planes: all planes of one picture, writable.
        regions: face boxes without margin; float32 [n, 4] x1 y1 x2 y2 in picture pixels. They may lie partly or
            completely outside the picture; a box without area covers nothing.
        style: appearance of the covers.
    """
    faces = _by_coarseness(np.asarray(regions, np.float64).reshape(-1, 4))
    return _draw(planes, style.method, lambda grid: footprints(grid, faces, style.shape, style.scale))


def cover_turned(planes: Sequence[Plane], boxes: Boxes, angles: NDArray[np.float32], method: Method) -> bool:
    """Cover turned boxes in place, exactly as they are.

    Args:
        planes: all planes of one picture, writable.
        boxes: float32 [n, 4], before they are turned about their centres.
        angles: float32 [n], degrees by which each is turned clockwise.
        method: what is shown instead.

    Returns:
        Whether any sample of the first plane was replaced.
    """
    exact, turned = boxes.astype(np.float64), angles.astype(np.float64)
    order = np.argsort((exact[:, 2:] - exact[:, :2]).max(axis=1), kind="stable")
    return _draw(planes, method, lambda grid: turned_footprints(grid, exact[order], turned[order]))


def cover_outside(planes: Sequence[Plane], spared: Boxes, angles: NDArray[np.float32], method: Method) -> bool:
    """Cover everything but these turned boxes in place, as one cover of the whole picture.

    A mosaic or blur is as coarse as that of a box of this size: of the scene, nothing but large shapes remains.

    Args:
        planes: all planes of one picture, writable.
        spared: float32 [n, 4], before they are turned about their centres; they may lie outside the picture.
        angles: float32 [n], degrees by which each is turned clockwise.
        method: what is shown instead.

    Returns:
        Whether any sample of the first plane was replaced.
    """
    exact, turned = spared.astype(np.float64), angles.astype(np.float64)
    return _draw(planes, method, lambda grid: [outside_footprint(grid, exact, turned)])


def _draw(planes: Sequence[Plane], method: Method, patches_of: Callable[[Grid], list[Footprint]]) -> bool:
    """Draw covers on all planes, of which `patches_of` gives the footprints on each grid, fine ones first."""
    # Cells must consist of complete samples on every plane, to have the same area on all of them.
    step_x, step_y = math.lcm(*(plane.step_x for plane in planes)), math.lcm(*(plane.step_y for plane in planes))
    drawn = False
    grids: dict[Grid, list[Plane]] = {}
    for plane in planes:
        grids.setdefault(Grid(plane.step_x, plane.step_y, *plane.pixels.shape[:2]), []).append(plane)
    for grid, group in grids.items():
        patches = patches_of(grid)
        if group[0] is planes[0]:
            drawn = any(patch.mask is None or patch.mask.any() for patch in patches)
        fills: list[Callable[[NDArray[Any]], NDArray[Any]]] = []
        if method is Method.MOSAIC:
            fills = [MosaicCells.of(patch, grid, step_x, step_y).mosaic for patch in patches]
        elif method is Method.BLUR:
            fills = [GaussianBlur.of(patch, grid).blur for patch in patches]
        for plane in group:
            black = np.asarray(plane.black if plane.pixels.ndim == 3 else plane.black[0], plane.pixels.dtype)
            samples = [fill(plane.pixels) for fill in fills] or [black] * len(patches)
            for patch, content in zip(patches, samples, strict=True):
                patch.fill(plane.pixels, content)
    return drawn


def _by_coarseness(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The boxes with an area, fine covers first: the last one drawn is on top."""
    sides = boxes[:, 2:] - boxes[:, :2]
    has_area = (sides > 0).all(axis=1)
    # Corners break ties, so that equally coarse covers overlap the same way in any order.
    order = np.lexsort([*boxes[has_area].T, sides[has_area].max(axis=1)])
    return np.asarray(boxes[has_area][order], np.float64)
