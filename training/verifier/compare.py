"""What the verifier adds: `python -m training.verifier.compare training/out/verifier/choose.npz`.

For each weight of the verifier's log odds, the score from which as many faces of events are found as by the detector
alone from the threshold in use, and with that one score, for every set of photographs that was held back: faces found,
those of 16 px and more, the heavily occluded ones, and false places a picture. On this the constants in
`veilproof.detect.verify` are chosen.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from benchmarks.recall import SMALLEST
from benchmarks.stills import DATA, Still, digest
from training.verifier.places import Kind, pictures
from veilproof.detect.fuse import FITTED_WEIGHTS, FusionWeights
from veilproof.detect.verify import SUSPECTED
from veilproof.track.confirm import PHOTO_THRESHOLD

_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7)


def main() -> None:
    """Print the table; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("choose", type=Path)
    parser.add_argument("--data", type=Path, default=DATA)
    asked = parser.parse_args()
    with np.load(asked.choose) as kept:
        known = {name: kept[name] for name in kept.files}
    known = {name: values[known["kind"] <= Kind.MASK] for name, values in known.items()}
    stills = {digest("picture", each.still.name) % 2**40: each.still for each in pictures(asked.data)}
    on = known["label"] >= 0
    unclear = on & (known["face"] == -1) & (known["head"] == -1)
    large, heavy = _flags(known["picture"], known["label"], stills)
    detector = known["features"] @ np.array([getattr(FITTED_WEIGHTS, name) for name in FusionWeights.__slots__])
    face = np.unique(np.stack([known["picture"], known["label"]]), axis=1, return_inverse=True)[1].reshape(-1)

    def found(scores: NDArray[np.float64], least: float, among: NDArray[np.bool_]) -> int:
        return len(np.unique(face[(scores >= least) & among & on & ~unclear]))

    events = (known["kind"] == Kind.EVENT) & (known["picture"] > 0)
    faces = events & on & ~unclear
    wanted = found(detector, float(logit(PHOTO_THRESHOLD.small)), events)
    for weight in _WEIGHTS:
        scores = np.where(detector >= logit(SUSPECTED), detector + weight * known["log_odds"], -np.inf)
        best = np.sort([scores[faces & (face == each)].max() for each in np.unique(face[faces])])[::-1]
        least = float(best[min(wanted, len(best)) - 1])
        print(f"weight {weight:g}, from {least:.2f}")
        for kind in (Kind.EVENT, Kind.MASK):
            for degraded in (False, True):
                these = (known["kind"] == kind) & ((known["picture"] < 0) == degraded)
                false = (scores >= least) & these & ~on
                print(
                    f"  {kind.name.lower()}{' degraded' if degraded else ''}: {found(scores, least, these)} faces, "
                    f"{found(scores, least, these & large)} of 16 px and more, {found(scores, least, these & heavy)} "
                    f"heavily occluded; false {false.sum() / len(np.unique(known['picture'][these])):.2f} a picture"
                )


def _flags(
    picture: NDArray[np.int64], label: NDArray[np.int64], stills: dict[int, Still]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Bool [n] twice: places on faces of 16 px and more, and those of them on heavily occluded ones."""
    large, heavy = np.zeros(len(label), np.bool_), np.zeros(len(label), np.bool_)
    for at in np.flatnonzero(label >= 0):
        still = stills[abs(int(picture[at]))]
        box = still.boxes[label[at]]
        large[at] = (box[2:] - box[:2]).min() >= SMALLEST
        heavy[at] = large[at] and still.occlusion[label[at]] == 2
    return large, heavy


if __name__ == "__main__":
    main()
