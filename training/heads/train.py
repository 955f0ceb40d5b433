"""Train the head branch: `python -m training.heads.train --data heads --out training/out/heads`.

CenterFace is frozen, so what it sees is computed once; then a few thousand steps on it take minutes on two cores.
Writes `heads.onnx`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.branches.learn import BATCH, WINDOW, Window, learn, truth_of
from training.branches.network import STRIDE
from training.heads.features import TAPS, Labelled, features
from training.heads.photographs import photographs

_ALIGNED = 4
"""Windows begin at a multiple of so many cells, where the coarsest map has a cell."""


def main() -> None:
    """Train; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a folder with images/ and boxes.json")
    parser.add_argument("--out", type=Path, default=Path("training/out/heads"))
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    lessons = list(features(photographs(asked.data, back=False)))
    print(f"{len(lessons)} pictures, {sum(len(one.boxes) for one in lessons)} heads", flush=True)
    # Pictures with more cells are drawn more often.
    share = np.array([one.maps[0].shape[1] * one.maps[0].shape[2] for one in lessons], np.float64)

    def draw(random: np.random.Generator) -> list[Window]:
        drawn = random.choice(len(lessons), BATCH, p=share / share.sum())
        return [_window(lessons[at], random) for at in drawn]

    learn("head", TAPS, draw, asked.steps, asked.seed, asked.out / "heads.onnx")


def _window(one: Labelled, random: np.random.Generator) -> Window:
    strides = [stride for _, stride in TAPS.values()]
    rows, columns = (side * strides[0] // STRIDE for side in one.maps[0].shape[1:])
    y, x = (int(random.integers(0, max(0, side - WINDOW) // _ALIGNED + 1)) * _ALIGNED for side in (rows, columns))
    maps: list[NDArray[np.float16]] = []
    for whole, stride in zip(one.maps, strides, strict=True):
        top, left, side = (at * STRIDE // stride for at in (y, x, WINDOW))
        part = np.zeros((len(whole), side, side), np.float16)
        cut = whole[:, top : top + side, left : left + side]
        part[:, : cut.shape[1], : cut.shape[2]] = cut
        maps.append(part)
    truth = truth_of(one.boxes - np.tile([x * STRIDE, y * STRIDE], 2).astype(np.float32))
    truth[7, : rows - y, : columns - x] = 1
    return Window(maps, truth)


if __name__ == "__main__":
    main()
