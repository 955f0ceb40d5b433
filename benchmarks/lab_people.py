"""Synthetic people for the laboratory, from the package openpeople, which only demo, tests and this recipe need.

`python -m benchmarks.lab_people` writes the portraits on which reports show coverings, and that come with veilproof;
`--sheet docs/images/lab-coverings.jpg` writes a contact sheet of every covering on twenty people, for the eye;
`--landmarks` locates their landmarks anew. These are kept in a file, because networks place them a few pixels apart on
different processors, and a drawing moves with them.
"""

from __future__ import annotations

import argparse
import functools
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from veilproof.detect import load_detector
from veilproof.geometry import sizes
from veilproof.lab.coverings import COVERINGS, cover
from veilproof.lab.portrait import Portrait, make_portrait
from veilproof.lab.synthetic import SHEET
from veilproof.recognise.align import LandmarkDetector

PEOPLE = tuple(f"P{number:03}" for number in range(1, 11))
"""The people of openpeople."""
LANDMARKS = Path(__file__).with_name("lab_people.json")
"""The five landmarks of each, in pixels of the studio portrait at `_MAX_SIDE`."""
SHIPPED = ("P001", "P002", "P006", "P010")
_MAX_SIDE = 1200
"""Pixels: longer side of a studio portrait when its face is detected."""
_MIN_CONFIDENCE = 0.3
_JPEG_QUALITY, _SHEET_QUALITY = 90, 80
_SHEET_PEOPLE = 20
_CELL = 72
"""Pixels: width and height of a portrait on the contact sheet."""
_LABEL = 190
"""Pixels: width of the names on the contact sheet."""


@functools.cache
def portraits() -> tuple[Portrait, ...]:
    """One portrait of each person of openpeople."""
    points = msgspec.json.decode(LANDMARKS.read_bytes(), type=dict[str, list[tuple[float, float]]])
    return tuple(make_portrait(_photograph(person), np.array(points[person])) for person in PEOPLE)


def _photograph(person: str) -> NDArray[np.uint8]:
    """The studio portrait of a person, uint8 [h, w, 3] RGB."""
    file = files("openpeople") / "data" / "curated" / person / "assets" / "studio_portrait.jpg"
    with file.open("rb") as opened, Image.open(opened) as image:
        image.draft("RGB", (_MAX_SIDE, _MAX_SIDE))
        image.thumbnail((_MAX_SIDE, _MAX_SIDE))
        return np.asarray(image.convert("RGB"), np.uint8)


def _write_landmarks() -> None:
    detector, landmark_detector = load_detector(), LandmarkDetector()
    found = {}
    for person in PEOPLE:
        picture = _photograph(person)
        detections = detector.detect(picture, _MIN_CONFIDENCE)
        landmarks = landmark_detector.detect(picture, detections.boxes[int(sizes(detections.boxes).argmax())])
        assert landmarks is not None, person
        found[person] = landmarks.points.round(1).tolist()
    LANDMARKS.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=0) + b"\n")
    print(f"{LANDMARKS}: written")


def blends() -> list[NDArray[np.uint8]]:
    """The pixels of the portraits, and of the mean of every pair of them: 55 people who do not exist."""
    own = [each.pixels for each in portraits()]
    return own + [np.asarray(cv2.addWeighted(a, 0.5, b, 0.5, 0), np.uint8) for a, b in combinations(own, 2)]


def _contact_sheet() -> NDArray[np.uint8]:
    """Every covering, a row each, on twenty people; uint8 [h, w, 3] RGB."""
    base = portraits()[0]
    people = [make_portrait(pixels, base.points) for pixels in blends()[len(PEOPLE) : len(PEOPLE) + _SHEET_PEOPLE // 2]]
    people = [*portraits(), *people]
    rows = []
    for covering in COVERINGS:
        label = np.full((_CELL, _LABEL, 3), 255, np.uint8)
        cv2.putText(
            label, covering.name, (4, _CELL // 2 + 4), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (30, 30, 30), 1, cv2.LINE_AA
        )
        drawn = [cover(person, covering, (1, index)).pixels for index, person in enumerate(people)]
        cells = [cv2.resize(each, (_CELL, _CELL), interpolation=cv2.INTER_AREA) for each in drawn]
        rows.append(np.concatenate([label, *cells], axis=1))
    return np.asarray(np.concatenate(rows), np.uint8)


def _write(path: Path, rgb: NDArray[np.uint8], quality: int) -> None:
    cv2.imwrite(str(path), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    print(f"{path}: written")


def main() -> None:
    """Write the portraits, or the contact sheet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sheet", type=Path, help="the contact sheet to write instead")
    parser.add_argument("--landmarks", action="store_true", help="locate the landmarks anew instead")
    options = parser.parse_args()
    sheet = options.sheet
    if options.landmarks:
        _write_landmarks()
    elif sheet:
        _write(sheet, _contact_sheet(), _SHEET_QUALITY)
    else:
        shipped = [portraits()[PEOPLE.index(person)].pixels for person in SHIPPED]
        _write(SHEET, np.concatenate(shipped, axis=1), _JPEG_QUALITY)


if __name__ == "__main__":
    main()
