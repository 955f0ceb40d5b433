"""Propagate a box that a person drew, forwards and backwards from the frame in which it was drawn."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from veilproof.detect import Detections
from veilproof.geometry import Boxes
from veilproof.media.video_read import Frame, VideoInfo
from veilproof.track.clock import step_between
from veilproof.track.link import KeyframeDetections, Linker, MaxExtrapolation
from veilproof.track.motion import MotionEstimator


def follow_box(
    frames: Iterable[Frame], at: int, box: Boxes, info: VideoInfo, max_extrapolation: MaxExtrapolation
) -> tuple[int, Boxes]:
    """Propagate a box with the motion of the picture, until it leaves the picture, is occluded, or the shot ends.

    Args:
        frames: consecutive frames around the one in which the box was drawn.
        at: the index of that frame.
        box: float32 [1, 4], in pixels of the upright picture.
        info: the video's size and time base.
        max_extrapolation: how far the box is propagated at most, before and after.

    Returns:
        The index of the first frame, and float32 [n, 4] boxes, one a frame.
    """
    linker = Linker(info.width, info.height, max_extrapolation)
    estimator = MotionEstimator(info.width, info.height)
    first_frame: int | None = None
    pts = 0
    for frame in frames:
        if first_frame is None:
            first_frame, pts = frame.index, frame.pts
        motion, step = estimator.step(frame.picture), step_between(pts, frame.pts, info.time_base)
        pts = frame.pts
        ended = list(linker.advance(motion, step)) if motion is not None else []
        if ended:
            return first_frame + ended[0].first, ended[0].boxes
        if frame.index == at:
            linker.observe(KeyframeDetections(Detections(np.asarray(box, np.float32), np.ones(1, np.float32))))
    track = next(iter(linker.finish()))
    return (first_frame or 0) + track.first, track.boxes
