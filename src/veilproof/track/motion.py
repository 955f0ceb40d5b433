"""Motion estimation between successive frames (dense optical flow, cuts), and propagation of boxes along it."""

from __future__ import annotations

from dataclasses import dataclass

import av
import cv2
import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

from veilproof.geometry import Boxes

_FLOW_LONG_SIDE = 480
"""Pixels of the longer side on which flow is computed: about 3 ms a frame at any size of video."""
_FINEST_SCALE = 1
"""Finest pyramid level, as a power of 2: half of that size, where a face of 16 px at 720p still has 3 px. The preset's
2 (a quarter) loses small faces that move independently: 0.5 % of the boxes of the walking people of `demo.scene`
leaked, 0 of 4,981 at 1."""
_GRADIENT_STEPS = 6
"""Gradient descent steps for each patch; the preset's 12 find nothing more."""
_PATCH_STRIDE = 5
"""Pixels from one patch of 8 px to the next; the preset's 4 take a quarter longer and find nothing more."""
_CELL = 8
"""Side of a cell, which has one flow vector, in pixels of the reduced picture. A round number."""
_SAMPLE_OFFSETS = np.linspace(-0.6, 0.6, 4, dtype=np.float32)
_SAMPLE_POINTS = np.stack(np.meshgrid(_SAMPLE_OFFSETS, _SAMPLE_OFFSETS), axis=2).reshape(-1, 2)
"""A box moves by the median flow at these points, float32 [16, 2], from its centre in halves of its sides. Chosen by
hand."""
_GROWTH_PATCH_CELLS = 4
"""Growth is estimated on a patch of at least this many cells either way. Across a small face, the noise of the flow is
larger than its gradient. Chosen by hand."""
_MAX_GROWTH = 0.02
"""A face grows or shrinks by at most this share in a frame; more means two objects that move apart. Chosen by hand."""
_BACKWARD_ITERATIONS = 2
"""Fixed-point iterations that invert the flow; exact to a pixel for the motions in tests/track/test_motion.py."""

_DOUBTFUL_MISMATCH = 10.0
"""Mean mismatch of the cells, in grey levels, from which the flow may have missed a jerk. Chosen by hand, as what
follows: of 21 pairs of frames, up to 8 apart in shaken clips of the tune set, in which it had, these two find all."""
_DOUBTFUL_TEAR = 0.025
"""The same for `_Flow.discontinuity`; in calm clips that is at most .02."""

# A cut needs a large mismatch and a low correlation. All limits were chosen by hand; tests/track/test_motion.py holds
# them against cuts, pans, flashes and fades.
_CUT_MISMATCH = 6.0
"""Median mismatch of the cells, in grey levels (of 255), below which there is no cut."""
_SHOT_CORRELATION = 0.6
"""Motion-compensated frames of one shot correlate more than this if the flow is smooth ..."""
_SHOT_CORRELATION_TORN = 0.85
"""... and more than this if it is torn: shots of one scene correlate too, but only torn flow maps one to the other."""
_TORN_FLOW = 0.08
"""From this value of `_Flow.discontinuity` on, the flow is torn."""
_LEAST_INSIDE = 0.4
"""Only what is in both frames is compared, if that is at least this share of the picture. Less of it might fit by
chance; then all of it counts. A round number."""
_CORRELATION_SIZE = (40, 24)
"""Width and height in pixels to which frames are reduced before they are correlated."""


@dataclass(frozen=True, slots=True)
class Motion:
    """The motion from one frame to the next.

    Attributes:
        field: float32 [rows, columns, 3], one entry a cell: dx and dy in pixels of the upright picture, and the
            mismatch, the mean absolute difference after motion compensation, in grey levels (0 to 255).
        cell: width and height of a cell in pixels of the upright picture.
        speed: the median displacement as a share of the picture's longer side.
        cut: whether the two frames belong to different shots; then the flow is meaningless.
    """

    field: NDArray[np.float32]
    cell: tuple[float, float]
    speed: float
    cut: bool


@dataclass(frozen=True, slots=True)
class _Flow:
    """The flow from one picture to the next.

    `flow` float32 [rows, columns, 2] of cells, in pixels of the reduced picture; `mismatch` uint8 [rows, columns], as
    in `Motion`; `inside` bool [rows, columns], which cells are compared, because they stay inside the picture; `before`
    and `compensated` uint8, the first picture and the second one moved back, at half of its size.
    """

    flow: NDArray[np.float32]
    mismatch: NDArray[np.uint8]
    inside: NDArray[np.bool_]
    before: NDArray[np.uint8]
    compensated: NDArray[np.uint8]

    @property
    def discontinuity(self) -> float:
        """Median difference between neighbouring cells, in cell widths."""
        return float(np.median(np.abs(np.diff(self.flow, axis=1)).max(axis=2))) / _CELL

    @property
    def is_doubtful(self) -> bool:
        """Whether another motion may fit better."""
        return float(self.mismatch.mean()) >= _DOUBTFUL_MISMATCH or self.discontinuity > _DOUBTFUL_TEAR


