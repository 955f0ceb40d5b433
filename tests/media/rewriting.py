"""Reads a video and writes it again, and says which frames went in and came out, and when."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tests.synthetic_video import number_of
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import Audio, Subtitles, VideoWriter, writable_copy

QUIET = {"x265-params": "log-level=none"}


def rewrite(
    source: Path, target: Path, audio: Audio = Audio.MUTE, subtitles: Subtitles = Subtitles.DROP
) -> list[tuple[int, Fraction]]:
    """Write `source` again as `target`; which pictures went in and when."""
    frames = []
    with VideoReader(source) as reader, VideoWriter(target, reader.info, audio=audio, subtitles=subtitles) as writer:
        for frame in reader:
            writer.write(writable_copy(frame.picture), frame.pts)
            frames.append((number_of(frame.picture), frame.time))
    return frames


def read_frames(path: Path) -> list[tuple[int, Fraction]]:
    with VideoReader(path) as reader:
        frames = [(number_of(frame.picture), frame.time) for frame in reader]
        assert reader.decode_failures == 0
        return frames
