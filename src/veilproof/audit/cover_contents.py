"""What covers hold, decided from their samples: nothing but one colour, or a picture.

A pixel is filled where it has the colour of a fill in all three planes, but for the noise of the codec. Cells are those
of `patches.py`: one is filled where every pixel in it is, open where it is what the original shows; anything else is a
picture: a mosaic, a blur, a drawing, fine lines, colours of one brightness. At the rim of a cover, between what is
filled and what is open, the codec smears both sides into one another, so cells there say nothing; but a strip with fill
on both sides is no rim.

That a face has one colour is not enough: it is covered only where the original shows something else there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.colour_planes import ColourPlanes
from veilproof.audit.patches import GRID, CellMask, FacePatches, GridWindow, Patches

# The thresholds are judgements, tried on photographs and clips of the tune set under solid covers, mosaics and blurs of
# several strengths (docs/measured.md).

Fill = tuple[int, int, int]
"""The colour of a fill: luma, blue and red chroma."""
Fills = tuple[Fill, ...]
"""Colours of fills, each once, the first seen first."""

_FILL_SPREAD = 3
"""Levels around the colour of a fill which the noise of a codec reaches."""
_SMALL_FILL_SPREAD, _SMALL_FACE = 6, 24.0
"""The same where a face has fewer pixels than that: a codec codes blocks of 16 at once, so every block under its cover
has some of what is beside it. A picture of so few levels and pixels shows nobody; what varies in step with the original
is found by that."""
_LEVEL_STEP = 4
"""Levels: width of the bins in which the colour of a fill is searched."""
_BORDER = 0.12
"""Share of the part of the picture around a face on each side that the face does not reach."""
_TRIED_FILLS = 3
"""Known fills that are tried before the colour of a face is searched. A round number."""
_MAX_FILLS = 8
"""Fills that are known from frame to frame: a redactor has few, and with enough colours any picture is filled."""
_PURE = 0.98
"""Share of a cell that must be filled for the cell to be: a thin line through it takes more."""
_MIN_FILLED = 0.9
"""Share of a face with one colour from which its cover holds nothing, and this colour is that of a fill."""
_MIN_PARTLY_FILLED = 0.5
"""The same where a cover lies over a part of the face only, and the rest of the face is open."""
_MAX_HELD = 0.1
"""Share of a face that may show neither fill nor original: what the rim leaves over."""
_MAX_SEAM = 0.25
"""Share of a face that the seams of two covers may take: a drawing in the colours of two fills has more of them."""
_MIN_OPEN = 0.6
"""Share of a face that must be open for the face not to count as covered."""
_WINDOW = 5
"""Cells: width and height of the windows in which a cell is compared with the original."""
_RIM = np.ones((13, 13), np.uint8)
"""Cells around what is filled, and around what is open: where both meet is the rim. Four come from the windows on both
sides of it, the rest from blocks of the codec."""
_MIN_CHANGE, _CHANGE_TO_NOISE, _MAX_CHANGE = 6.0, 4.0, 16.0
"""Grey levels, and multiples of the encoding noise: a difference below the greater of both is none. The last is its
bound: where a codec takes the grain of a picture, the noise is that of the grain."""
_LOST_DETAIL = 0.25
"""Share of the original's variance that a codec may take; a cover takes more."""
_TELLING = 3.0
"""An open cell is bare where the original differs from every fill by this many changes: covered, it would show."""
_MIN_DETAIL = 2.0
"""Grey levels (standard deviation): with less detail in the original nothing can be lost."""
_COVERED_SLOPE = 0.3
"""What a codec leaves of the original's detail under a cover, at most, as the slope of a regression."""
_REMAINS = 0.5
"""A fill that varies in step with the original, by this correlation, is no fill: the original shines through."""
_REMAINS_TO_NOISE, _MIN_REMAINS, _MAX_REMAINS = 0.35, 0.05, 0.7
"""How much such a fill varies (standard deviation): by this share of the encoding noise, and its bounds in levels.
Without noise nothing but the original makes a fill vary."""


class Contents(IntEnum):
    """What the cover of a face holds in one frame; the greater, the worse.

    `OPEN` is no cover, `UNKNOWN` a frame that was not compared.
    """

    UNKNOWN = 0
    NOTHING = 1
    PICTURE = 2
    OPEN = 3


@dataclass(frozen=True, slots=True)
class CoverContents:
    """What the faces of one frame are covered with.

    Attributes:
        contents: int8 [n], a `Contents` for each face.
        bare: float32 [n], the share of each face where the redacted picture certainly shows the original.
        fills: the known fills, and those of this frame, the first seen only.
    """

    contents: NDArray[np.int8]
    bare: NDArray[np.float32]
    fills: Fills


