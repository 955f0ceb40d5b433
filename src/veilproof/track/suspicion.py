"""What is suspected of showing a face but not covered, without what covers hide anyway."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, areas, scaled
from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.one_head import FACE_CONFIDENCE, same_head

_COVER_SCALE = 1.5
"""Of a cover, in face sizes: the default of `render.covers.Style`."""
_MOSTLY = 0.7
"""What lies under a cover with this share of its inner ellipse is of the head that is covered. A round number."""
_SAME_SIZE = 4.0
"""A kept face and a suspicion at its place are one head if neither has more than this many times the other's area."""
_ANGLES = np.arange(12) / 12 * 2 * np.pi
_INNER = np.concatenate([radius * np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1) for radius in (0.8, 0.5, 0.2)])
"""Points of the inner ellipse of a box, in half widths and heights from its centre."""
_EVEN = (np.stack(np.meshgrid(np.arange(10), np.arange(10)), axis=-1).reshape(-1, 2) + 0.5) / 10
"""Points of a box, in widths and heights from its corner."""


def distinct(suspected: Sequence[ConfirmedTrack]) -> list[ConfirmedTrack]:
    """The suspicions without what a more likely one hides: a place is suspected once; by falling confidence."""
    kept: list[ConfirmedTrack] = []
    places = Places(suspected)
    is_kept = np.zeros(len(suspected), np.bool_)
    for at in sorted(range(len(suspected)), key=lambda at: -suspected[at].confidence):
        near = [suspected[other] for other in places.near(suspected[at]) if is_kept[other]]
        left = _without(suspected[at], _hidden(suspected[at], near))
        if left is not None:
            kept.append(left)
            is_kept[at] = True
    return kept


@dataclass(frozen=True, slots=True)
class DrawnCover:
    """What a person drew: it hides what lies in its boxes, without a margin; of *all but*, what lies outside of them.

    Attributes:
        first: its first frame.
        boxes: float32 [n, 4], one a frame from there on, before they are turned.
        angles: float32 [n], degrees by which each is turned clockwise about its centre.
        all_but: whether it hides what lies outside of them.
    """

    first: int
    boxes: Boxes
    angles: NDArray[np.float32]
    all_but: bool = False

    @property
    def last(self) -> int:
        """Its last frame."""
        return self.first + len(self.boxes) - 1


def bare(
    suspected: Sequence[ConfirmedTrack],
    covers: Sequence[ConfirmedTrack],
    visible: Sequence[ConfirmedTrack] = (),
    drawn: Sequence[DrawnCover] = (),
) -> list[ConfirmedTrack | None]:
    """Of each suspicion the frames from the first to the last in which no cover hides it; None if there are none.

    Args:
        suspected: the suspicions.
        covers: what is covered, without the margin of a cover.
        visible: the faces that a person keeps visible; what is suspected of the same head is no other face.
        drawn: what a person drew.
    """
    hiding, keeping = Places(covers), Places(visible)
    result = []
    for one in suspected:
        hidden = _hidden(one, [covers[at] for at in hiding.near(one)]) | _drawn_over(one, drawn)
        if one.confidence < FACE_CONFIDENCE:
            hidden |= _of_kept_head(one, [visible[at] for at in keeping.near(one)])
        result.append(_without(one, hidden))
    return result


class Places:
    """When and where tracks are, to find those near another one quickly."""

    def __init__(self, tracks: Sequence[ConfirmedTrack]) -> None:
        """With these, by index."""
        outlines = [scaled(track.boxes, _COVER_SCALE) for track in tracks]
        self._first = np.array([track.first for track in tracks], np.int64)
        self._last = np.array([track.last for track in tracks], np.int64)
        self._low = np.array([outline[:, :2].min(axis=0) for outline in outlines], np.float32).reshape(-1, 2)
        self._high = np.array([outline[:, 2:].max(axis=0) for outline in outlines], np.float32).reshape(-1, 2)

    def near(self, one: ConfirmedTrack) -> list[int]:
        """The indices of the tracks that share a frame with this one, and may share a place with it."""
        meets = (self._first <= one.last) & (self._last >= one.first)
        meets &= (self._low <= one.boxes[:, 2:].max(axis=0)).all(axis=1)
        meets &= (self._high >= one.boxes[:, :2].min(axis=0)).all(axis=1)
        return [int(at) for at in np.flatnonzero(meets)]


