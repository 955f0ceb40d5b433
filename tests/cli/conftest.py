from __future__ import annotations

import pytest

from tests.cli.commands import Veilproof, in_this_process


@pytest.fixture
def veilproof(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Veilproof:
    """Run veilproof with some arguments, in this process."""
    monkeypatch.setenv("COLUMNS", "300")
    return in_this_process(monkeypatch, capfd)
