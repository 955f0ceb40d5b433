"""Faces in frames in which nobody can see sharply."""

from __future__ import annotations

from fractions import Fraction

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from veilproof.audit.build_findings import leak_finding
from veilproof.audit.findings import Weight
from veilproof.audit.frame_pairs import FramePair
from veilproof.audit.leaks import Leak, LeakKind
from veilproof.audit.policy import load_policy
from veilproof.audit.shaken import ShakenFrames, Sharpness
from veilproof.media.video_read import Frame
from veilproof.track.track import Track

_WIDE, _HIGH, _FRAMES, _RATE = 640, 360, 40, Fraction(25)
_SHAKEN = range(16, 24)


def _scene() -> NDArray[np.uint8]:
    rough = np.random.default_rng(4).integers(90, 220, (_HIGH // 8, _WIDE // 8)).astype(np.uint8)
    return np.asarray(cv2.resize(rough, (_WIDE, _HIGH), interpolation=cv2.INTER_CUBIC), np.uint8)


def _frames() -> list[NDArray[np.uint8]]:
    sharp = _scene()
    blurred = np.asarray(cv2.blur(sharp, (90, 9)), np.uint8)
    return [blurred if index in _SHAKEN else sharp for index in range(_FRAMES)]


def _track(frames: range, x: float = 300.0, score: float = 0.95, width: float = 60.0) -> Track:
    box = [x - width / 2, 115, x + width / 2, 185]
    return Track(
        frames[0],
        np.tile(np.array([box], np.float32), (len(frames), 1)),
        np.array(frames) / 25,
        np.array(frames),
        np.full(len(frames), score),
    )


def _leaks(tracks: list[Track], covered: range = range(_FRAMES)) -> list[Leak]:
    """The leaks of a video in which the face is covered in these frames, and another one in all frames."""
    shaken = ShakenFrames(tracks, np.array([index in _SHAKEN for index in range(_FRAMES)]), _RATE)
    unused = av.VideoFrame(_WIDE, _HIGH, "gray")
    for index, frame in enumerate(_frames()):
        redacted = frame.copy()
        if index in covered:
            cv2.ellipse(redacted, (300, 150), (50, 60), 0, 0, 360, 16, -1)
        shaken.observe(FramePair(index, unused, unused, frame, redacted), ((16, 128, 128),))
    return shaken.leaks()


_BEFORE, _AFTER = _track(range(15)), _track(range(25, _FRAMES))


def test_a_face_bare_between_its_tracks_needs_review() -> None:
    leaks = _leaks([_BEFORE, _AFTER], range(_SHAKEN[0]))
    assert [(leak.first, leak.last, leak.kind) for leak in leaks] == [(16, 23, LeakKind.SHAKEN)]
    found = leak_finding(leaks[0], [Fraction(n, 25) for n in range(_FRAMES)], load_policy())
    assert found.weight is Weight.REVIEW
    assert not found.counts


def test_a_face_covered_between_its_tracks_is_none() -> None:
    assert not _leaks([_BEFORE, _AFTER])


@pytest.mark.parametrize(
    "tracks",
    [
        [_BEFORE],
        [_AFTER],
        [_BEFORE, _track(range(25, _FRAMES), score=0.3)],
        [_BEFORE, _track(range(25, _FRAMES), width=400.0)],
        [_track(range(4)), _AFTER],
        [],
    ],
)
def test_without_a_face_before_and_after_nothing_must_be_there(tracks: list[Track]) -> None:
    assert not _leaks(tracks, range(_SHAKEN[0]))


def test_frames_much_less_sharp_than_those_around_are_shaken() -> None:
    sharpness = Sharpness()
    for index, grey in enumerate(_frames()):
        sharpness.add(Frame(index, index, av.VideoFrame.from_ndarray(grey, "gray")))
    assert np.flatnonzero(sharpness.shaken(_RATE)).tolist() == list(_SHAKEN)


def test_a_video_out_of_focus_throughout_is_not_shaken() -> None:
    sharpness = Sharpness()
    blurred = np.asarray(cv2.blur(_scene(), (40, 40)), np.uint8)
    for index in range(_FRAMES):
        sharpness.add(Frame(index, index, av.VideoFrame.from_ndarray(blurred, "gray")))
    assert not sharpness.shaken(_RATE).any()
