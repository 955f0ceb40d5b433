"""Malformed files of every kind: each fails with one clear line and affects nothing else (`benchmarks/hostile.py`)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.hostile import fuzz
from veilproof.archive.outcome import Cause

pytestmark = pytest.mark.slow

_SEED = 2
_FILES = 2000
_PARTS = 4


@pytest.mark.parametrize("part", range(_PARTS))
def test_no_malformed_file_violates_a_limit(part: int, tmp_path: Path, tiny: Path) -> None:
    count = _FILES // _PARTS
    findings = fuzz(count, _SEED, tmp_path, tiny, first=part * count)
    assert findings.violations == []
    assert findings.files == count
    # If nearly all were refused, or nearly all redacted, the mutations would test little.
    assert findings.outcomes["redacted"] > count // 10
    assert findings.outcomes[Cause.UNREADABLE.value] > count // 10


@pytest.mark.parametrize("number", [3061, 10969])
def test_files_that_once_caused_a_violation(number: int, tmp_path: Path, tiny: Path) -> None:
    """A picture larger than memory, and a timestamp at the limit of 64 bits."""
    assert fuzz(1, 1, tmp_path, tiny, first=number).violations == []


def test_a_seed_gives_the_same_files_in_every_process() -> None:
    program = "from benchmarks.hostile_files import *\n" + (
        "originals = seeds()\n"
        "import hashlib\n"
        f"print([hashlib.sha256(malformed({_SEED}, number, originals)[1]).hexdigest() for number in range(400)])"
    )
    command = [sys.executable, "-c", program]
    environment = {**os.environ, "PYTHONHASHSEED": "random"}
    first, second = (subprocess.run(command, capture_output=True, check=True, env=environment) for _ in range(2))
    assert first.stdout == second.stdout
    assert len(first.stdout) > 400 * 64
