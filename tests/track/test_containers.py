"""The same recording in containers that declare false frame rates, or none: the same keyframes and the same tracks."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.stream import VideoStream

from tests.conftest import Clip
from tests.track.test_follow import GroundTruthDetector
from veilproof.media.times import PresentationTimes, frame_rate, times_advance
from veilproof.media.video_read import VideoReader
from veilproof.track.clock import frame_times
from veilproof.track.confirm import MAX_EXTRAPOLATION, ConfirmedTrack, confirm_track
from veilproof.track.follow import follow

RATE = 15
"""Frames/s: its steps are no whole number of milliseconds."""
_DEFAULT_DURATION = b"\x23\xe3\x83\x84"
"""Identifier and size of Matroska's DefaultDuration (RFC 9559), as FFmpeg writes it."""
_FLV_RATE = b"framerate\0"
"""Name and type of the frame rate in the script data of Flash video."""


def remuxed(source: Path, target: Path, slower: Fraction = Fraction(1)) -> Path:
    """The same coded pictures in another container, `slower` times as slow."""
    with av.open(str(source)) as reading, av.open(str(target), "w") as writing:
        stream = writing.add_stream_from_template(reading.streams.video[0])
        for packet in reading.demux(video=0):
            if packet.dts is not None:
                packet.time_base *= slower
                packet.stream = stream
                writing.mux(packet)
    return target


def patched(path: Path, before: bytes, value: bytes) -> Path:
    """The same file with other bytes after `before`, which must occur once."""
    data = path.read_bytes()
    assert data.count(before) == 1
    at = data.index(before) + len(before)
    path.write_bytes(data[:at] + value + data[at + len(value) :])
    return path


def encoded(pictures: Sequence[av.VideoFrame], target: Path, codec: str, rate: int, size: tuple[int, int]) -> Path:
    with av.open(str(target), "w") as writing:
        stream = writing.add_stream(codec, rate=rate)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number, each in enumerate(pictures):
            picture = each.reformat(*size, format="yuv420p")
            picture.pts, picture.time_base, picture.pict_type = number, Fraction(1, rate), 0
            writing.mux(stream.encode(picture))
        writing.mux(stream.encode(None))
    return target


def scanned(path: Path, clip: Clip, width: int = 640) -> tuple[list[int], list[ConfirmedTrack]]:
    witness = GroundTruthDetector(clip.truth.frames)
    with VideoReader(path) as reader:
        assert reader.info.width == width
        tracks = [
            track for shot in follow(reader, reader.info, witness.detect_keyframe, MAX_EXTRAPOLATION) for track in shot
        ]
    confirmed = [stretch for track in tracks for stretch in confirm_track(track, width).cover]
    return witness.keyframes, sorted(confirmed, key=lambda t: (t.first, *t.boxes[0].tolist()))


def assert_same(found: tuple[list[int], list[ConfirmedTrack]], control: tuple[list[int], list[ConfirmedTrack]]) -> None:
    assert len(found[0]) == len(control[0])
    assert np.abs(np.subtract(found[0], control[0])).max() <= 1
    assert len(found[1]) == len(control[1])
    for one, other in zip(found[1], control[1], strict=True):
        assert (one.first, len(one.boxes), one.observations) == (other.first, len(other.boxes), other.observations)
        assert np.abs(one.boxes - other.boxes).max() < 0.5


