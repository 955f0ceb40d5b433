"""Heads, lines of text and plates of the original, and what the redacted file shows of them.

A head is measured like a face. A line is measured in circles along it, each as wide as the line is high, so that it may
be turned and as long as it likes; and it counts as bare only where a detector sees text, or a plate, in the redacted
picture too: what lies between two words is no text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.colour_planes import ColourPlanes
from veilproof.audit.cover_contents import Contents
from veilproof.audit.face_shares import face_shares
from veilproof.audit.fills import Fills
from veilproof.audit.leaks import LEAK_SHARE, Candidate, KeptFrames, Leak, LeakKind, leaks_of, never_kept
from veilproof.audit.patches import Grey
from veilproof.audit.targets import MIN_CONFIDENCE
from veilproof.geometry import Boxes
from veilproof.kind import Kind
from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.people import head_of
from veilproof.track.track import Track

_MOST_CIRCLES = 24
"""Circles along a line at most; on a longer one they are apart. Bounds the time."""
_LOOKS = 6
"""Whether a line is still seen is looked at in its first bare frame, then after one more, two, four and so on,
but at least so many times through the line. Bounds the time: blurred in its first frames, it may be legible in others.
A round number."""
_MOSTLY_BARE = 0.5
"""A thing is bare when it is covered in less than this share of its frames, as a face (`audit.attack`)."""

SeesLine = Callable[[NDArray[np.uint8], Kind, NDArray[np.float32], float, NDArray[np.float32]], bool]
"""Takes a redacted picture, uint8 [h, w, 3] RGB, the kind of a line, its turned box, float32 [4], its angle in degrees,
and points, float32 [n, 2]; tells whether text, or a plate if it is one, is seen at one of them."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A head, a line of text or a plate of the original, through the frames in which it is measured.

    Attributes:
        kind: what it is.
        track: the upright boxes that were linked.
        first: index of the first frame in which it is measured.
        boxes: float32 [n, 4], one a frame from that on, before they are turned.
        angles: float32 [n], degrees by which each is turned clockwise about its centre.
        confidence: how sure the detector is of it, 0 to 1.
    """

    kind: Kind
    track: Track
    first: int
    boxes: Boxes
    angles: NDArray[np.float32]
    confidence: float

    @property
    def last(self) -> int:
        """Index of the last frame in which it is measured."""
        return self.first + len(self.boxes) - 1

    def size(self, frame: int) -> float:
        """In a frame, in pixels: of a head as of a face, of a line its height."""
        sides = self.boxes[frame - self.first, 2:] - self.boxes[frame - self.first, :2]
        return float(np.sqrt(sides.prod()) if self.kind is Kind.HEAD else sides.min())

    def places(self, frame: int) -> Boxes:
        """float32 [m, 4]: upright boxes whose inner ellipses lie on it."""
        box = self.boxes[frame - self.first]
        if self.kind is Kind.HEAD:
            return np.asarray(box[None], np.float32)
        sides = (box[2:] - box[:2]).astype(np.float64)
        along, high = float(sides.max()), max(float(sides.min()), 1.0)
        turned = np.radians(float(self.angles[frame - self.first]) + (0 if sides[0] >= sides[1] else 90))
        count = min(_MOST_CIRCLES, max(1, round(along / high)))
        steps = np.linspace(-1, 1, count) * max(0.0, along - high) / 2 if count > 1 else np.zeros(1)
        centres = (box[:2] + box[2:]) / 2 + steps[:, None] * np.array([np.cos(turned), np.sin(turned)])
        return np.concatenate([centres - high / 2, centres + high / 2], axis=1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class RedactedFrame:
    """One frame to measure.

    Attributes:
        index: its number in the original.
        original: in grey, uint8 [h, w].
        planes: of the redacted frame.
        noise: of the encoding, in grey levels.
        rgb: gives the redacted frame as uint8 [h, w, 3]; called only where it is needed.
    """

    index: int
    original: Grey
    planes: ColourPlanes
    noise: float
    rgb: Callable[[], NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for besides faces, and what the plan keeps visible.

    Attributes:
        kinds: heads, text, plates.
        min_text_height: lines below so many pixels were not asked for.
        kept_frames: says where the plan keeps faces and heads; they are no leaks there.
        kept_lines: the same of text and plates.
    """

    kinds: tuple[Kind, ...] = ()
    min_text_height: float = 0.0
    kept_frames: KeptFrames = never_kept
    kept_lines: KeptFrames = never_kept


