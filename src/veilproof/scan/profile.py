"""Scan profiles: what a scan does under each effort preset (keyframes, views, detectors, confidence thresholds)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from veilproof.detect.views import View
from veilproof.track import confirm, follow


class Effort(StrEnum):
    """The preset a person chooses: high takes longer and finds more."""

    NORMAL = "normal"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class ScanProfile:
    """The settings of one preset.

    Attributes:
        passes: the views of successive keyframes, in rotation. What one view misses the next may detect, and tracks
            propagate either to all frames. Costs a quarter less than the plain view every time (docs/detection.md).
        interval: the time between keyframes.
        least_linked: the probability from which a detection opens or continues a track; weaker ones are only evidence.
        threshold: the confidence from which a track is covered.
        complementary_views: the views that the complementary detector gets of every keyframe of a video; it does not
            run if there are none.
        extra_photo_views: the views of a photo in addition to those of `photo_views`.
    """

    passes: tuple[tuple[View, ...], ...]
    interval: follow.KeyframeInterval
    least_linked: float = 0.06
    threshold: confirm.ConfidenceThreshold = confirm.DEFAULT_THRESHOLD
    complementary_views: tuple[View, ...] = ()
    extra_photo_views: tuple[View, ...] = ()


PROFILES = {
    Effort.NORMAL: ScanProfile(
        passes=((View(),), (View(mirrored=True),), (View(0.5),)), interval=follow.DEFAULT_INTERVAL
    ),
    Effort.HIGH: ScanProfile(
        passes=(
            (View(), View(1.5, mirrored=True), View(0.5)),
            (View(mirrored=True), View(1.5), View(0.5, mirrored=True)),
        ),
        interval=follow.KeyframeInterval(longest=Fraction(1, 8), shortest=Fraction(1, 12)),
        least_linked=0.04,
        threshold=confirm.ConfidenceThreshold(small=0.025, large=0.06),
        complementary_views=(View(),),
        extra_photo_views=(View(), View(1.5, mirrored=True)),
    ),
}
"""Each was chosen among the variants in docs/detection.md, on clips and photographs of the tune set."""
