"""Reading COCO files of object detection (Lin et al. 2014), with an image for each frame."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.plan.labels import Labelled, LabelledFilm, LabelledTrack, labelled_polygon, stretches_of, track_of

_FRAME = re.compile(r"([0-9]{1,9})(\.[A-Za-z]{3,4})?$")
"""The number of a frame at the end of the name of an image: `march.mp4#12`, `frame_000012.PNG`."""
_CORNERS = 8


class _Image(msgspec.Struct):
    id: int
    file_name: str = ""
    width: float | None = None
    height: float | None = None


class _Attributes(msgspec.Struct):
    rotation: float = 0.0
    track_id: int | None = None


class _Annotation(msgspec.Struct):
    image_id: int
    category_id: int
    bbox: tuple[float, float, float, float]
    segmentation: Any = None
    track_id: int | None = None
    score: float = 1.0
    attributes: _Attributes = msgspec.field(default_factory=_Attributes)


class _Category(msgspec.Struct):
    id: int
    name: str


class _Document(msgspec.Struct):
    images: list[_Image]
    annotations: list[_Annotation]
    categories: list[_Category]


def read_coco(path: Path, film: LabelledFilm) -> list[LabelledTrack]:
    """The boxes of a COCO file.

    Annotations with one `track_id` are one track. In frames that have no image nobody looked: there it is
    interpolated; in frames that have one it is not, unless it has a box there. A segmentation of four corners is a
    turned box; of any other, the box around it counts.

    Args:
        path: the file.
        film: what it must fit.

    Raises:
        VeilproofError: it is broken, or does not fit the film.
    """
    try:
        document = msgspec.json.decode(path.read_bytes(), type=_Document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise VeilproofError(
            f"{path}: not a COCO file ({' '.join(str(error).split())[:100]}); export it anew"
        ) from None
    frames = _frames(path, film, document.images)
    names = {each.id: each.name for each in document.categories}
    images = {each.id for each in document.images}
    looked = np.zeros(film.frames, np.bool_)
    looked[list(frames.values())] = True
    tracks: dict[tuple[str, int], list[_Annotation]] = defaultdict(list)
    for number, each in enumerate(document.annotations):
        if each.image_id not in images or each.category_id not in names:
            raise VeilproofError(f"{path}: has a box of an image or a category that it does not name; export it anew")
        if each.image_id not in frames:
            continue  # of another photo
        label = film.label(path, names[each.category_id])
        own = each.track_id if each.track_id is not None else each.attributes.track_id
        # Without a number of a track each box is one of its own.
        tracks[label, -1 - number if own is None else own].append(each)
    return [
        track_of(path, film, label, stretch, _confidence(path, annotations))
        for (label, _), annotations in tracks.items()
        for stretch in _stretches(annotations, frames, looked)
    ]


def _frames(path: Path, film: LabelledFilm, images: list[_Image]) -> dict[int, int]:
    """By image, the number of its frame, from 0."""
    if film.frames == 1:
        images = [images[film.image_of(path, [each.file_name for each in images])]]
    for each in images:
        if each.width is not None and each.height is not None:
            film.check_size(path, each.width, each.height)
    if film.frames == 1:
        return {images[0].id: 0}
    found = {each.id: _FRAME.search(each.file_name) for each in images}
    numbers = {image: int(match[1]) for image, match in found.items() if match}
    if len(numbers) < len(images) or len(set(numbers.values())) < len(numbers):
        raise VeilproofError(
            f"{path}: the names of its images do not tell which frame each is; they must end in its number, as in"
            " frame_000012.png"
        )
    if sorted(numbers.values()) == list(range(1, film.frames + 1)):
        return {image: number - 1 for image, number in numbers.items()}
    for number in numbers.values():
        film.check_frame(path, number)
    from_0 = 0 in numbers.values() or all("#" in each.file_name for each in images)
    if numbers and not from_0:
        raise VeilproofError(
            f"{path}: its images may count from 0 or from 1, and a cover one frame late shows what it should hide;"
            " export it with the image of the first frame, number 0, or with one for every frame"
        )
    return numbers


def _stretches(
    annotations: list[_Annotation], frames: dict[int, int], looked: NDArray[np.bool_]
) -> list[list[Labelled]]:
    boxes = [_box(each, frames[each.image_id]) for each in annotations]
    gaps = looked.copy()
    gaps[[each.frame for each in boxes]] = False
    return stretches_of(boxes, gaps)


def _box(each: _Annotation, frame: int) -> Labelled:
    polygons = each.segmentation
    if isinstance(polygons, list) and len(polygons) == 1 and each.attributes.rotation:
        corners = polygons[0]
        if isinstance(corners, list) and len(corners) == _CORNERS and all(map(_is_number, corners)):
            return labelled_polygon(frame, [float(number) for number in corners])
    x, y, width, height = each.bbox
    rotation = each.attributes.rotation if not polygons else 0.0
    return Labelled(frame, (x, y, x + width, y + height), rotation)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def _confidence(path: Path, annotations: list[_Annotation]) -> float:
    best = max(each.score for each in annotations)
    if not 0 <= best <= 1:
        raise VeilproofError(f"{path}: a score of {best:g} is no probability; scores are from 0 to 1")
    return best
