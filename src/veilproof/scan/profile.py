"""Scan profiles: which frames a scan looks at, with which views and detectors, and what it takes to be covered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from veilproof.detect.views import View
from veilproof.track import confirm, follow


class Effort(StrEnum):
    """The preset a person chooses: how much time a scan may take to find more."""

    NORMAL = "normal"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class ScanProfile:
    """What a scan does under one preset.

    Attributes:
        passes: the views of successive keyframes, in rotation. What one view misses the next may detect, and tracks
            propagate either to all frames. Costs a quarter less than the plain view every time (docs/detection.md).
        interval: how far apart keyframes are.
        threshold: the least confidence of a track that is covered. Detections below the threshold of the smallest
            faces are dropped.
        second: the views that the complementary detector gets of every keyframe of a video; none if it does not run.
        in_photo: the views of a photo besides the default ones.
    """

    passes: tuple[tuple[View, ...], ...]
    interval: follow.KeyframeInterval
    threshold: confirm.ConfidenceThreshold = confirm.NORMAL
    second: tuple[View, ...] = ()
    in_photo: tuple[View, ...] = ()


PROFILES = {
    Effort.NORMAL: ScanProfile(passes=((View(),), (View(mirrored=True),), (View(0.5),)), interval=follow.NORMAL),
    Effort.HIGH: ScanProfile(
        passes=(
            (View(), View(1.5, mirrored=True), View(0.5)),
            (View(mirrored=True), View(1.5), View(0.5, mirrored=True)),
        ),
        interval=follow.KeyframeInterval(longest=Fraction(1, 8), shortest=Fraction(1, 12)),
        threshold=confirm.ConfidenceThreshold(small=0.04, large=0.12),
        second=(View(),),
        in_photo=(View(), View(1.5, mirrored=True)),
    ),
}
