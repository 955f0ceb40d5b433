"""Slaney's mel scale (1998), on which the ear hears differences of pitch, and filters that are spaced evenly on it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]


def mel(hertz: NDArray[np.floating] | float) -> _Floats:
    """On the scale: linear up to 1 kHz, logarithmic above."""
    values = np.asarray(hertz, np.float64)
    return np.where(values < 1000, values * 3 / 200, 15 + 27 * np.log(np.maximum(values, 1) / 1000) / np.log(6.4))


def band_edges(bands: int, low: float, high: float) -> _Floats:
    """Float64 [bands + 2], hertz: where overlapping bands between two frequencies begin, have their top, and end."""
    edges = np.linspace(mel(low), mel(high), bands + 2)
    return np.where(edges < 15, edges * 200 / 3, 1000 * np.exp((edges - 15) * np.log(6.4) / 27))


def triangles(edges: _Floats, bins: NDArray[np.floating]) -> _Floats:
    """Float64 [bands, bins]: overlapping triangles of height 1, for the frequencies of a spectrum in hertz.

    Args:
        edges: of `band_edges`.
        bins: the frequencies.
    """
    low, centre, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    return np.asarray(np.maximum(0, np.minimum((bins - low) / (centre - low), (high - bins) / (high - centre))))
