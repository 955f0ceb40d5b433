"""CenterFace as a PyTorch module, made from its ONNX file and written back into it.

The network is walked node by node, so that what is trained is the published network and nothing else, and the trained
file has the same graph: it runs wherever, and as fast as, the original does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

HEATMAP, LOG_SIZE, OFFSET = 0, 1, 2
"""Which output is which; the fourth, landmarks, is neither used nor trained."""
_EARLY = "413"
"""What it knows at an eighth of the picture's size: edges and texture, the same for covered faces as for bare. Passing
what is learned back through these layers, the largest, would double the time a step takes."""


class GraphModule(nn.Module):
    """An ONNX graph of convolutions, with every initializer a parameter.

    The statistics of batch normalisation stay as they are: batches here are too small to measure new ones.
    """

    def __init__(self, model: onnx.ModelProto) -> None:
        """Walk `model`, which may hold the operators CenterFace has.

        Raises:
            ValueError: an operator that CenterFace does not have.
        """
        super().__init__()
        self.model = model
        self.nodes = [
            (node.op_type, list(node.input), list(node.output), _attributes(node)) for node in model.graph.node
        ]
        fixed = {name for kind, inputs, _, _ in self.nodes if kind == "BatchNormalization" for name in inputs[3:]}
        self.weights = nn.ParameterDict()
        for tensor in model.graph.initializer:
            value = torch.tensor(numpy_helper.to_array(tensor))
            self.weights[_key(tensor.name)] = nn.Parameter(value, requires_grad=tensor.name not in fixed)
        unknown = {kind for kind, *_ in self.nodes} - set(_OPERATORS)
        if unknown:
            raise ValueError(f"the network has operators CenterFace does not have: {', '.join(sorted(unknown))}")

    def forward(self, pictures: Tensor) -> list[Tensor]:
        """Float32 [n, 3, h, w], RGB, 0 to 255 -> the outputs in order; the heatmap as probabilities."""
        known: dict[str, Tensor] = {self.model.graph.input[0].name: pictures}
        for kind, inputs, outputs, attributes in self.nodes:
            given = [known[name] if name in known else self.weights[_key(name)] for name in inputs]
            known[outputs[0]] = _OPERATORS[kind](given, attributes)
        return [known[value.name] for value in self.model.graph.output]

    def freeze_early(self) -> int:
        """Keep the layers before _EARLY as they are; returns how many numbers are left to train."""
        for _, inputs, outputs, _ in self.nodes:
            for name in inputs:
                if _key(name) in self.weights:
                    self.weights[_key(name)].requires_grad_(False)
            if outputs[0] == _EARLY:
                break
        return sum(weight.numel() for weight in self.parameters() if weight.requires_grad)

    def write(self, path: Path) -> None:
        """Write the ONNX file with the weights as they are now."""
        written = onnx.ModelProto()
        written.CopyFrom(self.model)
        for tensor in written.graph.initializer:
            value = self.weights[_key(tensor.name)].detach().cpu().numpy()
            tensor.CopyFrom(numpy_helper.from_array(value, tensor.name))
        onnx.checker.check_model(written)
        partial = path.with_name(f"{path.name}.partial")
        partial.write_bytes(written.SerializeToString(deterministic=True))
        partial.replace(path)


def load(path: Path) -> GraphModule:
    """The network in an ONNX file."""
    return GraphModule(onnx.load(path))


def _key(name: str) -> str:
    return "w_" + name.replace(".", "_")


def _attributes(node: onnx.NodeProto) -> dict[str, Any]:
    return {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}


def _convolved(given: list[Tensor], attributes: dict[str, Any]) -> Tensor:
    return functional.conv2d(
        *given, stride=attributes["strides"], padding=attributes["pads"][:2], groups=attributes["group"]
    )


def _enlarged(given: list[Tensor], attributes: dict[str, Any]) -> Tensor:
    return functional.conv_transpose2d(*given, stride=attributes["strides"], groups=attributes["group"])


def _normalised(given: list[Tensor], attributes: dict[str, Any]) -> Tensor:
    x, scale, shift, mean, variance = given
    return functional.batch_norm(x, mean, variance, scale, shift, training=False, eps=attributes["epsilon"])


_OPERATORS: dict[str, Any] = {
    "Conv": _convolved,
    "ConvTranspose": _enlarged,
    "BatchNormalization": _normalised,
    "Relu": lambda given, _: functional.relu(given[0]),
    "Add": lambda given, _: given[0] + given[1],
    "Sigmoid": lambda given, _: torch.sigmoid(given[0]),
}
