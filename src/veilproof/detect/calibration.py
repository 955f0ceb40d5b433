"""Calibration: from the raw scores of a detector to probabilities that are comparable between detectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MIN_RAW_SCORE = 0.03
"""No detection below this raw score is decoded, whatever the threshold: `benchmarks.calibrate` fits from it upwards."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """P(face) = sigmoid(slope * logit(raw score) + intercept) (Platt 1999), fitted by `python -m benchmarks.calibrate`.

    The probability is that a person would label the box as a face.
    """

    slope: float
    intercept: float

    def probability(self, raw: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 [n]: the probability for each raw score (0 to 1)."""
        p = np.clip(raw, 1e-6, 1 - 1e-6)
        log_odds = self.slope * np.log(p / (1 - p)) + self.intercept
        return np.asarray(1 / (1 + np.exp(-log_odds)), np.float32)

    def raw(self, probability: float) -> float:
        """The raw score for a probability (0 to 1), at least MIN_RAW_SCORE."""
        if probability <= 0:
            return MIN_RAW_SCORE
        p = min(probability, 1 - 1e-6)
        log_odds = (np.log(p / (1 - p)) - self.intercept) / self.slope
        return max(MIN_RAW_SCORE, float(1 / (1 + np.exp(-log_odds))))