def _without(one: ConfirmedTrack, hidden: NDArray[np.bool_]) -> ConfirmedTrack | None:
    bare_frames = np.flatnonzero(~hidden)
    if not len(bare_frames):
        return None
    first, last = int(bare_frames[0]), int(bare_frames[-1])
    return replace(one, first=one.first + first, boxes=one.boxes[first : last + 1])


def _hidden(one: ConfirmedTrack, covers: Sequence[ConfirmedTrack]) -> NDArray[np.bool_]:
    """Bool [n]: in which frames of a track most of it lies under the cover of another one."""
    hidden = np.zeros(len(one.boxes), np.bool_)
    for cover in covers:
        frames, mine, theirs = _common(one, cover)
        hidden[frames] |= _lie_under(mine, theirs)
    return hidden


def _drawn_over(one: ConfirmedTrack, drawn: Sequence[DrawnCover]) -> NDArray[np.bool_]:
    """Bool [n]: in which frames of a track most of it lies under what a person drew."""
    hidden, dark, lit = np.zeros((3, len(one.boxes)), np.bool_)
    for cover in drawn:
        start, end = max(one.first, cover.first), min(one.last, cover.last) + 1
        if start >= end:
            continue
        frames = slice(start - one.first, end - one.first)
        theirs = slice(start - cover.first, end - cover.first)
        share = _share_within(one.boxes[frames], cover.boxes[theirs], cover.angles[theirs])
        if cover.all_but:
            dark[frames] = True
            lit[frames] |= share > 1 - _MOSTLY
        else:
            hidden[frames] |= share >= _MOSTLY
    return np.asarray(hidden | (dark & ~lit), np.bool_)


def _share_within(boxes: Boxes, over: Boxes, angles: NDArray[np.float32]) -> NDArray[np.float32]:
    """float32 [n]: the share of each box that lies in the turned box in the same row."""
    points = boxes[:, None, :2] + (boxes[:, 2:] - boxes[:, :2])[:, None] * _EVEN
    away = points - (over[:, None, :2] + over[:, None, 2:]) / 2
    at = np.radians(angles)[:, None]
    along = away[..., 0] * np.cos(at) + away[..., 1] * np.sin(at)
    down = away[..., 1] * np.cos(at) - away[..., 0] * np.sin(at)
    half = (over[:, None, 2:] - over[:, None, :2]) / 2
    return np.asarray(((abs(along) <= half[..., 0]) & (abs(down) <= half[..., 1])).mean(axis=1), np.float32)


def _lie_under(boxes: Boxes, covers: Boxes) -> NDArray[np.bool_]:
    """Bool [n]: whether most of each box lies in the ellipse of the cover in the same row; both float32 [n, 4]."""
    centre, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    middle, reach = (covers[:, :2] + covers[:, 2:]) / 2, (covers[:, 2:] - covers[:, :2]) / 2 * _COVER_SCALE
    points = centre[:, None] + half[:, None] * _INNER
    distances = np.linalg.norm((points - middle[:, None]) / np.maximum(reach, 1e-3)[:, None], axis=2)
    return np.asarray((distances <= 1).mean(axis=1) >= _MOSTLY, np.bool_)


def _of_kept_head(one: ConfirmedTrack, visible: Sequence[ConfirmedTrack]) -> NDArray[np.bool_]:
    kept = np.zeros(len(one.boxes), np.bool_)
    for face in visible:
        frames, mine, theirs = _common(one, face)
        ratio = areas(mine) / np.maximum(areas(theirs), 1e-3)
        kept[frames] |= same_head(mine, theirs) & (ratio <= _SAME_SIZE) & (ratio >= 1 / _SAME_SIZE)
    return kept


def _common(one: ConfirmedTrack, other: ConfirmedTrack) -> tuple[slice, Boxes, Boxes]:
    """The frames that two tracks have in common, counted from the first of `one`, and the boxes of both in them."""
    start, end = max(one.first, other.first), min(one.last, other.last) + 1
    frames = slice(start - one.first, end - one.first)
    return frames, one.boxes[frames], other.boxes[start - other.first : end - other.first]
