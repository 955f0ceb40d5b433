"""Makes the sheet of synthetic faces that the audit compares with: `python -m benchmarks.distractors`."""

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
_LONGEST = 1200


def main() -> None:
    """Write the sheet: one upright face of each synthetic person, side by side."""
    detector, landmark_detector = load_detector(), LandmarkDetector()
    faces = []
    for person in _PEOPLE:
        file = files("openpeople") / "data" / "curated" / person / "assets" / "studio_portrait.jpg"
        with file.open("rb") as opened, Image.open(opened) as image:
            image.thumbnail((_LONGEST, _LONGEST))
            picture = np.asarray(image.convert("RGB"), np.uint8)
        found = detector.detect(picture, 0.3)
        landmarks = landmark_detector.detect(picture, found.boxes[int(sizes(found.boxes).argmax())])
        if landmarks is None:
            raise SystemExit(f"{person}: no face found")
        faces.append(warp(picture, alignment_matrix(landmarks.points)))
    sheet = cv2.cvtColor(np.concatenate(faces, axis=1), cv2.COLOR_RGB2BGR)
    cv2.imwrite(str(SHEET), sheet, [cv2.IMWRITE_JPEG_QUALITY, 88])
    print(f"{SHEET}: {len(faces)} faces")


if __name__ == "__main__":
    main()
