"""One face through a shot."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the detectors saw at the place of a track in each keyframe of its life.

    Attributes:
        frames: int64 [m], ascending indices of the keyframes, those of the observations included.
        scores: float32 [m], the calibrated probability of what was detected there; 0 where nothing was.
        sizes: float32 [m], how large the box was for the detector: pixels of the view in which it ran.
    """

    frames: NDArray[np.int64]
    scores: NDArray[np.float32]
    sizes: NDArray[np.float32]

    @staticmethod
    def none() -> Evidence:
        """No keyframe."""
        return Evidence(np.empty(0, np.int64), np.empty(0, np.float32), np.empty(0, np.float32))


@dataclass(frozen=True, slots=True)
class Track:
    """One face through a shot, a box in every frame from `first` on without a gap.

    Attributes:
        first: index of the first frame.
        boxes: float32 [n, 4], one box a frame, in pixels of the upright picture.
        times: float64 [n], the time of each frame in seconds, ascending; only differences mean something.
        observed: int64 [k], ascending indices of the frames in which a detector found the face; at least one.
        scores: float32 [k], the calibrated probability of the detection in each of those frames.
        evidence: every keyframe of its life, those included in which no detector found it.
    """

    first: int
    boxes: Boxes
    times: NDArray[np.float64]
    observed: NDArray[np.int64]
    scores: NDArray[np.float32]
    evidence: Evidence = field(default_factory=Evidence.none)

    @property
    def last(self) -> int:
        """Index of the last frame."""
        return self.first + len(self.boxes) - 1

    def time_of(self, frame: int) -> float:
        """The time of one of its frames, in seconds."""
        return float(self.times[frame - self.first])
