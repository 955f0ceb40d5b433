"""Times in the form that people read."""

from __future__ import annotations


def timecode(seconds: float) -> str:
    """A time as H:MM:SS.mmm; negative times become 0."""
    milliseconds = round(max(seconds, 0.0) * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest / 1000:06.3f}"
