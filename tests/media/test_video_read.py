"""Reading video: every frame once, upright and at its exact time; damage is skipped and counted."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from tests.synthetic_video import NTSC, VideoSpec, number_of, video
from veilproof.errors import VeilproofError
from veilproof.language.message import Words
from veilproof.media.planes import planes
from veilproof.media.video_read import VideoReader

VARIABLE = tuple(Fraction(ms, 1000) for ms in (0, 40, 80, 200, 201, 500, 540, 1100, 1140, 1500))
LONG = tuple(i * NTSC for i in range(120))


def read(path: Path) -> list[tuple[int, Fraction]]:
    with VideoReader(path) as reader:
        return [(number_of(frame.picture), frame.time) for frame in reader]


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".ts", ".avi"])
def test_every_frame_is_read_once_and_in_order(tmp_path: Path, suffix: str) -> None:
    spec = VideoSpec(options={"bf": "0"} if suffix == ".avi" else {})
    path = video(tmp_path / f"clip{suffix}", spec)
    with VideoReader(path) as reader:
        frames = [(frame.index, number_of(frame.picture), frame.time) for frame in reader]
        assert [index for index, _, _ in frames] == list(range(20))
        assert [number for _, number, _ in frames] == list(range(20))
        steps = [b[2] - a[2] for a, b in pairwise(frames)]
        assert all(abs(step - NTSC) <= Fraction(1, 1000) for step in steps)
        assert reader.decode_failures == 0
        assert not reader.truncated


def test_times_are_exact_with_constant_and_variable_rate(tmp_path: Path) -> None:
    constant = video(tmp_path / "constant.mp4", VideoSpec())
    assert [time for _, time in read(constant)] == list(VideoSpec().times)
    variable = video(tmp_path / "variable.mkv", VideoSpec(times=VARIABLE, time_base=Fraction(1, 1000)))
    assert [time for _, time in read(variable)] == list(VARIABLE)


def test_times_always_increase(tmp_path: Path) -> None:
    # Two frames fall on the same millisecond, the resolution of Matroska.
    times = (Fraction(0), Fraction(1, 25), Fraction(12001, 300000), Fraction(2, 25))
    path = video(tmp_path / "close.mkv", VideoSpec(times=times, time_base=Fraction(1, 300000)))
    frames_out = [time for _, time in read(path)]
    assert len(frames_out) == 4
    assert frames_out == sorted(set(frames_out))


def test_recordings_joined_end_to_end_give_every_frame_once(tmp_path: Path) -> None:
    one, two = (
        video(tmp_path / "one.ts", VideoSpec(times=LONG)),
        video(tmp_path / "two.ts", VideoSpec(times=LONG[:70])),
    )
    joined = tmp_path / "joined.ts"
    joined.write_bytes(one.read_bytes() + two.read_bytes())
    frames_out = read(joined)
    assert [number for number, _ in frames_out] == [number for path in (one, two) for number, _ in read(path)]
    assert all(abs(b - a - NTSC) < Fraction(1, 100) for (_, a), (_, b) in pairwise(frames_out))


@pytest.mark.parametrize(
    ("codec", "pixel_format", "name", "suffix"),
    [
        ("libx264", "yuv420p10le", "h264", ".mp4"),
        ("libx264", "yuv422p", "h264", ".mp4"),
        ("libx265", "yuv420p", "hevc", ".mp4"),
        ("libx265", "yuv420p10le", "hevc", ".mkv"),
        ("libvpx-vp9", "yuv420p", "vp9", ".webm"),
        ("libsvtav1", "yuv420p10le", "av1", ".webm"),
        ("mpeg4", "yuv420p", "mpeg4", ".avi"),
    ],
)
def test_codecs_keep_their_format(tmp_path: Path, codec: str, pixel_format: str, name: str, suffix: str) -> None:
    options = {"x265-params": "log-level=none"} if codec == "libx265" else {}
    # All these codecs can store 1/25 s; MPEG-4 has no clock finer than 1/65535 s.
    times = tuple(Fraction(i, 25) for i in range(8))
    spec = VideoSpec(codec, pixel_format=pixel_format, times=times, time_base=Fraction(1, 25), options=options)
    path = video(tmp_path / f"clip{suffix}", spec)
    with VideoReader(path) as reader:
        assert (reader.info.codec, reader.info.pixel_format) == (name, pixel_format)
        assert [number_of(frame.picture) for frame in reader] == list(range(8))


@pytest.mark.parametrize(
    ("rotation", "mirrored", "corner"),
    [
        (0, False, "top left"),
        (90, False, "top right"),
        (180, False, "bottom right"),
        (270, False, "bottom left"),
        (0, True, "top right"),
        (180, True, "bottom left"),
    ],
)
def test_pictures_are_upright(tmp_path: Path, rotation: int, mirrored: bool, corner: str) -> None:
    spec = VideoSpec(rotation=rotation, mirrored=mirrored, aspect=Fraction(4, 3), times=(Fraction(0),))
    path = video(tmp_path / "turned.mp4", spec)
    with VideoReader(path) as reader:
        frame = next(iter(reader))
        sideways = rotation in (90, 270)
        assert reader.info.rotation == rotation
        assert (reader.info.width, reader.info.height) == ((64, 96) if sideways else (96, 64))
        assert reader.info.sample_aspect_ratio == (Fraction(3, 4) if sideways else Fraction(4, 3))
        luma = planes(frame.picture)[0].pixels
        corners = {
            "top left": luma[:6, :6],
            "top right": luma[:6, -6:],
            "bottom left": luma[-6:, :6],
            "bottom right": luma[-6:, -6:],
        }
        assert max(corners, key=lambda name: corners[name].mean()) == corner


def test_rotation_moves_samples_and_changes_none(tmp_path: Path) -> None:
    plain, turned = (
        next(iter(VideoReader(video(tmp_path / f"{rotation}.mp4", VideoSpec(rotation=rotation))))).picture
        for rotation in (0, 90)
    )
    for before, after in zip(planes(plain), planes(turned), strict=True):
        np.testing.assert_array_equal(np.rot90(before.pixels, -1), after.pixels)


def test_4_2_2_rotated_keeps_every_chroma_sample(tmp_path: Path) -> None:
    plain, turned = (
        next(
            iter(VideoReader(video(tmp_path / f"{rotation}.mp4", VideoSpec(rotation=rotation, pixel_format="yuv422p"))))
        )
        for rotation in (0, 270)
    )
    assert turned.picture.format.name == "yuv444p"
    before, after = planes(plain.picture)[1].pixels, planes(turned.picture)[1].pixels
    np.testing.assert_array_equal(np.rot90(np.repeat(before, 2, axis=1)), after)


def test_odd_sizes(tmp_path: Path) -> None:
    path = video(tmp_path / "odd.webm", VideoSpec("libvpx-vp9", 97, 63, times=(Fraction(0), Fraction(1, 25))))
    with VideoReader(path) as reader:
        assert (reader.info.width, reader.info.height) == (97, 63)
        luma, chroma, _ = planes(next(iter(reader)).picture)
        assert (luma.pixels.shape, chroma.pixels.shape) == ((63, 97), (32, 49))


def test_colour_and_hdr_are_read(tmp_path: Path) -> None:
    display = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400"
    spec = VideoSpec(
        "libx265",
        pixel_format="yuv420p10le",
        colour=(1, 9, 16, 9),
        options={"x265-params": f"log-level=none:{display}"},
    )
    with VideoReader(video(tmp_path / "hdr.mp4", spec)) as reader:
        colour = reader.info.colour
        assert (colour.range, colour.primaries, colour.transfer, colour.matrix) == (1, 9, 16, 9)
        assert reader.info.hdr.display == (34000, 16000, 13250, 34500, 7500, 3000, 15635, 16450, 50, 10000000)
        assert reader.info.hdr.light == (1000, 400)


@pytest.mark.parametrize(
    "numbers",
    [
        "G(13250,34500)B(7500,3000)R(20556,16718)WP(15635,16450)L(10000000,50):max-cll=1000,400",
        "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(1347174734,50):max-cll=1000,400",
        "G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=20556,400",
    ],
)
def test_hdr_metadata_of_no_standard_is_left_out_and_named(tmp_path: Path, numbers: str) -> None:
    options = {"x265-params": f"log-level=none:master-display={numbers}"}
    spec = VideoSpec("libx265", pixel_format="yuv420p10le", colour=(1, 9, 16, 9), options=options)
    with VideoReader(video(tmp_path / "hdr.mp4", spec)) as reader:
        assert (reader.info.hdr.display is None) != (reader.info.hdr.light is None)
        assert "HDR metadata of a display" in reader.info.dropped


def test_dropped_contents_are_named(tmp_path: Path) -> None:
    spec = VideoSpec(cover=True, sound=("aac",), chapters=True, tags={"comment": "of whom"})
    with VideoReader(video(tmp_path / "everything.mp4", spec)) as reader:
        assert all(isinstance(each, Words) for each in reader.info.dropped), "a page says it in English"
        words = " ".join(reader.info.dropped)
        assert "cover picture" in words
        assert "1 chapter" in words
        assert "comment" in words
        assert reader.info.sound == ("aac, stereo",)
        assert [number_of(frame.picture) for frame in reader] == list(range(20))


def test_the_larger_of_two_videos_is_read_and_the_other_named(tmp_path: Path) -> None:
    with VideoReader(video(tmp_path / "two.mkv", VideoSpec(second_video=True))) as reader:
        assert (reader.info.width, reader.info.height) == (96, 64)
        assert "further video stream (h264, 64x48, 0.7 s)" in reader.info.dropped
        assert len(list(reader)) == 20


def test_gif(tmp_path: Path) -> None:
    times = tuple(Fraction(i, 10) for i in range(5))
    path = tmp_path / "clip.gif"
    spec = VideoSpec("gif", pixel_format="rgb8", times=times, time_base=Fraction(1, 100))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("gif", rate=10)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "rgb8"
        for number, time in enumerate(times):
            frame = av.VideoFrame.from_ndarray(np.full((64, 96, 3), 40 * number, np.uint8)).reformat(format="rgb8")
            frame.pts, frame.time_base = round(time / spec.time_base), spec.time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with VideoReader(path) as reader:
        frames = [(frame.time, planes(frame.picture)[0].pixels[..., :3].mean()) for frame in reader]
    assert [time for time, _ in frames] == list(times)
    assert [value for _, value in frames] == sorted(value for _, value in frames)


def damaged(path: Path, packets: list[int], seed: int = 7) -> Path:
    """The same file with the second half of some packets overwritten by noise."""
    data = bytearray(path.read_bytes())
    with av.open(str(path)) as container:
        positions = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.size]
    noise = random.Random(seed)
    for number in packets:
        at, size = positions[number]
        assert at is not None
        data[at + size // 2 : at + size] = noise.randbytes(size - size // 2)
    out = path.with_name(f"damaged{path.suffix}")
    out.write_bytes(data)
    return out


def test_damage_is_skipped_and_counted_and_reading_is_repeatable(tmp_path: Path) -> None:
    whole = video(tmp_path / "whole.mp4", VideoSpec(width=320, height=240, times=LONG, options={"g": "30"}))
    path = damaged(whole, [10, 31, 32, 75])
    with VideoReader(path) as reader:
        first = [(frame.index, frame.pts) for frame in reader]
        assert reader.decode_failures > 0
    assert len(first) >= 110
    with VideoReader(path) as reader:
        assert [(frame.index, frame.pts) for frame in reader] == first


def test_undecodable_frames_are_counted(tmp_path: Path) -> None:
    whole = video(tmp_path / "whole.mp4", VideoSpec("mpeg4", times=LONG, options={"g": "30"}))
    data = bytearray(whole.read_bytes())
    with av.open(str(whole)) as container:
        positions = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.size]
    for at, size in positions[50:53]:
        assert at is not None
        data[at : at + size] = b"\xff" * size
    path = tmp_path / "holes.mp4"
    path.write_bytes(data)
    with VideoReader(path) as reader:
        assert len(list(reader)) == len(LONG) - 3
        assert reader.decode_failures == 3


def test_a_damaged_end_costs_no_good_frame(tmp_path: Path) -> None:
    # All decoder threads but one still hold good frames when the last packet fails.
    whole = video(tmp_path / "whole.mp4", VideoSpec(width=320, height=240, times=LONG, options={"bf": "0"}))
    data = bytearray(whole.read_bytes())
    with av.open(str(whole)) as container:
        last = [packet for packet in container.demux(video=0) if packet.size][-1]
        at, size = last.pos, last.size
    assert at is not None
    data[at + 4 : at + size] = bytes(size - 4)
    path = tmp_path / "bad_end.mp4"
    path.write_bytes(data)
    with VideoReader(path) as reader:
        times = [frame.time for frame in reader]
        assert times[:119] == list(LONG[:119])
        assert len(times) == 120 or reader.decode_failures > 0


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".ts"])
def test_a_truncated_file_is_read_to_its_end_and_reported(tmp_path: Path, suffix: str) -> None:
    # A truncated MP4 can only be read if its index comes first.
    times = tuple(i * NTSC for i in range(240))
    whole = video(tmp_path / f"whole{suffix}", VideoSpec(width=160, height=96, times=times, options={"g": "30"}))
    if suffix == ".mp4":
        whole = index_first(whole)
    data = whole.read_bytes()
    path = tmp_path / f"cut{suffix}"
    path.write_bytes(data[: len(data) * 6 // 10])
    with VideoReader(path) as reader:
        frames = [frame.time for frame in reader]
        assert 60 < len(frames) < 240
        assert frames == sorted(set(frames))
        if suffix != ".ts":
            # A transport stream declares no duration, so a clean cut looks like its end.
            assert reader.truncated
            assert reader.decode_failures > 0


def index_first(path: Path) -> Path:
    out = path.with_name("index_first.mp4")
    with (
        av.open(str(path)) as source,
        av.open(str(out), "w", container_options={"movflags": "faststart"}) as target,
    ):
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = stream
                target.mux(packet)
    return out


def test_what_is_not_a_video_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "text.mp4").write_text("not a video at all\n" * 100)
    whole = video(tmp_path / "whole.mp4")
    (tmp_path / "headless.mp4").write_bytes(whole.read_bytes()[:800])
    with av.open(str(tmp_path / "sound.mp4"), "w") as container:
        stream = container.add_stream("aac", rate=48000)
        frame = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = 48000, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    playlist = tmp_path / "list.m3u8"
    playlist.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{whole}\n#EXT-X-ENDLIST\n")
    for name, word in {
        "missing.mp4": "does not exist",
        ".": "is a folder",
        "empty.mp4": "is empty",
        "text.mp4": "cannot be read as video",
        "headless.mp4": "cannot be read as video",
        "sound.mp4": "holds no video",
        "list.m3u8": "cannot be read as video",
    }.items():
        with pytest.raises(VeilproofError, match=word) as caught:
            VideoReader(tmp_path / name)
        assert "\n" not in str(caught.value)


def test_black_values_match_the_format(tmp_path: Path) -> None:
    spec = VideoSpec(times=(Fraction(0),))
    for pixel_format, colour_range, black in (
        ("yuv420p", 1, [(16,), (128,), (128,)]),
        ("yuv420p", 2, [(0,), (128,), (128,)]),
        ("yuv420p10le", 1, [(64,), (512,), (512,)]),
    ):
        path = video(tmp_path / "black.mp4", replace(spec, pixel_format=pixel_format, colour=(colour_range, 1, 1, 1)))
        with VideoReader(path) as reader:
            found = planes(next(iter(reader)).picture)
        assert [plane.black for plane in found] == black
        assert [(plane.step_x, plane.step_y) for plane in found] == [(1, 1), (2, 2), (2, 2)]
