"""Whether a face that stays visible wears a mask, read off its pixels.

A linear function of gradients and colours, fitted by `python -m benchmarks.behind_mask`, which also measures it;
docs/lab.md has the figures. It says what a face wears, never whose it is, and it is computed where it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from veilproof.recognise.align import AlignedFace

FIT = Path(__file__).with_name("behind_mask.json")
"""The fitted numbers."""
_SIDE = 48
"""Pixels: aligned faces are reduced to this side, so that small and large ones have the same detail. A round number."""
_CELLS = 8
"""Cells along a side over which pixels are averaged: mouth and nose take about two each."""
_DIRECTIONS = 6
"""Directions of gradients that are told apart."""
_BELOW_EYES = (slice(16, 24), slice(14, 34))
"""Rows and columns of the reduced face from the brows to below the eyes: all other colours are taken against these."""


class Fit(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The fitted function.

    Attributes:
        weights: of the features, in their order.
        threshold: what the sum must exceed for a mask.
    """

    weights: tuple[float, ...]
    threshold: float


def is_behind_mask(faces: Sequence[AlignedFace]) -> bool:
    """Whether every one of these views of a face shows it behind a mask; False without any.

    One view without a mask is enough to be recognised, so the barest one decides.

    Args:
        faces: aligned views of the same face.
    """
    fit = _fit()
    return bool(faces) and all(float(mask_features(face) @ np.array(fit.weights)) > fit.threshold for face in faces)


def mask_features(face: AlignedFace) -> NDArray[np.float64]:
    """float64 [640]: colours of the cells of a face against those below the eyes, and its gradients by direction."""
    small = cv2.resize(face, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    light = cv2.GaussianBlur(lab[..., 0], (0, 0), 0.7)
    across, down = cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1)
    strength = np.hypot(across, down)
    # Against the mean of the face, so that light and contrast of the picture do not matter; 3 keeps noise small.
    strength = strength / (strength.mean() + 3)
    direction = np.mod(np.arctan2(down, across), np.pi) / np.pi * _DIRECTIONS
    off = np.abs(direction[..., None] - np.arange(_DIRECTIONS))
    share = np.clip(1 - np.minimum(off, _DIRECTIONS - off), 0, 1)
    colours = (lab - lab[_BELOW_EYES].reshape(-1, 3).mean(axis=0)) / 20
    layers = (colours, strength[..., None] * share, strength)
    return np.concatenate([_cells(np.asarray(layer, np.float32)).ravel() for layer in layers])


def _cells(layer: NDArray[np.float32]) -> NDArray[np.float64]:
    shape = (_CELLS, _SIDE // _CELLS, _CELLS, _SIDE // _CELLS, -1)
    return np.asarray(layer.reshape(shape).mean(axis=(1, 3)), np.float64)


@cache
def _fit() -> Fit:
    return msgspec.json.decode(FIT.read_bytes(), type=Fit)
