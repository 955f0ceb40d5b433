"""Which views of a track an attacker gets: the best early ones and the best late ones, aligned, in both files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.operators import Mask
from veilproof.audit.pairs import Pair, rgb_of
from veilproof.audit.survival import encoding_noise, replaced
from veilproof.geometry import Boxes, sizes
from veilproof.recognise.align import SIDE, Aligned, Landmarks, alignment, drawn
from veilproof.track.confirm import track_confidence
from veilproof.track.track import Track

LEAST_SIZE = 32.0
"""Faces smaller than this, in pixels, are not attacked: no recogniser here tells people apart by them."""
LEAST_CONFIDENCE = 0.6
_SHARE = 0.35
"""The gallery is from the first, the probe from the last of this share of the time between two sightings."""
_LEAST_SECONDS = 0.4
_BEST = 2
_IN_A_STACK = 10
_INSIDE = 0.9
_SPECK = np.ones((5, 5), np.uint8)
_AGREES = 0.9
_RIM = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (17, 17))


@dataclass(slots=True)
class Half:
    """What is seen of a track at one end of its time.

    Attributes:
        clear: aligned views from the original, in the order of time.
        redacted: the same from the redacted file.
        covers: what was replaced in each.
        stack: redacted views of many frames, aligned, for whoever puts them together.
    """

    clear: list[Aligned] = field(default_factory=list)
    redacted: list[Aligned] = field(default_factory=list)
    covers: list[Mask] = field(default_factory=list)
    stack: list[Aligned] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Target:
    """One track under attack: `gallery` is what the attacker knows, `probe` what is to be recognised."""

    track: int
    first: int
    last: int
    gallery: Half
    probe: Half

    @property
    def complete(self) -> bool:
        """Whether there is a clear view at both ends."""
        return bool(self.gallery.clear and self.probe.clear)


def worth_attacking(tracks: Sequence[Track], rate: float, most: int) -> list[int]:
    """Numbers of the tracks that can be attacked, the clearest first, at most `most`.

    Each is large and sure enough, and seen for long enough that the two views of it are not the same moment.
    """
    able = [
        (track_confidence(track) * min(float(np.median(sizes(track.boxes))), 120.0), number)
        for number, track in enumerate(tracks)
        if (track.observed[-1] - track.observed[0]) / rate >= _LEAST_SECONDS
        and track_confidence(track) >= LEAST_CONFIDENCE
        and float(np.median(sizes(track.boxes))) >= LEAST_SIZE
    ]
    return [number for _, number in sorted(able, reverse=True)[:most]]


class Collector:
    """Takes the views out of the frames as they come by."""

    def __init__(self, tracks: Sequence[Track], chosen: Iterable[int]) -> None:
        """Collect for the `chosen` ones of these tracks."""
        self._tracks = tracks
        self._landmarks = Landmarks()
        self._targets: dict[int, Target] = {}
        self._wanted: defaultdict[int, list[tuple[int, bool, bool]]] = defaultdict(list)
        self._relative: dict[tuple[int, bool], NDArray[np.float64]] = {}
        for number in chosen:
            track = tracks[number]
            self._targets[number] = Target(number, int(track.observed[0]), int(track.observed[-1]), Half(), Half())
            for late in (False, True):
                best, stack = _frames(track, late)
                for frame in sorted({*best, *stack}):
                    self._wanted[frame].append((number, late, frame in best))

    def observe(self, pair: Pair) -> None:
        """Take what is wanted of one frame."""
        wanted = self._wanted.pop(pair.index, None)
        if not wanted:
            return
        clear, redacted = rgb_of(pair.original), rgb_of(pair.redacted)
        noise = encoding_noise(pair.original_grey, pair.redacted_grey)
        for number, late, is_best in wanted:
            track = self._tracks[number]
            box = track.boxes[pair.index - track.first]
            target = self._targets[number]
            half = target.probe if late else target.gallery
            if is_best:
                self._take(half, (number, late), clear, redacted, box, noise)
            known = self._relative.get((number, late))
            if known is not None:
                points = box[:2] + known * (box[2:] - box[:2])
                half.stack.append(drawn(redacted, alignment(points)))

    def _take(
        self,
        half: Half,
        key: tuple[int, bool],
        clear: NDArray[np.uint8],
        redacted: NDArray[np.uint8],
        box: NDArray[np.float32],
        noise: float,
    ) -> None:
        sight = self._landmarks.of(clear, box)
        if sight is None:
            return
        self._relative[key] = (sight.points - box[:2]) / np.maximum(box[2:] - box[:2], 1)
        matrix = alignment(sight.points)
        half.clear.append(drawn(clear, matrix))
        half.redacted.append(drawn(redacted, matrix))
        half.covers.append(cover_of(half.clear[-1], half.redacted[-1], noise))

    def targets(self) -> list[Target]:
        """The tracks of which both ends were seen."""
        return [target for target in self._targets.values() if target.complete]


def cover_of(clear: Aligned, redacted: Aligned, noise: float) -> Mask:
    """Which pixels of an aligned face a cover replaced.

    Covers are convex. What changed little under one, black hair under black paint, belongs to it all the same,
    and a mask with holes where the hair was would show the hair.
    """
    changed = cv2.morphologyEx(replaced(clear, redacted, noise).astype(np.uint8), cv2.MORPH_OPEN, _SPECK)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(changed)
    out = np.zeros((SIDE, SIDE), np.uint8)
    if count > 1:
        largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
        outline = cv2.findNonZero((labels == largest).astype(np.uint8))
        cv2.fillConvexPoly(out, cv2.convexHull(outline), 1)
    return np.asarray(out > 0)


def alike_covered(targets: Sequence[Target]) -> tuple[list[Target], Mask]:
    """The tracks whose covers agree, and what of an aligned face lies under all of them.

    One outline for all: the shape of a cover is drawn around a face and would tell faces apart all by itself.
    A track whose cover hides clearly less than the others' shows its rim, which the reading *inside* is not about.
    """
    cover = _common(targets)
    least = _AGREES * cover.sum()
    agreeing = [target for target in targets if all((mask & cover).sum() >= least for mask in _masks(target))]
    under_all = np.logical_and.reduce([mask for target in agreeing for mask in _masks(target)] or [cover])
    # At the rim the codec smears what is beside a cover into it.
    return agreeing, np.asarray(cv2.erode(under_all.astype(np.uint8), _RIM, borderValue=0) > 0)


def _masks(target: Target) -> list[Mask]:
    return [*target.gallery.covers, *target.probe.covers]


def _common(targets: Sequence[Target]) -> Mask:
    covers = [mask for target in targets for mask in _masks(target)]
    if not covers:
        return np.zeros((SIDE, SIDE), np.bool_)
    return np.asarray(np.mean(np.stack(covers), axis=0) >= _INSIDE)


def _frames(track: Track, late: bool) -> tuple[list[int], list[int]]:
    """The frames of the best views at one end of a track, and those of the stack there."""
    first, last = int(track.observed[0]), int(track.observed[-1])
    reach = (last - first) * _SHARE
    near = (track.observed >= last - reach) if late else (track.observed <= first + reach)
    frames, scores = track.observed[near], track.scores[near]
    whole = sizes(_of(track, frames))
    order = np.argsort(-scores * np.minimum(whole, 120), kind="stable")
    best = sorted(int(frame) for frame in frames[order[:_BEST]])
    low, high = (last - reach, last) if late else (first, first + reach)
    return best, sorted({round(frame) for frame in np.linspace(low, high, _IN_A_STACK)})


def _of(track: Track, frames: NDArray[np.int64]) -> Boxes:
    return track.boxes[frames - track.first]
