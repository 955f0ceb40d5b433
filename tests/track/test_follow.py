"""From frames to tracks, on clips made by code, with a detector that sees exactly what the test lets it see."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from demo.scene import Faces, Truth, make_clip
from tests.conftest import Clip
from veilproof.detect import Detections
from veilproof.geometry import Boxes, areas, intersections, scaled
from veilproof.media.video_read import Frame, VideoInfo, VideoReader
from veilproof.track.follow import follow
from veilproof.track.track import Track

pytestmark = pytest.mark.slow

REACH = 75
MARGIN = 1.3
"""Covers are drawn larger than the box; this is less than what `render` adds by default."""

TINY = 35
"""Pixels from forehead to chin; flow cannot be asked to carry smaller faces past a patterned wall for long."""

Sees = Callable[[int], bool]


class Witness:
    """A detector that knows the truth, and tells it only in some frames; it notes in which it was asked."""

    def __init__(self, frames: tuple[Faces, ...], sees: Sees = lambda frame: True) -> None:
        self._frames = frames
        self._sees = sees
        self.looked: list[int] = []
        self.turns: list[int] = []

    def detect_keyframe(self, frame: int, turn: int, picture: av.VideoFrame) -> Detections:
        self.looked.append(frame)
        self.turns.append(turn)
        if not self._sees(frame):
            return Detections.none()
        boxes = self._frames[frame].boxes[self._frames[frame].seen > 0.4]
        return Detections(boxes, np.full(len(boxes), 0.9, np.float32))


def followed(path: Path, witness: Witness) -> list[Track]:
    with VideoReader(path) as reader:
        return list(follow(reader, reader.info, witness.detect_keyframe, REACH))


def covered(tracks: list[Track], frame: int) -> Boxes:
    here = [track.boxes[frame - track.first, None] for track in tracks if track.first <= frame <= track.last]
    return scaled(np.concatenate([np.empty((0, 4), np.float32), *here]), MARGIN)


def uncovered(tracks: list[Track], truth: tuple[Faces, ...], clear: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(frame, person) wherever less than nine tenths of a face is inside one cover; `clear` [frames, people]."""
    missed = []
    for index, faces in enumerate(truth):
        share = intersections(faces.boxes, covered(tracks, index)).max(axis=1, initial=0) / areas(faces.boxes)
        missed += [(index, int(p)) for p, s in zip(faces.people, share, strict=True) if clear[index, p] and s < 0.9]
    return missed


def clear_faces(truth: tuple[Faces, ...], least: float = 0.9) -> NDArray[np.bool_]:
    """Which person can be seen, whole, in which frame: bool [frames, 6]."""
    seen = np.zeros((len(truth), 6))
    for index, faces in enumerate(truth):
        seen[index, faces.people] = faces.seen
    return seen > least


def in_view(truth: tuple[Faces, ...], frames: range) -> NDArray[np.bool_]:
    """Those frames of the people whose faces are in view in all of them and not tiny: bool [frames, people]."""
    shown = np.zeros_like(clear_faces(truth))
    large = np.ones(shown.shape[1], np.bool_)
    for index in frames:
        faces = truth[index]
        large[faces.people] &= faces.boxes[:, 3] - faces.boxes[:, 1] > TINY
    shown[frames] = clear_faces(truth, 0.5)[frames].all(axis=0) & large
    assert shown.any(axis=0).sum() >= 2
    return shown


