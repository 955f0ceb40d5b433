"""What was covered, judged from the pixels of the original and of the result alone.

A pixel was *replaced* when the detail that the original shows there is gone. A difference alone does not say so: a
re-encode differs everywhere by a little, and a blur, a mosaic or black over a dark face differs little in places. So
the mean squared difference in a small window is held against what a codec costs and against the detail the original
has in the window: a replacement that does not know the detail differs by at least about that much. Where the original
has no detail to lose and nothing differs, the pixels cannot tell, and the decided pixels around speak for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from benchmarks.clips import Truth

Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
"""One frame as yuv420p: luma uint8 [h, w], two chroma planes uint8 [h/2, w/2]."""

COVERED_SHARE = 0.9
INNER = 0.8
GROWN = 2.0
GRID = 32  # cells across a face: at most two a pixel on the smallest face, and fine enough for 90 % to mean 90 %
WINDOW = 7
CODEC_NOISE = (3.0, 12.0)  # least and most of the mean squared difference, over all planes, that an encoder may cost
TIMES_USUAL = 4.0  # a window may cost this many times what the middle window of the frame costs
LOST = 0.25  # share of the detail's variance that must be gone: more than an encoder takes, less than a mosaic
COARSE = 1.0  # cells; what is coarser than this is no detail, for a mosaic keeps it


@dataclass(frozen=True, slots=True)
class Score:
    """What one result leaks.

    `covered` bool [frames, faces] (true where the box does not count, too), `scored` bool [frames, faces];
    `changed` and `pixels`: how many pixels outside all grown boxes were replaced, out of how many pixels in all.
    """

    covered: NDArray[np.bool_]
    scored: NDArray[np.bool_]
    changed: int
    pixels: int

    @property
    def leaked(self) -> NDArray[np.bool_]:
        """Bool [frames, faces]: boxes that count and are not covered."""
        return self.scored & ~self.covered


def score(original: Iterable[Planes], result: Iterable[Planes], truth: Truth) -> Score:
    """Hold a result against its original, frame by frame.

    Raises:
        ValueError: the two do not have the same number of frames, or not the same size.
    """
    covered, changed, pixels, frames = ~truth.scored, 0, 0, 0
    theirs_left = iter(result)
    for ours in original:
        theirs = next(theirs_left, None)
        if theirs is None or frames == len(truth.boxes):
            break
        if ours[0].shape != theirs[0].shape:
            raise ValueError("the result has another size than the original")
        boxes, scored = truth.boxes[frames], truth.scored[frames]
        if scored.any():
            covered[frames, scored] = covered_shares(ours, theirs, boxes[scored]) >= COVERED_SHARE
        changed += 4 * int((replaced(ours, theirs) & outside(boxes, ours[1].shape)).sum())
        pixels += ours[0].size
        frames += 1
    frames_of_result = frames + sum(1 for _ in theirs_left)
    if not frames == frames_of_result == len(truth.boxes):
        raise ValueError(f"{frames_of_result} frames where the original has {len(truth.boxes)}")
    return Score(covered, truth.scored, changed, pixels)


def covered_shares(original: Planes, result: Planes, boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64 [n]: which share of each box's inner ellipse was replaced; each of `boxes` must touch the picture."""
    ours, theirs = _patches(original, boxes), _patches(result, boxes)
    lost, kept = _evidence(ours, theirs, _noise(_compared(original, result)[0]))
    # The undecided follow the decided around them, the nearer the more.
    weights = [ndimage.gaussian_filter(map_.astype(np.float32), (0, 3, 3), mode="nearest") for map_ in (lost, kept)]
    inner = _ellipses(original[0].shape, boxes)
    gone = lost | (~kept & (weights[0] > weights[1]))
    return np.asarray((gone & inner).sum(axis=(1, 2)) / np.maximum(inner.sum(axis=(1, 2)), 1), np.float64)


def replaced(original: Planes, result: Planes) -> NDArray[np.bool_]:
    """Bool [h/2, w/2]: where a frame was replaced, at half size; what the pixels cannot tell counts as not replaced."""
    differing, detail = _compared(original, result)
    # A window reaches past the edge of a cover; the least window around each pixel takes that back.
    ratio = differing / (_noise(differing) + LOST * detail)
    return np.asarray(cv2.erode(ratio, np.ones((WINDOW, WINDOW), np.uint8)) > 1)


