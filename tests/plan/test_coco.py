"""COCO: frames by the names of images, tracks, and shapes that are rectangles or not."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.plan.labelled import FILM, FRAMES, coco, written
from veilproof.errors import VeilproofError
from veilproof.geometry import corners
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


def shaped(shapes: list[tuple[int, object]], label: str, bbox: tuple[float, ...] = (50, 50, 150, 150)) -> str:
    document = json.loads(coco([frame for frame, _ in shapes], [(frame, 0) for frame, _ in shapes]))
    document["categories"][0]["name"] = label
    for each, (_, shape) in zip(document["annotations"], shapes, strict=True):
        each |= {"bbox": bbox, "segmentation": shape}
    return json.dumps(document)


def sides(tmp_path: Path, shape: object, label: str = "area") -> list[float]:
    (track,) = read_labels(written(tmp_path, shaped([(2, shape)], label), "a.json"), FILM)
    return [*track.boxes[0].tolist(), float(track.angles[0])]


def test_a_rectangle_of_corners_is_a_turned_box_and_around_other_shapes_all_is_covered(tmp_path: Path) -> None:
    turned = sides(tmp_path, [TURNED])
    assert turned == sides(tmp_path, [TURNED], "all but")
    quad = corners(np.array([turned[:4]], np.float32), np.array([turned[4]], np.float32))[0]
    assert np.abs(quad.ravel() - TURNED).max() < 0.01
    assert sides(tmp_path, [UPRIGHT], "all but") == [10, 20, 40, 60, 0]
    for shape in ([DIAMOND], [PENTAGON], [UPRIGHT, TURNED], {"counts": [1, 2], "size": [360, 640]}, [["x"]]):
        assert sides(tmp_path, shape)[:4] in ([50, 50, 200, 200], [10, 20, 200, 200])
    # The box of a file may be smaller than what was drawn.
    assert sides(tmp_path, [[*PENTAGON, 300, 20]]) == [50, 20, 300, 200, 0]


@pytest.mark.parametrize(
    "shape", [[DIAMOND], [PENTAGON], [UPRIGHT, TURNED], {"counts": [1, 2], "size": [360, 640]}, [["x"]], [[]]]
)
def test_an_all_but_that_is_no_rectangle_is_refused_because_the_box_around_it_shows_more(
    tmp_path: Path, shape: object
) -> None:
    with pytest.raises(VeilproofError, match=r"a\.json: an area of 'all but' in frame 2 is no rectangle"):
        sides(tmp_path, shape, "all but")


def test_between_two_rectangles_of_corners_a_box_turns_the_short_way_round(tmp_path: Path) -> None:
    def rectangle(angle: float) -> list[float]:
        quad = corners(np.array([[100, 100, 200, 120]], np.float32), np.array([angle], np.float32))
        return [round(number, 2) for number in quad.ravel().tolist()]

    (track,) = read_labels(
        written(tmp_path, shaped([(2, [rectangle(80)]), (4, [rectangle(100)])], "all but"), "a.json"), FILM
    )
    assert np.abs(track.angles[1]) == pytest.approx(90, abs=0.1)


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
