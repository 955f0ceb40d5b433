"""Kinds and angles of a plan: read back as written, kept through edits and undo, refused if they were changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from tests.plan.samples import FACTS, PTS, face
from veilproof.errors import VeilproofError
from veilproof.kind import Kind
from veilproof.plan import Plan
from veilproof.plan.annotations import as_coco, as_cvat
from veilproof.plan.export import as_mot
from veilproof.track.confirm import ConfirmedTrack

ANGLES = np.array([-20, -10, 0, 10], np.float32)


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    """A finished plan: a face, and a line of text that turns, in frames 1 to 4."""
    boxes = np.tile(np.array([[100, 100, 300, 120]], np.float32), (4, 1))
    with Plan.create(tmp_path / "march.veil", FACTS) as opened:
        opened.add({}, enumerate(PTS), [face(0, 3), ConfirmedTrack(1, boxes, 0.8, 2, Kind.TEXT, ANGLES)])
        opened.finish({})
        yield opened


def test_kinds_and_angles_are_read_back_and_covered_apart_from_faces(plan: Plan) -> None:
    assert [track.kind for track in plan.tracks()] == [Kind.FACE, Kind.TEXT]
    assert np.array_equal(plan.angles_of(2), ANGLES)
    assert not plan.angles_of(1).any()
    cover = next(plan.covers(1, 1))
    assert (len(cover.faces), len(cover.lines), cover.angles.tolist()) == (1, 1, [-20])
    assert plan.regions(4, 4)[0].tolist() == [4, 2, 100, 100, 300, 120, 10]


def test_edits_keep_how_a_line_is_turned_and_undo_brings_it_back(plan: Plan) -> None:
    rest = plan.split(2, 3)
    assert plan.angles_of(2).tolist() == [-20, -10]
    assert plan.angles_of(rest).tolist() == [0, 10]
    assert plan.tracks()[-1].kind is Kind.TEXT
    plan.undo()
    assert np.array_equal(plan.angles_of(2), ANGLES)
    plan.set_ends(2, 0, 5)
    assert plan.angles_of(2).tolist() == [-20, *ANGLES.tolist(), 10]
    plan.move(2, 2, (110, 100, 310, 120))
    assert plan.angles_of(2).tolist() == [-20, *ANGLES.tolist(), 10]
    plan.undo()
    plan.undo()
    assert np.array_equal(plan.angles_of(2), ANGLES)
    with Plan(plan.path) as again:
        assert np.array_equal(again.angles_of(2), ANGLES)


def test_what_is_covered_in_other_shapes_is_not_joined(plan: Plan) -> None:
    # A line is always black; as a part of a face it could be a mosaic, which letters do not survive hidden.
    with pytest.raises(VeilproofError, match="other shapes; leave them two"):
        plan.join(1, 2)
    assert [track.kind for track in plan.tracks()] == [Kind.FACE, Kind.TEXT]


@pytest.mark.parametrize(("other", "joined"), [(Kind.HEAD, Kind.FACE), (Kind.AREA, Kind.FACE)])
def test_a_face_that_is_joined_with_a_head_or_a_drawn_box_is_a_face(plan: Plan, other: Kind, joined: Kind) -> None:
    boxes = np.tile(np.array([[100, 100, 140, 150]], np.float32), (4, 1))
    with Plan.create(plan.path.with_name("two.veil"), FACTS) as two:
        two.add({}, enumerate(PTS), [face(0, 3), ConfirmedTrack(0, boxes, 0.8, 2, other)])
        two.finish({})
        two.join(1, 2)
        assert [track.kind for track in two.tracks()] == [joined]


def test_a_head_and_a_drawn_box_stay_two(plan: Plan) -> None:
    boxes = np.tile(np.array([[100, 100, 140, 150]], np.float32), (4, 1))
    with Plan.create(plan.path.with_name("two.veil"), FACTS) as two:
        two.add({}, enumerate(PTS), [ConfirmedTrack(0, boxes, 0.8, 2, kind) for kind in (Kind.HEAD, Kind.AREA)])
        two.finish({})
        with pytest.raises(VeilproofError, match="other shapes"):
            two.join(1, 2)


def test_what_a_person_draws_is_an_area(plan: Plan) -> None:
    plan.draw((10, 10, 40, 40), plan.times()[0], plan.times()[2])
    assert plan.tracks()[-1].kind is Kind.AREA


@pytest.mark.parametrize("change", ["UPDATE region SET angle = 45 WHERE track = 2", "UPDATE track SET kind = 'plate'"])
def test_an_angle_or_a_kind_that_something_else_changed_is_refused(plan: Plan, change: str) -> None:
    plan.close()
    with sqlite3.connect(plan.path) as db:
        db.execute(change)
    with pytest.raises(VeilproofError, match="not as veilproof wrote it"):
        Plan(plan.path)


def test_exports_name_the_kinds_and_how_boxes_are_turned(plan: Plan) -> None:
    document = json.loads(as_coco(plan))
    names = {each["id"]: each["name"] for each in document["categories"]}
    lines = [each for each in document["annotations"] if names[each["category_id"]] == "text"]
    assert [each["image_id"] for each in lines] == [2, 3, 4, 5]
    assert [each["attributes"]["rotation"] for each in lines] == ANGLES.tolist()
    polygon = np.array(lines[0]["segmentation"]).reshape(-1, 2)
    assert np.allclose(polygon.min(axis=0), lines[0]["bbox"][:2], atol=0.02)
    assert lines[0]["area"] == pytest.approx(200 * 20)
    root = ElementTree.fromstring(as_cvat(plan))
    boxes = root.findall("track[@label='text']/box")
    assert [box.get("rotation") for box in boxes[:4]] == ["340.00", "350.00", None, "10.00"]
    assert [box.get("outside") for box in boxes] == ["0", "0", "0", "0", "1"]
    rows = [line.split(",") for line in as_mot(plan).splitlines()]
    assert {row[1]: row[7] for row in rows} == {"1": "1", "2": "3"}
