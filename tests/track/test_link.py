"""Linking: faces on known paths, detected in some frames only, with exactly known motion."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from veilproof.detect import Detections
from veilproof.geometry import Boxes, iou
from veilproof.track.link import KeyframeDetections, Linker, MaxExtrapolation
from veilproof.track.motion import Motion
from veilproof.track.track import Track

WIDTH, HEIGHT, CELL = 640, 360, 8
STEP = 0.04
"""Seconds from frame to frame."""
STILL = np.zeros((HEIGHT // CELL, WIDTH // CELL, 3), np.float32)

Path = Callable[[int], tuple[float, float, float]]
"""Frame -> the middle of a face and its side, in pixels."""


def box(path: Path, frame: int) -> Boxes:
    x, y, side = path(frame)
    return np.array([[x - side / 2, y - side / 2, x + side / 2, y + side / 2]], np.float32)


def moving(paths: list[Path], frame: int) -> Motion:
    """The motion to this frame: each face moves with its surroundings, everything else stands still."""
    field = STILL.copy()
    for path in paths:
        (before,), (after,) = box(path, frame - 1), box(path, frame)
        x1, y1, x2, y2 = (before + np.array([-1, -1, 1, 1]) * (before[2] - before[0]) / 2).tolist()
        rows = slice(max(0, int(y1 // CELL)), max(0, int(y2 // CELL) + 1))
        columns = slice(max(0, int(x1 // CELL)), max(0, int(x2 // CELL) + 1))
        field[rows, columns, :2] = (after[:2] + after[2:] - before[:2] - before[2:]) / 2
    return Motion(field, (CELL, CELL), 0.0, cut=False)


def changed(here: float, elsewhere: float) -> Motion:
    """The camera stands, and what is at the face changes by so many grey levels, the rest of the picture by so many."""
    field = STILL.copy()
    field[..., 2] = elsewhere
    field[18:28, 34:44, 2] = here
    return Motion(field, (CELL, CELL), 0.0, cut=False)


CUT = Motion(STILL, (CELL, CELL), 0.0, cut=True)


def detected(*faces: Boxes, score: float = 0.8) -> Detections:
    boxes = np.concatenate([*faces, np.empty((0, 4), np.float32)])
    return Detections(boxes, np.full(len(boxes), score, np.float32))


def followed(
    paths: list[Path], frames: int, detections: dict[int, Detections], seconds: float = 60 * STEP
) -> list[Track]:
    """All tracks of a video with these detections, by frame."""
    linker = Linker(WIDTH, HEIGHT, MaxExtrapolation(seconds, 240))
    tracks = []
    for frame in range(frames):
        if frame:
            tracks += list(linker.advance(moving(paths, frame), STEP))
        if frame in detections:
            linker.observe(KeyframeDetections(detections[frame]))
    return tracks + list(linker.finish())


def covered(tracks: list[Track], frame: int) -> Boxes:
    return np.concatenate(
        [np.empty((0, 4), np.float32), *(t.boxes[frame - t.first, None] for t in tracks if t.first <= frame <= t.last)]
    )


def check(track: Track) -> None:
    assert len(track.boxes) == track.last - track.first + 1
    assert np.isfinite(track.boxes).all()
    assert (track.boxes[:, 2:] > track.boxes[:, :2]).all()
    assert len(track.observed) == len(track.scores) >= 1
    assert (np.diff(track.observed) > 0).all()
    assert track.first <= track.observed[0]
    assert track.observed[-1] <= track.last


def wave(x: float, y: float, side: float, speed: tuple[float, float], sway: float, interval: float) -> Path:
    def at(frame: int) -> tuple[float, float, float]:
        swing = sway * np.sin(frame / interval)
        return x + speed[0] * frame + swing, y + speed[1] * frame + swing / 2, side

    return at


paths = st.builds(
    wave,
    st.floats(200, 440),
    st.floats(140, 220),
    st.floats(24, 70),
    st.tuples(st.floats(-2.4, 2.4), st.floats(-1, 1)),
    st.floats(0, 20),
    st.floats(8, 30),
)


@given(paths, st.sets(st.integers(0, 9), max_size=9), st.integers(0, 10**6))
@settings(max_examples=50)
def test_a_face_missed_in_any_of_the_keyframes_is_one_track_with_a_box_in_every_frame(
    path: Path, missed: set[int], seed: int
) -> None:
    jitter = np.random.default_rng(seed).normal(0, 0.02 * path(0)[2], (10, 4))
    found = {
        6 * key: detected(np.asarray(box(path, 6 * key) + jitter[key], np.float32)) if key not in missed else detected()
        for key in range(10)
    }
    tracks = followed([path], 60, found)
    assert len(tracks) == 1
    (track,) = tracks
    check(track)
    assert (track.first, track.last) == (0, 59)
    assert track.observed.tolist() == [6 * key for key in range(10) if key not in missed]
    truth = np.concatenate([box(path, frame) for frame in range(60)])
    assert np.diag(iou(track.boxes, truth)).min() > 0.7
    # The camera or the face may move a few pixels from frame to frame; the cover must not jump beyond that.
    own = np.abs(np.diff(truth, axis=0)).max()
    assert np.abs(np.diff(track.boxes, axis=0)).max() < own + 0.06 * path(0)[2] + 0.5


@given(st.floats(-30, 30), st.integers(3, 12))
@settings(max_examples=25)
def test_a_correction_is_spread_over_the_frames_since_the_last_keyframe(drift: float, gap: int) -> None:
    """The flow shows no motion, but the face is detected elsewhere at the next keyframe."""
    face = wave(300, 180, 60, (0, 0), 0, 10)
    moved = np.asarray(box(face, 0) + np.array([drift, 0, drift, 0]), np.float32)
    (track,) = followed([], gap + 1, {0: detected(box(face, 0)), gap: detected(moved)})
    assert np.allclose(track.boxes[0], box(face, 0)[0], atol=0.01)
    assert np.allclose(track.boxes[-1], moved[0], atol=0.01)
    steps = np.diff(track.boxes[:, 0])
    assert np.abs(steps).max() <= abs(drift) / gap + 0.01


def test_two_faces_that_cross_stay_covered_in_every_frame() -> None:
    one, two = wave(120, 180, 40, (6, 0), 0, 10), wave(520, 190, 48, (-6, 0), 0, 10)
    found = {}
    for key in range(0, 60, 6):
        apart = abs(one(key)[0] - two(key)[0])
        # Where they meet the nearer one hides the other.
        found[key] = detected(box(one, key), box(two, key)) if apart > 35 else detected(box(two, key))
    tracks = followed([one, two], 60, found)
    for track in tracks:
        check(track)
    for frame in range(60):
        overlap = iou(np.concatenate([box(one, frame), box(two, frame)]), covered(tracks, frame)).max(axis=1)
        hidden = abs(one(frame)[0] - two(frame)[0]) < 44
        assert overlap[1] > 0.5
        assert hidden or overlap[0] > 0.5


def test_a_face_detected_late_is_extrapolated_backwards() -> None:
    path = wave(150, 180, 40, (4, 0.5), 10, 9)
    (track,) = followed(
        [path], 60, {key: detected(box(path, key)) if key >= 42 else detected() for key in range(0, 60, 6)}
    )
    check(track)
    assert (track.first, track.last) == (0, 59)
    assert (np.diag(iou(track.boxes, np.concatenate([box(path, f) for f in range(60)]))) > 0.6).all()


def test_extrapolation_stops_at_its_maximum() -> None:
    path = wave(300, 180, 40, (0, 0), 0, 9)
    (track,) = followed([path], 100, {50: detected(box(path, 50))}, seconds=20 * STEP)
    assert (track.first, track.last) in {(30, 70), (30, 71)}


def test_a_cut_ends_every_track_and_nothing_of_one_shot_is_in_the_other() -> None:
    before, after = wave(200, 180, 40, (1, 0), 0, 9), wave(420, 180, 50, (-1, 0), 0, 9)
    linker = Linker(WIDTH, HEIGHT, MaxExtrapolation(60 * STEP, 240))
    tracks = []
    for frame in range(40):
        if frame == 20:
            tracks += list(linker.advance(CUT, STEP))
            assert len(tracks) == 1
        elif frame:
            tracks += list(linker.advance(moving([before if frame < 20 else after], frame), STEP))
        if frame in (0, 8, 16):
            linker.observe(KeyframeDetections(detected(box(before, frame))))
        elif frame in (20, 24):
            linker.observe(KeyframeDetections(detected()))
        elif frame in (28, 36):
            linker.observe(KeyframeDetections(detected(box(after, frame))))
    tracks += list(linker.finish())
    assert [(track.first, track.last) for track in tracks] == [(0, 19), (20, 39)]
    for track, path in zip(tracks, (before, after), strict=True):
        check(track)
        truth = np.concatenate([box(path, f) for f in range(track.first, track.last + 1)])
        assert (np.diag(iou(track.boxes, truth)) > 0.8).all()


def test_a_cut_without_faces_and_two_cuts_in_a_row_do_no_harm() -> None:
    linker = Linker(WIDTH, HEIGHT, MaxExtrapolation(60 * STEP, 240))
    face = box(wave(300, 180, 40, (0, 0), 0, 9), 0)
    tracks = [*linker.advance(CUT, STEP), *linker.advance(CUT, STEP)]
    linker.observe(KeyframeDetections(detected(face)))
    tracks += [*linker.advance(CUT, STEP), *linker.advance(CUT, STEP)]
    linker.observe(KeyframeDetections(detected(face)))
    tracks += linker.finish()
    assert [(track.first, track.last) for track in tracks] == [(2, 2), (4, 4)]


def test_a_face_that_leaves_the_picture_ends_there() -> None:
    path = wave(560, 180, 40, (5, 0), 0, 9)
    (track,) = followed([path], 60, {0: detected(box(path, 0)), 6: detected(box(path, 6))})
    outside = next(f for f in range(60) if box(path, f)[0, 0] >= WIDTH)
    assert outside - 4 <= track.last <= outside


def test_a_face_that_comes_into_the_picture_begins_there() -> None:
    path = wave(-100, 180, 40, (5, 0), 0, 9)
    (track,) = followed([path], 60, {f: detected(box(path, f)) for f in (36, 48)})
    inside = next(f for f in range(60) if box(path, f)[0, 2] > 0)
    assert inside <= track.first <= inside + 4


def test_the_track_of_an_occluded_face_ends() -> None:
    face = box(wave(300, 180, 48, (0, 0), 0, 9), 0)
    linker = Linker(WIDTH, HEIGHT, MaxExtrapolation(60 * STEP, 240))
    linker.observe(KeyframeDetections(detected(face)))
    (track,) = linker.advance(changed(80, 0), STEP)
    assert track.last <= 1
    assert list(linker.finish()) == []


@given(st.permutations(range(6)), st.lists(st.floats(20, 50), min_size=6, max_size=6))
@settings(max_examples=25)
def test_the_order_of_detections_makes_no_difference(order: list[int], sides: list[float]) -> None:
    several = [wave(60 + 100 * i, 100 + 30 * i, side, (0.5, 0.2), 0, 9) for i, side in enumerate(sides)]

    def boxes_with(faces: list[Path]) -> list[list[float]]:
        found = {key: detected(*(box(path, key) for path in faces)) for key in range(0, 30, 6)}
        tracks = followed(several, 30, found)
        assert len(tracks) == 6
        return sorted(row for frame in range(30) for row in covered(tracks, frame).tolist())

    assert np.allclose(boxes_with(several), boxes_with([several[i] for i in order]), atol=0.01)


def test_a_detection_far_away_or_of_another_size_is_another_face() -> None:
    face = wave(300, 180, 40, (0, 0), 0, 9)
    elsewhere, larger = wave(360, 180, 40, (0, 0), 0, 9), wave(300, 180, 120, (0, 0), 0, 9)
    for other in (elsewhere, larger):
        tracks = followed([], 13, {0: detected(box(face, 0)), 6: detected(box(other, 6)), 12: detected(box(other, 12))})
        assert sorted(track.observed.tolist() for track in tracks) == [[0], [6, 12]]
        sides: NDArray[np.float32] = np.array([np.ptp(track.boxes[:, 0]) for track in tracks])
        assert (sides < 5).all()


def test_a_track_knows_every_look_at_its_place_those_that_saw_too_little_included() -> None:
    face = box(wave(300, 180, 40, (0, 0), 0, 9), 0)
    weak, elsewhere = Detections(face, np.array([0.03], np.float32)), detected(face + np.float32(200))
    linker = Linker(WIDTH, HEIGHT, MaxExtrapolation(60 * STEP, 240))
    looks = {
        0: KeyframeDetections(detected(), weak),
        6: KeyframeDetections(elsewhere),
        12: KeyframeDetections(detected(face), scale=2.0),
        18: KeyframeDetections(detected()),
    }
    for frame in range(20):
        if frame:
            list(linker.advance(moving([], frame), STEP))
        if frame in looks:
            linker.observe(looks[frame])
    track = next(track for track in linker.finish() if track.observed.tolist() == [12])
    assert track.evidence.frames.tolist() == [0, 6, 12, 18]
    assert np.allclose(track.evidence.scores, [0.03, 0, 0.8, 0])
    assert np.allclose(track.evidence.sizes, [40, 40, 80, 40], atol=0.1)


def test_a_face_is_not_lost_because_the_whole_picture_is_blurred() -> None:
    """When the camera jerks all of the picture changes, which does not say that something hides the face."""
    face = box(wave(310, 180, 40, (0, 0), 0, 10), 0)
    for motion, survives in ((changed(30, 12), True), (changed(30, 2), False)):
        linker = Linker(WIDTH, HEIGHT, MaxExtrapolation(2, 240))
        linker.observe(KeyframeDetections(detected(face)))
        ended = list(linker.advance(motion, STEP))
        assert (ended == []) is survives
        linker = Linker(WIDTH, HEIGHT, MaxExtrapolation(2, 240))
        assert list(linker.advance(motion, STEP)) == []
        linker.observe(KeyframeDetections(detected(face)))
        (track,) = linker.finish()
        assert (track.first == 0) is survives