class ThingMonitor:
    """Measures every thing in every frame of the two files."""

    def __init__(self, things: Sequence[Thing], sees_line: SeesLine) -> None:
        """Measure these."""
        self._things = things
        self._sees_line = sees_line
        self._shares = [np.full(len(thing.boxes), np.nan, np.float32) for thing in things]
        self._seen = [thing.kind is Kind.HEAD for thing in things]
        self._bare = [0] * len(things)
        self._next_look, self._gap = [0] * len(things), [1] * len(things)

    def observe(self, frame: RedactedFrame, fills: Fills = ()) -> None:
        """Measure the things of one frame; where two redacted frames show one of the original, the worse counts.

        Args:
            frame: of the two files.
            fills: the colours of the covers seen so far.
        """
        alive = [at for at, thing in enumerate(self._things) if thing.first <= frame.index <= thing.last]
        places = [self._things[at].places(frame.index) for at in alive]
        if not places:
            return
        every = face_shares(frame.original, frame.planes, np.concatenate(places), frame.noise, fills).shares
        ends = np.cumsum([len(each) for each in places])
        for at, own, shares in zip(alive, places, np.split(every, ends[:-1]), strict=True):
            share = float(shares.mean())
            if share >= LEAK_SHARE and not self._seen[at] and self._must_look(at):
                self._seen[at] = self._sees(at, frame, own[shares >= LEAK_SHARE])
            index = frame.index - self._things[at].first
            self._shares[at][index] = np.fmax(self._shares[at][index], share)

    def measured(self, asked: Asked) -> list[tuple[Thing, Candidate]]:
        """Every thing with its measurements, and where it is kept."""
        return [
            (thing, _candidate(thing, shares if seen else np.minimum(shares, 0), asked))
            for thing, shares, seen in zip(self._things, self._shares, self._seen, strict=True)
        ]

    def _must_look(self, at: int) -> bool:
        """Whether it is time to look at a line again, in one more frame in which it is bare."""
        self._bare[at] += 1
        if self._bare[at] <= self._next_look[at]:
            return False
        self._next_look[at] += self._gap[at]
        self._gap[at] = max(1, min(2 * self._gap[at], len(self._things[at].boxes) // _LOOKS))
        return True

    def _sees(self, at: int, frame: RedactedFrame, bare: Boxes) -> bool:
        """Whether a line is still seen where it is bare."""
        thing = self._things[at]
        index = frame.index - thing.first
        points = np.asarray((bare[:, :2] + bare[:, 2:]) / 2, np.float32)
        return self._sees_line(frame.rgb(), thing.kind, thing.boxes[index], float(thing.angles[index]), points)


def _candidate(thing: Thing, shares: NDArray[np.float32], asked: Asked) -> Candidate:
    upright = thing.track.boxes[thing.first - thing.track.first :][: len(shares)]
    kept = (asked.kept_frames if thing.kind is Kind.HEAD else asked.kept_lines)(thing.first, upright)
    return Candidate(thing.track, thing.first, shares, np.full(len(shares), Contents.OPEN, np.int8), kept)


def thing_leaks(measured: Sequence[tuple[Thing, Candidate]], faces: Sequence[Candidate]) -> list[Leak]:
    """The leaks of things; of heads with their own faces, of which there may be several one after another."""
    heads = [thing.track for thing, _ in measured if thing.kind is Kind.HEAD]
    leaks, number = [], 0
    for thing, candidate in measured:
        for leak in leaks_of(0, candidate):
            found = replace(
                leak,
                track=None,
                size=thing.size(leak.frame),
                confidence=thing.confidence,
                kind=LeakKind(thing.kind.value),
            )
            if thing.kind is Kind.HEAD:
                found = replace(found, faces=_own_faces(found, number, heads, faces))
            leaks.append(found)
        number += thing.kind is Kind.HEAD
    return leaks


def _own_faces(leak: Leak, at: int, heads: Sequence[Track], faces: Sequence[Candidate]) -> tuple[int, ...]:
    """The faces that leak and that, while head `at` is bare, are those of this head and of no other."""
    stretches = [_stretch(head, head.first, head.last) for head in heads]
    found = []
    for number, face in enumerate(faces):
        if len(face.leaking) and face.track.first <= leak.first <= leak.last <= face.track.last:
            own = _stretch(face.track, leak.first, leak.last)
            # Most faces are nowhere near: the other heads are compared only where this one holds the face.
            if head_of(own, [stretches[at]])[0] is not None and head_of(own, stretches)[0] == at:
                found.append(number)
    return tuple(found)


def _stretch(track: Track, first: int, last: int) -> ConfirmedTrack:
    return ConfirmedTrack(first, track.boxes[first - track.first : last - track.first + 1], 1.0, len(track.observed))


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many things of one kind were found in the original, and what became of them.

    Attributes:
        kind: head, text or plate.
        detected: those of which the detector is sure.
        bare: those of them that are bare in most frames.
        kept: those that stay visible by a decision in the plan.
        partly: those of them that are bare in fewer frames. The rest is covered in every frame.
    """

    kind: Kind
    detected: int
    bare: int
    kept: int
    partly: int = 0

    @property
    def covered(self) -> int:
        """Those that are covered in every frame."""
        return self.detected - self.bare - self.partly - self.kept


def kind_counts(kinds: Iterable[Kind], measured: Sequence[tuple[Thing, Candidate]]) -> tuple[KindCount, ...]:
    """Count by kind; faces are counted elsewhere."""
    counts = []
    for kind in kinds:
        own = [each for thing, each in measured if thing.kind is kind and thing.confidence >= MIN_CONFIDENCE]
        kept = [each for each in own if each.is_kept]
        leaking = [each for each in own if not each.is_kept and len(each.leaking)]
        bare = sum(each.covered < _MOSTLY_BARE for each in leaking)
        counts.append(KindCount(kind, len(own), bare, len(kept), len(leaking) - bare))
    return tuple(counts)
