"""How far the noise of a codec may reach: the limits that tell it from a change.

What is largest of many is larger the more there are, so limits grow with the number of frames, as extreme value theory
says: the tail of each measure was estimated on honest films (docs/release.md), and a limit is where fewer than one in
twenty films of that length should come.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_TIMES_TYPICAL = np.array([30, 28, 16, 72, 45, 72, 45], np.float32)
"""By measure (`noise.MEASURES`), how many times the typical difference of a short film a frame may reach."""
_SHORT = 750
"""Frames of a short film, for which the limits hold as they are. In 240 honest ones with 8,640 frames in all, the
largest difference was 0.94 of its limit, and the largest momentary one 0.84."""
_TAIL, _MOMENTARY_TAIL = 0.15, 0.25
"""The tail indices of both, after Hill (1975), of the largest 20 to 160 frames of these: a limit grows with the number
of frames to this power."""
_LEAST_MOMENTARY, _MOMENTARY_TO_CUBE = 8.0, 4.0
"""How many times larger a difference may be than in the frames before and after: the first, or so many times the cube
of what is typical of the film, if that is more. Of honest H.264 1.1 to 1.5 is typical, of H.265 1.7 to 3.3."""
_CHANCE = 0.05
"""That an honest film exceeds what its own frames suggest, were they independent. A round number."""
_MOST_BY_SPREAD = 30.0
"""What a film's own frames suggest is believed up to this, so that changes in many frames hide no other. In honest
films whose frames differ that much it was at most 20."""
_MEDIAN, _NINTH = 0.3665, 2.2504
"""The median and the highest tenth of the Gumbel distribution."""


def times_typical(frames: int) -> NDArray[np.float32]:
    """float32 [measures]: how many times the typical difference of a film a frame of it may reach."""
    return np.asarray(_TIMES_TYPICAL * max(1.0, frames / _SHORT) ** _TAIL, np.float32)


def most_momentary(ratios: NDArray[np.floating]) -> float:
    """How many times larger a difference may be than in the frames beside it.

    Codecs treat frames unequally: some are coded coarsely between better ones, H.265 more so than H.264. How unequal
    they are the film itself says: the largest ratio of a frame is taken to follow a Gumbel distribution of its
    logarithm, whose scale comes from the median and the highest tenth, which a few changed frames do not move.

    Args:
        ratios: the largest of each frame, as `noise.momentary` gives them.
    """
    usual, high = np.quantile(np.maximum(ratios, 1e-3), (0.5, 0.9)).tolist()
    scale = np.log(high / usual) / (_NINTH - _MEDIAN)
    by_spread = usual * np.exp(scale * (np.log(len(ratios) / _CHANCE) - _MEDIAN))
    least = _LEAST_MOMENTARY * max(1.0, len(ratios) / _SHORT) ** _MOMENTARY_TAIL
    return float(max(least, min(max(_MOMENTARY_TO_CUBE * usual**3, by_spread), _MOST_BY_SPREAD)))
