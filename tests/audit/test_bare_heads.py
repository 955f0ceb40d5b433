"""A bare head is told by its face only where that face fails the file as well."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from veilproof.audit.build_findings import leak_finding, numbered
from veilproof.audit.cover_contents import Contents
from veilproof.audit.findings import LeakFinding
from veilproof.audit.leaks import Candidate, Leak, LeakKind, never_kept
from veilproof.audit.policy import Policy
from veilproof.track.track import Track

_FRAMES = 200
_STEP = 5.0
"""Pixels that the person walks in a frame."""


def _walking() -> Candidate:
    """A face that walks to the right, 40 pixels wide."""
    boxes = np.array([[_STEP * n, 0, _STEP * n + 40, 40] for n in range(_FRAMES)], np.float32)
    track = Track(0, boxes, np.arange(_FRAMES) / 25, np.arange(0, _FRAMES, 5), np.full(40, 0.9, np.float32))
    shares = np.ones(_FRAMES, np.float32)
    return Candidate(track, 0, shares, np.full(_FRAMES, Contents.OPEN, np.int8), never_kept(0, boxes))


def _leak(kind: LeakKind, first: int, last: int, frame: int, confidence: float = 0.95) -> Leak:
    grown = 20 if kind is LeakKind.HEAD else 0
    box = (_STEP * frame - grown, -grown, _STEP * frame + 40 + grown, 40.0 + grown)
    track = 0 if kind is LeakKind.FACE else None
    return Leak(track, first, last, box, 40.0, 0.9, frame, confidence, False, kind)


def _told(*leaks: Leak) -> tuple[LeakFinding, ...]:
    times = [Fraction(n, 25) for n in range(_FRAMES)]
    return numbered([leak_finding(leak, times, Policy()) for leak in leaks], [_walking()])


@pytest.mark.parametrize(
    ("first", "last", "confidence"),
    [(0, 199, 0.3), (100, 101, 0.3), (100, 101, 0.95), (1, 199, 0.95)],
)
def test_a_head_stays_a_finding_where_no_face_fails_the_file(first: int, last: int, confidence: float) -> None:
    """A face that does not count, or only in some of the frames, says nothing of the head in the others."""
    told = _told(_leak(LeakKind.FACE, first, last, 100, confidence), _leak(LeakKind.HEAD, 0, 199, 100))
    assert [(leak.number, leak.kind, leak.counts) for leak in told] == [
        (1, LeakKind.FACE, confidence > 0.7),
        (2, LeakKind.HEAD, True),
    ]


def test_a_head_is_told_as_its_face_in_the_same_frames_though_it_walks() -> None:
    told = _told(_leak(LeakKind.HEAD, 40, 160, 60), _leak(LeakKind.FACE, 0, 199, 150))
    assert [(leak.number, leak.kind) for leak in told] == [(1, LeakKind.FACE)]


def test_the_head_of_another_person_is_no_part_of_a_face() -> None:
    """Where the face was bare in another frame, another head is now."""
    other = _leak(LeakKind.HEAD, 40, 160, 150)
    told = _told(
        _leak(LeakKind.FACE, 0, 199, 150), Leak(None, 40, 160, other.box, 80.0, 0.9, 60, 0.9, False, other.kind)
    )
    assert [leak.kind for leak in told] == [LeakKind.FACE, LeakKind.HEAD]
