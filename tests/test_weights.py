from __future__ import annotations

import io
import os
import pickle
import runpy
import shutil
import sys
import types
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from veilproof import weights
from veilproof.detect.network import load_network
from veilproof.errors import VeilproofError

_BUILD = runpy.run_path(str(Path(__file__).parents[1] / "hatch_build.py"))


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for file in (weights.path("yunet"), weights.path("yunet").with_name("weights.json")):
        shutil.copy(file, tmp_path)
    monkeypatch.setattr(weights, "_FOLDER", tmp_path)
    weights.path.cache_clear()
    yield tmp_path / "yunet.onnx"
    weights.path.cache_clear()


@pytest.mark.parametrize(
    ("name", "size", "outputs"),
    [
        ("centerface", (96, 160), {(1, 1, 24, 40), (1, 2, 24, 40), (1, 10, 24, 40)}),
        ("centerface", (64, 32), {(1, 1, 16, 8), (1, 2, 16, 8), (1, 10, 16, 8)}),
        ("yunet", (32, 64), {(1, n, c) for n in (32, 8, 2) for c in (1, 4, 10)}),
        ("yunet", (64, 96), {(1, n, c) for n in (96, 24, 6) for c in (1, 4, 10)}),
        ("sface", (112, 112), {(1, 128)}),
    ],
)
def test_every_network_runs_at_any_size(name: str, size: tuple[int, int], outputs: set[tuple[int, ...]]) -> None:
    picture = np.random.default_rng(1).integers(0, 256, (*size, 3), np.uint8)
    results = load_network(weights.path(name), 0, 1).run(picture).values()
    assert {result.shape for result in results} == outputs
    assert all(np.isfinite(result).all() and result.std() > 0 for result in results)


def test_the_origin_of_every_file_is_in_the_notice() -> None:
    notice = (Path(__file__).parents[1] / "NOTICE").read_text("utf-8")
    for source in weights.SOURCES:
        assert source.file in notice
        assert source.origin in notice


def test_networks_of_our_own_are_small_and_say_what_they_learned_from() -> None:
    root = Path(__file__).parents[1]
    for network in weights.TRAINED:
        assert weights.path(network.name).stat().st_size <= 2_000_000
        assert network.file in (root / "NOTICE").read_text("utf-8")
        card = (root / network.card).read_text("utf-8")
        assert network.sha256 in card
        assert "## Data" in card


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(
        VeilproofError,
        match=r"named 'retina'.*centerface, centerface_branches, yunet, .*ppocr_det, verifier, heads, plates",
    ):
        weights.path("retina")


def test_a_changed_file_is_refused(copied: Path) -> None:
    assert weights.path("yunet") == copied
    weights.path.cache_clear()
    copied.write_bytes(copied.read_bytes()[:-1] + b"\0")
    with pytest.raises(VeilproofError, match=r"yunet\.onnx.*reinstall"):
        weights.path("yunet")


def test_a_missing_file_is_reported_in_one_line(copied: Path) -> None:
    copied.unlink()
    with pytest.raises(VeilproofError, match="reinstall") as raised:
        weights.path("yunet")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_weights_are_refused_without_a_manifest(copied: Path, folder: str) -> None:
    manifest = copied.with_name("weights.json")
    manifest.unlink() if folder == "missing" else manifest.write_text("")
    with pytest.raises(VeilproofError, match="reinstall"):
        weights.path("yunet")


def test_folding_block_quantised_weights_changes_no_output() -> None:
    rng = np.random.default_rng(7)
    constants: dict[str, NDArray[Any]] = {
        "q": rng.integers(-128, 128, (6, 20), np.int8),
        "scale": rng.uniform(0.01, 0.1, (6, 3)).astype(np.float32),  # blocks of 8 along axis 1, the last one short
        "zero": rng.integers(-9, 9, (6, 3), np.int8),
        "shape": np.array([6, 4, 5], np.int64),
        "never_read": np.zeros(3, np.float32),
    }
    graph = helper.make_graph(
        [
            helper.make_node("DequantizeLinear", ["q", "scale", "zero"], ["flat"], axis=1, block_size=8),
            helper.make_node("Reshape", ["flat", "shape"], ["weight"]),
            helper.make_node("Mul", ["x", "weight"], ["y"]),
        ],
        "blocks",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, [6, 4, 5]) for name in ("x", "weight", "nobody")],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [6, 4, 5])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    x = rng.normal(size=(6, 4, 5)).astype(np.float32)
    blocks = (np.arange(20) // 8)[None].repeat(6, 0)
    scale, zero = (np.take_along_axis(constants[name], blocks, 1) for name in ("scale", "zero"))
    expected = x * ((constants["q"].astype(np.float32) - zero) * scale).reshape(6, 4, 5)

    _BUILD["fold_dequantized"](graph)
    _BUILD["drop_unused"](graph)

    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)])
    onnx.checker.check_model(model)
    assert [node.op_type for node in graph.node] == ["Mul"]
    assert [value.name for value in graph.input] == ["x"]
    assert [tensor.name for tensor in graph.initializer] == ["weight"]
    results = ReferenceEvaluator(model).run(None, {"x": x})
    assert isinstance(results, list)
    np.testing.assert_allclose(np.asarray(results[0]), expected, rtol=1e-6)


def _checkpoint(function: object = None) -> bytes:
    """As PyTorch before 1.6 wrote it: one tensor [2, 3], stored by columns, after two values of no use."""

    class Pickler(pickle.Pickler):
        def persistent_id(self, obj: object) -> object:
            return ("storage", storage_type, "7", "cpu", 8, None) if obj is storage else None

    storage, storage_type = object(), type("FloatStorage", (), {"__module__": "torch"})
    rebuild = type("_rebuild_tensor_v2", (), {"__module__": "torch._utils"})
    modules = {"torch": types.ModuleType("torch"), "torch._utils": types.ModuleType("torch._utils")}
    modules["torch"].FloatStorage, modules["torch._utils"]._rebuild_tensor_v2 = storage_type, rebuild  # type: ignore[attr-defined]

    class Tensor:
        def __reduce__(self) -> tuple[Any, ...]:
            return rebuild, (storage, 2, (2, 3), (1, 2), False, OrderedDict())

    file = io.BytesIO()
    with patch.dict(sys.modules, modules):
        for part in (1, 1001, {}, {"state": {"w": Tensor()}, "other": function}, ["7"]):
            Pickler(file, 2).dump(part)
    file.write((8).to_bytes(8, "little") + np.arange(8, dtype="<f4").tobytes())
    return file.getvalue()


def test_a_checkpoint_of_pytorch_is_read_without_it() -> None:
    (weight,) = _BUILD["checkpoint_tensors"](_checkpoint(), "state").values()
    np.testing.assert_array_equal(weight, [[2, 4, 6], [3, 5, 7]])


def test_a_checkpoint_that_calls_anything_else_is_refused() -> None:
    with pytest.raises(pickle.UnpicklingError, match=r"does not need .*system"):
        _BUILD["checkpoint_tensors"](_checkpoint(os.system), "state")
