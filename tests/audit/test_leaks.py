"""What is measured where two redacted frames show one frame of the original."""

from __future__ import annotations

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from veilproof.audit.cover_contents import Contents
from veilproof.audit.frame_pairs import FramePair
from veilproof.audit.leaks import Candidate, LeakMonitor
from veilproof.recognise.align import SIDE
from veilproof.recognise.distractors import SHEET
from veilproof.track.track import Track


def _pair(original: NDArray[np.uint8], redacted: NDArray[np.uint8]) -> FramePair:
    before, after = (av.VideoFrame.from_ndarray(np.repeat(grey[..., None], 3, axis=2)) for grey in (original, redacted))
    return FramePair(0, before, after, original, redacted)


@pytest.mark.parametrize("bare_first", [True, False])
def test_where_one_frame_of_the_original_is_shown_twice_the_worse_counts(bare_first: bool) -> None:
    sheet = cv2.imread(str(SHEET), cv2.IMREAD_GRAYSCALE)
    assert sheet is not None
    original = np.ascontiguousarray(sheet[:, :SIDE], np.uint8)
    covered = np.zeros_like(original)
    pairs = [_pair(original, original), _pair(original, covered)]
    box = np.array([[36, 30, 108, 130]], np.float32)
    monitor = LeakMonitor([Track(0, box, np.zeros(1), np.zeros(1, np.int64), np.ones(1, np.float32))])
    for pair in pairs if bare_first else pairs[::-1]:
        monitor.observe(pair)
    found = monitor.candidates()
    assert found[0].shares[0] > 0.9
    assert found[0].contents.tolist() == [Contents.OPEN]
    assert [(leak.first, leak.last) for leak in monitor.leaks(found)] == [(0, 0)]


def test_a_weak_leak_of_a_face_that_is_covered_elsewhere_hides_no_sure_one() -> None:
    def track(confidence: float) -> Track:
        boxes = np.tile(np.array([0, 0, 40, 40], np.float32), (200, 1))
        return Track(0, boxes, np.arange(200) / 25, np.arange(0, 200, 5), np.full(40, confidence, np.float32))

    def seen(of: Track, bare: int) -> Candidate:
        shares = np.zeros(200, np.float32)
        shares[:bare] = 1
        return Candidate(of, 0, shares, np.zeros(200, np.int8), np.zeros(200, np.bool_))

    weak, sure = track(0.3), track(0.95)
    leaks = LeakMonitor([weak, sure]).leaks([seen(weak, 10), seen(sure, 200)])
    assert [(leak.track, leak.last) for leak in leaks] == [(1, 199)]
