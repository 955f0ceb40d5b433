"""Track faces through the frames of a video: estimate motion, detect on keyframes, link detections to tracks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction

import av

from veilproof.kind import Kind
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

KindDetections = Mapping[Kind, KeyframeDetections]
"""What the detectors saw in one keyframe, by kind; a kind that was not looked for there is missing."""
DetectKinds = Callable[[int, int, av.VideoFrame], KindDetections]
"""(frame index, pass number, upright picture) -> what the detectors saw, in pixels of the picture.

The pass number counts the keyframes of the shot from 0, so that a scan can rotate its views. Called in another thread.
"""
DetectKeyframe = Callable[[int, int, av.VideoFrame], KeyframeDetections]
"""The same for one kind."""


def follow(
    frames: Iterable[Frame],
    info: VideoInfo,
    detect_keyframe: DetectKeyframe,
    max_extrapolation: MaxExtrapolation,
    interval: KeyframeInterval = DEFAULT_INTERVAL,
) -> Iterator[list[Track]]:
    """Track everything of one kind that `detect_keyframe` detects; see `follow_kinds`."""

    def detect(frame: int, pass_number: int, picture: av.VideoFrame) -> KindDetections:
        return {Kind.FACE: detect_keyframe(frame, pass_number, picture)}

    for tracks in follow_kinds(frames, info, detect, (Kind.FACE,), max_extrapolation, interval):
        yield tracks[Kind.FACE]


def follow_kinds(
    frames: Iterable[Frame],
    info: VideoInfo,
    detect: DetectKinds,
    kinds: Sequence[Kind],
    max_extrapolation: MaxExtrapolation,
    interval: KeyframeInterval = DEFAULT_INTERVAL,
) -> Iterator[dict[Kind, list[Track]]]:
    """Track everything that `detect` detects, each kind by itself.

    Detection runs in one thread while the following frames are decoded and their motion is estimated in the caller's.

    Args:
        frames: consecutive frames, in order.
        info: the video's size and time base.
        detect: the detector of keyframes; its errors are raised here.
        kinds: the kinds that it looks for.
        max_extrapolation: how far a track is extrapolated before its first and after its last observation.
        interval: the time between keyframes.

    Yields:
        The tracks of each shot, once it has ended, by kind, in the order in which they end. Frame indices count from 0
        at the first frame given.
    """
    shots = _Shots({kind: Linker(info.width, info.height, max_extrapolation) for kind in kinds})
    pending: deque[tuple[Motion | None, float, Future[KindDetections] | None]] = deque()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="detect") as pool:
        try:
            pass_number = 0
            for motion, step, key in _keyframes(frames, info, interval):
                if _starts_shot(motion):
                    # Shots do not depend on each other, so that a video can be scanned in parts.
                    pass_number = 0
                detected = None
                if key is not None:
                    detected = pool.submit(detect, key.index, pass_number, key.picture)
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


def _ready(keyframe: Future[KindDetections] | None) -> bool:
    return keyframe is None or keyframe.done()


class _Shots:
    """Links frame by frame and collects the tracks of each shot, by kind."""

    def __init__(self, linkers: dict[Kind, Linker]) -> None:
        self._linkers = linkers
        self._tracks: dict[Kind, list[Track]] = {kind: [] for kind in linkers}

    def add(
        self, motion: Motion | None, step: float, keyframe: Future[KindDetections] | None
    ) -> Iterator[dict[Kind, list[Track]]]:
        """Go on to the next frame; yields the tracks of the shot that ended before it."""
        if motion is not None:
            for kind, linker in self._linkers.items():
                self._tracks[kind] += linker.advance(motion, step)
            if motion.cut:
                yield self._tracks
                self._tracks = {kind: [] for kind in self._linkers}
        if keyframe is not None:
            for kind, seen in keyframe.result().items():
                self._linkers[kind].observe(seen)

    def finish(self) -> dict[Kind, list[Track]]:
        """The tracks of the last shot."""
        return {kind: self._tracks[kind] + list(linker.finish()) for kind, linker in self._linkers.items()}
