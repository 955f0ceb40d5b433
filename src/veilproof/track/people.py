"""One track a person: a face that turns away goes on as a head, and the next face of that head joins it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from veilproof.geometry import Boxes, areas, paired_intersections, scaled, sizes
from veilproof.kind import Kind
from veilproof.track.confirm import ConfidenceThreshold, ConfirmedTrack

HEAD_THRESHOLD = ConfidenceThreshold(small=0.1, large=0.15)
"""The least confidence of a head that is covered in a video. Heads are harder to tell from round things than faces are,
and were asked for. Chosen by hand."""
HEAD_PHOTO_THRESHOLD = ConfidenceThreshold(small=0.26, large=0.26)
"""The same in a photo, on the fused score of several views: where 4.5 boxes a picture are on no labelled head, most of
them on heads that nobody labelled (docs/models/heads.md)."""
FACE_OF_HEAD = 0.8
"""A region of a face that covers as much as that of a head is so many times as large: the cover of a face reaches half
as far again beyond its box, that of a head .3 (`render.covers`)."""
_INSIDE = 0.6
"""A face with at least this share of its box inside a head is that head's, in one frame. A round number."""
_LARGEST, _SMALLEST = 1.2, 0.3
"""And if it is at most and at least so many times as large as the head."""
_TOGETHER = 0.5
"""And if both hold in so large a share of the frames that the two tracks have in common. A round number."""
_WIDEST = 1.5
"""And if nowhere one box around both would be so many times as large as the larger of them: then a track has gone over
to the person beside. A round number."""


def one_track_per_person(faces: Sequence[ConfirmedTrack], heads: Sequence[ConfirmedTrack]) -> list[ConfirmedTrack]:
    """Faces and heads as one track a person.

    Each face goes with the head that holds it longest, and a head with its faces becomes one track of the kind face; of
    two that are there at the same time, only the one that it holds longer is its own. Where the face is seen, its own
    cover is grown to hide the head as well. A head without a face stays one.

    Args:
        faces: covered face tracks of one shot.
        heads: covered head tracks of the same shot.
    """
    belongs = [head_of(face, heads) for face in faces]
    result = [face for face, (head, _) in zip(faces, belongs, strict=True) if head is None]
    for at, head in enumerate(heads):
        held = [(frames, face) for face, (of, frames) in zip(faces, belongs, strict=True) if of == at]
        own: list[ConfirmedTrack] = []
        for _, face in sorted(held, key=lambda each: -each[0]):
            is_other = any(face.first <= other.last and other.first <= face.last for other in own)
            (result if is_other else own).append(face)
        result.append(_person(head, own) if own else replace(head, kind=Kind.HEAD))
    return result


def head_of(face: ConfirmedTrack, heads: Sequence[ConfirmedTrack]) -> tuple[int | None, int]:
    """The index of the head that holds a face longest, if one does, and in how many frames."""
    best, longest = None, 0
    for at, head in enumerate(heads):
        first, end = max(face.first, head.first), min(face.last, head.last) + 1
        if end <= first:
            continue
        box, around = (each.boxes[first - each.first : end - each.first] for each in (face, head))
        inside = paired_intersections(box, around) >= _INSIDE * areas(box)
        ratio = sizes(box) / np.maximum(sizes(around), 1e-6)
        together = int((inside & (ratio <= _LARGEST) & (ratio >= _SMALLEST)).sum())
        hull = np.concatenate([np.minimum(box[:, :2], around[:, :2]), np.maximum(box[:, 2:], around[:, 2:])], axis=1)
        parted = bool((sizes(hull) > _WIDEST * np.maximum(sizes(box), sizes(around))).any())
        if together >= _TOGETHER * (end - first) and together > longest and not parted:
            best, longest = at, together
    return best, longest


def _person(head: ConfirmedTrack, faces: Sequence[ConfirmedTrack]) -> ConfirmedTrack:
    """One track of what covers the head and all of its faces; `faces` is not empty."""
    first = min(head.first, *(face.first for face in faces))
    last = max(head.last, *(face.last for face in faces))
    boxes = np.full((last - first + 1, 4), np.nan, np.float32)
    for track, own in ((head, scaled(head.boxes, FACE_OF_HEAD)), *((face, face.boxes) for face in faces)):
        there = boxes[track.first - first : track.last - first + 1]
        there[:, :2], there[:, 2:] = np.fmin(there[:, :2], own[:, :2]), np.fmax(there[:, 2:], own[:, 2:])
    return ConfirmedTrack(
        first,
        _without_gaps(boxes),
        max(head.confidence, *(face.confidence for face in faces)),
        max(head.observations, *(face.observations for face in faces)),
    )


def _without_gaps(boxes: Boxes) -> Boxes:
    """The boxes with those that are missing, which are NaN, between the ones around them."""
    known = np.flatnonzero(~np.isnan(boxes[:, 0]))
    frames = np.arange(len(boxes))
    return np.stack([np.interp(frames, known, boxes[known, side]) for side in range(4)], axis=1).astype(np.float32)
