"""One box a head: nested, shifted and doubled boxes of one picture become one.

Views of several scales give a head several boxes that share too little of their union to be one face: around the eyes,
the face, and the whole head.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, areas, paired_intersections
from veilproof.track.confirm import ConfirmedTrack

_ONE_HEAD_SHARE = 0.5
"""A box with more than this share of its area inside a surer one is of the same head. Of 5,763 labelled faces of the
tune set, 13 lie so far inside another."""
_NESTED_SHARE = 0.8
"""A surer box with more than this share of its area inside another one is a part of that head ..."""
_NESTED_RATIO = 4.0
"""... if the other one has at most this many times its area; beyond, it may be a face in front of something large. A
round number, as the one above."""
FACE_CONFIDENCE = 0.4
"""Two boxes that are both at least so sure are two faces, cheek to cheek or one before the other. A round number."""
_GHOST_ODDS = 5.0
"""A box of the same head whose odds are this many times less than those of the surest does not grow that: it is left
out where the cover hides it, and else stays. A round number."""
_HIDDEN_WITHIN = 1.3
"""A face box is hidden by the cover of another one if the ellipse in it lies in that in the other one, scaled by this.
Covers are scaled by 1.5; the rest is for what the labelled face reaches beyond its box."""
_ANGLES = np.linspace(0, 2 * np.pi, 16, endpoint=False)
_CIRCLE = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)


def one_per_head(tracks: list[ConfirmedTrack]) -> list[ConfirmedTrack]:
    """The tracks of a photo, each of one frame, as one a head, by falling confidence.

    Of the boxes of one head the surest stays. Its cover hides the others; where it would not, it is grown, or the other
    one stays as it is if it is far less sure.
    """
    boxes = np.concatenate([np.empty((0, 4), np.float32), *(track.boxes for track in tracks)])
    boxes, surest = merged_heads(boxes, np.array([track.confidence for track in tracks], np.float32))
    return [replace(tracks[at], boxes=box[None]) for at, box in zip(surest.tolist(), boxes, strict=True)]


def merged_heads(boxes: Boxes, scores: NDArray[np.float32]) -> tuple[Boxes, NDArray[np.intp]]:
    """One box a head, by falling score; what the covers of all boxes hide, those of these do.

    Args:
        boxes: float32 [n, 4], in pixels of one picture.
        scores: float32 [n], the confidence of each.

    Returns:
        float32 [k, 4] boxes, and intp [k]: which of the boxes was the surest of that head.
    """
    order = np.argsort(-scores, kind="stable")
    heads, surest = _merged(boxes[order], scores[order])
    heads, surest = _with_bare_ones(heads, order[surest], boxes, order)
    falling = np.argsort(-scores[surest], kind="stable")
    return heads[falling], surest[falling]


def _merged(boxes: Boxes, scores: NDArray[np.float32]) -> tuple[Boxes, NDArray[np.intp]]:
    """The boxes without those of the same head as a surer one, and which they were; by falling score, as they came."""
    boxes, surest = boxes.copy(), np.arange(len(boxes))
    has_grown = True
    # A box that has grown may hold others that it did not hold before.
    while has_grown:
        kept, has_grown = np.ones(len(boxes), np.bool_), False
        for at in np.flatnonzero(scores < FACE_CONFIDENCE).tolist():
            surer = np.flatnonzero(kept[:at])
            heads = surer[_of_one_head(boxes[at], boxes[surer])]
            if not len(heads):
                continue
            box, holders = boxes[at : at + 1], boxes[heads]
            if _is_hidden(box, holders):
                kept[at] = False
            elif not ghost(float(scores[at]), float(scores[heads[0]])):
                boxes[heads[0]] = _around(holders[:1], box)[0]
                kept[at], has_grown = False, True
        boxes, scores, surest = boxes[kept], scores[kept], surest[kept]
    return boxes, surest


def _with_bare_ones(
    heads: Boxes, surest: NDArray[np.intp], boxes: Boxes, order: NDArray[np.intp]
) -> tuple[Boxes, NDArray[np.intp]]:
    """With every box back that no cover hides: what hid it is hidden by another one, or has grown to one side of it."""
    for at in order.tolist():
        if not _is_hidden(boxes[at : at + 1], heads):
            heads, surest = np.concatenate([heads, boxes[at : at + 1]]), np.append(surest, at)
    return heads, surest


def _is_hidden(box: Boxes, holders: Boxes) -> bool:
    """Whether the cover of one of the holders, float32 [n, 4], hides the box, float32 [1, 4]."""
    return bool(hidden_by(holders, np.repeat(box, len(holders), axis=0)).any())


def _of_one_head(box: NDArray[np.float32], surer: Boxes) -> NDArray[np.bool_]:
    """Bool [n]: whether a box, float32 [4], is of the same head as each of the surer ones, float32 [n, 4]."""
    boxes = np.repeat(box[None], len(surer), axis=0)
    parts = _is_around(boxes, surer)
    # Around several faces there is no head, but what they have in common.
    return np.asarray(_is_inside(boxes, surer) | (parts & (parts.sum() == 1)), np.bool_)


def _around(box: Boxes, other: Boxes) -> Boxes:
    """The box, float32 [1, 4], grown to hold the other one."""
    return np.concatenate([np.minimum(box[:, :2], other[:, :2]), np.maximum(box[:, 2:], other[:, 2:])], axis=1)


def hidden_by(boxes: Boxes, others: Boxes) -> NDArray[np.bool_]:
    """Bool [n]: whether the cover of each box would hide the other one in the same row; both float32 [n, 4]."""
    centre, half = (boxes[:, :2] + boxes[:, 2:]) / 2, np.maximum((boxes[:, 2:] - boxes[:, :2]) / 2, 1e-3)
    middle, radii = (others[:, :2] + others[:, 2:]) / 2, (others[:, 2:] - others[:, :2]) / 2
    outline = middle[:, None] + _CIRCLE[None] * radii[:, None]
    distances = np.linalg.norm((outline - centre[:, None]) / half[:, None], axis=2)
    return np.asarray((distances <= _HIDDEN_WITHIN).all(axis=1), np.bool_)


def same_head(boxes: Boxes, surer: Boxes) -> NDArray[np.bool_]:
    """Bool [n]: whether each box is of the same head as the surer one in the same row; both float32 [n, 4]."""
    return np.asarray(_is_inside(boxes, surer) | _is_around(boxes, surer), np.bool_)


def _is_inside(boxes: Boxes, surer: Boxes) -> NDArray[np.bool_]:
    return np.asarray(paired_intersections(boxes, surer) > _ONE_HEAD_SHARE * areas(boxes), np.bool_)


def _is_around(boxes: Boxes, surer: Boxes) -> NDArray[np.bool_]:
    own, theirs = areas(boxes), areas(surer)
    holds = paired_intersections(boxes, surer) > _NESTED_SHARE * theirs
    return np.asarray(holds & (own <= _NESTED_RATIO * theirs), np.bool_)


def ghost(score: float, surer: float) -> bool:
    """Whether a box or track with this best score is too weak to grow a surer one of the same head."""
    return score < FACE_CONFIDENCE and odds(surer) >= _GHOST_ODDS * odds(score)


def odds(probability: float) -> float:
    """Of a probability, within bounds."""
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return bounded / (1 - bounded)
