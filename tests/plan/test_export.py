"""Exports: JSON and MOTChallenge text agree with the plan."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from tests.plan.samples import FACTS, PTS
from veilproof.plan import Decision, Plan
from veilproof.plan.export import as_json, as_mot


def test_json_holds_everything_in_the_plan(plan: Plan) -> None:
    plan.decide([2], Decision.KEEP, "an officer")
    document = json.loads(as_json(plan))
    assert document["format"] == "veilproof plan 5"
    assert document["facts"] == plan.facts
    assert document["pts"] == PTS
    one, two = document["tracks"]
    assert (one["track"], one["decision"], two["decision"]) == (1, "cover", "keep")
    assert (two["from_seconds"], two["to_seconds"]) == (0.06, 0.16)
    assert np.allclose(one["boxes"], plan.boxes_of(1), atol=0.005)
    assert [(d["track"], d["decision"], d["reason"]) for d in document["decisions"]] == [(2, "keep", "an officer")]


def test_mot_lines_hold_every_box(plan: Plan) -> None:
    rows = np.array([[float(part) for part in line.split(",")] for line in as_mot(plan).splitlines()])
    assert rows.shape == (5, 10)
    assert (np.diff(rows[:, 0]) >= 0).all()
    for track in plan.tracks():
        own = rows[rows[:, 1] == track.id]
        assert own[:, 0].tolist() == list(range(track.first + 1, track.last + 2))
        boxes = np.column_stack([own[:, 2:4], own[:, 2:4] + own[:, 4:6]])
        assert np.allclose(boxes, plan.boxes_of(track.id), atol=0.011)
        assert np.allclose(own[:, 6], track.confidence, atol=1e-4)


def test_an_empty_plan_can_be_exported(tmp_path: Path) -> None:
    with Plan.create(tmp_path / "none.veil", FACTS) as plan:
        assert as_mot(plan) == ""
        assert json.loads(as_json(plan))["tracks"] == []
