"""Times as people type them."""

from __future__ import annotations

import re
from fractions import Fraction


def parse_time(text: str) -> Fraction:
    """Seconds or H:MM:SS.mmm as exact seconds; raises ValueError."""
    if not re.fullmatch(r"(\d+:){0,2}\d+(\.\d+)?", text):
        raise ValueError(text)
    total = Fraction(0)
    for part in text.split(":"):
        total = total * 60 + Fraction(part)
    return total
