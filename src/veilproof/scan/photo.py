"""Scan one photo."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.detect import Detections, Detector
from veilproof.detect.heads import load_head_detector
from veilproof.detect.text import heights, load_text_detector
from veilproof.detect.verify import SUSPECTED, detect_verified, load_verifier
from veilproof.detect.views import MAX_TILE_SIDE, detect_kinds, photo_views, tile_starts
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
        found = _confirmed(photo.rgb(), detector, settings)
        plan.add({}, [(0, 0)], found.cover, found.suspected)
        finish_plan(plan, 1, int(photo.info.is_damaged), photo.info.dropped)
    return int(photo.info.is_damaged), photo.info.dropped


def _confirmed(picture: NDArray[np.uint8], detector: Detector, settings: ScanSettings) -> Confirmation:
    """What is covered in uint8 [h, w, 3] RGB, and what is suspected of showing a face."""
    height, width = picture.shape[:2]
    long_side = max(width, height)
    views = (*photo_views(width, height), *settings.profile.extra_photo_views)
    covers: list[ConfirmedTrack] = []
    suspected: list[ConfirmedTrack] = []
    if Kind.FACE in settings.cover:
        faces = faces_in_photo(picture, detector, settings)
        covers, suspected = faces.cover, faces.suspected
    if Kind.HEAD in settings.cover:
        _, found = detect_kinds(load_head_detector(detector).detect_both, picture, views, SUSPECTED, fuse=False)
        heads = confirm_photo_detections(found, long_side, HEAD_PHOTO_THRESHOLD).cover
        covers = one_track_per_person(covers, heads)
    if {*LINES} & {*settings.cover}:
        lines = lines_of_photo(picture)
        high = lines.only(heights(lines) >= settings.min_text_height)
        covers = covers + confirm_lines_of_photo(high, settings.cover, long_side)
    return Confirmation(covers, suspected)


def faces_in_photo(picture: NDArray[np.uint8], detector: Detector, settings: ScanSettings) -> Confirmation:
    """The faces to cover in a photo, uint8 [h, w, 3] RGB, and what is suspected, each as a track of one frame."""
    height, width = picture.shape[:2]
    views = (*photo_views(width, height), *settings.profile.extra_photo_views)
    detections = detect_verified(detector, load_verifier(), picture, views, SUSPECTED)
    confirmed = confirm_photo_detections(detections, max(width, height), settings.profile.photo_threshold)
    return Confirmation(without_ghosts(one_per_head(confirmed.cover)), distinct(confirmed.suspected))


def lines_of_photo(picture: NDArray[np.uint8]) -> Detections:
    """The lines of text in uint8 [h, w, 3] RGB, some of them more than once.

    In two views: as it is, in tiles if it is large; and at twice the size, at which .87 instead of .67 of the plates of
    the tune set were covered (docs/kinds.md), or reduced, for the large letters of a large photo.
    """
    text, long_side = load_text_detector(), max(picture.shape[:2])
    other = 2.0 if long_side <= MAX_TILE_SIDE else MAX_TILE_SIDE / long_side
    found = []
    for scale in (1.0, other):
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        view = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way), np.uint8)
        for y in tile_starts(view.shape[0]):
            for x in tile_starts(view.shape[1]):
                tile = view[y : y + MAX_TILE_SIDE, x : x + MAX_TILE_SIDE]
                lines = text.detect(np.ascontiguousarray(tile), LEAST_TEXT)
                found.append(lines.mapped((1 / scale, 1 / scale), (x / scale, y / scale)))
    seen = [one for one in found if one.angles is not None]
    if not seen:
        return Detections.none()
    return Detections(
        np.concatenate([one.boxes for one in seen]),
        np.concatenate([one.scores for one in seen]),
        np.concatenate([one.angles for one in seen if one.angles is not None]),
    )
