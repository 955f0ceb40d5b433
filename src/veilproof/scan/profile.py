"""Scan profiles: what a scan does under each effort preset (keyframes, views, detectors, confidence thresholds)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from veilproof.detect.views import View
from veilproof.errors import VeilproofError
from veilproof.kind import FACES, LINES, WORDS, Kind, words_of
from veilproof.track import confirm, follow, lines, plates


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
        threshold: the confidence from which a track of a video is covered.
        photo_threshold: the same for a photo.
        complementary_views: the views that the complementary detector gets of every keyframe of a video; it does not
            run if there are none.
        extra_photo_views: the views of a photo in addition to those of `photo_views`.
        text_interval: text is looked for in one keyframe of so many: it stands still more than faces do, and its
            detector takes four times as long.
    """

    passes: tuple[tuple[View, ...], ...]
    interval: follow.KeyframeInterval
    least_linked: float = 0.05
    threshold: confirm.ConfidenceThreshold = confirm.DEFAULT_THRESHOLD
    photo_threshold: confirm.ConfidenceThreshold = confirm.PHOTO_THRESHOLD
    complementary_views: tuple[View, ...] = ()
    extra_photo_views: tuple[View, ...] = ()
    text_interval: int = 4


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
        threshold=confirm.ConfidenceThreshold(small=0.011, large=0.027),
        complementary_views=(View(),),
        extra_photo_views=(View(), View(1.5, mirrored=True)),
        text_interval=2,
    ),
}
"""Each was chosen among the variants in docs/detection.md, on clips and photographs of the tune set."""


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """What a person chooses about a scan.

    Attributes:
        effort: the preset.
        min_confidence: the confidence from which anything is covered, 0 to 1, instead of the thresholds of the preset.
        cover: the kinds to look for.
        min_text_height: the least height of a line of text that is covered, in pixels of the picture.

    Raises:
        VeilproofError: the confidence is none, no kind is named, or the height is negative.
    """

    effort: Effort = Effort.NORMAL
    min_confidence: float | None = None
    cover: tuple[Kind, ...] = FACES
    min_text_height: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what cannot be looked for."""
        if not self.cover or not {*self.cover} <= {*WORDS.values()}:
            raise VeilproofError(f"nothing can be looked for but {', '.join(WORDS)}")
        if not 0 <= self.min_text_height < math.inf:
            raise VeilproofError(f"the least height of text is a number of pixels; {self.min_text_height:g} is not")
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise VeilproofError(f"a confidence lies between 0 and 1; {self.min_confidence:g} does not")

    @property
    def profile(self) -> ScanProfile:
        """How the scan proceeds."""
        profile = PROFILES[self.effort]
        if self.min_confidence is None:
            return profile
        same = confirm.ConfidenceThreshold(self.min_confidence, self.min_confidence)
        return replace(profile, threshold=same, photo_threshold=same)

    @property
    def least_line(self) -> float:
        """The confidence from which a line of text is covered."""
        return lines.LEAST_LINE if self.min_confidence is None else self.min_confidence

    @property
    def least_plate(self) -> float:
        """The confidence from which what the branch for plates sees is covered in a video."""
        return plates.LEAST_PLATE if self.min_confidence is None else self.min_confidence

    @property
    def least_photo_plate(self) -> float:
        """The same in a photo."""
        return plates.LEAST_PHOTO_PLATE if self.min_confidence is None else self.min_confidence

    @property
    def facts(self) -> dict[str, str]:
        """The settings as facts of a plan."""
        chosen = {} if self.min_confidence is None else {"min_confidence": f"{self.min_confidence:g}"}
        kinds = {"cover": words_of(self.cover)}
        if {*LINES} & {*self.cover} and self.min_text_height:
            kinds["min_text_height"] = f"{self.min_text_height:g}"
        return {"effort": self.effort.value, **chosen, **kinds}
