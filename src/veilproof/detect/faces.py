"""The face detectors: CenterFace and YuNet, whose weights come with veilproof, or a user's model of a known family."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof import weights
from veilproof.detect import output_decoders
from veilproof.detect.calibration import Calibration
from veilproof.detect.detector import Detections, Detector, merged
from veilproof.detect.network import Network, load_network, run_all
from veilproof.errors import VeilproofError
from veilproof.paths import StrPath

_SIZE_MULTIPLE = 32
"""Pictures are padded to a multiple of this many pixels, the largest stride of the networks."""


@dataclass(frozen=True, slots=True)
class _Family:
    """An architecture: how to feed it and how to read its outputs.

    Attributes:
        decode: from outputs to boxes and raw scores.
        mean: subtracted from the input (0 to 255).
        scale: divides the input after that.
        bgr: whether the input is BGR instead of RGB.
        calibration: from raw scores to probabilities.
        secondary_threshold: see `NetworkDetector.secondary_threshold`.
    """

    decode: output_decoders.OutputDecoder
    mean: float
    scale: float
    bgr: bool
    calibration: Calibration
    secondary_threshold: float = 0.0


_FAMILIES = {
    "centerface": _Family(output_decoders.centerface, 0.0, 1.0, False, Calibration(1.548, 1.089)),
    "yunet": _Family(output_decoders.yunet, 0.0, 1.0, True, Calibration(1.434, -0.339), secondary_threshold=0.2),
    # Not fitted, because no SCRFD weights come with veilproof: chosen by hand between the other two.
    "scrfd": _Family(output_decoders.scrfd, 127.5, 128.0, False, Calibration(1.5, 0.4)),
}

MODEL_NAMES = ("centerface", "yunet")
"""The detectors whose weights come with veilproof; the first is the default."""


class NetworkDetector:
    """A face detector that runs one network."""

    def __init__(self, name: str, network: Network, family: str) -> None:
        """With the name for the plan, and the family of the network: centerface, yunet or scrfd."""
        self.name = name
        self._network = network
        self._family = _FAMILIES[family]

    @property
    def secondary_threshold(self) -> float:
        """The least probability with which it counts as the complementary detector.

        YuNet gives many large objects .06 to .2, of which 5 % are faces (docs/detection.md).
        """
        return self._family.secondary_threshold

    def detect(self, picture: NDArray[np.uint8], threshold: float) -> Detections:
        """See `Detector.detect`."""
        return next(self.detect_all([picture], threshold))

    def detect_all(self, pictures: Iterable[NDArray[np.uint8]], threshold: float) -> Iterator[Detections]:
        """The same for several pictures, in batches where the network's device gains from that."""
        for shown, outputs in run_all(self._network, map(self._input, pictures)):
            yield self.read(outputs, (shown.shape[0], shown.shape[1]), threshold)

    def detect_raw(self, picture: NDArray[np.uint8], threshold: float) -> Detections:
        """The same as `detect` with raw scores and a raw threshold, to fit the calibration."""
        shown = self._input(picture)
        return self._read_raw(self._network.run(shown), (shown.shape[0], shown.shape[1]), threshold)

    def read(self, outputs: output_decoders.Outputs, size: tuple[int, int], threshold: float) -> Detections:
        """What outputs of its network that were computed elsewhere say, for an input of that size (height, width)."""
        calibration = self._family.calibration
        raw = self._read_raw(outputs, size, calibration.raw(threshold))
        return Detections(raw.boxes, calibration.probability(raw.scores))

    def _read_raw(self, outputs: output_decoders.Outputs, size: tuple[int, int], threshold: float) -> Detections:
        return merged([Detections(*self._family.decode(outputs, size, threshold))])

    def _input(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        shown = padded(picture)
        if self._family.bgr:
            shown = np.asarray(cv2.cvtColor(shown, cv2.COLOR_RGB2BGR), np.uint8)
        return np.ascontiguousarray(shown)


def padded(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture, uint8 [h, w, 3], with its last row and column repeated up to a size that the networks take."""
    height, width = picture.shape[:2]
    right, bottom = -width % _SIZE_MULTIPLE, -height % _SIZE_MULTIPLE
    if not (right or bottom):
        return picture
    return np.asarray(cv2.copyMakeBorder(picture, 0, bottom, 0, right, cv2.BORDER_REPLICATE), np.uint8)


def load_detector(name: str = MODEL_NAMES[0], model: StrPath | None = None) -> NetworkDetector:
    """Load a face detector.

    Args:
        name: one of MODEL_NAMES; ignored if `model` is given.
        model: a user's own ONNX file in the format of CenterFace, YuNet or SCRFD, for pictures of any size.

    Raises:
        VeilproofError: no detector has that name, or the file is not such a model.
    """
    if model is None:
        if name not in MODEL_NAMES:
            raise VeilproofError(f"no detector named {name}; there are {', '.join(MODEL_NAMES)}")
        family = _FAMILIES[name]
        return NetworkDetector(name, load_network(weights.path(name), family.mean, family.scale), name)
    model = Path(model)
    if not model.is_file():
        raise VeilproofError(f"{model}: no such model file")
    family_name = _family_of(load_network(model, 0.0, 1.0), model)
    family = _FAMILIES[family_name]
    digest = hashlib.sha256(model.read_bytes()).hexdigest()[:12]
    detector = NetworkDetector(f"{family_name} {digest}", load_network(model, family.mean, family.scale), family_name)
    try:
        detector.detect(np.zeros((2 * _SIZE_MULTIPLE, 3 * _SIZE_MULTIPLE, 3), np.uint8), 0.0)
    except Exception as error:  # the runtimes and NumPy raise many types where shapes do not fit
        raise VeilproofError(
            f"{model}: has the outputs of {family_name} but fails when run; "
            "give a model that takes RGB pictures of any size"
        ) from error
    return detector


def complementary_detector(detector: Detector) -> NetworkDetector:
    """A detector of another family than this one, which misses other faces."""
    return load_detector("yunet" if detector.name != "yunet" else MODEL_NAMES[0])


def _family_of(network: Network, path: Path) -> str:
    """The family whose outputs a network has, by their names and ranks."""
    names, ranks = set(network.outputs), list(network.outputs.values())
    if {f"{kind}_{stride}" for kind in ("cls", "obj", "bbox") for stride in (8, 16, 32)} <= names:
        return "yunet"
    if len(ranks) == 4 and all(rank == 4 for rank in ranks):
        return "centerface"
    if len(ranks) in (6, 9) and all(rank in (2, 3) for rank in ranks):
        return "scrfd"
    raise VeilproofError(f"{path}: does not have the outputs of CenterFace, YuNet or SCRFD; give such a model")
