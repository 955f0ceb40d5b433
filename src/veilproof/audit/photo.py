"""One photo and its redacted copy: the same questions as for a video, with a single frame to answer them from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.leaks import Candidate, Leak, leaks_of
from veilproof.audit.pairs import Similarity, correlation, similarity
from veilproof.audit.search import CANDIDATE_THRESHOLD, Detectors
from veilproof.audit.survival import encoding_noise, surviving
from veilproof.audit.views import LEAST_CONFIDENCE, LEAST_SIZE, Half, Target, cover_of
from veilproof.detect.detector import merged
from veilproof.detect.views import View, detect_views, photo_views
from veilproof.errors import VeilproofError
from veilproof.geometry import sizes
from veilproof.media.photo import read_photo
from veilproof.recognise.align import Landmarks, alignment, drawn
from veilproof.track.track import Track

_SMALL = (64, 64)


@dataclass(frozen=True, slots=True)
class PhotoComparison:
    """What looking at the two pictures gave; the same fields as of a video, and width and height of the original."""

    size: tuple[int, int]
    candidates: list[Candidate]
    leaks: list[Leak]
    targets: list[Target]
    mostly_covered: bool


def compare_photos(original: Path, redacted: Path, detectors: Detectors) -> PhotoComparison:
    """Look for every face in the original, and at what the redacted photo shows of it.

    Raises:
        VeilproofError: one of the files cannot be read, or they do not show the same.
    """
    clear, shown = read_photo(original).rgb(), read_photo(redacted).rgb()
    shown, alike = _at_size(original, redacted, clear, shown)
    height, width = clear.shape[:2]
    straight = photo_views(width, height)
    views = (*straight, *(View(view.scale, not view.mirrored) for view in straight if view.scale <= 1))
    every = (detectors.first, *detectors.others)
    found = merged([detect_views(detector, clear, views, CANDIDATE_THRESHOLD) for detector in every])
    grey, shown_grey = (np.asarray(cv2.cvtColor(each, cv2.COLOR_RGB2GRAY), np.uint8) for each in (clear, shown))
    shares = surviving(grey, shown_grey, found.boxes)
    candidates = [
        # A photo is one look: three like it would be needed to be as sure as a film makes one.
        Candidate(Track(0, box[None], np.zeros(3, np.int64), np.full(3, score, np.float32)), 0, share[None])
        for box, score, share in zip(found.boxes, found.scores, shares, strict=True)
    ]
    leaks = [leak for number, candidate in enumerate(candidates) for leak in leaks_of(number, candidate, 1)]
    targets = _targets(candidates, clear, shown, encoding_noise(grey, shown_grey))
    return PhotoComparison(
        (width, height),
        candidates,
        sorted(leaks, key=lambda leak: (leak.confidence, leak.size), reverse=True),
        targets,
        alike.unclear,
    )


def _targets(
    candidates: Sequence[Candidate], clear: NDArray[np.uint8], shown: NDArray[np.uint8], noise: float
) -> list[Target]:
    """There is one view of everybody, so the attacker's other view is the mirrored one (see docs/audit.md)."""
    landmarks = Landmarks()
    targets = []
    for number, candidate in enumerate(candidates):
        box = candidate.track.boxes[0]
        if candidate.confidence < LEAST_CONFIDENCE or sizes(box[None])[0] < LEAST_SIZE:
            continue
        sight = landmarks.of(clear, box)
        if sight is None:
            continue
        matrix = alignment(sight.points)
        a, b = drawn(clear, matrix), drawn(shown, matrix)
        cover = cover_of(a, b, noise)
        mirrored = (
            np.ascontiguousarray(a[:, ::-1]),
            np.ascontiguousarray(b[:, ::-1]),
            np.ascontiguousarray(cover[:, ::-1]),
        )
        probe, gallery = Half([a], [b], [cover]), Half([mirrored[0]], [mirrored[1]], [mirrored[2]])
        targets.append(Target(number, 0, 0, gallery, probe))
    return targets


def _at_size(
    original: Path, redacted: Path, clear: NDArray[np.uint8], shown: NDArray[np.uint8]
) -> tuple[NDArray[np.uint8], Similarity]:
    height, width = clear.shape[:2]
    if abs(width / height * shown.shape[0] / shown.shape[1] - 1) > 0.02:
        raise VeilproofError(
            f"{redacted} is {shown.shape[1]} by {shown.shape[0]} pixels and {original} {width} by {height}: it was"
            " cropped or turned, so the two cannot be held against each other"
        )
    if shown.shape != clear.shape:
        shown = np.asarray(cv2.resize(shown, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    a, b = (np.asarray(cv2.resize(each, _SMALL, interpolation=cv2.INTER_AREA), np.uint8) for each in (clear, shown))
    correlates = correlation(b, a)
    alike = similarity([] if correlates is None else [correlates])
    if alike.another:
        raise VeilproofError(f"{redacted} does not show what {original} shows: give the original it was made from")
    return shown, alike
