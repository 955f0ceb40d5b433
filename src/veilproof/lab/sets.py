"""Reads a research set: a folder with one sub-folder a person.

The names of folders and files are used to read them and go no further: a person is a number from here on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from veilproof.detect import Detector, load_detector
from veilproof.errors import VeilproofError
from veilproof.geometry import sizes
from veilproof.lab.portrait import Portrait, make_portrait
from veilproof.media.photo import read_photo
from veilproof.progress import Progress, Step
from veilproof.recognise.align import LandmarkDetector

MIN_PEOPLE = 30
"""With fewer people an interval spans half of the scale, and every one of them could be picked out. A round number."""
MAX_PICTURES = 2
"""Pictures of a person that are used: one for the gallery, one as probe. More hardly narrow intervals, which are by
people, and cost as much each."""
_MAX_SIDE = 1600
"""Pixels: larger photographs are reduced to this longer side."""
_MIN_CONFIDENCE = 0.5
"""Detections below this probability are no faces of a research set; a round number."""


class SetDescription(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a set is, from a TOML file.

    Attributes:
        name: of the set.
        source: where it comes from.
        terms: its licence or terms of use.
        limits: what it does not show, in a sentence or two.
    """

    name: str = "a set that was not described"
    source: str = ""
    terms: str = ""
    limits: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """What was not used, as counts.

    Attributes:
        unreadable: files that are no photo, or cannot be read.
        without_face: photos in which no face was detected.
        repeated: photos that are byte by byte another one of the same person.
        single: people of whom fewer than two pictures are left.
    """

    unreadable: int = 0
    without_face: int = 0
    repeated: int = 0
    single: int = 0


@dataclass(frozen=True, slots=True)
class ResearchSet:
    """People of a research set.

    Attributes:
        gallery: one portrait of each person.
        probes: other portraits of the same people.
        person: int64 [len(probes)], the index in `gallery` of the person of each probe.
        passed: what was not used.
        digest: SHA-256 over the pictures that were read, in hexadecimal digits.
    """

    gallery: tuple[Portrait, ...]
    probes: tuple[Portrait, ...]
    person: NDArray[np.int64]
    passed: Passed
    digest: str


def describe_set(file: Path | None) -> SetDescription:
    """Read the description of a set.

    Raises:
        VeilproofError: the file is not a description.
    """
    if file is None:
        return SetDescription()
    try:
        return msgspec.toml.decode(file.read_bytes(), type=SetDescription)
    except (msgspec.MsgspecError, OSError, UnicodeDecodeError) as error:
        raise VeilproofError(
            f"{file}: not a description of a set ({error}); docs/lab.md lists the keys: {', '.join(_KEYS)}"
        ) from error


_KEYS = SetDescription.__struct_fields__


def read_set(folder: Path, progress: Progress) -> ResearchSet:
    """Read a research set.

    Args:
        folder: has one sub-folder a person.
        progress: is told of the stage "read", in people.

    Raises:
        VeilproofError: it is no such folder, two people share a picture, or fewer than `MIN_PEOPLE` people are left.
    """
    people = _people_in(folder)
    detector, landmarks = load_detector(), LandmarkDetector()
    gallery: list[Portrait] = []
    probes: list[Portrait] = []
    person: list[int] = []
    counts = dict.fromkeys(Passed.__slots__, 0)
    owners: dict[bytes, tuple[int, Path]] = {}
    for number, own in enumerate(people):
        portraits = list(_portraits(own, number, owners, counts, detector, landmarks))
        progress(Step("read", number + 1, len(people)))
        if len(portraits) < 2:
            counts["single"] += 1
            continue
        person += [len(gallery)] * (len(portraits) - 1)
        gallery.append(portraits[0])
        probes += portraits[1:]
    if len(gallery) < MIN_PEOPLE:
        raise VeilproofError(
            f"{folder}: {len(gallery)} people with two pictures or more in which a face was found; rates need at least"
            f" {MIN_PEOPLE}. Give a research set: one sub-folder a person, two photographs or more in each"
        )
    digest = hashlib.sha256(b"".join(owners)).hexdigest()
    return ResearchSet(tuple(gallery), tuple(probes), np.array(person, np.int64), Passed(**counts), digest)


def _people_in(folder: Path) -> list[list[Path]]:
    """The files of each person; the order of people is that of their folders' names."""
    if not folder.is_dir():
        raise VeilproofError(f"{folder}: not a folder; give a research set: one sub-folder a person")
    try:
        folders = sorted(entry for entry in folder.iterdir() if entry.is_dir())
        people = [sorted(file for file in own.iterdir() if file.is_file()) for own in folders]
    except OSError as error:
        raise VeilproofError(f"{error.filename or folder}: cannot be read ({error.strerror}); give access") from error
    if not people:
        raise VeilproofError(f"{folder}: no sub-folder in it; give a research set: one sub-folder a person")
    return people


def _portraits(
    files: list[Path],
    number: int,
    owners: dict[bytes, tuple[int, Path]],
    counts: dict[str, int],
    detector: Detector,
    landmarks: LandmarkDetector,
) -> Iterator[Portrait]:
    """At most `MAX_PICTURES` portraits of one person; files that give none are counted.

    Raises:
        VeilproofError: a file is also that of another person.
    """
    used = 0
    for file in files:
        try:
            digest = hashlib.sha256(file.read_bytes()).digest()
        except OSError:
            counts["unreadable"] += 1
            continue
        owner, earlier = owners.setdefault(digest, (number, file))
        if owner != number:
            raise VeilproofError(
                f"{file} and {earlier} are the same picture of two people: one of them is wrong; remove one"
            )
        if earlier != file:
            counts["repeated"] += 1
            continue
        if used == MAX_PICTURES:
            continue
        try:
            photo = read_photo(file).rgb(_MAX_SIDE)
        except VeilproofError:
            counts["unreadable"] += 1
            continue
        portrait = _largest_face(photo, detector, landmarks)
        if portrait is None:
            counts["without_face"] += 1
            continue
        used += 1
        yield portrait


def _largest_face(photo: NDArray[np.uint8], detector: Detector, landmarks: LandmarkDetector) -> Portrait | None:
    detections = detector.detect(photo, _MIN_CONFIDENCE)
    if not len(detections):
        return None
    found = landmarks.detect(photo, detections.boxes[int(sizes(detections.boxes).argmax())])
    return None if found is None else make_portrait(photo, found.points)
