"""Where codecs code a picture anew, because a cover begins or ends: there they err for a few frames.

Who forges a release writes its log. So the rows of a log alone switch no test off: they must change what is to be seen.
A cover outside of the picture, one that begins where another ends, or a mosaic over what is flat gives a codec no
reason to err.
"""

from __future__ import annotations

from collections import deque

import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.plan import Cover, CoveredRegion, Decision, cover_of
from veilproof.release.log import Log, LoggedTrack
from veilproof.release.noise import BLOCK, block_means

NEAR = 2
"""Frames beside the one in which a cover begins or ends that codecs predict from it."""
_BESIDE = 4
"""Blocks beside what changes that a codec codes anew with it: half the largest block of H.265."""
_CHANGED = 8
"""Levels from which a sample is another. A round number."""
_LEAST_SHARE = 1 / 32
"""Of the samples as far around as a codec codes anew: less is no reason to. A square of 13 by 13 pixels."""
_WHOLE = 0.25
"""Of the picture: where the places coded anew come to as much, a codec codes all of it anew. Blocks beside what changes
are among them, so less has to change: a square of a fifth of 1280x720, of a twenty-fifth of 176x144. A round number."""

_MOST, _FEW = 0.1, 12
"""Share of a film that may go untested, and the frames' worth that may in any case: that of one beginning and one end
of a cover of most of the picture. Round numbers."""
_MOST_IN_ONE_PLACE, _FEW_IN_ONE_PLACE = 0.5, 50
"""Share of the frames in which the same place may go untested, and the frames in any case. Round numbers."""

Places = NDArray[np.bool_]
"""Bool [h / 8, w / 8]: which blocks are coded anew."""


def covers_as_before(log: Log) -> dict[int, Cover]:
    """By frame in which covers begin or have just ended, the covers that it would have if they had not.

    Those that go on are where they are in it, and those that have just ended where they last were.
    """
    covered = [track for track in log.tracks if track.decision is Decision.COVER]
    begun, ended = {track.first_frame for track in covered}, {track.last_frame + 1 for track in covered}
    # Nothing is predicted across the ends of a film.
    frames = np.array(sorted(frame for frame in begun | ended if 0 < frame < log.frames), np.int64)
    regions: dict[int, list[CoveredRegion]] = {frame: [] for frame in frames.tolist()}
    for track in covered:
        first, after = np.searchsorted(frames, (track.first_frame + 1, track.last_frame + 2)).tolist()
        for frame in frames[first:after].tolist():
            regions[frame].append(_region(track, min(frame, track.last_frame)))
    return {frame: cover_of(frame, own) for frame, own in regions.items()}


def _region(track: LoggedTrack, frame: int) -> CoveredRegion:
    return track.all_but, track.drawn, track.kind, track.angle(frame), *track.region(frame)


def places_anew(shown: NDArray[np.uint8], as_before: NDArray[np.uint8]) -> Places:
    """The blocks that a codec codes anew, from the luma of a picture and of what it would be with the covers before."""
    changed = (cv2.absdiff(shown, as_before) >= _CHANGED).astype(np.float32)
    around = (2 * _BESIDE + 1,) * 2
    share = cv2.blur(block_means(changed), around, borderType=cv2.BORDER_REPLICATE)
    places = share >= _LEAST_SHARE
    return np.asarray(places | (places.mean() >= _WHOLE), np.bool_)


class Untested:
    """What of each frame of a film is coded anew, and whether that is so much that too little of it is tested."""

    def __init__(self, log: Log) -> None:
        """For a log."""
        self._size = -(-log.height // BLOCK), -(-log.width // BLOCK)
        self._changes: deque[tuple[int, Places]] = deque()
        self._count = np.zeros(self._size, np.int32)

    def add(self, frame: int, places: Places) -> None:
        """Covers begin or have just ended in a frame: the blocks coded anew; frames must come in order."""
        self._changes.append((frame, places))

    def near(self, frame: int) -> Places:
        """What is coded anew in a frame, once all up to `NEAR` frames after it were added; in order."""
        while self._changes and self._changes[0][0] < frame - NEAR:
            self._changes.popleft()
        found = np.zeros(self._size, np.bool_)
        for at, places in self._changes:
            if at <= frame + NEAR:
                found |= places
        self._count += found
        return found

    def is_too_much(self, frames: int) -> bool:
        """Whether too little of a film of so many frames was tested."""
        in_all, in_one_place = float(self._count.mean()), int(self._count.max())
        return in_all > max(_FEW, _MOST * frames) or in_one_place > max(_FEW_IN_ONE_PLACE, _MOST_IN_ONE_PLACE * frames)
