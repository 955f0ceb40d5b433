"""One track a head: tracks that a surer one holds for most of their life are joined to it.

A head gets a second track where views disagree about its size, where a detection was too far off to be matched, or
where a track trails behind. What the second one saw is evidence for the first.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from veilproof.geometry import Boxes
from veilproof.track.one_head import ghost, hidden_by, inside_head
from veilproof.track.track import Evidence, Track

_MOST = 0.7
"""The share of its observations, and of the frames that both have, in which a track is inside the surer one. A round
number; at .85, a face more of 217 was exposed on clips of the tune set."""


_GROWN_SECONDS = 1.0
"""A surer track is grown around another one this near to the observations of that. A round number."""


def one_track_per_head(tracks: list[Track]) -> list[Track]:
    """The tracks without those that a surer one holds, in the order in which they came.

    The surer one takes over the observations, and is grown where its cover would not hide the other's box, unless it is
    far surer.
    """
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
    """Whether most of a track is inside a surer one, into whose life all of its observations fall."""
    first = int(track.observed[0])
    # Most pairs of tracks are far apart, and this is quick.
    (x1, y1, x2, y2), (left, top, right, bottom) = (one.boxes[first - one.first].tolist() for one in (track, surer))
    if x1 >= right or x2 <= left or y1 >= bottom or y2 <= top:
        return False
    seen = track.observed
    if inside_head(track.boxes[seen - track.first], surer.boxes[seen - surer.first]).mean() < _MOST:
        return False
    return float(inside_head(*_common(track, surer)).mean()) >= _MOST


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
    boxes = surer.boxes if ghost(float(track.scores.max()), float(surer.scores.max())) else _grown(surer, track)
    return replace(
        surer,
        boxes=boxes,
        observed=surer.evidence.frames[linked],
        scores=scores[linked],
        evidence=Evidence(surer.evidence.frames, scores, surer.evidence.sizes),
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
