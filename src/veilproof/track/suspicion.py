"""What is suspected of showing a face but not covered, without what covers hide anyway."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import areas, paired_intersections, scaled
from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.one_head import hidden_by

_COVER_SCALE = 1.5
"""Of a cover, in face sizes: the default of `render.covers.Style`."""
_MOSTLY = 0.7
"""What lies under a cover with this share of its area is of the head that is covered. A round number."""


def bare(suspected: Sequence[ConfirmedTrack], covers: Sequence[ConfirmedTrack]) -> list[ConfirmedTrack]:
    """Of each suspicion the frames from the first to the last in which no cover hides it; by falling confidence.

    What a more likely suspicion hides is left out as well: a place is suspected once.
    """
    kept: list[ConfirmedTrack] = []
    for one in sorted(suspected, key=lambda one: -one.confidence):
        bare_frames = np.flatnonzero(~_hidden(one, [*covers, *kept]))
        if len(bare_frames):
            first, last = int(bare_frames[0]), int(bare_frames[-1])
            kept.append(replace(one, first=one.first + first, boxes=one.boxes[first : last + 1]))
    return kept


def _hidden(one: ConfirmedTrack, covers: Sequence[ConfirmedTrack]) -> NDArray[np.bool_]:
    """Bool [n]: in which frames of a track the cover of another one hides it."""
    hidden = np.zeros(len(one.boxes), np.bool_)
    for cover in covers:
        start, end = max(one.first, cover.first), min(one.last, cover.last) + 1
        if start < end:
            mine, theirs = (
                one.boxes[start - one.first : end - one.first],
                cover.boxes[start - cover.first : end - cover.first],
            )
            # Most pairs are far apart, and this is quick.
            if (mine[:, 0] < theirs[:, 2]).any() and (mine[:, 2] > theirs[:, 0]).any():
                outline = scaled(theirs, _COVER_SCALE)
                mostly = paired_intersections(mine, outline) >= _MOSTLY * areas(mine)
                hidden[start - one.first : end - one.first] |= mostly | hidden_by(theirs, mine)
    return hidden
