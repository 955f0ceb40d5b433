"""Where the covers of one logged track lie: the samples that they replace, and rectangles around them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import hulls, scaled
from veilproof.kind import LINES, Kind
from veilproof.release.log import LoggedTrack
from veilproof.render.covers import Shape, Style, head_style, line_boxes
from veilproof.render.outlines import Footprint, Grid, footprints, turned_footprints


def footprint(track: LoggedTrack, frame: int, grid: Grid, style: Style) -> Footprint | None:
    """The samples of a plane that the cover of a track replaces in one of its frames; None if it is outside.

    Args:
        track: a covered track.
        frame: number of the frame.
        grid: the samples of the plane.
        style: the appearance of the covers of faces.
    """
    box = np.array([track.region(frame)], np.float32)
    if track.kind in LINES and not track.drawn:
        turned = line_boxes(box, style.scale).astype(np.float64)
        return next(iter(turned_footprints(grid, turned, np.array([track.angle(frame)]))), None)
    if track.drawn and track.angle(frame):
        return next(iter(turned_footprints(grid, box.astype(np.float64), np.array([track.angle(frame)]))), None)
    shape = Shape.BOX if track.drawn else style.shape
    return next(iter(footprints(grid, box.astype(np.float64), shape, _scale(track, style))), None)


def rectangles(track: LoggedTrack, style: Style) -> NDArray[np.float32]:
    """float32 [n, 4]: a rectangle around the cover in each frame of a track; may reach beyond the picture."""
    if track.kind in LINES and not track.drawn:
        return hulls(line_boxes(track.regions, style.scale), track.region_angles)
    return hulls(scaled(track.regions, _scale(track, style)), track.region_angles)


def _scale(track: LoggedTrack, style: Style) -> float:
    if track.drawn:
        return 1.0
    return head_style(style).scale if track.kind is Kind.HEAD else style.scale
