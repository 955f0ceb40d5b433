"""Finding faces in one picture."""

from veilproof.detect.detector import Detections, Detector
from veilproof.detect.faces import MODEL_NAMES, load_detector, second_to

__all__ = ["MODEL_NAMES", "Detections", "Detector", "load_detector", "second_to"]
