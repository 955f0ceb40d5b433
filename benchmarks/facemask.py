"""Photographs of people with masks, without, and with masks worn wrongly, and which of them may be tuned on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from benchmarks.stills import DATA, Split, Still, digest


def masked(split: Split, data: Path = DATA) -> list[Still]:
    """The photographs of one set.

    A mask, worn rightly or wrongly, counts as partial occlusion; what is not labelled is 0.

    Raises:
        FileNotFoundError: the labels are not there.
    """
    root = data / "facemask853"
    labels: dict[str, list[tuple[str, int, int, int, int]]] = json.loads((root / "boxes.json").read_text())
    chosen = [name for name in labels if (Split.TUNE if digest("facemask", name) % 2 else Split.REPORT) is split]
    made = []
    for name in sorted(chosen, key=lambda name: digest("order", name)):
        boxes = np.array([row[1:] for row in labels[name]], np.float64).reshape(-1, 4)
        none = np.zeros(len(boxes), np.int64)
        masks = np.array([row[0] != "without_mask" for row in labels[name]], np.int64)
        unusable = np.asarray((boxes[:, 2:] <= boxes[:, :2]).any(axis=1), np.bool_)
        path = root / "images" / name
        made.append(Still(name, path, boxes, none, none, masks, none, unusable))
    return made
