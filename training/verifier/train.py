"""Train the verifier: `python -m training.verifier.train --crops training/out/crops --out training/out/verifier`.

Runs on a GPU where there is one. Writes `verifier.onnx`, `log.jsonl`, and `choose.npz` with the log odds of the
photographs that are held back. The same seed gives the same network on the same device, up to rounding.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training.verifier.augment import Strength, changed, plain
from training.verifier.crops import CropSet
from training.verifier.evaluate import worth
from training.verifier.network import MEAN, SCALE, Shape, VerifierNetwork, write
from training.verifier.places import Kind

BATCH = 512
RATE, DECAY, WARM_UP = 4e-3, 0.03, 0.05
FOLLOWS = 0.998
"""How slowly the averaged weights follow; they, not the last ones, are what is written."""
_SMOOTHING = 0.02
"""Labels are 1 - this and this: some are wrong."""
_HEAD_SHARE = 0.3
"""Of the loss for heads, against 1 for faces."""
_FACES_SHARE = 0.4
"""Of a batch; there are fewer faces than other places."""


def main() -> None:
    """Train; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--crops", type=Path, default=Path("training/out/crops"))
    parser.add_argument("--out", type=Path, default=Path("training/out/verifier"))
    parser.add_argument("--seconds", type=float, default=240, help="how long to train")
    parser.add_argument("--passes", type=float, default=40, help="at most so many times over all crops")
    parser.add_argument("--side", type=int, default=96)
    parser.add_argument("--widths", default="16,32,64,128")
    parser.add_argument("--blocks", default="1,2,2,2")
    parser.add_argument("--strength", default="{}", help="JSON of training.verifier.augment.Strength")
    parser.add_argument("--decay", type=float, default=DECAY)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--drop", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(asked.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.backends.cudnn.benchmark = True
    shape = Shape(asked.side, _numbers(asked.widths), _numbers(asked.blocks))
    network = VerifierNetwork(shape).to(device, memory_format=torch.channels_last)
    averaged = VerifierNetwork(shape).to(device, memory_format=torch.channels_last).eval()
    averaged.load_state_dict(network.state_dict())
    print(f"{sum(p.numel() for p in network.parameters())} numbers", flush=True)
    learned = CropSet.joined([CropSet.read(path) for path in sorted((asked.crops / "train").glob("*.npz"))])
    held_back = CropSet.joined([CropSet.read(path) for path in sorted((asked.crops / "choose").glob("*.npz"))])
    print(f"{len(learned.face)} crops, {(learned.face == 1).sum()} faces; held back {len(held_back.face)}", flush=True)
    lessons = _Lessons(learned, device, asked.seed)
    steps = int(asked.passes * len(learned.face) / BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), lr=asked.rate, weight_decay=asked.decay)
    strength = Strength(**json.loads(asked.strength))
    began, spent, step, total = time.monotonic(), 0.0, 0, torch.zeros((), device=device)
    while spent < 1 and step < steps:
        spent = max((time.monotonic() - began) / asked.seconds, step / steps)
        for group in optimiser.param_groups:
            group["lr"] = asked.rate * min(1.0, spent / WARM_UP + 0.01) * (1 + np.cos(np.pi * min(1, spent))) / 2
        crops, face, head, weight = lessons.next()
        x = (changed(crops, shape.side, strength, lessons.random) - MEAN) / SCALE
        x = x.contiguous(memory_format=torch.channels_last)
        with torch.autocast(device.type, dtype=torch.bfloat16):
            odds = network(x, asked.drop)
        loss = _loss(odds[:, 0].float(), face, weight) + _HEAD_SHARE * _loss(odds[:, 1].float(), head, weight)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        _follow(averaged, network, step)
        total += loss.detach()
        step += 1
        if step % 500 == 0:
            _judge(asked.out, step, spent, averaged, held_back, device, float(total) / 500)
            total.zero_()
    log_odds = _judge(asked.out, step, 1.0, averaged, held_back, device, float(total) / max(1, step % 500))
    write(averaged.cpu(), asked.out / "verifier.onnx")
    np.savez(asked.out / "choose.npz", log_odds=log_odds, **{n: getattr(held_back, n) for n in _KEPT})


