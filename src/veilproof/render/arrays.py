"""Covers for programs that decode and encode on their own: a plan as boxes by frame, and frames as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from veilproof.errors import VeilproofError
from veilproof.geometry import empty_boxes
from veilproof.media.planes import Plane
from veilproof.paths import StrPath
from veilproof.plan import Cover, Plan
from veilproof.render.apply import cover_regions
from veilproof.render.covers import Style


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameCover(Cover):
    """What a plan covers in one frame, for `cover`.

    Attributes:
        frame: its number, from 0.
        faces: float32 [n, 4], x1 y1 x2 y2 in pixels of the upright picture; detected faces, without margin.
        drawn: float32 [n, 4], the same for what a person drew; covered as it is.
        heads: float32 [n, 4], the same for detected heads.
        lines: float32 [n, 4], the same for text and plates, before they are turned about their centres.
        angles: float32 [n], degrees by which each of the lines is turned clockwise.
        drawn_angles: float32 [n], the same of `drawn`; empty if none is turned.
        spotlights: float32 [n, 4], in pixels; if there are any, everything outside of them is covered.
        spotlight_angles: float32 [n], degrees by which each of them is turned clockwise.
        width: of the picture, in pixels.
        height: of the picture, in pixels.
    """

    width: int
    height: int


class Covers:
    """The covers of a finished plan, one `FrameCover` for each frame of its original, in order.

    It can be indexed by the number of a frame and iterated; `zip(frames, covers, strict=True)` also checks that there
    are as many frames as the scan had. Frames are numbered as they are shown. A frame that the scan did not have has no
    covers, and must not be published: no detector ever ran on it.

    Attributes:
        width: of the upright picture, in pixels.
        height: of the upright picture, in pixels.
        times: the time of each frame, in seconds since the first one, to compare with those of another decoder.
    """

    def __init__(self, plan: StrPath) -> None:
        """Read the covers of a plan, as it is now.

        Args:
            plan: the plan file.

        Raises:
            VeilproofError: there is no such plan, its scan was not finished, or something else has changed it.
        """
        with Plan.snapshot(plan) as opened:
            if not opened.complete:
                raise VeilproofError(f"{plan}: the scan was not finished; scan its original again to continue it")
            self.width, self.height = int(opened.facts["width"]), int(opened.facts["height"])
            self.times: tuple[Fraction, ...] = tuple(opened.times())
            self._covers = {cover.frame: cover for cover in opened.covers()}

    def __len__(self) -> int:
        """The number of frames."""
        return len(self.times)

    def __iter__(self) -> Iterator[FrameCover]:
        """What is covered in each frame, in order."""
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, frame: int) -> FrameCover:
        """What is covered in a frame.

        Raises:
            IndexError: the scan had no frame of that number.
        """
        if not 0 <= frame < len(self.times):
            raise IndexError(f"no frame {frame}: the scan had {len(self.times)}, and no other must be published")
        found = self._covers.get(frame) or Cover(frame, empty_boxes(), empty_boxes())
        parts = {field.name: getattr(found, field.name) for field in fields(Cover)}
        return FrameCover(**parts, width=self.width, height=self.height)


def cover(frame: NDArray[np.uint8], boxes: FrameCover | ArrayLike, style: Style | None = None) -> NDArray[np.uint8]:
    """Cover faces in a picture. What is given does not change.

    Args:
        frame: uint8 [h, w, 3], RGB, upright. OpenCV turns the frames of phones upright by itself, PyAV does not.
        boxes: what a plan covers in this frame, from `Covers`; or faces that were found in another way, as numbers
            [n, 4], x1 y1 x2 y2 in pixels, without margin. They may lie partly outside the picture.
        style: appearance of the covers. Default: solid black ellipses, 1.5 times as large as the face.

    Returns:
        uint8 [h, w, 3]: a copy of the picture with the covers.

    Raises:
        ValueError: the picture has another shape, type or size than it should; or a box is none: not four numbers, not
            finite, or without an area.
    """
    if frame.dtype != np.uint8 or frame.ndim != 3 or frame.shape[2] != 3:
        raise ValueError(f"frame: uint8 [h, w, 3] is needed, not {frame.dtype} {list(frame.shape)}")
    height, width = frame.shape[:2]
    if isinstance(boxes, FrameCover):
        if (width, height) != (boxes.width, boxes.height):
            raise ValueError(
                f"frame: {width}x{height} pixels, but the plan is for {boxes.width}x{boxes.height};"
                " give the upright picture in its own size"
            )
        regions: Cover = boxes
    else:
        regions = Cover(0, _checked(boxes), empty_boxes())
    covered = np.array(frame, order="C")
    cover_regions([Plane(covered, 1, 1, (0, 0, 0))], regions, style or Style())
    return covered


def _checked(boxes: ArrayLike) -> NDArray[np.float32]:
    """Boxes that somebody else made: one that cannot be drawn must not pass for one that was."""
    numbers = np.asarray(boxes, np.float32)
    if not numbers.size:
        return empty_boxes()
    if numbers.ndim != 2 or numbers.shape[1] != 4:
        raise ValueError(f"boxes: [n, 4] is needed, x1 y1 x2 y2, not {list(numbers.shape)}")
    bad = ~(np.isfinite(numbers).all(axis=1) & (numbers[:, 2:] > numbers[:, :2]).all(axis=1))
    if bad.any():
        raise ValueError(f"boxes: {numbers[bad][0].tolist()} is no box x1 y1 x2 y2 with a width and a height above 0")
    return numbers
