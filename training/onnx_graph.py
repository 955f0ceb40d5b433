"""An ONNX graph as it grows, and the file that it is written to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper


class OnnxGraph:
    """An ONNX graph as it grows."""

    def __init__(self, prefix: str = "") -> None:
        """An empty one; the names of its tensors begin with `prefix`."""
        self.nodes: list[onnx.NodeProto] = []
        self._numbers: list[onnx.TensorProto] = []
        self._prefix = prefix

    def add(self, kind: str, inputs: list[str], **attributes: Any) -> str:  # noqa: ANN401 - as `make_node` has it
        """Add a node with one output; returns the name of that."""
        name = f"{self._prefix}{kind.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def number(self, value: NDArray[np.generic]) -> str:
        """Add a constant; float32 is stored in 16 bits and used in 32: half the size for the same answers."""
        name = f"{self._prefix}w{len(self._numbers)}"
        if value.dtype != np.float32:
            self._numbers.append(numpy_helper.from_array(value, name))
            return name
        self._numbers.append(numpy_helper.from_array(value.astype(np.float16), name))
        return self.add("Cast", [name], to=TensorProto.FLOAT)

    def write(
        self,
        path: Path,
        name: str,
        inputs: Sequence[onnx.ValueInfoProto],
        outputs: Sequence[onnx.ValueInfoProto],
        *,
        opset: int,
        ir_version: int,
    ) -> None:
        """Write a file that is whole or not there, with the versions of ONNX that its reader knows.

        Raises:
            onnx.checker.ValidationError: it is no graph that can be run.
        """
        model = helper.make_model(
            helper.make_graph(self.nodes, name, inputs, outputs, self._numbers),
            opset_imports=[helper.make_opsetid("", opset)],
            ir_version=ir_version,
            producer_name=f"training.{name}",
        )
        onnx.checker.check_model(model, full_check=True)
        partial = path.with_name(f"{path.name}.partial")
        partial.write_bytes(model.SerializeToString(deterministic=True))
        partial.replace(path)
