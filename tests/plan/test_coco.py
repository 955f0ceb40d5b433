"""COCO: frames by the names of images, tracks, and shapes that are rectangles or not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.plan.labelled import FILM, FRAMES, coco, empty, written
from veilproof.errors import VeilproofError
from veilproof.geometry import corners
from veilproof.plan import Area, DrawnPath, Moves
from veilproof.plan.annotations import as_coco
from veilproof.plan.read_labels import read_labels


def without_image_0(text: str) -> str:
    document = json.loads(text)
    return json.dumps({**document, "images": [each for each in document["images"] if each["id"] != 100]})


def test_a_track_of_coco_is_interpolated_where_nobody_looked_and_ends_where_somebody_did(tmp_path: Path) -> None:
    sparse = read_labels(written(tmp_path, coco([2, 4, 6, 8], [(2, 10), (4, 30), (8, 90)]), "a.json"), FILM)
    assert [(each.first, each.boxes[:, 0].tolist()) for each in sparse] == [(2, [10, 20, 30]), (8, [90])]
    alone = coco([2, 3], [(2, 10), (3, 30)]).replace('"track_id": 1', '"attributes": {}')
    assert [each.first for each in read_labels(written(tmp_path, alone, "a.json"), FILM)] == [2, 3]


UPRIGHT = [10, 20, 40, 20, 40, 60, 10, 60]
TURNED = [100, 50, 200, 150, 150, 200, 50, 100]
"""Corners of a rectangle, by 45 degrees, as some write them: without saying by how much it is turned."""
DIAMOND = [100, 50, 130, 100, 100, 150, 70, 100]
PENTAGON = [100, 50, 150, 50, 160, 100, 130, 150, 90, 100]


def around(polygon: Sequence[float]) -> tuple[float, float, float, float]:
    """The bbox of a polygon, as COCO writes it."""
    across, down = polygon[0::2], polygon[1::2]
    return min(across), min(down), max(across) - min(across), max(down) - min(down)


def shaped(shapes: list[tuple[int, object, tuple[float, ...]]], label: str) -> str:
    document = json.loads(coco([frame for frame, *_ in shapes], [(frame, 0) for frame, *_ in shapes]))
    document["categories"][0]["name"] = label
    for each, (_, shape, bbox) in zip(document["annotations"], shapes, strict=True):
        each |= {"bbox": bbox, "segmentation": shape}
    return json.dumps(document)


def sides(
    tmp_path: Path, shape: object, label: str = "area", bbox: tuple[float, ...] = (50, 50, 150, 150)
) -> list[float]:
    (track,) = read_labels(written(tmp_path, shaped([(2, shape, bbox)], label), "a.json"), FILM)
    return [*track.boxes[0].tolist(), float(track.angles[0])]


def test_a_rectangle_of_corners_is_a_turned_box_and_around_other_shapes_all_is_covered(tmp_path: Path) -> None:
    turned = sides(tmp_path, [TURNED])
    assert turned == sides(tmp_path, [TURNED], "all but")
    quad = corners(np.array([turned[:4]], np.float32), np.array([turned[4]], np.float32))[0]
    assert np.abs(quad.ravel() - TURNED).max() < 0.01
    # Some programs write whole pixels.
    for bbox in (around(UPRIGHT), (9, 19, 31, 41)):
        assert sides(tmp_path, [UPRIGHT], "all but", bbox) == [10, 20, 40, 60, 0]
    mask = {"counts": [1, 2], "size": [360, 640]}
    others: list[object] = [[DIAMOND], [PENTAGON], [UPRIGHT, TURNED], mask, [[]]]
    for shape in others:
        assert sides(tmp_path, shape)[:4] in ([50, 50, 200, 200], [10, 20, 200, 200])
    # The box of a file may be smaller than what was drawn.
    assert sides(tmp_path, [[*PENTAGON, 300, 20]]) == [50, 20, 300, 200, 0]


@pytest.mark.parametrize(
    "shape", [[DIAMOND], [PENTAGON], [UPRIGHT, TURNED], {"counts": [1, 2], "size": [360, 640]}, [UPRIGHT], [[]]]
)
def test_an_all_but_that_is_no_rectangle_is_refused_because_the_box_around_it_shows_more(
    tmp_path: Path, shape: object
) -> None:
    with pytest.raises(VeilproofError, match=r"a\.json: an area of 'all but' in frame 2 is no rectangle"):
        sides(tmp_path, shape, "all but")


def test_where_corners_and_bbox_differ_both_are_covered(tmp_path: Path) -> None:
    assert sides(tmp_path, [UPRIGHT]) == [10, 20, 200, 200, 0]
    small = [150, 150, 160, 150, 160, 160, 150, 160]
    assert sides(tmp_path, [small], bbox=(50, 50, 400, 300)) == [50, 50, 450, 350, 0]


@pytest.mark.parametrize(
    "shape", [[["x"]], [UPRIGHT, None], UPRIGHT, [UPRIGHT[:-1]], [[*UPRIGHT[:-1], 1e12]], "polygon", 3, [[UPRIGHT]]]
)
def test_polygons_that_cannot_be_read_are_refused(tmp_path: Path, shape: object) -> None:
    with pytest.raises(VeilproofError, match=r"a\.json: a segmentation is no list of polygons"):
        sides(tmp_path, shape)


def rectangle(box: tuple[float, ...], angle: float, begins: int = 0) -> list[float]:
    """The corners of a turned box, from one of them on."""
    quad = corners(np.array([box], np.float32), np.array([angle], np.float32))[0]
    return [round(number, 2) for number in np.roll(quad, -begins, axis=0).ravel().tolist()]


def between(tmp_path: Path, one: list[float], other: list[float], label: str) -> NDArray[np.float32]:
    """The corners half way between two labelled rectangles, float32 [4, 2]."""
    shapes: list[tuple[int, object, tuple[float, ...]]] = [(2, [one], around(one)), (4, [other], around(other))]
    (track,) = read_labels(written(tmp_path, shaped(shapes, label), "a.json"), FILM)
    (quad,) = corners(track.boxes[1:2], track.angles[1:2])
    return np.asarray(quad, np.float32)


@pytest.mark.parametrize("label", ["area", "all but"])
@pytest.mark.parametrize("begins", range(4))
@pytest.mark.parametrize(
    ("box", "turns", "half"),
    [
        ((100, 100, 300, 110), (0, 0), 0),
        ((100, 100, 300, 110), (80, 100), 90),
        ((100, 100, 300, 110), (10, 70), 40),
        ((100, 100, 300, 110), (-30, 50), 10),
        ((100, 100, 200, 202), (0, 0), 0),
        ((100, 100, 200, 150), (40, 60), 50),
    ],
)
def test_between_two_rectangles_a_box_turns_the_short_way_round_whichever_corner_is_the_first(
    tmp_path: Path, box: tuple[float, ...], turns: tuple[float, float], half: float, begins: int, label: str
) -> None:
    found = between(tmp_path, rectangle(box, turns[0]), rectangle(box, turns[1], begins), label)
    expected = np.array(rectangle(box, half)).reshape(4, 2)
    off = np.abs(found[:, None] - expected[None]).max(axis=2)
    assert off.min(axis=0).max() < 0.1
    assert off.min(axis=1).max() < 0.1


def test_the_first_image_may_have_the_number_one(tmp_path: Path) -> None:
    text = without_image_0(coco(list(range(1, FRAMES + 1)), [(1, 10)]))
    assert [each.first for each in read_labels(written(tmp_path, text, "a.json"), FILM)] == [0]


def test_images_of_which_nobody_can_tell_the_first_are_refused(tmp_path: Path) -> None:
    """A part of the images that count from 1 would be covered one frame late."""
    part = without_image_0(coco([12, 13, 14], [(12, 10)]))
    with pytest.raises(VeilproofError, match="may count from 0 or from 1"):
        read_labels(written(tmp_path, part, "a.json"), FILM)
    own = part.replace("frame_0000", "march.mp4#").replace(".PNG", "")
    assert [each.first for each in read_labels(written(tmp_path, own, "a.json"), FILM)] == [12]


@pytest.mark.parametrize("begins", [1, 2, 3])
def test_a_file_that_begins_with_another_corner_says_the_same(tmp_path: Path, begins: int) -> None:
    with empty(tmp_path / "march.veil") as plan:
        signs = np.tile(np.array([[100.25, 90, 190, 150.5]], np.float32), (12, 1))
        plan.draw_path(DrawnPath(2, signs, 4, Area(Moves.SCENE), np.linspace(-80, 85, 12).astype(np.float32)))
        document = json.loads(as_coco(plan))
        for each in document["annotations"]:
            (numbers,) = each["segmentation"]
            each["segmentation"] = [numbers[2 * begins :] + numbers[: 2 * begins]]
        assert plan.add_labels(read_labels(written(tmp_path, json.dumps(document), "march.json"), FILM)) == []
