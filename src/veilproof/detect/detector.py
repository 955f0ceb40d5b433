"""The `Detector` protocol, the `Detections` it returns, and non-maximum suppression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, corners, empty_boxes, hulls, turned_boxes

SAME_FACE_IOU = 0.4
"""Boxes of one picture with a greater intersection over union are one face. Chosen by hand; 0.3 and 0.2 were no better
on the whole (docs/detection.md)."""


@dataclass(frozen=True, slots=True)
class Detections:
    """The faces, or the things of another kind, detected in one picture.

    Attributes:
        boxes: float32 [n, 4], x1 y1 x2 y2 in pixels of the picture, not clipped to it.
        scores: float32 [n], the calibrated probability that a person would call the box a face.
        angles: float32 [n], degrees by which each box is turned clockwise about its centre; None if none is.
    """

    boxes: Boxes
    scores: NDArray[np.float32]
    angles: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        """The number of faces."""
        return len(self.scores)

    @staticmethod
    def none() -> Detections:
        """An empty result."""
        return Detections(empty_boxes(), np.empty(0, np.float32))

    def mapped(self, scale: tuple[float, float], offset: tuple[float, float] = (0.0, 0.0)) -> Detections:
        """The same faces in the coordinates of another picture: times `scale` (x, y), then plus `offset` (x, y)."""
        if self.angles is not None:
            quads = corners(self.boxes, self.angles) * np.array(scale, np.float32) + np.array(offset, np.float32)
            turned, angles = turned_boxes(np.asarray(quads, np.float32))
            return Detections(turned, self.scores, angles)
        boxes = self.boxes * np.array([*scale, *scale], np.float32) + np.array([*offset, *offset], np.float32)
        return Detections(np.asarray(boxes, np.float32), self.scores)

    @property
    def upright(self) -> Detections:
        """The same with upright boxes around turned ones."""
        return self if self.angles is None else Detections(hulls(self.boxes, self.angles), self.scores)

    def only(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Detections:
        """Those that are chosen: bool [n], or their indices."""
        angles = None if self.angles is None else self.angles[chosen]
        return Detections(self.boxes[chosen], self.scores[chosen], angles)

    def mirrored(self, width: float) -> Detections:
        """The same faces in the picture flipped horizontally; `width` is the picture's width in pixels."""
        boxes = self.boxes.copy()
        boxes[:, 0], boxes[:, 2] = width - self.boxes[:, 2], width - self.boxes[:, 0]
        return Detections(boxes, self.scores)


class Detector(Protocol):
    """Detects faces in one picture, without resizing it."""

    @property
    def name(self) -> str:
        """Names the detector and its weights; stored in the plan."""
        ...

    def detect(self, picture: NDArray[np.uint8], threshold: float) -> Detections:
        """Detect faces.

        Args:
            picture: uint8 [h, w, 3], RGB, of any size; not modified.
            threshold: the least probability of a detection (0 to 1).

        Returns:
            The faces in pixels of the picture, each once, by falling score.
        """
        ...


def joined(detections: list[Detections]) -> Detections:
    """Detections of different faces of the same picture as one, by falling score."""
    boxes = np.concatenate([d.boxes for d in detections]) if detections else empty_boxes()
    scores = np.concatenate([d.scores for d in detections]) if detections else np.empty(0, np.float32)
    order = np.argsort(-scores, kind="stable")
    return Detections(boxes[order], scores[order])


def merged(detections: list[Detections]) -> Detections:
    """Detections of the same picture as one, each face once, by falling score.

    Greedy non-maximum suppression at SAME_FACE_IOU: of the boxes of one face, the one with the best score is kept.
    """
    boxes = np.concatenate([d.boxes for d in detections]) if detections else empty_boxes()
    scores = np.concatenate([d.scores for d in detections]) if detections else np.empty(0, np.float32)
    if not len(scores):
        return Detections.none()
    corner_and_size = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1)
    # OpenCV accepts arrays here, although its type stubs allow only sequences.
    best_first = cv2.dnn.NMSBoxes(cast(Any, corner_and_size), cast(Any, scores), 0.0, SAME_FACE_IOU)
    kept = np.asarray(best_first, np.intp).reshape(-1)
    return Detections(np.asarray(boxes[kept], np.float32), np.asarray(scores[kept], np.float32))
