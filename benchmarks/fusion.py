"""How much several looks at one photo are worth together: fits the weights in `veilproof.detect.fuse`.

`python -m benchmarks.fusion` looks at photographs of the tune sets as veilproof looks at photos, marks every place by
whether a labelled face is there, and fits a logistic model (with SciPy). Nothing of the report sets is opened.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.facemask import masked
from benchmarks.stills import DATA, Split, stills
from veilproof.detect import load_detector
from veilproof.detect.fuse import NOT_DETECTED, FusionWeights, features, group_across_views
from veilproof.detect.views import detect_views, photo_views
from veilproof.geometry import iou
from veilproof.media.photo import read_photo

SAME = 0.4
_RIDGE = 1e-3


def fitted(x: NDArray[np.float64], face: NDArray[np.bool_]) -> FusionWeights:
    """The weights that make the labels most likely; x float64 [n, 5] as `features` gives it."""

    def cost(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = x @ weights
        wrong = 1 / (1 + np.exp(-odds)) - face
        likelihood = (np.logaddexp(0, odds) - face * odds).mean() + _RIDGE * (weights**2).sum()
        return float(likelihood), x.T @ wrong / len(x) + 2 * _RIDGE * weights

    return FusionWeights(*map(float, minimize(cost, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x))


def main() -> None:
    """Print the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--most", type=int, default=200, help="photographs of each kind")
    asked = parser.parse_args()
    detector = load_detector()
    rows, faces = [], []
    for still in [*stills(Split.TUNE, asked.data)[: asked.most], *masked(Split.TUNE, asked.data)[: asked.most]]:
        picture = read_photo(still.path).rgb()
        views = photo_views(picture.shape[1], picture.shape[0])
        boxes, odds = group_across_views([detect_views(detector, picture, (view,), NOT_DETECTED) for view in views])
        shared = iou(boxes, still.boxes.astype(np.float32)).reshape(len(boxes), len(still.boxes))
        labelled = np.asarray((shared >= SAME).any(axis=1), np.bool_)
        clear = np.asarray((shared[:, ~still.invalid] >= SAME).any(axis=1), np.bool_)
        counts = clear | ~labelled
        rows.append(features(boxes, odds)[counts])
        faces.append(clear[counts])
    print(fitted(np.concatenate(rows), np.concatenate(faces)), f"on {sum(map(len, faces))} places")


if __name__ == "__main__":
    main()
