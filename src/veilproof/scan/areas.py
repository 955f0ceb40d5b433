"""Areas that a person draws: what is asked for, and the way of each through a film."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes, areas, clipped, hulls
from veilproof.plan import Area, DrawnPath, Moves
from veilproof.plan.check import clamped
from veilproof.plan.edit_areas import Box
from veilproof.plan.lost import AWAY, padded
from veilproof.track.following import fixed_to_scene, follow_in_video

_MOST_FOLLOWED = 1500
"""Frames each way over which a thing is followed: a minute at 25 frames/s. In more it was lost long ago. A round
number."""


@dataclass(frozen=True, slots=True)
class Film:
    """The original of a plan.

    Attributes:
        path: of the file.
        pts: the time stamps of its frames; one of a photo.
        width: of the upright picture, in pixels.
        height: of the upright picture, in pixels.
    """

    path: Path
    pts: Sequence[int] = field(repr=False)
    width: int
    height: int

    @property
    def whole(self) -> Box:
        """The box of the whole picture."""
        return 0.0, 0.0, float(self.width), float(self.height)


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box that a person drew.

    Attributes:
        box: x1 y1 x2 y2 in pixels of the upright picture.
        at: the frame in which it was drawn.
        first: the first frame that it is asked for.
        last: the last one.
        area: how it goes through the film, and on which side it covers.
        angle: degrees by which it is turned clockwise about its centre in the frame in which it was drawn.
    """

    box: Box
    at: int
    first: int
    last: int
    area: Area = field(default_factory=Area)
    angle: float = 0.0


def drawn_path(film: Film, drawn: DrawnBox) -> DrawnPath:
    """The way of a box through a film.

    A box that is followed, or fixed to the scene, ends where it is lost, or where the shot ends: see
    `DrawnPath.not_reached`. Of *all but*, nothing is spared in the frames after that: all of them are covered whole, up
    to the last one that was asked for.

    Raises:
        VeilproofError: a frame cannot be decoded.
    """
    box = np.array([drawn.box], np.float32)
    if drawn.area.moves is Moves.FIXED or len(film.pts) == 1:
        boxes = np.repeat(box, drawn.last - drawn.first + 1, axis=0)
        return DrawnPath(drawn.first, boxes, drawn.at, drawn.area, np.full(len(boxes), drawn.angle, np.float32))
    if drawn.area.moves is Moves.SCENE:
        first, boxes, turning = fixed_to_scene(film.path, film.pts, drawn.at, box, (drawn.first, drawn.last))
    else:
        far = max(drawn.at - drawn.first, drawn.last - drawn.at, 1)
        first, boxes = follow_in_video(film.path, film.pts, drawn.at, box, min(far, _MOST_FOLLOWED))
        turning = np.zeros(len(boxes), np.float32)
    # Within what was asked for.
    asked = slice(max(0, drawn.first - first), drawn.last + 1 - first)
    angles = np.asarray((turning[asked] + drawn.angle + 180) % 360 - 180, np.float32)
    boxes, angles = _near(boxes[asked], angles, film, drawn.area.all_but)
    path = DrawnPath(max(first, drawn.first), boxes, drawn.at, drawn.area, angles, (drawn.first, drawn.last))
    return padded(path, drawn.first, drawn.last) if drawn.area.all_but else path


def covers_whole_picture(boxes: Boxes, angles: NDArray[np.float32], film_size: tuple[int, int]) -> bool:
    """Whether all of these boxes, turned by their angles, hold the whole picture; size is width and height."""
    upright = not angles.any()
    inside = areas(clipped(hulls(boxes, angles), *film_size))
    return upright and bool((inside >= film_size[0] * film_size[1]).all())


def _near(boxes: Boxes, angles: NDArray[np.float32], film: Film, all_but: bool) -> tuple[Boxes, NDArray[np.float32]]:
    """Boxes and angles as a plan holds them: those that have left the picture stay close to it.

    A turned box that is too large for a plan cannot be cut off. A cover becomes the upright one around it, and an *all
    but* shows nothing.
    """
    size = np.array([film.width, film.height], np.float32)
    around = hulls(boxes, angles)
    off = np.minimum(0, size - around[:, :2]) + np.maximum(0, -around[:, 2:])
    moved = np.asarray(boxes + np.tile(off, 2), np.float32)
    cut = clamped(moved, film.width, film.height)
    too_large = (cut != moved).any(axis=1) & (angles != 0)
    instead = AWAY if all_but else clamped(hulls(moved, angles), film.width, film.height)
    return (
        np.asarray(np.where(too_large[:, None], instead, cut), np.float32),
        np.asarray(np.where(too_large, 0, angles), np.float32),
    )
