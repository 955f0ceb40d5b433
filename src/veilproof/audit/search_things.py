"""Searches the original for heads, lines of text and plates, where they were asked for: in more views than a scan."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.leaks import measured_frames
from veilproof.audit.things import Thing
from veilproof.detect import Detections, Detector
from veilproof.detect.branches import load_branches
from veilproof.detect.detector import merged
from veilproof.detect.text import detect_in_views, heights, load_text_detector
from veilproof.detect.views import View, detect_kinds
from veilproof.geometry import Boxes, corners
from veilproof.kind import LINES, Kind
from veilproof.track.confirm import ConfirmedTrack, track_confidence
from veilproof.track.doubles import one_track_per_head
from veilproof.track.lines import confirm_line, confirm_lines_of_photo
from veilproof.track.plates import confirm_plate, confirm_plates_of_photo, of_one_plate
from veilproof.track.track import Track

_LEAST_AT_ONCE, _LEAST_LINE = 0.1, 0.3
"""What a detector finds less likely is not tracked. Round numbers, below those of a scan."""
_TEXT_INTERVAL = 3
"""Keyframes between two looks for text. A round number; a scan has four."""
_TEXT_SCALES = (1.0, 1.5, 0.6)
"""Of the looks for text in a video, one in turn; a scan has the first alone."""
_PHOTO_SCALES = (0.5, 1.0, 1.5, 2.0, 3.0)
"""Of those in a photo, as long as the picture does not become longer than _LONGEST; a scan has two."""
_LARGER = View(1.5)
"""In which plates are looked for as well, where text is: at a distance they are small."""
_LONGEST = 3000
"""Pixels: no picture is enlarged beyond this for the search. Bounds time; a round number."""
_OBSERVATIONS = 3
"""The confidence of a track is that of its three best observations; in a photo, one is entered so often."""

_PLACE = (640, 192)
"""Pixels: width and height of what the detector of text gets to see of one place. One size, because a network is
prepared for each."""
_LETTERS = 36.0
"""Pixels: the height to which a line is brought there."""
_PLATE_PLACE, _PLATE_HEIGHT = 320, 28.0
"""The same of the branch for plates, which gets to see a square."""
_LEAST_SEEN = 0.2
"""A plate is bare if the branch finds one there at least so likely in the redacted picture. A round number."""


class ThingSearch:
    """Looks for the other kinds in one video or photo, and makes things of what was linked."""

    def __init__(self, kinds: tuple[Kind, ...], faces: Detector, least_height: float) -> None:
        """Look for these; lines of text below `least_height` pixels were not asked for."""
        self.kinds = kinds
        self._branches = load_branches(kinds, faces)
        self._text = load_text_detector() if {*LINES} & {*kinds} else None
        self._least_height = least_height
        self._lines: dict[int, Detections] = {}

    @property
    def linked(self) -> tuple[Kind, ...]:
        """The kinds that are linked by themselves: plates are also text until they are confirmed."""
        return (self._branches.kinds if self._branches else ()) + ((Kind.TEXT,) if self._text else ())

    def at_once(self, pass_number: int, picture: NDArray[np.uint8], views: tuple[View, ...]) -> dict[Kind, Detections]:
        """Heads and plates, where they are looked for, in uint8 [h, w, 3] RGB, in its pixels."""
        if self._branches is None:
            return {}
        find, fuse = self._branches.detect_all, len(views) > 1
        _, *found = detect_kinds(find, picture, views, _LEAST_AT_ONCE, fuse=fuse)
        seen = dict(zip(self._branches.kinds, found, strict=True))
        larger = max(picture.shape[:2]) * _LARGER.scale <= _LONGEST
        if Kind.PLATE in seen and larger and not fuse and not pass_number % _TEXT_INTERVAL:
            _, *found = detect_kinds(find, picture, (_LARGER,), _LEAST_AT_ONCE, fuse=False)
            seen[Kind.PLATE] = merged([seen[Kind.PLATE], found[self._branches.kinds.index(Kind.PLATE)]])
        return seen

    def lines(
        self, frame: int, pass_number: int, picture: NDArray[np.uint8], to_frame: tuple[float, float]
    ) -> Detections | None:
        """The lines in a keyframe, as upright boxes in pixels of the frame; None where it is not looked at."""
        look, skipped = divmod(pass_number, _TEXT_INTERVAL)
        if self._text is None or skipped:
            return None
        scale = min(_TEXT_SCALES[look % len(_TEXT_SCALES)], max(1.0, _LONGEST / max(picture.shape[:2])))
        found = detect_in_views(self._text, picture, (scale,), _LEAST_LINE).mapped(to_frame)
        self._lines[frame] = found.only(heights(found) >= self._least_height)
        return self._lines[frame].upright

    def things(self, tracks: Mapping[Kind, list[Track]], long_side: int) -> list[Thing]:
        """What was found in a shot that has ended, from what was linked by kind."""
        found = [_head(track) for track in one_track_per_head(tracks.get(Kind.HEAD, []))]
        texts = tracks.get(Kind.TEXT, [])
        lines = [
            thing
            for track in texts
            for line in confirm_line(track, self._lines, self.kinds, long_side)
            for thing in _line(line, track)
        ]
        seen = [
            thing
            for track in tracks.get(Kind.PLATE, [])
            for plate in confirm_plate(track)
            for thing in _line(plate, track)
        ]
        found += _one_per_plate(lines + seen)
        last = max((track.last for track in texts), default=-1)
        # Another thread may add later ones meanwhile.
        for frame in [frame for frame in list(self._lines) if frame <= last]:
            del self._lines[frame]
        return found

    def in_photo(self, picture: NDArray[np.uint8], views: tuple[View, ...]) -> list[Thing]:
        """What is found in uint8 [h, w, 3] RGB; heads in these views."""
        found, long_side = [], max(picture.shape[:2])
        seen = self.at_once(0, picture, views)
        heads = seen.get(Kind.HEAD, Detections.none())
        found += [
            _alone(Kind.HEAD, box, 0.0, float(score)) for box, score in zip(heads.boxes, heads.scores, strict=True)
        ]
        plates = confirm_plates_of_photo(seen.get(Kind.PLATE, Detections.none()))
        lines_and_plates = [_alone(Kind.PLATE, plate.boxes[0], 0.0, plate.confidence) for plate in plates]
        if self._text:
            scales = tuple(scale for scale in _PHOTO_SCALES if scale <= max(1.0, _LONGEST / long_side))
            lines = detect_in_views(self._text, picture, scales, _LEAST_LINE)
            high = lines.only(heights(lines) >= self._least_height)
            lines_and_plates = [
                _alone(line.kind, line.boxes[0], float(line.angles[0]), line.confidence)
                for line in confirm_lines_of_photo(high, self.kinds, long_side)
                if line.angles is not None
            ] + lines_and_plates
        return found + _one_per_plate(lines_and_plates)

    def sees_line(
        self,
        picture: NDArray[np.uint8],
        kind: Kind,
        box: NDArray[np.float32],
        angle: float,
        points: NDArray[np.float32],
    ) -> bool:
        """Whether a detector sees a line at one of the points; see `veilproof.audit.things.SeesLine`."""
        return _sees_text(picture, box, angle, points) or (
            kind is Kind.PLATE and self._sees_plate(picture, box, points)
        )

    def _sees_plate(self, picture: NDArray[np.uint8], box: NDArray[np.float32], points: NDArray[np.float32]) -> bool:
        """Whether the branch sees a plate there: it looks at the surroundings of the box, brought to one size."""
        if self._branches is None or Kind.PLATE not in self._branches.kinds:
            return False
        sides = (box[2:] - box[:2]).astype(np.float64)
        scale = min(_PLATE_HEIGHT / max(float(sides.min()), 1.0), 0.8 * _PLATE_PLACE / max(float(sides.max()), 1.0))
        place = _PLATE_PLACE, _PLATE_PLACE
        shown, way = _brought(picture, box, 0.0, scale, place)
        _, *found = next(self._branches.detect_all([shown], _LEAST_SEEN))
        plates = found[self._branches.kinds.index(Kind.PLATE)].boxes
        there = np.column_stack([points, np.ones(len(points))]) @ way.T
        inside = (there[:, None] >= plates[None, :, :2]) & (there[:, None] <= plates[None, :, 2:])
        return bool(inside.all(axis=2).any())


def _head(track: Track) -> Thing:
    first, last = measured_frames(track)
    boxes = track.boxes[first - track.first : last - track.first + 1]
    return Thing(Kind.HEAD, track, first, boxes, np.zeros(len(boxes), np.float32), track_confidence(track))


def _one_per_plate(things: list[Thing]) -> list[Thing]:
    """Text, and every plate once, however it was found: of two, the one that is there for longer."""
    kept: list[Thing] = []
    for thing in sorted(things, key=lambda thing: -len(thing.boxes)):
        plates = (other for other in kept if other.kind is Kind.PLATE) if thing.kind is Kind.PLATE else ()
        if not any(of_one_plate(_stretch(thing), _stretch(other)) for other in plates):
            kept.append(thing)
    return kept


def _stretch(thing: Thing) -> ConfirmedTrack:
    return ConfirmedTrack(thing.first, thing.boxes, thing.confidence, 1, thing.kind, thing.angles)


def _line(line: ConfirmedTrack, track: Track) -> list[Thing]:
    """The line between the first and the last look that saw it; none if this stretch lies outside of these."""
    first, last = max(line.first, int(track.observed[0])), min(line.last, int(track.observed[-1]))
    if first > last or line.angles is None:
        return []
    part = slice(first - line.first, last - line.first + 1)
    return [Thing(line.kind, track, first, line.boxes[part], line.angles[part], line.confidence)]


def _alone(kind: Kind, box: NDArray[np.float32], angle: float, confidence: float) -> Thing:
    """A thing of one frame."""
    turned = Detections(box[None], np.ones(1, np.float32), np.array([angle], np.float32))
    frames = np.zeros(_OBSERVATIONS, np.int64)
    track = Track(0, turned.upright.boxes, np.zeros(1), frames, np.full(_OBSERVATIONS, confidence, np.float32))
    return Thing(kind, track, 0, box[None], np.array([angle], np.float32), confidence)


def _sees_text(picture: NDArray[np.uint8], box: NDArray[np.float32], angle: float, points: NDArray[np.float32]) -> bool:
    """Whether the detector sees text at one of the points.

    It looks at the surroundings of the box, turned upright and brought to one size.
    """
    sides = (box[2:] - box[:2]).astype(np.float64)
    if sides[0] < sides[1]:
        angle, sides = angle + 90, sides[::-1]
    scale = min(_LETTERS / max(float(sides[1]), 1.0), 0.9 * _PLACE[0] / max(float(sides[0]), 1.0))
    place, way = _brought(picture, box, angle, scale, _PLACE)
    found = load_text_detector().detect(place, _LEAST_LINE)
    if not len(found) or found.angles is None:
        return False
    there = (np.column_stack([points, np.ones(len(points))]) @ way.T).astype(np.float32)
    return any(_holds(quad, there) for quad in corners(found.boxes, found.angles))


def _brought(
    picture: NDArray[np.uint8], box: NDArray[np.float32], angle: float, scale: float, place: tuple[int, int]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The surroundings of a box in the middle of a place of that width and height, and the way there, [2, 3]."""
    averaged = min(scale, 1.0)
    if averaged < 1:
        # Averaged down first: warping skips pixels.
        small = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
        picture = np.asarray(cv2.resize(picture, small, interpolation=cv2.INTER_AREA), np.uint8)
    x, y = ((box[:2] + box[2:]) / 2 * averaged).tolist()
    to_middle = np.array([[0, 0, place[0] / 2 - x], [0, 0, place[1] / 2 - y]])
    way = cv2.getRotationMatrix2D((x, y), angle, scale / averaged) + to_middle
    shown = cv2.warpAffine(picture, way, place, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    way[:, :2] *= averaged
    return np.ascontiguousarray(shown, np.uint8), np.asarray(way, np.float64)


def _holds(quad: NDArray[np.float32], points: Boxes) -> bool:
    return any(cv2.pointPolygonTest(quad, (float(x), float(y)), False) >= 0 for x, y in points)
