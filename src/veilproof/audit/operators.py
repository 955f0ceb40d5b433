"""What a cover does to the picture under it: recognised from the pixels, done again, and undone as far as it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.recognise.align import SIDE, Aligned


class Kind(StrEnum):
    """What is shown instead of a face."""

    UNIFORM = "uniform"
    MOSAIC = "mosaic"
    BLUR = "blur"
    BOX_BLUR = "box blur"
    OTHER = "other"


Mask = NDArray[np.bool_]
"""Bool [SIDE, SIDE]: which pixels of an aligned face a cover replaced."""

_UNIFORM_SPREAD, _NEARLY_ALL = 5.0, 0.97
"""Grey levels: what varies less under a cover, seen at the size of a face's features, is the codec's work."""
_SURELY = 12
_LEAST_FIT = 0.3
_SIGMAS = (1.5, 2.2, 3.2, 4.5, 6.4, 9.0, 13.0, 18.0, 26.0)
_BOXES = (5, 7, 11, 15, 21, 31, 43, 61)
_CELLS = (3, 4, 5, 6, 8, 10, 13, 16, 20, 26, 34)
_PHASES = 4
_NOISE_TO_SIGNAL = 0.003


@dataclass(frozen=True, slots=True)
class Operator:
    """One way to cover; `size` is sigma, width of the box or of a cell, in pixels of the aligned face."""

    kind: Kind
    size: float


def recognised(clear: Aligned, redacted: Aligned, cover: Mask) -> Operator:
    """The operator that makes the redacted picture of the clear one best, inside the cover."""
    if not cover.any():
        return Operator(Kind.OTHER, 0.0)
    # Only where pixels surely changed: between two covers a little of the picture may be left.
    changed = cover & (cv2.GaussianBlur(cv2.absdiff(clear, redacted).max(axis=2), (0, 0), 1.5) > _SURELY)
    inner = cv2.erode(changed.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    smooth = cv2.GaussianBlur(cv2.cvtColor(redacted, cv2.COLOR_RGB2GRAY), (0, 0), 1.5).astype(np.float32)
    # Where two covers meet a sliver of the picture may be in between: a few pixels do not make a picture.
    if inner.any() and float((abs(smooth[inner] - np.median(smooth[inner])) <= _UNIFORM_SPREAD).mean()) > _NEARLY_ALL:
        return Operator(Kind.UNIFORM, 0.0)
    candidates = (
        [Operator(Kind.BLUR, size) for size in _SIGMAS]
        + [Operator(Kind.BOX_BLUR, size) for size in _BOXES]
        + [Operator(Kind.MOSAIC, size) for size in _CELLS]
    )
    untouched = _apart(clear, redacted, cover)
    misfits = [_misfit(operator, clear, redacted, cover) for operator in candidates]
    best = int(np.argmin(misfits))
    if misfits[best] > (1 - _LEAST_FIT) * untouched:
        return Operator(Kind.OTHER, 0.0)
    return candidates[best]


def applied(operator: Operator, face: Aligned, phase: tuple[float, float] = (0.5, 0.5)) -> Aligned:
    """The face as the operator shows it; `phase` is where the cells of a mosaic begin, in cells.

    `OTHER` stands for something that is not known and leaves the face as it is.
    """
    size = operator.size
    if operator.kind is Kind.UNIFORM:
        return np.zeros_like(face)
    if operator.kind is Kind.BLUR:
        return np.asarray(cv2.GaussianBlur(face, (0, 0), size, borderType=cv2.BORDER_REPLICATE), np.uint8)
    if operator.kind is Kind.BOX_BLUR:
        width = round(size)
        return np.asarray(cv2.blur(face, (width, width), borderType=cv2.BORDER_REPLICATE), np.uint8)
    if operator.kind is Kind.MOSAIC:
        return _mosaic(face, size, phase)
    return face


def restored(operator: Operator, faces: Sequence[Aligned]) -> Aligned:
    """One picture out of many redacted ones of a moving face, with the operator undone.

    The pictures are averaged where the face is (shift-and-add, Elad and Hel-Or 2001: a grid that moves over the
    face samples it ever elsewhere), then divided by what operator and averaging did to each frequency
    (Wiener's filter).
    """
    mean = np.mean(np.stack(faces).astype(np.float32), axis=0)
    response = _response(operator)
    if response is None:
        return np.asarray(np.clip(mean + 0.5, 0, 255), np.uint8)
    pad = SIDE // 2
    wide = cv2.copyMakeBorder(mean, pad, pad, pad, pad, cv2.BORDER_REFLECT_101)
    gain = response / (response**2 + _NOISE_TO_SIGNAL)
    spectrum = np.fft.rfft2(wide, axes=(0, 1)) * (gain / gain[0, 0])[..., None]
    sharp = np.fft.irfft2(spectrum, s=wide.shape[:2], axes=(0, 1))[pad : pad + SIDE, pad : pad + SIDE]
    return np.asarray(np.clip(sharp + 0.5, 0, 255), np.uint8)


def _response(operator: Operator) -> NDArray[np.float64] | None:
    """What the operator leaves of each frequency, float64 [2 SIDE, SIDE + 1]; None where it is not known."""
    y, x = np.fft.fftfreq(2 * SIDE)[:, None], np.fft.rfftfreq(2 * SIDE)[None, :]
    size = operator.size
    if operator.kind is Kind.BLUR:
        return np.asarray(np.exp(-2 * np.pi**2 * size**2 * (x**2 + y**2)))
    if operator.kind is Kind.BOX_BLUR:
        return np.asarray(np.sinc(size * x) * np.sinc(size * y))
    if operator.kind is Kind.MOSAIC:
        # A mean over each cell, shown all over the cell; over many places of the grid that is two boxes in a row.
        return np.asarray((np.sinc(size * x) * np.sinc(size * y)) ** 2)
    return None


def _misfit(operator: Operator, clear: Aligned, redacted: Aligned, cover: Mask) -> float:
    if operator.kind is not Kind.MOSAIC:
        return _apart(applied(operator, clear), redacted, cover)
    places = [(i / _PHASES, j / _PHASES) for i in range(_PHASES) for j in range(_PHASES)]
    return min(_apart(applied(operator, clear, place), redacted, cover) for place in places)


def _apart(a: Aligned, b: Aligned, cover: Mask) -> float:
    return float(cv2.absdiff(a, b)[cover].mean())


def _mosaic(face: Aligned, cell: float, phase: tuple[float, float]) -> Aligned:
    count = int(np.ceil(SIDE / cell)) + 1
    # Cells need not be whole pixels: they are those of a picture that was larger or smaller than the aligned face.
    to_cells = np.array([[1 / cell, 0, phase[0]], [0, 1 / cell, phase[1]]])
    means = cv2.warpAffine(
        cv2.blur(face, (max(1, round(cell)),) * 2, borderType=cv2.BORDER_REPLICATE),
        np.array([[1 / cell, 0, phase[0] - 0.5], [0, 1 / cell, phase[1] - 0.5]]),
        (count, count),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    at = np.arange(SIDE) + 0.5
    column = np.clip(np.floor(at * to_cells[0, 0] + to_cells[0, 2]), 0, count - 1).astype(np.intp)
    row = np.clip(np.floor(at * to_cells[1, 1] + to_cells[1, 2]), 0, count - 1).astype(np.intp)
    return np.asarray(means[row[:, None], column[None, :]], np.uint8)
