"""Train the head branch: `python -m training.heads.train --data heads --out training/out/heads`.

CenterFace is frozen. Writes `heads.onnx`, and `state.pt`, from which a stopped run goes on. The same seed gives the
same network on the same processor, up to rounding.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training.heads.crops import crop
from training.heads.features import Features
from training.heads.network import HeadBranch, write
from training.heads.photographs import photographs
from veilproof.media.photo import read_photo

BATCH = 8
RATE, DECAY = 2e-3, 0.01
FOLLOWS = 0.996
"""How slowly the averaged weights follow; they, not the last ones, are what is written."""
_BOX_WEIGHT, _DISTANCE_WEIGHT = 1.5, 0.3
"""Of the losses, against 1 for the heat map."""
_SAVED = 100
"""Steps after which the state is saved; a round number."""

Batch = tuple[list[NDArray[np.float32]], NDArray[np.float32]]
"""The maps of CenterFace of a few crops, and their truth."""


def main() -> None:
    """Train; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a folder with images/ and boxes.json")
    parser.add_argument("--out", type=Path, default=Path("training/out/heads"))
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(asked.seed)
    # So small a network is no faster on several threads, and they spin where others work too.
    torch.set_num_threads(1)
    branch, averaged = HeadBranch(), HeadBranch().eval()
    averaged.load_state_dict(branch.state_dict())
    optimiser = torch.optim.AdamW(branch.parameters(), lr=RATE, weight_decay=DECAY)
    state, first = asked.out / "state.pt", 0
    if state.is_file():
        saved = torch.load(state)
        first = saved["step"]
        for each, values in ((branch, "branch"), (averaged, "averaged"), (optimiser, "optimiser")):
            each.load_state_dict(saved[values])
    began, total = time.monotonic(), 0.0
    for step, (maps, truth) in enumerate(_batches(asked.data, asked.seed, range(first, asked.steps)), first):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, step / 100 + 0.01) * (1 + math.cos(math.pi * step / asked.steps)) / 2
        with torch.autocast("cpu", dtype=torch.bfloat16):
            answers = branch([torch.from_numpy(each) for each in maps])
        loss = _loss([answer.float() for answer in answers], torch.from_numpy(truth))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        with torch.no_grad():
            keep = min(FOLLOWS, (step + 1) / (step + 10))
            torch._foreach_lerp_(list(averaged.parameters()), list(branch.parameters()), 1 - keep)
        total += float(loss.detach())
        if (step + 1) % _SAVED == 0 or step + 1 == asked.steps:
            print(f"{step + 1} steps, {time.monotonic() - began:.0f} s, loss {total / _SAVED:.3f}", flush=True)
            total = 0.0
            write(averaged, asked.out / "heads.onnx")
            states = {"branch": branch, "averaged": averaged, "optimiser": optimiser}
            torch.save({"step": step + 1, **{name: each.state_dict() for name, each in states.items()}}, state)


def _batches(data: Path, seed: int, steps: range) -> Iterator[Batch]:
    """The batch of each step, made in a thread of its own while the one before it is learned from."""
    taught = [(read_photo(path).rgb(), boxes) for path, boxes in photographs(data, back=False).items()]
    print(f"{len(taught)} pictures, {sum(len(boxes) for _, boxes in taught)} heads", flush=True)
    features = Features()

    def batch(step: int) -> Batch:
        random = np.random.default_rng((seed, step))
        crops = [crop(taught[at][0], taught[at][1], random) for at in random.integers(len(taught), size=BATCH).tolist()]
        return features.of(np.stack([seen for seen, _ in crops])), np.stack([wanted for _, wanted in crops])

    with ThreadPoolExecutor(1) as thread:
        following = thread.submit(batch, steps.start)
        for step in steps:
            made = following.result()
            following = thread.submit(batch, step + 1)
            yield made


def _loss(answers: list[Tensor], truth: Tensor) -> Tensor:
    """As CenterNet: penalty-reduced focal loss of the heat map; boxes by what they share and by their distance."""
    odds, inside, centre = answers[0][:, 0], truth[:, 7], truth[:, 6]
    p = odds.sigmoid()
    found = centre * (1 - p) ** 2 * functional.logsigmoid(odds)
    false = (1 - centre) * (1 - truth[:, 0]) ** 4 * p**2 * functional.logsigmoid(-odds)
    heat = -((found + false) * inside).sum() / centre.sum().clamp(min=1)
    counts = truth[:, 5]
    many = counts.sum().clamp(min=1)
    own, wanted = torch.cat(answers[1:], 1), truth[:, 1:5]
    distance = (functional.smooth_l1_loss(own, wanted, reduction="none", beta=0.1).sum(1) * counts).sum() / many
    apart = ((1 - _shared(own, wanted)) * counts).sum() / many
    return heat + _BOX_WEIGHT * apart + _DISTANCE_WEIGHT * distance


def _shared(one: Tensor, other: Tensor) -> Tensor:
    """The generalised intersection over union (Rezatofighi et al. 2019) of boxes [n, 4, rows, columns].

    Their channels are log height, log width, offset y, offset x, all in cells.
    """
    sizes, others = one[:, :2].clamp(-3, 5).exp(), other[:, :2].exp()
    low, low_other = one[:, 2:] - sizes / 2, other[:, 2:] - others / 2
    high, high_other = one[:, 2:] + sizes / 2, other[:, 2:] + others / 2
    both = (torch.minimum(high, high_other) - torch.maximum(low, low_other)).clamp(min=0).prod(1)
    around = (torch.maximum(high, high_other) - torch.minimum(low, low_other)).prod(1)
    union = sizes.prod(1) + others.prod(1) - both
    return both / union - (around - union) / around


if __name__ == "__main__":
    main()
