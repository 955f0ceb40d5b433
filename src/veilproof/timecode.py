"""Times as people read them."""

from __future__ import annotations


def timecode(seconds: float) -> str:
    """Seconds as H:MM:SS.mmm; what lies before 0 is 0."""
    thousandths = round(max(seconds, 0.0) * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest / 1000:06.3f}"
