"""How far the noise of a codec may reach: the limits that tell it from a change.

What is largest of many is larger the more there are, so limits grow with the number of frames, as extreme value theory
says: the tail of each measure was estimated on honest films (docs/release.md), and a limit is where fewer than one in
twenty films of that length should come.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_TIMES_TYPICAL = np.array([30, 28, 16, 72, 45, 72, 45], np.float32)
"""By measure (`noise.MEASURES`), how many times the typical difference of a short film a frame may reach, in any."""
_SHORT = 750
"""Frames of a short film, for which these limits hold as they are."""
_TAIL, _MOMENTARY_TAIL = 0.15, 0.25
"""The tail indices of differences and of momentary ones, after Hill (1975), of the largest 20 to 160 frames of 240
honest films: a limit grows with the number of frames to this power."""
_LEAST_MOMENTARY, _MOMENTARY_TO_CUBE = 16.0, 8.0
"""How many times larger a difference may be than in the frames before and after: the first, or so many times the cube
of what is typical of the film, if that is more. Of honest H.264 1.1 to 1.5 is typical, of H.265 1.7 to 3.3."""
_TIMES_MOMENTARY, _MOST_MOMENTARY = 2.0, 60.0
"""How many times what a film's own frames suggest it may be larger, and up to where they are believed, so that changes
in many frames hide no other. In 364 comparisons of honest films a ratio was at most 0.78 of its limit."""
_BESIDE = 25
"""Frames before and after one that tell how much a codec errs there: two seconds of a film, and so mostly its shot."""
_FEWEST = 12
"""Frames that tell it at least. A round number."""
_CHANCE = 0.05
"""That an honest film exceeds what its own frames suggest, were they independent. A round number."""
_TIMES_SUGGESTED = 1.5
"""How many times what its own frames suggest the detail of a frame may differ. In 364 comparisons of honest films it
was at most 1.32 times."""
_LEAST_DETAIL = 3.0
"""How many times the typical difference the detail may differ in any case: what a still film suggests is too little."""
_MEDIAN, _NINTH = 0.3665, 2.2504
"""The median and the highest tenth of the Gumbel distribution."""


def times_typical(frames: int) -> NDArray[np.float32]:
    """float32 [measures]: how many times the typical difference of a film a frame of it may reach."""
    return np.asarray(_TIMES_TYPICAL * max(1.0, frames / _SHORT) ** _TAIL, np.float32)


def most_detail(largest: NDArray[np.floating]) -> NDArray[np.float32]:
    """How much the detail of each frame may differ, as the frames of the same film beside it suggest.

    The film is its own measure: how coarsely it was encoded shows in every frame.

    Args:
        largest: [frames], the largest difference in each, in units of the typical one.

    Returns:
        float32 [frames], in the same units; infinite where there are too few frames.
    """
    count = len(largest)
    if count < _FEWEST:
        return np.full(count, np.inf, np.float32)
    width = min(count, 2 * _BESIDE + 1)
    windows = np.lib.stride_tricks.sliding_window_view(largest, width)
    suggested = _suggested(windows, count)
    own = np.clip(np.arange(count) - width // 2, 0, count - width)
    return np.asarray(np.maximum(_TIMES_SUGGESTED * suggested, _LEAST_DETAIL)[own], np.float32)


def most_momentary(ratios: NDArray[np.floating]) -> float:
    """How many times larger a difference may be than in the frames beside it.

    Codecs treat frames unequally: some are coded coarsely between better ones, H.265 more so than H.264. How unequal
    they are the film itself says.

    Args:
        ratios: the largest of each frame, as `noise.momentary` gives them.
    """
    by_spread = _TIMES_MOMENTARY * float(_suggested(ratios[None], len(ratios))[0])
    least = _LEAST_MOMENTARY * max(1.0, len(ratios) / _SHORT) ** _MOMENTARY_TAIL
    by_cube = _MOMENTARY_TO_CUBE * float(np.median(ratios)) ** 3
    return float(max(least, min(max(by_cube, by_spread), _MOST_MOMENTARY)))


def _suggested(largest: NDArray[np.floating], count: int) -> NDArray[np.floating]:
    """By row, what the largest of so many frames should not exceed, as these frames suggest.

    They are taken to follow a Gumbel distribution of their logarithm, whose scale comes from the median and the highest
    tenth, which a few changed frames do not move.
    """
    usual, high = np.maximum(np.quantile(largest, (0.5, 0.9), axis=-1), 1e-3)
    scale = np.log(high / usual) / (_NINTH - _MEDIAN)
    return np.asarray(usual * np.exp(scale * (np.log(count / _CHANCE) - _MEDIAN)))
