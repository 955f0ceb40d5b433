"""Heads and number plates: further answers on the features that CenterFace computes for faces anyway.

The branches are ours (`training/heads`, `training/plates`; docs/models says on which data, and how well they do). The
build puts them into the graph of CenterFace, so that one run of the network answers for all kinds that are asked for.
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
from veilproof.kind import Kind

BRANCH_NETWORK = "centerface_branches"
"""Names the weights: CenterFace with the branches."""
BRANCHES = (Kind.HEAD, Kind.PLATE)
"""The kinds that have one."""
CALIBRATION = Calibration(1.0, 0.0)
"""From the branches' scores to probabilities: as they are; how often they are true was not measured."""


class BranchDetector:
    """Finds what branches look for, and faces in the same run of the network if that is the one for faces."""

    def __init__(self, kinds: tuple[Kind, ...], network: Network, faces: Detector) -> None:
        """With the kinds, CenterFace and its branches, and the detector of faces, asked if it is another network."""
        self.kinds = kinds
        self._network = network
        self._faces = faces
        self._same = isinstance(faces, NetworkDetector) and faces.name == MODEL_NAMES[0]

    def detect_all(self, pictures: Iterable[NDArray[np.uint8]], threshold: float) -> Iterator[tuple[Detections, ...]]:
        """Detect faces, and then each of the kinds, as `Detector.detect` does, in batches where that is faster."""
        if self._same and isinstance(self._faces, NetworkDetector):
            for size, outputs in self._run(pictures):
                yield self._faces.read(outputs, size, threshold), *self._read(outputs, size, threshold)
            return
        for picture in pictures:
            size, outputs = next(self._run([picture]))
            others = self._read(outputs, size, threshold)
            yield self._faces.detect(picture, threshold), *others

    def _run(self, pictures: Iterable[NDArray[np.uint8]]) -> Iterator[tuple[tuple[int, int], output_decoders.Outputs]]:
        """The size of the input (height, width) and the outputs for each picture."""
        for shown, outputs in run_all(self._network, (np.ascontiguousarray(padded(one)) for one in pictures)):
            yield (shown.shape[0], shown.shape[1]), outputs

    def _read(self, outputs: output_decoders.Outputs, size: tuple[int, int], threshold: float) -> list[Detections]:
        found = []
        for kind in self.kinds:
            raw = merged([Detections(*output_decoders.branch(kind.value, outputs, CALIBRATION.raw(threshold)))])
            found.append(Detections(raw.boxes, CALIBRATION.probability(raw.scores)))
        return found


@cache
def _network(kinds: tuple[Kind, ...]) -> Network:
    others = [kind for kind in BRANCHES if kind not in kinds]
    return load_network(weights.path(BRANCH_NETWORK), 0.0, 1.0, without=tuple(f"{kind.value}_" for kind in others))


def load_branches(kinds: Iterable[Kind], faces: Detector) -> BranchDetector | None:
    """The detector of those kinds that have a branch; its network is loaded once a process.

    Args:
        kinds: what is looked for.
        faces: the detector of faces with which it is used.

    Returns:
        None if none of the kinds has one.

    Raises:
        VeilproofError: its weights are missing or changed.
    """
    asked = {*kinds}
    own = tuple(kind for kind in BRANCHES if kind in asked)
    return BranchDetector(own, _network(own), faces) if own else None
