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
from veilproof.plan.labels import (
    ALL_BUT_LABEL,
    Labelled,
    LabelledFilm,
    LabelledTrack,
    labelled_rectangle,
    stretches_of,
    track_of,
    written_like,
)

_FRAME = re.compile(r"([0-9]{1,9})(\.[A-Za-z]{3,4})?$")
"""The number of a frame at the end of the name of an image: `march.mp4#12`, `frame_000012.PNG`."""
_CORNERS = 8
"""Numbers of a polygon with four corners."""
_MOST_ROUNDING = 1.0
"""Pixels between a box of a file and the one around the corners beside it: some programs write whole pixels."""
_MOST_NUMBER = 1e9
"""No picture is larger, and no box is turned further."""


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
    interpolated; in frames that have one it is not, unless it has a box there. A segmentation that is a rectangle, with
    the `bbox` around it, is a turned box; of any other, the box around it and the `bbox` counts. Of *all but* such a
    box would show more than was drawn.

    Args:
        path: the file.
        film: what it must fit.

    Raises:
        VeilproofError: it is broken, does not fit the film, or an *all but* is no rectangle.
    """
    try:
        document = msgspec.json.decode(path.read_bytes(), type=_Document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise VeilproofError(
            f"{path}: not a COCO file ({' '.join(str(error).split())[:100]}); export it anew"
        ) from None
    for numbered in (document.images, document.categories):
        if len({each.id for each in numbered}) < len(numbered):
            raise VeilproofError(f"{path}: two of its images or categories have one number; export it anew")
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
        for stretch in _stretches(_boxes(path, label, annotations, frames), looked)
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


def _stretches(boxes: list[Labelled], looked: NDArray[np.bool_]) -> list[list[Labelled]]:
    gaps = looked.copy()
    gaps[[each.frame for each in boxes]] = False
    return stretches_of(boxes, gaps)


def _boxes(path: Path, label: str, annotations: list[_Annotation], frames: dict[int, int]) -> list[Labelled]:
    """The boxes of one track, in the order of their frames."""
    found = sorted((_box(path, label, each, frames[each.image_id]) for each in annotations), key=lambda box: box.frame)
    for at in range(1, len(found)):
        found[at] = written_like(found[at], found[at - 1])
    return found


def _box(path: Path, label: str, each: _Annotation, frame: int) -> Labelled:
    x, y, width, height = each.bbox
    if not each.segmentation:
        return Labelled(frame, (x, y, x + width, y + height), each.attributes.rotation)
    polygons = _polygons(path, each.segmentation)
    # Where box and corners do not say the same, nobody can tell which of them is meant.
    if len(polygons) == 1 and len(polygons[0]) == _CORNERS and _is_around(each.bbox, polygons[0]):
        rectangle = labelled_rectangle(frame, polygons[0])
        if rectangle is not None:
            return rectangle
    if label == ALL_BUT_LABEL:
        raise VeilproofError(
            f"{path}: an area of {label!r} in frame {frame} is no rectangle, and the box around it would show more than"
            " was drawn; draw it as a box"
        )
    across = [x, x + width, *(number for polygon in polygons for number in polygon[0::2])]
    down = [y, y + height, *(number for polygon in polygons for number in polygon[1::2])]
    return Labelled(frame, (min(across), min(down), max(across), max(down)))


def _is_around(bbox: tuple[float, float, float, float], polygon: list[float]) -> bool:
    x, y, width, height = bbox
    off = (
        min(polygon[0::2]) - x,
        min(polygon[1::2]) - y,
        max(polygon[0::2]) - x - width,
        max(polygon[1::2]) - y - height,
    )
    return max(map(abs, off)) <= _MOST_ROUNDING


def _polygons(path: Path, segmentation: object) -> list[list[float]]:
    """The polygons of a segmentation, x y of each corner; none of a mask, which lies in its box."""
    if isinstance(segmentation, dict):
        return []
    if not isinstance(segmentation, list) or not all(map(_is_polygon, segmentation)):
        raise VeilproofError(
            f"{path}: a segmentation is no list of polygons, each with x and y of its corners; export it anew"
        )
    return [[float(number) for number in polygon] for polygon in segmentation]


def _is_polygon(value: object) -> bool:
    return isinstance(value, list) and len(value) % 2 == 0 and all(map(_is_number, value))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _MOST_NUMBER


def _confidence(path: Path, annotations: list[_Annotation]) -> float:
    best = max(each.score for each in annotations)
    if not 0 <= best <= 1:
        raise VeilproofError(f"{path}: a score of {best:g} is no probability; scores are from 0 to 1")
    return best
