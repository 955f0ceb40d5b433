"""Compares a photo with its redacted copy."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.colour_planes import planes_of_photo
from veilproof.audit.comparison import Comparison
from veilproof.audit.cover_contents import Contents
from veilproof.audit.face_shares import face_shares
from veilproof.audit.frame_pairs import (
    ContentMatch,
    check_aspect,
    compare_content,
    content_correlation,
    different_content,
)
from veilproof.audit.leaks import Candidate, leaks_of
from veilproof.audit.search import CANDIDATE_THRESHOLD, Detectors
from veilproof.audit.search_things import ThingSearch
from veilproof.audit.survival import encoding_noise
from veilproof.audit.targets import MIN_CONFIDENCE, MIN_SIZE, Samples, Target, cover_mask
from veilproof.audit.things import Asked, RedactedFrame, ThingMonitor, kind_counts, thing_leaks
from veilproof.detect.detector import merged
from veilproof.detect.views import View, detect_fused, photo_views
from veilproof.errors import VeilproofError
from veilproof.geometry import sizes
from veilproof.media.photo import read_photo
from veilproof.recognise.align import LandmarkDetector, alignment_matrix, warp
from veilproof.track.track import Track

_THUMBNAIL_SIZE = (64, 64)
"""Pixels: width and height of the thumbnails by which two photos are compared."""
_OBSERVATIONS = 3
"""The confidence of a track is the mean of its three best observations, so one detection is entered three times."""


def compare_photos(
    original: Path,
    redacted: Path,
    detectors: Detectors,
    asked: Asked = Asked(),  # noqa: B008 - it cannot be changed
) -> Comparison:
    """Search the original for faces and what else is asked for, and measure what the redacted photo shows of them.

    What the plan keeps is no leak.

    Raises:
        VeilproofError: a file cannot be read, or the two do not show the same content.
    """
    original_rgb, redacted_rgb = read_photo(original).rgb(), read_photo(redacted).rgb()
    redacted_rgb = _resized(original, original_rgb, redacted, redacted_rgb)
    content = _check_content(original, original_rgb, redacted, redacted_rgb)
    original_grey, redacted_grey = (
        np.asarray(cv2.cvtColor(each, cv2.COLOR_RGB2GRAY), np.uint8) for each in (original_rgb, redacted_rgb)
    )
    noise = encoding_noise(original_grey, redacted_grey)
    tracks = _tracks(original_rgb, detectors)
    boxes = np.array([track.boxes[0] for track in tracks], np.float32).reshape(-1, 4)
    planes = planes_of_photo(redacted_rgb)
    found = face_shares(original_grey, planes, boxes, noise)
    candidates = [
        Candidate(track, 0, share[None], contents[None], asked.kept_frames(0, track.boxes))
        for track, share, contents in zip(tracks, found.shares, found.contents, strict=True)
    ]
    leaks = [leak for number, candidate in enumerate(candidates) for leak in leaks_of(number, candidate)]
    height, width = original_rgb.shape[:2]
    looking = ThingSearch(asked.kinds, detectors.primary, asked.min_text_height)
    monitor = ThingMonitor(looking.in_photo(original_rgb, _views(width, height)), looking.sees_line)
    monitor.observe(RedactedFrame(0, original_grey, planes, noise, lambda: redacted_rgb))
    measured = monitor.measured(asked)
    return Comparison(
        size=(width, height),
        times=(Fraction(0),),
        first_frame=0,
        frames=1,
        not_compared=0,
        candidates=tuple(candidates),
        leaks=(
            *sorted(leaks, key=lambda leak: (leak.confidence, leak.size), reverse=True),
            *thing_leaks(measured, candidates),
        ),
        targets=tuple(_targets(candidates, original_rgb, redacted_rgb, noise)),
        mostly_covered=content.unclear,
        kinds=kind_counts(asked.kinds, measured),
    )


def _views(width: int, height: int) -> tuple[View, ...]:
    """More than a scan has."""
    views = photo_views(width, height)
    return (*views, *(View(view.scale, not view.mirrored) for view in views if view.scale <= 1))


def _tracks(original_rgb: NDArray[np.uint8], detectors: Detectors) -> list[Track]:
    """Everything that may be a face, the likeliest first."""
    height, width = original_rgb.shape[:2]
    views = _views(width, height)
    all_detectors = (detectors.primary, *detectors.secondary)
    # Fused over all views: what looks like a face in one view of ten, as hands and cloth do, is none.
    found = merged([detect_fused(detector, original_rgb, views, CANDIDATE_THRESHOLD) for detector in all_detectors])
    frames = np.zeros(_OBSERVATIONS, np.int64)
    return [
        Track(0, box[None], np.zeros(1), frames, np.full(_OBSERVATIONS, score, np.float32))
        for box, score in zip(found.boxes, found.scores, strict=True)
    ]


def _targets(
    candidates: Sequence[Candidate],
    original_rgb: NDArray[np.uint8],
    redacted_rgb: NDArray[np.uint8],
    noise: float,
) -> list[Target]:
    """A photo has one view of each face, so the gallery is the probe, mirrored (docs/audit.md, limits)."""
    landmark_detector: LandmarkDetector | None = None
    targets = []
    for number, candidate in enumerate(candidates):
        box = candidate.track.boxes[0]
        if candidate.confidence < MIN_CONFIDENCE or sizes(box[None])[0] < MIN_SIZE:
            continue
        if candidate.holds is Contents.NOTHING and not candidate.is_kept:
            continue
        landmark_detector = landmark_detector or LandmarkDetector()
        landmarks = landmark_detector.detect(original_rgb, box)
        if landmarks is None:
            continue
        matrix = alignment_matrix(landmarks.points)
        original, redacted = warp(original_rgb, matrix), warp(redacted_rgb, matrix)
        cover = cover_mask(original, redacted, noise)
        probe = Samples([original], [redacted], [cover])
        gallery = Samples(
            [np.ascontiguousarray(original[:, ::-1])],
            [np.ascontiguousarray(redacted[:, ::-1])],
            [np.ascontiguousarray(cover[:, ::-1])],
        )
        targets.append(Target(number, 0, 0, gallery, probe))
    return targets


def _resized(
    original: Path, original_rgb: NDArray[np.uint8], redacted: Path, redacted_rgb: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """The redacted picture at the size of the original."""
    height, width = original_rgb.shape[:2]
    redacted_height, redacted_width = redacted_rgb.shape[:2]
    check_aspect(original, (width, height), redacted, (redacted_width, redacted_height))
    if redacted_rgb.shape == original_rgb.shape:
        return redacted_rgb
    return np.asarray(cv2.resize(redacted_rgb, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _check_content(
    original: Path, original_rgb: NDArray[np.uint8], redacted: Path, redacted_rgb: NDArray[np.uint8]
) -> ContentMatch:
    first, second = (
        np.asarray(cv2.resize(each, _THUMBNAIL_SIZE, interpolation=cv2.INTER_AREA), np.uint8)
        for each in (original_rgb, redacted_rgb)
    )
    correlation = content_correlation(second, first)
    content = compare_content([] if correlation is None else [correlation])
    if content.different:
        raise VeilproofError(different_content(original, redacted))
    return content
