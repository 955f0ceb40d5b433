"""The scorer on results with known answers: what it calls covered, leaked and over-redacted must be so."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import openpeople  # type: ignore[import-untyped]
import pytest
from numpy.typing import NDArray

from benchmarks.clips import Clip, Truth, encode
from benchmarks.leak import measure, planes
from benchmarks.report import ClipScore, summary, table
from benchmarks.scoring import Planes, Score, covered_shares, score
from benchmarks.tools import Tool, tool
from benchmarks.transcode import transcode

pytestmark = pytest.mark.slow

Picture = NDArray[np.uint8]
Cover = Callable[[Picture, NDArray[np.float64]], None]

WIDTH, HEIGHT, FRAMES = 640, 360, 4
PORTRAITS = Path(openpeople.__file__).parent / "data" / "curated"
# Where the face is in the portrait (shares of its side), and where the portrait goes (x, y, side in pixels).
PEOPLE = {
    "P001": ((0.30, 0.25, 0.68, 0.72), (10, 10, 330)),
    "P002": ((0.34, 0.26, 0.64, 0.70), (360, 20, 130)),
    "P005": ((0.34, 0.17, 0.67, 0.60), (500, 30, 72)),
    "P006": ((0.32, 0.20, 0.67, 0.64), (580, 30, 48)),
}


@pytest.fixture(scope="module")
def scene() -> tuple[Picture, NDArray[np.float64]]:
    """Four faces of 16 to 125 pixels before a wall with some texture: uint8 [h, w, 3] BGR, float64 [4, 4] boxes."""
    rng = np.random.default_rng(7)
    wall = cv2.resize(rng.normal(120, 40, (HEIGHT // 8, WIDTH // 8, 3)).astype(np.float32), (WIDTH, HEIGHT))
    picture = np.clip(wall + rng.normal(0, 6, wall.shape), 0, 255).astype(np.uint8)
    boxes = []
    for person, (face, (x, y, side)) in PEOPLE.items():
        portrait = cv2.imread(str(PORTRAITS / person / "assets" / "studio_portrait.jpg"))
        assert portrait is not None
        picture[y : y + side, x : x + side] = cv2.resize(portrait, (side, side), interpolation=cv2.INTER_AREA)
        boxes.append(np.array(face) * side + [x, y, x, y])
    return picture, np.array(boxes)


@pytest.fixture
def original(scene: tuple[Picture, NDArray[np.float64]], tmp_path: Path) -> Clip:
    """A short clip of the scene with sensor noise, as the benchmark makes them."""
    return _clip(tmp_path / "original.mp4", *scene)


def _clip(path: Path, picture: Picture, boxes: NDArray[np.float64]) -> Clip:
    rng = np.random.default_rng(11)
    noisy = (np.clip(picture + rng.normal(0, 2.5, picture.shape), 0, 255).astype(np.uint8) for _ in range(FRAMES))
    encode(path, noisy, (WIDTH, HEIGHT), 30)
    none = np.zeros(len(boxes), np.int64)
    every = np.broadcast_to(boxes, (FRAMES, *boxes.shape)).copy()
    truth = Truth(every, np.ones(every.shape[:2]), none, none, none, none, none != 0)
    return Clip(path.stem, path, truth)


def _redacted(clip: Clip, cover: Cover, frames: range = range(FRAMES)) -> list[Planes]:
    """The frames of the clip with every face covered in `frames`, encoded again, decoded again."""
    target = clip.path.with_name("redacted.mp4")
    encode(target, _covered(clip, cover, frames), (WIDTH, HEIGHT), 30)
    return list(planes(target))


def _covered(clip: Clip, cover: Cover, frames: range) -> Iterator[Picture]:
    for index, (luma, u, v) in enumerate(planes(clip.path)):
        whole = np.concatenate([luma.ravel(), u.ravel(), v.ravel()]).reshape(-1, luma.shape[1])
        picture = np.asarray(cv2.cvtColor(whole, cv2.COLOR_YUV2BGR_I420), np.uint8)
        for box in clip.truth.boxes[index] if index in frames else ():
            cover(picture, box)
        yield picture


def _within(picture: Picture, box: NDArray[np.float64], scale: float = 1.2) -> NDArray[np.bool_]:
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]] + 0.5
    centre, radii = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2 * scale
    return np.asarray(((x - centre[0]) / radii[0]) ** 2 + ((y - centre[1]) / radii[1]) ** 2 <= 1)


def _solid(picture: Picture, box: NDArray[np.float64]) -> None:
    picture[_within(picture, box)] = 0


def _grey(picture: Picture, box: NDArray[np.float64]) -> None:
    picture[_within(picture, box)] = picture[_within(picture, box)].mean(axis=0).astype(np.uint8)


def _mosaic(picture: Picture, box: NDArray[np.float64]) -> None:
    cell = (box[2] - box[0]) / 8
    small = (max(1, round(WIDTH / cell)), max(1, round(HEIGHT / cell)))
    coarse = cv2.resize(cv2.resize(picture, small, interpolation=cv2.INTER_AREA), (WIDTH, HEIGHT), None, 0, 0, 0)
    mask = _within(picture, box)
    picture[mask] = coarse[mask]


def _blur(picture: Picture, box: NDArray[np.float64]) -> None:
    soft = cv2.GaussianBlur(picture, (0, 0), float(box[2] - box[0]) / 6)
    mask = _within(picture, box)
    picture[mask] = soft[mask]


def _part(share: float) -> Cover:
    """Covers the left part of the box, black."""

    def cover(picture: Picture, box: NDArray[np.float64]) -> None:
        left, right = box[0], box[0] + (box[2] - box[0]) * share
        picture[:, round(left - 1) : round(right)] = 0

    return cover


@pytest.mark.parametrize("crf", ["20", "23", "28"])
def test_encoding_again_covers_nothing_and_changes_nothing(original: Clip, crf: str) -> None:
    again = original.path.with_name("again.mp4")
    transcode(original.path, again, crf=crf)
    outcome = score(list(planes(original.path)), list(planes(again)), original.truth)
    assert outcome.leaked.all()
    assert outcome.changed < 0.001 * outcome.pixels


@pytest.mark.parametrize("cover", [_solid, _grey, _mosaic, _blur])
def test_every_way_of_covering_counts(original: Clip, cover: Cover) -> None:
    outcome = score(list(planes(original.path)), _redacted(original, cover), original.truth)
    assert outcome.scored.all()
    assert not outcome.leaked.any()
    assert outcome.changed < 0.001 * outcome.pixels, "covers of the faces' own size are no over-redaction"


def test_a_softening_that_leaves_the_face_is_a_leak(original: Clip) -> None:
    def soften(picture: Picture, box: NDArray[np.float64]) -> None:
        mask = _within(picture, box)
        picture[mask] = cv2.GaussianBlur(picture, (0, 0), 0.6)[mask]

    outcome = score(list(planes(original.path)), _redacted(original, soften), original.truth)
    assert outcome.leaked[:, :2].all()


def test_a_frame_without_covers_leaks_every_face_once(original: Clip) -> None:
    outcome = score(list(planes(original.path)), _redacted(original, _solid, range(1, FRAMES)), original.truth)
    assert outcome.leaked[0].all()
    assert not outcome.leaked[1:].any()


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_the_share_of_a_half_covered_face_is_right(original: Clip, share: float) -> None:
    result = _redacted(original, _part(share))
    shares = covered_shares(next(planes(original.path)), result[0], original.truth.boxes[0][:1])
    # The inner ellipse is narrower than its box: the exact share of a disc to the left of the cut.
    cut = np.clip((share - 0.5) / 0.4, -1, 1)
    expected = 0.5 + (np.arcsin(cut) + cut * np.sqrt(1 - cut**2)) / np.pi
    assert shares[0] == pytest.approx(expected, abs=0.04)


@pytest.mark.parametrize(("share", "leaks"), [(0.5, True), (0.74, True), (0.86, False)])
def test_nine_tenths_of_the_inner_ellipse_must_be_gone(original: Clip, share: float, leaks: bool) -> None:
    outcome = score(list(planes(original.path)), _redacted(original, _part(share)), original.truth)
    assert outcome.leaked[:, 0].all() == leaks


@pytest.mark.parametrize("light", [0.05, 0.12, 0.3])
def test_black_over_a_face_in_the_dark_is_seen(
    scene: tuple[Picture, NDArray[np.float64]], tmp_path: Path, light: float
) -> None:
    picture, boxes = scene
    dark = _clip(tmp_path / "dark.mp4", (picture * light).astype(np.uint8), boxes)
    before = list(planes(dark.path))
    assert not score(before, _redacted(dark, _solid), dark.truth).leaked.any()
    again = tmp_path / "again.mp4"
    transcode(dark.path, again)
    assert score(before, list(planes(again)), dark.truth).leaked[:, :2].all()


def test_over_redaction_is_counted_outside_every_face(original: Clip) -> None:
    def beside(picture: Picture, box: NDArray[np.float64]) -> None:
        picture[200:300, 400:600] = 0

    outcome = score(list(planes(original.path)), _redacted(original, beside), original.truth)
    assert outcome.leaked.all()
    assert outcome.changed == pytest.approx(FRAMES * 100 * 200, rel=0.05)


def test_faces_that_do_not_count_are_neither_leak_nor_over_redaction(original: Clip) -> None:
    truth = original.truth
    invalid = replace(truth, invalid=np.array([True, False, False, False]))
    untouched = list(planes(original.path))
    assert not score(untouched, untouched, invalid).leaked[:, 0].any()
    outcome = score(untouched, _redacted(original, _solid), invalid)
    assert outcome.changed < 0.001 * outcome.pixels


def test_small_outside_and_invalid_boxes_do_not_count() -> None:
    boxes = np.array([[[0, 0, 16, 20], [0, 0, 15, 40], [0, 0, 30, 30], [0, 0, 30, 30]]], np.float64)
    none = np.zeros(4, np.int64)
    truth = Truth(boxes, np.array([[1, 1, 0.59, 1]]), none, none, none, none, np.array([False, False, False, True]))
    assert truth.scored.tolist() == [[True, False, False, False]]


def test_a_result_with_a_frame_less_leaks_everything(original: Clip, tmp_path: Path) -> None:
    shorter = "import sys; from benchmarks.clips import *; import itertools\n"
    shorter += "with av.open(sys.argv[1]) as clip:\n"
    shorter += " frames = (frame.to_ndarray(format='bgr24') for frame in itertools.islice(clip.decode(video=0), 3))\n"
    shorter += f" encode(Path(sys.argv[2]), frames, ({WIDTH}, {HEIGHT}), 30)"
    subject = Tool("shorter", (sys.executable, "-c", shorter, "{input}", "{output}"))
    outcome = measure(subject, original, tmp_path / "out" / "result.mp4")
    assert outcome.error is not None
    assert "3 frames where the original has 4" in outcome.error
    assert outcome.score.leaked.all()


def test_a_tool_that_writes_nothing_leaks_everything(original: Clip, tmp_path: Path) -> None:
    outcome = measure(Tool("fails", (sys.executable, "-c", "exit(7)")), original, tmp_path / "result.mp4")
    assert outcome.error is not None
    assert "exit code 7" in outcome.error
    assert outcome.score.leaked.all()


def test_a_command_needs_both_files() -> None:
    assert tool("cp {input} {output}").command(Path("a b"), Path("c")) == ["cp", "a b", "c"]
    with pytest.raises(ValueError, match="input"):
        tool("cp {input} elsewhere")


def test_the_summary_counts_boxes_and_faces_in_their_bins(tmp_path: Path) -> None:
    boxes = np.tile(np.array([[0, 0, 20, 30], [0, 0, 60, 50]], np.float64), (3, 1, 1))
    none = np.zeros(2, np.int64)
    truth = Truth(boxes, np.ones((3, 2)), np.array([2, 0]), none, none, none, none != 0)
    covered = np.array([[True, True], [False, True], [False, True]])
    clip = Clip("clip", tmp_path / "clip.mp4", truth)
    found = summary([ClipScore(clip, Score(covered, truth.scored, 50, 1000), 1.5, None)])
    assert found["leaked_boxes"] == {"share": pytest.approx(2 / 6, abs=1e-5), "k": 2, "n": 6}
    assert found["exposed_faces"] == {"share": 0.5, "k": 1, "n": 2}
    assert found["over_redaction"] == {"share": 0.05, "k": 50, "n": 1000}
    by_size, by_occlusion = found["leaked_boxes_by_size"], found["leaked_boxes_by_occlusion"]
    assert isinstance(by_size, dict)
    assert isinstance(by_occlusion, dict)
    assert by_size["16-24"] == {"share": pytest.approx(2 / 3, abs=1e-5), "k": 2, "n": 3}
    assert by_size["48-96"] == {"share": 0.0, "k": 0, "n": 3}
    assert by_occlusion["heavy"]["k"] == 2
    assert found["frames_per_second"] == 2.0
    assert "33.3 % (2 of 6)" in table({"some": found})
