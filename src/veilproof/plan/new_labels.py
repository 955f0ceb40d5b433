"""What labels that were made elsewhere add to a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, corners
from veilproof.plan.labels import ALL_BUT_LABEL, LabelledTrack
from veilproof.plan.lost import AWAY
from veilproof.plan.types import PlannedTrack

_SAME_BOX = 0.02
"""Pixels, and degrees: exports have two decimals."""

Known = tuple[PlannedTrack, Boxes, NDArray[np.float32]]
"""A track of the plan, with its boxes and their angles."""


def new_labels(labels: Iterable[LabelledTrack], tracks: Iterable[Known], frames: int) -> list[LabelledTrack]:
    """The labels that the plan does not have already, box by box.

    Args:
        labels: the labels.
        tracks: of the plan.
        frames: the number of frames of the film.
    """
    known: dict[tuple[object, ...], list[Known]] = defaultdict(list)
    for each in tracks:
        known[(each[0].kind, each[0].all_but, each[0].first, len(each[1]))].append(each)

    def is_known(label: LabelledTrack) -> bool:
        alike = known[(label.kind, label.label == ALL_BUT_LABEL, label.first, len(label.boxes))]
        return any(_is_same(label, boxes, angles) for _, boxes, angles in alike)

    new = [each for each in labels if not is_known(each)]
    # A plan that had them from a file before has each of these ways as one track.
    came = {id(each) for way in _ways(new) if is_known(_in_whole_film(way, frames)) for each in way}
    return [each for each in new if id(each) not in came]


def as_tracks(labels: Sequence[LabelledTrack], frames: int) -> list[LabelledTrack]:
    """The labels as the tracks that they become: *all but* that share no frame are one, and go over the whole film.

    Where it was not labelled it is lost and shows nothing. One for each label would be as long as the film as well: a
    film that was labelled frame by frame would have as many times its frames in boxes.

    Args:
        labels: the labels.
        frames: the number of frames of the film.
    """
    others = [each for each in labels if each.label != ALL_BUT_LABEL]
    return [*others, *(_in_whole_film(way, frames) for way in _ways(labels))]


def _ways(labels: Iterable[LabelledTrack]) -> list[list[LabelledTrack]]:
    """The *all but* among labels, those together that share no frame."""
    ways: list[list[LabelledTrack]] = []
    for each in sorted((one for one in labels if one.label == ALL_BUT_LABEL), key=lambda one: one.first):
        free = (way for way in ways if way[-1].first + len(way[-1].boxes) <= each.first)
        way = next(free, None)
        if way is None:
            ways.append([each])
        else:
            way.append(each)
    return ways


def _in_whole_film(way: Sequence[LabelledTrack], frames: int) -> LabelledTrack:
    boxes, angles = AWAY.repeat(frames, axis=0), np.zeros(frames, np.float32)
    for each in way:
        at = slice(each.first, each.first + len(each.boxes))
        boxes[at], angles[at] = each.boxes, each.angles
    return replace(
        way[0],
        first=0,
        boxes=boxes,
        angles=angles,
        confidence=max(each.confidence for each in way),
        labelled=sum(each.labelled for each in way),
    )


def _is_same(label: LabelledTrack, boxes: Boxes, angles: NDArray[np.float32]) -> bool:
    one, other = corners(label.boxes, label.angles), corners(boxes, angles)
    # A box with its sides swapped that is turned by a quarter is the same box, and its corners begin at the next one.
    off = [np.abs(one - np.roll(other, turns, axis=1)).max(axis=(1, 2)) for turns in range(4)]
    return bool((np.min(off, axis=0) <= _SAME_BOX).all())
