"""Faces drawn upright at one size, by five points that a detector sees in the original."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof import weights
from veilproof.detect.network import load_network

SIDE = 144
"""Every aligned face is SIDE by SIDE pixels."""
MARGIN = 16
"""Around the 112 by 112 pixels that recognisers trained on the ArcFace template look at."""

Aligned = NDArray[np.uint8]
"""One face, uint8 [SIDE, SIDE, 3] RGB."""
Points = NDArray[np.float64]
"""float64 [5, 2]: left eye, right eye, tip of the nose, left and right corner of the mouth, as pictured."""

# Deng et al. 2019 (ArcFace), section 3.1: the places of the five points in a picture of 112 by 112.
_TEMPLATE: Points = MARGIN + np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)
_CROP = 192
_FACE_IN_CROP = 0.5
_LEAST = 0.3
_STRIDES = (8, 16, 32)


@dataclass(frozen=True, slots=True)
class Sight:
    """The five points of a face, and how sure it is that they are one (0 to 1)."""

    points: Points
    score: float


class Landmarks:
    """Finds the five points of a face whose box is known (YuNet, Wu et al. 2023)."""

    def __init__(self) -> None:
        """Load the network.

        Raises:
            VeilproofError: its weights are missing.
        """
        self._network = load_network(weights.path("yunet"), 0.0, 1.0)

    def of(self, picture: NDArray[np.uint8], box: NDArray[np.float32]) -> Sight | None:
        """The points of the face in `box` (x1 y1 x2 y2) of an RGB picture, uint8 [h, w, 3]; None if none is there."""
        side = float(max(box[2] - box[0], box[3] - box[1]))
        scale = _CROP * _FACE_IN_CROP / max(side, 1.0)
        shift = _CROP / 2 - scale * (box[:2] + box[2:]).astype(np.float64) / 2
        crop = drawn(picture, np.array([[scale, 0, shift[0]], [0, scale, shift[1]]]), _CROP)
        found = self._best(np.ascontiguousarray(crop[..., ::-1]))
        return None if found is None else Sight((found.points - shift) / scale, found.score)

    def _best(self, bgr: NDArray[np.uint8]) -> Sight | None:
        outputs = self._network.run(bgr)
        best: Sight | None = None
        for stride in _STRIDES:
            cls, objects = outputs[f"cls_{stride}"][0, :, 0], outputs[f"obj_{stride}"][0, :, 0]
            scores = np.sqrt(np.clip(cls, 0, 1) * np.clip(objects, 0, 1))
            cells = np.stack(np.divmod(np.arange(len(scores)), _CROP // stride)[::-1], axis=1)
            points = (cells[:, None] + outputs[f"kps_{stride}"][0].reshape(-1, 5, 2)) * stride
            # The face that was asked for is in the middle; another one beside it may be clearer.
            off = np.linalg.norm(points.mean(axis=1) - _CROP / 2, axis=1) / (_CROP * _FACE_IN_CROP)
            scores = np.where(off < 0.4, scores, 0)
            at = int(scores.argmax())
            if scores[at] >= max(_LEAST, best.score if best else 0):
                best = Sight(points[at].astype(np.float64), float(scores[at]))
        return best


def alignment(points: Points) -> NDArray[np.float64]:
    """float64 [2, 3]: from pixels of the picture to those of the aligned face.

    The similarity that brings the points nearest to the template, by least squares (Umeyama 1991, without reflection).
    """
    x, y = points[:, 0], points[:, 1]
    one, none = np.ones(5), np.zeros(5)
    rows = np.concatenate([np.stack([x, -y, one, none], axis=1), np.stack([y, x, none, one], axis=1)])
    (a, b, tx, ty), *_ = np.linalg.lstsq(rows, _TEMPLATE.T.ravel(), rcond=None)
    return np.array([[a, -b, tx], [b, a, ty]])


def drawn(picture: NDArray[np.uint8], matrix: NDArray[np.float64], side: int = SIDE) -> NDArray[np.uint8]:
    """A part of a picture drawn on `side` by `side` pixels; `matrix` [2, 3] leads there from the picture's pixels."""
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if scale < 0.5:
        corners = np.array([[0, 0], [side, 0], [0, side], [side, side]], np.float64)
        back = cv2.invertAffineTransform(matrix)
        there = corners @ back[:, :2].T + back[:, 2]
        height, width = picture.shape[:2]
        left, top = np.clip(np.floor(there.min(axis=0)), 0, [width - 1, height - 1]).astype(int)
        right, bottom = np.clip(np.ceil(there.max(axis=0)) + 1, [left + 1, top + 1], [width, height]).astype(int)
        part = picture[top:bottom, left:right]
        # Averages first: single pixels of a large face would make noise of the codec's work.
        size = max(1, round((right - left) * 2 * scale)), max(1, round((bottom - top) * 2 * scale))
        picture = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
        shrunk = np.array([size[0] / (right - left), size[1] / (bottom - top)])
        moved = matrix[:, :2] @ np.array([left, top]) + matrix[:, 2]
        matrix = np.column_stack([matrix[:, :2] / shrunk, moved])
    out = cv2.warpAffine(picture, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(out, np.uint8)
