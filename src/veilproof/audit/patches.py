"""Faces resampled to one grid, so that one set of thresholds fits all sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, scaled

Grey = NDArray[np.uint8]
"""One grey picture, uint8 [h, w]."""
Patches = NDArray[np.float32]
"""float32 [n, GRID, GRID]: faces, resampled to the grid."""
CellMask = NDArray[np.bool_]
"""Bool [n, GRID, GRID]."""

_INNER_ELLIPSE = 0.8
"""Share of the face box: the axes of the ellipse that is compared. Farther out is often hair and background."""
GRID = 32
"""Cells: every face is resampled to a grid of this width and height."""
_GRID_MARGIN = 1.0 + 4 / GRID
"""The grid is this much larger than the face box, so that the filters have context: two cells on each side."""


@dataclass(frozen=True, slots=True)
class FacePatches:
    """The faces of one frame, in the original and in the redacted picture.

    Attributes:
        original: the faces in the original.
        redacted: the same in the redacted picture.
        inside: the cells that belong to the face and lie in the picture.
        windows: the part of the picture that each was resampled from.
    """

    original: Patches
    redacted: Patches
    inside: CellMask
    windows: tuple[GridWindow, ...]

    def of(self, faces: NDArray[np.intp]) -> FacePatches:
        """Those of some of the faces only, by index."""
        windows = tuple(self.windows[face] for face in faces.tolist())
        return FacePatches(self.original[faces], self.redacted[faces], self.inside[faces], windows)


def face_patches(original: Grey, redacted: Grey, boxes: Boxes) -> FacePatches:
    """Resample the faces of one frame.

    Args:
        original: a frame of the original.
        redacted: the same frame of the redacted file, of the same size.
        boxes: the faces; what lies outside the picture belongs to none.
    """
    windows = tuple(_windows(original.shape, boxes))
    inside = _inside_picture(original.shape, boxes)
    return FacePatches(_patches(original, windows), _patches(redacted, windows), inside, windows)


def _patches(picture: Grey, windows: Sequence[GridWindow]) -> Patches:
    """Each face, resampled to the grid."""
    out = np.empty((len(windows), GRID, GRID), np.float32)
    for index, window in enumerate(windows):
        out[index] = window.resampled(picture[window.top : window.bottom, window.left : window.right])
    return out


@dataclass(frozen=True, slots=True)
class GridWindow:
    """The part of a picture under the grid of one face, in whole pixels, and the grid: x1 y1 x2 y2."""

    left: int
    top: int
    right: int
    bottom: int
    grid: tuple[float, float, float, float]

    def resampled(self, part: NDArray[np.uint8]) -> NDArray[np.float32]:
        """float32 [GRID, GRID]: the part, uint8 [h, w], resampled to the grid."""
        x1, y1, x2, y2 = self.grid
        shrink = max(x2 - x1, y2 - y1) / GRID
        if shrink > 2:
            # Averaged down first: structure finer than the grid must not alias into coarser structure.
            size = max(1, round(part.shape[1] / shrink)), max(1, round(part.shape[0] / shrink))
            part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
        stretch_x, stretch_y = part.shape[1] / (self.right - self.left), part.shape[0] / (self.bottom - self.top)
        step_x, step_y = (x2 - x1) * stretch_x / GRID, (y2 - y1) * stretch_y / GRID
        to_part = np.array(
            [
                [step_x, 0, (x1 - self.left) * stretch_x + step_x / 2 - 0.5],
                [0, step_y, (y1 - self.top) * stretch_y + step_y / 2 - 0.5],
            ]
        )
        return np.asarray(
            cv2.warpAffine(
                part.astype(np.float32),
                to_part,
                (GRID, GRID),
                flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            ),
            np.float32,
        )


def _windows(shape: tuple[int, ...], boxes: Boxes) -> Iterator[GridWindow]:
    """The window of each face in a picture of this height and width."""
    height, width = shape[:2]
    for x1, y1, x2, y2 in scaled(boxes, _GRID_MARGIN).tolist():
        left, top = max(0, min(int(x1), width - 2)), max(0, min(int(y1), height - 2))
        right, bottom = min(width, max(int(x2) + 2, left + 2)), min(height, max(int(y2) + 2, top + 2))
        yield GridWindow(left, top, right, bottom, (x1, y1, x2, y2))


def _ellipse() -> NDArray[np.bool_]:
    position = (np.arange(GRID) + 0.5) / GRID * 2 - 1
    position = position * _GRID_MARGIN / _INNER_ELLIPSE
    return np.asarray(position[None, :] ** 2 + position[:, None] ** 2 <= 1)


ELLIPSE = _ellipse()
"""Bool [GRID, GRID]: the cells of the inner ellipse."""


def _inside_picture(shape: tuple[int, ...], boxes: Boxes) -> NDArray[np.bool_]:
    """Bool [n, GRID, GRID]: the cells of the inner ellipse that lie in the picture."""
    grown = scaled(boxes, _GRID_MARGIN)
    position = (np.arange(GRID) + 0.5) / GRID
    x = grown[:, 0, None] + position * (grown[:, 2] - grown[:, 0])[:, None]
    y = grown[:, 1, None] + position * (grown[:, 3] - grown[:, 1])[:, None]
    inside_x, inside_y = (x >= 0) & (x <= shape[1]), (y >= 0) & (y <= shape[0])
    return ELLIPSE & inside_x[:, None, :] & inside_y[:, :, None]
