"""The writes of a scan: stored tracks and detections are read back exactly."""

from __future__ import annotations

import numpy as np
import pytest

from tests.plan.samples import PTS, covered, face, seconds
from veilproof.detect import Detections
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
    detections = {0: Detections(boxes, np.array([0.5, 0.25], np.float32)), 4: Detections.none()}
    plan.add(detections, [], [])
    back = plan.detections()
    assert set(back) == {0, 4}
    assert np.array_equal(back[0].boxes, boxes)
    assert np.array_equal(back[0].scores, detections[0].scores)
    assert len(back[4]) == 0
    assert back[4].boxes.shape == (0, 4)
    plan.finish({})
    assert plan.detections() == {}


def test_a_restarted_scan_drops_detected_tracks_and_keeps_drawn_ones(plan: Plan) -> None:
    drawn = plan.draw((1, 1, 9, 9), seconds(80), seconds(100))
    plan.restart()
    assert [track.id for track in plan.tracks()] == [drawn]
    assert covered(plan) == {1: (0, 1), 2: (0, 1)}
    plan.add({}, enumerate(PTS), [face(0, 1)])
    assert len({track.id for track in plan.tracks()}) == 2
