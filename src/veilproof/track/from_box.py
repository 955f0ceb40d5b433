"""Propagate a box that a person drew, forwards and backwards from the frame in which it was drawn."""

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
    """Propagate a box with the motion of the picture, until it leaves the picture, is occluded, or the shot ends.

    Args:
        frames: consecutive frames around the one in which the box was drawn.
        at: the index of that frame.
        box: float32 [1, 4], in pixels of the upright picture.
        width: of the picture, in pixels.
        height: of the picture, in pixels.
        max_extrapolation: how many frames the box is propagated at most, before and after.

    Returns:
        The index of the first frame, and float32 [n, 4] boxes, one a frame.
    """
    linker = Linker(width, height, max_extrapolation)
    estimator = MotionEstimator(width, height)
    first_frame: int | None = None
    for frame in frames:
        if first_frame is None:
            first_frame = frame.index
        motion = estimator.step(frame.picture)
        ended = list(linker.advance(motion)) if motion is not None else []
        if ended:
            return first_frame + ended[0].first, ended[0].boxes
        if frame.index == at:
            linker.observe(Detections(np.asarray(box, np.float32), np.ones(1, np.float32)))
    track = next(iter(linker.finish()))
    return (first_frame or 0) + track.first, track.boxes
