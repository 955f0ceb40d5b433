"""Graphs that are written: weights in 16 bits, used in 32."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

from training.onnx_graph import OnnxGraph


def test_a_graph_is_written_whole_with_its_weights_in_16_bits(tmp_path: Path) -> None:
    graph = OnnxGraph("head_")
    weight = np.arange(6, dtype=np.float32).reshape(3, 2) / 3
    ends = [graph.number(np.array(value, np.int64)) for value in ([1], [3], [0])]
    product = graph.add("MatMul", ["x", graph.number(weight)])
    graph.nodes.append(helper.make_node("Slice", [product, *ends], ["y"]))
    inputs, outputs = (
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", side])] for name, side in (("x", 3), ("y", 2))
    )
    path = tmp_path / "small.onnx"
    graph.write(path, "small", inputs, outputs, opset=17, ir_version=9)
    assert [each.name for each in tmp_path.iterdir()] == ["small.onnx"]
    model = onnx.load(path)
    assert {each.data_type for each in model.graph.initializer} == {TensorProto.FLOAT16, TensorProto.INT64}
    x = np.ones((4, 3), np.float32)
    (y,) = ReferenceEvaluator(model).run(None, {"x": x})
    assert y == pytest.approx((x @ weight)[1:3], abs=1e-3)


def test_a_graph_that_cannot_be_run_is_not_written(tmp_path: Path) -> None:
    graph = OnnxGraph()
    graph.nodes.append(helper.make_node("Relu", ["nowhere"], ["y"]))
    outputs = [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n"])]
    with pytest.raises(onnx.checker.ValidationError):
        graph.write(tmp_path / "a.onnx", "a", [], outputs, opset=17, ir_version=9)
    assert not list(tmp_path.iterdir())