class MotionEstimator:
    """Dense inverse search flow (Kroeger et al. 2016) between successive frames, averaged over cells."""

    def __init__(self, width: int, height: int) -> None:
        """For pictures of this size, in pixels."""
        shrink = min(1.0, _FLOW_LONG_SIDE / max(width, height))
        self._small = (max(32, round(width * shrink)), max(32, round(height * shrink)))
        self._grid = (max(1, self._small[0] // _CELL), max(1, self._small[1] // _CELL))
        self._to_picture = np.array([width / self._small[0], height / self._small[1]], np.float32)
        self._cell = (width / self._grid[0], height / self._grid[1])
        self._long_side = max(width, height)
        self._scaler = VideoReformatter()
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        self._flow.setFinestScale(_FINEST_SCALE)
        self._flow.setGradientDescentIterations(_GRADIENT_STEPS)
        self._flow.setPatchStride(_PATCH_STRIDE)
        half = self._small[0] // 2, self._small[1] // 2
        self._half_xy = np.dstack(
            np.meshgrid(np.arange(half[0], dtype=np.float32), np.arange(half[1], dtype=np.float32))
        )
        columns, rows = ((np.arange(n) + 0.5) / n * side for n, side in zip(self._grid, self._small, strict=True))
        self._cells = np.dstack(np.meshgrid(columns, rows)).astype(np.float32)
        # OpenCV writes the flow into its initial guess, so the flow of this frame is the guess for the next one.
        self._guess = np.zeros((*self._small[::-1], 2), np.float32)
        self._window = cv2.createHanningWindow(self._small, cv2.CV_32F)
        self._last: NDArray[np.uint8] | None = None

    def step(self, picture: av.VideoFrame) -> Motion | None:
        """The motion from the previous frame to this one; None for the first frame."""
        small = self._scaler.reformat(picture, *self._small, format="gray", interpolation=Interpolation.AREA)
        grey = np.ascontiguousarray(small.to_ndarray(), np.uint8)
        last, self._last = self._last, grey
        if last is None:
            return None
        found = self._flow_between(last, grey, self._guess)
        if found.is_doubtful:
            # Flow converges from about an eighth of the picture: a jerk, or a few lost frames, go farther.
            jerk = np.broadcast_to(self._shift(last, grey), self._guess.shape).copy()
            other = self._flow_between(last, grey, jerk)
            if other.mismatch.mean() < found.mismatch.mean():
                found, self._guess = other, jerk
        field = np.dstack([found.flow * self._to_picture, found.mismatch]).astype(np.float32)
        speed = float(np.median(np.abs(field[..., :2]).max(axis=2))) / self._long_side
        cut = _is_cut(found)
        if cut:
            self._guess[:] = 0
        return Motion(field, self._cell, speed, cut)

    def _flow_between(self, last: NDArray[np.uint8], grey: NDArray[np.uint8], guess: NDArray[np.float32]) -> _Flow:
        """The flow between two pictures, searched from `guess`, into which it is written."""
        flow = np.asarray(self._flow.calc(last, grey, guess), np.float32)
        # The mismatch is averaged over cells anyway, so half the size is enough.
        before, after = _halved(last), _halved(grey)
        half_flow = cv2.resize(flow, after.shape[::-1], interpolation=cv2.INTER_AREA) / np.float32(2)
        compensated = _warped(after, np.asarray(self._half_xy + half_flow, np.float32))
        mismatch = np.minimum(
            *(self._mismatch(before, a) for a in (compensated, _brightness_matched(compensated, before)))
        )
        of_cells = np.asarray(cv2.resize(flow, self._grid, interpolation=cv2.INTER_AREA), np.float32)
        goes_to = self._cells + of_cells
        inside = ((goes_to >= 0) & (goes_to <= self._small)).all(axis=2)
        inside |= inside.mean() < _LEAST_INSIDE
        return _Flow(of_cells, mismatch, inside, before, compensated)

    def _shift(self, last: NDArray[np.uint8], grey: NDArray[np.uint8]) -> NDArray[np.float32]:
        """float32 [2]: by how much the whole picture has moved, in its pixels, by phase correlation."""
        shift, _ = cv2.phaseCorrelate(last.astype(np.float32), grey.astype(np.float32), self._window)
        return np.array(shift, np.float32)

    def _mismatch(self, before: NDArray[np.uint8], compensated: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return np.asarray(
            cv2.resize(cv2.absdiff(compensated, before), self._grid, interpolation=cv2.INTER_AREA), np.uint8
        )


def _halved(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    size = picture.shape[1] // 2, picture.shape[0] // 2
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _brightness_matched(picture: NDArray[np.uint8], reference: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture with the histogram of `reference`: a flash or a fade changes every pixel but hides no face."""
    levels = np.interp(_cumulative_histogram(picture), _cumulative_histogram(reference), np.arange(256))
    return np.asarray(cv2.LUT(picture, levels.round().astype(np.uint8)), np.uint8)


def _cumulative_histogram(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """float32 [256]: the share of pixels darker than each level, half of those at the level included."""
    counts = cv2.calcHist([picture], [0], None, [256], [0, 256]).ravel()
    return np.asarray((np.cumsum(counts) - counts / 2) / picture.size, np.float32)


def _warped(picture: NDArray[np.uint8], at: NDArray[np.float32]) -> NDArray[np.uint8]:
    x, y = at[..., 0], at[..., 1]
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _is_cut(found: _Flow) -> bool:
    """Whether the two frames belong to different shots: even motion compensation does not map one to the other.

    A missed cut covers too much for a while; a false one ends covers too early, which leaks. So both conditions must
    hold: most cells mismatch, and the frames do not correlate.
    """
    if float(np.median(found.mismatch[found.inside])) < _CUT_MISMATCH:
        return False
    inside = cv2.resize(found.inside.astype(np.uint8), _CORRELATION_SIZE, interpolation=cv2.INTER_NEAREST) > 0
    a, b = (
        cv2.resize(picture, _CORRELATION_SIZE, interpolation=cv2.INTER_AREA).astype(np.float32)[inside]
        for picture in (found.before, found.compensated)
    )
    a, b = a - a.mean(), b - b.mean()
    norm = float(np.linalg.norm(a) * np.linalg.norm(b))
    limit = _SHOT_CORRELATION_TORN if found.discontinuity > _TORN_FLOW else _SHOT_CORRELATION
    return norm <= 0 or float(a @ b) / norm < limit


def propagate(boxes: Boxes, motion: Motion, *, forward: bool) -> tuple[Boxes, NDArray[np.float32]]:
    """Propagate boxes along the motion to the next frame, or back to the previous one.

    Args:
        boxes: float32 [n, 4], in pixels of the upright picture.
        motion: the motion between the two frames.
        forward: True to the later frame, False to the earlier one.

    Returns:
        The moved boxes, and float32 [n]: the mean mismatch inside each, in grey levels.
    """
    if not len(boxes):
        return boxes, np.empty(0, np.float32)
    if forward:
        return _moved(boxes, *_sample(motion, boxes, boxes))
    # The flow is defined on the earlier frame: find the origin by fixed-point iteration.
    origin = boxes
    for _ in range(_BACKWARD_ITERATIONS):
        delta, growth, mismatch = _sample(motion, origin, boxes)
        origin, _ = _moved(boxes, -delta, np.asarray(1 / growth, np.float32), mismatch)
    return origin, mismatch


def _moved(
    boxes: Boxes, delta: NDArray[np.float32], growth: NDArray[np.float32], mismatch: NDArray[np.float32]
) -> tuple[Boxes, NDArray[np.float32]]:
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2 + delta
    half = (boxes[:, 2:] - boxes[:, :2]) / 2 * growth[:, None]
    return np.asarray(np.concatenate([centre - half, centre + half], axis=1), np.float32), mismatch


def _sample(
    motion: Motion, at: Boxes, extent: Boxes
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Displacement [n, 2] in pixels, growth factor [n] and mismatch [n] inside boxes.

    Their centres are those of `at`, their sides those of `extent`.
    """
    centre, half = (at[:, :2] + at[:, 2:]) / 2, (extent[:, 2:] - extent[:, :2]) / 2
    wide = np.maximum(half, _GROWTH_PATCH_CELLS * np.array(motion.cell, np.float32))
    relative = _SAMPLE_POINTS * wide[:, None]
    points = centre[:, None] + np.concatenate([_SAMPLE_POINTS * half[:, None], relative], axis=1)
    sampled = _field_at(motion, np.asarray(points, np.float32))
    inside, around = sampled[:, : len(_SAMPLE_POINTS)], sampled[:, len(_SAMPLE_POINTS) :, :2]
    delta = np.median(inside[..., :2], axis=1)
    slope = np.einsum("nkd,nkd->n", relative, around - delta[:, None]) / np.einsum("nkd,nkd->n", relative, relative)
    growth = 1 + np.clip(slope, -_MAX_GROWTH, _MAX_GROWTH)
    return (
        np.asarray(delta, np.float32),
        np.asarray(growth, np.float32),
        np.asarray(inside[..., 2].mean(axis=1), np.float32),
    )


def _field_at(motion: Motion, points: NDArray[np.float32]) -> NDArray[np.float32]:
    """float32 [n, k, 3]: dx dy mismatch at points [n, k, 2], bilinear, constant beyond the picture."""
    u = points[..., 0] / np.float32(motion.cell[0]) - np.float32(0.5)
    v = points[..., 1] / np.float32(motion.cell[1]) - np.float32(0.5)
    return np.asarray(cv2.remap(motion.field, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)
