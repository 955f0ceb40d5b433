from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plan.samples import FACTS, PTS, SPEECH, face
from veilproof.plan import Plan


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    """An unfinished plan: six frames, a confident track in frames 0 to 2 and a doubtful one in frames 2 and 3."""
    with Plan.create(tmp_path / "march.veil", FACTS) as opened:
        opened.add({}, enumerate(PTS), [face(0, 3), face(2, 2, 100.0, 0.15)])
        yield opened


@pytest.fixture
def spoken(tmp_path: Path) -> Iterator[Plan]:
    """A finished plan of a film with two spans of speech; its sound ends after 2 s."""
    with Plan.create(tmp_path / "march.veil", FACTS) as opened:
        opened.add({}, enumerate(PTS), [])
        opened.add_speech(SPEECH)
        opened.finish({})
        yield opened
