"""Where the detector sees faces in photographs that may be learned from, and where labelled faces are.

`python -m training.verifier.places` runs the detector as veilproof runs it on photos, at a low threshold, over every
photograph of the tune sets, as it is and degraded, and writes one file a picture. It goes on where it stopped; several
processes share the work with `--part 0/4` and so on.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from benchmarks.facemask import masked
from benchmarks.stills import DATA, Split, Still, digest, stills
from training.pictures import is_held_back
from training.verifier.degrade import degraded
from veilproof.detect import Detector, load_detector
from veilproof.detect.fuse import FITTED_WEIGHTS, NOT_DETECTED, FusionWeights, features, group_across_views
from veilproof.detect.views import detect_views, photo_views
from veilproof.geometry import Boxes
from veilproof.media.photo import read_photo

LEAST = 0.01
"""The least fused probability of a place."""
VARIANTS = 3
"""Every photograph is looked at as it is (variant 0), and degraded in this many ways less one: a detector makes other
mistakes in films."""


class Kind(IntEnum):
    """The set that a picture is of."""

    EVENT = 0
    MASK = 1
    HEAD = 2


@dataclass(frozen=True, slots=True)
class Picture:
    """One photograph.

    Attributes:
        kind: the set it is of. In HEAD, heads are labelled, seen from any side: not every one shows a face.
        still: the photograph and its labels.
        held_back: for choosing and fitting, never trained on.
    """

    kind: Kind
    still: Still
    held_back: bool


@dataclass(frozen=True, slots=True)
class Places:
    """What the detector saw in one photograph.

    Attributes:
        boxes: float32 [n, 4], in pixels of the photograph.
        features: float64 [n, 5], as `veilproof.detect.fuse.features` gives them.
        scores: float64 [n], the fused probability.
    """

    boxes: Boxes
    features: NDArray[np.float64]
    scores: NDArray[np.float64]


def pictures(data: Path) -> list[Picture]:
    """Every photograph of the tune sets.

    Raises:
        FileNotFoundError: the labels are not there.
    """
    return [
        *(Picture(Kind.EVENT, s, is_held_back(s.name.partition("/")[0])) for s in stills(Split.TUNE, data)),
        *(Picture(Kind.MASK, s, is_held_back(s.name)) for s in masked(Split.TUNE, data)),
        *(Picture(Kind.HEAD, s, is_held_back(s.name)) for s in heads(Split.TUNE, data)),
    ]


def heads(split: Split, data: Path) -> list[Still]:
    """The photographs of one set with heads labelled; the split, by picture, is made here and used nowhere else."""
    root = data / "heads"
    labels: dict[str, list[list[float]]] = json.loads((root / "boxes.json").read_text())
    made = []
    for name in sorted(labels):
        if (Split.TUNE if digest("heads", name) % 2 else Split.REPORT) is split:
            boxes = np.array(labels[name], np.float64).reshape(-1, 4)
            none = np.zeros(len(boxes), np.int64)
            unusable = np.asarray((boxes[:, 2:] <= boxes[:, :2]).any(axis=1), np.bool_)
            made.append(Still(name, root / "images" / name, boxes, none, none, none, none, unusable))
    return made


def shown(picture: Picture, variant: int) -> tuple[NDArray[np.uint8], float]:
    """The pixels of a variant, uint8 [h, w, 3] RGB, and the scale from the photograph to them."""
    rgb = read_photo(picture.still.path).rgb()
    if variant == 0:
        return rgb, 1.0
    return degraded(rgb, np.random.default_rng([variant, digest("degraded", picture.still.name)]))


def file_of(folder: Path, picture: Picture, variant: int) -> Path:
    """Where the places of a variant are kept."""
    return folder / f"{picture.kind.name.lower()}-{digest('place', picture.still.name):016x}-{variant}.npz"


def read_places(folder: Path, picture: Picture, variant: int) -> Places:
    """What `main` wrote for a variant; boxes are in its pixels."""
    with np.load(file_of(folder, picture, variant)) as kept:
        return Places(kept["boxes"], kept["features"], kept["scores"])


def part_of(everything: list[Picture], part: str) -> list[Picture]:
    """The pictures of a part such as `0/4`, each kind's in turn with the others'."""
    first, _, step = part.partition("/")
    return sorted(everything, key=lambda picture: digest("turn", picture.still.name))[int(first) :: int(step)]


def main() -> None:
    """Run the detector; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=Path("training/out/places"))
    parser.add_argument("--part", default="0/1")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    detector = load_detector()
    for picture in part_of(pictures(asked.data), asked.part):
        for variant in range(VARIANTS):
            file = file_of(asked.out, picture, variant)
            if not file.exists():
                places = places_in(detector, shown(picture, variant)[0])
                partial = file.with_suffix(".partial.npz")
                np.savez(partial, boxes=places.boxes, features=places.features, scores=places.scores)
                partial.replace(file)


def places_in(detector: Detector, rgb: NDArray[np.uint8]) -> Places:
    """What the detector sees in uint8 [h, w, 3] RGB."""
    views = photo_views(rgb.shape[1], rgb.shape[0])
    boxes, log_odds = group_across_views([detect_views(detector, rgb, (view,), NOT_DETECTED) for view in views])
    inputs = features(boxes, log_odds)
    scores = expit(inputs @ np.array([getattr(FITTED_WEIGHTS, name) for name in FusionWeights.__slots__]))
    kept = scores >= LEAST
    return Places(boxes[kept], inputs[kept], scores[kept])


if __name__ == "__main__":
    main()
