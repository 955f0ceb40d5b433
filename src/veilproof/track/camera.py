"""The motion of the camera: how what stands still in the scene goes through the picture."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes
from veilproof.media.video_read import Frame, VideoInfo
from veilproof.track.motion import Motion, MotionEstimator

_MOST_MISMATCH = 18.0
"""Grey levels: what changes more from frame to frame tells nothing of the camera. As of what is occluded (`link`)."""
_REACH = 0.002
"""Of the longer side of the picture: what moves with the camera does so within this distance, and the rest moves by
itself. Half a pixel of the picture in which flow is measured. Chosen by hand."""
_LEAST_CELLS = 12
"""Fewer cells that agree are chance. A round number."""

Similarity = NDArray[np.float64]
"""float64 [2, 3]: where a point x y of one frame is in another one, after it was turned, scaled and shifted."""

_STILL: Similarity = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


def camera_motion(motion: Motion) -> Similarity:
    """How what stands still in the scene moves to the next frame.

    The motion on which most cells of the picture agree (RANSAC, Fischler and Bolles 1981); where none do, the median
    shift. What fills most of the picture counts as the scene, also if it is a bus.
    """
    rows, columns = motion.field.shape[:2]
    x, y = np.meshgrid((np.arange(columns) + 0.5) * motion.cell[0], (np.arange(rows) + 0.5) * motion.cell[1])
    at = np.stack([x, y], axis=2).reshape(-1, 2).astype(np.float64)
    field = motion.field.reshape(-1, 3).astype(np.float64)
    sure = field[:, 2] <= max(_MOST_MISMATCH, float(np.median(field[:, 2])))
    at, shift = at[sure], field[sure, :2]
    reach = _REACH * max(columns * motion.cell[0], rows * motion.cell[1])
    found, agree = cv2.estimateAffinePartial2D(at, at + shift, method=cv2.RANSAC, ransacReprojThreshold=reach)
    if found is None or int(agree.sum()) < _LEAST_CELLS:
        still = _STILL.copy()
        still[:, 2] = np.median(shift, axis=0)
        return still
    return np.asarray(found, np.float64)


def with_camera(
    frames: Iterable[Frame], at: int, box: Boxes, info: VideoInfo
) -> tuple[int, Boxes, NDArray[np.float32]]:
    """The way of a box that is fixed to the scene, both ways from one frame, as far as the shot goes.

    Args:
        frames: consecutive frames around the one in which the box was drawn.
        at: the index of that frame.
        box: float32 [1, 4], in pixels of the upright picture.
        info: the video's size and time base.

    Returns:
        The index of the first frame; float32 [n, 4], one box a frame, before they are turned about their centres; and
        float32 [n], by how many degrees each is turned clockwise, -180 to 180.
    """
    estimator = MotionEstimator(info.width, info.height)
    steps: list[Similarity] = []
    first = at
    for frame in frames:
        motion = estimator.step(frame.picture)
        if motion is None:
            first = frame.index
        elif motion.cut:
            if frame.index > at:
                break
            first = frame.index
            steps.clear()
        else:
            steps.append(camera_motion(motion))
    to = [_STILL]
    for step in steps[at - first :]:
        to.append(_then(to[-1], step))
    back = [_STILL]
    for step in reversed(steps[: at - first]):
        back.append(_then(back[-1], np.asarray(cv2.invertAffineTransform(step), np.float64)))
    return first, *_moved(box[0].astype(np.float64), np.stack([*back[:0:-1], *to]))


def _then(one: Similarity, other: Similarity) -> Similarity:
    """One similarity after another."""
    return np.concatenate([other[:, :2] @ one[:, :2], other[:, :2] @ one[:, 2:] + other[:, 2:]], axis=1)


def _moved(box: NDArray[np.float64], ways: NDArray[np.float64]) -> tuple[Boxes, NDArray[np.float32]]:
    """A box, float64 [4], after each of the similarities, float64 [n, 2, 3]: boxes and angles as of `with_camera`."""
    centre, half = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2
    centres = ways[:, :, :2] @ centre + ways[:, :, 2]
    halves = np.hypot(ways[:, 0, 0], ways[:, 1, 0])[:, None] * half
    angles = np.degrees(np.arctan2(ways[:, 1, 0], ways[:, 0, 0]))
    return np.concatenate([centres - halves, centres + halves], axis=1).astype(np.float32), angles.astype(np.float32)
