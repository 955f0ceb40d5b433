"""Find lines of text in one picture, without reading them: the detector of PP-OCR, whose weights come with veilproof.

The network says for each pixel how likely it lies in the core of a line (Liao et al. 2020, "Real-time Scene Text
Detection with Differentiable Binarization"). Connected pixels are a line; its rectangle is grown back to all of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof import weights
from veilproof.detect.detector import Detections
from veilproof.detect.faces import padded
from veilproof.detect.network import Network, load_network, run_all
from veilproof.detect.views import MAX_TILE_SIDE, tile_starts
from veilproof.geometry import Boxes

TEXT_NETWORK = "ppocr_det"
"""Names the weights; stored in the plan."""

_CORE = 0.2
"""A pixel of at least this probability is in the core of a line. The authors use .3; .2 finds fainter lines, and what
each line is worth is decided afterwards."""
_GROWTH = 1.8
"""A core is grown on each side by so many times its area over its perimeter. The network was trained on lines shrunk by
about 1.5 times that; more than that covers ascenders that it cut."""
_LEAST_CORE = 3
"""Pixels of the shorter side below which a core is noise, as its authors have it."""


def heights(lines: Detections) -> NDArray[np.float32]:
    """float32 [n]: the shorter side of each line, in pixels: of a written one, its height."""
    return np.asarray((lines.boxes[:, 2:] - lines.boxes[:, :2]).min(axis=1, initial=np.inf), np.float32)


class TextDetector:
    """Finds lines of text."""

    def __init__(self, network: Network) -> None:
        """With a network whose one output is the probability of each pixel, float32 [1, 1, h, w]."""
        self._network = network

    def detect(self, picture: NDArray[np.uint8], threshold: float) -> Detections:
        """Find lines of text.

        Args:
            picture: uint8 [h, w, 3], RGB, of any size; not modified.
            threshold: the least score of a line (0 to 1).

        Returns:
            The lines in pixels of the picture, as turned boxes, by falling score.
        """
        return next(self.detect_all([picture], threshold))

    def detect_all(self, pictures: Iterable[NDArray[np.uint8]], threshold: float) -> Iterator[Detections]:
        """The same for several pictures, in batches where the network's device gains from that."""
        sizes: deque[tuple[int, ...]] = deque()

        def shown() -> Iterator[NDArray[np.uint8]]:
            for picture in pictures:
                sizes.append(picture.shape[:2])
                bgr = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), np.uint8)
                yield np.ascontiguousarray(padded(bgr))

        for _, outputs in run_all(self._network, shown()):
            (found,) = outputs.values()
            height, width = sizes.popleft()
            lines = _lines(np.ascontiguousarray(found[0, 0, :height, :width]), threshold)
            yield lines.only(np.argsort(-lines.scores, kind="stable"))


def detect_in_views(
    detector: TextDetector, picture: NDArray[np.uint8], scales: tuple[float, ...], threshold: float
) -> Detections:
    """The lines in a picture looked at in several sizes, in tiles where it is large; some of them more than once.

    Args:
        detector: run once a tile.
        picture: uint8 [h, w, 3], RGB; not modified.
        scales: of the sizes, against that of the picture.
        threshold: the least score of a line (0 to 1).
    """
    found = []
    for scale in scales:
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        view = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way), np.uint8)
        places = [(x, y) for y in tile_starts(view.shape[0]) for x in tile_starts(view.shape[1])]
        tiles = (np.ascontiguousarray(view[y : y + MAX_TILE_SIDE, x : x + MAX_TILE_SIDE]) for x, y in places)
        for (x, y), lines in zip(places, detector.detect_all(tiles, threshold), strict=True):
            found.append(lines.mapped((1 / scale, 1 / scale), (x / scale, y / scale)))
    seen = [one for one in found if one.angles is not None]
    if not seen:
        return Detections.none()
    return Detections(
        np.concatenate([one.boxes for one in seen]),
        np.concatenate([one.scores for one in seen]),
        np.concatenate([one.angles for one in seen if one.angles is not None]),
    )


@cache
def load_text_detector() -> TextDetector:
    """The text detector that comes with veilproof, loaded once a process.

    Raises:
        VeilproofError: its weights are missing or changed.
    """
    return TextDetector(load_network(weights.path(TEXT_NETWORK), 127.5, 127.5))


def _lines(probability: NDArray[np.float32], threshold: float) -> Detections:
    """The lines in a map of probabilities, float32 [h, w]."""
    mask = (probability > _CORE).astype(np.uint8)
    count, labels, _, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    if count < 2:
        return Detections.none()
    inside = np.bincount(labels.ravel(), minlength=count)
    scores = np.bincount(labels.ravel(), probability.ravel(), count) / np.maximum(inside, 1)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes, angles, kept = [], [], []
    for contour in contours:
        # Of the outline's own pixels, one is enough to tell which component it is.
        score = float(scores[labels[contour[0, 0, 1], contour[0, 0, 0]]])
        if score < threshold:
            continue
        (x, y), (along, across), angle = cv2.minAreaRect(contour)
        # The centres of the outermost pixels lie half a pixel inside of what the pixels stand for.
        along, across = along + 1, across + 1
        if min(along, across) < _LEAST_CORE:
            continue
        grown = _GROWTH * along * across / (2 * (along + across))
        half = along / 2 + grown, across / 2 + grown
        boxes.append((x + 0.5 - half[0], y + 0.5 - half[1], x + 0.5 + half[0], y + 0.5 + half[1]))
        angles.append(angle)
        kept.append(score)
    if not kept:
        return Detections.none()
    return _lying(np.array(boxes, np.float32), np.array(angles, np.float32), np.array(kept, np.float32))


def _lying(boxes: Boxes, angles: NDArray[np.float32], scores: NDArray[np.float32]) -> Detections:
    """The same rectangles turned by at most 45 degrees, whichever of their sides is the longer one.

    OpenCV names any of the four sides; of lines that turn through a film, the angle must not jump by 90 degrees.
    """
    quarter = np.round(angles / 90)
    centre, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    half = np.where((quarter % 2 == 1)[:, None], half[:, ::-1], half)
    turned = np.asarray(angles - 90 * quarter, np.float32)
    return Detections(np.asarray(np.concatenate([centre - half, centre + half], axis=1), np.float32), scores, turned)
