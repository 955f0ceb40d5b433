"""Pictures of the places at which a film differs, as the film shows them; none is of the original."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from veilproof.audit.frame_pairs import rgb_of
from veilproof.media.kinds import is_photo
from veilproof.media.photo import read_photo
from veilproof.media.video_read import VideoReader
from veilproof.media.writing import Content, atomic_write, make_folder
from veilproof.release.unchanged import Difference

_MOST_PICTURES = 20
"""Places that are shown: what a person can look at once. A round number."""
_OUTLINE = (220, 40, 30)
"""RGB: the outline of what differs."""


def write_pictures(film: Path, differences: Sequence[Difference], folder: Path) -> None:
    """Write the first frame of each place as PNG, with what differs outlined.

    Args:
        film: the film or photo that was compared.
        differences: the places; the first twenty are shown.
        folder: made where it is not there.

    Raises:
        VeilproofError: a picture cannot be written, or the film cannot be read.
    """
    places = [each for each in differences if each.box is not None or each.first == each.last][:_MOST_PICTURES]
    if not places:
        return
    make_folder(folder, source=film)
    if is_photo(film):
        picture = read_photo(film).rgb()
        for number, place in enumerate(places, 1):
            _write(picture, place, folder / f"difference-{number}.png", film)
        return
    with VideoReader(film) as reader:
        for frame in reader:
            for number, place in enumerate(places, 1):
                if place.first == frame.index:
                    _write(rgb_of(frame.picture), place, folder / f"difference-{number}.png", film)


def _write(rgb: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], place: Difference, path: Path, film: Path) -> None:
    picture = Image.fromarray(rgb)
    if place.box is not None:
        ImageDraw.Draw(picture).rectangle(place.box, outline=_OUTLINE, width=2)
    with atomic_write(path, force=True, source=film, content=Content.PHOTO) as unfinished:
        picture.save(unfinished)
