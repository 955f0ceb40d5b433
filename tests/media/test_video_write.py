"""Writing video: what is read back is what went in, and nothing that was not meant to is in the file."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.synthetic_video import NTSC, VideoSpec, number_of, sound_packets, video
from veilproof.errors import VeilproofError
from veilproof.media.planes import planes
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import Audio, Subtitles, VideoWriter, own_copy

VARIABLE = tuple(Fraction(n, 30000) for n in (0, 1001, 2002, 7007, 7100, 12012, 33033, 33034, 60060))
LATE = tuple(Fraction(7, 5) + i * NTSC for i in range(20))
QUIET = {"x265-params": "log-level=none"}


def rewritten(
    source: Path, target: Path, audio: Audio = Audio.MUTE, subtitles: Subtitles = Subtitles.DROP
) -> list[tuple[int, Fraction]]:
    """Write `source` again as `target`; which pictures went in and when."""
    frames = []
    with VideoReader(source) as reader, VideoWriter(target, reader.info, audio=audio, subtitles=subtitles) as writer:
        for frame in reader:
            writer.write(own_copy(frame.picture), frame.pts)
            frames.append((number_of(frame.picture), frame.time))
    return frames


def read(path: Path) -> list[tuple[int, Fraction]]:
    with VideoReader(path) as reader:
        frames = [(number_of(frame.picture), frame.time) for frame in reader]
        assert reader.decode_failures == 0
        return frames


@pytest.mark.parametrize("times", [VideoSpec().times, VARIABLE, LATE], ids=["constant", "variable", "late"])
@pytest.mark.parametrize("codec", ["libx264", "libx265", "libsvtav1"])
@pytest.mark.parametrize("suffix", [".mp4", ".mov"])
def test_frames_and_times_are_exact(tmp_path: Path, codec: str, suffix: str, times: tuple[Fraction, ...]) -> None:
    options = QUIET if codec == "libx265" else {}
    source = video(tmp_path / "in.mp4", VideoSpec(codec, times=times, options=options))
    target = tmp_path / f"out{suffix}"
    went_in = rewritten(source, target)
    assert len(went_in) == len(times)
    assert read(target) == went_in


@pytest.mark.parametrize(
    ("codec", "source", "target"),
    [
        ("libx264", "in.mkv", "out.mkv"),
        ("libx264", "in.ts", "out.ts"),
        ("libx264", "in.ts", "out.mp4"),
        ("libvpx-vp9", "in.webm", "out.webm"),
        ("libvpx-vp9", "in.webm", "out.mp4"),
        ("libsvtav1", "in.mkv", "out.mkv"),
        ("mpeg4", "in.avi", "out.avi"),
        ("mpeg4", "in.avi", "out.mkv"),
    ],
)
def test_times_are_exact_where_both_containers_can_hold_them(
    tmp_path: Path, codec: str, source: str, target: str
) -> None:
    # Whole milliseconds: Matroska has nothing finer.
    times = tuple(Fraction(i, 25) for i in range(20))
    made = video(tmp_path / source, VideoSpec(codec, times=times, time_base=Fraction(1, 25)))
    went_in = rewritten(made, tmp_path / target)
    assert [number for number, _ in went_in] == list(range(20))
    assert read(tmp_path / target) == went_in


def test_finer_times_in_matroska_are_off_by_less_than_a_millisecond_and_do_not_drift(tmp_path: Path) -> None:
    times = tuple(i * NTSC for i in range(200))
    source = video(tmp_path / "in.mp4", VideoSpec(times=times))
    went_in = rewritten(source, tmp_path / "out.mkv")
    back = read(tmp_path / "out.mkv")
    assert [number for number, _ in back] == [number for number, _ in went_in]
    assert max(abs(a - b) for (_, a), (_, b) in zip(went_in, back, strict=True)) <= Fraction(1, 2000)


def test_avi_gets_a_frame_every_so_often(tmp_path: Path) -> None:
    went_in = rewritten(video(tmp_path / "in.mp4"), tmp_path / "out.avi")
    assert read(tmp_path / "out.avi") == went_in
    # Where a frame is missing, AVI has an empty one, which a decoder would take for the end.
    times = tuple(Fraction(i, 25) for i in range(40) if i % 10 not in (3, 4, 5))
    went_in = rewritten(video(tmp_path / "gaps.mp4", VideoSpec(times=times)), tmp_path / "gaps.avi")
    assert [number for number, _ in read(tmp_path / "gaps.avi")] == [number for number, _ in went_in]


def test_hevc_in_mp4_is_tagged_so_that_every_player_takes_it(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec("libx265", options=QUIET))
    rewritten(source, tmp_path / "out.mp4")
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert container.streams.video[0].codec_tag == "hvc1"


def test_key_frames_are_the_encoder_s_own(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(options={"g": "1"}))
    with VideoReader(source) as reader, VideoWriter(tmp_path / "out.mp4", reader.info) as writer:
        for frame in reader:
            writer.write(frame.picture, frame.pts)
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert sum(packet.is_keyframe for packet in container.demux(video=0) if packet.size) == 1


def test_kept_sound_does_not_make_the_pictures_wait_in_memory(tmp_path: Path) -> None:
    times = tuple(Fraction(i, 25) for i in range(200))
    source = video(tmp_path / "in.mkv", VideoSpec(width=640, height=480, sound=("mp2",), times=times))
    target = tmp_path / "out.mkv"
    with VideoReader(source) as reader, VideoWriter(target, reader.info, audio=Audio.KEEP) as writer:
        for frame in reader:
            writer.write(frame.picture, frame.pts)
        half_way = target.stat().st_size
    assert half_way > target.stat().st_size / 4


def test_the_last_frame_is_shown_as_long(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(last=Fraction(2)))
    rewritten(source, tmp_path / "out.mp4")
    lengths = []
    for path in (source, tmp_path / "out.mp4"):
        with av.open(str(path)) as container:
            lengths.append(container.duration or 0)
    assert lengths[0] == lengths[1] > 2_500_000


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_rotated_video_is_written_upright(tmp_path: Path, rotation: int) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(rotation=rotation, aspect=Fraction(4, 3)))
    with VideoReader(source) as reader:
        upright = planes(next(iter(reader)).picture)[0].pixels.astype(float)
    rewritten(source, tmp_path / "out.mp4")
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
    rewritten(source, tmp_path / f"out{suffix}")
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
    went_in = rewritten(source, tmp_path / f"out{suffix}")
    with VideoReader(tmp_path / f"out{suffix}") as reader:
        assert (reader.info.width, reader.info.height) == size
        assert [number_of(frame.picture) for frame in reader] == [number for number, _ in went_in]


def test_hdr_is_kept(tmp_path: Path) -> None:
    display = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400"
    for codec, suffix in (("libx265", ".mp4"), ("libsvtav1", ".webm")):
        made = VideoSpec(
            "libx265",
            pixel_format="yuv420p10le",
            colour=(1, 9, 18, 9),
            options={"x265-params": f"log-level=none:{display}"},
        )
        source = video(tmp_path / "in.mp4", made)
        rewritten(source, tmp_path / f"out{suffix}")
        with VideoReader(source) as before, VideoReader(tmp_path / f"out{suffix}") as after:
            assert after.info.colour == before.info.colour
            assert after.info.colour.transfer == 18
            assert after.info.hdr == before.info.hdr, codec
            assert after.info.hdr.display is not None


@pytest.mark.parametrize("colour", [(1, 1, 1, 1), (2, 6, 6, 6), (1, 9, 16, 9)])
def test_the_colour_description_is_kept(tmp_path: Path, colour: tuple[int, int, int, int]) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(colour=colour))
    rewritten(source, tmp_path / "out.mp4")
    with VideoReader(tmp_path / "out.mp4") as reader:
        found = reader.info.colour
    assert (found.range, found.primaries, found.transfer, found.matrix) == colour


@pytest.mark.parametrize(
    ("source", "target", "sounds"),
    [
        ("in.mp4", "out.mp4", ("aac",)),
        ("in.mp4", "out.mkv", ("aac", "mp2")),
        ("in.mkv", "out.mkv", ("libopus", "pcm_s16le")),
        ("in.webm", "out.webm", ("libopus",)),
        ("in.ts", "out.ts", ("mp2",)),
    ],
)
def test_kept_sound_is_the_same_to_the_bit_and_in_step(
    tmp_path: Path, source: str, target: str, sounds: tuple[str, ...]
) -> None:
    codec = "libvpx-vp9" if source.endswith("webm") else "libx264"
    made = VideoSpec(codec, sound=sounds, times=tuple(Fraction(2) + Fraction(i, 25) for i in range(60)))
    path = video(tmp_path / source, made)
    pictures = rewritten(path, tmp_path / target, Audio.KEEP)
    before, after = sound_packets(path), sound_packets(tmp_path / target)
    assert len({stream for stream, _, _ in after}) == len(sounds)
    for stream in range(len(sounds)):
        ours = [(time, data) for index, time, data in before if index == stream]
        theirs = [(time, data) for index, time, data in after if index == stream]
        assert [data for _, data in theirs] == [data for _, data in ours]
        assert max(abs(a - b) for (a, _), (b, _) in zip(ours, theirs, strict=True)) <= Fraction(1, 1000)
    back = read(tmp_path / target)
    assert max(abs(a - b) for (_, a), (_, b) in zip(pictures, back, strict=True)) <= Fraction(1, 2000)


def test_sound_of_joined_recordings_goes_on(tmp_path: Path) -> None:
    one = video(tmp_path / "one.ts", VideoSpec(sound=("mp2",), times=tuple(Fraction(i, 25) for i in range(60))))
    joined = tmp_path / "joined.ts"
    joined.write_bytes(one.read_bytes() * 2)
    rewritten(joined, tmp_path / "out.mkv", Audio.KEEP)
    before, after = sound_packets(one), sound_packets(tmp_path / "out.mkv")
    assert [data for _, _, data in after] == [data for _, _, data in before] * 2
    with VideoReader(tmp_path / "out.mkv") as reader:
        last = list(reader)[-1].time
    assert abs(after[-1][1] - last) < Fraction(1, 5)


@pytest.mark.parametrize("first", ["top", "bottom"])
def test_interlaced_stays_interlaced(tmp_path: Path, first: str) -> None:
    options = {"x264-params": "tff=1" if first == "top" else "bff=1"}
    rewritten(video(tmp_path / "in.mp4", VideoSpec(options=options)), tmp_path / "out.mp4")
    with VideoReader(tmp_path / "out.mp4") as reader:
        assert reader.info.first_field == first
        assert all(frame.picture.interlaced_frame for frame in reader)


def test_a_silent_video_stays_silent_when_its_sound_is_to_be_kept(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec())
    pictures = rewritten(source, tmp_path / "out.mp4", Audio.KEEP, Subtitles.KEEP)
    assert read(tmp_path / "out.mp4") == pictures
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert [stream.type for stream in container.streams] == ["video"]


def test_sound_is_muted_unless_asked_for(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(sound=("aac",)))
    rewritten(source, tmp_path / "out.mp4")
    with VideoReader(tmp_path / "out.mp4") as reader:
        assert reader.info.sound == ()


def test_sound_that_the_container_cannot_hold_is_an_error(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(sound=("aac",)))
    with pytest.raises(VeilproofError, match=r"cannot hold sound in the format aac: mute it, or choose .*\.mkv"):
        rewritten(source, tmp_path / "out.webm", Audio.KEEP)


def with_subtitles(path: Path) -> Path:
    """A Matroska file with one subtitle, made from a text file by FFmpeg itself."""
    text = path.with_suffix(".srt")
    text.write_text("1\n00:00:00,100 --> 00:00:00,400\nPLANTED WORDS\n")
    picture = video(path.with_name("picture.mkv"))
    with av.open(str(text)) as words, av.open(str(picture)) as source, av.open(str(path), "w") as target:
        streams = [
            target.add_stream_from_template(one) for one in (source.streams.video[0], words.streams.subtitles[0])
        ]
        for container, stream in ((words, streams[1]), (source, streams[0])):
            for packet in container.demux():
                if packet.size:
                    packet.stream = stream
                    target.mux(packet)
    return path


def test_subtitles_are_dropped_unless_asked_for(tmp_path: Path) -> None:
    source = with_subtitles(tmp_path / "in.mkv")
    rewritten(source, tmp_path / "dropped.mkv")
    assert b"PLANTED WORDS" not in (tmp_path / "dropped.mkv").read_bytes()
    rewritten(source, tmp_path / "kept.mkv", subtitles=Subtitles.KEEP)
    with VideoReader(tmp_path / "kept.mkv") as reader:
        assert reader.info.subtitles == ("subrip",)
    assert b"PLANTED WORDS" in (tmp_path / "kept.mkv").read_bytes()
    with pytest.raises(VeilproofError, match="cannot hold subtitles"):
        rewritten(source, tmp_path / "kept.mp4", subtitles=Subtitles.KEEP)


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".avi", ".ts"])
@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_no_metadata_gets_through(tmp_path: Path, codec: str, suffix: str) -> None:
    made = VideoSpec(
        codec,
        options=QUIET if codec == "libx265" else {},
        tags={
            "comment": "PLANTED comment",
            "title": "PLANTED title",
            "creation_time": "2024-05-17T10:11:12Z",
            "location": "+52.5200+013.4050/",
            "encoder": "PLANTED camera",
        },
        chapters=True,
        cover=True,
    )
    # Long enough for a second key frame, before which an encoder may write its name again.
    source = video(tmp_path / "in.mp4", replace(made, times=tuple(Fraction(i, 25) for i in range(300))))
    assert b"PLANTED" in source.read_bytes()
    target = tmp_path / f"out{suffix}"
    rewritten(source, target)
    data = target.read_bytes()
    for word in (b"PLANTED", b"52.52", b"x264", b"x265", b"Lavc", b"Lavf6", b"2024"):
        assert word not in data
    with av.open(str(target)) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        assert not container.chapters()
        tags = container.metadata | container.streams[0].metadata
        assert not any(value in tags for value in ("creation_time", "location", "comment", "title"))


def test_gif_stays_gif(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(times=tuple(Fraction(i, 20) for i in range(8))))
    rewritten(source, tmp_path / "one.gif")
    with VideoReader(tmp_path / "one.gif") as reader:
        first = [(frame.time, planes(own_copy(frame.picture))[0].pixels) for frame in reader]
    assert [time for time, _ in first] == [Fraction(i, 20) for i in range(8)]
    with (
        VideoReader(tmp_path / "one.gif") as reader,
        VideoWriter(tmp_path / "two.gif", reader.info) as writer,
    ):
        for frame in reader:
            writer.write(own_copy(frame.picture), frame.pts)
    with VideoReader(tmp_path / "two.gif") as reader:
        assert reader.info.codec == "gif"
        for (time, pixels), frame in zip(first, reader, strict=True):
            assert frame.time == time
            assert np.abs(planes(frame.picture)[0].pixels.astype(float) - pixels).mean() < 4


def test_an_own_copy_can_be_painted_and_the_original_does_not_change(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(pixel_format="yuv420p10le", colour=(1, 9, 16, 9)))
    with VideoReader(source) as reader:
        frames = list(reader)
    before = [plane.pixels.copy() for plane in planes(frames[3].picture)]
    copy = own_copy(frames[3].picture)
    assert (copy.color_trc, copy.color_primaries, copy.colorspace, copy.color_range) == (16, 9, 9, 1)
    for plane, pixels in zip(planes(copy), before, strict=True):
        np.testing.assert_array_equal(plane.pixels, pixels)
        plane.pixels[:] = plane.black[0]
    for plane, pixels in zip(planes(frames[3].picture), before, strict=True):
        np.testing.assert_array_equal(plane.pixels, pixels)


def test_what_is_painted_is_what_is_seen(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4")
    with VideoReader(source) as reader, VideoWriter(tmp_path / "out.mp4", reader.info) as writer:
        for frame in reader:
            copy = own_copy(frame.picture)
            for plane in planes(copy):
                x, y = plane.step_x, plane.step_y
                plane.pixels[16 // y : 48 // y, 32 // x : 64 // x] = plane.black
            writer.write(copy, frame.pts)
    with VideoReader(tmp_path / "out.mp4") as reader:
        for frame in reader:
            luma = planes(frame.picture)[0].pixels
            assert luma[20:44, 36:60].max() < 30
            assert luma[20:44, 2:20].min() > 30


def test_a_name_that_says_no_container_is_an_error(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4")
    with pytest.raises(VeilproofError, match=r"cannot be written: choose a name that ends in one of .*\.mp4"):
        rewritten(source, tmp_path / "out.xyz")


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4")
    with pytest.raises(VeilproofError, match="cannot be written"):
        rewritten(source, tmp_path / "nowhere" / "out.mp4")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".ts"])
def test_a_full_disk_is_one_line(tmp_path: Path, suffix: str) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(width=320, height=240))
    target = tmp_path / f"out{suffix}"
    target.symlink_to("/dev/full")
    with pytest.raises(VeilproofError, match="the disk is full"):
        rewritten(source, target)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs a system that can be told which cores to use")
@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_the_file_is_the_same_however_many_processors_there_are(tmp_path: Path, codec: str) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(codec, 1280, 720, options=QUIET if codec == "libx265" else {}))
    all_of_them = os.sched_getaffinity(0)
    assert len(all_of_them) > 1, "needs two processors"
    rewritten(source, tmp_path / "many.mp4")
    try:
        os.sched_setaffinity(0, {min(all_of_them)})
        rewritten(source, tmp_path / "one.mp4")
    finally:
        os.sched_setaffinity(0, all_of_them)
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "many.mp4").read_bytes()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs a system that lists the threads of a process")
@pytest.mark.parametrize("codec", ["libx264", "libsvtav1"])
def test_no_thread_of_an_encoder_goes_before_everything_else(tmp_path: Path, codec: str) -> None:
    source = video(tmp_path / "in.mkv", VideoSpec(codec))
    with VideoReader(source) as reader, VideoWriter(tmp_path / "out.mkv", reader.info) as writer:
        for frame in reader:
            writer.write(frame.picture, frame.pts)
            threads = [int(thread.name) for thread in Path("/proc/self/task").iterdir()]
            assert {os.sched_getscheduler(thread) for thread in threads} == {os.SCHED_OTHER}
