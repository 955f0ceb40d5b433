"""The detectors there are: a network, what its outputs mean, and how its scores become probabilities."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof import weights
from veilproof.detect import output_decoders
from veilproof.detect.detector import Detections, Detector, merged
from veilproof.detect.network import Network, load_network
from veilproof.errors import VeilproofError

_MULTIPLE = 32
_SMALLEST_RAW = 0.03


@dataclass(frozen=True, slots=True)
class Calibration:
    """P(face) = sigmoid(slope * logit(raw score) + intercept) (Platt 1999), fitted by `benchmarks.calibrate`."""

    slope: float
    intercept: float

    def probability(self, raw: NDArray[np.float32]) -> NDArray[np.float32]:
        """float32 [n]: the probability that goes with each raw score."""
        p = np.clip(raw, 1e-6, 1 - 1e-6)
        odds = self.slope * np.log(p / (1 - p)) + self.intercept
        return np.asarray(1 / (1 + np.exp(-odds)), np.float32)

    def raw(self, probability: float) -> float:
        """The raw score that goes with a probability (0 to 1)."""
        if probability <= 0:
            return _SMALLEST_RAW
        p = min(probability, 1 - 1e-6)
        odds = (np.log(p / (1 - p)) - self.intercept) / self.slope
        return max(_SMALLEST_RAW, float(1 / (1 + np.exp(-odds))))


@dataclass(frozen=True, slots=True)
class _Family:
    decode: output_decoders.OutputDecoder
    mean: float
    scale: float
    bgr: bool
    calibration: Calibration
    secondary_threshold: float = 0.0


_FAMILIES = {
    "centerface": _Family(output_decoders.centerface, 0.0, 1.0, False, Calibration(1.548, 1.089)),
    "yunet": _Family(output_decoders.yunet, 0.0, 1.0, True, Calibration(1.434, -0.339), secondary_threshold=0.2),
    # Not fitted, since no such weights come with veilproof: between the other two.
    "scrfd": _Family(output_decoders.scrfd, 127.5, 128.0, False, Calibration(1.5, 0.4)),
}

MODEL_NAMES = ("centerface", "yunet")
"""The detectors whose weights come with veilproof; the first is the default."""


class NetworkDetector:
    """A detector made of one network."""

    def __init__(self, name: str, network: Network, family: str) -> None:
        """A detector called `name` whose network is of that family: centerface, yunet or scrfd."""
        self.name = name
        self._network = network
        self._family = _FAMILIES[family]

    @property
    def secondary_threshold(self) -> float:
        """How sure it must be to count beside another detector; YuNet half takes many large things for faces."""
        return self._family.secondary_threshold

    def detect(self, picture: NDArray[np.uint8], threshold: float) -> Detections:
        """See `Detector.detect`."""
        calibration = self._family.calibration
        found = self.detect_raw(picture, calibration.raw(threshold))
        return Detections(found.boxes, calibration.probability(found.scores))

    def detect_raw(self, picture: NDArray[np.uint8], threshold: float) -> Detections:
        """The same with scores as the network gives them, for fitting the calibration."""
        height, width = picture.shape[:2]
        right, bottom = -width % _MULTIPLE, -height % _MULTIPLE
        if right or bottom:
            picture = np.asarray(cv2.copyMakeBorder(picture, 0, bottom, 0, right, cv2.BORDER_REPLICATE), np.uint8)
        if self._family.bgr:
            picture = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), np.uint8)
        outputs = self._network.run(np.ascontiguousarray(picture))
        return merged([Detections(*self._family.decode(outputs, picture.shape[:2], threshold))])


def load_detector(name: str = MODEL_NAMES[0], model: Path | None = None) -> NetworkDetector:
    """Load a detector by its name, or from a user's own ONNX file shaped like CenterFace, YuNet or SCRFD.

    Raises:
        VeilproofError: no such detector, or a file that is none.
    """
    if model is None:
        if name not in MODEL_NAMES:
            raise VeilproofError(f"no detector named {name}; there are {', '.join(MODEL_NAMES)}")
        family = _FAMILIES[name]
        return NetworkDetector(name, load_network(weights.path(name), family.mean, family.scale), name)
    if not model.is_file():
        raise VeilproofError(f"{model}: no such model file")
    shape = _family_of(load_network(model, 0.0, 1.0), model)
    family = _FAMILIES[shape]
    digest = hashlib.sha256(model.read_bytes()).hexdigest()[:12]
    detector = NetworkDetector(f"{shape} {digest}", load_network(model, family.mean, family.scale), shape)
    try:
        detector.detect(np.zeros((2 * _MULTIPLE, 3 * _MULTIPLE, 3), np.uint8), 0.0)
    except Exception as error:  # whatever the runtimes and NumPy raise where sizes do not fit
        raise VeilproofError(
            f"{model}: looks like {shape} but does not run like it; give a model that takes RGB pictures of any size"
        ) from error
    return detector


def complementary_detector(detector: Detector) -> NetworkDetector:
    """Another detector than this one, which fails differently."""
    return load_detector("yunet" if detector.name != "yunet" else MODEL_NAMES[0])


def _family_of(network: Network, path: Path) -> str:
    names, ranks = set(network.outputs), list(network.outputs.values())
    if {f"{kind}_{stride}" for kind in ("cls", "obj", "bbox") for stride in (8, 16, 32)} <= names:
        return "yunet"
    if len(ranks) == 4 and all(rank == 4 for rank in ranks):
        return "centerface"
    if len(ranks) in (6, 9) and all(rank in (2, 3) for rank in ranks):
        return "scrfd"
    raise VeilproofError(f"{path}: the outputs are not those of CenterFace, YuNet or SCRFD; give such a model")
