"""From which size and sharpness on a face is recognised: `python -m benchmarks.recognisable`.

One photograph of each of 300 people is the gallery, another one the probe, which is made smaller, or blurred, before it
is aligned. Prints the share of probes whose best match is the right one of 300. Rates only: who matched whom is neither
printed nor kept.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from benchmarks.stills import DATA
from veilproof.detect import Detector, load_detector
from veilproof.geometry import areas, sizes
from veilproof.recognise.align import AlignedFace, LandmarkDetector, Points, alignment_matrix, warp
from veilproof.recognise.recognisers import SFace

SIDES = (6, 8, 10, 12, 16, 20, 24, 32, 48, 64)  # pixels: the longer side of the face box
BLURS = (0.0, 0.02, 0.04, 0.06, 0.08, 0.12, 0.16)  # standard deviation of a Gaussian, as a share of that side
_LEAST_SCORE = 0.3


def face_in(
    path: Path, detector: Detector, landmarks: LandmarkDetector
) -> tuple[NDArray[np.uint8], Points, float] | None:
    """The picture, RGB, with the landmarks and the longer side of its largest face; None if there is none."""
    bgr = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if bgr is None:
        return None
    picture = np.ascontiguousarray(np.asarray(bgr, np.uint8)[..., ::-1])
    found = detector.detect(picture, _LEAST_SCORE)
    if not len(found.boxes):
        return None
    box = found.boxes[int(np.argmax(areas(found.boxes)))]
    marks = landmarks.detect(picture, box)
    return None if marks is None else (picture, marks.points, float(sizes(box[None])[0]))


def reduced(picture: NDArray[np.uint8], points: Points, scale: float) -> tuple[NDArray[np.uint8], Points]:
    """The picture and its landmarks at another scale, at most 1."""
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    factor = np.array([small.shape[1] / picture.shape[1], small.shape[0] / picture.shape[0]])
    return np.asarray(small, np.uint8), points * factor


def aligned(picture: NDArray[np.uint8], points: Points) -> AlignedFace:
    """The face with these landmarks, as a recogniser takes it."""
    return warp(picture, alignment_matrix(points))


def blurred(picture: NDArray[np.uint8], sigma: float) -> NDArray[np.uint8]:
    """The picture under a Gaussian of so many pixels."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8) if sigma else picture


def rank_one(gallery: NDArray[np.float32], probes: NDArray[np.float32]) -> str:
    """The share of probes, one of each person in the order of the gallery, that match best, as text."""
    hits = int((np.argmax(probes @ gallery.T, axis=1) == np.arange(len(probes))).sum())
    interval = binomtest(hits, len(probes)).proportion_ci(method="wilson")
    return f"{hits / len(probes):.3f} ({interval.low:.3f} to {interval.high:.3f})"


def main() -> None:
    """Measure and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    people = sorted((parser.parse_args().data / "recognition").iterdir())
    detector, landmarks = load_detector(), LandmarkDetector()
    # Landmarks come from the full size: an attacker may have them from another frame.
    pairs = [[face_in(path, detector, landmarks) for path in sorted(person.glob("*.jpg"))[:2]] for person in people]
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    recogniser = SFace()
    gallery = recogniser.embed([aligned(picture, points) for (picture, points, _), _ in both])
    print(f"{len(both)} people of {len(people)}; chance is {1 / len(both):.4f}")
    for side in SIDES:
        faces = [reduced(picture, points, min(1.0, side / own)) for _, (picture, points, own) in both]
        print(f"{side:3} px: {rank_one(gallery, recogniser.embed([aligned(*face) for face in faces]))}", flush=True)
    for blur in BLURS:
        faces = [(blurred(picture, blur * own), points) for _, (picture, points, own) in both]
        print(f"blur {blur:.2f}: {rank_one(gallery, recogniser.embed([aligned(*face) for face in faces]))}", flush=True)


if __name__ == "__main__":
    main()
