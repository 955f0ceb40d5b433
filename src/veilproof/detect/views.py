"""Detect faces in several views of one picture (test-time augmentation): scaled, mirrored, large pictures in tiles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.detect.detector import Detections, Detector, merged
from veilproof.detect.faces import NetworkDetector
from veilproof.detect.fuse import NOT_DETECTED, fused
from veilproof.geometry import areas, intersections

MAX_TILE_SIDE = 1920
"""The longest side of a network's input, in pixels; larger pictures are tiled. Bounds memory. Chosen by hand."""
_TILE_OVERLAP = 256
"""Pixels that neighbouring tiles share, so that a face cut by an edge is whole in the next tile. A round number."""
_EDGE_DISTANCE = 4
"""A box within this many pixels of the edge of a tile may be a part of a face. Chosen by hand."""
_CONTAINED_SHARE = 0.6
"""A box at an edge with at least this share of its area inside a whole face is a part of that face. Chosen by hand."""
_SMALLEST_VIEW = 960
"""The views of a photo are halved until the longer side has at most this many pixels, for very large faces. Chosen by
hand."""
_PHOTO_UPSCALING = ((600, 4.0), (2400, 2.0))
"""(longer side in pixels up to which, scale of the largest view) of photos that are upscaled. The scales were compared
in docs/detection.md, the limits chosen by hand."""
_INTERMEDIATE_VIEW = 0.7
"""Scale of the second view of a photo relative to the largest; docs/detection.md compares it with other sets."""


@dataclass(frozen=True, slots=True)
class View:
    """A transformation of a picture before detection: resized by `scale`, flipped horizontally if `mirrored`."""

    scale: float = 1.0
    mirrored: bool = False


def photo_views(width: int, height: int) -> tuple[View, ...]:
    """The views of a photo of that size in pixels: for small, medium and large faces, one of them mirrored."""
    longest = max(width, height)
    scale = next((scale for side, scale in _PHOTO_UPSCALING if longest <= side), 1.0)
    views = [View(scale), View(_INTERMEDIATE_VIEW * scale), View(scale / 2, mirrored=True)]
    while longest * views[-1].scale > _SMALLEST_VIEW:
        views.append(View(views[-1].scale / 2))
    return tuple(views)


Find = Callable[[Iterable[NDArray[np.uint8]], float], Iterator[tuple[Detections, ...]]]
"""(pictures, threshold) -> what is detected in each, as `Detector.detect` does, of one kind or of several."""


def detect_fused(
    detector: Detector, picture: NDArray[np.uint8], views: tuple[View, ...], threshold: float
) -> Detections:
    """Detect faces in several views, each with a probability fused from all of them (`veilproof.detect.fuse`).

    Takes and returns the same as `detect_views`. Use it where the fused probability decides.
    """
    return detect_kinds(_alone(detector), picture, views, threshold, fuse=True)[0]


def detect_views(
    detector: Detector, picture: NDArray[np.uint8], views: tuple[View, ...], threshold: float
) -> Detections:
    """Detect faces in several views, each with the best probability of any.

    Args:
        detector: run once a view, or once a tile.
        picture: uint8 [h, w, 3], RGB; not modified.
        views: at least one.
        threshold: the least probability of a detection (0 to 1).

    Returns:
        Each face once, in pixels of `picture`, by falling probability.
    """
    return detect_kinds(_alone(detector), picture, views, threshold, fuse=False)[0]


def detect_kinds(
    find: Find, picture: NDArray[np.uint8], views: tuple[View, ...], threshold: float, *, fuse: bool
) -> tuple[Detections, ...]:
    """Detect things of several kinds in the same views, each with a fused probability or with the best of any view.

    Takes and returns the same as `detect_views`, for each kind that `find` finds, the first of which are faces. Of
    other kinds, fused boxes are the mean of those of the views.
    """
    least = min(threshold, NOT_DETECTED) if fuse else threshold
    # All tiles of all views go to `find` together, which may take several at once.
    found_in_tiles = find((tile for view in views for tile in _tiles(picture, view)), least)
    faces, *others = zip(*(_found_in_view(found_in_tiles, picture, view) for view in views), strict=True)
    if not fuse:
        return tuple(merged(list(of_one_kind)) for of_one_kind in (faces, *others))
    found = (fused(list(faces)), *(fused(list(of_one_kind), mean_boxes=True) for of_one_kind in others))
    return tuple(one.only(one.scores >= threshold) for one in found)


