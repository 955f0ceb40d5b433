"""Recall of photographs with known answers, and the contact sheets of what leaked."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.recall import Seen, least_score, recalls, seen
from benchmarks.sheet import ACROSS, MOST, SIDE, write_sheets
from benchmarks.stills import Still
from veilproof.detect import Detections
from veilproof.detect.views import View


def still(path: Path, boxes: list[list[float]], occlusion: list[int], invalid: list[bool]) -> Still:
    none = np.zeros(len(boxes), np.int64)
    hidden = np.array(occlusion, np.int64)
    return Still("a/b.png", path, np.array(boxes, np.float64), none, none, hidden, none, np.array(invalid, np.bool_))


class Saying:
    """A detector that always says the same."""

    name = "saying"

    def __init__(self, boxes: list[list[float]], scores: list[float]) -> None:
        self._found = Detections(np.array(boxes, np.float32), np.array(scores, np.float32))

    def detect(self, picture: NDArray[np.uint8], least: float) -> Detections:
        return self._found


def test_a_box_is_false_only_where_nothing_is_labelled(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "b.png"), np.zeros((128, 128, 3), np.uint8))
    faces = [[10.0, 10, 40, 40], [60.0, 10, 100, 50], [10.0, 80, 40, 120]]
    says = Saying([faces[0], faces[2], [90.0, 90, 120, 120]], [0.9, 0.8, 0.7])
    one = seen(says, still(tmp_path / "b.png", faces, [0, 2, 0], [False, False, True]), (View(),))
    assert one.best.tolist() == pytest.approx([0.9, 0.0, 0.8])
    assert one.false.tolist() == pytest.approx([0.7])
    found = recalls([one], least_score([one], 1.0))
    assert found["24 px and more"] == (1, 2)
    assert found["heavily occluded"] == (0, 1)


def test_the_threshold_lets_through_as_many_false_boxes_as_asked(tmp_path: Path) -> None:
    nobody = still(tmp_path, [[0.0, 0, 9, 9]], [0], [False])
    looks = [Seen(nobody, np.zeros(1), np.linspace(0.1, 0.9, 9)) for _ in range(4)]
    for count in (0.5, 1.0, 3.0):
        least = least_score(looks, count)
        assert sum(int((one.false > least).sum()) for one in looks) <= count * len(looks)
    assert least_score(looks, 100) == 0


def test_contact_sheets_hold_every_tile_and_no_old_ones(tmp_path: Path) -> None:
    tiles = [np.full((SIDE, 2 * SIDE, 3), 50 + index, np.uint8) for index in range(MOST + 1)]
    first, second = write_sheets(tmp_path, "tool", tiles)
    assert cv2.imread(str(first)).shape == (SIDE * MOST // ACROSS, 2 * SIDE * ACROSS, 3)  # type: ignore[union-attr]
    assert cv2.imread(str(second)).shape == (SIDE, 2 * SIDE * ACROSS, 3)  # type: ignore[union-attr]
    assert write_sheets(tmp_path, "tool", []) == []
    assert not list(tmp_path.iterdir())
