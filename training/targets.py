"""What the network should say of a square, on its grid of cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.crops import SIDE, Crop

STRIDE = 4
CELLS = SIDE // STRIDE


@dataclass(frozen=True, slots=True)
class Targets:
    """Float32 arrays on the grid of cells.

    `heat` [CELLS, CELLS]: 1 at faces, falling off around them; `near` bool [CELLS, CELLS]: inside a face's box;
    `counts` [CELLS, CELLS]: 0 where the truth is unclear;
    `at` int64 [n] (flat cells), `sizes` [n, 2] (log of height and width in cells), `offsets` [n, 2] (y, x), `bare`
    bool [n].
    """

    heat: NDArray[np.float32]
    near: NDArray[np.bool_]
    counts: NDArray[np.float32]
    at: NDArray[np.int64]
    sizes: NDArray[np.float32]
    offsets: NDArray[np.float32]
    bare: NDArray[np.bool_]


def targets(crop: Crop) -> Targets:
    """What the network should say of a square (Zhou et al. 2019, section 3; Xu et al. 2019, section 3.1)."""
    heat, counts = np.zeros((CELLS, CELLS), np.float32), np.ones((CELLS, CELLS), np.float32)
    near = np.zeros((CELLS, CELLS), np.bool_)
    axis = np.arange(CELLS, dtype=np.float32) + 0.5
    for box in crop.boxes[crop.unclear]:
        counts[_cells(box)] = 0
    at, kept = [], []
    for index in np.flatnonzero(~crop.unclear):
        x1, y1, x2, y2 = crop.boxes[index] / STRIDE
        cell = int((y1 + y2) / 2), int((x1 + x2) / 2)
        if not (0 <= cell[0] < CELLS and 0 <= cell[1] < CELLS):
            continue
        sigma_y, sigma_x = (max(0.35, (2 * 0.13 * side + 1) / 6) for side in (y2 - y1, x2 - x1))
        falls = np.exp(
            -(((axis - cell[0] - 0.5) / sigma_y) ** 2)[:, None] / 2 - (((axis - cell[1] - 0.5) / sigma_x) ** 2) / 2
        )
        heat = np.maximum(heat, falls).astype(np.float32)
        near[_cells(crop.boxes[index])] = True
        counts[cell] = 1
        at.append(cell[0] * CELLS + cell[1])
        kept.append(index)
    boxes = crop.boxes[kept] / STRIDE
    centres, sides = (boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]
    places = np.array(at, np.int64)
    offsets = centres[:, ::-1] - np.stack([places // CELLS, places % CELLS], axis=1) - 0.5
    logs = np.log(sides[:, ::-1]).astype(np.float32)
    return Targets(heat, near, counts, places, logs, offsets.astype(np.float32), crop.bare[kept])


def _cells(box: NDArray[np.float64]) -> tuple[slice, slice]:
    x1, y1, x2, y2 = box / STRIDE
    low, high = np.floor([y1, x1]).clip(0).astype(int), np.ceil([y2, x2]).clip(0).astype(int)
    return slice(low[0], high[0]), slice(low[1], high[1])
