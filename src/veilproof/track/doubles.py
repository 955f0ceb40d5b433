"""One track a head: tracks that a surer one holds for most of their life are joined to it.

A head gets a second track where views disagree about its size, where a detection was too far off to be matched, or
where a track trails behind. What the second one saw is evidence for the first.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from veilproof.geometry import Boxes
from veilproof.track.one_head import FACE_CONFIDENCE, ghost, hidden_by, same_head
from veilproof.track.shape import repaired
from veilproof.track.track import Evidence, Track

_MOST = 0.7
"""The share of its observations, and of the frames that both have, in which a track is inside the surer one. A round
number; at .85, a face more of 217 was exposed on clips of the tune set."""


_MOSTLY_HIDDEN = 0.9
"""A track that is too weak to grow the surer one must be hidden by its cover in this share of the frames that both
have, and wherever it was observed; else it stays. A round number."""
_GROWN_SECONDS = 1.0
"""A surer track is grown around another one this near to the observations of that. A round number."""


def one_track_per_head(tracks: list[Track]) -> list[Track]:
    """The tracks in the shape of heads, without those that a surer one holds, in the order in which they came.

    The surer one takes over the observations and the frames that it did not have, and is grown where its cover would
    not hide the other's box. Of a track that is far less sure it takes over what was observed alone.
    """
    # Before they are joined: what makes a joined track large in one observation is another track.
    tracks = [repaired(track) for track in tracks]
    order = sorted(range(len(tracks)), key=lambda at: (-float(tracks[at].scores.sum()), at))
    kept: list[int] = []
    joined = list(tracks)
    lives = np.array([(track.first, track.last) for track in tracks], np.int64).reshape(-1, 2)
    for at in order:
        track, surer = tracks[at], np.array(kept, np.intp)
        # Most pairs have no time in common.
        alive = (lives[surer, 0] <= track.observed[0]) & (lives[surer, 1] >= track.observed[-1])
        holder = next((number for number in surer[alive].tolist() if _holds(joined[number], track)), None)
        if holder is None:
            kept.append(at)
        else:
            joined[holder] = _joined(joined[holder], track)
    return [joined[at] for at in sorted(kept)]


def _holds(surer: Track, track: Track) -> bool:
    """Whether most of a track is inside a surer one, into whose life all of its observations fall.

    Two tracks that a detector was sure of in one frame are two faces, one before the other.
    """
    first = int(track.observed[0])
    # Most pairs of tracks are far apart, and this is quick.
    (x1, y1, x2, y2), (left, top, right, bottom) = (one.boxes[first - one.first].tolist() for one in (track, surer))
    if x1 >= right or x2 <= left or y1 >= bottom or y2 <= top:
        return False
    seen = track.observed
    at_observations = track.boxes[seen - track.first], surer.boxes[seen - surer.first]
    if same_head(*at_observations).mean() < _MOST or _are_two_faces(surer, track):
        return False
    mine, theirs = _common(track, surer)
    if same_head(mine, theirs).mean() < _MOST:
        return False
    if not _is_ghost(track, surer):
        return True
    return bool(hidden_by(*reversed(at_observations)).all() and hidden_by(theirs, mine).mean() >= _MOSTLY_HIDDEN)


def _are_two_faces(one: Track, other: Track) -> bool:
    return bool(
        np.isin(one.observed[one.scores >= FACE_CONFIDENCE], other.observed[other.scores >= FACE_CONFIDENCE]).any()
    )


def _is_ghost(track: Track, surer: Track) -> bool:
    return ghost(float(track.scores.max()), float(surer.scores.max()))


def _common(one: Track, other: Track) -> tuple[Boxes, Boxes]:
    """The boxes of both in the frames that both have."""
    first, end = max(one.first, other.first), min(one.last, other.last) + 1
    return one.boxes[first - one.first : end - one.first], other.boxes[first - other.first : end - other.first]


def _joined(surer: Track, track: Track) -> Track:
    """The surer track with the observations of the other one."""
    scores, linked = surer.evidence.scores.copy(), np.isin(surer.evidence.frames, surer.observed)
    at = np.searchsorted(surer.evidence.frames, track.observed)
    known = at < len(scores)
    known[known] = surer.evidence.frames[at[known]] == track.observed[known]
    np.maximum.at(scores, at[known], track.scores[known])
    linked[at[known]] = True
    joined = replace(
        surer,
        observed=surer.evidence.frames[linked],
        scores=scores[linked],
        evidence=Evidence(surer.evidence.frames, scores, surer.evidence.sizes),
    )
    return joined if _is_ghost(track, surer) else _lengthened(replace(joined, boxes=_grown(surer, track)), track)


def _lengthened(surer: Track, track: Track) -> Track:
    """The surer track with the frames of the other one before its first and after its last."""
    before = max(0, surer.first - track.first)
    after = max(0, track.last - surer.last)
    ends = np.r_[0:before, len(track.boxes) - after : len(track.boxes)]
    boxes, times = track.boxes[ends], track.times[ends]
    looks = (track.evidence.frames < surer.first) | (track.evidence.frames > surer.last)
    frames = np.concatenate([surer.evidence.frames, track.evidence.frames[looks]])
    order = np.argsort(frames, kind="stable")
    return replace(
        surer,
        first=surer.first - before,
        boxes=np.concatenate([boxes[:before], surer.boxes, boxes[before:]]),
        times=np.concatenate([times[:before], surer.times, times[before:]]),
        evidence=Evidence(
            frames[order],
            np.concatenate([surer.evidence.scores, track.evidence.scores[looks]])[order],
            np.concatenate([surer.evidence.sizes, track.evidence.sizes[looks]])[order],
        ),
    )


def _grown(surer: Track, track: Track) -> Boxes:
    """The boxes of the surer track, around those of the other one near the observations of that."""
    first, last = int(track.observed[0]), int(track.observed[-1])
    boxes = surer.boxes.copy()
    mine = boxes[first - surer.first : last - surer.first + 1]
    theirs = track.boxes[first - track.first : last - track.first + 1]
    times = track.times[first - track.first : last - track.first + 1]
    seen = times[track.observed - first]
    after = np.searchsorted(seen, times).clip(1, max(1, len(seen) - 1))
    distance = np.minimum(np.abs(times - seen[after - 1]), np.abs(times - seen[np.minimum(after, len(seen) - 1)]))
    bare = ~hidden_by(mine, theirs) & (distance <= _GROWN_SECONDS)
    mine[bare, :2] = np.minimum(mine[bare, :2], theirs[bare, :2])
    mine[bare, 2:] = np.maximum(mine[bare, 2:], theirs[bare, 2:])
    return boxes
