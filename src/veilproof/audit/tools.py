"""The detectors, recognisers and distractors of an audit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.search import Detectors, load_detectors
from veilproof.errors import VeilproofError
from veilproof.media.inputs import find_media
from veilproof.media.photo import read_photo
from veilproof.recognise.align import AlignedFace
from veilproof.recognise.distractors import largest_faces, synthetic_faces
from veilproof.recognise.recognisers import Recogniser, load_recognisers

_MAX_PHOTOS = 500
"""Photos of a folder of distractors that are used. A round number; bounds the time an audit takes."""
_MAX_PHOTO_SIDE = 1600
"""Pixels: larger photos of distractors are reduced to this longer side."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What an audit works with. Loading takes seconds; load it once for many files."""

    detectors: Detectors
    recognisers: tuple[Recogniser, ...]
    distractors: tuple[AlignedFace, ...]


def load_tools(distractors: Path | None = None) -> Tools:
    """Load detectors, recognisers and distractors.

    Args:
        distractors: a folder of photos, of which the largest face of each is a distractor; by default synthetic people.

    Raises:
        VeilproofError: weights are missing, the folder cannot be read, or no face is found in it.
    """
    detectors = load_detectors()
    if distractors is None:
        faces = synthetic_faces()
    else:
        faces = largest_faces(_photos_in(distractors), detectors.primary)
        if not faces:
            raise VeilproofError(
                f"{distractors}: no face was found in any photo there; give a folder of photos of faces"
            )
    return Tools(detectors, tuple(load_recognisers()), tuple(faces))


def _photos_in(folder: Path) -> Iterator[NDArray[np.uint8]]:
    """Every readable photo of the folder as uint8 [h, w, 3] RGB; videos and damaged files are skipped."""
    for path in find_media([folder])[:_MAX_PHOTOS]:
        try:
            picture = read_photo(path).rgb(_MAX_PHOTO_SIDE)
        except VeilproofError:
            continue
        yield picture
