"""What the network is taught: a heatmap with a peak on every face, sizes, offsets, and not to forget."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.network import HEATMAP, LOG_SIZE, OFFSET
from training.targets import CELLS, Targets

_SIZE_WEIGHT, _OFFSET_WEIGHT, _KEEP_WEIGHT = 0.6, 0.6, 0.5


def loss(outputs: list[Tensor], before: Tensor, wanted: list[Targets]) -> tuple[Tensor, dict[str, float]]:
    """The sum to make small, and its parts.

    Args:
        outputs: what the network says of the squares.
        before: float32 [n, 1, CELLS, CELLS], what the network as it was published says of them with nothing in front of
            their faces and nothing spoilt.
        wanted: what it should say.
    """
    near = torch.from_numpy(np.stack([t.near for t in wanted]))
    # Around a face it may say what it said of it bare: peaks of another width would have to be learnt anew.
    heat = torch.maximum(torch.from_numpy(np.stack([t.heat for t in wanted])), before[:, 0] * near)
    counts = torch.from_numpy(np.stack([t.counts for t in wanted]))
    where = torch.from_numpy(np.concatenate([t.at + i * CELLS * CELLS for i, t in enumerate(wanted)]))
    p = outputs[HEATMAP][:, 0].float().clamp(1e-5, 1 - 1e-5)
    peaks = p.reshape(-1)[where]
    faces = max(1, len(where))
    # The penalty-reduced focal loss of CornerNet (Law and Deng 2018, section 3.2).
    found = -((1 - peaks) ** 2 * peaks.log()).sum() / faces
    background = counts.reshape(-1).clone()
    background[where] = 0
    missed = -(background * ((1 - heat) ** 4 * p**2 * (1 - p).log()).reshape(-1)).sum() / faces

    def at_faces(output: Tensor) -> Tensor:
        return output.permute(0, 2, 3, 1).reshape(-1, 2)[where].float()

    size = functional.l1_loss(at_faces(outputs[LOG_SIZE]), torch.from_numpy(np.concatenate([t.sizes for t in wanted])))
    offset = functional.l1_loss(
        at_faces(outputs[OFFSET]), torch.from_numpy(np.concatenate([t.offsets for t in wanted]))
    )
    # A bare face must not become less sure than it was; more sure is fine.
    bare = torch.from_numpy(np.concatenate([t.bare for t in wanted]))
    was = before[:, 0].reshape(-1)[where].float().clamp(1e-5, 1 - 1e-5)
    lost = (functional.relu(torch.logit(was) - torch.logit(peaks)) * bare).sum() / faces
    total = found + missed
    if len(where):
        total = total + _SIZE_WEIGHT * size + _OFFSET_WEIGHT * offset + _KEEP_WEIGHT * lost
    parts = {"found": found, "background": missed, "size": size, "offset": offset, "kept": lost}
    return total, {name: float(part.detach()) if len(where) else 0.0 for name, part in parts.items()}
