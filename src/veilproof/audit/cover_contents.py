"""What covers hold, decided from their samples: nothing but one level of grey, or a picture.

Cells are those of `patches.py`. A cell is filled where it has the level of the fill, but for the noise of the codec; it
is open where it is what the original shows; anything else is a picture: a mosaic, a blur, a drawing. At the rim of a
cover the codec smears both sides into one another, so cells there say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.patches import GRID, CellMask, FacePatches, Patches

# The thresholds are judgements, tried on photographs of the tune set under solid covers, mosaics and blurs of several
# strengths (docs/measured.md): every solid cover filled at least 99 % of every face, a blur or a mosaic rarely half.

_FILL_SPREAD = 3.0
"""Grey levels around that of the fill which the noise of a codec reaches."""
_LEVEL_STEP = 4
"""Grey levels: width of the bins in which the level of a fill is searched."""
_MIN_FILLED = 0.9
"""Share of a face with one level from which its cover holds nothing, and this level is that of a fill."""
_MIN_PARTLY_FILLED = 0.5
"""The same where a cover lies over a part of the face only, and the rest of the face is open."""
_MAX_HELD = 0.1
"""Share of a face that may show neither fill nor original where it is filled in part: what the rim leaves over."""
_MIN_OPEN = 0.6
"""Share of a face that must be open for the face not to count as covered."""
_WINDOW = 5
"""Cells: width and height of the windows in which a cell is compared with the original."""
_RIM = np.ones((_WINDOW, _WINDOW), np.uint8)
"""Cells around the fill that belong to the rim: those whose window reaches into it."""
_MIN_CHANGE, _CHANGE_TO_NOISE = 6.0, 4.0
"""Grey levels, and multiples of the encoding noise: a difference below the greater of both is none."""
_LOST_DETAIL = 0.25
"""Share of the original's variance that a codec may take; a cover takes more."""
_TELLING = 3.0
"""An open cell is bare where the original differs from every fill by this many changes: covered, it would show."""


class Contents(IntEnum):
    """What the cover of a face holds in one frame; `OPEN` is no cover, `UNKNOWN` a frame that was not compared."""

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
        fills: grey levels of the fills in this frame.
    """

    contents: NDArray[np.int8]
    bare: NDArray[np.float32]
    fills: frozenset[int]


def cover_contents(faces: FacePatches, noise: float, known_fills: frozenset[int] = frozenset()) -> CoverContents:
    """Decide what the covers of one frame hold.

    Args:
        faces: at least one, at most 100.
        noise: the encoding noise of the frame, in grey levels.
        known_fills: the levels of fills in other frames of the file.
    """
    cells = np.maximum(faces.inside.sum(axis=(1, 2)), 1)

    def share(mask: CellMask) -> NDArray[np.float32]:
        return np.asarray((mask & faces.inside).sum(axis=(1, 2)) / cells, np.float32)

    change = max(_MIN_CHANGE, _CHANGE_TO_NOISE * noise)
    filled, fills = _filled(faces, known_fills)
    replaced = _replaced(faces, change)
    rim = _over_cells(cv2.dilate, filled.astype(np.uint8), _RIM) > 0
    held, is_open = share(replaced & ~rim), share(~replaced & ~filled)
    of_fill = share(filled)
    nothing = (of_fill >= _MIN_FILLED) | ((of_fill >= _MIN_PARTLY_FILLED) & (held <= _MAX_HELD))
    contents = np.where(nothing, Contents.NOTHING, np.where(is_open >= _MIN_OPEN, Contents.OPEN, Contents.PICTURE))
    telling = ~replaced & ~filled
    for level in fills | known_fills:
        telling &= abs(faces.original - level) > _TELLING * change
    return CoverContents(contents.astype(np.int8), share(telling), fills)


def _filled(faces: FacePatches, known_fills: frozenset[int]) -> tuple[CellMask, frozenset[int]]:
    """The cells with the level of a fill, and the levels of the fills in this frame.

    A face under two covers shows the fills of both, so what fills one face is a fill in all of them.
    """
    own = np.array(
        [_main_level(face[cells]) for face, cells in zip(faces.redacted, faces.inside, strict=True)], np.float32
    )
    filled = abs(faces.redacted - own[:, None, None]) <= _FILL_SPREAD
    shares = (filled & faces.inside).sum(axis=(1, 2)) / np.maximum(faces.inside.sum(axis=(1, 2)), 1)
    fills = frozenset(round(float(level)) for level in own[shares >= _MIN_FILLED])
    for level in fills | known_fills:
        filled |= abs(faces.redacted - level) <= _FILL_SPREAD
    return np.asarray(filled, np.bool_), fills


def _main_level(samples: NDArray[np.float32]) -> float:
    """The mean of the samples around the most frequent level."""
    if not len(samples):
        return 0.0
    counts = np.bincount((samples / _LEVEL_STEP).astype(np.intp), minlength=256 // _LEVEL_STEP + 2)
    # A level may lie on the border of two bins.
    start = int((counts[:-1] + counts[1:]).argmax()) * _LEVEL_STEP
    return float(samples[(samples >= start) & (samples < start + 2 * _LEVEL_STEP)].mean())


def _replaced(faces: FacePatches, change: float) -> CellMask:
    """The cells around which the redacted picture differs from the original by more than a codec changes."""
    window = (_WINDOW, _WINDOW)
    difference = _over_cells(cv2.blur, (faces.original - faces.redacted) ** 2, window)
    mean = _over_cells(cv2.blur, faces.original, window)
    detail = np.maximum(_over_cells(cv2.blur, faces.original**2, window) - mean**2, 0)
    return np.asarray(difference > change**2 + _LOST_DETAIL * detail, np.bool_)


def _over_cells(operation: Any, patches: Patches | NDArray[np.uint8], argument: object) -> NDArray[Any]:  # noqa: ANN401 - OpenCV's types are wider than any array
    """The result of an operation on every patch: as channels of one picture, one call does all."""
    stack = np.ascontiguousarray(np.moveaxis(patches, 0, 2))
    return np.moveaxis(np.asarray(operation(stack, argument)).reshape(GRID, GRID, -1), 2, 0)
