"""Leaks: faces of which something survives in a frame of the redacted file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.cover_contents import Contents
from veilproof.audit.face_shares import face_shares
from veilproof.audit.fills import Fills
from veilproof.audit.frame_pairs import FramePair
from veilproof.geometry import Boxes, iou, sizes
from veilproof.track.clock import ROUNDING
from veilproof.track.confirm import track_confidence
from veilproof.track.track import Track

LEAK_SHARE = 0.2
"""A face leaks in a frame where at least this share of its structure survives: more than codec noise produces under a
cover, less than a half-covered face shows (tests/audit/test_survival.py)."""

_MAX_PICTURES = 0.1
"""The cover of a track holds nothing if it does so in all but this share of the frames in which the track does not
leak: something may come between two covers for a moment. A round number."""
_MARGIN_SECONDS = 0.1
"""A track is measured this long before its first and after its last confident observation. A round number."""
_CONFIDENT_SCORE = 0.3
"""An observation is confident from this probability on, or from half the best one of its track. A round number."""
_COVERED_ELSEWHERE = 0.8
"""A track is covered elsewhere when nothing survives in this share of its frames. A round number."""
_MOSTLY_KEPT = 0.5
"""A track is kept when the plan keeps more than this share of its frames, even if it cannot be seen in them."""
_SAME_FACE_IOU = 0.3
"""Two leaks whose boxes overlap more than this are one face. A round number."""
_COVERED_ELSEWHERE_FACTOR = 0.65
"""Factor on the policy's `min_confidence` where the track is covered elsewhere: the redactor took it for a face, too.
A judgement, tried on planted leaks (`benchmarks.planted`)."""
_MAX_GAP_SECONDS = 0.2
"""Leaks of a track with a shorter gap between them are one leak. A round number."""


KeptFrames = Callable[[int, Boxes], NDArray[np.bool_]]
"""Takes a first frame and a box for each frame from it on; tells in which of them the plan keeps what is there."""


def never_kept(first: int, boxes: Boxes) -> NDArray[np.bool_]:
    """The `KeptFrames` of an audit without a plan."""
    return np.zeros(len(boxes), np.bool_)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A track of the original that may be a face, and how much of it survives in the redacted file.

    Attributes:
        track: its boxes and observations.
        first: the first frame in which it was measured, near its first confident observation.
        shares: float32 [n], one per frame from `first` on: the share that survives; NaN where no frame was compared.
        contents: int8 [n]: what its cover holds in each of these frames, a `Contents`.
        kept: bool [n]: the frames in which the plan keeps it visible. It cannot leak there.
    """

    track: Track
    first: int
    shares: NDArray[np.float32]
    contents: NDArray[np.int8]
    kept: NDArray[np.bool_]

    @property
    def confidence(self) -> float:
        """The probability that it is a face."""
        return track_confidence(self.track)

    @property
    def covered(self) -> float:
        """The share of its compared frames, without kept ones, in which it does not leak; 0 without such a frame."""
        known = self.shares[~np.isnan(self.shares) & ~self.kept]
        return float((known < LEAK_SHARE).mean()) if len(known) else 0.0

    @property
    def holds(self) -> Contents:
        """What its cover holds: nothing, or else a picture; `UNKNOWN` if no frame shows what became of it.

        Where it does not leak and its cover does not certainly hold nothing, it holds a picture: a blur that the noise
        of the frame hides is one as well.
        """
        known = self.contents[~np.isnan(self.shares) & ~self.kept & ~self._survives]
        if not len(known):
            return Contents.UNKNOWN
        pictures = (known != Contents.NOTHING).mean()
        return Contents.NOTHING if pictures <= _MAX_PICTURES else Contents.PICTURE

    @property
    def is_kept(self) -> bool:
        """Whether the plan keeps it where it can be seen, or in most of its frames."""
        return bool((self.kept & self._survives).any() or self.kept.mean() > _MOSTLY_KEPT)

    @property
    def leaking(self) -> NDArray[np.int64]:
        """The frames in which it leaks, counted from `first`."""
        return np.flatnonzero(self._survives & ~self.kept)

    @property
    def _survives(self) -> NDArray[np.bool_]:
        return np.asarray(np.nan_to_num(self.shares) >= LEAK_SHARE)

    def boxes(self, first: int, last: int) -> Boxes:
        """float32 [n, 4]: its boxes in these frames, both included."""
        return self.track.boxes[first - self.track.first : last - self.track.first + 1]


class LeakKind(StrEnum):
    """What survives.

    `MOVED_COVER` is a place that a cover left for a few frames and where no detector sees a face, `SHAKEN` one where
    a face must be in a frame in which nobody can see sharply. The others are what is bare.
    """

    FACE = "face"
    HEAD = "head"
    TEXT = "text"
    PLATE = "plate"
    MOVED_COVER = "moved cover"
    SHAKEN = "shaken"


@dataclass(frozen=True, slots=True)
class Leak:
    """A face that survives in the redacted file for some frames.

    Attributes:
        track: index of the candidate; None for a cover dropout with no track under it.
        first: number of the first frame, counted in the original.
        last: number of the last frame.
        box: x1 y1 x2 y2 in the frame in which most survives, in pixels of the original.
        size: of that box, in pixels (square root of its area).
        survives: the largest share that survives, 0 to 1.
        frame: the frame in which most survives.
        confidence: the probability that it is a face, 0 to 1.
        covered_elsewhere: whether the same track is covered in most of its frames. The redactor then took it for a
            face, too, which makes it more likely to be one.
        kind: what survives.
        stands: whether the same cover stands there before and after, so that it did not just move.
        faces: of a head, the candidates that are its own face.
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
    kind: LeakKind = LeakKind.FACE
    stands: bool = False
    faces: tuple[int, ...] = ()

    @property
    def judged_confidence(self) -> float:
        """What is held against a policy's `min_confidence`; above 1 for a sure face that is covered elsewhere."""
        return self.confidence / (_COVERED_ELSEWHERE_FACTOR if self.covered_elsewhere else 1)


