"""Following a box that a person drew, both ways from the frame in which it was drawn."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from veilproof.detect import Detections
from veilproof.geometry import Boxes
from veilproof.media.video_read import Frame
from veilproof.track.link import Linker
from veilproof.track.motion import MotionEstimator


def follow_box(
    frames: Iterable[Frame], at: int, box: Boxes, width: int, height: int, max_extrapolation: int
) -> tuple[int, Boxes]:
    """Carry a box with the picture, until it leaves it, is hidden, or the shot ends.

    Args:
        frames: consecutive frames around the one in which the box was drawn.
        at: the number of that frame.
        box: float32 [1, 4], in pixels of the upright picture.
        width: of the picture.
        height: of the picture.
        max_extrapolation: how many frames it is followed at most, before and after.

    Returns:
        The first frame it was followed to, and float32 [n, 4] boxes, one a frame.
    """
    linker = Linker(width, height, max_extrapolation)
    estimator = MotionEstimator(width, height)
    begins: int | None = None
    for frame in frames:
        if begins is None:
            begins = frame.index
        motion = estimator.step(frame.picture)
        over = list(linker.advance(motion)) if motion is not None else []
        if over:
            return begins + over[0].first, over[0].boxes
        if frame.index == at:
            linker.observe(Detections(np.asarray(box, np.float32), np.ones(1, np.float32)))
    track = next(iter(linker.finish()))
    return (begins or 0) + track.first, track.boxes
