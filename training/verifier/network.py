"""The network: residual blocks of convolutions over a crop, and two answers, whether it is a face and whether a head.

The second is there to learn from: heads from behind are what is most easily mistaken for faces. Only the first is
exported.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper
from torch import Tensor, nn
from torch.nn import functional

from training.onnx_graph import OnnxGraph

MEAN, SCALE = 127.5, 64.0
"""The input is (value - MEAN) / SCALE, done outside the network (`veilproof.detect.network.load_network`)."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a network is.

    Attributes:
        side: of its input, in pixels.
        widths: channels of each stage, each at half the resolution of the one before; the first at half the input's.
        blocks: residual blocks of each stage.
    """

    side: int = 96
    widths: tuple[int, ...] = (16, 32, 64, 128)
    blocks: tuple[int, ...] = (1, 2, 2, 2)


class VerifierNetwork(nn.Module):
    """See the module's docstring."""

    def __init__(self, shape: Shape) -> None:
        """With random weights."""
        super().__init__()
        self.shape = shape
        layers: list[nn.Module] = [_Convolution(3, shape.widths[0], 2, relu=True)]
        before = shape.widths[0]
        for stage, (width, count) in enumerate(zip(shape.widths, shape.blocks, strict=True)):
            for block in range(count):
                layers.append(_Block(before, width, 2 if block == 0 and stage else 1))
                before = width
        self.layers = nn.Sequential(*layers)
        self.answer = nn.Linear(2 * before, 2)

    def forward(self, x: Tensor, drop: float = 0.0) -> Tensor:
        """Float32 [n, 3, side, side], normalised -> log odds [n, 2] of face and head."""
        x = self.layers(x)
        # Apart: what is in the middle, where the face is, and what is anywhere.
        at = x.shape[-1] // 2
        pooled = torch.cat([x.mean((2, 3)), x[:, :, at - 1 : at + 1, at - 1 : at + 1].mean((2, 3))], 1)
        return self.answer(functional.dropout(pooled, drop, self.training))


class _Convolution(nn.Module):
    """3 x 3, with batch normalisation, which is folded into it on export."""

    def __init__(self, inward: int, outward: int, stride: int, relu: bool) -> None:
        super().__init__()
        self.weight = nn.Conv2d(inward, outward, 3, stride, 1, bias=False)
        self.normalise = nn.BatchNorm2d(outward)
        self.stride, self.relu = stride, relu

    def forward(self, x: Tensor) -> Tensor:
        x = self.normalise(self.weight(x))
        return functional.relu(x) if self.relu else x

    def folded(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Weight and bias of one convolution that does the same."""
        norm = self.normalise
        gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        weight, bias = self.weight.weight * gain[:, None, None, None], norm.bias - norm.running_mean * gain
        return weight.detach().cpu().numpy(), bias.detach().cpu().numpy()


class _Block(nn.Module):
    def __init__(self, inward: int, outward: int, stride: int) -> None:
        super().__init__()
        self.first = _Convolution(inward, outward, stride, relu=True)
        self.second = _Convolution(outward, outward, 1, relu=False)
        self.around = _Convolution(inward, outward, stride, relu=False) if stride > 1 or inward != outward else None

    def forward(self, x: Tensor) -> Tensor:
        around = x if self.around is None else self.around(x)
        return functional.relu(around + self.second(self.first(x)))


def write(network: VerifierNetwork, path: Path) -> None:
    """Write an ONNX file whose input is float32 [n, 3, side, side] and whose output `face` is the log odds, [n, 1]."""
    graph = _Graph()
    side = network.shape.side
    last = "picture"
    for layer in network.layers:
        if isinstance(layer, _Convolution):
            last = graph.convolution(last, layer)
        elif isinstance(layer, _Block):
            around = last if layer.around is None else graph.convolution(last, layer.around)
            inner = graph.convolution(graph.convolution(last, layer.first), layer.second)
            last = graph.add("Relu", [graph.add("Add", [around, inner])])
    everywhere = graph.add("GlobalAveragePool", [last])
    at = side // 2 ** (len(network.shape.widths) + 1)  # half the last stage
    ends = [graph.number(np.array(v, np.int64)) for v in ([at - 1] * 2, [at + 1] * 2, [2, 3])]
    middle = graph.add("GlobalAveragePool", [graph.add("Slice", [last, *ends])])
    flat = graph.add("Flatten", [graph.add("Concat", [everywhere, middle], axis=1)])
    weight = network.answer.weight[:1].detach().cpu().numpy().T.copy()
    bias = network.answer.bias[:1].detach().cpu().numpy()
    graph.nodes.append(helper.make_node("Gemm", [flat, graph.number(weight), graph.number(bias)], ["face"]))
    graph.write(
        path,
        "verifier",
        [helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["n", 3, side, side])],
        [helper.make_tensor_value_info("face", TensorProto.FLOAT, ["n", 1])],
        opset=17,
        ir_version=9,
    )


class _Graph(OnnxGraph):
    def convolution(self, x: str, layer: _Convolution) -> str:
        weight, bias = (self.number(value) for value in layer.folded())
        settings = {"strides": [layer.stride] * 2, "pads": [1] * 4, "kernel_shape": [3, 3]}
        out = self.add("Conv", [x, weight, bias], **settings)
        return self.add("Relu", [out]) if layer.relu else out
