"""How the picture moves from one frame to the next, and how boxes move with it."""

from __future__ import annotations

from dataclasses import dataclass

import av
import cv2
import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

from veilproof.geometry import Boxes

_LONG_SIDE = 480
"""Flow is computed on pictures of this size: about 3 ms a frame at any size of video."""
_FINEST_SCALE = 1
"""And refined down to half of that, where a face of 16 px at 720p still has 3. The preset's quarter loses small faces
that move by themselves: 0.5 % of the boxes of the walking people of `demo.scene` leaked, 0 of 4,981 at a half."""
_STEPS = 6
"""Gradient descent steps for each patch; with the preset's 12 nothing is found that 6 do not find."""
_STRIDE = 5
"""Pixels from one patch of 8 to the next; the preset's 4 takes a quarter longer and finds nothing more."""
_CELL = 8
"""Flow is kept as one vector for every cell of this many small-picture pixels."""
_OFFSETS = np.linspace(-0.6, 0.6, 4, dtype=np.float32)
_UNIT = np.stack(np.meshgrid(_OFFSETS, _OFFSETS), axis=2).reshape(-1, 2)
"""A box moves by the median of the flow at these places in it, float32 [16, 2], in halves of its sides."""
_ALIKE, _ALIKE_TORN = 0.6, 0.85
"""Frames of one shot correlate more than this: where the motion is smooth, and where it is torn."""
_TORN = 0.08
_MOST_GROWTH = 0.02
"""A face grows or shrinks by no more than this share in one frame; what says more is two things moving apart."""


@dataclass(frozen=True, slots=True)
class Motion:
    """The motion from one frame to the next.

    Attributes:
        field: float32 [rows, columns, 3], one entry a cell: dx and dy in pixels of the upright picture, and the
            mismatch, how far the cell differs from where it is said to have gone, in grey levels (0 to 255).
        cell: width and height of a cell in pixels of the upright picture.
        speed: the median displacement as a share of the picture's longer side.
        cut: whether the two frames belong to different shots; then the flow means nothing.
    """

    field: NDArray[np.float32]
    cell: tuple[float, float]
    speed: float
    cut: bool


