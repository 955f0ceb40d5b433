"""Reading a file with labels, whatever its format."""

from __future__ import annotations

from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.plan.coco import read_coco
from veilproof.plan.cvat import read_cvat
from veilproof.plan.labels import LabelledFilm, LabelledTrack, checked_file

_LOOKED_AT = 64
"""Bytes at the beginning of a file, which tell its format."""


def read_labels(path: Path, film: LabelledFilm) -> list[LabelledTrack]:
    """The labels in a file of CVAT or COCO.

    Args:
        path: the file.
        film: what it must fit.

    Raises:
        VeilproofError: it is of neither format, is broken, or does not fit the film.
    """
    with checked_file(path).open("rb") as file:
        begins = file.read(_LOOKED_AT).removeprefix(b"\xef\xbb\xbf").lstrip()
    if begins.startswith(b"<"):
        return read_cvat(path, film)
    if begins.startswith(b"{"):
        return read_coco(path, film)
    raise VeilproofError(f"{path}: neither XML of CVAT nor JSON of COCO; export the labels in one of these formats")
