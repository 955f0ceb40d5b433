"""Look at every detection a second time, closely: a small network of our own says how likely it is a face.

A detector sees a whole picture and resembles everything with everything. The verifier sees one place with its
surroundings, at the size at which faces are told best. It is trained on the detector's own mistakes
(`training/verifier`; docs/models/verifier.md says on which data, and how well it does).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from veilproof import weights
from veilproof.detect.detector import Detections, Detector
from veilproof.detect.network import Network, load_network
from veilproof.detect.views import View, detect_fused
from veilproof.geometry import Boxes, sizes

CROP_SIDE = 96
"""Pixels along a side of the network's input."""
CONTEXT = 2.4
"""The side of a crop in sizes of its box: the face fills 40 of 96 px, with hair, neck and shoulders around it."""
_OUTSIDE = 128
"""The grey level (0 to 255) of what a crop shows beyond the picture. The same in training."""
_BATCH = 16
"""Crops for which the network is run at once; the last batch is filled up, so that one compiled shape is enough."""

SUSPECTED = 0.02
"""From this fused probability on, places in a photo are looked at a second time. From .011 on, 2 of 1,761 faces
more were found on held-back photographs of the tune set."""


@dataclass(frozen=True, slots=True)
class Share:
    """What the verifier has to say: log odds = the detector's + `weight` times the verifier's + `intercept`."""

    weight: float
    intercept: float


IN_PHOTOS = Share(0.3, 0.26)
"""On the fused probability of several views. Of weights from .1 to .7, the one with the fewest false places at equal
recall (`python -m training.verifier.compare`, docs/detection.md). The intercept keeps the thresholds of before."""
IN_FILMS = Share(0.5, 0.43)
"""On the probability in one view. Fitted on degraded photographs of the tune set, where a detector errs as in films.
More weight leaks more (docs/detection.md)."""


class Verifier:
    """Tells faces, bare or covered, from what only looks like them to a detector."""

    def __init__(self, network: Network) -> None:
        """With a network that takes CROP_SIDE pixels and whose output `face` is a log odds, float32 [n, 1]."""
        self._network = network

    def log_odds(self, picture: NDArray[np.uint8], boxes: Boxes) -> NDArray[np.float32]:
        """The log odds of each box being a face, from its crop alone: neither size nor detector score counts.

        Combine them with the detector's by fitted weights; alone, they are less than both together.

        Args:
            picture: uint8 [h, w, 3], RGB; not modified. The same pixels the detector saw, before any cover.
            boxes: float32 [n, 4] in pixels of `picture`; may reach outside it.

        Returns:
            float32 [n], about -8 to 8.
        """
        odds = [np.empty(0, np.float32)]
        for first in range(0, len(boxes), _BATCH):
            batch = crops(picture, boxes[first : first + _BATCH])
            filled = np.concatenate([batch, np.zeros((_BATCH - len(batch), *batch.shape[1:]), np.uint8)])
            odds.append(self._network.run_batch(filled)["face"][: len(batch), 0].copy())
        return np.concatenate(odds)


@cache
def load_verifier() -> Verifier:
    """The verifier that comes with veilproof, loaded once a process.

    Raises:
        VeilproofError: its weights are missing or changed.
    """
    return Verifier(load_network(weights.path("verifier"), 127.5, 64.0))


def detect_verified(
    detector: Detector, verifier: Verifier, picture: NDArray[np.uint8], views: tuple[View, ...], threshold: float
) -> Detections:
    """Detect faces in several views as `detect_fused` does, and look at each a second time.

    Takes and returns the same; the probabilities are those of detector and verifier together.
    """
    suspected = detect_fused(detector, picture, views, min(threshold, SUSPECTED))
    return verified_in_photo(verifier, picture, suspected, threshold)


def verified_in_photo(
    verifier: Verifier, picture: NDArray[np.uint8], suspected: Detections, threshold: float
) -> Detections:
    """The same of what `detect_fused` detected from SUSPECTED on."""
    verified = reconsidered(suspected, verifier.log_odds(picture, suspected.boxes), IN_PHOTOS)
    kept = verified.scores >= threshold
    return Detections(verified.boxes[kept], verified.scores[kept])


def reconsidered(detections: Detections, log_odds: NDArray[np.float32], share: Share) -> Detections:
    """Detections with what the verifier says of them, float32 [n], in their scores, by falling score."""
    first = logit(np.clip(detections.scores.astype(np.float64), 1e-6, 1 - 1e-6))
    scores = expit(first + share.weight * log_odds + share.intercept)
    order = np.argsort(-scores, kind="stable")
    return Detections(detections.boxes[order], np.asarray(scores[order], np.float32))


def crops(
    picture: NDArray[np.uint8], boxes: Boxes, side: int = CROP_SIDE, context: float = CONTEXT
) -> NDArray[np.uint8]:
    """Cut a square around each box.

    Args:
        picture: uint8 [h, w, 3].
        boxes: float32 [n, 4] in its pixels.
        side: of the result, in pixels.
        context: the side of what is cut, in sizes of the box.

    Returns:
        uint8 [n, side, side, 3].
    """
    height, width = picture.shape[:2]
    out = np.full((len(boxes), side, side, 3), _OUTSIDE, np.uint8)
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2
    for at, (centre, size) in enumerate(zip(centres, sizes(boxes), strict=True)):
        reach = max(1, round(float(size) * context))
        left, top = (round(float(c) - reach / 2) for c in centre)
        x1, y1, x2, y2 = max(left, 0), max(top, 0), min(left + reach, width), min(top + reach, height)
        if x2 <= x1 or y2 <= y1:
            continue
        square = np.full((reach, reach, 3), _OUTSIDE, np.uint8)
        square[y1 - top : y2 - top, x1 - left : x2 - left] = picture[y1:y2, x1:x2]
        way = cv2.INTER_AREA if reach > side else cv2.INTER_LINEAR
        out[at] = cv2.resize(square, (side, side), interpolation=way)
    return out
