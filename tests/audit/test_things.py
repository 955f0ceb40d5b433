"""Lines of text that are not legible in every frame in which they are bare."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from veilproof.audit.colour_planes import ColourPlanes
from veilproof.audit.cover_contents import Contents
from veilproof.audit.leaks import Candidate, never_kept
from veilproof.audit.things import Asked, KindCount, RedactedFrame, Thing, ThingMonitor, kind_counts
from veilproof.kind import Kind
from veilproof.track.track import Track

_FRAMES = 60
_BOX = np.array([16, 24, 80, 40], np.float32)


@pytest.mark.parametrize("legible", [slice(0, 1), slice(2, 6), slice(12, 60), slice(40, 52), slice(60, 60)])
def test_a_line_that_is_legible_in_few_of_its_frames_is_bare(legible: slice) -> None:
    """A sign that comes out of a blur, or is legible for a while; in the last case it never is."""
    luma = np.random.default_rng(4).integers(40, 200, (64, 96), np.uint8)
    flat = np.full((32, 48), 128, np.uint8)
    planes = ColourPlanes(luma, flat, flat)
    boxes = np.tile(_BOX, (_FRAMES, 1))
    track = Track(0, boxes, np.arange(_FRAMES) / 25, np.arange(0, _FRAMES, 9), np.full(7, 0.9, np.float32))
    looks: list[int] = []

    def sees_line(
        picture: NDArray[np.uint8], kind: Kind, box: NDArray[np.float32], angle: float, points: NDArray[np.float32]
    ) -> bool:
        looks.append(int(picture[0, 0, 0]))
        return looks[-1] in range(_FRAMES)[legible]

    plate = Thing(Kind.PLATE, track, 0, boxes, np.zeros(_FRAMES, np.float32), 0.9)
    monitor = ThingMonitor([plate], sees_line)
    for number in range(_FRAMES):
        shown = np.full((64, 96, 3), number, np.uint8)
        monitor.observe(RedactedFrame(number, luma, planes, 1.0, lambda shown=shown: shown))  # type: ignore[misc]
    ((_, candidate),) = monitor.measured(Asked((Kind.PLATE,)))
    assert bool(len(candidate.leaking)) == (legible.start < _FRAMES)
    assert len(looks) < 20


@pytest.mark.parametrize(("bare", "counts"), [(0, (1, 0, 0, 0)), (24, (1, 0, 0, 1)), (36, (1, 1, 0, 0))])
def test_a_plate_that_is_bare_in_some_frames_is_not_covered(bare: int, counts: tuple[int, int, int, int]) -> None:
    boxes = np.tile(_BOX, (_FRAMES, 1))
    track = Track(0, boxes, np.arange(_FRAMES) / 25, np.arange(0, _FRAMES, 9), np.full(7, 0.9, np.float32))
    plate = Thing(Kind.PLATE, track, 0, boxes, np.zeros(_FRAMES, np.float32), 0.9)
    shares = (np.arange(_FRAMES) < bare).astype(np.float32)
    open_to_all = np.full(_FRAMES, Contents.OPEN, np.int8)
    candidate = Candidate(track, 0, shares, open_to_all, never_kept(0, boxes))
    assert kind_counts([Kind.PLATE], [(plate, candidate)]) == (KindCount(Kind.PLATE, *counts),)