_KEPT = ("face", "head", "features", "picture", "label", "kind", "size")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


class _Lessons:
    """Batches with _FACES_SHARE faces, drawn at random."""

    def __init__(self, learned: CropSet, device: torch.device, seed: int) -> None:
        self._rgb = torch.from_numpy(learned.rgb).to(device)
        self._face, self._head, self._weight = (
            torch.from_numpy(each.astype(np.float32)).to(device)
            for each in (learned.face, learned.head, learned.weight)
        )
        # Kinds of photograph count by the square root of their numbers: masks are few.
        share = 1 / np.sqrt(np.bincount(learned.kind, minlength=len(Kind)) + 1.0)[learned.kind]
        self._chances = [
            torch.from_numpy((share * chosen).astype(np.float32)).to(device)
            for chosen in (learned.face == 1, learned.face != 1)
        ]
        self.random = torch.Generator(device).manual_seed(seed)
        self._drawn: list[Tensor] = []

    def next(self) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """The crops, whether they are faces and heads, and how much they count."""
        if not self._drawn:
            faces = int(BATCH * _FACES_SHARE)
            counts = (faces, BATCH - faces)
            many = [
                _draw(chances, count * 50, self.random).reshape(50, count)
                for chances, count in zip(self._chances, counts, strict=True)
            ]
            self._drawn = list(torch.cat(many, 1))
        at = self._drawn.pop()
        at = at[torch.randperm(len(at), generator=self.random, device=at.device)]
        return self._rgb[at], self._face[at], self._head[at], self._weight[at]


def _draw(chances: Tensor, count: int, random: torch.Generator) -> Tensor:
    ends = chances.double().cumsum(0)
    return torch.searchsorted(ends, torch.rand(count, generator=random, device=ends.device).double() * ends[-1])


def _loss(odds: Tensor, truth: Tensor, weight: Tensor) -> Tensor:
    known = (truth >= 0) * weight
    smooth = truth.clamp(0, 1) * (1 - 2 * _SMOOTHING) + _SMOOTHING
    each = functional.binary_cross_entropy_with_logits(odds, smooth, reduction="none")
    return (each * known).sum() / known.sum().clamp(min=1)


@torch.no_grad()
def _follow(averaged: VerifierNetwork, network: VerifierNetwork, step: int) -> None:
    keep = min(FOLLOWS, (step + 1) / (step + 10))
    ours = [p for p in averaged.state_dict().values() if p.is_floating_point()]
    theirs = [p for p in network.state_dict().values() if p.is_floating_point()]
    torch._foreach_lerp_(ours, theirs, 1 - keep)


@torch.no_grad()
def _judge(
    out: Path, step: int, spent: float, averaged: VerifierNetwork, held_back: CropSet, device: torch.device, loss: float
) -> NDArray[np.float64]:
    """The log odds of what is held back, float64 [n]; writes a line into the log."""
    odds = []
    for first in range(0, len(held_back.rgb), 2048):
        crops = torch.from_numpy(held_back.rgb[first : first + 2048]).to(device)
        odds.append(averaged((plain(crops, averaged.shape.side) - MEAN) / SCALE)[:, 0].double().cpu().numpy())
    log_odds = np.concatenate(odds)
    line: dict[str, object] = {"step": step, "spent": round(spent, 3), "loss": round(loss, 4)}
    for kind in (Kind.EVENT, Kind.MASK):
        for name, chosen in (("", held_back.picture > 0), (" degraded", held_back.picture < 0)):
            these = chosen & (held_back.kind == kind)
            part = CropSet(*(getattr(held_back, each)[these] for each in CropSet.__slots__))
            compared = worth(part, log_odds[these])
            line[kind.name + name] = [np.round(each, 3).tolist() for each in (compared.detector, compared.both)]
    with (out / "log.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")
    print(json.dumps(line), flush=True)
    return log_odds


if __name__ == "__main__":
    main()
