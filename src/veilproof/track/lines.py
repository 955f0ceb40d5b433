"""Lines of text and plates through a shot: how they are turned in every frame, and which of them are covered.

Lines are linked as the upright boxes around them. A detector of text sees a line or it does not, so what counts is how
sure it was where it saw one, not how often it saw none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from veilproof.detect import Detections
from veilproof.geometry import Boxes, areas, corners, sizes
from veilproof.kind import Kind
from veilproof.track.clock import typical_step
from veilproof.track.confirm import ConfirmedTrack, smoothed, stretches
from veilproof.track.track import Track

LEAST_LINE = 0.4
"""The least confidence of a line that is covered: the mean of its three best scores."""
_COUNTED_SCORES = 3
_BRIDGED_SECONDS = 3.0
"""Frames between two looks that saw the line are covered if they are no further apart. A round number."""
_SMOOTHING_SECONDS = 0.1
"""As of faces (`confirm`)."""

_SAME_LINE = 0.8
"""A line with more than this share inside a larger one is part of it. A round number."""

_PLATE_ASPECT = (1.2, 7.5)
"""Width over height of what may be a plate, its margin included: from those of motorcycles to the long ones of Europe,
seen from the side. Chosen on the tune plates, as what follows."""
_PLATE_LEAN = 35.0
"""Degrees: no plate of a vehicle on its wheels is turned more, unless the camera is."""
_PLATE_WIDTH = 0.35
"""Of the longer side of the picture: no plate is wider, unless nothing else is to be seen."""
_WIDE = 0.1
"""Of the longer side: what is wider is a plate only if the detector of text is sure of it. The branch for plates sees
large ones anyway, and what else is so wide hides much (docs/kinds.md)."""
_SURE, _SURE_LONG = 0.85, 0.7
"""The least score of such a line, and of one that is long."""
_LONG = 1.8
"""Width over height from which a line is long."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a line lies in the upright box around it, in each frame in which it was seen; float64 [k] each."""

    wide: NDArray[np.float64]
    high: NDArray[np.float64]
    angle: NDArray[np.float64]


def like_plates(lines: Detections, long_side: int) -> NDArray[np.bool_]:
    """Bool [n]: which lines may be the plate of a vehicle, in a picture the longer side of which is `long_side`."""
    sides = lines.boxes[:, 2:] - lines.boxes[:, :2]
    long = sides[:, 0] >= _LONG * sides[:, 1]
    sure = (lines.scores >= _SURE) | (long & (lines.scores >= _SURE_LONG)) | (sides[:, 0] <= _WIDE * long_side)
    return np.asarray(lying_like_plates(lines, long_side) & sure, np.bool_)


def lying_like_plates(lines: Detections, long_side: int) -> NDArray[np.bool_]:
    """Bool [n]: which of them lie like one, however sure the detector is."""
    sides = lines.boxes[:, 2:] - lines.boxes[:, :2]
    aspect = sides[:, 0] / np.maximum(sides[:, 1], 1e-6)
    angles = np.zeros(len(lines), np.float32) if lines.angles is None else lines.angles
    upright = (aspect >= _PLATE_ASPECT[0]) & (aspect <= _PLATE_ASPECT[1]) & (np.abs(angles) <= _PLATE_LEAN)
    return np.asarray(upright & (sides[:, 0] <= _PLATE_WIDTH * long_side), np.bool_)


def confirm_line(
    track: Track,
    lines: Mapping[int, Detections],
    cover: tuple[Kind, ...],
    long_side: int,
    least: float = LEAST_LINE,
) -> list[ConfirmedTrack]:
    """Decide in which frames a line is covered, and how it is turned there.

    Args:
        track: a complete track of upright boxes.
        lines: the lines, as they are turned, by the frames in which text was looked for.
        cover: the kinds that are covered.
        long_side: the longer side of the picture, in pixels.
        least: the confidence from which a line is covered.

    Returns:
        The stretches to cover; none if it is not sure enough, or not of a kind that is asked for.
    """
    confidence = confidence_of(track)
    # What kind a line is must not change with how sure each look was.
    own = [
        replace(_at(lines[frame], track.boxes[frame - track.first]), scores=np.array([confidence], np.float32))
        for frame in track.observed.tolist()
    ]
    plate = 2 * sum(bool(like_plates(line, long_side)[0]) for line in own) >= len(own)
    kind = Kind.PLATE if plate and Kind.PLATE in cover else Kind.TEXT
    if kind not in cover:
        return []
    if confidence < least:
        return []
    shape = _shape(own, track.boxes[track.observed - track.first])
    boxes, angles = _turned(track, shape)
    return covered_stretches(track, boxes, angles, confidence, kind)


def covered_stretches(
    track: Track, boxes: Boxes, angles: NDArray[np.float32], confidence: float, kind: Kind
) -> list[ConfirmedTrack]:
    """The stretches of a line or a plate near the looks that saw it.

    Args:
        track: as it was linked.
        boxes: float32 [n, 4], one a frame, before they are turned and smoothed.
        angles: float32 [n], degrees by which each is turned.
        confidence: of all of them.
        kind: of all of them.
    """
    boxes = smoothed(boxes, max(1.0, _SMOOTHING_SECONDS / typical_step(track.times)))
    return [
        ConfirmedTrack(
            track.first + first,
            boxes[first:end],
            confidence,
            int(((track.observed >= track.first + first) & (track.observed < track.first + end)).sum()),
            kind,
            angles[first:end],
        )
        for first, end in stretches(_near_sightings(track))
    ]