def cover_contents(faces: FacePatches, redacted: ColourPlanes, noise: float, known_fills: Fills = ()) -> CoverContents:
    """Decide what the covers of one frame hold.

    Args:
        faces: at least one, at most 100.
        redacted: the samples of the redacted picture.
        noise: the encoding noise of the frame, in grey levels.
        known_fills: the fills in other frames of the file.
    """
    cells = np.maximum(faces.inside.sum(axis=(1, 2)), 1)

    def share(mask: CellMask) -> NDArray[np.float32]:
        return np.asarray((mask & faces.inside).sum(axis=(1, 2)) / cells, np.float32)

    change = min(max(_MIN_CHANGE, _CHANGE_TO_NOISE * noise), _MAX_CHANGE)
    parts = [_FacePart(redacted, window) for window in faces.windows]
    own, by_own = _own_fills(parts, known_fills)
    own_luma = np.array([luma for luma, _, _ in own], np.float32)[:, None, None]
    off = faces.redacted - own_luma
    remains = min(max(_MIN_REMAINS, _REMAINS_TO_NOISE * noise), _MAX_REMAINS)
    is_fill = (share(by_own) >= _MIN_FILLED) & _is_covered(faces, by_own, off, change, remains)
    fills = _merged((*known_fills, *(own[face] for face in np.flatnonzero(is_fill))))
    # A face under two covers shows the fills of both. Of more it shows none: with enough colours, a mosaic is filled.
    by_any = by_own.copy()
    for face in np.flatnonzero(~is_fill):
        second = _second_fill(parts[face], own[face], fills, faces.inside[face])
        by_any[face] = parts[face].filled((own[face], second))
        other = faces.redacted[face] - second[0]
        off[face] = np.where(abs(other) < abs(off[face]), other, off[face])
    replaced = _replaced(faces, change)
    between = _closed(by_any) & ~by_any
    rim = _near(by_any) & _near(~replaced & ~by_any) & ~between
    seam = _near(by_own) & _near(by_any & ~by_own) & ~by_any
    rim |= seam & (share(seam) <= _MAX_SEAM)[:, None, None]
    of_fill, held = share(by_any), share((replaced | between) & ~by_any & ~rim)
    nothing = (share(by_own) >= _MIN_FILLED) | ((of_fill >= _MIN_PARTLY_FILLED) & (held <= _MAX_HELD))
    nothing &= is_fill | _is_covered(faces, by_any, off, change, remains)
    contents = np.where(
        nothing, Contents.NOTHING, np.where(share(~replaced) >= _MIN_OPEN, Contents.OPEN, Contents.PICTURE)
    )
    telling = ~replaced
    for luma, _, _ in fills:
        telling &= abs(faces.original - luma) > _TELLING * change
    return CoverContents(contents.astype(np.int8), share(telling), fills[:_MAX_FILLS])