@pytest.fixture(scope="module")
def control(people_clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return remuxed(people_clip.path, tmp_path_factory.mktemp("control") / "control.mp4", Fraction(25, RATE))


@pytest.mark.slow
def test_a_false_frame_rate_changes_nothing(people_clip: Clip, control: Path, tmp_path: Path) -> None:
    expected = scanned(control, people_clip)
    assert len(expected[0]) >= len(people_clip.truth.frames) / RATE * 3
    others = (
        patched(remuxed(control, tmp_path / "a.mkv"), _DEFAULT_DURATION, (10**6).to_bytes(4, "big")),
        patched(remuxed(control, tmp_path / "a.flv"), _FLV_RATE, struct.pack(">d", 1000.0)),
        remuxed(control, tmp_path / "a.ts"),
    )
    for path in others:
        with VideoReader(path) as reader:
            assert reader.info.frame_rate <= 2 * RATE, path
        assert_same(scanned(path, people_clip), expected)


@pytest.mark.slow
def test_raw_dv_is_like_dv_in_quicktime(people_clip: Clip, tmp_path: Path) -> None:
    with VideoReader(people_clip.path) as reader:
        raw = encoded([frame.picture for frame in reader], tmp_path / "a.dv", "dvvideo", 25, (720, 576))
    with VideoReader(raw) as reader:
        assert reader.info.frame_rate == 25
    assert_same(scanned(raw, people_clip, 720), scanned(remuxed(raw, tmp_path / "a.mov"), people_clip, 720))


@pytest.mark.slow
def test_times_that_stand_nearly_still_do_not_stop_the_keyframes(people_clip: Clip, tmp_path: Path) -> None:
    with VideoReader(people_clip.path) as reader:
        pictures = [frame.picture for frame in reader] * 2
    fast = encoded(pictures, tmp_path / "a.avi", "mpeg4", 1000, (640, 360))
    clip = Clip(fast, replace(people_clip.truth, frames=people_clip.truth.frames * 2))
    keyframes, _ = scanned(fast, clip)
    assert max(np.diff([*keyframes, 120])) <= 31


@pytest.mark.parametrize(
    ("declared", "stamps", "base", "expected"),
    [
        ((Fraction(1000), Fraction(15)), [0, 267, 133, 67, 200, 533, 400], 1000, 15),
        ((Fraction(1000), None), [0, 67, 133, 200, 267], 1000, 15),
        ((Fraction(60000), None), [0, 2400, 4800, 7200], 60000, 25),
        ((Fraction(25), None), [0, 20, 40, 60, 80], 1000, 25),
        ((None, Fraction(30)), [], 1000, 30),
        ((Fraction(60000), None), [], 60000, 25),
        ((Fraction(60000), None), [0, 0, 0, 0, 0], 60000, 25),
        ((Fraction(15), None), [0, 67, 9000, 9067, 9133, 9200], 1000, 15),
    ],
)
def test_a_declared_frame_rate_is_a_hint(
    declared: tuple[Fraction | None, ...], stamps: list[int], base: int, expected: int
) -> None:
    assert frame_rate(declared, stamps, Fraction(1, base)) == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize(
    ("stamps", "expected"),
    [
        ([0, 40, 80, 120], [0, 40, 80, 120]),
        ([0, None, None, 120], [0, 40, 80, 120]),
        ([None, None, None, None], [0, 40, 80, 120]),
        ([7, 7, 7, 7], [7, 47, 87, 127]),
        ([0, 40, 40, 120], [0, 40, 41, 120]),
        ([5000, 5040, 0, 40], [5000, 5040, 5080, 5120]),
    ],
)
def test_times_that_are_missing_jump_back_or_stand_still(stamps: list[int | None], expected: list[int]) -> None:
    times = PresentationTimes(
        Fraction(25),
        Fraction(1, 1000),
        in_decoding_order=False,
        believed=times_advance([stamp for stamp in stamps if stamp is not None]),
    )
    found = []
    for stamp in stamps:
        picture = av.VideoFrame(16, 16, "gray")
        picture.pts = stamp
        found.append(times.time_of(picture))
    assert found == expected


def test_gaps_and_standstills_count_as_plausible_steps() -> None:
    times = frame_times([0, 40, 41, 42, 900_000], Fraction(1, 1000))
    assert np.diff(times).tolist() == pytest.approx([0.04, 1 / 120, 1 / 120, 1.0])
