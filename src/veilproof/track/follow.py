"""From the frames of a video to tracks: decode, measure motion, look at keyframes, link."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction

import av

from veilproof.detect import Detections
from veilproof.media.video_read import Frame, VideoInfo
from veilproof.track.link import Linker
from veilproof.track.motion import Motion, MotionEstimator
from veilproof.track.track import Track

_MOST_WAITING = 24
"""Frames of motion that may wait for a detection: bounds memory, and lets decoding and detecting overlap."""

_TRAVEL = 0.01
"""Between the two paces, a keyframe is due once the picture has moved by this share of its longer side."""


@dataclass(frozen=True, slots=True)
class KeyframeInterval:
    """Seconds from one keyframe to the next: where nothing moves (`sparse`), and where everything does (`dense`)."""

    longest: Fraction
    shortest: Fraction


NORMAL = KeyframeInterval(longest=Fraction(1, 4), shortest=Fraction(1, 8))


DetectKeyframe = Callable[[int, int, av.VideoFrame], Detections]
"""(frame index, how many keyframes of its shot came before, upright picture) -> faces; called in another thread."""


def follow(
    frames: Iterable[Frame],
    info: VideoInfo,
    detect_keyframe: DetectKeyframe,
    max_extrapolation: int,
    interval: KeyframeInterval = NORMAL,
) -> Iterator[Track]:
    """Find and follow every face.

    Args:
        frames: the frames of the video, in order.
        info: what is known of the video.
        detect_keyframe: what finds faces in one picture.
        max_extrapolation: how many frames a face is carried on before and after it is seen.
        interval: how far apart keyframes are.

    Yields:
        The tracks, each as soon as it is over.
    """
    linker = Linker(info.width, info.height, max_extrapolation)
    waiting: deque[tuple[Motion | None, Future[Detections] | None]] = deque()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="look") as pool:
        try:
            turn = 0
            for motion, key in _keyframes(frames, info, interval):
                if _begins(motion):
                    # Every shot is looked at as if it were alone: then a film may be scanned shot by shot.
                    turn = 0
                found = None
                if key is not None:
                    found = pool.submit(detect_keyframe, key.index, turn, key.picture)
                    turn += 1
                waiting.append((motion, found))
                while waiting and (len(waiting) > _MOST_WAITING or _ready(waiting[0][1])):
                    yield from _link(linker, *waiting.popleft())
            while waiting:
                yield from _link(linker, *waiting.popleft())
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    yield from linker.finish()


def _keyframes(
    frames: Iterable[Frame], info: VideoInfo, interval: KeyframeInterval
) -> Iterator[tuple[Motion | None, Frame | None]]:
    """The motion to each frame, and the frame itself where it is a keyframe."""
    estimator = MotionEstimator(info.width, info.height)
    longest, shortest = (max(1, round(info.frame_rate * seconds)) for seconds in (interval.longest, interval.shortest))
    since, travelled = 0, 0.0
    held: tuple[Motion | None, Frame, bool] | None = None
    for frame in frames:
        motion = estimator.step(frame.picture)
        since += 1
        travelled += motion.speed if motion else 0.0
        begins = _begins(motion)
        if held is not None:
            # A face that comes in just before the shot ends is seen in its last frame or never.
            yield held[0], held[1] if held[2] or begins else None
        due = begins or since >= longest or (since >= shortest and travelled >= _TRAVEL)
        if due:
            since, travelled = 0, 0.0
        held = motion, frame, due
    if held is not None:
        yield held[0], held[1]


def _begins(motion: Motion | None) -> bool:
    """Whether a shot begins with the frame that this motion leads to."""
    return motion is None or motion.cut


def _ready(found: Future[Detections] | None) -> bool:
    return found is None or found.done()


def _link(linker: Linker, motion: Motion | None, found: Future[Detections] | None) -> Iterator[Track]:
    if motion is not None:
        yield from linker.advance(motion)
    if found is not None:
        linker.observe(found.result())