class _FacePart:
    """The samples of the redacted picture under the grid of one face."""

    def __init__(self, redacted: ColourPlanes, window: GridWindow) -> None:
        self._window = window
        self._colours = redacted.part(window.left, window.top, window.right, window.bottom)
        x1, y1, x2, y2 = window.grid
        self._spread = _SMALL_FILL_SPREAD if min(x2 - x1, y2 - y1) < _SMALL_FACE else _FILL_SPREAD
        across, down = _BORDER * (x2 - x1), _BORDER * (y2 - y1)
        # Cut by the edge of the picture, the part may have less of a border.
        self._middle = (
            slice(max(0, int(y1 + down) - window.top), max(2, int(y2 - down) + 1 - window.top)),
            slice(max(0, int(x1 + across) - window.left), max(2, int(x2 - across) + 1 - window.left)),
        )

    def main_colour(self) -> Fill:
        """The most frequent colour in the middle of the part, of so many samples as there are cells: none is a mean."""
        step = max(1, max(self._colours.shape[:2]) // GRID)
        samples = self._colours[self._middle][::step, ::step].reshape(-1, 3)
        if not len(samples):
            return 0, 0, 0
        luma = _main_level(samples[:, 0])
        same = samples[abs(samples[:, 0].astype(np.int16) - luma) <= _FILL_SPREAD]
        return luma, _main_level(same[:, 1]), _main_level(same[:, 2])

    def filled(self, fills: Iterable[Fill]) -> NDArray[np.bool_]:
        """Bool [GRID, GRID]: the cells in which every pixel has the colour of a fill."""
        mask = np.zeros(self._colours.shape[:2], np.uint8)
        middle = mask[self._middle]
        for fill in fills:
            low, high = (tuple(level + by for level in fill) for by in (-self._spread, self._spread))
            cv2.bitwise_or(mask, cv2.inRange(self._colours, low, high), mask)
            # Most are filled as a whole; the corners, which no face reaches, need not be.
            if middle.size and middle.all():
                return np.ones((GRID, GRID), np.bool_)
        if not mask.any():
            return np.zeros((GRID, GRID), np.bool_)
        return np.asarray(self._window.resampled(mask) >= _PURE * 255, np.bool_)


def _own_fills(parts: Sequence[_FacePart], known: Fills) -> tuple[list[Fill], CellMask]:
    """The colour that fills each face, or most of it, and the cells that it fills."""
    own, filled = [], np.zeros((len(parts), GRID, GRID), np.bool_)
    for face, part in enumerate(parts):
        # Nearly every face is filled by what fills others.
        for fill in known[:_TRIED_FILLS]:
            filled[face] = part.filled((fill,))
            if filled[face].all():
                break
        else:
            fill = part.main_colour()
            filled[face] = part.filled((fill,))
        own.append(fill)
    return own, filled


def _merged(fills: Fills) -> Fills:
    """Each fill once, the first seen first; one that the noise of a codec makes of another is that one."""
    merged: list[Fill] = []
    for fill in fills:
        if not any(max(abs(a - b) for a, b in zip(fill, other, strict=True)) <= _FILL_SPREAD for other in merged):
            merged.append(fill)
    return tuple(merged)


def _second_fill(part: _FacePart, own: Fill, fills: Fills, inside: NDArray[np.bool_]) -> Fill:
    """The fill that, with its own, fills most of a face; its own where no other fills anything."""
    return max((own, *fills), key=lambda fill: int((part.filled((fill,)) & inside).sum()) if fill != own else 0)


def _main_level(samples: NDArray[np.uint8]) -> int:
    """The mean of the samples around the most frequent level."""
    counts = np.bincount(samples // _LEVEL_STEP, minlength=256 // _LEVEL_STEP + 2)
    # A level may lie on the border of two bins.
    start = int((counts[:-1] + counts[1:]).argmax()) * _LEVEL_STEP
    return round(float(samples[(samples >= start) & (samples < start + 2 * _LEVEL_STEP)].mean()))


def _is_covered(faces: FacePatches, filled: CellMask, off: Patches, change: float, remains: float) -> NDArray[np.bool_]:
    """Bool [n]: whether the original shows something else than the fill where a face is filled.

    Either its level is another one, or it has detail, of which the fill shows nothing. A fill that varies in step with
    the original is none. `off` is how far the redacted picture is from the luma of its fill, `change` and `remains`
    from which level on it is changed and varies.
    """
    cells = (filled & faces.inside).astype(np.float32)
    count = np.maximum(cells.sum(axis=(1, 2)), 1)

    def mean(values: Patches) -> NDArray[np.float32]:
        return np.asarray((values * cells).sum(axis=(1, 2)) / count, np.float32)

    before, after = (each - mean(each)[:, None, None] for each in (faces.original, off))
    difference = np.sqrt(mean((faces.original - faces.redacted) ** 2))
    detail, left, shared = np.sqrt(mean(before**2)), np.sqrt(mean(after**2)), mean(before * after)
    has_lost = (detail >= _MIN_DETAIL) & (abs(shared) <= _COVERED_SLOPE * detail**2)
    shines = (left >= remains) & (shared >= _REMAINS * detail * left) & (detail > 0)
    return np.asarray(((difference > change) | has_lost) & ~shines, np.bool_)


def _replaced(faces: FacePatches, change: float) -> CellMask:
    """The cells around which the redacted picture differs from the original by more than a codec changes."""
    window = (_WINDOW, _WINDOW)
    difference = _over_cells(cv2.blur, (faces.original - faces.redacted) ** 2, window)
    mean = _over_cells(cv2.blur, faces.original, window)
    detail = np.maximum(_over_cells(cv2.blur, faces.original**2, window) - mean**2, 0)
    return np.asarray(difference > change**2 + _LOST_DETAIL * detail, np.bool_)


def _near(cells: CellMask) -> CellMask:
    return np.asarray(_over_cells(cv2.dilate, cells.astype(np.uint8), _RIM) > 0, np.bool_)


def _closed(cells: CellMask) -> CellMask:
    """The cells, and those between them that are too few for two rims: a strip of the face, or of a picture."""
    margin = len(_RIM) // 2
    padded = np.pad(cells, ((0, 0), (margin, margin), (margin, margin))).astype(np.uint8)
    stack = np.ascontiguousarray(np.moveaxis(padded, 0, 2))
    closed = cv2.morphologyEx(stack, cv2.MORPH_CLOSE, _RIM).reshape(stack.shape)[margin:-margin, margin:-margin]
    return np.asarray(np.moveaxis(closed, 2, 0) > 0, np.bool_)


def _over_cells(operation: Any, patches: Patches | NDArray[np.uint8], argument: object) -> NDArray[Any]:  # noqa: ANN401 - OpenCV's types are wider than any array
    """The result of an operation on every patch: as channels of one picture, one call does all."""
    stack = np.ascontiguousarray(np.moveaxis(patches, 0, 2))
    return np.moveaxis(np.asarray(operation(stack, argument)).reshape(GRID, GRID, -1), 2, 0)
