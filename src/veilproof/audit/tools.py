"""The detectors, recognisers and distractors of an audit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from veilproof.audit.search import Detectors, load_detectors
from veilproof.errors import VeilproofError
from veilproof.media.inputs import find_media
from veilproof.media.photo import read_photo
from veilproof.paths import StrPath
from veilproof.recognise.align import AlignedFace
from veilproof.recognise.distractors import largest_faces, synthetic_faces
from veilproof.recognise.recognisers import Recogniser, load_recognisers

_MAX_PHOTOS = 500
"""Photos of a folder of distractors that are used. A round number; bounds the time an audit takes."""
_MAX_PHOTO_SIDE = 1600
"""Pixels: larger photos of distractors are reduced to this longer side."""


class Tools:
    """What an audit works with.

    Loading takes seconds; load it once for many files. What only attacks need is loaded with the first attack.

    Attributes:
        detectors: search the original.
    """

    def __init__(self, detectors: Detectors, distractors: tuple[AlignedFace, ...] | None = None) -> None:
        """Work with these detectors and distractors; synthetic people by default."""
        self.detectors = detectors
        self._distractors = distractors

    @cached_property
    def recognisers(self) -> tuple[Recogniser, ...]:
        """What compares faces.

        Raises:
            VeilproofError: weights are missing.
        """
        return tuple(load_recognisers())

    @cached_property
    def distractors(self) -> tuple[AlignedFace, ...]:
        """Faces of other people.

        Raises:
            VeilproofError: the synthetic people are missing.
        """
        return tuple(synthetic_faces()) if self._distractors is None else self._distractors


def load_tools(distractors: StrPath | None = None) -> Tools:
    """Load detectors, and the distractors of a folder.

    Args:
        distractors: a folder of photos, of which the largest face of each is a distractor; by default synthetic people.

    Raises:
        VeilproofError: weights are missing, the folder cannot be read, or no face is found in it.
    """
    detectors = load_detectors()
    if distractors is None:
        return Tools(detectors)
    faces = largest_faces(_photos_in(Path(distractors)), detectors.primary)
    if not faces:
        raise VeilproofError(f"{distractors}: no face was found in any photo there; give a folder of photos of faces")
    return Tools(detectors, tuple(faces))


def _photos_in(folder: Path) -> Iterator[NDArray[np.uint8]]:
    """Every readable photo of the folder as uint8 [h, w, 3] RGB; videos and damaged files are skipped."""
    for path in find_media([folder])[:_MAX_PHOTOS]:
        try:
            picture = read_photo(path).rgb(_MAX_PHOTO_SIDE)
        except VeilproofError:
            continue
        yield picture