def _alone(detector: Detector) -> Find:
    if isinstance(detector, NetworkDetector):
        every = detector.detect_all
        return lambda pictures, threshold: ((found,) for found in every(pictures, threshold))
    return lambda pictures, threshold: ((detector.detect(picture, threshold),) for picture in pictures)


def _size(picture: NDArray[np.uint8], view: View) -> tuple[int, int]:
    """Width and height of a picture in a view, in pixels."""
    height, width = picture.shape[:2]
    return max(1, round(width * view.scale)), max(1, round(height * view.scale))


def _places(size: tuple[int, int]) -> list[tuple[int, int]]:
    """The top left corners, x y, of the tiles of a view of that width and height."""
    return [(x, y) for y in tile_starts(size[1]) for x in tile_starts(size[0])]


def _tiles(picture: NDArray[np.uint8], view: View) -> Iterator[NDArray[np.uint8]]:
    """What the detector sees of a picture in a view, in the order of `_places`."""
    size = _size(picture, view)
    if size != (picture.shape[1], picture.shape[0]):
        interpolation = cv2.INTER_AREA if view.scale < 1 else cv2.INTER_LINEAR
        picture = np.asarray(cv2.resize(picture, size, interpolation=interpolation), np.uint8)
    if view.mirrored:
        picture = np.asarray(cv2.flip(picture, 1), np.uint8)
    for x, y in _places(size):
        yield picture[y : y + MAX_TILE_SIDE, x : x + MAX_TILE_SIDE]


def _found_in_view(
    found_in_tiles: Iterator[tuple[Detections, ...]], picture: NDArray[np.uint8], view: View
) -> tuple[Detections, ...]:
    """Of each kind what the next tiles, which are those of this view, found in it, in pixels of the picture."""
    height, width = picture.shape[:2]
    size = _size(picture, view)
    tiles = [_whole_and_cut(next(found_in_tiles), place, size) for place in _places(size)]
    return tuple(
        _joined_tiles(list(of_one_kind), view, size).mapped((width / size[0], height / size[1]))
        for of_one_kind in zip(*tiles, strict=True)
    )


def _joined_tiles(tiles: list[tuple[Detections, Detections]], view: View, size: tuple[int, int]) -> Detections:
    """What the tiles of a view found, whole and cut, as one, in pixels of the view, unmirrored."""
    whole = merged([whole for whole, _ in tiles])
    parts = merged([cut for _, cut in tiles])
    detections = merged([whole, parts.only(_not_part_of(parts, whole))])
    return detections.mirrored(size[0]) if view.mirrored else detections


def _whole_and_cut(
    found: tuple[Detections, ...], place: tuple[int, int], size: tuple[int, int]
) -> tuple[tuple[Detections, Detections], ...]:
    """Of each kind the whole ones of the tile with the top left corner `place`, and those an edge cuts.

    In pixels of the view, which has that width and height.
    """
    (x, y), (view_width, view_height) = place, size
    right, bottom = min(x + MAX_TILE_SIDE, view_width), min(y + MAX_TILE_SIDE, view_height)
    edges = np.array([x, y, right, bottom], np.float32)
    has_neighbour = np.array([x > 0, y > 0, right < view_width, bottom < view_height])
    result = []
    for of_one_kind in found:
        detections = of_one_kind.mapped((1.0, 1.0), (x, y))
        distance = (detections.boxes - edges) * np.array([1, 1, -1, -1], np.float32)
        cut = ((distance < _EDGE_DISTANCE) & has_neighbour).any(axis=1)
        result.append((detections.only(~cut), detections.only(cut)))
    return tuple(result)


def _not_part_of(parts: Detections, whole: Detections) -> NDArray[np.bool_]:
    """Which of the `parts` (bool [n]) lie in no `whole` face of at least their probability."""
    if not len(parts) or not len(whole):
        return np.ones(len(parts), np.bool_)
    shared = intersections(parts.boxes, whole.boxes) / np.maximum(areas(parts.boxes), 1e-6)[:, None]
    is_part = (shared >= _CONTAINED_SHARE) & (whole.scores[None, :] >= parts.scores[:, None])
    return np.asarray(~is_part.any(axis=1), np.bool_)


def tile_starts(length: int) -> list[int]:
    """Where tiles start along a side of `length` pixels: evenly spread, overlapping, none longer than MAX_TILE_SIDE."""
    if length <= MAX_TILE_SIDE:
        return [0]
    count = -(-(length - _TILE_OVERLAP) // (MAX_TILE_SIDE - _TILE_OVERLAP))
    return [round(i * (length - MAX_TILE_SIDE) / (count - 1)) for i in range(count)]
