"""The curves of a training as a picture."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot


def draw(log: Path, picture: Path) -> None:
    """Draw recall on the held-back photographs, and the parts of the loss, over the steps."""
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 4), layout="constrained")
    for name in rows[0]["recall"]:
        left.plot([row["step"] for row in rows], [row["recall"][name] for row in rows], marker=".", label=name)
    left.set(xlabel="step", title="Recall at 1 false positive per image, held-back tune events")
    trained = [row for row in rows if row["loss"]]
    for name in trained[0]["loss"] if trained else ():
        right.plot([row["step"] for row in trained], [row["loss"][name] for row in trained], marker=".", label=name)
    right.set(xlabel="step", title="Loss, by part", yscale="log")
    for axes in (left, right):
        axes.grid(alpha=0.3)
        if axes.get_legend_handles_labels()[0]:
            axes.legend(fontsize=8)
    figure.savefig(picture, dpi=110)
    pyplot.close(figure)
