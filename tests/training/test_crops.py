from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.stills import Split, Still, split_of
from training.crops import SIDE, Crops
from training.occluders import SIDE as DRAWN
from training.occluders import Occluder, Sprites, drawn, paste
from training.pictures import Pictures, for_choosing, for_training
from training.targets import CELLS, STRIDE, targets

FACES = np.array([[60, 50, 100, 100], [200, 80, 230, 118], [300, 200, 306, 207]], np.float64)


def sprite(colour: int) -> NDArray[np.uint8]:
    return np.full((40, 60, 4), (colour, colour, colour, 255), np.uint8)


@pytest.fixture
def known() -> Sprites:
    return Sprites([sprite(10), sprite(250)], sprite(90), sprite(120))


@pytest.fixture
def pictures(tmp_path: Path) -> Pictures:
    path = tmp_path / "crowd.png"
    rng = np.random.default_rng(3)
    picture = cv2.resize(rng.integers(0, 256, (30, 40, 3), np.uint8), (400, 300))
    for x1, y1, x2, y2 in FACES.astype(int).tolist():
        picture[y1:y2, x1:x2] = (0, 0, 255)  # as red as no other part of the picture
    cv2.imwrite(str(path), picture)
    none = np.zeros(3, np.int64)
    still = Still("e/crowd.png", path, FACES, none, none, none, none, np.zeros(3, np.bool_))
    return Pictures([still], [still])


def test_the_same_number_gives_the_same_square(pictures: Pictures, known: Sprites) -> None:
    first, again, other = (Crops(pictures, known, seed)[7] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.picture, again.picture)
    np.testing.assert_array_equal(first.boxes, again.boxes)
    assert (first.picture != other.picture).any()


def test_boxes_stay_on_their_faces_wherever_a_square_is_cut(pictures: Pictures, known: Sprites) -> None:
    on, beside = [], []
    for index in range(60):
        crop = Crops(pictures, known, 5)[index]
        if crop.picture.std() == 0:
            continue
        red = crop.picture[..., 0].astype(int) - crop.picture[..., 1:].max(axis=2)
        for box in crop.boxes[crop.bare]:
            x, y = ((box[:2] + box[2:]) / 2).astype(int)
            if 4 < x < SIDE - 4 and 4 < y < SIDE - 4:
                on.append(red[y - 1 : y + 2, x - 1 : x + 2].mean())
        beside.append(np.median(red))
    assert len(on) > 30
    assert np.median(on) > np.median(beside) + 80


def test_what_is_hidden_wholly_is_not_called_a_face(pictures: Pictures, known: Sprites) -> None:
    crops = [Crops(pictures, known, 11)[index] for index in range(80)]
    assert any(not crop.bare.all() for crop in crops)
    assert all((crop.bare & crop.unclear).sum() == 0 for crop in crops)


@pytest.mark.parametrize("seed", range(40))
def test_every_occluder_hides_some_of_the_face_or_of_what_is_around_it(known: Sprites, seed: int) -> None:
    rng = np.random.default_rng(seed)
    picture = np.full((200, 200, 3), 127, np.uint8)
    donor = rng.integers(0, 256, (120, 120, 3), np.uint8)
    box = np.array([70.0, 70.0, 120.0, 130.0])
    occluder = drawn(rng, known, picture[70:130, 70:120], donor)
    assert occluder.rgba.dtype == np.uint8
    assert occluder.rgba.shape[2] == 4
    paste(picture, occluder, box, rng)
    assert (picture[30:170, 30:170] != 127).mean() > 0.002
    assert (picture[:8] == 127).all()


def test_an_occluder_lands_where_its_box_says() -> None:
    picture = np.zeros((100, 100, 3), np.uint8)
    white = Occluder(np.full((DRAWN, DRAWN, 4), 255, np.uint8), (0.0, 0.5, 1.0, 1.0))
    paste(picture, white, np.array([20.0, 20.0, 60.0, 60.0]), np.random.default_rng(0))
    y, x = np.nonzero(picture[..., 0] > 127)
    assert abs(x.mean() - 39.5) < 1
    assert abs(y.mean() - 49.5) < 1
    assert len(x) == pytest.approx(40 * 20, rel=0.1)


def test_an_occluder_past_the_edge_changes_nothing() -> None:
    picture = np.zeros((50, 50, 3), np.uint8)
    white = Occluder(np.full((9, 9, 4), 255, np.uint8), (0.0, 0.0, 1.0, 1.0))
    paste(picture, white, np.array([-90.0, -90.0, -60.0, -60.0]), np.random.default_rng(0))
    assert not picture.any()


def test_targets_say_what_the_decoder_reads(pictures: Pictures, known: Sprites) -> None:
    crop = next(c for c in (Crops(pictures, known, 2)[i] for i in range(50)) if (~c.unclear).sum() >= 2)
    wanted = targets(crop)
    rows, columns = wanted.at // CELLS, wanted.at % CELLS
    assert (wanted.heat[rows, columns] == 1).all()
    assert (wanted.counts[rows, columns] == 1).all()
    centres = (np.stack([columns, rows], axis=1) + wanted.offsets[:, ::-1] + 0.5) * STRIDE
    half = np.exp(wanted.sizes[:, ::-1]) * STRIDE / 2
    for box in np.concatenate([centres - half, centres + half], axis=1):
        assert np.abs(crop.boxes - box).max(axis=1).min() < 1e-3


def test_nothing_that_is_reported_is_trained_on_or_chosen_by(tmp_path: Path) -> None:
    rows = [[10, 10, 30, 30, 0, 0, 0, 0, 0, 0]]
    names = [f"{event}--Event/{picture}.jpg" for event in range(30) for picture in range(3)]
    for folder, file, labels in (
        ("stills", "labels.json", dict.fromkeys(names, rows)),
        ("facemask853", "boxes.json", {f"{i}.jpg": [["with_mask", 1, 1, 20, 20]] for i in range(90)}),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / file).write_text(json.dumps(labels))
    train, choose = for_training(tmp_path), for_choosing(tmp_path)
    events = [{still.name.partition("/")[0] for still in part.crowds} for part in (train, choose)]
    assert events[0]
    assert events[1]
    assert not events[0] & events[1]
    assert all(split_of(still.name) is Split.TUNE for part in (train, choose) for still in part.crowds)
    assert not {s.name for s in train.masks} & {s.name for s in choose.masks}
