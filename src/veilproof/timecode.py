"""Times as people read them."""

from __future__ import annotations


def timecode(seconds: float) -> str:
    """Seconds as H:MM:SS.mmm."""
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest / 1000:06.3f}"
