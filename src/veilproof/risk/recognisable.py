"""How likely a bare face of some size is recognised."""

from __future__ import annotations

import numpy as np

_SIDES = np.log2(np.array([6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 24.0, 32.0]))
"""Log pixels: the longer side of the face box."""
_SHARES = np.array([0.03, 0.157, 0.353, 0.567, 0.863, 0.95, 0.97, 0.987])
"""The share of 300 people whom an open recogniser matches from a sharp, frontal face of that size
(`benchmarks.recognisable`, docs/measured.md)."""


def recognisable(side: float) -> float:
    """How likely a bare face whose longer side has so many pixels is matched among 300 people, 0 to 1."""
    return float(np.interp(np.log2(max(side, 1.0)), _SIDES, _SHARES))