def _compared(original: Planes, result: Planes) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Float32 [h/2, w/2] twice: mean squared difference and the original's variance, in a window around each pixel."""
    differing, detail = np.zeros(original[1].shape, np.float32), np.zeros(original[1].shape, np.float32)
    window = (WINDOW, WINDOW)
    for ours, theirs in zip(_halved(original), _halved(result), strict=True):
        differing += cv2.blur(cv2.absdiff(ours, theirs) ** 2, window)
        detail += np.maximum(cv2.blur(ours * ours, window) - cv2.blur(ours, window) ** 2, 0)
    return differing, detail


def _noise(differing: NDArray[np.float32]) -> float:
    """What this encoder costs in this frame at most; the middle window tells, as most of a frame is not covered."""
    return float(np.clip(TIMES_USUAL * np.median(differing[::4, ::4]), *CODEC_NOISE))


def outside(boxes: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Bool `shape` (half the picture's size): the pixels outside all boxes grown twofold; every face counts here."""
    mask = np.ones(shape[:2], np.bool_)
    centres, radii = (boxes[:, :2] + boxes[:, 2:]) / 4, (boxes[:, 2:] - boxes[:, :2]) / 4 * GROWN
    for x1, y1, x2, y2 in np.concatenate([np.floor(centres - radii), np.ceil(centres + radii)], axis=1).astype(int):
        mask[max(y1, 0) : max(y2, 0), max(x1, 0) : max(x2, 0)] = False
    return mask


def _halved(planes: Planes) -> tuple[NDArray[np.float32], ...]:
    height, width = planes[1].shape
    luma = cv2.resize(planes[0], (width, height), interpolation=cv2.INTER_AREA)
    return tuple(np.asarray(plane, np.float32) for plane in (luma, *planes[1:]))


def _crops(shape: tuple[int, ...], boxes: NDArray[np.float64]) -> NDArray[np.int64]:
    # Even edges, so that luma and chroma are cut at the same place.
    height, width = shape[0] // 2 * 2, shape[1] // 2 * 2
    low, high = np.floor(boxes[:, :2] / 2) * 2, np.ceil(boxes[:, 2:] / 2) * 2
    low, high = np.clip(low, 0, [width - 4, height - 4]), np.clip(high, 4, [width, height])
    return np.concatenate([low, np.maximum(high, low + 4)], axis=1).astype(np.int64)


def _patches(planes: Planes, boxes: NDArray[np.float64]) -> NDArray[np.float32]:
    """float32 [n, 3, GRID, GRID]: every box, cut at the picture's edge, drawn on the same grid."""
    out = np.empty((len(boxes), 3, GRID, GRID), np.float32)
    for index, (x1, y1, x2, y2) in enumerate(_crops(planes[0].shape, boxes)):
        for channel, plane in enumerate(planes):
            step = 1 if channel == 0 else 2
            crop = plane[y1 // step : y2 // step, x1 // step : x2 // step].astype(np.float32)
            shrinks = crop.shape[0] >= GRID and crop.shape[1] >= GRID
            way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
            out[index, channel] = cv2.resize(crop, (GRID, GRID), interpolation=way)
    return out


def _ellipses(shape: tuple[int, ...], boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    crops = _crops(shape, boxes).astype(np.float64)
    cells = (np.arange(GRID) + 0.5) / GRID
    centres, radii = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2 * INNER
    at = crops[:, None, :2] + cells[None, :, None] * (crops[:, None, 2:] - crops[:, None, :2])
    far = ((at - centres[:, None]) / radii[:, None]) ** 2
    return np.asarray(far[:, None, :, 0] + far[:, :, None, 1] <= 1)


def _evidence(
    ours: NDArray[np.float32], theirs: NDArray[np.float32], noise: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Bool [n, GRID, GRID] twice: where the original's detail is certainly gone, and where it is certainly there."""
    window = (1, 1, WINDOW, WINDOW)
    differing = ndimage.uniform_filter((ours - theirs) ** 2, window, mode="nearest").sum(axis=1)
    fine = ours - ndimage.gaussian_filter(ours, (0, 0, COARSE, COARSE), mode="nearest")
    detail = ndimage.uniform_filter(fine * fine, window, mode="nearest").sum(axis=1)
    ratio = differing / (noise + LOST * detail)
    lost = ndimage.minimum_filter(ratio, window[1:], mode="nearest") > 1
    # Had this much detail been replaced, the difference would show.
    telling = (ratio <= 1) & (detail > 2 * noise)
    kept = ndimage.maximum_filter(telling, window[1:], mode="nearest") & ~lost
    return lost, kept
