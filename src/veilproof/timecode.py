"""Times in the form that people read."""

from __future__ import annotations

import re
from fractions import Fraction


def timecode(seconds: float) -> str:
    """A time as H:MM:SS.mmm; negative times become 0."""
    milliseconds = round(max(seconds, 0.0) * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest / 1000:06.3f}"


def seconds_of(text: str) -> Fraction:
    """The seconds of a time as a person writes it: seconds, or H:MM:SS.mmm, in ASCII digits.

    Raises:
        ValueError: it is no such time.
    """
    if len(text) > 40 or not re.fullmatch(r"([0-9]+:){0,2}[0-9]+(\.[0-9]+)?", text):
        raise ValueError(f"{text[:40]} is not a time: give seconds or H:MM:SS.mmm")
    total = Fraction(0)
    for part in text.split(":"):
        total = total * 60 + Fraction(part)
    return total


def span_of(text: str) -> tuple[Fraction, Fraction]:
    """Begin and end, in seconds, of FROM-TO as a person writes it; both may be the same.

    Raises:
        ValueError: it is no such span, or ends before it begins.
    """
    first, _, last = text.partition("-")
    start, end = seconds_of(first.strip()), seconds_of(last.strip())
    if end < start:
        raise ValueError(f"{text[:60]!r} ends before it begins")
    return start, end
