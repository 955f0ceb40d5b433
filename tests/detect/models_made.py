"""Tiny networks in the shape of known detectors, which detect every white block on a black ground.

They consist of a few ONNX operators, so that the detections are known without training: a square of `FACE` pixels
centred on a white block of `BLOCK` pixels whose position is a multiple of that.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FACE, BLOCK = 32, 8
SCORE = 0.9

_Nodes = list[onnx.NodeProto]


def centerface_shaped(path: Path) -> Path:
    """Heatmap, log size, offset and landmarks at a quarter of the size; the input is 0 to 255."""
    nodes = _white_cells(4, 255) + _affine("white_4", "heat", SCORE, 0.0)
    # The offset leads from each of the four cells of a block to the middle of the first one's right lower corner.
    for name, channels, value in (("size", 2, np.log(FACE / 4)), ("offset", 2, 0.0), ("landmarks", 10, 0.0)):
        nodes += _affine("white_4", name, 0.0, np.full((1, channels, 1, 1), value))
    return _write(path, nodes, {"heat": 4, "size": 4, "offset": 4, "landmarks": 4})


def scrfd_shaped(path: Path, rank: int = 2) -> Path:
    """Two anchors a cell at strides of 8, 16 and 32, no landmarks; the input is -1 to 1, and only stride 8 detects."""
    nodes: _Nodes = []
    sides = np.array([FACE / 2 - BLOCK / 2] * 2 + [FACE / 2 + BLOCK / 2] * 2)
    for stride in (8, 16, 32):
        slope = np.array([0.0, SCORE if stride == BLOCK else 0.0]).reshape(1, 2, 1, 1)
        nodes += _white_cells(stride, 1) + _affine(f"white_{stride}", f"s_{stride}", slope, 0.0)
        nodes += _rows(f"s_{stride}", 1, f"score_{stride}", rank)
        distances = np.tile(sides / stride, 2).reshape(1, 8, 1, 1)
        nodes += _affine(f"white_{stride}", f"d_{stride}", 0.0, distances)
        nodes += _rows(f"d_{stride}", 4, f"bbox_{stride}", rank)
    return _write(path, nodes, {f"{kind}_{s}": rank for kind in ("score", "bbox") for s in (8, 16, 32)})


def of_unknown_family(path: Path) -> Path:
    """A network that is no face detector."""
    return _write(path, _white_cells(4, 255), {"white_4": 4})


def with_outputs_like_centerface(path: Path) -> Path:
    """As many outputs as CenterFace has, of the same rank, with another meaning."""
    nodes = _white_cells(4, 255)
    for name in "abcd":
        nodes += _affine("white_4", name, 1.0, 0.0)
    return _write(path, nodes, dict.fromkeys("abcd", 4))


def _white_cells(stride: int, white: float) -> _Nodes:
    """[1, 1, h / stride, w / stride]: 1 where all three colours of all pixels of the cell are `white`, otherwise 0."""
    name = f"white_{stride}"
    return [
        helper.make_node("AveragePool", ["input"], [f"{name}_mean"], kernel_shape=[stride] * 2, strides=[stride] * 2),
        helper.make_node("ReduceMean", [f"{name}_mean"], [f"{name}_grey"], axes=[1], keepdims=1),
        *_affine(f"{name}_grey", f"{name}_over", 1000 / white, -980.0),
        helper.make_node("Sigmoid", [f"{name}_over"], [name]),
    ]


def _affine(name: str, out: str, slope: Any, intercept: Any) -> _Nodes:  # noqa: ANN401
    def constant(suffix: str, value: Any) -> onnx.NodeProto:  # noqa: ANN401
        tensor = numpy_helper.from_array(np.asarray(value, np.float32))
        return helper.make_node("Constant", [], [f"{out}_{suffix}"], value=tensor)

    return [
        constant("slope", slope),
        constant("intercept", intercept),
        helper.make_node("Mul", [name, f"{out}_slope"], [f"{out}_product"]),
        helper.make_node("Add", [f"{out}_product", f"{out}_intercept"], [out]),
    ]


def _rows(name: str, width: int, out: str, rank: int) -> _Nodes:
    """[n, width], or [1, n, width]: a feature map, cell by cell and anchor by anchor."""
    shape = numpy_helper.from_array(np.array([1, -1, width][3 - rank :], np.int64))
    return [
        helper.make_node("Transpose", [name], [f"{out}_last"], perm=[0, 2, 3, 1]),
        helper.make_node("Constant", [], [f"{out}_shape"], value=shape),
        helper.make_node("Reshape", [f"{out}_last", f"{out}_shape"], [out]),
    ]


def _write(path: Path, nodes: _Nodes, outputs: dict[str, int]) -> Path:
    graph = helper.make_graph(
        nodes,
        "made",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, "height", "width"])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None] * rank) for name, rank in outputs.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
    return path
