"""From frames to tracks, on generated clips, with a detector whose misses the test controls."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import chain
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
from veilproof.track.confirm import MAX_EXTRAPOLATION
from veilproof.track.follow import DetectKeyframe, follow
from veilproof.track.link import KeyframeDetections, MaxExtrapolation
from veilproof.track.track import Track

pytestmark = pytest.mark.slow

MARGIN = 1.3
"""Covers are drawn larger than the box; this is less than what `render` adds by default."""

TINY = 35
"""Pixels from forehead to chin; optical flow cannot propagate smaller faces past a patterned wall for long."""

Detects = Callable[[int], bool]


class GroundTruthDetector:
    """A detector that returns the ground truth, in some frames only, and records its calls."""

    def __init__(self, frames: tuple[Faces, ...], detects: Detects = lambda frame: True) -> None:
        self._frames = frames
        self._detects = detects
        self.keyframes: list[int] = []
        self.pass_numbers: list[int] = []

    def detect_keyframe(self, frame: int, pass_number: int, picture: av.VideoFrame) -> KeyframeDetections:
        self.keyframes.append(frame)
        self.pass_numbers.append(pass_number)
        if not self._detects(frame):
            return KeyframeDetections(Detections.none())
        boxes = self._frames[frame].boxes[self._frames[frame].visible > 0.4]
        return KeyframeDetections(Detections(boxes, np.full(len(boxes), 0.9, np.float32)))


def tracked(
    frames: Iterable[Frame], info: VideoInfo, detect_keyframe: DetectKeyframe, max_extrapolation: MaxExtrapolation
) -> Iterator[Track]:
    """The tracks of all shots."""
    return chain.from_iterable(follow(frames, info, detect_keyframe, max_extrapolation))


def followed(path: Path, witness: GroundTruthDetector) -> list[Track]:
    with VideoReader(path) as reader:
        return list(tracked(reader, reader.info, witness.detect_keyframe, MAX_EXTRAPOLATION))


def covered(tracks: list[Track], frame: int) -> Boxes:
    boxes = [track.boxes[frame - track.first, None] for track in tracks if track.first <= frame <= track.last]
    return scaled(np.concatenate([np.empty((0, 4), np.float32), *boxes]), MARGIN)


def uncovered(tracks: list[Track], truth: tuple[Faces, ...], clear: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(frame, person) wherever less than nine tenths of a face is inside one cover; `clear` [frames, people]."""
    missed = []
    for index, faces in enumerate(truth):
        share = intersections(faces.boxes, covered(tracks, index)).max(axis=1, initial=0) / areas(faces.boxes)
        missed += [(index, int(p)) for p, s in zip(faces.people, share, strict=True) if clear[index, p] and s < 0.9]
    return missed


def clear_faces(truth: tuple[Faces, ...], min_visible: float = 0.9) -> NDArray[np.bool_]:
    """Which person is unoccluded in which frame: bool [frames, 6]."""
    seen = np.zeros((len(truth), 6))
    for index, faces in enumerate(truth):
        seen[index, faces.people] = faces.visible
    return seen > min_visible


def in_view(truth: tuple[Faces, ...], frames: range) -> NDArray[np.bool_]:
    """Those frames for the people whose faces are visible in all of them and not tiny: bool [frames, people]."""
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
    """Six seconds, 150 frames: people walk at a normal pace."""
    path = tmp_path_factory.mktemp("walk") / "walk.mp4"
    return Clip(path, make_clip(path, seconds=6, seed=1, size=(640, 360)))


def test_every_face_is_covered_while_it_is_detected(walk: Clip) -> None:
    truth = walk.truth.frames
    tracks = followed(walk.path, GroundTruthDetector(truth))
    check(tracks, len(truth))
    assert uncovered(tracks, truth, clear_faces(truth)) == []


@pytest.mark.parametrize("hidden", [range(20), range(60, 80), range(130, 150), range(50, 90)], ids=str)
def test_faces_stay_covered_in_frames_without_detections(walk: Clip, hidden: range) -> None:
    truth = walk.truth.frames
    tracks = followed(walk.path, GroundTruthDetector(truth, lambda frame: frame not in hidden))
    around = range(max(0, hidden.start - 8), min(len(truth), hidden.stop + 8))
    assert uncovered(tracks, truth, in_view(truth, around)) == []


def test_one_observation_covers_a_second_before_and_after(walk: Clip) -> None:
    truth = walk.truth.frames
    witness = GroundTruthDetector(truth)
    followed(walk.path, witness)
    observed = min(witness.keyframes, key=lambda frame: abs(frame - 50))
    tracks = followed(walk.path, GroundTruthDetector(truth, lambda frame: frame == observed))
    assert uncovered(tracks, truth, in_view(truth, range(observed - 25, observed + 26))) == []


def test_no_detections_give_no_tracks(people_clip: Clip) -> None:
    assert followed(people_clip.path, GroundTruthDetector(people_clip.truth.frames, lambda frame: False)) == []


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
    tracks = followed(
        two_shots.path, GroundTruthDetector(truth, lambda frame: frame not in (*range(22, 30), *range(30, 38)))
    )
    assert all(track.last < 30 or track.first >= 30 for track in tracks)
    assert uncovered(tracks, truth, in_view(truth, range(30)) | in_view(truth, range(30, 60))) == []


