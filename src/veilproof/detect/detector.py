"""What a detector is and what it returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, empty_boxes

SAME_FACE_IOU = 0.4
"""Two boxes that share more than this are taken for one face."""


@dataclass(frozen=True, slots=True)
class Detections:
    """Faces found in one picture.

    Attributes:
        boxes: float32 [n, 4], x1 y1 x2 y2 in pixels of the picture, not clipped to it.
        scores: float32 [n], the calibrated probability that a person would call the box a face.
    """

    boxes: Boxes
    scores: NDArray[np.float32]

    def __len__(self) -> int:
        """How many faces."""
        return len(self.scores)

    @staticmethod
    def none() -> Detections:
        """No face."""
        return Detections(empty_boxes(), np.empty(0, np.float32))

    def mapped(self, scale: tuple[float, float], offset: tuple[float, float] = (0.0, 0.0)) -> Detections:
        """The same faces in another picture: coordinates times `scale` (x, y), then plus `offset` (x, y)."""
        boxes = self.boxes * np.array([*scale, *scale], np.float32) + np.array([*offset, *offset], np.float32)
        return Detections(np.asarray(boxes, np.float32), self.scores)

    def mirrored(self, width: float) -> Detections:
        """The same faces in the picture seen in a mirror; `width` is the picture's width in pixels."""
        boxes = self.boxes.copy()
        boxes[:, 0], boxes[:, 2] = width - self.boxes[:, 2], width - self.boxes[:, 0]
        return Detections(boxes, self.scores)


class Detector(Protocol):
    """Finds faces in one picture at the size at which it is given."""

    @property
    def name(self) -> str:
        """Which detector, and which weights: goes into the plan."""
        ...

    def detect(self, picture: NDArray[np.uint8], threshold: float) -> Detections:
        """Find faces.

        Args:
            picture: uint8 [h, w, 3], RGB.
            threshold: only faces of at least this probability (0 to 1).

        Returns:
            The faces, best first, each once.
        """
        ...


def merged(found: list[Detections]) -> Detections:
    """All the faces of several looks at one picture, each once, best first (greedy suppression at SAME_FACE_IOU)."""
    boxes = np.concatenate([d.boxes for d in found]) if found else empty_boxes()
    scores = np.concatenate([d.scores for d in found]) if found else np.empty(0, np.float32)
    if not len(scores):
        return Detections.none()
    corner_and_size = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1)
    # OpenCV takes arrays here, though its types speak of sequences only.
    best_first = cv2.dnn.NMSBoxes(cast(Any, corner_and_size), cast(Any, scores), 0.0, SAME_FACE_IOU)
    kept = np.asarray(best_first, np.intp).reshape(-1)
    return Detections(np.asarray(boxes[kept], np.float32), np.asarray(scores[kept], np.float32))
