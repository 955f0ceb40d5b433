"""How much of a face survives in the redacted picture, measured on the pixels of the two files alone.

A cover can be solid, a mosaic, a blur or a drawing, and the file was encoded again, so a plain difference says little.
A face is identified by its fine structure: eyes, nostrils, the line of the mouth. That structure survives where the
redacted picture shows the *same* structure at about the same strength. A solid cover shows none, a mosaic a different
one, a blur a weaker one.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.patches import ELLIPSE, GRID, FacePatches, Grey, face_patches
from veilproof.geometry import Boxes

_FINE_SIGMA, _COARSE_SIGMA = 0.7, 1.5
"""Cells: the band-pass (difference of Gaussians) that is compared. Finer is codec noise, coarser is lighting."""
_WINDOW = 11
"""Cells: width and height of the window over which structure is correlated."""
_MIN_STRENGTH = 0.4
"""Structure survives only above this share of its original strength. A judgement, checked against
codecs and covers by tests/audit/test_survival.py."""
_MIN_CORRELATION = 0.75
"""Structure survives only above this correlation with the original. A judgement, checked against
codecs and covers by tests/audit/test_survival.py."""
_MIN_CONTRAST = 1.5
"""Grey levels: where the original has less structure than this, nothing can survive."""
_MIN_MEASURED_SHARE = 0.15
"""Share of the ellipse that must show structure in the original; a face with less is featureless. A round number."""
MAX_FACES = 100
"""Faces filtered in one call; OpenCV filters at most 128 channels."""

_CHANGE_SIGMA = 1.5
"""Pixels: smoothing of the difference between the two pictures before it is compared with the noise."""
_MIN_CHANGE = 6.0
"""Grey levels: a smaller difference is never a cover."""
_CHANGE_TO_NOISE = 4.0
"""A difference is a cover above this many times the encoding noise."""

_NOISE_ROWS = 180
"""Rows: the noise is estimated on a grid of about so many, which keeps it cheap at any picture size."""
_NOISE_WINDOW = 5
"""Samples of that grid: width and height of the windows whose median is the noise."""


def surviving_share(original: Grey, redacted: Grey, boxes: Boxes, featureless: float = 0.0) -> NDArray[np.float32]:
    """float32 [n]: the share of the structure inside each face that survives, 0 to 1.

    Args:
        original: a frame of the original.
        redacted: the same frame of the redacted file, of the same size.
        boxes: the faces; what lies outside the picture does not count.
        featureless: the value for faces in which the original shows no structure that could survive.
    """
    if not len(boxes):
        return np.empty(0, np.float32)
    parts = [boxes[start : start + MAX_FACES] for start in range(0, len(boxes), MAX_FACES)]
    shares = np.concatenate([structure_share(face_patches(original, redacted, part)) for part in parts])
    return np.where(np.isnan(shares), featureless, shares).astype(np.float32)


def structure_share(faces: FacePatches) -> NDArray[np.float32]:
    """float32 [n]: as `surviving_share`, of at most `MAX_FACES` faces; NaN for featureless ones."""
    before, after = _structure(faces.original), _structure(faces.redacted)
    power, other_power, shared = _mean(before * before), _mean(after * after), _mean(before * after)
    measured = (power > _MIN_CONTRAST**2) & faces.inside
    survives = (shared > _MIN_STRENGTH * power) & (
        shared > _MIN_CORRELATION * np.sqrt(np.maximum(power * other_power, 0))
    )
    counts = measured.sum(axis=(1, 2))
    shares = (survives & measured).sum(axis=(1, 2)) / np.maximum(counts, 1)
    return np.where(counts >= _MIN_MEASURED_SHARE * ELLIPSE.sum(), shares, np.nan).astype(np.float32)


def replaced_mask(original: NDArray[np.uint8], redacted: NDArray[np.uint8], noise: float) -> NDArray[np.bool_]:
    """Bool [h, w]: where the redacted picture shows something else than the original.

    Args:
        original: uint8 [h, w, 3] RGB.
        redacted: the same part of the redacted file.
        noise: the encoding noise of the frame, in grey levels (`encoding_noise`).
    """
    difference = cv2.absdiff(original, redacted).max(axis=2)
    smooth = cv2.GaussianBlur(difference, (0, 0), _CHANGE_SIGMA)
    return np.asarray(smooth > max(_MIN_CHANGE, _CHANGE_TO_NOISE * noise))


def encoding_noise(original: Grey, redacted: Grey) -> float:
    """How much encoding alone changes this frame: root mean square, in grey levels.

    Most of a frame is not covered, so the median over many small windows is not affected by covers.
    """
    step = max(1, original.shape[0] // _NOISE_ROWS)
    difference = cv2.absdiff(original[::step, ::step], redacted[::step, ::step]).astype(np.float32)
    window = _NOISE_WINDOW, _NOISE_WINDOW
    means = cv2.blur(difference * difference, window)[
        _NOISE_WINDOW // 2 :: _NOISE_WINDOW, _NOISE_WINDOW // 2 :: _NOISE_WINDOW
    ]
    return float(np.sqrt(np.median(means)))


def _structure(patches: NDArray[np.float32]) -> NDArray[np.float32]:
    stack = _stacked(patches)
    fine, coarse = cv2.GaussianBlur(stack, (0, 0), _FINE_SIGMA), cv2.GaussianBlur(stack, (0, 0), _COARSE_SIGMA)
    return _unstacked(np.asarray(fine - coarse, np.float32))


def _mean(patches: NDArray[np.float32]) -> NDArray[np.float32]:
    return _unstacked(np.asarray(cv2.blur(_stacked(patches), (_WINDOW, _WINDOW)), np.float32))


def _stacked(patches: NDArray[np.float32]) -> NDArray[np.float32]:
    """The patches as channels of one picture, so that one call filters them all, each by itself."""
    return np.ascontiguousarray(np.moveaxis(patches, 0, 2))


def _unstacked(stack: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.moveaxis(stack.reshape(GRID, GRID, -1), 2, 0)
