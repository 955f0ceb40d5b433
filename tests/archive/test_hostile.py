"""Broken files of every kind: each is one clear line, and harms nothing else. `benchmarks/hostile.py` has the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hostile import broken, fuzz, seeds
from veilproof.archive.outcome import Cause

pytestmark = pytest.mark.slow

_SEED = 2
_FILES = 2000
_PARTS = 4


@pytest.mark.parametrize("part", range(_PARTS))
def test_no_broken_file_does_harm(part: int, tmp_path: Path, tiny: Path) -> None:
    each = _FILES // _PARTS
    found = fuzz(each, _SEED, tmp_path, tiny, first=part * each)
    assert found.wrong == []
    assert found.files == each
    # Were all of them refused, or all of them taken, they would not be broken in the ways that matter.
    assert found.outcomes["made"] > each // 10
    assert found.outcomes[Cause.UNREADABLE.value] > each // 10


@pytest.mark.parametrize("number", [3061, 10969])
def test_what_once_went_wrong_does_not_any_more(number: int, tmp_path: Path, tiny: Path) -> None:
    """A picture larger than memory, and a time stamp at the end of all time."""
    assert fuzz(1, 1, tmp_path, tiny, first=number).wrong == []


def test_the_same_seed_breaks_the_same_files() -> None:
    good = seeds()
    once, again = ([broken(_SEED, number, good) for number in range(60)] for _ in range(2))
    assert once == again
