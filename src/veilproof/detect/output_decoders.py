"""Decode the outputs of each family of face detectors into boxes and raw scores.

Boxes are in pixels of the network's input and not yet suppressed: a face has several.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, empty_boxes

Outputs = dict[str, NDArray[np.float32]]
RawScores = NDArray[np.float32]
OutputDecoder = Callable[[Outputs, tuple[int, int], float], tuple[Boxes, RawScores]]
"""(outputs, (height, width) of the input, least raw score) -> boxes float32 [n, 4], raw scores float32 [n]."""

_STRIDES = (8, 16, 32)
"""Input pixels per cell of the feature maps of YuNet and SCRFD, as published."""
_BRANCH_STRIDE = 8
"""The same of our branches."""
_CENTERFACE_STRIDE = 4
"""Input pixels per cell of the feature maps of CenterFace, as published."""


def centerface(outputs: Outputs, size: tuple[int, int], threshold: float) -> tuple[Boxes, RawScores]:
    """CenterFace (Xu et al. 2019, section 3.1): heatmap, log size, offset at a quarter of the input size."""
    heatmap, log_size, offset = list(outputs.values())[:3]
    rows, columns = np.nonzero(heatmap[0, 0] >= threshold)
    scores = heatmap[0, 0, rows, columns]
    heights, widths = np.exp(log_size[0, :, rows, columns].T) * _CENTERFACE_STRIDE
    y = (rows + offset[0, 0, rows, columns] + 0.5) * _CENTERFACE_STRIDE
    x = (columns + offset[0, 1, rows, columns] + 0.5) * _CENTERFACE_STRIDE
    boxes = np.stack([x - widths / 2, y - heights / 2, x + widths / 2, y + heights / 2], axis=1)
    return np.asarray(boxes, np.float32), np.asarray(scores, np.float32)


def branch(name: str, outputs: Outputs, threshold: float) -> tuple[Boxes, RawScores]:
    """A branch of our own on CenterFace (`training/branches`): the same at an eighth of the input size."""
    heatmap, log_size, offset = (outputs[f"{name}_{answer}"] for answer in ("heat", "size", "offset"))
    rows, columns = np.nonzero(heatmap[0, 0] >= threshold)
    scores = heatmap[0, 0, rows, columns]
    heights, widths = np.exp(log_size[0, :, rows, columns].T) * _BRANCH_STRIDE
    y = (rows + offset[0, 0, rows, columns] + 0.5) * _BRANCH_STRIDE
    x = (columns + offset[0, 1, rows, columns] + 0.5) * _BRANCH_STRIDE
    boxes = np.stack([x - widths / 2, y - heights / 2, x + widths / 2, y + heights / 2], axis=1)
    return np.asarray(boxes, np.float32), np.asarray(scores, np.float32)


def yunet(outputs: Outputs, size: tuple[int, int], threshold: float) -> tuple[Boxes, RawScores]:
    """YuNet (Wu et al. 2023, section 3): anchor-free; the score is the geometric mean of class and objectness."""
    boxes, scores = [empty_boxes()], [np.empty(0, np.float32)]
    for stride in _STRIDES:
        cls, obj = outputs[f"cls_{stride}"][0, :, 0], outputs[f"obj_{stride}"][0, :, 0]
        score = np.sqrt(np.clip(cls, 0, 1) * np.clip(obj, 0, 1))
        at = np.nonzero(score >= threshold)[0]
        row, column = np.divmod(at, size[1] // stride)
        d = outputs[f"bbox_{stride}"][0, at]
        centre = (np.stack([column, row], axis=1) + d[:, :2]) * stride
        half = np.exp(d[:, 2:]) * stride / 2
        boxes.append(np.asarray(np.concatenate([centre - half, centre + half], axis=1), np.float32))
        scores.append(np.asarray(score[at], np.float32))
    return np.concatenate(boxes), np.concatenate(scores)


def scrfd(outputs: Outputs, size: tuple[int, int], threshold: float) -> tuple[Boxes, RawScores]:
    """SCRFD (Guo et al. 2021, section 3): two anchors per cell, distances to the four sides in strides."""
    flat = [o.reshape(-1, o.shape[-1]) for o in outputs.values()]
    boxes, scores = [empty_boxes()], [np.empty(0, np.float32)]
    for stride, score, distance in zip(_STRIDES, flat[0:3], flat[3:6], strict=True):
        anchors = len(score) // ((size[0] // stride) * (size[1] // stride))
        at = np.nonzero(score[:, 0] >= threshold)[0]
        row, column = np.divmod(at // anchors, size[1] // stride)
        centre = np.stack([column, row], axis=1) * stride
        sides = distance[at] * stride
        boxes.append(np.asarray(np.concatenate([centre - sides[:, :2], centre + sides[:, 2:]], axis=1), np.float32))
        scores.append(np.asarray(score[at, 0], np.float32))
    return np.concatenate(boxes), np.concatenate(scores)