def check(tracks: list[Track], frames: int) -> None:
    for track in tracks:
        assert 0 <= track.first <= track.last < frames
        assert np.isfinite(track.boxes).all()


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Six seconds, 150 frames: people walk at their usual pace."""
    path = tmp_path_factory.mktemp("walk") / "walk.mp4"
    return Clip(path, make_clip(path, seconds=6, seed=1, size=(640, 360)))


def test_every_face_is_covered_while_the_detector_sees_it(walk: Clip) -> None:
    truth = walk.truth.frames
    tracks = followed(walk.path, Witness(truth))
    check(tracks, len(truth))
    assert uncovered(tracks, truth, clear_faces(truth)) == []


@pytest.mark.parametrize("hidden", [range(20), range(60, 80), range(130, 150), range(50, 90)], ids=str)
def test_faces_stay_covered_in_frames_in_which_the_detector_sees_nothing(walk: Clip, hidden: range) -> None:
    truth = walk.truth.frames
    tracks = followed(walk.path, Witness(truth, lambda frame: frame not in hidden))
    around = range(max(0, hidden.start - 8), min(len(truth), hidden.stop + 8))
    assert uncovered(tracks, truth, in_view(truth, around)) == []


def test_one_glance_is_enough_to_cover_a_second_before_it_and_after_it(walk: Clip) -> None:
    truth = walk.truth.frames
    asked = Witness(truth)
    followed(walk.path, asked)
    glance = min(asked.looked, key=lambda frame: abs(frame - 50))
    tracks = followed(walk.path, Witness(truth, lambda frame: frame == glance))
    assert uncovered(tracks, truth, in_view(truth, range(glance - 25, glance + 26))) == []


def test_a_detector_that_sees_nothing_gives_no_tracks(people_clip: Clip) -> None:
    assert followed(people_clip.path, Witness(people_clip.truth.frames, lambda frame: False)) == []


# -- cuts


@pytest.fixture(scope="module")
def two_shots(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Thirty frames of one street, then thirty of another."""
    folder = tmp_path_factory.mktemp("shots")
    truths = [make_clip(folder / f"{seed}.mp4", seconds=4, seed=seed, size=(640, 360)) for seed in (1, 3)]
    pictures = [picture for seed in (1, 3) for picture in pictures_of(folder / f"{seed}.mp4")[:30]]
    frames = tuple(faces for truth in truths for faces in truth.frames[:30])
    return Clip(written(folder / "both.mp4", pictures), Truth(640, 360, frames, truths[0].masked))


def pictures_of(path: Path) -> list[NDArray[np.uint8]]:
    with av.open(path) as container:
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in container.decode(video=0)]


def written(path: Path, pictures: list[NDArray[np.uint8]]) -> Path:
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", 25, options={"crf": "18", "preset": "veryfast"})
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for picture in pictures:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode())
    return path


def test_no_cover_of_one_shot_is_in_the_other_and_both_are_covered_up_to_the_cut(two_shots: Clip) -> None:
    truth = two_shots.truth.frames
    tracks = followed(two_shots.path, Witness(truth, lambda frame: frame not in (*range(22, 30), *range(30, 38))))
    assert all(track.last < 30 or track.first >= 30 for track in tracks)
    assert uncovered(tracks, truth, in_view(truth, range(30)) | in_view(truth, range(30, 60))) == []


def test_the_first_and_the_last_frame_of_every_shot_are_looked_at(two_shots: Clip) -> None:
    witness = Witness(two_shots.truth.frames)
    followed(two_shots.path, witness)
    assert {0, 29, 30, 59} <= set(witness.looked)


def test_looks_come_in_order_with_their_turns_and_no_second_goes_by_without_several(people_clip: Clip) -> None:
    witness = Witness(people_clip.truth.frames)
    followed(people_clip.path, witness)
    assert witness.looked == sorted(set(witness.looked))
    assert witness.turns == list(range(len(witness.looked)))
    assert max(np.diff(witness.looked)) <= 25 / 4 + 1


# -- short, still, uneven


def frames_of(pictures: list[NDArray[np.uint8]]) -> Iterator[Frame]:
    for index, picture in enumerate(pictures):
        yield Frame(index, index, av.VideoFrame.from_ndarray(picture, "rgb24").reformat(format="yuv420p"))


