"""The clip of synthetic people and one redaction of it, shared by several tests."""

from __future__ import annotations

import os
import shutil
import sqlite3
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
from veilproof.kind import Kind
from veilproof.plan.digests import SEAL, seal_of

MIN_SIZE = 16
"""Pixels; smaller faces do not count."""
MIN_VISIBLE = 0.6
"""Share of a face that is not hidden; faces below it do not count."""
COVERED = 0.9
"""Share of a face that must be black for it to be covered."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face in one frame: float32 [4] box, its size in pixels, and the share of it that is not hidden, 0 to 1."""

    frame: int
    person: int
    box: NDArray[np.float32]
    size: float
    visible: float


@cache
def redacted_folder(clip: Path) -> Path:
    """A folder with `people.mp4`, its plan and `people.redacted.mp4`: read-only, shared by all tests."""
    folder = clip.parent / "redacted"
    folder.mkdir()
    redact(Path(shutil.copy(clip, folder / "people.mp4")))
    return folder


def copied(clip: Path, folder: Path) -> Path:
    """A clip with its complete plan in `folder`; the test may change the plan. Returns the clip."""
    shared = redacted_folder(clip)
    shutil.copy(shared / "people.veil", folder / "people.veil")
    source = folder / "people.mp4"
    os.link(shared / "people.mp4", source)
    return source


def of_kind(source: Path, kind: Kind, *tracks: int) -> None:
    """Give tracks of the plan of a clip another kind; all, if none is named."""
    which = f" WHERE id IN ({', '.join(map(str, tracks))})" if tracks else ""
    db = sqlite3.connect(source.with_suffix(".veil"))
    with db:
        db.execute(f"UPDATE track SET kind = ?{which}", (kind.value,))
        db.execute("UPDATE fact SET value = ? WHERE name = ?", (seal_of(db), SEAL))
    db.close()


def faces(truth: Truth, min_visible: float = MIN_VISIBLE) -> Iterator[Face]:
    """Every face that is large and visible enough to count."""
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
