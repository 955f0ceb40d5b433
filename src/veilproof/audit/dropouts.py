"""Cover dropouts: a cover that is missing for a few frames between frames that have it.

The redactor took something there for a face, so little is needed to call a dropout a leak: one detector that sees a
face in the bare pixels when it looks closely. Where none does, but the cover stood there before and stands there
after, a person must look; elsewhere a cover moved, from a wall or a coat.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.bare_faces import BareFaces
from veilproof.audit.frame_pairs import FramePair
from veilproof.audit.leaks import Leak, LeakKind
from veilproof.audit.survival import surviving_share
from veilproof.geometry import Boxes, empty_boxes, sizes

# The thresholds are judgements, tried on planted leaks (`benchmarks.planted`, docs/measured.md) and on the scenes of
# tests/audit/test_dropouts.py.

_MAX_FRAMES = 4
"""Frames: in a longer gap one person's cover may leave and another's arrive."""
_STANDING_FRAMES, _STANDING_WINDOW = 3, 6
"""A cover stands at a place if it is there in so many of the frames before a dropout, and of those after: one that
flickers does. Round numbers; the frames of the window are the bits of a cell."""
_STANDING_SHARE = 0.6
"""Share of the box of a dropout that a standing cover covers: an ellipse fills 0.79 of its own. A round number."""
_GRID_SIDE = 320
"""Cells: frames are compared on a grid whose longer side has so many, which bounds the cost."""
_MIN_SIZE = 14.0
"""Pixels of the picture: a smaller dropout is no face that could be recognised."""
_MIN_FILL = 0.45
"""Share of its bounding box that a dropout must fill."""
_MIN_ASPECT = 0.45
"""Shorter side of a dropout by its longer one: a cover that lags behind its face exposes a thin line along its edge."""
_MIN_CELLS = 9
"""Cells: smaller dropouts are noise."""
_MIN_CHANGE = 8.0
"""Grey levels: a smaller difference from the original is no cover."""
_CHANGE_TO_NOISE = 3
"""A difference from the original is a cover above this many times the encoding noise."""
_MIN_FLASH = 16.0
"""Grey levels by which the redacted picture must change at both ends of a dropout: under a black cover over a dark
part of the picture the original differs little, and nothing is exposed."""
_MIN_SURVIVING = 0.4
"""Share of the structure that must survive in the dropout."""
_MIN_COVER_IOU = 0.75
"""Overlap of the cover before and after a dropout: covers that pass one another change more."""
_STILL_CELLS = 0.3
"""Cells: smaller camera motion is ignored."""
_CONFIDENCE = 0.8
"""The confidence of a dropout in which a detector sees a face: the redactor took it for one, too."""
_MIN_FACE, _MIN_SMALL_FACE, _SMALL_FACE = 0.15, 0.5, 24.0
"""The probability from which a detector sees a face in a dropout, and in one smaller than so many pixels: enlarged, the
back of a head of 11 pixels looks like a face. Chosen on planted leaks and on the dropouts of scans of tune clips
(docs/measured.md)."""
_SIZE_RATIO = (0.5, 2.5)
"""An overlapping leak and dropout are one face if the ratio of their sizes lies between these."""

Map = NDArray[np.uint8]
"""uint8 [h, w] on the grid; masks are 0 or 255."""


@dataclass(frozen=True, slots=True)
class _GridFrame:
    """One frame on the grid.

    Attributes:
        pair: the frame in both files.
        covered: mask of what was replaced.
        redacted: the redacted picture in grey.
        history: uint8 [h, w]: in which frames of the window each cell was covered, a bit each, this one the lowest.
            Covers of the first frame were there before it as well.
        original: the original in grey, float32 [h, w].
        step: cells (x, y) by which the picture moved since the frame before.
    """

    pair: FramePair
    covered: Map
    redacted: Map
    history: Map
    original: NDArray[np.float32]
    step: tuple[float, float]


@dataclass(slots=True)
class _Place:
    """The place of a dropout in the frames after it.

    Attributes:
        still: its corners x1 y1 x2 y2 in cells, for a cover that does not move.
        moving: the same for one that moves with the camera, as far as the motion of the camera is known.
        needed: in how many more frames the cover must be there to stand there.
        left: in how many more frames that can be.
    """

    still: NDArray[np.float32]
    moving: NDArray[np.float32]
    needed: int
    left: int


class CoverDropouts:
    """Detects cover dropouts; camera motion is compensated."""

    def __init__(self, bare_faces: BareFaces) -> None:
        """Start before the first frame; `bare_faces` says whether there is a face in a dropout."""
        self._bare_faces = bare_faces
        self._past: deque[_GridFrame] = deque(maxlen=_MAX_FRAMES + 1)
        self._found: list[tuple[Leak, _Place]] = []

    @property
    def leaks(self) -> list[Leak]:
        """The dropouts detected so far. At the end of the file, a cover that may stand there until then does."""
        return [replace(leak, stands=place.needed <= place.left) for leak, place in self._found]

    def observe(self, pair: FramePair) -> None:
        """Process one frame; frames must come in order."""
        now = _grid_frame(pair, self._past[-1] if self._past else None)
        for _, place in self._found:
            _follow(place, now)
        uncovered = np.full_like(now.covered, 255)
        # Cells by which the picture moved from each earlier frame to this one.
        motion = now.step
        between: list[tuple[_GridFrame, tuple[float, float]]] = []
        for gap, before in enumerate(reversed(self._past)):
            if before.pair.index != pair.index - gap - 1:
                break
            covered = _shifted(before.covered, motion)
            dropout = now.covered & covered & uncovered
            if between and cv2.countNonZero(dropout) >= _MIN_CELLS:
                redacted_before = _shifted(before.redacted, motion)
                for frame, shift in between:
                    dropout &= _differs_from_both(_shifted(frame.redacted, shift), redacted_before, now.redacted)
                frames = [(frame.pair, shift) for frame, shift in reversed(between)]
                self._add_leaks(_dropout_boxes(dropout, covered, now), frames, _shifted(before.history, motion))
            # A longer gap over a cover seen here would report the same dropout again.
            uncovered &= ~covered
            between.append((before, motion))
            motion = motion[0] + before.step[0], motion[1] + before.step[1]
        self._past.append(now)

    def _add_leaks(self, boxes: Boxes, frames: list[tuple[FramePair, tuple[float, float]]], history: Map) -> None:
        """Add the boxes in which the original survives in one of the frames, each with its motion since, in cells.

        `history` is that of the frame before the dropout, moved to where the picture is now.
        """
        if not len(boxes):
            return
        boxes_then = [boxes - np.tile(np.array(shift, np.float32) * _cell_size(pair), 2) for pair, shift in frames]
        shares = np.array(
            [
                # The cover is known to be missing, so a face too blurred to have structure is exposed as it is.
                surviving_share(pair.original_grey, pair.redacted_grey, moved, featureless=1.0)
                for (pair, _), moved in zip(frames, boxes_then, strict=True)
            ]
        )
        for number, size in enumerate(sizes(boxes).tolist()):
            worst = int(shares[:, number].argmax())
            if shares[worst, number] < _MIN_SURVIVING:
                continue
            place = boxes[number] / np.tile(_cell_size(frames[0][0]), 2)
            stood = _share_in(_frames_covered(history) >= _STANDING_FRAMES, place) >= _STANDING_SHARE
            box = boxes_then[worst][number]
            face = self._bare_faces(frames[worst][0], box)
            is_face = face >= (_MIN_FACE if size >= _SMALL_FACE else _MIN_SMALL_FACE)
            x1, y1, x2, y2 = box.tolist()
            leak = Leak(
                track=None,
                first=frames[0][0].index,
                last=frames[-1][0].index,
                box=(x1, y1, x2, y2),
                size=size,
                survives=float(shares[worst, number]),
                frame=frames[worst][0].index,
                confidence=max(_CONFIDENCE, face) if is_face else face,
                covered_elsewhere=True,
                kind=LeakKind.FACE if is_face else LeakKind.MOVED_COVER,
            )
            # The frame just seen is the first of those after the dropout.
            needed, left = (_STANDING_FRAMES - 1, _STANDING_WINDOW - 1) if stood else (1, 0)
            self._found.append((leak, _Place(place, place, needed, left)))


def _follow(place: _Place, now: _GridFrame) -> None:
    """Look whether the cover is still there in the next frame."""
    if not 0 < place.needed <= place.left:
        return
    place.moving = place.moving + np.tile(np.array(now.step, np.float32), 2)
    is_there = any(_share_in(now.covered > 0, each) >= _STANDING_SHARE for each in (place.still, place.moving))
    place.needed -= is_there
    place.left -= 1


def _frames_covered(history: Map) -> Map:
    """In how many frames of the window each cell was covered."""
    return np.asarray(np.unpackbits(history[..., None], axis=-1).sum(axis=-1), np.uint8)


def _share_in(cells: NDArray[np.bool_], corners: NDArray[np.float32]) -> float:
    """The share of a place that these cells fill; what lies outside the picture counts as filled."""
    x1, y1, x2, y2 = (max(0, round(corner)) for corner in corners.tolist())
    inside = cells[y1:y2, x1:x2]
    return float(inside.mean()) if inside.size else 1.0


def _grid_frame(pair: FramePair, last: _GridFrame | None) -> _GridFrame:
    size = _grid_size(pair)
    original, redacted = (
        np.asarray(cv2.resize(each, size, interpolation=cv2.INTER_AREA), np.uint8)
        for each in (pair.original_grey, pair.redacted_grey)
    )
    threshold = max(_MIN_CHANGE, _CHANGE_TO_NOISE * pair.noise)
    covered = _above(cv2.blur(cv2.absdiff(original, redacted), (3, 3)), threshold)
    original_float = original.astype(np.float32)
    step = (0.0, 0.0) if last is None else _camera_step(last.original, original_float)
    if last is None:
        history = np.where(covered > 0, (1 << _STANDING_WINDOW) - 1, 0).astype(np.uint8)
    else:
        # Whether it stands in the picture or moves with the camera: in doubt it stands.
        moved = _shifted(last.history, step)
        before = np.where(_frames_covered(moved) > _frames_covered(last.history), moved, last.history)
        history = (before << 1 & (1 << _STANDING_WINDOW) - 1 | (covered > 0)).astype(np.uint8)
    return _GridFrame(pair, covered, redacted, history, original_float, step)


def _grid_size(pair: FramePair) -> tuple[int, int]:
    """Width and height of the grid, in cells."""
    height, width = pair.original_grey.shape
    shrink = min(1.0, _GRID_SIDE / max(height, width))
    return max(1, round(width * shrink)), max(1, round(height * shrink))


def _cell_size(pair: FramePair) -> NDArray[np.float32]:
    """float32 [2]: width and height of a cell, in pixels of the picture."""
    height, width = pair.original_grey.shape
    columns, rows = _grid_size(pair)
    return np.array([width / columns, height / rows], np.float32)


def _camera_step(before: NDArray[np.float32], now: NDArray[np.float32]) -> tuple[float, float]:
    """Cells by which the camera moved the picture (phase correlation, Kuglin and Hines 1975)."""
    (x, y), _ = cv2.phaseCorrelate(before, now)
    return float(x), float(y)


def _shifted(picture: Map, by: tuple[float, float]) -> Map:
    """The picture moved by so many cells; what enters from outside is 0."""
    if max(abs(by[0]), abs(by[1])) < _STILL_CELLS:
        return picture
    matrix = np.array([[1, 0, by[0]], [0, 1, by[1]]], np.float64)
    return np.asarray(cv2.warpAffine(picture, matrix, picture.shape[::-1], flags=cv2.INTER_NEAREST), np.uint8)


def _differs_from_both(redacted: Map, before: Map, after: Map) -> Map:
    """Mask of where a picture differs from both the one before and the one after."""
    return _above(cv2.min(cv2.absdiff(redacted, before), cv2.absdiff(redacted, after)), _MIN_FLASH)


def _above(values: Any, threshold: float) -> Map:  # noqa: ANN401 - OpenCV's types are wider than any array
    return np.asarray(np.where(np.asarray(values) > threshold, 255, 0), np.uint8)


def _dropout_boxes(dropout: Map, before: Map, after: _GridFrame) -> Boxes:
    """Boxes, in pixels of the picture, of dropouts of one and the same cover that are large enough for a face."""
    if cv2.countNonZero(dropout) < _MIN_CELLS:
        return empty_boxes()
    opened = cv2.morphologyEx(dropout, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(opened)
    scale = _cell_size(after.pair)
    low = stats[1:, :2] * scale
    boxes = np.concatenate([low, low + stats[1:, 2:4] * scale], axis=1).astype(np.float32)
    filled = stats[1:, cv2.CC_STAT_AREA] >= _MIN_FILL * stats[1:, 2] * stats[1:, 3]
    compact = stats[1:, 2:4].min(axis=1) >= _MIN_ASPECT * stats[1:, 2:4].max(axis=1)
    same = [_cover_iou(before, after.covered, *component[:4].tolist()) >= _MIN_COVER_IOU for component in stats[1:]]
    return np.asarray(boxes[filled & compact & np.array(same, np.bool_) & (sizes(boxes) >= _MIN_SIZE)], np.float32)


def _cover_iou(before: Map, after: Map, x: int, y: int, width: int, height: int) -> float:
    """Intersection over union of two covers, within twice the width and height of a component."""
    around = (
        slice(max(0, y - height // 2), y + height + height // 2 + 1),
        slice(max(0, x - width // 2), x + width + width // 2 + 1),
    )
    both, either = cv2.countNonZero(before[around] & after[around]), cv2.countNonZero(before[around] | after[around])
    return both / max(1, either)


def merge_dropouts(leaks: list[Leak], dropouts: list[Leak]) -> list[Leak]:
    """All leaks, each once; a dropout over a track of low confidence raises the confidence of that leak."""
    all_leaks = list(leaks)
    for dropout in dropouts:
        same = [
            index
            for index, leak in enumerate(all_leaks)
            if _overlaps(dropout, leak) and _SIZE_RATIO[0] < leak.size / dropout.size < _SIZE_RATIO[1]
        ]
        if not same:
            all_leaks.append(dropout)
            continue
        nearest = min(same, key=lambda index: abs(all_leaks[index].size / dropout.size - 1))
        leak = all_leaks[nearest]
        if dropout.kind is LeakKind.MOVED_COVER:
            all_leaks[nearest] = replace(leak, stands=leak.stands or dropout.stands)
        elif all(all_leaks[index].confidence < dropout.confidence for index in same):
            all_leaks[nearest] = replace(leak, confidence=dropout.confidence, covered_elsewhere=True)
    return all_leaks


def _overlaps(dropout: Leak, leak: Leak) -> bool:
    """Whether the two share a frame, and the dropout's centre lies within twice the leak's box."""
    if dropout.last < leak.first or leak.last < dropout.first:
        return False
    x, y = (dropout.box[0] + dropout.box[2]) / 2, (dropout.box[1] + dropout.box[3]) / 2
    width, height = leak.box[2] - leak.box[0], leak.box[3] - leak.box[1]
    return (
        leak.box[0] - width / 2 < x < leak.box[2] + width / 2
        and leak.box[1] - height / 2 < y < leak.box[3] + height / 2
    )
