"""A plan that something else has changed is refused, or says exactly what it said; it never hangs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.broken_plans import make_plan, outcome_of
from veilproof.plan.check import boxes_possible


@pytest.mark.parametrize("hundred", range(5))
def test_a_broken_plan_is_refused_in_one_line_or_unharmed(tmp_path: Path, hundred: int) -> None:
    good = make_plan(tmp_path / "good.veil")
    outcomes = {seed: outcome_of(good, tmp_path, seed)[1] for seed in range(100 * hundred, 100 * hundred + 100)}
    assert {seed: end for seed, end in outcomes.items() if end not in ("refused", "as it was")} == {}
    assert sum(end == "refused" for end in outcomes.values()) > 40


def test_bytes_that_are_a_signalling_number_are_refused_without_a_warning() -> None:
    signalling = np.frombuffer(b"\x01\x00\xa0\x7f" * 4, "<f4").reshape(1, 4)
    assert not boxes_possible(signalling, 640, 360)