class MotionEstimator:
    """Dense inverse search flow (Kroeger et al. 2016) between successive frames, made coarse."""

    def __init__(self, width: int, height: int) -> None:
        """For pictures of this size, in pixels."""
        shrink = min(1.0, _LONG_SIDE / max(width, height))
        self._small = (max(32, round(width * shrink)), max(32, round(height * shrink)))
        self._grid = (max(1, self._small[0] // _CELL), max(1, self._small[1] // _CELL))
        self._to_full = np.array([width / self._small[0], height / self._small[1]], np.float32)
        self._cell = (width / self._grid[0], height / self._grid[1])
        self._long_side = max(width, height)
        self._scaler = VideoReformatter()
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        self._flow.setFinestScale(_FINEST_SCALE)
        self._flow.setGradientDescentIterations(_STEPS)
        self._flow.setPatchStride(_STRIDE)
        half = self._small[0] // 2, self._small[1] // 2
        self._half_xy = np.dstack(
            np.meshgrid(np.arange(half[0], dtype=np.float32), np.arange(half[1], dtype=np.float32))
        )
        # OpenCV writes the flow into what it is given as a guess, so the next frame is guessed to move like this one.
        self._guess = np.zeros((*self._small[::-1], 2), np.float32)
        self._last: NDArray[np.uint8] | None = None

    def step(self, picture: av.VideoFrame) -> Motion | None:
        """The motion from the frame given before to this one; None for the first frame."""
        small = self._scaler.reformat(picture, *self._small, format="gray", interpolation=Interpolation.AREA)
        grey = np.ascontiguousarray(small.to_ndarray(), np.uint8)
        last, self._last = self._last, grey
        if last is None:
            return None
        flow = np.asarray(self._flow.calc(last, grey, self._guess), np.float32)
        flow_of_cells = np.asarray(cv2.resize(flow, self._grid, interpolation=cv2.INTER_AREA), np.float32)
        # The mismatch is wanted a cell at a time, so it is taken from pictures of half the size.
        before, after = _halved(last), _halved(grey)
        half_flow = cv2.resize(flow, after.shape[::-1], interpolation=cv2.INTER_AREA) / np.float32(2)
        arrived = _picked(after, np.asarray(self._half_xy + half_flow, np.float32))
        mismatch = np.minimum(*(self._mismatch(before, a) for a in (arrived, _as_bright_as(before, arrived))))
        field = np.dstack([flow_of_cells * self._to_full, mismatch]).astype(np.float32)
        speed = float(np.median(np.abs(field[..., :2]).max(axis=2))) / self._long_side
        cut = _is_cut(before, arrived, field[..., 2], _torn(flow_of_cells))
        if cut:
            self._guess[:] = 0
        return Motion(field, self._cell, speed, cut)

    def _mismatch(self, before: NDArray[np.uint8], arrived: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return np.asarray(cv2.resize(cv2.absdiff(arrived, before), self._grid, interpolation=cv2.INTER_AREA), np.uint8)


def _halved(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    size = picture.shape[1] // 2, picture.shape[0] // 2
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _as_bright_as(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """`after` in the light of `before`: a flash or a fade changes every pixel, and no face has gone with it."""
    levels = np.interp(_ranks(after), _ranks(before), np.arange(256))
    return np.asarray(cv2.LUT(after, levels.round().astype(np.uint8)), np.uint8)


def _ranks(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What share of the pixels, float32 [256], is darker than each level."""
    counts = cv2.calcHist([picture], [0], None, [256], [0, 256]).ravel()
    return np.asarray((np.cumsum(counts) - counts / 2) / picture.size, np.float32)


def _picked(picture: NDArray[np.uint8], at: NDArray[np.float32]) -> NDArray[np.uint8]:
    x, y = at[..., 0], at[..., 1]
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _torn(flow: NDArray[np.float32]) -> float:
    """By how much of its own width a cell usually moves away from the next one; `flow` is in small-picture pixels."""
    return float(np.median(np.abs(np.diff(flow, axis=1)).max(axis=2))) / _CELL


def _is_cut(last: NDArray[np.uint8], arrived: NDArray[np.uint8], mismatch: NDArray[np.float32], torn: float) -> bool:
    """Whether even the best motion does not make the one frame out of the other.

    A cut that is missed only covers too much for a while; one that is invented stops covers from being carried. So
    two things must hold: most of the picture does not fit, and what was there does not correlate. Two shots of one
    place do correlate somewhat, but only a motion that tears the picture to pieces leads from one to the other.
    """
    if float(np.median(mismatch)) < 6.0:
        return False
    small = (40, 24)
    a = cv2.resize(last, small, interpolation=cv2.INTER_AREA).astype(np.float32).ravel()
    b = cv2.resize(arrived, small, interpolation=cv2.INTER_AREA).astype(np.float32).ravel()
    a, b = a - a.mean(), b - b.mean()
    norm = float(np.linalg.norm(a) * np.linalg.norm(b))
    return norm <= 0 or float(a @ b) / norm < (_ALIKE_TORN if torn > _TORN else _ALIKE)


def propagate(boxes: Boxes, motion: Motion, *, forward: bool) -> tuple[Boxes, NDArray[np.float32]]:
    """Boxes moved with the picture to the next frame, or back to the one before.

    Returns:
        The moved boxes, and float32 [n]: the mean mismatch inside each, in grey levels.
    """
    if not len(boxes):
        return boxes, np.empty(0, np.float32)
    if forward:
        return _moved(boxes, *_sample(motion, boxes, boxes))
    # The flow is known where pixels come from, not where they arrive: find the origin by fixed-point iteration.
    origin = boxes
    for _ in range(2):
        delta, slope, mismatch = _sample(motion, origin, boxes)
        origin, _ = _moved(boxes, -delta, np.asarray(1 / slope, np.float32), mismatch)
    return origin, mismatch


def _moved(
    boxes: Boxes, delta: NDArray[np.float32], growth: NDArray[np.float32], mismatch: NDArray[np.float32]
) -> tuple[Boxes, NDArray[np.float32]]:
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2 + delta
    half = (boxes[:, 2:] - boxes[:, :2]) / 2 * growth[:, None]
    return np.asarray(np.concatenate([centre - half, centre + half], axis=1), np.float32), mismatch


def _sample(
    motion: Motion, at: Boxes, like: Boxes
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Displacement [n, 2] in pixels, growth factor [n] and mismatch [n] of the picture inside each box."""
    centre, half = (at[:, :2] + at[:, 2:]) / 2, (like[:, 2:] - like[:, :2]) / 2
    # Across a small face noise in the flow is larger than what differs, so growth is read from a patch of some size.
    wide = np.maximum(half, 4 * np.array(motion.cell, np.float32))
    relative = _UNIT * wide[:, None]
    points = centre[:, None] + np.concatenate([_UNIT * half[:, None], relative], axis=1)
    there = _at(motion, np.asarray(points, np.float32))
    inside, around = there[:, : len(_UNIT)], there[:, len(_UNIT) :, :2]
    delta = np.median(inside[..., :2], axis=1)
    slope = np.einsum("nkd,nkd->n", relative, around - delta[:, None]) / np.einsum("nkd,nkd->n", relative, relative)
    growth = 1 + np.clip(slope, -_MOST_GROWTH, _MOST_GROWTH)
    return (
        np.asarray(delta, np.float32),
        np.asarray(growth, np.float32),
        np.asarray(inside[..., 2].mean(axis=1), np.float32),
    )


def _at(motion: Motion, points: NDArray[np.float32]) -> NDArray[np.float32]:
    """float32 [n, k, 3]: dx dy mismatch at points [n, k, 2], bilinear, held constant beyond the picture."""
    u = points[..., 0] / np.float32(motion.cell[0]) - np.float32(0.5)
    v = points[..., 1] / np.float32(motion.cell[1]) - np.float32(0.5)
    return np.asarray(cv2.remap(motion.field, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)
