"""Writes the sheet of synthetic faces from which the distractors come: `python -m benchmarks.distractors`."""

from __future__ import annotations

from importlib.resources import files

import cv2
import numpy as np
from PIL import Image

from veilproof.detect import load_detector
from veilproof.geometry import sizes
from veilproof.recognise.align import LandmarkDetector, alignment_matrix, warp
from veilproof.recognise.distractors import SHEET

_PEOPLE = tuple(f"P{number:03}" for number in range(1, 11))
"""Ten people of the package openpeople."""
_MAX_SIDE = 1200
"""Pixels: longer side of a portrait when its face is detected."""
_MIN_CONFIDENCE = 0.3
_JPEG_QUALITY = 88


def main() -> None:
    """Write the sheet: one aligned face of each synthetic person, in one row."""
    detector, landmark_detector = load_detector(), LandmarkDetector()
    faces = []
    for person in _PEOPLE:
        file = files("openpeople") / "data" / "curated" / person / "assets" / "studio_portrait.jpg"
        with file.open("rb") as opened, Image.open(opened) as image:
            image.thumbnail((_MAX_SIDE, _MAX_SIDE))
            picture = np.asarray(image.convert("RGB"), np.uint8)
        detections = detector.detect(picture, _MIN_CONFIDENCE)
        landmarks = landmark_detector.detect(picture, detections.boxes[int(sizes(detections.boxes).argmax())])
        if landmarks is None:
            raise SystemExit(f"{person}: no face found")
        faces.append(warp(picture, alignment_matrix(landmarks.points)))
    sheet = cv2.cvtColor(np.concatenate(faces, axis=1), cv2.COLOR_RGB2BGR)
    cv2.imwrite(str(SHEET), sheet, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    print(f"{SHEET}: {len(faces)} faces")


if __name__ == "__main__":
    main()