def info_for(clip: Clip, size: tuple[int, int], rate: Fraction = Fraction(25)) -> VideoInfo:
    with VideoReader(clip.path) as reader:
        given = {name: getattr(reader.info, name) for name in VideoInfo.__slots__}
    return VideoInfo(**{**given, "width": size[0], "height": size[1], "frame_rate": rate})


def test_a_clip_of_one_frame_is_looked_at_and_covered(people_clip: Clip) -> None:
    truth, picture = people_clip.truth.frames[:1], pictures_of(people_clip.path)[:1]
    witness = Witness(truth)
    tracks = list(follow(frames_of(picture), info_for(people_clip, (640, 360)), witness.detect_keyframe, REACH))
    assert witness.looked == [0]
    assert [(track.first, track.last) for track in tracks] == [(0, 0)] * int((truth[0].seen > 0.4).sum())
    assert uncovered(tracks, truth, clear_faces(truth)) == []


def test_a_clip_without_frames_has_no_tracks(people_clip: Clip) -> None:
    witness = Witness(())
    assert list(follow(iter([]), info_for(people_clip, (640, 360)), witness.detect_keyframe, REACH)) == []


def test_in_a_still_picture_covers_stand_still_and_few_looks_are_taken(people_clip: Clip) -> None:
    pictures = pictures_of(people_clip.path)[:1] * 50
    truth = people_clip.truth.frames[:1] * 50
    witness = Witness(truth)
    tracks = list(follow(frames_of(pictures), info_for(people_clip, (640, 360)), witness.detect_keyframe, REACH))
    assert all((track.first, track.last) == (0, 49) for track in tracks)
    assert all(np.ptp(track.boxes, axis=0).max() < 0.5 for track in tracks)
    assert len(witness.looked) <= 12


@pytest.mark.parametrize("size", [(360, 640), (202, 358), (16, 16), (1, 1), (1000, 20)])
@pytest.mark.parametrize("rate", [Fraction(1, 2), Fraction(1000)])
def test_pictures_of_any_size_at_any_rate_can_be_followed(
    people_clip: Clip, size: tuple[int, int], rate: Fraction
) -> None:
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 255, (size[1], size[0], 3), np.uint8) for _ in range(3)]
    face = Faces(np.array([[0, 0, size[0] / 2, size[1] / 2]], np.float32), np.array([0]), np.ones(1, np.float32))
    tracks = list(
        follow(frames_of(pictures), info_for(people_clip, size, rate), Witness((face,) * 3).detect_keyframe, REACH)
    )
    assert all(len(covered(tracks, frame)) >= 1 for frame in (0, 2))


def test_the_same_clip_gives_the_same_tracks_however_slow_the_looks_are(people_clip: Clip) -> None:
    truth = people_clip.truth.frames
    quick = followed(people_clip.path, Witness(truth))
    gate = threading.Event()

    class Waiting(Witness):
        def detect_keyframe(self, frame: int, turn: int, picture: av.VideoFrame) -> Detections:
            gate.wait()
            return super().detect_keyframe(frame, turn, picture)

    def opened_after(frames: Iterator[Frame], count: int) -> Iterator[Frame]:
        for frame in frames:
            if frame.index == count:
                gate.set()
            yield frame

    with VideoReader(people_clip.path) as reader:
        slow = list(follow(opened_after(iter(reader), 20), reader.info, Waiting(truth).detect_keyframe, REACH))
    assert len(slow) == len(quick) > 0
    for one, two in zip(quick, slow, strict=True):
        assert one.first == two.first
        assert np.array_equal(one.boxes, two.boxes)


def test_an_error_of_the_detector_is_passed_on_and_leaves_no_thread_behind(people_clip: Clip) -> None:
    def broken(frame: int, turn: int, picture: av.VideoFrame) -> Detections:
        raise RuntimeError("out of memory")

    with VideoReader(people_clip.path) as reader, pytest.raises(RuntimeError, match="out of memory"):
        list(follow(reader, reader.info, broken, REACH))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("look")]
