"""Teach a branch from feature maps that were computed before: CenterFace is frozen.

The same seed gives the same network on the same processor, up to rounding.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training.branches.network import STRIDE, Branch, Taps, write

WINDOW = 48
"""Cells along a side of what is trained on at once: 384 pixels."""
BATCH = 8
RATE, DECAY = 2e-3, 0.01
FOLLOWS = 0.998
"""How slowly the averaged weights follow; they, not the last ones, are what is written."""
_SIZE_WEIGHT, _OFFSET_WEIGHT = 0.6, 0.3
"""Of the losses, against 1 for the heat map."""
_SPREAD = 0.09
"""Standard deviation of the Gaussian around a centre, in sides of the box."""
_LEAST_SPREAD = 0.5
"""And at least so many cells."""


@dataclass(frozen=True, slots=True)
class Window:
    """Part of a picture.

    Attributes:
        maps: float16 [channels, rows, columns], one for each of the taps.
        truth: float32 [8, WINDOW, WINDOW]: heat, log height, log width, offset y, offset x, how much these four count,
            whether it is a centre, and whether the cell counts at all.
    """

    maps: list[NDArray[np.float16]]
    truth: NDArray[np.float32]


def learn(
    kind: str, taps: Taps, draw: Callable[[np.random.Generator], list[Window]], steps: int, seed: int, file: Path
) -> None:
    """Train a branch on the windows that are drawn for each step, and write its averaged weights as it goes."""
    torch.manual_seed(seed)
    # So small a network is no faster on several threads, and they spin where others work too.
    torch.set_num_threads(1)
    branch, averaged = Branch(taps), Branch(taps).eval()
    averaged.load_state_dict(branch.state_dict())
    print(f"{sum(p.numel() for p in branch.parameters())} numbers", flush=True)
    optimiser = torch.optim.AdamW(branch.parameters(), lr=RATE, weight_decay=DECAY)
    random = np.random.default_rng(seed)
    began, total = time.monotonic(), 0.0
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, step / 100 + 0.01) * (1 + np.cos(np.pi * step / steps)) / 2
        windows = draw(random)
        maps = [torch.from_numpy(np.stack([w.maps[at] for w in windows])).float() for at in range(len(taps))]
        truth = torch.from_numpy(np.stack([w.truth for w in windows]))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            answers = branch(maps)
        loss = _loss([answer.float() for answer in answers], truth)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        with torch.no_grad():
            keep = min(FOLLOWS, (step + 1) / (step + 10))
            torch._foreach_lerp_(list(averaged.parameters()), list(branch.parameters()), 1 - keep)
        total += float(loss.detach())
        if step % 200 == 199:
            print(f"{step + 1} steps, {time.monotonic() - began:.0f} s, loss {total / 200:.3f}", flush=True)
            total = 0.0
            write(averaged, kind, file)
    write(averaged, kind, file)


def truth_of(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """The truth of a window, in whose pixels the boxes are, float32 [n, 4]; no cell counts yet."""
    out = np.zeros((8, WINDOW, WINDOW), np.float32)
    cells = np.arange(WINDOW, dtype=np.float32)
    for x1, y1, x2, y2 in boxes / STRIDE:
        cx, cy, width, height = (x1 + x2) / 2 - 0.5, (y1 + y2) / 2 - 0.5, x2 - x1, y2 - y1
        column, row = round(float(cx)), round(float(cy))
        if not (0 <= column < WINDOW and 0 <= row < WINDOW) or min(width, height) <= 0:
            continue
        spread_x, spread_y = (max(_LEAST_SPREAD, _SPREAD * side) for side in (width, height))
        near = np.exp(-(((cells - column) / spread_x) ** 2)[None] / 2 - (((cells - row) / spread_y) ** 2)[:, None] / 2)
        ours = (near > out[5]) & (near > 0.3)
        values = np.broadcast_to(np.log([[[height]], [[width]]]), (2, WINDOW, WINDOW))
        off = np.stack(np.broadcast_arrays((cy - cells)[:, None], (cx - cells)[None]))
        out[1:5, ours] = np.concatenate([values, off])[:, ours]
        out[5][ours] = near[ours]
        out[0] = np.maximum(out[0], near)
        out[6, row, column] = 1
    return out


def _loss(answers: list[Tensor], truth: Tensor) -> Tensor:
    """As CenterNet: penalty-reduced focal loss of the heat map; size and offset by their distance."""
    odds, inside, centre = answers[0][:, 0], truth[:, 7], truth[:, 6]
    p = odds.sigmoid()
    found = centre * (1 - p) ** 2 * functional.logsigmoid(odds)
    false = (1 - centre) * (1 - truth[:, 0]) ** 4 * p**2 * functional.logsigmoid(-odds)
    heat = -((found + false) * inside).sum() / centre.sum().clamp(min=1)
    counts = (truth[:, 5] * inside)[:, None]
    many = counts.sum().clamp(min=1)
    size = (functional.smooth_l1_loss(answers[1], truth[:, 1:3], reduction="none", beta=0.1) * counts).sum() / many
    offset = (functional.smooth_l1_loss(answers[2], truth[:, 3:5], reduction="none", beta=0.1) * counts).sum() / many
    return heat + _SIZE_WEIGHT * size + _OFFSET_WEIGHT * offset
