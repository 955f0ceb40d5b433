"""The photographs with labelled heads, and which of them are held back."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_HELD_BACK = 5
"""One photograph in so many is held back."""


def held_back(name: str) -> bool:
    """Whether a photograph is never trained on: one in five, by the SHA-256 of its name, fixed before any training."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % _HELD_BACK == 0


def photographs(data: Path, *, back: bool) -> dict[Path, NDArray[np.float32]]:
    """The heads of each photograph that is held back, or of each of the others: float32 [n, 4]."""
    labels = json.loads((data / "boxes.json").read_text("utf-8"))
    return {
        data / "images" / name: np.array(boxes, np.float32).reshape(-1, 4)
        for name, boxes in sorted(labels.items())
        if held_back(name) == back
    }
