"""Clips from photographs: the truth must be where the faces are, and the same photographs must give the same clips."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.camera import WIDTH, Camera, aimed, joined, seen
from benchmarks.clips import FRAMES, Clip, Footage, clips
from benchmarks.leak import planes
from benchmarks.shake import FASTEST, Shake, shaken
from benchmarks.shutter import Shutter
from benchmarks.stills import Split, digest, split_of, stills

pytestmark = pytest.mark.slow

# A face of one strong colour, so that where it is can be measured in the decoded clip.
FACE = (470, 330, 120, 160)
INVALID = (40, 40, 60, 60)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Labelled stills of many events, each with a red disc as its face and one box that is labelled invalid."""
    folder = tmp_path_factory.mktemp("data")
    wall = np.random.default_rng(3).integers(60, 140, (48, 64, 1), np.uint8).repeat(3, axis=2)
    picture = cv2.resize(wall, (1024, 768), interpolation=cv2.INTER_CUBIC)
    x, y, width, height = FACE
    middle, radii = (x + width // 2, y + height // 2), (width // 2, height // 2)
    cv2.ellipse(picture, middle, radii, 0, 0, 360, (20, 20, 240), -1, cv2.LINE_AA)
    labels: dict[str, list[list[int]]] = {}
    for event in range(6):
        for number in range(2):
            name = f"event{event}/picture{number}.png"
            path = folder / "stills" / "images" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(path), picture)
            labels[name] = [[*FACE, 0, 0, 0, 0, 2, 1], [*INVALID, 0, 0, 0, 1, 0, 0]]
    (folder / "stills" / "labels.json").write_text(json.dumps(labels))
    return folder


