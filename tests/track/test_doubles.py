"""One track a head: what trails a face or doubles it is no track of its own, and its evidence is not lost."""

from __future__ import annotations

import numpy as np

from veilproof.geometry import Boxes
from veilproof.track.doubles import one_track_per_head
from veilproof.track.track import Evidence, Track

FRAMES, EVERY = 60, 6


def moving(x: float, y: float, width: float, height: float, speed: float = 2.0) -> Boxes:
    left = x + speed * np.arange(FRAMES, dtype=np.float32)
    top = np.full(FRAMES, y, np.float32)
    return np.stack([left, top, left + width, top + height], axis=1).astype(np.float32)


def track(boxes: Boxes, seen: dict[int, float], first: int = 0) -> Track:
    """A track in the frames from `first` on, observed in those frames with those scores."""
    looks = np.arange(first - first % -EVERY, FRAMES, EVERY)
    scores = np.array([seen.get(int(frame), 0.0) for frame in looks], np.float32)
    linked = scores > 0
    sizes = np.full(len(looks), 50, np.float32)
    times = np.arange(FRAMES - first) / 25
    return Track(first, boxes[first:], times, looks[linked], scores[linked], Evidence(looks, scores, sizes))


HEAD = track(moving(100, 100, 60, 80), dict.fromkeys((0, 6, 12, 30, 36, 42, 48), 0.9))


def test_a_box_around_the_eyes_and_a_shifted_one_are_joined_to_the_head_with_what_they_saw() -> None:
    eyes = track(moving(110, 115, 40, 25), {18: 0.3, 24: 0.2})
    shifted = track(moving(105, 104, 60, 80), {12: 0.3, 54: 0.1}, first=6)
    (joined,) = one_track_per_head([eyes, HEAD, shifted])
    assert joined.observed.tolist() == [0, 6, 12, 18, 24, 30, 36, 42, 48, 54]
    assert joined.evidence.scores[2] == np.float32(0.9)
    assert joined.evidence.scores[3] == np.float32(0.3)


def test_the_cover_of_a_joined_track_hides_what_each_of_them_hid() -> None:
    head = track(moving(100, 100, 60, 80), dict.fromkeys((0, 6, 12, 30, 36, 42, 48), 0.6))
    chin = track(moving(100, 138, 60, 80), {0: 0.35, 6: 0.35, 54: 0.35})
    (joined,) = one_track_per_head([chin, head])
    assert (joined.boxes[:55, 3] >= chin.boxes[:55, 3]).all()


def test_a_joined_track_lives_as_long_as_both() -> None:
    head = track(moving(100, 100, 60, 80), dict.fromkeys((24, 30, 36), 0.6), first=20)
    longer = track(moving(102, 102, 60, 80), dict.fromkeys((24, 30), 0.3))
    short = Track(
        20, head.boxes[:20], head.times[:20], head.observed, head.scores,
        Evidence(head.evidence.frames[:3], head.evidence.scores[:3], head.evidence.sizes[:3]),
    )  # fmt: skip
    (joined,) = one_track_per_head([short, longer])
    assert (joined.first, joined.last) == (0, FRAMES - 1)
    assert np.array_equal(joined.boxes[:20], longer.boxes[:20])
    assert np.array_equal(joined.boxes[40:], longer.boxes[40:])
    assert joined.evidence.frames.tolist() == list(range(0, FRAMES, EVERY))


def test_a_weak_ghost_that_the_face_hides_does_not_grow_it() -> None:
    ghost = track(moving(100, 110, 60, 80), {0: 0.08})
    (joined,) = one_track_per_head([ghost, HEAD])
    assert np.array_equal(joined.boxes, HEAD.boxes)


def test_a_weak_track_that_the_cover_of_the_surer_one_does_not_hide_stays() -> None:
    weak = track(moving(100, 135, 60, 80), {0: 0.3, 6: 0.3, 12: 0.3})
    assert len(one_track_per_head([weak, HEAD])) == 2


def test_a_child_before_its_mother_stays_a_track_of_its_own() -> None:
    child = track(moving(120, 140, 35, 40), dict.fromkeys((0, 6, 12), 0.9))
    assert len(one_track_per_head([child, HEAD])) == 2


def test_two_people_side_by_side_stay_two() -> None:
    other = track(moving(145, 100, 60, 80), {0: 0.9, 12: 0.9})
    assert len(one_track_per_head([HEAD, other])) == 2


def test_a_track_that_was_seen_where_the_surer_one_is_not_stays() -> None:
    late = track(moving(100, 100, 60, 80), {48: 0.9, 54: 0.9}, first=30)
    early = track(moving(100, 100, 60, 80)[:40], {0: 0.9, 6: 0.9, 12: 0.9})
    short = Track(
        0, early.boxes, early.times[:40], early.observed, early.scores,
        Evidence(early.evidence.frames[:7], early.evidence.scores[:7], early.evidence.sizes[:7]),
    )  # fmt: skip
    assert len(one_track_per_head([short, late])) == 2


def test_no_tracks_give_no_tracks() -> None:
    assert one_track_per_head([]) == []
