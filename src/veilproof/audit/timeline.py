"""When each track is visible, and where it leaks, as bars of the report."""

from __future__ import annotations

from dataclasses import dataclass

from veilproof.audit.comparison import MediaKind
from veilproof.audit.findings import Findings

_MAX_TRACKS = 40
"""Tracks that are drawn: about what fits on one page."""
_MIN_CONFIDENCE = 0.6
"""Tracks below this probability are drawn only if they leak: most are no faces. A round number."""
_MIN_SHARE = 0.003
"""Share of the time: what is shorter is drawn this long, so that it is visible."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time: where it begins and how long it is, as shares of the time that is drawn."""

    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Lane:
    """One track: its number in this audit and in the plan, its time, and the times at which it leaks."""

    track: int
    plan_track: int | None
    visible: Bar
    leaks: tuple[Bar, ...]


def timeline(findings: Findings) -> list[Lane]:
    """The tracks that leak, and then the likeliest; none for a photo."""
    leaking = {leak.track for leak in findings.leaks if leak.counts}
    if findings.kind is not MediaKind.VIDEO:
        return []
    likely = [track for track in findings.tracks if track.confidence >= _MIN_CONFIDENCE or track.track in leaking]
    tracks = sorted(likely, key=lambda track: (track.track not in leaking, -track.confidence))[:_MAX_TRACKS]
    total = max([track.to_seconds for track in tracks] + [leak.to_seconds for leak in findings.leaks], default=0.0)

    def bar(start: float, end: float) -> Bar:
        share = max((end - start) / total, _MIN_SHARE) if total else 1.0
        return Bar(min(start / total, 1 - share) if total else 0.0, share)

    return [
        Lane(
            track.track,
            track.plan_track,
            bar(track.from_seconds, track.to_seconds),
            tuple(
                bar(leak.from_seconds, leak.to_seconds)
                for leak in findings.leaks
                if leak.track == track.track and leak.counts
            ),
        )
        for track in tracks
    ]
