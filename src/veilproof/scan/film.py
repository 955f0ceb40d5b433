"""A film on its way into a plan: looked at, followed, and noted as it goes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace

import av
import numpy as np
from numpy.typing import NDArray

from veilproof.detect import Detections, Detector, second_to
from veilproof.detect.detector import merged
from veilproof.detect.upscale import Enlarger
from veilproof.detect.views import View, look, look_closely
from veilproof.media.video_read import Frame, VideoInfo
from veilproof.plan import Plan
from veilproof.progress import Progress, Step
from veilproof.scan.profile import LOOKING, Care, Looking
from veilproof.track.confirm import Found, confirmed, reach
from veilproof.track.follow import follow

_SAVE_EVERY = 5.0  # seconds between two savings of what a scan has seen


def noted(
    frames: Iterable[Frame], info: VideoInfo, plan: Plan, detector: Detector, care: Care, progress: Progress
) -> int:
    """Find every face in these frames, which begin with a shot, and write the tracks into the plan.

    What the plan says was seen before it was interrupted is not looked at again.

    Returns:
        How many frames there were.
    """
    looking = LOOKING[care]
    eyes = _Eyes(detector, looking, info, plan.looks())
    notes = _Notes(plan, eyes)
    try:
        for track in follow(
            notes.taken(frames, info, progress), info, eyes.look_at, reach(info.frame_rate), looking.pace
        ):
            found = confirmed(track, info.frame_rate, max(info.width, info.height), looking.enough)
            if found is not None:
                # Tracks count from the first frame that was given; plans from the first of the film.
                notes.tracks.append(replace(found, first=found.first + notes.first))
    finally:
        notes.save()
    return notes.frames_read


class _Eyes:
    """Looks at keyframes, and remembers what it saw. Looking happens in another thread than the rest."""

    def __init__(self, detector: Detector, looking: Looking, info: VideoInfo, seen: dict[int, Detections]) -> None:
        self._detector = detector
        self._looking = looking
        self._second = second_to(detector) if looking.second else None
        self._enlarger = Enlarger(info)
        self._seen = seen
        self.new: dict[int, Detections] = {}

    def look_at(self, frame: int, turn: int, picture: av.VideoFrame) -> Detections:
        if frame in self._seen:
            return self._seen[frame]
        views = self._looking.turns[turn % len(self._looking.turns)]
        found = self._faces(self._enlarger.rgb(picture), views).mapped(self._enlarger.back)
        self.new[frame] = found
        return found

    def _faces(self, shown: NDArray[np.uint8], views: tuple[View, ...]) -> Detections:
        """The faces in uint8 [h, w, 3] RGB; a second detector, which fails differently, where the care asks for it."""
        least = self._looking.enough.small
        found = (look if len(views) == 1 else look_closely)(self._detector, shown, views, least)
        if self._second is None:
            return found
        beside = look(self._second, shown, self._looking.second, max(least, self._second.least_beside))
        return merged([found, beside])


class _Notes:
    """What the scan has learned and not yet saved."""

    def __init__(self, plan: Plan, eyes: _Eyes) -> None:
        self._plan = plan
        self._eyes = eyes
        self._pts: list[tuple[int, int]] = []
        self.tracks: list[Found] = []
        self.first = 0
        self.frames_read = 0

    def taken(self, frames: Iterable[Frame], info: VideoInfo, progress: Progress) -> Iterator[Frame]:
        """The frames, noted on their way; saves now and then."""
        saved = time.monotonic()
        for frame in frames:
            if not self.frames_read:
                self.first = frame.index
            self._pts.append((frame.index, frame.pts))
            self.frames_read += 1
            progress(Step("scan", self.frames_read, info.frames_expected))
            if time.monotonic() - saved > _SAVE_EVERY:
                self.save()
                saved = time.monotonic()
            yield frame

    def save(self) -> None:
        looks = dict(list(self._eyes.new.items()))
        self._plan.add(looks, self._pts, self.tracks)
        for frame in looks:
            del self._eyes.new[frame]
        self._pts, self.tracks = [], []
