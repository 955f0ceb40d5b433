"""Cover operators: how a cover changes the picture under it. They are identified, applied to faces, and inverted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.recognise.align import SIDE, AlignedFace


class CoverKind(StrEnum):
    """The kind of a cover; `OTHER` is one that could not be identified."""

    UNIFORM = "uniform"
    MOSAIC = "mosaic"
    BLUR = "blur"
    BOX_BLUR = "box blur"
    OTHER = "other"


Mask = NDArray[np.bool_]
"""Bool [SIDE, SIDE]: which pixels of an aligned face a cover replaced."""

_UNIFORM_SPREAD = 5.0
"""Grey levels: smaller variation under a cover is codec noise. A round number."""
_UNIFORM_SHARE, _UNIFORM_FACE_SHARE = 0.9, 0.99
"""Shares of the covered pixels, and of those of the face itself, within that spread from which a cover is uniform.
Where two covers meet, a sliver of the picture may be left between them, but never in a face. Round numbers."""
_MIN_CHANGE = 12
"""Grey levels: pixels that differ less from the original may not be covered. A round number."""
_SMOOTHING = 1.5
"""Pixels (sigma) of the aligned face: smoothing below the size of a face's features, against codec noise."""
_RIM = 9
"""Pixels: width of the erosion that leaves out the rim of a cover."""
_MIN_FIT = 0.3
"""Share of the difference from the original that an operator must explain to be identified. A round number."""
_SIGMAS = (1.5, 2.2, 3.2, 4.5, 6.4, 9.0, 13.0, 18.0, 26.0)
"""Pixels of the aligned face: sigmas of Gaussian blur that are tried, in geometric steps."""
_BOX_WIDTHS = (5, 7, 11, 15, 21, 31, 43, 61)
"""Pixels of the aligned face: widths of box blur that are tried, in geometric steps."""
_CELL_WIDTHS = (3, 4, 5, 6, 8, 10, 13, 16, 20, 26, 34)
"""Pixels of the aligned face: widths of mosaic cells that are tried, in geometric steps."""
_PHASES = 4
"""Positions of the mosaic grid that are tried along each axis."""
_NOISE_TO_SIGNAL = 0.003
"""Noise-to-signal ratio of the Wiener filter. Chosen by eye."""


