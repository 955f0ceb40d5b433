"""Face alignment: five landmarks, and the similarity transform that brings them to the ArcFace template."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof import weights
from veilproof.detect.network import load_network

TEMPLATE_SIDE = 112
"""Pixels: width and height of the input of recognisers trained on the ArcFace template."""
MARGIN = 16
"""Pixels of context on each side of the template: a cover may reach beyond it."""
SIDE = TEMPLATE_SIDE + 2 * MARGIN
"""Pixels: width and height of an aligned face."""

AlignedFace = NDArray[np.uint8]
"""One aligned face, uint8 [SIDE, SIDE, 3] RGB."""
Points = NDArray[np.float64]
"""float64 [5, 2], x y in pixels: left eye, right eye, tip of the nose, left and right corner of the mouth, as seen
in the picture."""

# The landmarks in a picture of 112 by 112 pixels: Deng et al. 2019 (ArcFace), section 3.1.
_TEMPLATE: Points = MARGIN + np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)
_CROP_SIDE = 192
"""Pixels: width and height of the crop that the landmark network gets."""
_FACE_IN_CROP = 0.5
"""Share of the crop's side that the face box fills: half, which leaves context on each side. A round number."""
_MIN_SCORE = 0.3
"""Landmarks with a lower score are discarded; a round number."""
_MAX_OFF_CENTRE = 0.4
"""Distance of the landmarks' mean from the middle of the crop, as a share of the face's side, beyond which they belong
to another face; a round number."""
_STRIDES = (8, 16, 32)
"""Pixels between the cells of the three output maps of YuNet."""
_MIN_INTERPOLATED_SCALE = 0.5
"""Below this scale bilinear interpolation skips pixels, so the picture is averaged down first."""


@dataclass(frozen=True, slots=True)
class FaceLandmarks:
    """The five landmarks of a face in pixels of the picture, and their confidence, 0 to 1."""

    points: Points
    score: float


class LandmarkDetector:
    """Locates the five landmarks of a face whose box is known, with YuNet (Wu et al. 2023)."""

    def __init__(self) -> None:
        """Load the network.

        Raises:
            VeilproofError: its weights are missing.
        """
        self._network = load_network(weights.path("yunet"), 0.0, 1.0)

    def detect(self, picture: NDArray[np.uint8], box: NDArray[np.float32]) -> FaceLandmarks | None:
        """Locate the landmarks of one face.

        Args:
            picture: uint8 [h, w, 3] RGB.
            box: float32 [4], x1 y1 x2 y2 in pixels of the picture.

        Returns:
            None where the network detects no face in the middle of the box.
        """
        side = float(max(box[2] - box[0], box[3] - box[1]))
        scale = _CROP_SIDE * _FACE_IN_CROP / max(side, 1.0)
        shift = _CROP_SIDE / 2 - scale * (box[:2] + box[2:]).astype(np.float64) / 2
        crop = warp(picture, np.array([[scale, 0, shift[0]], [0, scale, shift[1]]]), _CROP_SIDE)
        landmarks = self._best_in_crop(np.ascontiguousarray(crop[..., ::-1]))
        return None if landmarks is None else FaceLandmarks((landmarks.points - shift) / scale, landmarks.score)

    def _best_in_crop(self, bgr: NDArray[np.uint8]) -> FaceLandmarks | None:
        outputs = self._network.run(bgr)
        best: FaceLandmarks | None = None
        for stride in _STRIDES:
            cls, objects = outputs[f"cls_{stride}"][0, :, 0], outputs[f"obj_{stride}"][0, :, 0]
            scores = np.sqrt(np.clip(cls, 0, 1) * np.clip(objects, 0, 1))
            cells = np.stack(np.divmod(np.arange(len(scores)), _CROP_SIDE // stride)[::-1], axis=1)
            points = (cells[:, None] + outputs[f"kps_{stride}"][0].reshape(-1, 5, 2)) * stride
            # A neighbouring face may have a higher score than the one that was asked for.
            offset = np.linalg.norm(points.mean(axis=1) - _CROP_SIDE / 2, axis=1) / (_CROP_SIDE * _FACE_IN_CROP)
            scores = np.where(offset < _MAX_OFF_CENTRE, scores, 0)
            index = int(scores.argmax())
            if scores[index] >= max(_MIN_SCORE, best.score if best else 0):
                best = FaceLandmarks(points[index].astype(np.float64), float(scores[index]))
        return best


def alignment_matrix(points: Points) -> NDArray[np.float64]:
    """float64 [2, 3]: the similarity transform from pixels of the picture to pixels of the aligned face.

    The least-squares fit of the points to the template, without reflection (Umeyama 1991).
    """
    x, y = points[:, 0], points[:, 1]
    one, zero = np.ones(5), np.zeros(5)
    rows = np.concatenate([np.stack([x, -y, one, zero], axis=1), np.stack([y, x, zero, one], axis=1)])
    (a, b, tx, ty), *_ = np.linalg.lstsq(rows, _TEMPLATE.T.ravel(), rcond=None)
    return np.array([[a, -b, tx], [b, a, ty]])


def warp(picture: NDArray[np.uint8], matrix: NDArray[np.float64], side: int = SIDE) -> NDArray[np.uint8]:
    """Resample a part of a picture to `side` by `side` pixels.

    Args:
        picture: uint8 [h, w, 3], of any colour order.
        matrix: float64 [2, 3], from pixels of the picture to pixels of the result.
        side: width and height of the result, in pixels.
    """
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if scale < _MIN_INTERPOLATED_SCALE:
        corners = np.array([[0, 0], [side, 0], [0, side], [side, side]], np.float64)
        inverse = cv2.invertAffineTransform(matrix)
        source_corners = corners @ inverse[:, :2].T + inverse[:, 2]
        height, width = picture.shape[:2]
        left, top = np.clip(np.floor(source_corners.min(axis=0)), 0, [width - 1, height - 1]).astype(int)
        right, bottom = np.clip(np.ceil(source_corners.max(axis=0)) + 1, [left + 1, top + 1], [width, height]).astype(
            int
        )
        part = picture[top:bottom, left:right]
        # Sampling single pixels of a large face would alias codec noise.
        size = max(1, round((right - left) * 2 * scale)), max(1, round((bottom - top) * 2 * scale))
        picture = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
        ratio = np.array([size[0] / (right - left), size[1] / (bottom - top)])
        shift = matrix[:, :2] @ np.array([left, top]) + matrix[:, 2]
        matrix = np.column_stack([matrix[:, :2] / ratio, shift])
    out = cv2.warpAffine(picture, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(out, np.uint8)
