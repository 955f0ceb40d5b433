"""Portraits of people who do not exist, to show what coverings look like."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np

from veilproof.errors import VeilproofError
from veilproof.lab.portrait import FACE_BOX, PORTRAIT_SIDE, Portrait, make_portrait
from veilproof.recognise.align import LandmarkDetector

SHEET = Path(__file__).with_name("people.jpg")
"""Portraits of synthetic people (package openpeople, MIT) in one row; `benchmarks.lab_people` writes it."""


@cache
def synthetic_people() -> tuple[Portrait, ...]:
    """The portraits of the sheet.

    Raises:
        VeilproofError: the sheet, or the weights of the landmark network, are missing.
    """
    sheet = cv2.imread(str(SHEET), cv2.IMREAD_COLOR)
    if sheet is None:
        raise VeilproofError(f"{SHEET}: missing; reinstall veilproof")
    rgb = np.asarray(cv2.cvtColor(sheet, cv2.COLOR_BGR2RGB), np.uint8)
    detector = LandmarkDetector()
    people = []
    for x in range(0, rgb.shape[1], PORTRAIT_SIDE):
        picture = np.ascontiguousarray(rgb[:, x : x + PORTRAIT_SIDE])
        landmarks = detector.detect(picture, FACE_BOX)
        if landmarks is None:
            raise VeilproofError(f"{SHEET}: damaged; reinstall veilproof")
        people.append(make_portrait(picture, landmarks.points))
    return tuple(people)
