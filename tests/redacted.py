"""The clip of synthetic people and one redaction of it, made once and stood on by several tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from demo.scene import Truth
from tests.decoded import DecodedFrame, black
from veilproof import Plan, redact
from veilproof.geometry import iou, sizes

MIN_SIZE = 16
MIN_VISIBLE = 0.6
COVERED = 0.9


@dataclass(frozen=True, slots=True)
class Face:
    """One face in one frame: float32 [4] box, its size in pixels, and how much of it is not hidden, 0 to 1."""

    frame: int
    person: int
    box: NDArray[np.float32]
    size: float
    visible: float


@cache
def redacted_folder(clip: Path) -> Path:
    """A folder with `people.mp4`, its plan and `people.redacted.mp4`: to be read, never written to."""
    folder = clip.parent / "redacted"
    folder.mkdir()
    redact(Path(shutil.copy(clip, folder / "people.mp4")))
    return folder


def copied(clip: Path, folder: Path) -> Path:
    """A copy of the clip and its finished plan, to be changed; gives the clip."""
    made = redacted_folder(clip)
    shutil.copy(made / "people.veil", folder / "people.veil")
    source = folder / "people.mp4"
    os.link(made / "people.mp4", source)
    return source


def faces(truth: Truth, min_visible: float = MIN_VISIBLE) -> Iterator[Face]:
    """Every face that is large enough and visible well enough to count."""
    for index, frame in enumerate(truth.frames):
        for box, person, visible, size in zip(
            frame.boxes, frame.people, frame.visible, sizes(frame.boxes), strict=True
        ):
            if size >= MIN_SIZE and visible >= min_visible:
                yield Face(index, int(person), box, float(size), float(visible))


def uncovered(shown: list[DecodedFrame], truth: Truth) -> list[Face]:
    """Every face that is not covered in black."""
    return [face for face in faces(truth) if black(shown[face.frame], face.box) < COVERED]


def tracks_on(plan: Plan, truth: Truth, person: int) -> list[int]:
    """The tracks of a plan that lie on the face of one person."""
    found = []
    for track in plan.tracks():
        boxes = plan.boxes_of(track.id)
        shared = [
            float(iou(face.box[None], boxes[face.frame - track.first][None])[0, 0])
            for face in faces(truth, 0.0)
            if face.person == person and track.first <= face.frame <= track.last
        ]
        if shared and np.median(shared) > 0.2:
            found.append(track.id)
    return found