def confidence_of(track: Track) -> float:
    """The mean of the three best scores of a line or a plate; of fewer, if it was seen less often."""
    return float(np.sort(track.scores)[::-1][:_COUNTED_SCORES].mean())


def confirm_lines_of_photo(
    lines: Detections, cover: tuple[Kind, ...], long_side: int, least: float = LEAST_LINE
) -> list[ConfirmedTrack]:
    """The same for the lines of a photo whose longer side is `long_side` pixels, each as a track of one frame.

    Several views may have seen the same line; a plate is not lost in a larger line around it.
    """
    confirmed = lines.only(lines.scores >= least)
    plates = like_plates(confirmed, long_side) & (Kind.PLATE in cover)
    result = []
    for kind, chosen in ((Kind.PLATE, plates), (Kind.TEXT, ~plates)):
        if kind in cover and chosen.any():
            found = _distinct(confirmed.only(chosen))
            angles = np.zeros(len(found), np.float32) if found.angles is None else found.angles
            result += [
                ConfirmedTrack(0, box[None], float(score), 1, kind, angle[None])
                for box, score, angle in zip(found.boxes, found.scores, angles, strict=True)
            ]
    return result


def _distinct(lines: Detections) -> Detections:
    """Lines without those that lie within a larger one: views of several scales see the same text."""
    angles = np.zeros(len(lines), np.float32) if lines.angles is None else lines.angles
    quads = corners(lines.boxes, angles).astype(np.float64)
    kept: list[int] = []
    for at in np.argsort(-areas(lines.boxes), kind="stable").tolist():
        if not (_shares_inside(quads[at], lines.boxes[kept], angles[kept]) > _SAME_LINE).any():
            kept.append(at)
    return lines.only(np.sort(np.array(kept, np.intp)))


def _shares_inside(quad: NDArray[np.float64], boxes: Boxes, angles: NDArray[np.float32]) -> NDArray[np.float64]:
    """float64 [n]: the share of a line, the corners of which are float64 [4, 2], inside each turned box.

    Of the smallest box around it that is turned as the other one is; nearly alike lines are turned nearly alike.
    """
    centre, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    cos, sin = np.cos(np.radians(angles)), np.sin(np.radians(angles))
    off = quad[None] - centre[:, None]
    along = off[..., 0] * cos[:, None] + off[..., 1] * sin[:, None]
    down = off[..., 1] * cos[:, None] - off[..., 0] * sin[:, None]
    share = np.ones(len(boxes))
    for at, reach in ((along, half[:, 0]), (down, half[:, 1])):
        low, high = at.min(axis=1), at.max(axis=1)
        share *= np.clip(np.minimum(high, reach) - np.maximum(low, -reach), 0, None) / np.maximum(high - low, 1e-6)
    return np.asarray(share, np.float64)


def _at(lines: Detections, box: Boxes) -> Detections:
    """The line whose upright box is this one, float32 [4]."""
    nearest = np.abs(lines.upright.boxes - box).sum(axis=1).argmin()
    return lines.only(np.array([nearest]))


def _shape(lines: list[Detections], around: Boxes) -> _Shape:
    """Shapes that do not jump: a box turned by 90 degrees with its sides exchanged is the same box."""
    whole = sizes(around).astype(np.float64)
    wide, high, angle = (np.empty(len(lines)) for _ in range(3))
    before = 0.0
    for at, line in enumerate(lines):
        sides = (line.boxes[0, 2:] - line.boxes[0, :2]).tolist()
        turned = 0.0 if line.angles is None else float(line.angles[0])
        quarters = round((before - turned) / 90) if at else 0
        before = angle[at] = turned + 90 * quarters
        wide[at], high[at] = sides[::-1] if quarters % 2 else sides
    return _Shape(wide / whole, high / whole, angle)


def _turned(track: Track, shape: _Shape) -> tuple[Boxes, NDArray[np.float32]]:
    """The boxes of a track before they are turned, float32 [n, 4], and their angles, float32 [n]."""
    frames = np.arange(track.first, track.last + 1)
    whole = sizes(track.boxes)
    half = np.stack([np.interp(frames, track.observed, side) * whole for side in (shape.wide, shape.high)], axis=1) / 2
    centre = (track.boxes[:, :2] + track.boxes[:, 2:]) / 2
    angles = np.interp(frames, track.observed, shape.angle)
    angles = (angles + 180) % 360 - 180
    return np.asarray(np.concatenate([centre - half, centre + half], axis=1), np.float32), angles.astype(np.float32)


def _near_sightings(track: Track) -> NDArray[np.bool_]:
    """Bool [n]: the frames next to a look that saw the line, and those between two such looks."""
    covered = np.zeros(len(track.boxes), np.bool_)
    looks = np.union1d(track.evidence.frames, track.observed) - track.first
    seen = track.observed - track.first
    for at in seen.tolist():
        index = int(np.searchsorted(looks, at))
        before = int(looks[index - 1]) + 1 if index else 0
        after = int(looks[index + 1]) if index + 1 < len(looks) else len(covered)
        covered[before:after] = True
    for one, other in zip(seen[:-1].tolist(), seen[1:].tolist(), strict=True):
        if track.times[other] - track.times[one] <= _BRIDGED_SECONDS:
            covered[one:other] = True
    return covered
