"""Labels that were made elsewhere: what a file says is in which frame, and whether it is about this film."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes, corners, turned_boxes
from veilproof.kind import Kind
from veilproof.plan.check import boxes_possible

MOST_BYTES = 1 << 30
"""Of a file with labels: one of an hour with ten tracks has about a tenth. A round number."""
ALL_BUT_LABEL = "all but"
"""The label of an area outside of which everything is covered; the others are the words of `Kind`."""
LABELS = (*(kind.value for kind in Kind), ALL_BUT_LABEL)
"""The labels that are known."""
_ROUNDING = 0.05
"""Pixels: corners of a file have two decimals."""

_HALF_CIRCLE = 180
"""Degrees."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledTrack:
    """One labelled thing in consecutive frames.

    Attributes:
        label: one of `LABELS`.
        first: number of its first frame, from 0.
        boxes: float32 [n, 4], one a frame, in pixels of the upright picture, before they are turned.
        angles: float32 [n], degrees by which each is turned clockwise about its centre.
        confidence: 0 to 1.
        labelled: in how many of these frames the file has a box; in the others it is interpolated.
    """

    label: str
    first: int
    boxes: Boxes
    angles: NDArray[np.float32]
    confidence: float
    labelled: int

    @property
    def kind(self) -> Kind:
        """The kind of the track that it becomes."""
        return Kind.AREA if self.label == ALL_BUT_LABEL else Kind(self.label)


@dataclass(frozen=True, slots=True)
class LabelledFilm:
    """What labels must fit.

    Attributes:
        width: of the upright picture, in pixels.
        height: likewise.
        frames: the number of frames.
        name: of the original; of many photos that are labelled in one file, it tells which is meant.
        names: what labels of the file are called here, such as `person`: `head`; the others keep their names.
    """

    width: int
    height: int
    frames: int
    name: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def label(self, path: Path, name: str) -> str:
        """The label that one of the file has here.

        Raises:
            VeilproofError: it is not known.
        """
        label = self.names.get(name, name)
        if label not in LABELS:
            raise VeilproofError(
                f"{path}: the label {name[:60]!r} is not known; there are {', '.join(LABELS)}; say which of them it is,"
                f" as in --label {name[:20]!r}=head"
            )
        return label

    def image_of(self, path: Path, images: Sequence[str]) -> int:
        """Which of the images of a file is this photo, by their names: that of the same name, or the only one.

        Raises:
            VeilproofError: none is.
        """
        found = [at for at, name in enumerate(images) if PurePosixPath(name).name == self.name]
        if len(found) != 1 and len(images) != 1:
            raise VeilproofError(
                f"{path}: {len(found) or 'none'} of its {len(images)} images {'are' if found else 'is'} called"
                f" {self.name[:60]!r}; give the labels of this photo"
            )
        return found[0] if len(found) == 1 else 0

    def check_size(self, path: Path, width: float, height: float) -> None:
        """Refuse labels of pictures of another size.

        Raises:
            VeilproofError: they are.
        """
        if (width, height) != (self.width, self.height):
            raise VeilproofError(
                f"{path}: labels of pictures of {width:g}x{height:g} pixels, but those of the film have"
                f" {self.width}x{self.height}; give the labels of this film, in its own size"
            )

    def check_frame(self, path: Path, frame: int) -> None:
        """Refuse a frame that the film does not have.

        Raises:
            VeilproofError: it does not.
        """
        if not 0 <= frame < self.frames:
            raise VeilproofError(
                f"{path}: has labels in frame {frame}, but the film has {self.frames} frames, from 0 on; give the"
                " labels of this film, cut as it is"
            )


@dataclass(frozen=True, slots=True)
class Labelled:
    """A box of a file: x1 y1 x2 y2 before it is turned, and the degrees by which it is turned clockwise."""

    frame: int
    box: tuple[float, float, float, float]
    angle: float = 0.0


