"""Distractors: faces of other people in the gallery, either synthetic or from pictures given by the user."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.detect import Detector
from veilproof.detect.views import detect_views, photo_views
from veilproof.errors import VeilproofError
from veilproof.geometry import sizes
from veilproof.recognise.align import SIDE, AlignedFace, LandmarkDetector, alignment_matrix, warp

SHEET = Path(__file__).with_name("distractors.jpg")
"""Aligned faces of synthetic people (package openpeople, MIT), in one row; `benchmarks.distractors` writes it."""

_BLEND_STEP = 2
"""Every second blend is used, so that fewer of them share a person; a round number."""
_MIN_CONFIDENCE = 0.5
"""Detections below this probability are no distractors; a round number."""


def synthetic_faces() -> list[AlignedFace]:
    """Aligned faces of people who do not exist: those of the sheet, and blends of pairs of them.

    Raises:
        VeilproofError: the sheet is missing.
    """
    sheet = cv2.imread(str(SHEET), cv2.IMREAD_COLOR)
    if sheet is None:
        raise VeilproofError(f"{SHEET}: missing; reinstall veilproof")
    rgb = np.asarray(cv2.cvtColor(sheet, cv2.COLOR_BGR2RGB), np.uint8)
    people = [np.ascontiguousarray(rgb[:, x : x + SIDE]) for x in range(0, rgb.shape[1], SIDE)]
    blends = [np.asarray(cv2.addWeighted(a, 0.5, b, 0.5, 0), np.uint8) for a, b in combinations(people, 2)]
    return people + blends[::_BLEND_STEP]


def largest_faces(pictures: Iterable[NDArray[np.uint8]], detector: Detector) -> list[AlignedFace]:
    """The largest face of each picture (uint8 [h, w, 3] RGB), aligned; pictures without a face are skipped.

    Raises:
        VeilproofError: the weights of the landmark network are missing.
    """
    landmark_detector, faces = LandmarkDetector(), []
    for picture in pictures:
        views = photo_views(picture.shape[1], picture.shape[0])
        detections = detect_views(detector, picture, views, _MIN_CONFIDENCE)
        if len(detections):
            landmarks = landmark_detector.detect(picture, detections.boxes[int(sizes(detections.boxes).argmax())])
            if landmarks is not None:
                faces.append(warp(picture, alignment_matrix(landmarks.points)))
    return faces
