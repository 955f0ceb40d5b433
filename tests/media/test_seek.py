"""Seeking by frame number: the same pictures as reading from the start, in every codec and in any order."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.synthetic_video import NTSC, VideoSpec, video
from veilproof.errors import VeilproofError
from veilproof.media.planes import planes
from veilproof.media.seek import FrameSeeker
from veilproof.media.video_read import VideoReader

_TIMES = tuple(i * NTSC for i in range(90))
_SPEC = VideoSpec(times=_TIMES, options={"g": "20", "bf": "3"})
_OPEN = {"x264-params": "open-gop=1:keyint=20:bframes=3:scenecut=0"}


def content(picture: object) -> bytes:
    return b"".join(np.ascontiguousarray(plane.pixels).tobytes() for plane in planes(picture))  # type: ignore[arg-type]


def read_all(path: Path) -> tuple[list[int], list[bytes]]:
    with VideoReader(path) as reader:
        frames = [(frame.pts, content(frame.picture)) for frame in reader]
    return [pts for pts, _ in frames], [pixels for _, pixels in frames]


@pytest.mark.parametrize(
    ("name", "spec"),
    [
        ("closed.mp4", _SPEC),
        ("open.mp4", replace(_SPEC, options=_OPEN)),
        ("open.mkv", replace(_SPEC, options=_OPEN)),
        ("stream.ts", _SPEC),
        ("turned.mov", replace(_SPEC, rotation=90)),
        ("old.avi", replace(_SPEC, codec="mpeg4", options={"g": "20"})),
        ("hevc.mp4", replace(_SPEC, codec="libx265", options={"x265-params": "keyint=20:log-level=none"})),
        ("vp9.webm", replace(_SPEC, codec="libvpx-vp9", time_base=Fraction(1, 1000), options={"g": "20"})),
        ("ten.mp4", replace(_SPEC, pixel_format="yuv420p10le")),
        ("uneven.mp4", replace(_SPEC, times=tuple(Fraction(i * i + 3 * i, 1000) for i in range(90)))),
    ],
)
def test_any_frame_equals_the_one_read_in_sequence(tmp_path: Path, name: str, spec: VideoSpec) -> None:
    path = video(tmp_path / name, spec)
    pts, expected = read_all(path)
    order = [0, 89, 88, 87, 30, 31, 32, 31, 5, 60, *random.Random(1).sample(range(90), 25)]
    with FrameSeeker(path, pts) as seeker:
        for number in order:
            assert content(seeker.at(number)) == expected[number], number


def test_recordings_joined_end_to_end_are_read_from_the_start(tmp_path: Path) -> None:
    one = video(tmp_path / "one.ts", _SPEC).read_bytes()
    both = tmp_path / "both.ts"
    both.write_bytes(one + one)
    pts, expected = read_all(both)
    with FrameSeeker(both, pts) as seeker:
        assert seeker.keyframes == []
        for number in (150, 3, 91, 90, 179):
            assert content(seeker.at(number)) == expected[number], number


def test_frames_after_damage_can_be_read(tmp_path: Path) -> None:
    path = video(tmp_path / "damaged.ts", _SPEC)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 188 * 188
    data[middle : middle + 188 * 3] = bytes(188 * 3)
    path.write_bytes(data)
    pts, _ = read_all(path)
    with FrameSeeker(path, pts) as seeker:
        for number in (len(pts) - 1, 0, len(pts) - 2):
            assert seeker.at(number).pts is not None


def test_frames_that_do_not_exist_are_refused(tmp_path: Path) -> None:
    path = video(tmp_path / "clip.mp4", _SPEC)
    pts, _ = read_all(path)
    with FrameSeeker(path, pts) as seeker:
        for number in (-1, 90):
            with pytest.raises(VeilproofError, match="there is no frame"):
                seeker.at(number)
        seeker.at(0)


def test_frames_whose_time_stamps_differ_are_refused(tmp_path: Path) -> None:
    path = video(tmp_path / "clip.mp4", _SPEC)
    pts, _ = read_all(path)
    with (
        FrameSeeker(path, [stamp + 7 for stamp in pts]) as seeker,
        pytest.raises(VeilproofError, match="scan it again"),
    ):
        seeker.at(95 % len(pts))