class LeakMonitor:
    """Measures every candidate in every frame of the two files.

    Attributes:
        fills: colours of the covers seen so far.
    """

    def __init__(self, tracks: Sequence[Track]) -> None:
        """Measure these tracks."""
        self._tracks = tracks
        measured = [measured_frames(track) for track in tracks]
        self._first = [first for first, _ in measured]
        self._shares = [np.full(last - first + 1, np.nan, np.float32) for first, last in measured]
        self._contents = [np.zeros(len(shares), np.int8) for shares in self._shares]
        self.fills: Fills = ()
        self._starting_at: defaultdict[int, list[int]] = defaultdict(list)
        for number, first in enumerate(self._first):
            self._starting_at[first].append(number)
        self._pending_starts = sorted(self._starting_at)
        self._active: list[int] = []

    def observe(self, pair: FramePair) -> None:
        """Measure the candidates of one frame; frames must come in order.

        Where two redacted frames show one frame of the original, the worse counts.
        """
        while self._pending_starts and self._pending_starts[0] <= pair.index:
            self._active += self._starting_at.pop(self._pending_starts.pop(0))
        self._active = [n for n in self._active if pair.index < self._first[n] + len(self._shares[n])]
        boxes = [self._tracks[n].boxes[pair.index - self._tracks[n].first] for n in self._active]
        found = face_shares(
            pair.original_grey,
            pair.redacted_planes,
            np.array(boxes, np.float32).reshape(-1, 4),
            pair.noise,
            self.fills,
        )
        self.fills = found.fills
        for number, share, contents in zip(self._active, found.shares.tolist(), found.contents.tolist(), strict=True):
            frame, shares, held = pair.index - self._first[number], self._shares[number], self._contents[number]
            shares[frame] = np.fmax(shares[frame], share)
            held[frame] = max(held[frame], contents)

    def holding_nothing(self, frame: int) -> frozenset[int]:
        """The tracks whose cover holds nothing in a frame just observed."""
        return frozenset(
            number for number in self._active if self._contents[number][frame - self._first[number]] == Contents.NOTHING
        )

    def candidates(self, kept_frames: KeptFrames = never_kept) -> list[Candidate]:
        """Every track with its measurements and the frames in which it is kept, in the order of the tracks."""
        return [
            Candidate(
                track, first, shares, contents, kept_frames(first, track.boxes[first - track.first :][: len(shares)])
            )
            for track, first, shares, contents in zip(
                self._tracks, self._first, self._shares, self._contents, strict=True
            )
        ]

    def leaks(self, candidates: Sequence[Candidate]) -> list[Leak]:
        """Every leak of its candidates once, the one that counts most first."""
        leaks = [leak for number, candidate in enumerate(candidates) for leak in leaks_of(number, candidate)]
        # The one that is kept of several must be the one that counts most: what it hides is then in the verdict.
        leaks.sort(key=lambda leak: (leak.judged_confidence, leak.size), reverse=True)
        return list(self._distinct(leaks))

    def _distinct(self, leaks: list[Leak]) -> Iterator[Leak]:
        """Without leaks that overlap an earlier one in space and time."""
        distinct: list[Leak] = []
        for leak in leaks:
            if not any(self._is_same_face(leak, other) for other in distinct):
                distinct.append(leak)
                yield leak

    def _is_same_face(self, leak: Leak, other: Leak) -> bool:
        first, last = max(leak.first, other.first), min(leak.last, other.last)
        if first > last:
            return False
        a, b = (
            self._tracks[each.track].boxes[first - self._tracks[each.track].first :][: last - first + 1]
            for each in (leak, other)
            if each.track is not None
        )
        return float(np.median(np.diagonal(iou(a, b)))) > _SAME_FACE_IOU


def confident_observations(track: Track) -> NDArray[np.int64]:
    """The frames of a track's confident observations; before and after them it may have drifted off the face."""
    threshold = min(_CONFIDENT_SCORE, float(track.scores.max()) / 2)
    return np.asarray(track.observed[track.scores >= threshold], np.int64)


def measured_frames(track: Track) -> tuple[int, int]:
    """The first and the last frame in which a track is measured."""
    observed = confident_observations(track)
    first, last = int(observed[0]), int(observed[-1])
    margin = _MARGIN_SECONDS + ROUNDING
    before, after = np.searchsorted(
        track.times, [track.time_of(first) - margin, track.time_of(last) + margin], side="right"
    ).tolist()
    # One frame at least: at a low frame rate, the next is farther away.
    first = max(track.first, min(first - 1, track.first + before))
    return first, min(track.last, max(last + 1, track.first + after - 1))


def leaks_of(number: int, candidate: Candidate) -> Iterator[Leak]:
    """The leaks of candidate `number`; those with a short gap between them are one."""
    leaking = candidate.leaking
    if not len(leaking):
        return
    times = candidate.track.times[leaking + candidate.first - candidate.track.first]
    apart = (np.diff(times) > _MAX_GAP_SECONDS + ROUNDING) & (np.diff(leaking) > 1)
    for run in np.split(leaking, np.flatnonzero(apart) + 1):
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
