"""Train the plate branch: `python -m training.plates.train --data DATA --out training/out/plates`.

DATA holds `plates`, `stills` and `heads` as the benchmarks take them. Windows are made once, with what CenterFace sees
of them, which is frozen; then a few thousand steps take minutes on two cores. Writes `plates.onnx`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from benchmarks.stills import DATA
from training.branches.frozen import frozen
from training.branches.learn import BATCH, Window, learn
from training.branches.network import Taps
from training.plates.lessons import lessons
from training.plates.pictures import others, streets

TAPS: Taps = {"535": (24, 4), "387": (24, 4), "413": (32, 8), "474": (96, 16), "507": (320, 32)}
"""The fused map that the answers for faces are made of, and four of the backbone: letters are finer than faces."""


def main() -> None:
    """Train; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=Path("training/out/plates"))
    parser.add_argument("--windows", type=int, default=3500)
    parser.add_argument("--steps", type=int, default=2500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    labelled = streets(asked.data, back=False)
    print(f"{len(labelled)} pictures, {sum(len(one.boxes) for one in labelled)} plates", flush=True)
    rng = np.random.default_rng(asked.seed)
    made = []
    for window in lessons(asked.windows, labelled, others(asked.data), frozen(TAPS), rng):
        made.append(window)
        if len(made) % 500 == 0:
            print(f"{len(made)} windows", flush=True)

    def draw(random: np.random.Generator) -> list[Window]:
        return [made[at] for at in random.choice(len(made), BATCH, replace=False)]

    learn("plate", TAPS, draw, asked.steps, asked.seed, asked.out / "plates.onnx")


if __name__ == "__main__":
    main()
