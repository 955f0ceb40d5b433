"""What the verifier is worth together with the detector, on places of photographs that it was not trained on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from training.verifier.crops import CropSet

_RIDGE = 1e-3
FALSE_BOXES = (0.3, 1.0, 3.0, 6.0)
"""False places a picture at which recall is given."""


@dataclass(frozen=True, slots=True)
class Worth:
    """Recall among the faces that the detector saw at all, at so many false places a picture: float64 [4] each."""

    detector: NDArray[np.float64]
    both: NDArray[np.float64]


def worth(places: CropSet, log_odds: NDArray[np.float64]) -> Worth:
    """Compare the detector alone with both.

    By logistic models fitted on one half of the photographs and applied to the other, either way.

    Args:
        places: as `training.verifier.crops.for_choosing` gives them.
        log_odds: float64 [n], of the verifier.
    """
    both = joint(places, log_odds)
    return Worth(_recalls(places, _crossed(places, places.features)), _recalls(places, _crossed(places, both)))


def joint(places: CropSet, log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The inputs of the model of both, float64 [n, 7]: those of the detector, the verifier's, and that by size."""
    size = places.features[:, 2]
    odds = np.clip(log_odds, -10, 10)
    return np.concatenate([places.features, np.stack([odds, odds * size], axis=1)], axis=1)


def fitted(x: NDArray[np.float64], face: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The weights of a logistic model that make the labels most likely."""

    def cost(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = x @ weights
        wrong = 1 / (1 + np.exp(-np.clip(odds, -50, 50))) - face
        likelihood = (np.logaddexp(0, odds) - face * odds).mean() + _RIDGE * (weights**2).sum()
        return float(likelihood), x.T @ wrong / len(x) + 2 * _RIDGE * weights

    return np.asarray(minimize(cost, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x, np.float64)


def on_face(places: CropSet) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Bool [n] twice: which places are on a labelled face, and which count at all."""
    on = places.label >= 0
    return on, ~(on & (places.face == -1) & (places.head == -1))


def _crossed(places: CropSet, x: NDArray[np.float64]) -> NDArray[np.float64]:
    on, counts = on_face(places)
    half = (np.abs(places.picture) // 7) % 2 == 0
    scores = np.empty(len(x))
    for learned, applied in ((half, ~half), (~half, half)):
        scores[applied] = x[applied] @ fitted(x[learned & counts], on[learned & counts])
    return scores


def _recalls(places: CropSet, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    on, counts = on_face(places)
    false = np.sort(scores[~on & counts])[::-1]
    pictures = len(np.unique(places.picture))
    best: dict[tuple[int, int], float] = {}
    for at in np.flatnonzero(on & counts):
        key = int(places.picture[at]), int(places.label[at])
        best[key] = max(best.get(key, -np.inf), float(scores[at]))
    found = np.array(list(best.values()))
    leasts = [false[min(int(count * pictures), len(false) - 1)] for count in FALSE_BOXES]
    return np.array([float((found > least).mean()) for least in leasts])
