"""What of a face survives in the redacted picture, judged from the pixels of the two files alone.

A cover can be black, a mosaic, a blur or a drawing, and the file was encoded once more; so a plain difference says
little. What makes a face this face is its fine structure: eyes, nostrils, the line of the mouth. It survives where the
redacted picture shows the *same* structure at about the same strength: a solid cover has none, a mosaic has the wrong
one, a blur has too little.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, scaled

Grey = NDArray[np.uint8]
"""One picture in grey, uint8 [h, w]."""

INNER = 0.8
"""Of a face box, the ellipse of this size is looked at: what lies farther out is often hair and background."""

_GRID = 32
"""Every face is drawn on a grid of this many cells, so that one rule fits all sizes."""
_FINE, _COARSE = 0.7, 1.5
"""Structure between these sizes (sigma, in cells) is compared: finer is the codec's, coarser is the light's."""
_WINDOW = 11
_LEAST_STRENGTH, _LEAST_ALIKE = 0.4, 0.75
_LEAST_CONTRAST = 1.5
"""Grey levels: where the original itself has less structure than this, there is nothing to survive."""
_LEAST_DECIDED = 0.15
_MOST_AT_ONCE = 100
"""OpenCV filters no picture of more than 128 channels."""


def surviving(original: Grey, redacted: Grey, boxes: Boxes, featureless: float = 0.0) -> NDArray[np.float32]:
    """float32 [n]: which share of the structure inside each face is still there.

    Args:
        original: a frame of the original.
        redacted: the same frame of the redacted file, of the same size.
        boxes: the faces; what lies outside the picture counts as gone.
        featureless: what is said of a face in which the original shows no structure that could survive.
    """
    if not len(boxes):
        return np.empty(0, np.float32)
    if len(boxes) > _MOST_AT_ONCE:
        halves = boxes[:_MOST_AT_ONCE], boxes[_MOST_AT_ONCE:]
        return np.concatenate([surviving(original, redacted, half, featureless) for half in halves])
    ours, theirs = _patches(original, boxes), _patches(redacted, boxes)
    ours, theirs = _structure(ours), _structure(theirs)
    own, other, shared = _mean(ours * ours), _mean(theirs * theirs), _mean(ours * theirs)
    decided = (own > _LEAST_CONTRAST**2) & _inside(original.shape, boxes)
    there = (shared > _LEAST_STRENGTH * own) & (shared > _LEAST_ALIKE * np.sqrt(np.maximum(own * other, 0)))
    counts = decided.sum(axis=(1, 2))
    shares = (there & decided).sum(axis=(1, 2)) / np.maximum(counts, 1)
    return np.where(counts >= _LEAST_DECIDED * _ELLIPSE.sum(), shares, featureless).astype(np.float32)


def replaced(original: NDArray[np.uint8], redacted: NDArray[np.uint8], noise: float) -> NDArray[np.bool_]:
    """Bool [h, w]: where the redacted picture was made to show something else.

    Args:
        original: uint8 [h, w, 3] RGB.
        redacted: the same place in the redacted file.
        noise: how far, in levels, encoding alone moves a sample (root mean square).
    """
    apart = cv2.absdiff(original, redacted).max(axis=2)
    smooth = cv2.GaussianBlur(apart, (0, 0), 1.5)
    return np.asarray(smooth > max(6.0, 4 * noise))


def encoding_noise(original: Grey, redacted: Grey) -> float:
    """How far, in grey levels, encoding alone moves a sample of this frame (root mean square).

    Most of a frame is not covered, so the middle one of many small windows tells.
    """
    step = max(1, original.shape[0] // 180)
    apart = cv2.absdiff(original[::step, ::step], redacted[::step, ::step]).astype(np.float32)
    return float(np.sqrt(np.median(cv2.blur(apart * apart, (5, 5))[2::5, 2::5])))


def _patches(picture: Grey, boxes: Boxes) -> NDArray[np.float32]:
    """float32 [n, GRID, GRID]: each face on the grid."""
    out = np.empty((len(boxes), _GRID, _GRID), np.float32)
    height, width = picture.shape
    for at, (x1, y1, x2, y2) in enumerate(scaled(boxes, 1.0 + 4 / _GRID).tolist()):
        left, top = max(0, min(int(x1), width - 2)), max(0, min(int(y1), height - 2))
        right, bottom = min(width, max(int(x2) + 2, left + 2)), min(height, max(int(y2) + 2, top + 2))
        part = picture[top:bottom, left:right]
        shrink = max(x2 - x1, y2 - y1) / _GRID
        if shrink > 2:
            # Averages first: what is finer than the grid must not come through as something coarser.
            size = max(1, round(part.shape[1] / shrink)), max(1, round(part.shape[0] / shrink))
            part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
        stretch = np.array([part.shape[1] / (right - left), part.shape[0] / (bottom - top)])
        a = np.array([x1 - left, y1 - top]) * stretch
        b = np.array([x2 - left, y2 - top]) * stretch
        step = (b - a) / _GRID
        to_part = np.array([[step[0], 0, a[0] + step[0] / 2 - 0.5], [0, step[1], a[1] + step[1] / 2 - 0.5]])
        out[at] = cv2.warpAffine(
            part.astype(np.float32),
            to_part,
            (_GRID, _GRID),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
    return out


def _structure(patches: NDArray[np.float32]) -> NDArray[np.float32]:
    stack = _stacked(patches)
    fine, coarse = cv2.GaussianBlur(stack, (0, 0), _FINE), cv2.GaussianBlur(stack, (0, 0), _COARSE)
    return _unstacked(np.asarray(fine - coarse, np.float32))


def _mean(patches: NDArray[np.float32]) -> NDArray[np.float32]:
    return _unstacked(np.asarray(cv2.blur(_stacked(patches), (_WINDOW, _WINDOW)), np.float32))


def _stacked(patches: NDArray[np.float32]) -> NDArray[np.float32]:
    """The patches as the channels of one picture, so that one call filters them all and none touches another."""
    return np.ascontiguousarray(np.moveaxis(patches, 0, 2))


def _unstacked(stack: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.moveaxis(stack.reshape(_GRID, _GRID, -1), 2, 0)


def _ellipse() -> NDArray[np.bool_]:
    at = (np.arange(_GRID) + 0.5) / _GRID * 2 - 1
    at = at * (1 + 4 / _GRID) / INNER
    return np.asarray(at[None, :] ** 2 + at[:, None] ** 2 <= 1)


_ELLIPSE = _ellipse()


def _inside(shape: tuple[int, ...], boxes: Boxes) -> NDArray[np.bool_]:
    """Bool [n, GRID, GRID]: the cells of the inner ellipse that lie in the picture."""
    grown = scaled(boxes, 1.0 + 4 / _GRID)
    at = (np.arange(_GRID) + 0.5) / _GRID
    x = grown[:, 0, None] + at * (grown[:, 2] - grown[:, 0])[:, None]
    y = grown[:, 1, None] + at * (grown[:, 3] - grown[:, 1])[:, None]
    there_x, there_y = (x >= 0) & (x <= shape[1]), (y >= 0) & (y <= shape[0])
    return _ELLIPSE & there_x[:, None, :] & there_y[:, :, None]
