"""The times of frames: from the time stamps of a stream, where those can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import av
import numpy as np

from veilproof.media.demux import TIMELINE_BREAK_SECONDS

DEFAULT_FRAME_RATE = Fraction(25)
"""Frames/s where neither the container nor the times of frames say anything; PAL's."""

_CONTRADICTION = 2
"""A declared frame rate that differs from that of the first frames by more than this factor is not believed. Fields,
which are stored one by one, differ by it."""
_MAX_FRAME_RATE = 240
"""Frames/s that are believed where no time confirms them; phones record up to 240."""
_MAX_DENOMINATOR = 1001
"""Of frame rates that are worked out from times; NTSC's."""


def frame_rate(declared: Sequence[Fraction | None], stamps: Sequence[int], time_base: Fraction) -> Fraction:
    """Frames/s, as a hint: the first declared one that the time stamps of the first frames do not contradict.

    Args:
        declared: by the container, or guessed from it.
        stamps: of the first frames, in the order of the file; empty if they have none.
        time_base: seconds in one unit of them.
    """
    steps = np.diff(np.unique(np.asarray(stamps, np.int64)))
    rates = [rate for rate in declared if rate]
    if len(steps) < 2 or not times_advance(stamps):
        return next((rate for rate in rates if rate <= _MAX_FRAME_RATE), DEFAULT_FRAME_RATE)
    # The latest frames may be missing, because they are stored in another order than they are shown in.
    step = Fraction(float(steps[steps < 2 * np.median(steps)].mean())) * time_base
    observed = (1 / step).limit_denominator(_MAX_DENOMINATOR) or DEFAULT_FRAME_RATE
    return next((rate for rate in rates if 1 / _CONTRADICTION <= rate * step <= _CONTRADICTION), observed)


def times_advance(stamps: Sequence[int]) -> bool:
    """Whether most of these time stamps differ from one another: standing still, they tell nothing."""
    return 2 * len(set(stamps)) > len(stamps)


class PresentationTimes:
    """Times of frames in units of the time base: those of the stream where they increase, or the nearest that do."""

    def __init__(self, rate: Fraction, time_base: Fraction, *, in_decoding_order: bool, believed: bool) -> None:
        """For one stream.

        Args:
            rate: frames/s; used where a frame has no time.
            time_base: seconds in one unit.
            in_decoding_order: whether decoding times are the presentation times, as in AVI.
            believed: whether the time stamps of the stream are used at all.
        """
        self._in_decoding_order = in_decoding_order
        self._believed = believed
        self._step = max(1, round(1 / (rate * time_base)))
        self._break = max(self._step + 1, round(TIMELINE_BREAK_SECONDS / time_base))
        self._last: int | None = None
        self._shift = 0

    def time_of(self, picture: av.VideoFrame) -> int:
        """The time of the next picture."""
        # AVI has decoding times only; without B-frames they are exact, and FFmpeg's presentation times a frame late.
        use_dts = picture.pts is None or (self._in_decoding_order and picture.dts is not None)
        pts = picture.dts if use_dts else picture.pts
        if self._last is None:
            self._last = 0 if pts is None else pts
            return self._last
        if pts is None or not self._believed:
            pts = self._last + self._step
        elif pts + self._shift < self._last - self._break:
            self._shift = self._last + self._step - pts
            pts += self._shift
        else:
            pts += self._shift
        self._last = max(pts, self._last + 1)
        return self._last
