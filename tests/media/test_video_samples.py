"""Samples of written video: upright, in their own depth, chroma, colour description and size."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.media.rewriting import QUIET, rewrite
from tests.synthetic_video import VideoSpec, number_of, video
from veilproof.media.planes import planes
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import VideoWriter, writable_copy


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_rotated_video_is_written_upright(tmp_path: Path, rotation: int) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(rotation=rotation, aspect=Fraction(4, 3)))
    with VideoReader(source) as reader:
        upright = planes(next(iter(reader)).picture)[0].pixels.astype(float)
    rewrite(source, tmp_path / "out.mp4")
    with VideoReader(tmp_path / "out.mp4") as reader:
        assert reader.info.rotation == 0
        assert reader.info.sample_aspect_ratio == (Fraction(4, 3) if rotation == 180 else Fraction(3, 4))
        again = planes(next(iter(reader)).picture)[0].pixels.astype(float)
    assert np.abs(again - upright).mean() < 3


@pytest.mark.parametrize(
    ("codec", "pixel_format", "suffix", "written"),
    [
        ("libx264", "yuv420p", ".mp4", "yuv420p"),
        ("libx264", "yuv420p10le", ".mp4", "yuv420p10le"),
        ("libx264", "yuv422p10le", ".mov", "yuv422p10le"),
        ("libx264", "yuv444p", ".mkv", "yuv444p"),
        ("libx265", "yuv420p10le", ".mp4", "yuv420p10le"),
        ("libx265", "yuv422p10le", ".mp4", "yuv422p10le"),
        ("libsvtav1", "yuv420p10le", ".webm", "yuv420p10le"),
    ],
)
def test_depth_chroma_and_samples_are_kept(
    tmp_path: Path, codec: str, pixel_format: str, suffix: str, written: str
) -> None:
    options = QUIET if codec == "libx265" else {}
    source = video(tmp_path / f"in{suffix}", VideoSpec(codec, pixel_format=pixel_format, options=options))
    rewrite(source, tmp_path / f"out{suffix}")
    with VideoReader(source) as before, VideoReader(tmp_path / f"out{suffix}") as after:
        assert (after.info.codec, after.info.pixel_format) == (before.info.codec, written)
        for a, b in zip(before, after, strict=True):
            for one, other in zip(planes(a.picture), planes(b.picture), strict=True):
                most = one.pixels.max()
                assert np.abs(one.pixels.astype(float) - other.pixels).mean() < 0.015 * most


@pytest.mark.parametrize("size", [(97, 67), (96, 67), (97, 64)])
@pytest.mark.parametrize(("codec", "suffix"), [("libvpx-vp9", ".webm"), ("mpeg4", ".mp4"), ("libsvtav1", ".mp4")])
def test_odd_sizes_are_kept(tmp_path: Path, codec: str, suffix: str, size: tuple[int, int]) -> None:
    source = video(tmp_path / f"in{suffix}", VideoSpec(codec, *size, times=tuple(Fraction(i, 25) for i in range(5))))
    frames_in = rewrite(source, tmp_path / f"out{suffix}")
    with VideoReader(tmp_path / f"out{suffix}") as reader:
        assert (reader.info.width, reader.info.height) == size
        assert [number_of(frame.picture) for frame in reader] == [number for number, _ in frames_in]


def test_hdr_is_kept(tmp_path: Path) -> None:
    display = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400"
    for codec, suffix in (("libx265", ".mp4"), ("libsvtav1", ".webm")):
        spec = VideoSpec(
            "libx265",
            pixel_format="yuv420p10le",
            colour=(1, 9, 18, 9),
            options={"x265-params": f"log-level=none:{display}"},
        )
        source = video(tmp_path / "in.mp4", spec)
        rewrite(source, tmp_path / f"out{suffix}")
        with VideoReader(source) as before, VideoReader(tmp_path / f"out{suffix}") as after:
            assert after.info.colour == before.info.colour
            assert after.info.colour.transfer == 18
            assert after.info.hdr == before.info.hdr, codec
            assert after.info.hdr.display is not None


@pytest.mark.parametrize("colour", [(1, 1, 1, 1), (2, 6, 6, 6), (1, 9, 16, 9)])
def test_the_colour_description_is_kept(tmp_path: Path, colour: tuple[int, int, int, int]) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(colour=colour))
    rewrite(source, tmp_path / "out.mp4")
    with VideoReader(tmp_path / "out.mp4") as reader:
        found = reader.info.colour
    assert (found.range, found.primaries, found.transfer, found.matrix) == colour


@pytest.mark.parametrize("first", ["top", "bottom"])
def test_interlaced_stays_interlaced(tmp_path: Path, first: str) -> None:
    rewrite(video(tmp_path / "in.mp4", VideoSpec(first_field=first)), tmp_path / "out.mp4")
    with VideoReader(tmp_path / "out.mp4") as reader:
        assert reader.info.first_field == first
        assert all(frame.picture.interlaced_frame for frame in reader)


def test_gif_stays_gif(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(times=tuple(Fraction(i, 20) for i in range(8))))
    rewrite(source, tmp_path / "one.gif")
    with VideoReader(tmp_path / "one.gif") as reader:
        first = [(frame.time, planes(writable_copy(frame.picture))[0].pixels) for frame in reader]
    assert [time for time, _ in first] == [Fraction(i, 20) for i in range(8)]
    with (
        VideoReader(tmp_path / "one.gif") as reader,
        VideoWriter(tmp_path / "two.gif", reader.info) as writer,
    ):
        for frame in reader:
            writer.write(writable_copy(frame.picture), frame.pts)
    with VideoReader(tmp_path / "two.gif") as reader:
        assert reader.info.codec == "gif"
        for (time, pixels), frame in zip(first, reader, strict=True):
            assert frame.time == time
            assert np.abs(planes(frame.picture)[0].pixels.astype(float) - pixels).mean() < 4


def test_writing_into_a_copy_does_not_change_the_original(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(pixel_format="yuv420p10le", colour=(1, 9, 16, 9)))
    with VideoReader(source) as reader:
        frames = list(reader)
    before = [plane.pixels.copy() for plane in planes(frames[3].picture)]
    copy = writable_copy(frames[3].picture)
    assert (copy.color_trc, copy.color_primaries, copy.colorspace, copy.color_range) == (16, 9, 9, 1)
    for plane, pixels in zip(planes(copy), before, strict=True):
        np.testing.assert_array_equal(plane.pixels, pixels)
        plane.pixels[:] = plane.black[0]
    for plane, pixels in zip(planes(frames[3].picture), before, strict=True):
        np.testing.assert_array_equal(plane.pixels, pixels)


def test_samples_written_into_a_copy_are_encoded(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4")
    with VideoReader(source) as reader, VideoWriter(tmp_path / "out.mp4", reader.info) as writer:
        for frame in reader:
            copy = writable_copy(frame.picture)
            for plane in planes(copy):
                x, y = plane.step_x, plane.step_y
                plane.pixels[16 // y : 48 // y, 32 // x : 64 // x] = plane.black
            writer.write(copy, frame.pts)
    with VideoReader(tmp_path / "out.mp4") as reader:
        for frame in reader:
            luma = planes(frame.picture)[0].pixels
            assert luma[20:44, 36:60].max() < 30
            assert luma[20:44, 2:20].min() > 30
