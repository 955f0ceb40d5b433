"""Fine-tune CenterFace for covered faces: `python -m training --data ../shared/data`.

Goes on where it stopped when it is started again; writes `covered.onnx`, `curves.png` and `log.jsonl` into `--out`. The
same seed and number of threads give the same network, on the same machine.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import DataLoader, Dataset

from benchmarks.stills import DATA
from training.choose import judged, worth
from training.crops import Crop, Crops
from training.curves import draw
from training.loss import loss
from training.network import HEATMAP, GraphModule, load
from training.occluders import sprites
from training.pictures import Pictures, for_choosing, for_training
from training.targets import Targets, targets
from veilproof import weights

BATCH = 8
RATE, WARM_UP = 3e-4, 60
"""Rate: by which share of its own size a weight may change in one step. Batch normalisation is folded into the
published weights, whose sizes differ by a factor of 2,000 from layer to layer: one rate for all ruins small ones."""
SAVED_EVERY = 50
FOLLOWS = 0.99  # how slowly the averaged weights follow; they, not the last ones, are what is written


class _Lessons(Dataset[tuple[Crop, Targets]]):
    def __init__(self, crops: Crops, first: int, last: int) -> None:
        self._crops, self._first, self._last = crops, first, last

    def __len__(self) -> int:
        return self._last - self._first

    def __getitem__(self, index: int) -> tuple[Crop, Targets]:
        crop = self._crops[self._first + index]
        return crop, targets(crop)


def main() -> None:
    """Train; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=Path("training/out"))
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--every", type=int, default=500, help="steps from one look at how good it is to the next")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(asked.threads)
    torch.manual_seed(asked.seed)

    published = weights.path("centerface")
    network = load(published).to(memory_format=torch.channels_last)
    before = load(published).to(memory_format=torch.channels_last).eval()
    averaged = load(published)
    print(f"{network.freeze_early()} numbers to train")
    learns = [weight for weight in network.parameters() if weight.requires_grad]
    size = [float(weight.detach().square().mean().sqrt()) for weight in learns]
    optimiser = torch.optim.Adam([{"params": [weight]} for weight in learns], lr=RATE)
    step = _resumed(asked.out / "checkpoint.pt", network, averaged, optimiser)

    crops = Crops(for_training(asked.data), sprites(asked.data), asked.seed)
    held_back = for_choosing(asked.data)
    log = asked.out / "log.jsonl"
    if step == 0:
        log.unlink(missing_ok=True)
        _judge(asked.out, log, step, averaged, held_back, {})
    lessons = DataLoader(
        _Lessons(crops, step * BATCH, asked.steps * BATCH), BATCH, num_workers=1, collate_fn=_together,
        worker_init_fn=_alone, prefetch_factor=4, multiprocessing_context="spawn",
    )  # fmt: skip
    sums: dict[str, float] = {}
    since, began = 0, time.monotonic()
    for pictures, clean, wanted in lessons:
        for group, rms in zip(optimiser.param_groups, size, strict=True):
            group["lr"] = _rate(step, asked.steps) * rms
        with torch.autocast("cpu", dtype=torch.bfloat16):
            outputs = network(pictures)
            with torch.no_grad():
                was = before(clean)[HEATMAP].float()
        total, parts = loss(outputs, was, wanted)
        optimiser.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(learns, 5.0)
        optimiser.step()
        step, since = step + 1, since + 1
        _follow(averaged, network, step)
        sums = {name: sums.get(name, 0.0) + part for name, part in parts.items()}
        if step % SAVED_EVERY == 0:
            print(f"step {step}, {(time.monotonic() - began) / since:.2f} s each", flush=True)
        if step % SAVED_EVERY == 0 or step == asked.steps:
            _save(asked.out / "checkpoint.pt", step, network, averaged, optimiser)
        if step % asked.every == 0 or step == asked.steps:
            means = {name: part / since for name, part in sums.items()}
            _judge(asked.out, log, step, averaged, held_back, means)
            sums, since, began = {}, 0, time.monotonic()


def _judge(
    out: Path,
    log: Path,
    step: int,
    averaged: GraphModule,
    held_back: Pictures,
    losses: dict[str, float],
) -> None:
    """Write the averaged network, see how good it is, and keep it if it is the best so far."""
    latest = out / "latest.onnx"
    averaged.write(latest)
    recall = judged(latest, held_back)
    earlier = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    with log.open("a") as file:
        file.write(json.dumps({"step": step, "recall": recall, "loss": losses}) + "\n")
    print(
        f"step {step}: " + ", ".join(f"{name} {value:.3f}" for name, value in {**losses, **recall}.items()), flush=True
    )
    if worth(recall) >= max((worth(each["recall"]) for each in earlier), default=0.0):
        (out / "covered.onnx").write_bytes(latest.read_bytes())
    draw(log, out / "curves.png")


def _rate(step: int, steps: int) -> float:
    warm = min(1.0, (step + 1) / WARM_UP)
    return RATE * warm * (0.02 + 0.98 * (1 + np.cos(np.pi * step / steps)) / 2)


@torch.no_grad()
def _follow(averaged: GraphModule, network: GraphModule, step: int) -> None:
    keep = min(FOLLOWS, (step + 1) / (step + 10))
    for mean, now in zip(averaged.parameters(), network.parameters(), strict=True):
        mean.lerp_(now, 1 - keep)


def _save(path: Path, step: int, network: GraphModule, averaged: GraphModule, optimiser: torch.optim.Optimizer) -> None:
    partial = path.with_name(f"{path.name}.partial")
    state = {"network": network.state_dict(), "averaged": averaged.state_dict(), "optimiser": optimiser.state_dict()}
    torch.save({"step": step, **state}, partial)
    partial.replace(path)


def _resumed(path: Path, network: GraphModule, averaged: GraphModule, optimiser: torch.optim.Optimizer) -> int:
    """The step that a checkpoint was saved at, with everything as it was then; 0 where there is none."""
    if not path.exists():
        return 0
    state = torch.load(path)
    network.load_state_dict(state["network"])
    averaged.load_state_dict(state["averaged"])
    optimiser.load_state_dict(state["optimiser"])
    return int(state["step"])


def _together(lessons: list[tuple[Crop, Targets]]) -> tuple[torch.Tensor, torch.Tensor, list[Targets]]:
    pictures = _batch([crop.picture for crop, _ in lessons])
    return pictures, _batch([crop.clean for crop, _ in lessons]), [wanted for _, wanted in lessons]


def _batch(pictures: list[NDArray[np.uint8]]) -> torch.Tensor:
    stacked = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float()
    return stacked.contiguous(memory_format=torch.channels_last)


def _alone(worker: int) -> None:
    cv2.setNumThreads(1)
