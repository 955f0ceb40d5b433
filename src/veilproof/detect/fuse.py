"""Several looks at one picture made into one: what most of them see is surer than what one sees best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from veilproof.detect.detector import SAME_FACE_IOU, Detections
from veilproof.geometry import Boxes, empty_boxes, iou, sizes

NOT_DETECTED = 0.01
"""What a look says of a place at which it sees nothing."""
_USUAL_SIZE = 32.0


@dataclass(frozen=True, slots=True)
class Fusion:
    """The weights of a logistic model of what the looks say, fitted by `python -m benchmarks.fusion` (tune set).

    Attributes:
        best: of the largest of their log odds.
        mean: of the mean of their log odds.
        size: of the logarithm of the size in pixels, over 32: detectors are too sure of small things.
        size_squared: of its square.
        always: added to all.
    """

    best: float
    mean: float
    size: float
    size_squared: float
    always: float


FITTED = Fusion(best=0.41, mean=0.64, size=0.48, size_squared=-0.06, always=-0.04)


def fused(passes: list[Detections], fusion: Fusion = FITTED) -> Detections:
    """Each face that one of several looks at a picture sees, once, best first.

    Args:
        passes: what each look sees, from a probability of UNSEEN on, in pixels of the same picture.
        fusion: the weights.
    """
    boxes, odds = gathered(passes)
    if not len(boxes):
        return Detections.none()
    scores = expit(features(boxes, odds) @ np.array([getattr(fusion, name) for name in Fusion.__slots__]))
    order = np.argsort(-scores, kind="stable")
    return Detections(np.asarray(boxes[order], np.float32), np.asarray(scores[order], np.float32))


def gathered(passes: list[Detections]) -> tuple[Boxes, NDArray[np.float64]]:
    """Every face once: the surest box of it, float32 [n, 4], and the log odds of each look, float64 [n, looks]."""
    boxes = np.concatenate([one_pass.boxes for one_pass in passes]) if passes else empty_boxes()
    scores = np.concatenate([one_pass.scores for one_pass in passes]) if passes else np.empty(0, np.float32)
    of_look = np.repeat(np.arange(len(passes)), [len(one_pass) for one_pass in passes])
    order = np.argsort(-scores, kind="stable")
    boxes, scores, of_look = boxes[order], scores[order], of_look[order]
    same = iou(boxes, boxes) >= SAME_FACE_IOU
    free = np.ones(len(boxes), np.bool_)
    kept, seen = [], []
    for at in range(len(boxes)):
        if free[at]:
            here = np.flatnonzero(free & same[at])
            free[here] = False
            row = np.full(len(passes), NOT_DETECTED)
            np.maximum.at(row, of_look[here], scores[here])
            kept.append(at)
            seen.append(logit(np.clip(row, NOT_DETECTED, 1 - 1e-4)))
    return boxes[kept], np.array(seen, np.float64).reshape(len(kept), len(passes))


def features(boxes: Boxes, odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64 [n, 5]: what the weights of `Fusion` are for, in their order; arguments as `gathered` gives them."""
    size = np.log(np.maximum(sizes(boxes), 4.0) / _USUAL_SIZE)
    return np.stack([odds.max(axis=1), odds.mean(axis=1), size, size**2, np.ones(len(boxes))], axis=1)
