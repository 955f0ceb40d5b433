"""What the tests of the plan share: facts, time stamps, tracks."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from veilproof.plan import Plan
from veilproof.sound.find import Speech
from veilproof.track.confirm import ConfirmedTrack

FACTS = {
    **{"name": "march.mp4", "sha256": "0" * 64, "kind": "video"},
    **{"width": "640", "height": "360", "time_base": "1/1000"},
}
PTS = [40, 80, 100, 200, 201, 1000]
"""Uneven on purpose: frame 3 is on screen for one millisecond, frame 4 for 799."""
SPEECH = Speech(((Fraction(1, 25), Fraction(1, 2)), (Fraction(7, 10), Fraction(9, 10))), Fraction(2))
"""On the clock of the file, of which the first frame is at 40 ms."""


def face(first: int, count: int, at: float = 10.0, confidence: float = 0.9) -> ConfirmedTrack:
    boxes = np.array([[at + i, at, at + i + 20.5, at + 30.25] for i in range(count)], np.float32)
    return ConfirmedTrack(first, boxes, confidence, 2)


def seconds(pts: float) -> Fraction:
    """A time stamp in seconds since the first frame, as users enter it."""
    return Fraction(pts - PTS[0]) / 1000


def covered(plan: Plan) -> dict[int, tuple[int, int]]:
    """By frame, the numbers of detected and of drawn boxes that are covered."""
    return {cover.frame: (len(cover.faces), len(cover.drawn)) for cover in plan.covers()}
