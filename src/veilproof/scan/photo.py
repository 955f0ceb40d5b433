"""Scan one photo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from veilproof.detect import Detector
from veilproof.detect.verify import SUSPECTED, detect_verified, load_verifier
from veilproof.detect.views import photo_views
from veilproof.media.photo import read_photo
from veilproof.scan.profile import ScanSettings
from veilproof.scan.resume import finish_plan, open_plan, scan_facts
from veilproof.source import unchanged
from veilproof.track.confirm import Confirmation, confirm_photo_detections
from veilproof.track.ghosts import without_ghosts
from veilproof.track.one_head import one_per_head
from veilproof.track.suspicion import distinct


def scan_photo(
    source: Path, path: Path, detector: Detector, settings: ScanSettings, force: bool
) -> tuple[int, tuple[str, ...]]:
    """Find every face in a photo and write its plan, in which the photo is one frame.

    Returns:
        The number of its frames that are damaged, 0 or 1, and what else it holds that never reaches the output, in
        plain words.

    Raises:
        VeilproofError: the photo cannot be read, or `path` must not be replaced (see `open_plan`).
    """
    with unchanged(source) as sha256:
        photo = read_photo(source)
    with open_plan(path, source, scan_facts(source, sha256, photo.info, detector, settings), force) as plan:
        found = faces_in_photo(photo.rgb(), detector, settings)
        plan.add({}, [(0, 0)], found.cover, found.suspected)
        finish_plan(plan, 1, int(photo.info.is_damaged), photo.info.dropped)
    return int(photo.info.is_damaged), photo.info.dropped


def faces_in_photo(picture: NDArray[np.uint8], detector: Detector, settings: ScanSettings) -> Confirmation:
    """What to cover in a photo, uint8 [h, w, 3] RGB, and what is suspected, each as a track of one frame."""
    height, width = picture.shape[:2]
    views = (*photo_views(width, height), *settings.profile.extra_photo_views)
    detections = detect_verified(detector, load_verifier(), picture, views, SUSPECTED)
    confirmed = confirm_photo_detections(detections, max(width, height), settings.profile.photo_threshold)
    return Confirmation(without_ghosts(one_per_head(confirmed.cover)), distinct(confirmed.suspected))
