"""Face detection in one picture."""

from veilproof.detect.detector import Detections, Detector
from veilproof.detect.faces import MODEL_NAMES, complementary_detector, load_detector

__all__ = ["MODEL_NAMES", "Detections", "Detector", "complementary_detector", "load_detector"]
