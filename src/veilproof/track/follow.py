"""Track faces through the frames of a video: estimate motion, detect on keyframes, link detections to tracks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction

import av

from veilproof.media.video_read import Frame, VideoInfo
from veilproof.track.clock import ROUNDING, step_between
from veilproof.track.link import KeyframeDetections, Linker, MaxExtrapolation
from veilproof.track.motion import Motion, MotionEstimator
from veilproof.track.track import Track

_MAX_PENDING_FRAMES = 24
"""How many frames the motion estimate may be ahead of detection. Bounds memory; chosen by hand so that decoding and
detecting overlap."""

_KEYFRAME_TRAVEL = 0.01
"""Between the shortest and the longest interval, a keyframe is due once the picture has moved by this share of its
longer side. Chosen by hand."""


@dataclass(frozen=True, slots=True)
class KeyframeInterval:
    """Seconds from one keyframe to the next: `longest` where nothing moves, `shortest` under fast motion.

    A keyframe is the frame nearest to the end of its interval.
    """

    longest: Fraction
    shortest: Fraction


DEFAULT_INTERVAL = KeyframeInterval(longest=Fraction(1, 4), shortest=Fraction(1, 8))
"""Chosen by hand; what keyframes by motion gained is in docs/detection.md."""

DetectKeyframe = Callable[[int, int, av.VideoFrame], KeyframeDetections]
"""(frame index, pass number, upright picture) -> what the detectors saw, in pixels of the picture.

The pass number counts the keyframes of the shot from 0, so that a scan can rotate its views. Called in another thread.
"""


def follow(
    frames: Iterable[Frame],
    info: VideoInfo,
    detect_keyframe: DetectKeyframe,
    max_extrapolation: MaxExtrapolation,
    interval: KeyframeInterval = DEFAULT_INTERVAL,
) -> Iterator[list[Track]]:
    """Track everything that `detect_keyframe` detects.

    Detection runs in one thread while the following frames are decoded and their motion is estimated in the caller's.

    Args:
        frames: consecutive frames, in order.
        info: the video's size and time base.
        detect_keyframe: the detector of keyframes; its errors are raised here.
        max_extrapolation: how far a track is extrapolated before its first and after its last observation.
        interval: the time between keyframes.

    Yields:
        The tracks of each shot, once it has ended, in the order in which they end. Frame indices count from 0 at the
        first frame given.
    """
    shots = _Shots(Linker(info.width, info.height, max_extrapolation))
    pending: deque[tuple[Motion | None, float, Future[KeyframeDetections] | None]] = deque()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="detect") as pool:
        try:
            pass_number = 0
            for motion, step, key in _keyframes(frames, info, interval):
                if _starts_shot(motion):
                    # Shots do not depend on each other, so that a video can be scanned in parts.
                    pass_number = 0
                detected = None
                if key is not None:
                    detected = pool.submit(detect_keyframe, key.index, pass_number, key.picture)
                    pass_number += 1
                pending.append((motion, step, detected))
                while pending and (len(pending) > _MAX_PENDING_FRAMES or _ready(pending[0][2])):
                    yield from shots.add(*pending.popleft())
            while pending:
                yield from shots.add(*pending.popleft())
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    yield shots.finish()


def _keyframes(
    frames: Iterable[Frame], info: VideoInfo, interval: KeyframeInterval
) -> Iterator[tuple[Motion | None, float, Frame | None]]:
    """The motion that leads to each frame, the seconds that it takes, and the frame itself if it is a keyframe."""
    estimator = MotionEstimator(info.width, info.height)
    longest, shortest = float(interval.longest) + ROUNDING, float(interval.shortest) - ROUNDING
    since, travelled = 0.0, 0.0
    held: tuple[Motion | None, float, Frame, bool] | None = None
    for frame in frames:
        motion = estimator.step(frame.picture)
        step = step_between(held[2].pts, frame.pts, info.time_base) if held else 0.0
        since += step
        travelled += motion.speed if motion else 0.0
        starts_shot = _starts_shot(motion)
        if held is not None:
            # The last frame of a shot is a keyframe too: a face may enter just before the cut.
            yield held[0], held[1], held[2] if held[3] or starts_shot else None
        nearest = since + step / 2
        due = starts_shot or nearest >= longest or (nearest >= shortest and travelled >= _KEYFRAME_TRAVEL)
        if due:
            since, travelled = 0.0, 0.0
        held = motion, step, frame, due
    if held is not None:
        yield held[0], held[1], held[2]


def _starts_shot(motion: Motion | None) -> bool:
    """Whether the frame that this motion leads to is the first of a shot."""
    return motion is None or motion.cut


def _ready(keyframe: Future[KeyframeDetections] | None) -> bool:
    return keyframe is None or keyframe.done()


class _Shots:
    """Links frame by frame and collects the tracks of each shot."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker
        self._tracks: list[Track] = []

    def add(
        self, motion: Motion | None, step: float, keyframe: Future[KeyframeDetections] | None
    ) -> Iterator[list[Track]]:
        """Go on to the next frame; yields the tracks of the shot that ended before it."""
        if motion is not None:
            self._tracks += self._linker.advance(motion, step)
            if motion.cut:
                yield self._tracks
                self._tracks = []
        if keyframe is not None:
            self._linker.observe(keyframe.result())

    def finish(self) -> list[Track]:
        """The tracks of the last shot."""
        return self._tracks + list(self._linker.finish())
