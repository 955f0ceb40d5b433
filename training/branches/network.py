"""A branch: five feature maps of CenterFace brought to stride 8, convolutions, and what CenterNet answers.

It answers a heat map of the centres of things of one kind, the log of their height and width, and the offset of their
centre (Zhou et al. 2019, "Objects as Points"), as CenterFace answers for faces, at twice its stride.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import onnx
from onnx import TensorProto, helper
from torch import Tensor, nn
from torch.nn import functional

from training.onnx_graph import OnnxGraph

Taps = dict[str, tuple[int, int]]
"""Tensors of CenterFace that a branch reads, with their channels and strides."""
STRIDE = 8
"""Pixels of the picture per cell of the answers."""
ANSWERS = {"heat": 1, "size": 2, "offset": 2}
"""Names and channels: log odds of a centre, log (height, width) in strides, offset (y, x) in cells."""
WIDTH, DEPTH, ENTRY = 64, 3, 48
_OPSET = 9
"""Of CenterFace, into whose graph the build puts the branch."""
_RARE = -4.6
"""Log odds of a centre before any training: one cell in a hundred (Lin et al. 2017)."""


class Branch(nn.Module):
    """See the module's docstring."""

    def __init__(self, taps: Taps) -> None:
        """With random weights."""
        super().__init__()
        self.taps = taps
        entries: list[nn.Module] = []
        for channels, stride in taps.values():
            if stride < STRIDE:
                entries.append(nn.Conv2d(channels, ENTRY, 3, 2, 1))
            elif stride == STRIDE:
                entries.append(nn.Conv2d(channels, ENTRY, 1))
            else:
                up = stride // STRIDE
                project = nn.Conv2d(channels, ENTRY, 1)
                entries.append(nn.Sequential(project, nn.ConvTranspose2d(ENTRY, ENTRY, up, up, groups=ENTRY)))
        self.entries = nn.ModuleList(entries)
        widths = [ENTRY, *[WIDTH] * DEPTH]
        self.layers = nn.ModuleList(nn.Conv2d(a, b, 3, 1, 1) for a, b in pairwise(widths))
        self.answers = nn.ModuleList(nn.Conv2d(WIDTH, channels, 1) for channels in ANSWERS.values())
        for answer, start in zip(self.answers, (_RARE, 1.0, 0.0), strict=True):
            assert isinstance(answer, nn.Conv2d)
            assert answer.bias is not None
            nn.init.normal_(answer.weight, std=0.01)
            nn.init.constant_(answer.bias, start)

    def forward(self, maps: list[Tensor]) -> list[Tensor]:
        """Maps of the taps, float32 [n, channels, rows, columns] -> ANSWERS, each [n, channels, rows, columns]."""
        x = sum(entry(each) for entry, each in zip(self.entries, maps, strict=True))
        assert isinstance(x, Tensor)
        x = functional.relu(x)
        for at, layer in enumerate(self.layers):
            x = functional.relu(layer(x)) + (x if at else 0)
        return [answer(x) for answer in self.answers]


def write(branch: Branch, kind: str, path: Path) -> None:
    """Write an ONNX file whose inputs are the taps and whose outputs are ANSWERS, the heat map as a probability.

    All its other names begin with that of the kind. Weights are stored in 16 bits and used in 32.
    """
    graph = _Graph(f"{kind}_")  # no tensor of CenterFace has such a name
    answers = {f"{kind}_{name}": channels for name, channels in ANSWERS.items()}
    entered = []
    for (name, (_, stride)), entry in zip(branch.taps.items(), branch.entries, strict=True):
        if isinstance(entry, nn.Sequential):
            up = stride // STRIDE
            inner = graph.convolution(name, entry[0])
            entered.append(graph.convolution(inner, entry[1], "ConvTranspose", strides=[up, up], group=ENTRY))
        else:
            steps = [STRIDE // stride] * 2
            entered.append(graph.convolution(name, entry, strides=steps, pads=[entry.kernel_size[0] // 2] * 4))
    last = entered[0]
    for other in entered[1:]:
        last = graph.add("Add", [last, other])
    last = graph.add("Relu", [last])
    for at, layer in enumerate(branch.layers):
        new = graph.add("Relu", [graph.convolution(last, layer, pads=[1] * 4)])
        last = graph.add("Add", [new, last]) if at else new
    for name, answer in zip(answers, branch.answers, strict=True):
        found = graph.convolution(last, answer)
        graph.nodes.append(helper.make_node("Sigmoid" if name.endswith("_heat") else "Identity", [found], [name]))
    free = ["n", "rows", "columns"]

    def values(named: dict[str, int]) -> list[onnx.ValueInfoProto]:
        return [
            helper.make_tensor_value_info(
                name, TensorProto.FLOAT, [free[0], channels, *(f"{f}_{name}" for f in free[1:])]
            )
            for name, channels in named.items()
        ]

    taps = values({name: channels for name, (channels, _) in branch.taps.items()})
    graph.write(path, f"{kind}s", taps, values(answers), opset=_OPSET, ir_version=4)


class _Graph(OnnxGraph):
    def convolution(self, x: str, layer: Any, kind: str = "Conv", **settings: Any) -> str:  # noqa: ANN401 - of torch
        weight, bias = (self.number(value.detach().numpy()) for value in (layer.weight, layer.bias))
        return self.add(kind, [x, weight, bias], kernel_shape=list(layer.kernel_size), **settings)
