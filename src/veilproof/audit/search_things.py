"""Searches the original for heads, lines of text and plates, where they were asked for: in more views than a scan."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.audit.leaks import measured_frames
from veilproof.audit.things import Thing
from veilproof.detect import Detections, Detector
from veilproof.detect.heads import load_head_detector
from veilproof.detect.text import detect_in_views, heights, load_text_detector
from veilproof.detect.views import View, detect_kinds
from veilproof.geometry import Boxes, corners
from veilproof.kind import LINES, Kind
from veilproof.track.confirm import ConfirmedTrack, track_confidence
from veilproof.track.doubles import one_track_per_head
from veilproof.track.lines import confirm_line, confirm_lines_of_photo
from veilproof.track.track import Track

_LEAST_HEAD, _LEAST_LINE = 0.1, 0.3
"""What a detector finds less likely is not tracked. Round numbers, below those of a scan."""
_TEXT_INTERVAL = 3
"""Keyframes between two looks for text. A round number; a scan has four."""
_TEXT_SCALES = (1.0, 1.5, 0.6)
"""Of the looks for text in a video, one in turn; a scan has the first alone."""
_PHOTO_SCALES = (0.5, 1.0, 1.5, 2.0, 3.0)
"""Of those in a photo, as long as the picture does not become longer than _LONGEST; a scan has two."""
_LONGEST = 3000
"""Pixels: no picture is enlarged beyond this for the search. Bounds time; a round number."""
_OBSERVATIONS = 3
"""The confidence of a track is that of its three best observations; in a photo, one is entered so often."""

_PLACE = (640, 192)
"""Pixels: width and height of what the detector of text gets to see of one place. One size, because a network is
prepared for each."""
_LETTERS = 36.0
"""Pixels: the height to which a line is brought there."""


class ThingSearch:
    """Looks for the other kinds in one video or photo, and makes things of what was linked."""

    def __init__(self, kinds: tuple[Kind, ...], faces: Detector, least_height: float) -> None:
        """Look for these; lines of text below `least_height` pixels were not asked for."""
        self.kinds = kinds
        self._heads = load_head_detector(faces) if Kind.HEAD in kinds else None
        self._text = load_text_detector() if {*LINES} & {*kinds} else None
        self._least_height = least_height
        self._lines: dict[int, Detections] = {}

    @property
    def linked(self) -> tuple[Kind, ...]:
        """The kinds that are linked by themselves: plates are text until they are confirmed."""
        return ((Kind.HEAD,) if self._heads else ()) + ((Kind.TEXT,) if self._text else ())

    def heads(self, picture: NDArray[np.uint8], views: tuple[View, ...]) -> Detections:
        """The heads in uint8 [h, w, 3] RGB, in its pixels."""
        assert self._heads is not None
        return detect_kinds(self._heads.detect_all, picture, views, _LEAST_HEAD, fuse=len(views) > 1)[1]

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
        for track in texts:
            for line in confirm_line(track, self._lines, self.kinds, long_side):
                found += _line(line, track)
        last = max((track.last for track in texts), default=-1)
        # Another thread may add later ones meanwhile.
        for frame in [frame for frame in list(self._lines) if frame <= last]:
            del self._lines[frame]
        return found

    def in_photo(self, picture: NDArray[np.uint8], views: tuple[View, ...]) -> list[Thing]:
        """What is found in uint8 [h, w, 3] RGB; heads in these views."""
        found, long_side = [], max(picture.shape[:2])
        if self._heads:
            heads = self.heads(picture, views)
            found += [
                _alone(Kind.HEAD, box, 0.0, float(score)) for box, score in zip(heads.boxes, heads.scores, strict=True)
            ]
        if self._text:
            scales = tuple(scale for scale in _PHOTO_SCALES if scale <= max(1.0, _LONGEST / long_side))
            lines = detect_in_views(self._text, picture, scales, _LEAST_LINE)
            high = lines.only(heights(lines) >= self._least_height)
            found += [
                _alone(line.kind, line.boxes[0], float(line.angles[0]), line.confidence)
                for line in confirm_lines_of_photo(high, self.kinds, long_side)
                if line.angles is not None
            ]
        return found


def _head(track: Track) -> Thing:
    first, last = measured_frames(track)
    boxes = track.boxes[first - track.first : last - track.first + 1]
    return Thing(Kind.HEAD, track, first, boxes, np.zeros(len(boxes), np.float32), track_confidence(track))


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


def sees_text(picture: NDArray[np.uint8], box: NDArray[np.float32], angle: float, points: NDArray[np.float32]) -> bool:
    """Whether the detector sees text at one of the points; see `veilproof.audit.things.SeesText`.

    It looks at the surroundings of the box, turned upright and brought to one size.
    """
    sides = (box[2:] - box[:2]).astype(np.float64)
    if sides[0] < sides[1]:
        angle, sides = angle + 90, sides[::-1]
    width, height = _PLACE
    scale = min(_LETTERS / max(float(sides[1]), 1.0), 0.9 * width / max(float(sides[0]), 1.0))
    if scale < 1:
        # Averaged down first: warping skips pixels.
        small = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
        picture = np.asarray(cv2.resize(picture, small, interpolation=cv2.INTER_AREA), np.uint8)
        box, points, scale = box * np.float32(scale), points * np.float32(scale), 1.0
    x, y = ((box[:2] + box[2:]) / 2).tolist()
    way = cv2.getRotationMatrix2D((x, y), angle, scale) + np.array([[0, 0, width / 2 - x], [0, 0, height / 2 - y]])
    place = cv2.warpAffine(picture, way, _PLACE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    found = load_text_detector().detect(np.ascontiguousarray(place), _LEAST_LINE)
    if not len(found) or found.angles is None:
        return False
    there = (np.column_stack([points, np.ones(len(points))]) @ way.T).astype(np.float32)
    return any(_holds(quad, there) for quad in corners(found.boxes, found.angles))


def _holds(quad: NDArray[np.float32], points: Boxes) -> bool:
    return any(cv2.pointPolygonTest(quad, (float(x), float(y)), False) >= 0 for x, y in points)
