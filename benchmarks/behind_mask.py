"""How reliably a mask is read off a face: fits the function of `veilproof.audit.behind_mask` and measures it.

`python -m benchmarks.behind_mask` prints how many bare faces are taken for masked ones, and how many masks are seen, on
pictures and people that were not fitted to; `--write` writes the fitted numbers.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.facemask import masked
from benchmarks.stills import DATA, Split, Still, digest, stills
from veilproof.audit.behind_mask import FIT, Fit, mask_features
from veilproof.detect import load_detector
from veilproof.geometry import sizes
from veilproof.lab.coverings import COVERINGS, cover
from veilproof.lab.portrait import FACE_BOX, make_portrait
from veilproof.media.photo import read_photo
from veilproof.recognise.align import LandmarkDetector, alignment_matrix, warp
from veilproof.risk.matched_share import MASKS

_MIN_SIZE = 24.0
"""Pixels: smaller faces are left out."""
_PEOPLE = 60
"""People of the recognition set that are looked at."""
_MOST_STILLS = 330
_MOST_A_PICTURE = 4
"""Faces of one kind from one photograph."""
_PENALTY = 1000.0
"""Of the squared weights of standardised features. A round number; 10 and 100 did much the same."""
_TAKEN = 0.005
"""Share of the bare faces of each half fitted to that may lie above the threshold, by cross-validation: half of what is
allowed, since it is an estimate."""
_FOLDS = 5
_DRAWN = tuple(
    each
    for each in COVERINGS
    if each.name in (*MASKS, "cap-and-mask", "sunglasses", "sunglasses-and-mask", "hand", "hood", "balaclava-eyes")
)

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """The features of one face: of which kind, from which picture or person, whether it may be fitted to."""

    kind: str
    group: int
    is_fitted: bool
    features: Rows


class Eyes:
    """Turns pictures into features."""

    def __init__(self) -> None:
        """Load the networks."""
        self.landmarks, self.detector = LandmarkDetector(), load_detector()

    def still(self, still: Still, kinds: dict[int, str], is_fitted: bool) -> Iterator[Seen]:
        """The faces of a photograph, by what covers them."""
        fits = (sizes(still.boxes.astype(np.float32)) >= _MIN_SIZE) & ~still.invalid
        photo = read_photo(still.path).rgb(4000) if fits.any() else None
        for level, kind in kinds.items():
            for box in still.boxes[fits & (still.occlusion == level)][:_MOST_A_PICTURE]:
                assert photo is not None
                yield from self._seen(photo, box.astype(np.float32), kind, digest(still.name), is_fitted)

    def person(self, number: int) -> Iterator[Seen]:
        """The faces of one person of the recognition set, bare, and the second photograph in every covering."""
        for index, path in enumerate(sorted((DATA / "recognition" / f"{number:03d}").iterdir())):
            photo = read_photo(path).rgb(1600)
            boxes = self.detector.detect(photo, 0.5).boxes
            if not len(boxes):
                continue
            box = boxes[int(np.argmax(sizes(boxes)))]
            yield from self._seen(photo, box, "bare, recognition set", number, False)
            found = self.landmarks.detect(photo, box) if index == 1 else None
            if found is not None:
                portrait = make_portrait(photo, found.points)
                for covering in _DRAWN:
                    pixels = cover(portrait, covering, (1, number)).pixels
                    yield from self._seen(pixels, FACE_BOX, f"drawn: {covering.name}", number, False)

    def _seen(
        self, photo: NDArray[np.uint8], box: NDArray[np.float32], kind: str, group: int, is_fitted: bool
    ) -> Iterator[Seen]:
        found = self.landmarks.detect(photo, box)
        if found is not None:
            face = warp(photo, alignment_matrix(found.points))
            yield Seen(kind, group, is_fitted, mask_features(face))
            if is_fitted:
                mirrored = np.asarray(cv2.flip(face, 1), np.uint8)
                yield Seen(kind, group, is_fitted, mask_features(mirrored))


def _weights(features: Rows, is_mask: NDArray[np.bool_]) -> Rows:
    """Logistic regression, both classes of the same weight; the intercept is left to the threshold."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    rows = np.column_stack([(features - mean) / spread, np.ones(len(features))])
    sign, share = np.where(is_mask, 1.0, -1.0), np.where(is_mask, is_mask.mean(), 1 - is_mask.mean()) * 2

    def loss(weights: Rows) -> tuple[float, Rows]:
        margin = sign * (rows @ weights)
        slope = sign / share / (1 + np.exp(np.clip(margin, -50, 50)))
        penalty = _PENALTY * np.append(weights[:-1], 0)
        return float((np.logaddexp(0, -margin) / share).sum() + penalty @ weights / 2), penalty - rows.T @ slope

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x[:-1] / spread, np.float64)


def fit(seen: list[Seen]) -> Fit:
    """The function, with the threshold by cross-validation over pictures."""
    kinds, features = np.array([each.kind for each in seen]), np.stack([each.features for each in seen])
    is_mask = kinds == "real mask"
    fold = np.array([each.group % _FOLDS for each in seen])
    score = np.zeros(len(seen))
    for number in range(_FOLDS):
        score[fold == number] = features[fold == number] @ _weights(features[fold != number], is_mask[fold != number])
    threshold = max(np.quantile(score[kinds == kind], 1 - _TAKEN) for kind in set(kinds[~is_mask]))
    return Fit(tuple(_weights(features, is_mask).round(4).tolist()), round(float(threshold), 3))


def look() -> Iterator[Seen]:
    """All faces that are fitted to or measured on."""
    eyes = Eyes()
    for split in Split:
        for still in masked(split):
            yield from eyes.still(still, {0: "bare, set of masks", 1: "real mask"}, split is Split.TUNE)
    for still in stills(Split.TUNE)[:_MOST_STILLS]:
        # Halves by event, as the sets are.
        half = digest("behind mask", still.name.partition("/")[0]) % 2 == 0
        yield from eyes.still(still, {0: "bare, events"}, half)
    for number in range(_PEOPLE):
        yield from eyes.person(number)


def main() -> None:
    """Fit, measure, print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the fitted numbers")
    options = parser.parse_args()
    seen = list(look())
    fitted = fit([each for each in seen if each.is_fitted])
    taken: defaultdict[str, list[bool]] = defaultdict(list)
    for each in seen:
        if not each.is_fitted:
            taken[each.kind].append(float(each.features @ np.array(fitted.weights)) > fitted.threshold)
    print("| faces | number | taken for masked |\n|---|---|---|")
    for kind, hits in taken.items():
        print(f"| {kind} | {len(hits)} | {sum(hits)} ({np.mean(hits):.3f}) |")
    if options.write:
        FIT.write_bytes(msgspec.json.format(msgspec.json.encode(fitted), indent=0) + b"\n")


if __name__ == "__main__":
    main()
