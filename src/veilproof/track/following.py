"""Following a box that a person drew through a video: with what it shows, or with the camera."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes
from veilproof.media.seek import FrameSeeker
from veilproof.media.video_read import Frame
from veilproof.track.camera import with_camera
from veilproof.track.clock import ROUNDING, frame_times
from veilproof.track.confirm import MAX_EXTRAPOLATION
from veilproof.track.from_box import follow_box
from veilproof.track.link import MaxExtrapolation


def follow_in_video(
    path: Path, pts: Sequence[int], frame: int, box: Boxes, max_frames: int | None = None
) -> tuple[int, Boxes]:
    """Follow what is in a box both ways, as far as the scan does if no number of frames is given.

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
        return follow_box(_frames(seeker, pts, first, last), frame, box, seeker.info, limit)


def fixed_to_scene(
    path: Path, pts: Sequence[int], frame: int, box: Boxes, between: tuple[int, int]
) -> tuple[int, Boxes, NDArray[np.float32]]:
    """Move a box as the camera makes the scene move, as far as the shot goes.

    Args:
        path: the video.
        pts: the time stamps of its frames.
        frame: where the box is.
        box: float32 [1, 4].
        between: the first and the last frame that are asked for, around `frame`.

    Returns:
        The first frame; float32 [n, 4], one box for each frame from there on; and float32 [n], their angles in degrees.

    Raises:
        VeilproofError: a frame cannot be decoded.
    """
    with FrameSeeker(path, pts) as seeker:
        return with_camera(_frames(seeker, pts, *between), frame, box, seeker.info)


def _frames(seeker: FrameSeeker, pts: Sequence[int], first: int, last: int) -> Iterator[Frame]:
    for number in range(first, last + 1):
        yield Frame(number, pts[number], seeker.at(number))
