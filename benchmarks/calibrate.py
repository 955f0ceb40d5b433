"""What a raw score of a detector is worth: fits the constants in `veilproof.detect.faces`.

`python -m benchmarks.calibrate` runs each detector over photographs of the tune set, marks every box by whether a
labelled face is there, and fits P(face) = sigmoid(slope * logit(raw) + intercept) (Platt 1999, with SciPy).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit

from benchmarks.stills import DATA, Split, stills
from veilproof.detect import MODEL_NAMES, load_detector
from veilproof.geometry import iou
from veilproof.media.photo import read_photo

SAME = 0.35
PICTURES = 150


def fitted(raw: NDArray[np.float64], face: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept that make the labels most likely."""
    x = logit(np.clip(raw, 1e-6, 1 - 1e-6))

    def cost(line: NDArray[np.float64]) -> float:
        p = np.clip(expit(line[0] * x + line[1]), 1e-9, 1 - 1e-9)
        return float(-np.where(face, np.log(p), np.log(1 - p)).mean())

    slope, intercept = minimize(cost, [1.0, 0.0], method="Nelder-Mead").x
    return float(slope), float(intercept)


def main() -> None:
    """Print the constants, and how well they hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    asked = parser.parse_args()
    pictures = stills(Split.TUNE, asked.data)[:PICTURES]
    for name in MODEL_NAMES:
        detector = load_detector(name)
        scores, faces = [], []
        for still in pictures:
            found = detector.detect_raw(read_photo(still.path).rgb(), 0.03)
            shared = iou(found.boxes, still.boxes.astype(np.float32))
            labelled = shared.max(axis=1, initial=0) >= SAME
            unclear = shared[:, still.invalid].max(axis=1, initial=0) >= SAME
            scores.append(found.scores[~unclear])
            faces.append(labelled[~unclear])
        raw, face = np.concatenate(scores).astype(np.float64), np.concatenate(faces)
        slope, intercept = fitted(raw, face)
        p = expit(slope * logit(np.clip(raw, 1e-6, 1 - 1e-6)) + intercept)
        print(f"{name}: Calibration({slope:.3f}, {intercept:.3f})  on {len(raw)} boxes in {len(pictures)} pictures")
        for low, high in zip((0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8), (0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0), strict=True):
            inside = (p >= low) & (p < high)
            if inside.any():
                print(f"  said {p[inside].mean():.3f}  is {face[inside].mean():.3f}  of {int(inside.sum())}")


if __name__ == "__main__":
    main()
