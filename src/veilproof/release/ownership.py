"""Which samples of a picture lie under whose cover.

A sample under the cover of one track belongs to that track. One under several belongs to all of them together, and to
none alone: whoever may see one of them may not see what the covers of the others hide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veilproof.media.planes import Plane
from veilproof.plan import Decision
from veilproof.release.log import Log, LoggedTrack
from veilproof.release.track_outlines import footprint, rectangles
from veilproof.render.outlines import Footprint, Grid

_ROUNDING = 0.1
"""Pixels. A round number."""

Mask = NDArray[np.bool_]
"""Bool [h, w] of a plane, or of a part of it."""
Owners = tuple[int, ...]
"""Numbers of tracks, ascending."""


@dataclass(frozen=True, slots=True)
class Owned:
    """Samples of one plane with the same owners: those where `mask` is set, from row `top` and column `left` on."""

    owners: Owners
    top: int
    left: int
    mask: Mask

    def of(self, pixels: NDArray[np.generic]) -> NDArray[np.generic]:
        """The part of a plane that the mask lies over; a view."""
        height, width = self.mask.shape
        return pixels[self.top : self.top + height, self.left : self.left + width]


class Covers:
    """The covers of a log, frame by frame."""

    def __init__(self, log: Log) -> None:
        """For all covers of a log."""
        self._log = log
        self._tracks = [track for track in log.tracks if track.decision is Decision.COVER and not track.all_but]

    def tracks_in(self, frame: int) -> list[LoggedTrack]:
        """The covered tracks of a frame."""
        return [track for track in self._tracks if track.first_frame <= frame <= track.last_frame]

    def owned(self, frame: int, surface: Sequence[Plane]) -> list[list[Owned]]:
        """By plane, who owns what of it in a frame."""
        tracks = self.tracks_in(frame)
        grids: dict[Grid, list[Owned]] = {}
        found = []
        for plane in surface:
            grid = Grid(plane.step_x, plane.step_y, *plane.pixels.shape[:2])
            if grid not in grids:
                grids[grid] = list(self._owned_on(grid, frame, tracks))
            found.append(grids[grid])
        return found

    def _owned_on(self, grid: Grid, frame: int, tracks: Sequence[LoggedTrack]) -> Iterator[Owned]:
        found = ((track.track, footprint(track, frame, grid, self._log.style)) for track in tracks)
        marks = {number: mark for number, mark in found if mark is not None}
        count = np.zeros((grid.height, grid.width), np.uint16)
        for mark in marks.values():
            count[mark.top : mark.bottom, mark.left : mark.right] += _mask(mark)
        for number, mark in marks.items():
            part = count[mark.top : mark.bottom, mark.left : mark.right]
            yield Owned((number,), mark.top, mark.left, _mask(mark) & (part == 1))
        rows, columns = np.nonzero(count > 1)
        if not len(rows):
            return
        # Owners of several are told apart by the sum of a number for each, which no two sets share.
        numbers = np.random.default_rng(0).integers(1, 1 << 62, len(marks), np.uint64)
        top, left = rows.min(), columns.min()
        sums = np.zeros((rows.max() + 1 - top, columns.max() + 1 - left), np.uint64)
        for mark, own in zip(marks.values(), numbers, strict=True):
            _add(sums, mark, own, int(top), int(left))
        values, member = np.unique(sums[rows - top, columns - left], return_inverse=True)
        for number in range(len(values)):
            own_rows, own_columns = rows[member == number], columns[member == number]
            first, start = int(own_rows.min()), int(own_columns.min())
            mask = np.zeros((own_rows.max() + 1 - first, own_columns.max() + 1 - start), np.bool_)
            mask[own_rows - first, own_columns - start] = True
            row, column = int(own_rows[0]), int(own_columns[0])
            owners = tuple(sorted(track for track, mark in marks.items() if _holds(mark, row, column)))
            yield Owned(owners, first, start, mask)

    def frames_of(self, track: LoggedTrack, step: int) -> NDArray[np.int64]:
        """int64 [n, 4]: for each frame of a track, a rectangle (x1 y1 x2 y2) around its cover.

        All have the same size and begin at multiples of `step`; they may reach beyond the picture on the right and
        below.
        """
        around = rectangles(track, self._log.style).astype(np.float64)
        # Rounded in 32 bits, an edge may lie a little beside that of the cover.
        around += np.array([-_ROUNDING, -_ROUNDING, _ROUNDING, _ROUNDING])
        size = np.array([self._log.width, self._log.height])
        low = np.clip(np.floor(around[:, :2] / step), 0, -(-size // step)) * step
        high = np.clip(np.ceil(around[:, 2:] / step), 0, -(-size // step)) * step
        extent = np.maximum((high - low).max(axis=0), step)
        return np.concatenate([low, low + extent], axis=1).astype(np.int64)


def _mask(mark: Footprint) -> Mask:
    return np.ones((mark.bottom - mark.top, mark.right - mark.left), np.bool_) if mark.mask is None else mark.mask


def _add(sums: NDArray[np.uint64], mark: Footprint, value: np.uint64, top: int, left: int) -> None:
    """Add a value where a cover lies, in a part of the plane that begins at row `top` and column `left`."""
    height, width = sums.shape
    first, last = max(mark.top, top), min(mark.bottom, top + height)
    start, end = max(mark.left, left), min(mark.right, left + width)
    if first < last and start < end:
        part = _mask(mark)[first - mark.top : last - mark.top, start - mark.left : end - mark.left]
        sums[first - top : last - top, start - left : end - left] += part * value


def _holds(mark: Footprint, row: int, column: int) -> bool:
    if not (mark.top <= row < mark.bottom and mark.left <= column < mark.right):
        return False
    return bool(_mask(mark)[row - mark.top, column - mark.left])
