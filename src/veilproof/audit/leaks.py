"""Leaks: faces of which something survives in a frame of the redacted file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.pairs import Pair
from veilproof.audit.survival import surviving
from veilproof.geometry import Boxes, iou, sizes
from veilproof.track.confirm import track_confidence
from veilproof.track.track import Track

SURVIVES = 0.2
"""A face leaks in a frame when this share of its structure is still there: more than codec noise ever looks like, and
no more than is seen of a face that is covered to a half."""

_MARGIN_SECONDS = 0.1
_CLEAR = 0.3
_COVERED_ELSEWHERE = 0.8
_SAME_PLACE = 0.3
_JOINED_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be a face, and what becomes of it in the redacted file.

    Attributes:
        track: where it is.
        first: the first frame in which it was looked at for leaks; near to where a detector saw it well.
        shares: float32 [n], from frame `first` on: which share of it survives; NaN where no frame was compared.
    """

    track: Track
    first: int
    shares: NDArray[np.float32]

    @property
    def confidence(self) -> float:
        """The probability that it is a face."""
        return track_confidence(self.track)

    @property
    def covered(self) -> float:
        """In which share of its frames nothing of it survives; 0 where there is no frame."""
        known = self.shares[~np.isnan(self.shares)]
        return float((known < SURVIVES).mean()) if len(known) else 0.0

    def boxes(self, first: int, last: int) -> Boxes:
        """float32 [n, 4]: its boxes in these frames."""
        return self.track.boxes[first - self.track.first : last - self.track.first + 1]


@dataclass(frozen=True, slots=True)
class Leak:
    """A face that survives in the redacted file for some frames.

    Attributes:
        track: number of the track of this audit; None where a cover blinks that no track lies under.
        first: number of the first frame, counted in the original.
        last: number of the last one.
        box: x1 y1 x2 y2 in the frame in which most survives.
        size: of that box, in pixels (square root of its area).
        survives: the largest share that survives, 0 to 1.
        frame: the frame in which most survives.
        confidence: the probability that it is a face, 0 to 1.
        covered_elsewhere: whether the same track is covered in most of its other frames: then whoever redacted the file
            took it for a face, too.
    """

    track: int | None
    first: int
    last: int
    box: tuple[float, float, float, float]
    size: float
    survives: float
    frame: int
    confidence: float
    covered_elsewhere: bool


class Watch:
    """Watches every suspect in every frame of the two files."""

    def __init__(self, tracks: Sequence[Track], rate: Fraction) -> None:
        """Watch these tracks in a film of `rate` frames a second."""
        self._tracks = tracks
        margin = max(1, round(rate * Fraction(_MARGIN_SECONDS)))
        self._joined = max(1, round(rate * Fraction(_JOINED_SECONDS)))
        clear = [clear_sightings(track) for track in tracks]
        self._first = [max(track.first, int(seen[0]) - margin) for track, seen in zip(tracks, clear, strict=True)]
        last = [min(track.last, int(seen[-1]) + margin) for track, seen in zip(tracks, clear, strict=True)]
        self._shares = [np.full(b - a + 1, np.nan, np.float32) for a, b in zip(self._first, last, strict=True)]
        self._begins: defaultdict[int, list[int]] = defaultdict(list)
        for number, first in enumerate(self._first):
            self._begins[first].append(number)
        self._waiting = sorted(self._begins)
        self._now: list[int] = []

    def observe(self, pair: Pair) -> None:
        """Take note of one frame; frames come in order."""
        while self._waiting and self._waiting[0] <= pair.index:
            self._now += self._begins.pop(self._waiting.pop(0))
        self._now = [n for n in self._now if pair.index < self._first[n] + len(self._shares[n])]
        boxes = [self._tracks[n].boxes[pair.index - self._tracks[n].first] for n in self._now]
        shares = surviving(pair.original_grey, pair.redacted_grey, np.array(boxes, np.float32).reshape(-1, 4))
        for number, share in zip(self._now, shares.tolist(), strict=True):
            self._shares[number][pair.index - self._first[number]] = share

    def candidates(self) -> list[Candidate]:
        """What became of every track, in the order in which they were given."""
        return [Candidate(*each) for each in zip(self._tracks, self._first, self._shares, strict=True)]

    def leaks(self) -> list[Leak]:
        """Every leak, the surest first."""
        found = [
            leak
            for number, candidate in enumerate(self.candidates())
            for leak in leaks_of(number, candidate, self._joined)
        ]
        found.sort(key=lambda leak: (leak.covered_elsewhere, leak.confidence, leak.size), reverse=True)
        return list(self._each_once(found))

    def _each_once(self, found: list[Leak]) -> Iterator[Leak]:
        """Without those that lie in the same place at the same time as one before them."""
        told: list[Leak] = []
        for leak in found:
            if not any(self._same(leak, other) for other in told):
                told.append(leak)
                yield leak

    def _same(self, leak: Leak, other: Leak) -> bool:
        first, last = max(leak.first, other.first), min(leak.last, other.last)
        if first > last:
            return False
        a, b = (
            self._tracks[each.track].boxes[first - self._tracks[each.track].first :][: last - first + 1]
            for each in (leak, other)
            if each.track is not None
        )
        return float(np.median(np.diagonal(iou(a, b)))) > _SAME_PLACE


def clear_sightings(track: Track) -> NDArray[np.int64]:
    """The frames in which a track was seen well, for a track that is a face; beyond them it may have slid off it."""
    least = min(_CLEAR, float(track.scores.max()) / 2)
    return np.asarray(track.observed[track.scores >= least], np.int64)


def leaks_of(number: int, candidate: Candidate, joined: int) -> Iterator[Leak]:
    """The leaks of one suspect; those at most `joined` frames apart are one."""
    bare = np.flatnonzero(np.nan_to_num(candidate.shares) >= SURVIVES)
    if not len(bare):
        return
    for run in np.split(bare, np.flatnonzero(np.diff(bare) > joined) + 1):
        first, last = candidate.first + int(run[0]), candidate.first + int(run[-1])
        worst = int(run[candidate.shares[run].argmax()])
        box = candidate.boxes(candidate.first + worst, candidate.first + worst)
        yield Leak(
            track=number,
            first=first,
            last=last,
            box=tuple(box[0].tolist()),
            size=float(sizes(box)[0]),
            survives=float(candidate.shares[worst]),
            frame=candidate.first + worst,
            confidence=candidate.confidence,
            covered_elsewhere=candidate.covered >= _COVERED_ELSEWHERE,
        )
