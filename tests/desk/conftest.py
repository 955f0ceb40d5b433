from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.conftest import tiny
from tests.desk.desks import Home, home_in

__all__ = ["home", "tiny"]


@pytest.fixture
def home(tmp_path: Path, tiny: Path) -> Home:
    """A home folder with `Videos/footage`, which holds two clips with a face for the small network."""
    return home_in(tmp_path, tiny)
