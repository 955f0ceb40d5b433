"""Other faces that a redacted face could be taken for: synthetic people, or a folder of research pictures."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import cv2
import numpy as np

from veilproof.detect import Detector
from veilproof.detect.views import detect_views, photo_views
from veilproof.errors import VeilproofError
from veilproof.geometry import sizes
from veilproof.media.inputs import find_media
from veilproof.media.photo import read_photo
from veilproof.recognise.align import SIDE, Aligned, Landmarks, alignment, drawn

SHEET = Path(__file__).with_name("distractors.jpg")
"""Aligned faces of synthetic people (package openpeople, MIT), side by side: `python -m benchmarks.distractors`."""

_EVERY_MIXED = 2
_LEAST_PROBABILITY = 0.5
_LARGEST_SIDE = 1600


def synthetic() -> list[Aligned]:
    """Faces of people who do not exist: each of the sheet, and the means of pairs of them, other people again."""
    sheet = cv2.imread(str(SHEET), cv2.IMREAD_COLOR)
    if sheet is None:
        raise VeilproofError(f"{SHEET}: missing; reinstall veilproof")
    rgb = np.asarray(cv2.cvtColor(sheet, cv2.COLOR_BGR2RGB), np.uint8)
    people = [np.ascontiguousarray(rgb[:, x : x + SIDE]) for x in range(0, rgb.shape[1], SIDE)]
    mixed = [np.asarray(cv2.addWeighted(a, 0.5, b, 0.5, 0), np.uint8) for a, b in combinations(people, 2)]
    return people + mixed[::_EVERY_MIXED]


def from_folder(folder: Path, detector: Detector, most: int = 500) -> list[Aligned]:
    """The largest face of each photo in a folder, aligned; at most so many photos.

    Raises:
        VeilproofError: the folder cannot be read, or no face is found in it.
    """
    landmarks, faces = Landmarks(), []
    for path in find_media([folder])[:most]:
        try:
            picture = read_photo(path).rgb(_LARGEST_SIDE)
        except VeilproofError:
            continue  # a video, or a damaged picture: one distractor less
        found = detect_views(detector, picture, photo_views(picture.shape[1], picture.shape[0]), _LEAST_PROBABILITY)
        if len(found):
            sight = landmarks.of(picture, found.boxes[int(sizes(found.boxes).argmax())])
            if sight is not None:
                faces.append(drawn(picture, alignment(sight.points)))
    if not faces:
        raise VeilproofError(f"{folder}: no face was found in any photo there; give a folder of photos of faces")
    return faces