@pytest.fixture(scope="module")
def clip(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """The first clip of the tuning set."""
    return clips(Split.TUNE, 1, data, tmp_path_factory.mktemp("out"))[0]


def test_the_truth_is_where_the_face_is_in_every_frame(clip: Clip) -> None:
    frames = list(planes(clip.path))
    assert len(frames) == FRAMES == len(clip.truth.boxes)
    compared = 0
    for box, inside, (_, _, red) in zip(clip.truth.boxes[:, 0], clip.truth.inside[:, 0], frames, strict=True):
        if inside < 1:
            continue
        y, x = np.nonzero(red > 175)
        found = 2 * np.array([x.min(), y.min(), x.max() + 1, y.max() + 1])
        assert found == pytest.approx(box, abs=8), "motion blur and half-size chroma allow for a few pixels"
        middle = (box[:2] + box[2:]) / 2
        assert 2 * np.array([x.mean() + 0.5, y.mean() + 0.5]) == pytest.approx(middle, abs=1.5)
        compared += 1
    assert compared > FRAMES / 2


def test_labels_come_through_and_invalid_boxes_never_count(clip: Clip) -> None:
    assert clip.truth.occlusion.tolist() == [2, 0]
    assert clip.truth.pose.tolist() == [1, 0]
    assert clip.truth.scored[:, 0].any()
    assert not clip.truth.scored[:, 1].any()


def test_the_camera_moves(clip: Clip) -> None:
    middles = (clip.truth.boxes[:, 0, :2] + clip.truth.boxes[:, 0, 2:]) / 2
    assert np.ptp(middles, axis=0).max() > 30
    assert np.ptp(clip.truth.sides[:, 0]) > 1


def test_the_same_photograph_gives_the_same_clip(clip: Clip, data: Path, tmp_path: Path) -> None:
    again = clips(Split.TUNE, 1, data, tmp_path)[0]
    assert again.path.read_bytes() == clip.path.read_bytes()
    assert np.array_equal(again.truth.boxes, clip.truth.boxes)


def test_a_made_clip_is_not_made_again(clip: Clip, data: Path) -> None:
    before = clip.path.stat().st_mtime_ns
    assert clips(Split.TUNE, 1, data, clip.path.parents[1])[0].path.stat().st_mtime_ns == before


def test_no_event_is_in_both_sets_and_the_first_ones_are_of_different_events(data: Path) -> None:
    events = {split: [still.name.partition("/")[0] for still in stills(split, data)] for split in Split}
    assert events[Split.TUNE]
    assert events[Split.REPORT]
    assert not set(events[Split.TUNE]) & set(events[Split.REPORT])
    for those in events.values():
        half = len(those) // 2
        assert len(set(those[:half])) == half


def test_the_split_never_changes() -> None:
    assert digest("split", "0--Parade") % 2 == 1
    assert split_of("0--Parade/some.jpg") is split_of("0--Parade/other.jpg") is Split.TUNE


def test_asking_for_more_clips_than_there_are_says_so(tmp_path: Path) -> None:
    (few := tmp_path / "few" / "stills").mkdir(parents=True)
    (few / "labels.json").write_text("{}")
    with pytest.raises(ValueError, match="gives 0 clips, not 3"):
        clips(Split.TUNE, 3, few.parent, tmp_path)


def test_a_clip_on_a_tripod_small_and_compressed_twice_has_its_faces_where_the_truth_says(
    data: Path, tmp_path: Path
) -> None:
    footage = Footage(seconds=1, tripod=True, lines=360, again=True)
    clip = clips(Split.TUNE, 1, data, tmp_path, footage)[0]
    frames = list(planes(clip.path))
    assert len(frames) == 30 == len(clip.truth.boxes)
    assert frames[0][0].shape == (360, 640)
    assert np.allclose(clip.truth.boxes, clip.truth.boxes[0])
    y, x = np.nonzero(frames[15][2] > 175)
    middle = (clip.truth.boxes[15, 0, :2] + clip.truth.boxes[15, 0, 2:]) / 2
    assert 2 * np.array([x.mean() + 0.5, y.mean() + 0.5]) == pytest.approx(middle, abs=3)


def test_the_camera_of_a_long_clip_takes_several_ways_that_join() -> None:
    rng = np.random.default_rng(3)
    camera = joined([aimed(rng, (1600, 1200), np.array([800.0, 600.0]), 4) for _ in range(3)])
    corners = np.array([[0.0, 0.0, 1600.0, 1200.0]])
    boxes = np.concatenate([seen(corners, camera.at(frame / 360)) for frame in range(361)])
    assert np.abs(np.diff(boxes, axis=0)).max() < 30, "no jump where one way ends and the next begins"
    assert all(np.ptp(boxes[leg : leg + 120], axis=0).max() > 30 for leg in (0, 120, 240))


def test_streets_make_clips_without_faces(data: Path, tmp_path: Path) -> None:
    images = data / "plates" / "images"
    images.mkdir(parents=True, exist_ok=True)
    for number in range(4):
        picture = np.random.default_rng(number).integers(0, 255, (720, 1280, 3), np.uint8)
        cv2.imwrite(str(images / f"street{number}.jpg"), picture)
    (clip,) = clips(Split.TUNE, 1, data, tmp_path, Footage(seconds=1, empty=True, lines=180))
    assert clip.truth.scored.shape == (30, 0)
    assert len(list(planes(clip.path))) == 30


@pytest.mark.parametrize("shake", list(Shake))
def test_a_shaken_clip_has_its_faces_where_the_truth_says(shake: Shake, data: Path, tmp_path: Path) -> None:
    clip = clips(Split.TUNE, 1, data, tmp_path, Footage(seconds=1, shake=shake))[0]
    compared = 0
    for box, inside, (_, _, red) in zip(
        clip.truth.boxes[:, 0], clip.truth.inside[:, 0], planes(clip.path), strict=True
    ):
        if inside < 1:
            continue
        excess = np.maximum(red.astype(np.float64) - 135, 0)
        y, x = np.mgrid[: red.shape[0], : red.shape[1]] + 0.5
        found = 2 * np.array([(excess * x).sum(), (excess * y).sum()]) / excess.sum()
        assert found == pytest.approx((box[:2] + box[2:]) / 2, abs=2)
        compared += 1
    assert compared > 10


@pytest.mark.parametrize("shake", list(Shake))
def test_a_shaken_camera_moves_as_fast_as_its_kind(shake: Shake) -> None:
    for seed in range(5):
        rng = np.random.default_rng(seed)
        camera = shaken(aimed(rng, (1600, 1200), np.array([800.0, 600.0]), 2), rng, shake, 2)
        path = np.array([camera.wobble(step / 480)[:2] for step in range(481)])
        fastest = 8 * np.linalg.norm(np.diff(path, axis=0), axis=1).max() / WIDTH
        least, most = FASTEST[shake]
        assert 0.9 * least < fastest < most + FASTEST[Shake.HAND][1] + 0.01


def test_the_rows_of_a_rolling_shutter_are_read_one_after_another() -> None:
    """A standing line leans when the camera pans, and is as wide as its way through the exposure."""
    picture = np.zeros((1200, 3000, 3), np.uint8)
    picture[:, 1496:1504] = 255
    frames, pan = 30, 50.0
    knots = np.array([[1500 - 15 * pan, 600.0], [1500.0, 600.0], [1500 + 15 * pan, 600.0]])
    camera = Camera((3000, 1200), knots, np.ones(2), np.zeros(2), np.zeros((1, 5)))
    light = Shutter(0.5, 0.6, 16).light(picture, camera, 15, frames)[..., 0]
    middle = (light * (np.arange(WIDTH) + 0.5)).sum(axis=1) / light.sum(axis=1)
    lean = np.diff(middle[[10, -10]])[0]
    # The way is eased and is one and a half times as fast in its middle.
    assert lean == pytest.approx(-1.5 * pan * 0.6 * 700 / 720, rel=0.05)
    assert (light[360] > 1).sum() == pytest.approx(8 + 1.5 * pan * 0.5, abs=4)
