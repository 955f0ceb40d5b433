"""The writes of a scan: stored tracks and detections are read back exactly."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plan.samples import PTS, covered, face, seconds
from veilproof.detect import Detections
from veilproof.kind import Kind
from veilproof.plan import Decision, Origin, Plan


def test_tracks_and_their_boxes_are_read_back_as_they_were(plan: Plan) -> None:
    first, second = plan.tracks()
    assert (first.origin, first.first, first.last, first.observations) == (Origin.DETECTED, 0, 2, 2)
    assert (second.first, second.last) == (2, 3)
    assert second.confidence == pytest.approx(0.15)
    assert first.size == pytest.approx(30.25)
    assert {track.decision for track in plan.tracks()} == {Decision.COVER}
    assert np.array_equal(plan.boxes_of(first.id), face(0, 3).boxes)
    assert plan.pts() == PTS


def test_every_frame_with_a_region_is_covered_in_order(plan: Plan) -> None:
    assert list(covered(plan).items()) == [(0, (1, 0)), (1, (1, 0)), (2, (2, 0)), (3, (1, 0))]
    at_two = next(cover for cover in plan.covers() if cover.frame == 2)
    assert sorted(at_two.faces[:, 1].tolist()) == [10.0, 100.0]


def test_detections_of_an_interrupted_scan_are_read_back_and_dropped_once_it_is_complete(plan: Plan) -> None:
    boxes = np.array([[1.5, 2, 3, 4], [-5, 6.25, 7, 8]], np.float32)
    turned = Detections(boxes, np.array([0.5, 0.25], np.float32), np.array([0, -30.5], np.float32))
    faces = Detections(boxes[:1], np.array([0.75], np.float32))
    plan.add({0: {Kind.FACE: faces, Kind.TEXT: turned}, 4: {Kind.FACE: Detections.none()}}, [], [])
    back = plan.detections()
    assert {frame: set(kinds) for frame, kinds in back.items()} == {0: {Kind.FACE, Kind.TEXT}, 4: {Kind.FACE}}
    for kind, given in ((Kind.FACE, faces), (Kind.TEXT, turned)):
        found = back[0][kind]
        assert np.array_equal(found.boxes, given.boxes)
        assert np.array_equal(found.scores, given.scores)
    angles = back[0][Kind.TEXT].angles
    assert angles is not None
    assert angles.tolist() == [0, -30.5]
    assert back[0][Kind.FACE].angles is None
    assert back[4][Kind.FACE].boxes.shape == (0, 4)
    plan.finish({})
    assert plan.detections() == {}


def test_a_restarted_scan_drops_detected_tracks_and_keeps_drawn_ones(plan: Plan) -> None:
    drawn = plan.draw((1, 1, 9, 9), seconds(80), seconds(100))
    plan.restart()
    assert [track.id for track in plan.tracks()] == [drawn]
    assert covered(plan) == {1: (0, 1), 2: (0, 1)}
    plan.add({}, enumerate(PTS), [face(0, 1)])
    assert len({track.id for track in plan.tracks()}) == 2
