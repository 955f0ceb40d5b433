"""What the redacted picture shows of the faces of one frame: how much survives, and what their covers hold."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.colour_planes import ColourPlanes
from veilproof.audit.cover_contents import Contents, cover_contents
from veilproof.audit.fills import Fills
from veilproof.audit.patches import Grey, face_patches
from veilproof.audit.survival import MAX_FACES, structure_share
from veilproof.geometry import Boxes

_BARE_SHARE = 0.5
"""A face without structure, dark or blurred, leaks in a frame where this share of it is certainly bare. A round
number."""

_CLEARLY_BARE = 0.6
"""A face of which this share of its structure survives has no cover that could hold anything. A round number."""


@dataclass(frozen=True, slots=True)
class FaceShares:
    """What the redacted picture shows of the faces of one frame.

    Attributes:
        shares: float32 [n]: the share that survives, 0 to 1.
        contents: int8 [n]: a `Contents` for each.
        bare: float32 [n]: the share that is certainly bare, 0 to 1.
        fills: colours of the fills of covers seen so far.
    """

    shares: NDArray[np.float32]
    contents: NDArray[np.int8]
    bare: NDArray[np.float32]
    fills: Fills


def face_shares(
    original: Grey, redacted: ColourPlanes, boxes: Boxes, noise: float, known_fills: Fills = ()
) -> FaceShares:
    """Measure the faces of one frame; the arguments are those of `face_patches` and `cover_contents`."""
    shares, bare = np.empty(len(boxes), np.float32), np.empty(len(boxes), np.float32)
    contents, fills = np.full(len(boxes), Contents.OPEN, np.int8), known_fills
    for start in range(0, len(boxes), MAX_FACES):
        part = slice(start, start + MAX_FACES)
        faces = face_patches(original, redacted.luma, boxes[part])
        structure = structure_share(faces)
        shares[part], bare[part] = structure, structure
        hidden = np.flatnonzero(~(structure >= _CLEARLY_BARE))
        if not len(hidden):
            continue
        found = cover_contents(faces.of(hidden), redacted, noise, fills)
        fills, rows = found.fills, start + hidden
        featureless = np.where(found.bare >= _BARE_SHARE, found.bare, 0)
        shares[rows] = np.where(np.isnan(structure[hidden]), featureless, structure[hidden])
        contents[rows], bare[rows] = found.contents, found.bare
    return FaceShares(shares, contents, bare, fills)
