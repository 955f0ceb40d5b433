"""Following a box that a person drew through a video."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from veilproof.geometry import Boxes
from veilproof.media.seek import FrameSeeker
from veilproof.media.video_read import Frame
from veilproof.track.clock import ROUNDING, frame_times
from veilproof.track.confirm import MAX_EXTRAPOLATION
from veilproof.track.from_box import follow_box
from veilproof.track.link import MaxExtrapolation


def follow_in_video(
    path: Path, pts: Sequence[int], frame: int, box: Boxes, max_frames: int | None = None
) -> tuple[int, Boxes]:
    """Follow a box both ways, as far as the scan does if no number of frames is given.

    Args:
        path: the video.
        pts: the time stamps of its frames.
        frame: where the box is.
        box: float32 [1, 4].
        max_frames: how far to follow it each way.

    Returns:
        The first frame, and float32 [n, 4], one box for each frame from there on.

    Raises:
        VeilproofError: a frame cannot be decoded.
    """
    # A decoder of its own: following takes seconds, and must not block the pictures on the page.
    with FrameSeeker(path, pts) as seeker:
        limit = MaxExtrapolation(math.inf, max_frames) if max_frames else MAX_EXTRAPOLATION
        times = frame_times(pts, seeker.info.time_base)
        near = np.flatnonzero(abs(times - times[frame]) <= limit.seconds + ROUNDING)
        first, last = max(int(near[0]), frame - limit.frames), min(int(near[-1]), frame + limit.frames)

        def around() -> Iterator[Frame]:
            for number in range(first, last + 1):
                yield Frame(number, pts[number], seeker.at(number))

        return follow_box(around(), frame, box, seeker.info, limit)
