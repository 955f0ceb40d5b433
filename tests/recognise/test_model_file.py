"""Recognisers that a user describes in a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from veilproof import weights
from veilproof.errors import VeilproofError
from veilproof.recognise.align import SIDE
from veilproof.recognise.model_file import load_model
from veilproof.recognise.recognisers import SFace


def _described(folder: Path, text: str) -> Path:
    file = folder / "recogniser.toml"
    file.write_text(text)
    return file


def _sface(folder: Path, more: str = "") -> Path:
    return _described(folder, f"name = \"Mine\"\nweights = '{weights.path('sface')}'\n{more}")


def test_a_described_network_is_the_network(tmp_path: Path) -> None:
    """SFace by way of a file gives what SFace gives, and something else where colours or scale are wrong."""
    faces = list(np.random.default_rng(1).integers(0, 256, (18, SIDE, SIDE, 3), np.uint8))
    expected = SFace().embed(faces)
    mine = load_model(_sface(tmp_path, "mean = 0.0\nscale = 1.0"))
    assert mine.name.startswith("Mine (")
    assert np.allclose(mine.embed(faces), expected, atol=1e-4)
    assert mine.embed([]).shape[0] == 0
    for wrong in ("mean = 0.0\nscale = 1.0\ncolours = 'bgr'", ""):
        assert not np.allclose(load_model(_sface(tmp_path, wrong)).embed(faces), expected, atol=1e-2)


def test_what_describes_no_recogniser_is_refused_in_one_line(tmp_path: Path) -> None:
    for text in (
        "name = 'x'",
        "name = 'x'\nweights = 'y'\nsize = 3",
        "no toml",
        "name = 'x'\nweights = 'y'\nscale = 0.0",
    ):
        with pytest.raises(VeilproofError, match=r"not a description of a recogniser .* name, weights, mean, scale"):
            load_model(_described(tmp_path, text))
    with pytest.raises(VeilproofError, match="not a description of a recogniser"):
        load_model(tmp_path / "nothing.toml")
    (tmp_path / "y").write_bytes(b"no network")
    for name in ("y", "missing.onnx"):
        with pytest.raises(VeilproofError, match="not a recogniser that can be run") as refused:
            load_model(_described(tmp_path, f"name = 'x'\nweights = '{name}'"))
        assert "\n" not in str(refused.value)


def test_a_detector_is_no_recogniser(tmp_path: Path) -> None:
    with pytest.raises(VeilproofError, match=r"yunet.onnx: "):
        load_model(_described(tmp_path, f"name = 'x'\nweights = '{weights.path('yunet')}'"))
