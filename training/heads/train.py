"""Train the head branch: `python -m training.heads.train --data heads --out training/out/heads`.

CenterFace is frozen, so what it sees is computed once; then a few thousand steps on it take minutes on two cores.
Writes `heads.onnx`. The same seed gives the same network on the same processor, up to rounding.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training.heads.features import Labelled, features
from training.heads.network import STRIDE, TAPS, HeadBranch, write
from training.heads.photographs import photographs

WINDOW = 48
"""Cells along a side of what is trained on at once: 384 pixels."""
_ALIGNED = 4
"""Windows begin at a multiple of so many cells, where the coarsest map has a cell."""
BATCH = 8
RATE, DECAY = 2e-3, 0.01
FOLLOWS = 0.998
"""How slowly the averaged weights follow; they, not the last ones, are what is written."""
_SIZE_WEIGHT, _OFFSET_WEIGHT = 0.6, 0.3
"""Of the losses, against 1 for the heat map."""
_SPREAD = 0.09
"""Standard deviation of the Gaussian around a centre, in sides of the head."""
_LEAST_SPREAD = 0.5
"""And at least so many cells."""


def main() -> None:
    """Train; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a folder with images/ and boxes.json")
    parser.add_argument("--out", type=Path, default=Path("training/out/heads"))
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(asked.seed)
    # So small a network is no faster on several threads, and they spin where others work too.
    torch.set_num_threads(1)
    lessons = list(features(photographs(asked.data, back=False)))
    print(f"{len(lessons)} pictures, {sum(len(one.boxes) for one in lessons)} heads", flush=True)
    branch, averaged = HeadBranch(), HeadBranch().eval()
    averaged.load_state_dict(branch.state_dict())
    print(f"{sum(p.numel() for p in branch.parameters())} numbers", flush=True)
    optimiser = torch.optim.AdamW(branch.parameters(), lr=RATE, weight_decay=DECAY)
    random = np.random.default_rng(asked.seed)
    # Pictures with more cells are drawn more often.
    share = np.array([one.maps[0].shape[1] * one.maps[0].shape[2] for one in lessons], np.float64)
    began, total = time.monotonic(), 0.0
    for step in range(asked.steps):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, step / 100 + 0.01) * (1 + np.cos(np.pi * step / asked.steps)) / 2
        drawn = random.choice(len(lessons), BATCH, p=share / share.sum())
        windows = [_window(lessons[at], random) for at in drawn]
        maps = [torch.from_numpy(np.stack([w[0][at] for w in windows])).float() for at in range(len(TAPS))]
        truth = torch.from_numpy(np.stack([w[1] for w in windows]))
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
            write(averaged, asked.out / "heads.onnx")
    write(averaged, asked.out / "heads.onnx")


def _window(one: Labelled, random: np.random.Generator) -> tuple[list[NDArray[np.float16]], NDArray[np.float32]]:
    """Part of a picture and its truth, float32 [8, WINDOW, WINDOW].

    Channels: heat, log height, log width, offset y, offset x, how much these four count, whether it is a centre, and
    whether the cell lies in the picture.
    """
    strides = [stride for _, stride in TAPS.values()]
    rows, columns = (side * strides[0] // STRIDE for side in one.maps[0].shape[1:])
    y, x = (int(random.integers(0, max(0, side - WINDOW) // _ALIGNED + 1)) * _ALIGNED for side in (rows, columns))
    maps = []
    for whole, stride in zip(one.maps, strides, strict=True):
        top, left, side = (at * STRIDE // stride for at in (y, x, WINDOW))
        part = np.zeros((len(whole), side, side), np.float16)
        cut = whole[:, top : top + side, left : left + side]
        part[:, : cut.shape[1], : cut.shape[2]] = cut
        maps.append(part)
    truth = _truth(one.boxes - np.tile([x * STRIDE, y * STRIDE], 2).astype(np.float32))
    truth[7, : rows - y, : columns - x] = 1
    return maps, truth


def _truth(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
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


if __name__ == "__main__":
    main()
