"""One track a person: a face that turns away goes on as a head."""

from __future__ import annotations

import numpy as np

from veilproof.kind import Kind
from veilproof.track.confirm import ConfirmedTrack
from veilproof.track.people import FACE_OF_HEAD, one_track_per_person

HEAD = np.array([[100, 100, 160, 180]], np.float32)
FACE = np.array([[108, 120, 152, 176]], np.float32)


def head(first: int, last: int, at: float = 0) -> ConfirmedTrack:
    return ConfirmedTrack(first, np.repeat(HEAD + np.float32(at), last - first + 1, axis=0), 0.8, 4, Kind.HEAD)


def face(first: int, last: int, at: float = 0, confidence: float = 0.9) -> ConfirmedTrack:
    return ConfirmedTrack(first, np.repeat(FACE + np.float32(at), last - first + 1, axis=0), confidence, 5)


def test_two_faces_of_one_head_and_the_frames_between_them_are_one_track() -> None:
    (one,) = one_track_per_person([face(0, 20), face(60, 80)], [head(10, 70)])
    assert (one.kind, one.first, one.last, one.confidence) == (Kind.FACE, 0, 80, 0.9)
    assert np.isfinite(one.boxes).all()
    assert np.allclose(one.boxes[0], FACE[0])
    half = (HEAD[0, 2:] - HEAD[0, :2]) / 2 * FACE_OF_HEAD
    assert np.allclose(one.boxes[40, 2:] - one.boxes[40, :2], 2 * half, atol=0.1)
    both = one.boxes[15]
    assert (both[:2] <= FACE[0, :2]).all()
    assert (both[2:] >= FACE[0, 2:]).all()


def test_heads_and_faces_of_different_people_stay_apart() -> None:
    found = one_track_per_person([face(0, 20), face(0, 20, at=300)], [head(0, 20), head(0, 20, at=600)])
    assert sorted((one.kind.value, float(one.boxes[0, 0]) > 250) for one in found) == [
        ("face", False),
        ("face", True),
        ("head", True),
    ]


def test_without_faces_every_head_stays_one() -> None:
    assert [one.kind for one in one_track_per_person([], [head(0, 5), head(0, 5, at=200)])] == [Kind.HEAD] * 2


def test_two_people_side_by_side_are_two_tracks() -> None:
    """Both faces are in the box of one head, or a face goes over to the person beside: no cover reaches over both."""
    beside = face(0, 20, at=4)
    found = one_track_per_person([face(0, 20), beside], [head(0, 20)])
    assert len(found) == 2
    going = ConfirmedTrack(0, np.concatenate([face(0, 12).boxes, face(0, 7, at=90).boxes]), 0.9, 5)
    widest = max(
        float((one.boxes[:, 2] - one.boxes[:, 0]).max()) for one in one_track_per_person([going], [head(0, 20)])
    )
    assert widest <= HEAD[0, 2] - HEAD[0, 0]


def test_a_face_that_shares_a_head_is_joined_to_the_one_it_follows_and_not_to_the_one_beside() -> None:
    first, later, beside = face(0, 20), face(30, 50), face(5, 12, at=3)
    found = one_track_per_person([beside, first, later], [head(0, 50)])
    assert sorted((one.first, one.last) for one in found) == [(0, 50), (5, 12)]
