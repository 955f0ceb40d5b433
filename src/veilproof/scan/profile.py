"""How much looking a scan may cost: which frames, in which ways, and whether a second detector is asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from veilproof.detect.views import View
from veilproof.track import confirm, follow


class Care(StrEnum):
    """What a person asks for."""

    USUAL = "usual"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Looking:
    """What is done for it.

    Attributes:
        turns: how successive keyframes are looked at, in turn. What one way of looking misses, the next one may see,
            and tracks carry what either saw to all frames. Costs a quarter less than looking straight every time
            (docs/detection.md).
        pace: how far apart keyframes are.
        enough: how sure it must be that a track is a face. What is less probable than is enough for the smallest face
            is not followed up.
        second: how the second detector looks at every keyframe of a video; nothing if it is not asked.
        in_photo: sizes at which photographs are looked at besides the usual ones.
    """

    turns: tuple[tuple[View, ...], ...]
    pace: follow.Pace
    enough: confirm.Enough = confirm.USUAL
    second: tuple[View, ...] = ()
    in_photo: tuple[View, ...] = ()


LOOKING = {
    Care.USUAL: Looking(turns=((View(),), (View(mirrored=True),), (View(0.5),)), pace=follow.USUAL),
    Care.HIGH: Looking(
        turns=(
            (View(), View(1.5, mirrored=True), View(0.5)),
            (View(mirrored=True), View(1.5), View(0.5, mirrored=True)),
        ),
        pace=follow.Pace(sparse=Fraction(1, 8), dense=Fraction(1, 12)),
        enough=confirm.Enough(small=0.04, large=0.12),
        second=(View(),),
        in_photo=(View(), View(1.5, mirrored=True)),
    ),
}
