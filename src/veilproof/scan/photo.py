"""Scan one photo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from veilproof.detect import Detections, Detector
from veilproof.detect.branches import load_branches
from veilproof.detect.text import detect_in_views, heights, load_text_detector
from veilproof.detect.verify import SUSPECTED, detect_verified, load_verifier, verified_in_photo
from veilproof.detect.views import MAX_TILE_SIDE, View, detect_kinds, photo_views
from veilproof.kind import LINES, Kind
from veilproof.media.photo import read_photo
from veilproof.scan.keyframes import LEAST_TEXT
from veilproof.scan.profile import ScanSettings
from veilproof.scan.resume import finish_plan, open_plan, scan_facts
from veilproof.source import unchanged
from veilproof.track.confirm import Confirmation, ConfirmedTrack, confirm_photo_detections
from veilproof.track.ghosts import without_ghosts
from veilproof.track.lines import confirm_lines_of_photo
from veilproof.track.one_head import one_per_head
from veilproof.track.people import HEAD_PHOTO_THRESHOLD, one_track_per_person
from veilproof.track.plates import confirm_plates_of_photo, one_track_per_plate
from veilproof.track.suspicion import distinct


def scan_photo(
    source: Path, path: Path, detector: Detector, settings: ScanSettings, force: bool
) -> tuple[int, tuple[str, ...]]:
    """Find everything to cover in a photo and write its plan, in which the photo is one frame.

    Returns:
        The number of its frames that are damaged, 0 or 1, and what else it holds that never reaches the output, in
        plain words.

    Raises:
        VeilproofError: the photo cannot be read, or `path` must not be replaced (see `open_plan`).
    """
    with unchanged(source) as sha256:
        photo = read_photo(source)
    with open_plan(path, source, scan_facts(source, sha256, photo.info, detector, settings), force) as plan:
        found = confirmed_in_photo(photo.rgb(), detector, settings)
        plan.add({}, [(0, 0)], found.cover, found.suspected)
        finish_plan(plan, 1, int(photo.info.is_damaged), photo.info.dropped)
    return int(photo.info.is_damaged), photo.info.dropped


def confirmed_in_photo(picture: NDArray[np.uint8], detector: Detector, settings: ScanSettings) -> Confirmation:
    """What is covered in uint8 [h, w, 3] RGB, and what is suspected of showing a face."""
    long_side = max(picture.shape[:2])
    people, plates = _at_once(picture, detector, settings)
    lines: list[ConfirmedTrack] = []
    if {*LINES} & {*settings.cover}:
        found = lines_of_photo(picture)
        high = found.only(heights(found) >= settings.min_text_height)
        lines = confirm_lines_of_photo(high, settings.cover, long_side, settings.least_line)
    return Confirmation(people.cover + one_track_per_plate(lines, plates), people.suspected)


def _at_once(
    picture: NDArray[np.uint8], detector: Detector, settings: ScanSettings
) -> tuple[Confirmation, list[ConfirmedTrack]]:
    """People and plates, of the kinds that are asked for, from one look of the network that all share."""
    branches = load_branches(settings.cover, detector)
    if branches is None:
        faces = faces_in_photo(picture, detector, settings) if Kind.FACE in settings.cover else Confirmation([], [])
        return faces, []
    faces_seen, *others = detect_kinds(branches.detect_all, picture, _views(picture, settings), SUSPECTED, fuse=True)
    seen = dict(zip(branches.kinds, others, strict=True))
    people = Confirmation([], [])
    if Kind.FACE in settings.cover:
        people = _confirmed_faces(verified_in_photo(load_verifier(), picture, faces_seen, SUSPECTED), picture, settings)
    if Kind.HEAD in seen:
        least = settings.profile.photo_threshold if settings.min_confidence is not None else HEAD_PHOTO_THRESHOLD
        heads = confirm_photo_detections(seen[Kind.HEAD], max(picture.shape[:2]), least).cover
        people = Confirmation(one_track_per_person(people.cover, heads), people.suspected)
    plates = confirm_plates_of_photo(seen.get(Kind.PLATE, Detections.none()), settings.least_photo_plate)
    return people, plates


def _views(picture: NDArray[np.uint8], settings: ScanSettings) -> tuple[View, ...]:
    height, width = picture.shape[:2]
    return (*photo_views(width, height), *settings.profile.extra_photo_views)


def faces_in_photo(picture: NDArray[np.uint8], detector: Detector, settings: ScanSettings) -> Confirmation:
    """The faces to cover in a photo, uint8 [h, w, 3] RGB, and what is suspected, each as a track of one frame."""
    detections = detect_verified(detector, load_verifier(), picture, _views(picture, settings), SUSPECTED)
    return _confirmed_faces(detections, picture, settings)


def _confirmed_faces(detections: Detections, picture: NDArray[np.uint8], settings: ScanSettings) -> Confirmation:
    confirmed = confirm_photo_detections(detections, max(picture.shape[:2]), settings.profile.photo_threshold)
    return Confirmation(without_ghosts(one_per_head(confirmed.cover)), distinct(confirmed.suspected))


def lines_of_photo(picture: NDArray[np.uint8]) -> Detections:
    """The lines of text in uint8 [h, w, 3] RGB, some of them more than once.

    In two views: as it is, in tiles if it is large; and at twice the size, at which .87 instead of .67 of the plates of
    the tune set were covered (docs/kinds.md), or reduced, for the large letters of a large photo.
    """
    long_side = max(picture.shape[:2])
    other = 2.0 if long_side <= MAX_TILE_SIDE else MAX_TILE_SIDE / long_side
    return detect_in_views(load_text_detector(), picture, (1.0, other), LEAST_TEXT)
