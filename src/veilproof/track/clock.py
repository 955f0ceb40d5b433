"""The seconds from frame to frame by which everything in time is counted: keyframes, extrapolation, smoothing.

They come from the frames' own times. The frame rate that a container declares is not used: screen recorders and raw DV
declare 1,000 or 60,000 frames a second. Times lie too, by standing still or by jumping, so a step is believed within
bounds only.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

_SHORTEST_STEP = 1 / 120
"""Seconds. A shorter step counts as this one: of 1,000 frames with the same time each would be looked at as if it were
1/1000 of an instant. Real recordings at more frames/s get more keyframes than they need, which costs little."""
_LONGEST_STEP = 1.0
"""Seconds. A longer step counts as this one, so that no cover ends because of a gap in the times. A round number."""

ROUNDING = 0.003
"""Seconds by which times of one recording differ between containers, some of which count milliseconds: twice a step's
rounding, and a little."""


def step_between(earlier: int, later: int, time_base: Fraction) -> float:
    """Seconds from one frame to the next, as they are believed; time stamps are in units of `time_base`."""
    return min(max(float((later - earlier) * time_base), _SHORTEST_STEP), _LONGEST_STEP)


def frame_times(pts: Sequence[int], time_base: Fraction) -> NDArray[np.float64]:
    """float64 [n]: the time of each frame in seconds from the first one, each step as `step_between` believes it."""
    steps = np.clip(np.diff(np.asarray(pts, np.float64)) * float(time_base), _SHORTEST_STEP, _LONGEST_STEP)
    return np.concatenate([[0.0], np.cumsum(steps)])[: len(pts)]


def typical_step(times: NDArray[np.float64]) -> float:
    """Seconds from frame to frame in most of a run of frames; pauses in it hardly count. One second for one frame."""
    if len(times) < 2:
        return _LONGEST_STEP
    steps = np.diff(times)
    # The mean, because single steps are rounded; without pauses, because it is not robust against them.
    return float(np.minimum(steps, 2 * np.median(steps)).mean())
