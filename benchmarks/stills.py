"""The labelled photographs that clips are made from, and which of them may be tuned on."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DATA = Path("../shared/data")
MOST_FACES = 40
_PLATES_HELD_BACK = 3
"""One picture of plates in so many is held back, by the SHA-256 of its name."""


class Split(StrEnum):
    """Tuning looks at `tune` only, so that what is reported was never tuned on."""

    TUNE = "tune"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Still:
    """One labelled photograph.

    `boxes` is float64 [n, 4], x1 y1 x2 y2 in pixels of the photograph; the other arrays hold one number a face as the
    labels give them (`occlusion`: 0 none, 1 partial, 2 heavy).
    """

    name: str
    path: Path
    boxes: NDArray[np.float64]
    blur: NDArray[np.int64]
    illumination: NDArray[np.int64]
    occlusion: NDArray[np.int64]
    pose: NDArray[np.int64]
    invalid: NDArray[np.bool_]


def digest(*parts: object) -> int:
    """A number that is the same on every machine and in every run: what seeds and splits are drawn from."""
    return int.from_bytes(hashlib.sha256("\0".join(map(str, parts)).encode()).digest()[:8], "big")


def split_of(name: str) -> Split:
    """The set that a picture `event/picture.jpg` is in; pictures of one event are never in both."""
    return Split.TUNE if digest("split", name.partition("/")[0]) % 2 else Split.REPORT


def stills(split: Split, data: Path = DATA) -> list[Still]:
    """The usable photographs of one set, in an order in which any first n come from as many events as can be.

    Raises:
        FileNotFoundError: the labels are not there.
    """
    root = data / "stills"
    labels: dict[str, list[list[int]]] = json.loads((root / "labels.json").read_text())
    events: defaultdict[str, list[Still]] = defaultdict(list)
    for name in sorted(labels, key=lambda name: digest("order", name)):
        if split_of(name) is not split or not labels[name]:
            continue
        still = _still(name, root / "images" / name, np.array(labels[name], np.int64))
        if 1 <= int((~still.invalid).sum()) <= MOST_FACES:
            events[name.partition("/")[0]].append(still)
    order = sorted(events, key=lambda event: digest("event", event))
    turns = zip_longest(*(events[event] for event in order))
    return [still for turn in turns for still in turn if still is not None]


def streets(split: Split, data: Path = DATA) -> list[Still]:
    """Pictures from dashboards, by day and night, in which no face is labelled, of one set; in a fixed order.

    Raises:
        FileNotFoundError: the pictures are not there.
    """
    names = sorted(path.name for path in (data / "plates" / "images").iterdir())
    chosen = [name for name in names if (Split.TUNE if digest("street", name) % 2 else Split.REPORT) is split]
    none = np.zeros((0, 10), np.int64)
    return [
        _still(name, data / "plates" / "images" / name, none)
        for name in sorted(chosen, key=lambda name: digest("order", name))
    ]


def plates(split: Split, data: Path = DATA) -> list[Still]:
    """Pictures from dashboards with labelled plates, of one set; in a fixed order.

    Raises:
        FileNotFoundError: the pictures are not there.
    """
    labels: dict[str, list[list[int]]] = json.loads((data / "plates" / "boxes.json").read_text())
    chosen = [name for name in labels if plates_held_back(name) is (split is Split.REPORT) and labels[name]]
    return [
        _still(name, data / "plates" / "images" / name, _rows(np.array(labels[name], np.int64)))
        for name in sorted(chosen, key=lambda name: digest("order", name))
    ]


def plates_held_back(name: str) -> bool:
    """Whether a picture of plates is never tuned on."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % _PLATES_HELD_BACK == 0


def _rows(corners: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows as those of faces, from x1 y1 x2 y2, with nothing said but where they are."""
    rows = np.zeros((len(corners), 10), np.int64)
    rows[:, :2], rows[:, 2:4] = corners[:, :2], corners[:, 2:] - corners[:, :2]
    return rows


def _still(name: str, path: Path, rows: NDArray[np.int64]) -> Still:
    boxes = rows[:, :4].astype(np.float64)
    boxes[:, 2:] += boxes[:, :2]
    return Still(
        name, path, boxes, blur=rows[:, 4], illumination=rows[:, 6], occlusion=rows[:, 8], pose=rows[:, 9],
        invalid=(rows[:, 7] != 0) | (rows[:, 2:4] <= 0).any(axis=1),
    )  # fmt: skip
