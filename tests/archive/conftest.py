from __future__ import annotations

from pathlib import Path

import pytest

from tests.detect.models_made import centerface_shaped


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fast network that detects white blocks."""
    return centerface_shaped(tmp_path_factory.mktemp("model") / "tiny.onnx")
