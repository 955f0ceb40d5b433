"""Heads from all sides: a second answer on the features that CenterFace computes for faces anyway.

The branch is ours (`training/heads`; docs/models/heads.md says on which data, and how well it does). The build puts it
into the graph of CenterFace, so that one run of the network answers for both kinds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from veilproof import weights
from veilproof.detect import output_decoders
from veilproof.detect.calibration import Calibration
from veilproof.detect.detector import Detections, Detector, merged
from veilproof.detect.faces import MODEL_NAMES, NetworkDetector, padded
from veilproof.detect.network import Network, load_network, run_all

HEAD_NETWORK = "centerface_heads"
"""Names the weights: CenterFace with the branch."""
CALIBRATION = Calibration(1.0, 0.0)
"""From the branch's scores to probabilities: as they are; how often they are true was not measured."""


class HeadDetector:
    """Finds heads, and faces in the same run of the network if that is the one for faces."""

    def __init__(self, network: Network, faces: Detector) -> None:
        """With CenterFace and its branch, and the detector of faces, which is asked if it is another network."""
        self._network = network
        self._faces = faces
        self._same = isinstance(faces, NetworkDetector) and faces.name == MODEL_NAMES[0]

    def detect_all(
        self, pictures: Iterable[NDArray[np.uint8]], threshold: float
    ) -> Iterator[tuple[Detections, Detections]]:
        """Detect faces and heads in each, as `Detector.detect` does, in batches where the device gains from that."""
        if self._same and isinstance(self._faces, NetworkDetector):
            for size, outputs in self._run(pictures):
                yield self._faces.read(outputs, size, threshold), _heads(outputs, size, threshold)
            return
        for picture in pictures:
            size, outputs = next(self._run([picture]))
            heads = _heads(outputs, size, threshold)
            yield self._faces.detect(picture, threshold), heads

    def _run(self, pictures: Iterable[NDArray[np.uint8]]) -> Iterator[tuple[tuple[int, int], output_decoders.Outputs]]:
        """The size of the input (height, width) and the outputs for each picture."""
        for shown, outputs in run_all(self._network, (np.ascontiguousarray(padded(one)) for one in pictures)):
            yield (shown.shape[0], shown.shape[1]), outputs


def _heads(outputs: output_decoders.Outputs, size: tuple[int, int], threshold: float) -> Detections:
    raw = merged([Detections(*output_decoders.heads(outputs, size, CALIBRATION.raw(threshold)))])
    return Detections(raw.boxes, CALIBRATION.probability(raw.scores))


@cache
def _network() -> Network:
    return load_network(weights.path(HEAD_NETWORK), 0.0, 1.0)


def load_head_detector(faces: Detector) -> HeadDetector:
    """The head detector that comes with veilproof; its network is loaded once a process.

    Args:
        faces: the detector of faces with which it is used.

    Raises:
        VeilproofError: its weights are missing or changed.
    """
    return HeadDetector(_network(), faces)