def test_the_first_and_the_last_frame_of_every_shot_are_keyframes(two_shots: Clip) -> None:
    witness = GroundTruthDetector(two_shots.truth.frames)
    followed(two_shots.path, witness)
    assert {0, 29, 30, 59} <= set(witness.keyframes)


def test_keyframes_come_in_order_with_their_pass_numbers_and_several_a_second(people_clip: Clip) -> None:
    witness = GroundTruthDetector(people_clip.truth.frames)
    followed(people_clip.path, witness)
    assert witness.keyframes == sorted(set(witness.keyframes))
    assert witness.pass_numbers == list(range(len(witness.keyframes)))
    assert max(np.diff(witness.keyframes)) <= 25 / 4 + 1


# -- short, still, uneven


def frames_of(pictures: list[NDArray[np.uint8]]) -> Iterator[Frame]:
    for index, picture in enumerate(pictures):
        yield Frame(index, index, av.VideoFrame.from_ndarray(picture, "rgb24").reformat(format="yuv420p"))


def info_for(clip: Clip, size: tuple[int, int], rate: Fraction = Fraction(25)) -> VideoInfo:
    """For frames whose time stamps count them, at this rate."""
    with VideoReader(clip.path) as reader:
        given = {name: getattr(reader.info, name) for name in VideoInfo.__slots__}
    return VideoInfo(**{**given, "width": size[0], "height": size[1], "frame_rate": rate, "time_base": 1 / rate})


def test_a_clip_of_one_frame_is_covered(people_clip: Clip) -> None:
    truth, picture = people_clip.truth.frames[:1], pictures_of(people_clip.path)[:1]
    witness = GroundTruthDetector(truth)
    tracks = list(
        tracked(frames_of(picture), info_for(people_clip, (640, 360)), witness.detect_keyframe, MAX_EXTRAPOLATION)
    )
    assert witness.keyframes == [0]
    assert [(track.first, track.last) for track in tracks] == [(0, 0)] * int((truth[0].visible > 0.4).sum())
    assert uncovered(tracks, truth, clear_faces(truth)) == []


def test_a_clip_without_frames_has_no_tracks(people_clip: Clip) -> None:
    witness = GroundTruthDetector(())
    assert list(tracked(iter([]), info_for(people_clip, (640, 360)), witness.detect_keyframe, MAX_EXTRAPOLATION)) == []


def test_in_a_still_clip_covers_are_still_and_keyframes_few(people_clip: Clip) -> None:
    pictures = pictures_of(people_clip.path)[:1] * 50
    truth = people_clip.truth.frames[:1] * 50
    witness = GroundTruthDetector(truth)
    tracks = list(
        tracked(frames_of(pictures), info_for(people_clip, (640, 360)), witness.detect_keyframe, MAX_EXTRAPOLATION)
    )
    assert all((track.first, track.last) == (0, 49) for track in tracks)
    assert all(np.ptp(track.boxes, axis=0).max() < 0.5 for track in tracks)
    assert len(witness.keyframes) <= 12


@pytest.mark.parametrize("size", [(360, 640), (202, 358), (16, 16), (1, 1), (1000, 20)])
@pytest.mark.parametrize("rate", [Fraction(1, 2), Fraction(1000)])
def test_clips_of_any_size_and_frame_rate_can_be_tracked(
    people_clip: Clip, size: tuple[int, int], rate: Fraction
) -> None:
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 255, (size[1], size[0], 3), np.uint8) for _ in range(3)]
    face = Faces(np.array([[0, 0, size[0] / 2, size[1] / 2]], np.float32), np.array([0]), np.ones(1, np.float32))
    tracks = list(
        tracked(
            frames_of(pictures),
            info_for(people_clip, size, rate),
            GroundTruthDetector((face,) * 3).detect_keyframe,
            MAX_EXTRAPOLATION,
        )
    )
    assert all(len(covered(tracks, frame)) >= 1 for frame in (0, 2))


def test_tracks_do_not_depend_on_the_speed_of_the_detector(people_clip: Clip) -> None:
    truth = people_clip.truth.frames
    quick = followed(people_clip.path, GroundTruthDetector(truth))
    gate = threading.Event()

    class Waiting(GroundTruthDetector):
        def detect_keyframe(self, frame: int, pass_number: int, picture: av.VideoFrame) -> KeyframeDetections:
            gate.wait()
            return super().detect_keyframe(frame, pass_number, picture)

    def opened_after(frames: Iterator[Frame], count: int) -> Iterator[Frame]:
        for frame in frames:
            if frame.index == count:
                gate.set()
            yield frame

    with VideoReader(people_clip.path) as reader:
        slow = list(
            tracked(opened_after(iter(reader), 20), reader.info, Waiting(truth).detect_keyframe, MAX_EXTRAPOLATION)
        )
    assert len(slow) == len(quick) > 0
    for one, two in zip(quick, slow, strict=True):
        assert one.first == two.first
        assert np.array_equal(one.boxes, two.boxes)


def test_an_error_of_the_detector_is_raised_and_no_thread_is_left(people_clip: Clip) -> None:
    def broken(frame: int, pass_number: int, picture: av.VideoFrame) -> KeyframeDetections:
        raise RuntimeError("out of memory")

    with VideoReader(people_clip.path) as reader, pytest.raises(RuntimeError, match="out of memory"):
        list(tracked(reader, reader.info, broken, MAX_EXTRAPOLATION))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("detect")]
