"""Number plates: what their branch sees of them, and the text that lies like one, as one track a plate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from veilproof.detect import Detections
from veilproof.geometry import Boxes, areas, hulls, paired_intersections
from veilproof.kind import Kind
from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.lines import confidence_of, covered_stretches
from veilproof.track.track import Track

LEAST_PLATE = 0.35
"""The least confidence of a plate that is covered in a video: the mean of its three best scores. Chosen on clips of the
tune set that were not trained on (docs/kinds.md)."""
LEAST_PHOTO_PLATE = 0.3
"""The same in a photo, of the score fused from several views. Chosen on pictures like those."""
_INSIDE = 0.6
"""Two boxes are of one plate in one frame if the smaller one has so large a share of its area inside the other ..."""
_LARGEST = 4.0
"""... and the larger one has at most so many times its area; beyond, it is a line that goes past the plate. Round
numbers."""
_TOGETHER = 0.5
"""And two tracks, if their boxes are in so large a share of the frames that both have."""


def confirm_plate(track: Track, least: float = LEAST_PLATE) -> list[ConfirmedTrack]:
    """The stretches of a track of the branch in which a plate is covered; none if it is less sure than `least`."""
    confidence = confidence_of(track)
    if confidence < least:
        return []
    return covered_stretches(track, track.boxes, np.zeros(len(track.boxes), np.float32), confidence, Kind.PLATE)


def confirm_plates_of_photo(plates: Detections, least: float = LEAST_PHOTO_PLATE) -> list[ConfirmedTrack]:
    """The same for what the branch sees in a photo, each as a track of one frame."""
    return [
        ConfirmedTrack(0, box[None], float(score), 1, Kind.PLATE, np.zeros(1, np.float32))
        for box, score in zip(plates.boxes, plates.scores, strict=True)
        if score >= least
    ]


def one_track_per_plate(lines: Sequence[ConfirmedTrack], detected: Sequence[ConfirmedTrack]) -> list[ConfirmedTrack]:
    """Lines of text, and plates that the branch saw, as one track a plate.

    What was seen alone stays as it is, turned as it lies. Tracks of one plate become one of upright boxes around all of
    theirs. Text that is no plate stays as it is, also where a plate is part of it.

    Args:
        lines: covered lines of one shot, of the kinds text and plate.
        detected: plates that the branch detected in the same shot.
    """
    plates = [line for line in lines if line.kind is Kind.PLATE] + [*detected]
    same = np.array([[of_one_plate(one, other) for other in plates] for one in plates], np.bool_)
    count, group = connected_components(same.reshape(len(plates), -1)) if plates else (0, np.empty(0, np.int32))
    joined = [_joined([plates[at] for at in np.flatnonzero(group == number).tolist()]) for number in range(count)]
    return [line for line in lines if line.kind is not Kind.PLATE] + joined


def of_one_plate(one: ConfirmedTrack, other: ConfirmedTrack) -> bool:
    """Whether two tracks show one plate in the frames that both have."""
    first, end = max(one.first, other.first), min(one.last, other.last) + 1
    if end <= first:
        return False
    mine, theirs = (_upright(each)[first - each.first : end - each.first] for each in (one, other))
    smaller, larger = np.minimum(areas(mine), areas(theirs)), np.maximum(areas(mine), areas(theirs))
    together = (paired_intersections(mine, theirs) >= _INSIDE * smaller) & (larger <= _LARGEST * smaller)
    return float(together.mean()) >= _TOGETHER


def _upright(track: ConfirmedTrack) -> Boxes:
    return track.boxes if track.angles is None else hulls(track.boxes, track.angles)


def _joined(tracks: Sequence[ConfirmedTrack]) -> ConfirmedTrack:
    """One track of what covers all of these, which have frames in common."""
    if len(tracks) == 1:
        return tracks[0]
    first, last = min(track.first for track in tracks), max(track.last for track in tracks)
    low: NDArray[np.float32] = np.full((last - first + 1, 2), np.inf, np.float32)
    high = -low
    for track in tracks:
        there, boxes = slice(track.first - first, track.last - first + 1), _upright(track)
        low[there], high[there] = np.minimum(low[there], boxes[:, :2]), np.maximum(high[there], boxes[:, 2:])
    return replace(
        tracks[0],
        first=first,
        boxes=np.concatenate([low, high], axis=1),
        confidence=max(track.confidence for track in tracks),
        observations=max(track.observations for track in tracks),
        angles=np.zeros(len(low), np.float32),
    )
