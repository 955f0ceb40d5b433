"""What covers hold, decided from their samples: nothing but one colour, or a picture.

A pixel is filled where it has the colour of a fill in all three planes, but for the noise of the codec. Cells are those
of `patches.py`: one is filled where every pixel in it is, open where it is what the original shows; anything else is a
picture: a mosaic, a blur, a drawing, fine lines, colours of one brightness. At the rim of a cover, between what is
filled and what is open, the codec smears both sides into one another, so cells there say nothing; but a strip with fill
on both sides is no rim.

That a face has one colour is not enough: it is covered only where the original shows something else there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.colour_planes import ColourPlanes
from veilproof.audit.fills import TINY_FACE, FacePart, Fills, merged, own_fills, second_fill, side_of
from veilproof.audit.patches import GRID, CellMask, FacePatches, Patches

# The thresholds are judgements, tried on photographs and clips of the tune set under solid covers, mosaics and blurs of
# several strengths (docs/measured.md).

_MAX_FILLS = 8
"""Fills that are known from frame to frame: a redactor has few, and with enough colours any picture is filled."""
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
_TINY_REMAINS, _MIN_TINY_REMAINS = 0.35, 0.8
"""The same in a tiny face, from this many levels (standard deviation) on: rounding leaves less of so few pixels, and
what is smeared into it varies, but less in step."""
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
    parts = [FacePart(redacted, window) for window in faces.windows]
    own, by_own = own_fills(parts, known_fills)
    own_luma = np.array([luma for luma, _, _ in own], np.float32)[:, None, None]
    off = faces.redacted - own_luma
    remains = min(max(_MIN_REMAINS, _REMAINS_TO_NOISE * noise), _MAX_REMAINS)
    is_fill = (share(by_own) >= _MIN_FILLED) & _is_covered(faces, by_own, off, change, remains)
    fills = merged((*known_fills, *(own[face] for face in np.flatnonzero(is_fill))))
    # A face under two covers shows the fills of both. Of more it shows none: with enough colours, a mosaic is filled.
    by_any = by_own.copy()
    for face in np.flatnonzero(~is_fill):
        second = second_fill(parts[face], own[face], fills, faces.inside[face])
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
    is_tiny = np.array([side_of(window) < TINY_FACE for window in faces.windows], np.bool_)
    least = np.where(is_tiny, max(remains, _MIN_TINY_REMAINS), remains)
    shines = (left >= least) & (shared >= np.where(is_tiny, _TINY_REMAINS, _REMAINS) * detail * left) & (detail > 0)
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
