"""Sets of frames as ranges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def runs(frames: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The runs of true values in bool [n], as inclusive (first, last)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], frames, [False]]).astype(np.int8)))
    return [(int(a), int(b) - 1) for a, b in edges.reshape(-1, 2)]
