"""A release refuses what its log cannot describe."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.plan.samples import FACTS, PTS, face
from veilproof.errors import VeilproofError
from veilproof.kind import Kind
from veilproof.plan import Decision, Plan
from veilproof.release.log import check_kinds
from veilproof.track.confirm import ConfirmedTrack


def test_a_plan_that_covers_text_is_refused_until_it_is_kept(tmp_path: Path) -> None:
    line = np.tile(np.array([[100, 100, 300, 120]], np.float32), (4, 1))
    with Plan.create(tmp_path / "march.veil", FACTS) as plan:
        plan.add({}, enumerate(PTS), [face(0, 3), ConfirmedTrack(1, line, 0.8, 2, Kind.TEXT)])
        plan.finish({})
        with pytest.raises(VeilproofError, match="covers text, which a release cannot log"):
            check_kinds(plan)
        plan.decide([2], Decision.KEEP, "the name of a street")
        check_kinds(plan)
