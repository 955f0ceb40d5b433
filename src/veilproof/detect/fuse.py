"""Fuse the detections of several views of one picture into one probability for each face."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from veilproof.detect.detector import SAME_FACE_IOU, Detections
from veilproof.geometry import Boxes, empty_boxes, overlapping, sizes

NOT_DETECTED = 0.01
"""The probability that a view without a detection assigns to a face, and the threshold of each view. A round number
just below the least that CenterFace gives (.0135, at MIN_RAW_SCORE)."""
_MAX_PROBABILITY = 1 - 1e-4
"""Clips probabilities, so that log odds are finite. A round number."""
_REFERENCE_SIZE = 32.0
"""Pixels at which the size features are 0; only shifts the intercept. A round number."""
_MIN_SIZE = 4.0
"""Pixels below which the size features are constant. A round number."""


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """The weights of a logistic model, in the order of `features`.

    The model replaces the best score of any view, which keeps the false detections of every view. What several views
    detect is likelier a face than what one view detects with a high score.

    Attributes:
        max_log_odds: of the maximum log odds over the views.
        mean_log_odds: of the mean log odds over the views.
        log_size: of log(size / 32 px); detectors overestimate the probability of small boxes.
        log_size_squared: of its square.
        intercept: the constant term.
    """

    max_log_odds: float
    mean_log_odds: float
    log_size: float
    log_size_squared: float
    intercept: float


FITTED_WEIGHTS = FusionWeights(
    max_log_odds=0.41, mean_log_odds=0.64, log_size=0.48, log_size_squared=-0.06, intercept=-0.04
)
"""Fitted by `python -m benchmarks.fusion` on photographs of the tune set."""


def fused(
    per_view: list[Detections], weights: FusionWeights = FITTED_WEIGHTS, *, mean_boxes: bool = False
) -> Detections:
    """Each face that any view detects, once, with its fused probability, by falling probability.

    Args:
        per_view: the detections of each view from a probability of NOT_DETECTED on, in pixels of the same picture.
        weights: of the logistic model.
        mean_boxes: the box is the mean of those of the views, weighted by their probabilities; else the likeliest one.
    """
    boxes, log_odds = group_across_views(per_view, mean_boxes=mean_boxes)
    if not len(boxes):
        return Detections.none()
    scores = expit(features(boxes, log_odds) @ np.array([getattr(weights, name) for name in FusionWeights.__slots__]))
    order = np.argsort(-scores, kind="stable")
    return Detections(np.asarray(boxes[order], np.float32), np.asarray(scores[order], np.float32))


def group_across_views(per_view: list[Detections], *, mean_boxes: bool = False) -> tuple[Boxes, NDArray[np.float64]]:
    """Group the detections of each face: its box, float32 [n, 4], and its log odds, float64 [n, views].

    The box is the likeliest one, or the mean of those of the views, weighted by their probabilities.
    """
    boxes = np.concatenate([view.boxes for view in per_view]) if per_view else empty_boxes()
    scores = np.concatenate([view.scores for view in per_view]) if per_view else np.empty(0, np.float32)
    view_index = np.repeat(np.arange(len(per_view)), [len(view) for view in per_view])
    order = np.argsort(-scores, kind="stable")
    boxes, scores, view_index = boxes[order], scores[order], view_index[order]
    ungrouped = np.ones(len(boxes), np.bool_)
    best_boxes, log_odds = [], []
    # A copy: below, boxes become means.
    for at, same_face in enumerate(overlapping(boxes.copy(), SAME_FACE_IOU)):
        # A box without an area overlaps nothing, not even itself.
        if ungrouped[at] and len(same_face):
            group = same_face[ungrouped[same_face]]
            ungrouped[group] = False
            row = np.full(len(per_view), NOT_DETECTED)
            np.maximum.at(row, view_index[group], scores[group])
            if mean_boxes:
                _, best_of_view = np.unique(view_index[group], return_index=True)
                own = group[best_of_view]
                boxes[at] = np.average(boxes[own], axis=0, weights=scores[own])
            best_boxes.append(at)
            log_odds.append(logit(np.clip(row, NOT_DETECTED, _MAX_PROBABILITY)))
    return boxes[best_boxes], np.array(log_odds, np.float64).reshape(len(best_boxes), len(per_view))


def features(boxes: Boxes, log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64 [n, 5]: the inputs of the logistic model, from what `group_across_views` returns."""
    size = np.log(np.maximum(sizes(boxes), _MIN_SIZE) / _REFERENCE_SIZE)
    return np.stack([log_odds.max(axis=1), log_odds.mean(axis=1), size, size**2, np.ones(len(boxes))], axis=1)
