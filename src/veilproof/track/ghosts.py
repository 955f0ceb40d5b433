"""Ghosts: weak tracks that follow another one half a face beside it, because views of other scales place it there.

They are left out, so that a person decides once about a head. The cover of a sure face hides most of its ghosts; where
it is not known which of the tracks is the face, the one that stays is grown to cover all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from veilproof.geometry import Boxes, areas, paired_iou
from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.one_head import odds
from veilproof.track.suspicion import Places

_MIN_IOU = 0.35
"""A ghost overlaps the track by this much (intersection over union) ..."""
_MOST = 0.8
"""... in this share of the frames that both have. On 127 clips of the tune set that left a fifth fewer tracks and no
box more bare; with .25, 5 more of 21,000 were (docs/detection.md)."""
_LIFE = 0.9
"""A ghost lives with the track in this share of its frames; before and after, it may be the face itself. A round
number."""
_WEAK = 0.25
"""What is more likely a face is no ghost; below, ..."""
_GHOST_ODDS = 5.0
"""... and with so many times the odds, the other one is the face. A round number; with .3 for weak, a face more was
bare on those clips."""
_MAX_GROWTH = 2.0
"""A weak track is grown to at most so many times its area: ghosts of ghosts would spread over the picture. A round
number."""


def without_ghosts(tracks: Sequence[ConfirmedTrack]) -> list[ConfirmedTrack]:
    """The tracks of one shot without ghosts, in the order in which they came."""
    places = Places(tracks)
    kept: dict[int, ConfirmedTrack] = {}
    for at in sorted(range(len(tracks)), key=lambda at: (-tracks[at].confidence, at)):
        track = tracks[at]
        for other in places.near(track) if track.confidence < _WEAK else ():
            if other not in kept or not _follows(track, tracks[other]):
                continue
            if odds(tracks[other].confidence) >= _GHOST_ODDS * odds(track.confidence):
                break
            grown = _grown(kept[other], track)
            if tracks[other].confidence < _WEAK and _growth(tracks[other], grown) <= _MAX_GROWTH:
                kept[other] = replace(kept[other], boxes=grown)
                break
        else:
            kept[at] = track
    return [kept[at] for at in sorted(kept)]


def _follows(track: ConfirmedTrack, surer: ConfirmedTrack) -> bool:
    """Whether a track is beside a surer one for its life."""
    mine, theirs = _common(track, surer)
    if len(mine) < _LIFE * len(track.boxes):
        return False
    return float((paired_iou(mine, theirs) >= _MIN_IOU).mean()) >= _MOST


def _grown(surer: ConfirmedTrack, track: ConfirmedTrack) -> Boxes:
    """The boxes of the surer track, around those of the other one as well."""
    boxes = surer.boxes.copy()
    first, end = max(track.first, surer.first), min(track.last, surer.last) + 1
    mine, theirs = track.boxes[first - track.first : end - track.first], boxes[first - surer.first : end - surer.first]
    theirs[:, :2] = np.minimum(theirs[:, :2], mine[:, :2])
    theirs[:, 2:] = np.maximum(theirs[:, 2:], mine[:, 2:])
    return boxes


def _growth(track: ConfirmedTrack, grown: Boxes) -> float:
    return float(np.max(areas(grown) / np.maximum(areas(track.boxes), 1e-3)))


def _common(one: ConfirmedTrack, other: ConfirmedTrack) -> tuple[Boxes, Boxes]:
    first, end = max(one.first, other.first), min(one.last, other.last) + 1
    return one.boxes[first - one.first : end - one.first], other.boxes[first - other.first : end - other.first]
