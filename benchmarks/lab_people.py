"""Writes the pictures of synthetic people on which reports of the laboratory show coverings.

`python -m benchmarks.lab_people` takes them from the package openpeople, which only demo and tests need: the package
veilproof carries the result, a few portraits in one row.
"""

from __future__ import annotations

from importlib.resources import files

import cv2
import numpy as np
from PIL import Image

from veilproof.detect import load_detector
from veilproof.geometry import sizes
from veilproof.lab.portrait import make_portrait
from veilproof.lab.synthetic import SHEET
from veilproof.recognise.align import LandmarkDetector

_PEOPLE = ("P001", "P002", "P006", "P010")
_MAX_SIDE = 1200
"""Pixels: longer side of a studio portrait when its face is detected."""
_MIN_CONFIDENCE = 0.3
_JPEG_QUALITY = 90


def main() -> None:
    """Write the sheet."""
    detector, landmark_detector = load_detector(), LandmarkDetector()
    portraits = []
    for person in _PEOPLE:
        file = files("openpeople") / "data" / "curated" / person / "assets" / "studio_portrait.jpg"
        with file.open("rb") as opened, Image.open(opened) as image:
            image.thumbnail((_MAX_SIDE, _MAX_SIDE))
            picture = np.asarray(image.convert("RGB"), np.uint8)
        detections = detector.detect(picture, _MIN_CONFIDENCE)
        landmarks = landmark_detector.detect(picture, detections.boxes[int(sizes(detections.boxes).argmax())])
        if landmarks is None:
            raise SystemExit(f"{person}: no face found")
        portraits.append(make_portrait(picture, landmarks.points).pixels)
    sheet = cv2.cvtColor(np.concatenate(portraits, axis=1), cv2.COLOR_RGB2BGR)
    cv2.imwrite(str(SHEET), sheet, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    print(f"{SHEET}: {len(portraits)} people")


if __name__ == "__main__":
    main()
