"""Looking for text as well changes nothing about faces: the same regions, bit by bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.conftest import Clip
from tests.redacted import redacted_folder
from veilproof import Plan, scan
from veilproof.kind import Kind


@pytest.mark.slow
def test_faces_are_covered_alike_whatever_else_is_looked_for(people_clip: Clip, tmp_path: Path) -> None:
    folder = redacted_folder(people_clip.path)
    scan(folder / "people.mp4", tmp_path / "all.veil", cover=(Kind.FACE, Kind.TEXT, Kind.PLATE))
    with Plan(folder / "people.veil") as alone, Plan(tmp_path / "all.veil") as beside:
        assert alone.facts["cover"] == "faces"
        faces = [track for track in beside.tracks() if track.kind is Kind.FACE]
        assert [(one.first, one.confidence, one.observations) for one in alone.tracks()] == [
            (one.first, one.confidence, one.observations) for one in faces
        ]
        for one, other in zip(alone.tracks(), faces, strict=True):
            assert np.array_equal(alone.boxes_of(one.id), beside.boxes_of(other.id))
