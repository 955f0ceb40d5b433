"""What of a stored picture is shown: the clean aperture of ISO base media (ISO/IEC 14496-12, section 12.1.4)."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from fractions import Fraction

_NUMBERS = struct.Struct(">IIIIiIiI")
"""Numerators and denominators of width, height, and how far the middle is to the right and down."""
_ROUNDING = Fraction(1, 100)
"""Pixels by which an edge may be off and still counts as whole: programs round fractions. A round number."""


@dataclass(frozen=True, slots=True)
class Crop:
    """How many pixels a player cuts off each side of the stored picture."""

    left: int
    top: int
    right: int
    bottom: int


def clean_aperture(body: bytes, width: int, height: int) -> Crop | None:
    """What a `clap` box cuts off a picture of this size, edges rounded inwards; None for nothing, or nonsense."""
    if len(body) < _NUMBERS.size:
        return None
    numbers = _NUMBERS.unpack_from(body)
    if 0 in numbers[1::2]:
        return None
    wide, high, right, down = (Fraction(n, d) for n, d in zip(numbers[::2], numbers[1::2], strict=True))
    left, top = (width - wide) / 2 + right, (height - high) / 2 + down
    edges = (left, top, width - left - wide, height - top - high)
    crop = Crop(*(max(0, math.ceil(edge - _ROUNDING)) for edge in edges))
    shows_something = crop.left + crop.right < width and crop.top + crop.bottom < height
    return crop if shows_something and crop != Crop(0, 0, 0, 0) else None