def track_of(path: Path, film: LabelledFilm, label: str, boxes: list[Labelled], confidence: float) -> LabelledTrack:
    """A track through the frames of some boxes, in ascending order; in frames between two of them it is interpolated.

    Raises:
        VeilproofError: a box is impossible, or two are in one frame.
    """
    frames = np.array([each.frame for each in boxes], np.int64)
    if (np.diff(frames) < 1).any():
        raise VeilproofError(f"{path}: a track has two boxes in one frame; export it anew")
    with np.errstate(over="ignore", invalid="ignore"):
        corners = np.array([each.box for each in boxes], np.float32)
        angles = np.array([each.angle for each in boxes], np.float64)
        if not boxes_possible(corners, film.width, film.height) or not np.isfinite(angles).all():
            raise VeilproofError(
                f"{path}: a box of {label} near frame {int(frames[0])} has no area, or lies far from the picture; is it"
                " the file of this film?"
            )
    every = np.arange(frames[0], frames[-1] + 1)
    # The short way round: 350 degrees are close to 10.
    turned = np.interp(every, frames, np.unwrap(angles, period=360))
    between = np.stack([np.interp(every, frames, side) for side in corners.T.astype(np.float64)], axis=1)
    return LabelledTrack(
        label,
        int(frames[0]),
        between.astype(np.float32),
        ((turned + 180) % 360 - 180).astype(np.float32),
        confidence,
        len(frames),
    )


def stretches_of(boxes: Iterable[Labelled], is_gap: NDArray[np.bool_]) -> list[list[Labelled]]:
    """The boxes of one track by stretch: a frame in which it is known not to be, bool [frames], ends one."""
    gaps = np.concatenate([[0], np.cumsum(is_gap)])
    result: list[list[Labelled]] = []
    for each in sorted(boxes, key=lambda each: each.frame):
        if result and gaps[each.frame] == gaps[result[-1][-1].frame + 1]:
            result[-1].append(each)
        else:
            result.append([each])
    return result


def labelled_rectangle(frame: int, numbers: list[float]) -> Labelled | None:
    """The turned box with these four corners, x y each; None if they are not those of a rectangle."""
    quads = np.array(numbers, np.float32).reshape(1, 4, 2)
    box, angle = turned_boxes(quads)
    off = np.linalg.norm(corners(box, angle)[0][:, None] - quads[0], axis=2)
    if not max(off.min(axis=0).max(), off.min(axis=1).max()) <= _ROUNDING:  # also of nan
        return None
    x1, y1, x2, y2 = box[0].tolist()
    return Labelled(frame, (x1, y1, x2, y2), float(angle[0]))


def written_like(box: Labelled, before: Labelled) -> Labelled:
    """The same rectangle, written as the one before it is: a file may begin with any of its four corners.

    Of the four ways, that from which sides and angle change least, as logarithms and radians: a bar that turns stays a
    bar, and something almost square does not turn.
    """
    x1, y1, x2, y2 = box.box
    across, down, x, y = x2 - x1, y2 - y1, (x1 + x2) / 2, (y1 + y2) / 2
    was = before.box[2] - before.box[0], before.box[3] - before.box[1]
    # What is impossible is refused later.
    if not min(across, down, *was) > 0 or not math.isfinite(across + down + sum(was) + box.angle - before.angle):
        return box
    other = replace(box, box=(x - down / 2, y - across / 2, x + down / 2, y + across / 2), angle=box.angle + 90)

    def change(way: Labelled, sides: tuple[float, float]) -> float:
        scales = sum(abs(math.log(now) - math.log(then)) for now, then in zip(sides, was, strict=True))
        return scales + math.radians(abs(way.angle - before.angle))

    # The corners of a rectangle do not tell it from the same one turned by half a circle.
    one, other = (
        replace(way, angle=way.angle - round((way.angle - before.angle) / _HALF_CIRCLE) * _HALF_CIRCLE)
        for way in (box, other)
    )
    return one if change(one, (across, down)) <= change(other, (down, across)) else other


def checked_file(path: Path) -> Path:
    """A file with labels that may be read.

    Raises:
        VeilproofError: there is none, or it is too large.
    """
    if not path.is_file():
        raise VeilproofError(f"{path}: no such file; give the labels that CVAT or another program has exported")
    if path.stat().st_size > MOST_BYTES:
        raise VeilproofError(f"{path}: larger than {MOST_BYTES >> 20} MB; export the labels of this film alone")
    return path
