"""The one voice that every disguised voice is brought to: cepstra with the mean and the covariance of many people.

The numbers are of LibriSpeech (CC BY 4.0) and describe nobody.

Sources: mean normalisation of cepstra (Atal 1974), which removes what a recording and a speaker always have; the
alignment of covariances (Sun et al. 2016, "Return of frustratingly easy domain adaptation"), which also removes how
they move, here by the map that moves least (Olkin and Pukelsheim 1982).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

KEPT = 20
"""Cepstral coefficients: fewer hide more and are understood less."""
MEAN = np.array(
    [
        *(-27.27, 12.36, 1.08, 4.37, 0.35, 0.8, -0.4, 0.0, -0.25, 0.23),
        *(-0.15, 0.12, 0.07, 0.3, -0.15, 0.21, 0.0, 0.04, -0.05, -0.02),
    ],
    np.float32,
)
"""Of 30 people."""
SPREAD = np.array(
    [
        *(10.09, 8.03, 4.0, 3.72, 2.73, 2.07, 1.95, 1.66, 1.46, 1.36),
        *(1.21, 1.16, 1.07, 1.03, 0.93, 0.91, 0.86, 0.81, 0.8, 0.79),
    ],
    np.float32,
)
"""Standard deviation over the same people, not moved to a mean."""
_FRAMES_OF_MEAN, _FRAMES_OF_COVARIANCE = 60.0, 200.0
"""Frames for which many people count in those of a stretch: .5 and 1.6 s. Round numbers."""

# Of speech, moved to the mean, of 42 people: the lower half, without the first coefficient, which is loudness.
_LOWER = (
    (73.64,),
    (-9.1, 18.87),
    (-1.23, 2.03, 16),
    (-1.88, 1.32, 1.42, 9.39),
    (1.16, 1.55, -2.4, -0.11, 4.63),
    (0.99, 2.33, 0.86, -0.39, 0.16, 4.29),
    (-4.57, 1.11, 0.81, 0.72, -0.3, 0.09, 3.21),
    (1.04, -1.54, -0.93, 0.13, 0.08, -0.46, 0.02, 2.49),
    (-0.99, -0.06, -1.06, -0.02, 0.33, 0.23, -0.06, -0.01, 2.06),
    (0.26, -0.81, -0.3, -0.33, 0.07, 0.18, 0.03, -0.1, 0.01, 1.7),
    (-1.52, -0.31, -1.01, -0.06, -0.1, -0.08, 0.28, 0.3, -0.03, -0.08, 1.72),
    (-0.21, -0.13, 0.16, -0.01, -0.02, -0.38, -0.02, 0.07, 0.06, -0.07, -0.04, 1.32),
    (-0.66, 0.09, -0.5, 0.18, 0.13, 0.25, -0.11, 0.08, 0.12, 0.17, 0.1, -0.02, 1.21),
    (-0.59, 0.19, -0.2, 0, 0.09, -0.15, 0.07, -0.09, 0, 0.02, 0.28, 0.06, 0.12, 1.07),
    (-0.93, 0.59, 0.13, 0.46, 0, 0.11, -0.02, 0.02, 0, -0.07, 0.07, 0.26, 0.13, 0.16, 1.16),
    (-0.03, 0.02, -0.21, 0.07, 0.24, 0.03, 0.04, -0.04, 0.16, 0.02, 0.12, 0.08, 0.26, 0.18, 0.2, 1),
    (-0.25, 0.41, 0.19, 0.33, 0.06, 0.2, 0.03, 0.03, -0.03, 0, 0.15, 0.05, 0.06, 0.26, 0.24, 0.25, 1.02),
    (-0.67, 0.23, 0.09, 0.3, 0.18, 0.11, 0.15, -0.02, 0.1, -0.04, 0.14, 0.07, 0.11, 0.04, 0.26, 0.24, 0.36, 1.01),
    (-0.62, 0.02, 0.01, 0.32, -0.02, 0.15, 0, 0.11, -0.03, 0.02, 0.08, 0.03, 0.09, 0.04, 0.01, 0.18, 0.3, 0.4, 1.01),
)
_COVARIANCE = np.zeros((KEPT - 1, KEPT - 1))
for _number, _row in enumerate(_LOWER):
    _COVARIANCE[_number, : _number + 1] = _COVARIANCE[: _number + 1, _number] = _row


def in_one_voice(cepstra: NDArray[np.float32], speech: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Cepstra around 0, float32 [frames, `KEPT` - 1], without the first, that have the covariance of many people.

    Args:
        cepstra: float32 [frames, `KEPT`], of a stretch of one speaker.
        speech: bool [frames], where somebody speaks.
    """
    spoken = cepstra[speech].astype(np.float64)
    mean = (spoken.sum(axis=0) + _FRAMES_OF_MEAN * MEAN) / (len(spoken) + _FRAMES_OF_MEAN)
    around = spoken[:, 1:] - mean[1:]
    covariance = (around.T @ around + _FRAMES_OF_COVARIANCE * _COVARIANCE) / (len(spoken) + _FRAMES_OF_COVARIANCE)
    root = _power(covariance, 0.5)
    inverse = _power(covariance, -0.5)
    moved = inverse @ _power(root @ _COVARIANCE @ root, 0.5) @ inverse
    return np.asarray((cepstra[:, 1:] - mean[1:]) @ moved, np.float32)


def _power(matrix: NDArray[np.float64], exponent: float) -> NDArray[np.float64]:
    """Of a symmetric matrix without negative eigenvalues."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray(vectors * np.maximum(values, 1e-9) ** exponent @ vectors.T)
