"""One box a head: nested, shifted and doubled boxes of one picture become one.

Views of several scales give a head several boxes that share too little of their union to be one face: around the eyes,
the face, and the whole head.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, areas, intersections, paired_intersections
from veilproof.track.confirm import ConfirmedTrack

_ONE_HEAD_SHARE = 0.5
"""A box with more than this share of its area inside a surer one is of the same head. Of 5,763 labelled faces of the
tune set, 13 lie so far inside another."""
_NESTED_SHARE = 0.8
"""A surer box with more than this share of its area inside another one is a part of that head ..."""
_NESTED_RATIO = 4.0
"""... if the other one has at most this many times its area; beyond, it may be a face in front of something large. A
round number, as the one above."""
_SURE = 0.4
"""Two boxes that are both at least so sure are two faces, cheek to cheek or one before the other. A round number."""
_GHOST_ODDS = 5.0
"""A box of the same head whose odds are this many times less than those of the surest adds nothing: it is left out
without growing the surest one. A round number."""
_HIDDEN_WITHIN = 1.3
"""A face box is hidden by the cover of another one if the ellipse in it lies in that in the other one, scaled by this.
Covers are scaled by 1.5; the rest is for what the labelled face reaches beyond its box."""
_ANGLES = np.linspace(0, 2 * np.pi, 16, endpoint=False)
_CIRCLE = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)


def one_per_head(tracks: list[ConfirmedTrack]) -> list[ConfirmedTrack]:
    """The tracks of a photo, each of one frame, as one a head, by falling confidence.

    Of the boxes of one head the surest stays. Its cover hides the others; where it would not, it is grown, unless the
    surest is far surer.
    """
    boxes = np.concatenate([np.empty((0, 4), np.float32), *(track.boxes for track in tracks)])
    boxes, surest = merged_heads(boxes, np.array([track.confidence for track in tracks], np.float32))
    return [replace(tracks[at], boxes=box[None]) for at, box in zip(surest.tolist(), boxes, strict=True)]


def merged_heads(boxes: Boxes, scores: NDArray[np.float32]) -> tuple[Boxes, NDArray[np.intp]]:
    """One box a head, by falling score.

    Args:
        boxes: float32 [n, 4], in pixels of one picture.
        scores: float32 [n], the confidence of each.

    Returns:
        float32 [k, 4] boxes, the covers of which hide all boxes of a head, and intp [k]: which of the boxes was surest.
    """
    surest = np.argsort(-scores, kind="stable")
    boxes, scores = boxes[surest], scores[surest]
    while (pair := _surest_pair(boxes, scores)) is not None:
        one, other = pair
        if not ghost(float(scores[other]), float(scores[one])):
            boxes[one] = _around(boxes[one : one + 1], boxes[other : other + 1])[0]
        boxes, scores, surest = np.delete(boxes, other, axis=0), np.delete(scores, other), np.delete(surest, other)
    return boxes, surest


def _surest_pair(boxes: Boxes, scores: NDArray[np.float32]) -> tuple[int, int] | None:
    """The first two of these boxes, which are ordered by falling score, that are of one head; None if no two are."""
    shared, area = intersections(boxes, boxes), np.maximum(areas(boxes), 1e-6)
    inside_surer = np.tril(shared / area[:, None] > _ONE_HEAD_SHARE, -1)
    around = (shared / area[None] > _NESTED_SHARE) & (area[:, None] <= _NESTED_RATIO * area[None])
    around = np.tril(around, -1)
    # Around several faces there is no head, but what they have in common.
    around[around.sum(axis=1) > 1] = False
    less_sure, surer = np.nonzero((inside_surer | around) & (scores < _SURE)[:, None])
    return (int(surer[0]), int(less_sure[0])) if len(surer) else None


def _around(box: Boxes, other: Boxes) -> Boxes:
    """The box, float32 [1, 4]; grown to hold the other one if its cover would not hide that."""
    if hidden_by(box, other)[0]:
        return box
    return np.concatenate([np.minimum(box[:, :2], other[:, :2]), np.maximum(box[:, 2:], other[:, 2:])], axis=1)


def hidden_by(boxes: Boxes, others: Boxes) -> NDArray[np.bool_]:
    """Bool [n]: whether the cover of each box would hide the other one in the same row; both float32 [n, 4]."""
    centre, half = (boxes[:, :2] + boxes[:, 2:]) / 2, np.maximum((boxes[:, 2:] - boxes[:, :2]) / 2, 1e-3)
    middle, radii = (others[:, :2] + others[:, 2:]) / 2, (others[:, 2:] - others[:, :2]) / 2
    outline = middle[:, None] + _CIRCLE[None] * radii[:, None]
    distances = np.linalg.norm((outline - centre[:, None]) / half[:, None], axis=2)
    return np.asarray((distances <= _HIDDEN_WITHIN).all(axis=1), np.bool_)


def inside_head(boxes: Boxes, surer: Boxes) -> NDArray[np.bool_]:
    """Bool [n]: whether each box is of the same head as the surer one in the same row; both float32 [n, 4]."""
    shared, own, theirs = paired_intersections(boxes, surer), areas(boxes), areas(surer)
    nested = (shared > _NESTED_SHARE * theirs) & (own <= _NESTED_RATIO * theirs)
    return np.asarray((shared > _ONE_HEAD_SHARE * own) | nested, np.bool_)


def ghost(score: float, surer: float) -> bool:
    """Whether a box or track with this best score adds nothing to a surer one of the same head."""
    return _odds(surer) >= _GHOST_ODDS * _odds(score)


def _odds(probability: float) -> float:
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return bounded / (1 - bounded)
