"""One contract for every detector: those that come with veilproof, and a user's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from demo.people import figure
from tests.conftest import Clip
from tests.detect import models_made
from veilproof import weights
from veilproof.detect import MODEL_NAMES, Detections, Detector, load_detector
from veilproof.detect.detector import SAME_FACE_IOU, merged
from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes, iou

pytestmark = pytest.mark.slow

KINDS = (*MODEL_NAMES, "own centerface", "own yunet", "own scrfd", "own scrfd with a batch", "own small centerface")
SEVERAL_SIZES = [(1, 1), (1, 50), (31, 33), (97, 161), (320, 32)]


@dataclass(frozen=True, slots=True)
class Case:
    """A detector, and a picture with faces that it must detect."""

    detector: Detector
    picture: NDArray[np.uint8]
    faces: Boxes


@pytest.fixture(scope="module")
def street(people_clip: Clip) -> tuple[NDArray[np.uint8], Boxes]:
    """A frame of the clip at twice the size, and its faces that are neither occluded nor masked."""
    with av.open(people_clip.path) as container:
        frame = next(container.decode(video=0)).to_ndarray(format="rgb24")
    truth = people_clip.truth.frames[0]
    bare = (truth.visible > 0.95) & ~np.isin(truth.people, list(people_clip.truth.masked))
    return np.asarray(cv2.resize(frame, None, fx=2, fy=2), np.uint8), truth.boxes[bare] * 2


@pytest.fixture(scope="module", params=KINDS)
def case(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, street: tuple[NDArray[np.uint8], Boxes]
) -> Case:
    own = tmp_path_factory.mktemp("models") / "own.onnx"
    if request.param in MODEL_NAMES:
        return Case(load_detector(request.param), *street)
    if request.param in ("own centerface", "own yunet"):
        own.write_bytes(weights.path(request.param.split()[1]).read_bytes())
        return Case(load_detector(model=own), *street)
    if request.param == "own small centerface":
        models_made.centerface_shaped(own)
    else:
        models_made.scrfd_shaped(own, 3 if "batch" in request.param else 2)
    return Case(load_detector(model=own), *blocks())


def blocks() -> tuple[NDArray[np.uint8], Boxes]:
    """White blocks, which the networks of `models_made` detect, one at the right edge of a picture of odd size."""
    picture = np.zeros((201, 317, 3), np.uint8)
    faces = []
    for x, y in ((40, 64), (160, 24), (304, 160)):
        picture[y : y + models_made.BLOCK, x : x + models_made.BLOCK] = 255
        middle = np.array([x, y, x, y]) + models_made.BLOCK / 2
        faces.append(middle + np.array([-1, -1, 1, 1]) * models_made.FACE / 2)
    return picture, np.array(faces, np.float32)


def test_every_face_is_detected_once_and_in_position(case: Case) -> None:
    found = case.detector.detect(case.picture, 0.5)
    overlap = iou(case.faces, found.boxes)
    assert len(case.faces) >= 3
    # The true box goes from forehead to chin; detectors differ in how much of the hair they include.
    assert (overlap.max(axis=1) > 0.5).all()
    assert ((overlap > 0.3).sum(axis=1) == 1).all()


def test_scores_are_probabilities_in_falling_order(case: Case) -> None:
    found = case.detector.detect(case.picture, 0.06)
    assert len(found) >= 3
    assert found.boxes.shape == (len(found), 4)
    assert found.boxes.dtype == found.scores.dtype == np.float32
    assert ((found.scores >= 0) & (found.scores <= 1)).all()
    assert (np.diff(found.scores) <= 0).all()


@pytest.mark.parametrize("threshold", [0.06, 0.3, 0.8, 0.97, 1.0])
def test_exactly_the_foundfrom_the_threshold_on_are_returned(case: Case, threshold: float) -> None:
    everything = case.detector.detect(case.picture, 0.06)
    found = case.detector.detect(case.picture, threshold)
    assert (found.scores >= threshold - 1e-4).all()
    assert len(found) == (everything.scores >= threshold).sum()


def test_no_face_is_returned_twice(case: Case) -> None:
    found = case.detector.detect(case.picture, 0.01)
    assert (iou(found.boxes, found.boxes) - np.eye(len(found)) <= SAME_FACE_IOU + 1e-3).all()


def test_the_picture_is_only_read(case: Case) -> None:
    picture = case.picture.copy()
    picture.flags.writeable = False
    first = case.detector.detect(picture, 0.06)
    assert np.array_equal(picture, case.picture)
    # The next inference must not overwrite these results.
    boxes = first.boxes.copy()
    case.detector.detect(np.zeros_like(case.picture), 0.06)
    assert np.array_equal(first.boxes, boxes)


def test_a_crop_gives_the_faces_of_the_crop(case: Case) -> None:
    """A view into a larger array is not contiguous, and pixels outside it must not be read."""
    x1, y1, x2, y2 = (int(v) // 32 * 32 for v in case.faces[0])
    around = np.s_[max(0, y1 - 32) : y2 + 64, max(0, x1 - 32) : x2 + 64]
    found = case.detector.detect(case.picture[around], 0.5)
    alone = case.detector.detect(case.picture[around].copy(), 0.5)
    assert np.allclose(found.boxes, alone.boxes)
    expected = case.faces[:1] - np.array([around[1].start, around[0].start] * 2, np.float32)
    assert iou(expected, found.boxes).max() > 0.5


@pytest.mark.parametrize("size", SEVERAL_SIZES)
def test_a_picture_of_any_size_without_faces_has_none(case: Case, size: tuple[int, int]) -> None:
    found = case.detector.detect(np.full((*size, 3), 90, np.uint8), 0.3)
    assert len(found) == 0
    assert found.boxes.shape == (0, 4)


def test_padding_on_the_right_and_below_does_not_move_the_boxes(case: Case) -> None:
    height, width = case.picture.shape[:2]
    before = case.detector.detect(case.picture, 0.5)
    larger = np.zeros((height + 37, width + 11, 3), np.uint8)
    larger[:height, :width] = case.picture
    after = case.detector.detect(larger, 0.5)
    assert (iou(before.boxes, after.boxes).max(axis=1) > 0.7).all()


def test_the_name_of_a_detector_starts_with_its_family(case: Case) -> None:
    family = case.detector.name.split()[0]
    assert family in {"centerface", "yunet", "scrfd"}


def test_two_user_models_have_different_names(tmp_path: Path) -> None:
    one = models_made.scrfd_shaped(tmp_path / "a.onnx")
    two = models_made.scrfd_shaped(tmp_path / "b.onnx", 3)
    assert load_detector(model=one).name != load_detector(model=two).name


def test_the_detectors_agree_on_a_clear_portrait_with_high_confidence() -> None:
    portrait = figure("P001", "studio_portrait", (200, 200, 200)).reduced(0.3)
    picture = portrait.pixels[..., :3] + 128 * (1 - portrait.pixels[..., 3:])
    face = np.array([portrait.face], np.float32)
    found = [load_detector(name).detect(picture.round().astype(np.uint8), 0.06) for name in MODEL_NAMES]
    assert all(each.scores[0] > 0.9 for each in found)
    assert all(iou(face, each.boxes[:1])[0, 0] > 0.5 for each in found)
    assert iou(found[0].boxes[:1], found[1].boxes[:1])[0, 0] > 0.6


# -- invalid models


def test_an_unknown_detector_is_refused_with_the_known_names() -> None:
    with pytest.raises(VeilproofError, match="no detector named nobody; there are centerface, yunet"):
        load_detector("nobody")


def no_file(path: Path) -> None:
    assert not path.exists()


def text_file(path: Path) -> None:
    path.write_text("this is no model\nat all\n")


def truncated_model(path: Path) -> None:
    models_made.scrfd_shaped(path)
    path.write_bytes(path.read_bytes()[:500])


@pytest.mark.parametrize(
    "write",
    [
        no_file,
        text_file,
        truncated_model,
        Path.mkdir,
        models_made.of_unknown_family,
        models_made.with_outputs_like_centerface,
    ],
)
def test_an_invalid_model_is_refused_in_one_line_when_it_is_loaded(tmp_path: Path, write: object) -> None:
    path = tmp_path / "mine.onnx"
    assert callable(write)
    write(path)
    with pytest.raises(VeilproofError, match=r"mine\.onnx") as raised:
        load_detector(model=path)
    assert "\n" not in str(raised.value)


# -- merging

boxes_and_scores = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(4, 40), st.floats(0.0625, 1, width=32)), max_size=12
)


def detections(rows: list[tuple[int, int, int, float]]) -> Detections:
    if not rows:
        return Detections.none()
    x, y, side, score = np.array(rows, np.float32).T
    return Detections(np.stack([x, y, x + side, y + side], axis=1), score)


@given(boxes_and_scores, boxes_and_scores)
def test_merging_keeps_the_best_box_of_each_face(
    one: list[tuple[int, int, int, float]], two: list[tuple[int, int, int, float]]
) -> None:
    both = [detections(one), detections(two)]
    out = merged(both)
    assert (np.diff(out.scores) <= 0).all()
    assert (iou(out.boxes, out.boxes) - np.eye(len(out)) <= SAME_FACE_IOU + 1e-3).all()
    for given_ in both:
        for box, score in zip(given_.boxes, given_.scores, strict=True):
            near = iou(box[None], out.boxes)[0] > SAME_FACE_IOU - 1e-3
            assert (out.scores[near] >= score).any()


def test_merging_nothing_gives_nothing() -> None:
    assert len(merged([])) == len(merged([Detections.none(), Detections.none()])) == 0
