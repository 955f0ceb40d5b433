"""The motion of the camera: how what stands still in the scene goes through the picture."""

from __future__ import annotations

from collections.abc import Iterable

import av
import cv2
import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

from veilproof.geometry import Boxes
from veilproof.media.video_read import Frame, VideoInfo
from veilproof.track.motion import MotionEstimator

_LONG_SIDE = 640
"""Pixels of the longer side of the picture in which corners are followed: about 5 ms a frame at any size of video."""
_CORNERS = 600
"""So many at most are followed. A round number."""
_CORNER_DISTANCE = 8
"""Pixels between two of them, so that no poster or face has most. A round number."""
_CORNER_QUALITY = 0.01
"""Least quality of a corner, in parts of that of the best one; usual in OpenCV."""
_WINDOW = (21, 21)
"""Pixels around a corner that must be found again; the default of OpenCV."""
_THERE_AND_BACK = 0.5
"""Pixels: a corner that is followed to the next frame and back and does not return is lost (Kalal et al. 2010)."""
_REACH = 1.5
"""Pixels: what moves with the camera does so within this distance, and the rest moves by itself. Chosen by hand."""
_LEAST_CORNERS = 12
"""Fewer that agree are chance. A round number."""
_MOST_GROWTH = 1.25
"""By which the scene grows or shrinks from one frame to the next at most; no lens is so fast. A round number."""
_LEAST_LEFT = 0.4
"""Corners are looked for anew once fewer than this share of them is left. A round number."""
_MOST_FRAMES = 100
"""Or after so many frames. A round number."""

Similarity = NDArray[np.float64]
"""float64 [2, 3]: where a point x y of one frame is in another one, after it was turned, scaled and shifted."""

_STILL: Similarity = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


class CameraEstimator:
    """The motion of the camera since the first picture: that on which most corners agree (Fischler and Bolles 1981).

    Corners, because walls and skies show no motion, and dense flow guesses it. They are followed over many frames, and
    the motion is taken from where they were found first: what moves slowly by itself shows only then. What fills most
    of the picture counts as the scene, also if it is a bus.
    """

    def __init__(self, width: int, height: int) -> None:
        """For pictures of this size, in pixels."""
        shrink = min(1.0, _LONG_SIDE / max(width, height))
        self._small = (max(32, round(width * shrink)), max(32, round(height * shrink)))
        self._to_picture = np.array([width / self._small[0], height / self._small[1]])
        self._scaler = VideoReformatter()
        self.reset()

    def reset(self) -> None:
        """Begin with the next picture, which belongs to another shot."""
        self._last: NDArray[np.uint8] | None = None
        self._to_anchor, self._to_last = _STILL, _STILL
        self._anchored = self._followed = np.empty((0, 2), np.float32)
        self._first_count = self._age = 0

    def step(self, picture: av.VideoFrame) -> Similarity | None:
        """Where what stood still in the scene of the first picture is in this one; None if nobody can tell.

        After None, `reset` begins anew.
        """
        small = self._scaler.reformat(picture, *self._small, format="gray", interpolation=Interpolation.AREA)
        grey = np.ascontiguousarray(small.to_ndarray(), np.uint8)
        if self._last is not None:
            if not self._follow(self._last, grey):
                return None
            self._age += 1
        worn = len(self._followed) < max(_LEAST_CORNERS, _LEAST_LEFT * self._first_count)
        if worn or self._age >= _MOST_FRAMES:
            self._anchor(grey)
        self._last = grey
        # Pixels of the picture need not be square, but the camera turns little.
        return np.asarray(self._to_last * [[1, 1, self._to_picture[0]], [1, 1, self._to_picture[1]]], np.float64)

    def _anchor(self, grey: NDArray[np.uint8]) -> None:
        """Look for corners anew."""
        found = cv2.goodFeaturesToTrack(grey, _CORNERS, _CORNER_QUALITY, _CORNER_DISTANCE)
        self._anchored = self._followed = np.asarray(
            np.empty((0, 2)) if found is None else found.reshape(-1, 2), np.float32
        )
        self._to_anchor, self._first_count, self._age = self._to_last, len(self._anchored), 0

    def _follow(self, last: NDArray[np.uint8], grey: NDArray[np.uint8]) -> bool:
        """Follow the corners to the next picture (Lucas and Kanade 1981), and keep those that agree.

        Returns:
            Whether the motion is known. It is not where too few corners agree: in a whip pan, a flash, behind a crowd,
            before a plain wall, or in the dark, where the few may be of somebody who walks.
        """
        if len(self._followed) < _LEAST_CORNERS:
            return False
        after, seen = _moved_points(last, grey, self._followed)
        back, seen_back = _moved_points(grey, last, after)
        sure = seen & seen_back
        sure &= np.linalg.norm(back - self._followed, axis=1) <= _THERE_AND_BACK
        self._anchored, self._followed = self._anchored[sure], after[sure]
        if len(self._followed) < _LEAST_CORNERS:
            return False
        found, agree = cv2.estimateAffinePartial2D(
            self._anchored, self._followed, method=cv2.RANSAC, ransacReprojThreshold=_REACH
        )
        if found is None or agree.sum() < _LEAST_CORNERS:
            return False
        to_here = _then(self._to_anchor, np.asarray(found, np.float64))
        growth = float(np.hypot(*to_here[:, 0]) / np.hypot(*self._to_last[:, 0]))
        if not 1 / _MOST_GROWTH <= growth <= _MOST_GROWTH:
            return False
        self._to_last = to_here
        kept = agree.ravel() > 0
        self._anchored, self._followed = self._anchored[kept], self._followed[kept]
        return True


def _moved_points(
    one: NDArray[np.uint8], other: NDArray[np.uint8], points: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Where points of one picture, float32 [n, 2], are in another one; and bool [n], which were found."""
    moved, found, _ = cv2.calcOpticalFlowPyrLK(one, other, points, np.empty_like(points), winSize=_WINDOW)
    return np.asarray(moved, np.float32), np.asarray(found).ravel() > 0


def with_camera(
    frames: Iterable[Frame], at: int, box: Boxes, info: VideoInfo
) -> tuple[int, Boxes, NDArray[np.float32]]:
    """The way of a box that is fixed to the scene, both ways from one frame.

    It goes as far as the shot, and as the motion of the camera is known.

    Args:
        frames: consecutive frames around the one in which the box was drawn.
        at: the index of that frame.
        box: float32 [1, 4], in pixels of the upright picture.
        info: the video's size and time base.

    Returns:
        The index of the first frame; float32 [n, 4], one box a frame, before they are turned about their centres; and
        float32 [n], by how many degrees each is turned clockwise, -180 to 180.
    """
    cuts, camera = MotionEstimator(info.width, info.height), CameraEstimator(info.width, info.height)
    ways: list[Similarity] = []
    first = at
    for frame in frames:
        motion = cuts.step(frame.picture)
        way = None if motion is None or motion.cut else camera.step(frame.picture)
        if way is None:
            if frame.index > at:
                break
            first = frame.index
            ways.clear()
            camera.reset()
            way = camera.step(frame.picture)
            assert way is not None
        ways.append(way)
    origin = np.asarray(cv2.invertAffineTransform(ways[at - first]), np.float64)
    return first, *_moved(box[0].astype(np.float64), np.stack([_then(origin, way) for way in ways]))


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