_FACE: Mask = (
    cv2.ellipse(np.zeros((SIDE, SIDE), np.uint8), (SIDE // 2, 86), (38, 50), 0.0, 0.0, 360.0, 1, cv2.FILLED) > 0
)
"""The face itself, from brows to chin, in an aligned face: the ellipse around the points of the ArcFace template."""


@dataclass(frozen=True, slots=True)
class Operator:
    """A way to cover a face; `size` is sigma, or the width of the box or cell, in pixels of the aligned face."""

    kind: CoverKind
    size: float


def identify_operator(original: AlignedFace, redacted: AlignedFace, cover: Mask) -> Operator:
    """The operator that best explains the redacted face from the original one, inside the cover."""
    if not cover.any():
        return Operator(CoverKind.OTHER, 0.0)
    difference = cv2.absdiff(original, redacted).max(axis=2)
    changed = cover & (cv2.GaussianBlur(difference, (0, 0), _SMOOTHING) > _MIN_CHANGE)
    inner = cv2.erode(changed.astype(np.uint8), np.ones((_RIM, _RIM), np.uint8)) > 0
    smooth = cv2.GaussianBlur(cv2.cvtColor(redacted, cv2.COLOR_RGB2GRAY), (0, 0), _SMOOTHING).astype(np.float32)
    if inner.any():
        deviation = abs(smooth[inner] - np.median(smooth[inner]))
        of_face = deviation[_FACE[inner]]
        if (deviation <= _UNIFORM_SPREAD).mean() > _UNIFORM_SHARE and (
            not len(of_face) or (of_face <= _UNIFORM_SPREAD).mean() > _UNIFORM_FACE_SHARE
        ):
            return Operator(CoverKind.UNIFORM, 0.0)
    operators = (
        [Operator(CoverKind.BLUR, size) for size in _SIGMAS]
        + [Operator(CoverKind.BOX_BLUR, size) for size in _BOX_WIDTHS]
        + [Operator(CoverKind.MOSAIC, size) for size in _CELL_WIDTHS]
    )
    residuals = [_residual(operator, original, redacted, cover) for operator in operators]
    best = int(np.argmin(residuals))
    if residuals[best] > (1 - _MIN_FIT) * _mean_difference(original, redacted, cover):
        return Operator(CoverKind.OTHER, 0.0)
    return operators[best]


def apply_operator(operator: Operator, face: AlignedFace, phase: tuple[float, float] = (0.5, 0.5)) -> AlignedFace:
    """The face as the operator shows it; `phase` is the offset of the mosaic grid, in cells.

    `OTHER` leaves the face as it is.
    """
    size = operator.size
    if operator.kind is CoverKind.UNIFORM:
        return np.zeros_like(face)
    if operator.kind is CoverKind.BLUR:
        return np.asarray(cv2.GaussianBlur(face, (0, 0), size, borderType=cv2.BORDER_REPLICATE), np.uint8)
    if operator.kind is CoverKind.BOX_BLUR:
        width = round(size)
        return np.asarray(cv2.blur(face, (width, width), borderType=cv2.BORDER_REPLICATE), np.uint8)
    if operator.kind is CoverKind.MOSAIC:
        return _mosaic(face, size, phase)
    return face


def restore_face(operator: Operator, faces: Sequence[AlignedFace]) -> AlignedFace:
    """One face restored from many redacted views of it, with the operator inverted.

    The aligned views are averaged (shift-and-add, Elad and Hel-Or 2001: the grid of a mosaic moves over the face and
    samples it at different points), then a Wiener filter inverts the frequency response of operator and averaging.
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
    """The frequency response of the operator, float64 [2 SIDE, SIDE + 1]; None where there is none."""
    y, x = np.fft.fftfreq(2 * SIDE)[:, None], np.fft.rfftfreq(2 * SIDE)[None, :]
    size = operator.size
    if operator.kind is CoverKind.BLUR:
        return np.asarray(np.exp(-2 * np.pi**2 * size**2 * (x**2 + y**2)))
    if operator.kind is CoverKind.BOX_BLUR:
        return np.asarray(np.sinc(size * x) * np.sinc(size * y))
    if operator.kind is CoverKind.MOSAIC:
        # The mean of a cell, repeated over the cell: averaged over grid positions, two box filters in a row.
        return np.asarray((np.sinc(size * x) * np.sinc(size * y)) ** 2)
    return None


def _residual(operator: Operator, original: AlignedFace, redacted: AlignedFace, cover: Mask) -> float:
    if operator.kind is not CoverKind.MOSAIC:
        return _mean_difference(apply_operator(operator, original), redacted, cover)
    phases = [(i / _PHASES, j / _PHASES) for i in range(_PHASES) for j in range(_PHASES)]
    return min(_mean_difference(apply_operator(operator, original, phase), redacted, cover) for phase in phases)


def _mean_difference(a: AlignedFace, b: AlignedFace, cover: Mask) -> float:
    return float(cv2.absdiff(a, b)[cover].mean())


def _mosaic(face: AlignedFace, cell: float, phase: tuple[float, float]) -> AlignedFace:
    count = int(np.ceil(SIDE / cell)) + 1
    # A cell need not be a whole number of pixels: the picture was rescaled to the aligned face.
    to_cells = np.array([[1 / cell, 0, phase[0]], [0, 1 / cell, phase[1]]])
    means = cv2.warpAffine(
        cv2.blur(face, (max(1, round(cell)),) * 2, borderType=cv2.BORDER_REPLICATE),
        np.array([[1 / cell, 0, phase[0] - 0.5], [0, 1 / cell, phase[1] - 0.5]]),
        (count, count),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    pixel = np.arange(SIDE) + 0.5
    column = np.clip(np.floor(pixel * to_cells[0, 0] + to_cells[0, 2]), 0, count - 1).astype(np.intp)
    row = np.clip(np.floor(pixel * to_cells[1, 1] + to_cells[1, 2]), 0, count - 1).astype(np.intp)
    return np.asarray(means[row[:, None], column[None, :]], np.uint8)
