"""What a camera sees while its shutter is open: motion blur, and rows that are read one after another."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.camera import HEIGHT, WIDTH, Camera, seen

_ROW_KNOTS = np.linspace(0, HEIGHT, 13)
"""Rows of the picture, in pixels, at which a rolling shutter is computed; between them it is interpolated."""
_ANGLES = np.linspace(0, 2 * np.pi, 32, endpoint=False)
_CIRCLE = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)
_ITERATIONS = 8  # a row that is read later shows another place, by less than a tenth as much


@dataclass(frozen=True, slots=True)
class Shutter:
    """How a frame is exposed.

    `opened` is the share of a frame's time for which each row is exposed, `readout` the share that passes between the
    first and the last row, 0 for a global shutter; `samples` moments are averaged.
    """

    opened: float
    readout: float = 0.0
    samples: int = 5

    def light(self, picture: NDArray[np.uint8], camera: Camera, frame: int, frames: int) -> NDArray[np.float32]:
        """float32 [HEIGHT, WIDTH, 3]: one of the `frames` of a clip, 0 to 255, in the channels of the photograph."""
        light = np.zeros((HEIGHT, WIDTH, 3), np.float32)
        # Each row begins at one of the moments and sees so many `samples` of them.
        begins = np.round(self.readout * np.arange(HEIGHT) / HEIGHT * self.samples / self.opened).astype(int)
        for moment in range(int(begins[-1]) + self.samples):
            top, bottom = np.searchsorted(begins, [moment - self.samples + 1, moment + 1]).tolist()
            affine = camera.at((frame + self.opened * (moment + 0.5) / self.samples) / frames)
            affine[1, 2] -= top
            warped = cv2.warpAffine(
                picture, affine, (WIDTH, bottom - top), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
            )
            cv2.accumulate(warped, light[top:bottom])
        return np.asarray(light / self.samples, np.float32)

    def seen(self, boxes: NDArray[np.float64], camera: Camera, frame: int, frames: int) -> NDArray[np.float64]:
        """float64 [n, 4]: where boxes of the photograph are in the middle of the exposure, in clip pixels."""
        moment = frame + self.opened / 2
        if not self.readout:
            return seen(boxes, camera.at(moment / frames))
        affines = self._affines(camera, moment, frames)
        centre, radii = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
        points = np.concatenate([centre[:, None] + _CIRCLE * radii[:, None], np.ones((len(boxes), 32, 1))], axis=2)
        found = np.full((len(boxes), 32, 2), HEIGHT / 2)
        for _ in range(_ITERATIONS):
            found = np.einsum("nkij,nkj->nki", _at_rows(affines, found[..., 1]), points)
        return np.concatenate([found.min(axis=1), found.max(axis=1)], axis=1)

    def _affines(self, camera: Camera, moment: float, frames: int) -> NDArray[np.float64]:
        """float64 [k, 2, 3]: the map to clip pixels for each of _ROW_KNOTS, which is read a little later."""
        return np.stack([camera.at((moment + self.readout * row / HEIGHT) / frames) for row in _ROW_KNOTS])


def _at_rows(affines: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64 [..., 2, 3]: the maps at rows [...] of the picture, from those at _ROW_KNOTS."""
    at = np.clip(rows / HEIGHT * (len(affines) - 1), 0, len(affines) - 1)
    lower = np.minimum(at.astype(int), len(affines) - 2)
    share = (at - lower)[..., None, None]
    return np.asarray(affines[lower] * (1 - share) + affines[lower + 1] * share, np.float64)
