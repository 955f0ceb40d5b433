"""Written video: the same frames at the same times, and the same file on every machine."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tests.media.rewriting import QUIET, read_frames, rewrite
from tests.synthetic_video import NTSC, VideoSpec, video
from veilproof.errors import VeilproofError
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import VideoWriter

VARIABLE = tuple(Fraction(n, 30000) for n in (0, 1001, 2002, 7007, 7100, 12012, 33033, 33034, 60060))

LATE = tuple(Fraction(7, 5) + i * NTSC for i in range(20))


@pytest.mark.parametrize("times", [VideoSpec().times, VARIABLE, LATE], ids=["constant", "variable", "late"])
@pytest.mark.parametrize("codec", ["libx264", "libx265", "libsvtav1"])
@pytest.mark.parametrize("suffix", [".mp4", ".mov"])
def test_frames_and_times_are_exact(tmp_path: Path, codec: str, suffix: str, times: tuple[Fraction, ...]) -> None:
    options = QUIET if codec == "libx265" else {}
    source = video(tmp_path / "in.mp4", VideoSpec(codec, times=times, options=options))
    target = tmp_path / f"out{suffix}"
    frames_in = rewrite(source, target)
    assert len(frames_in) == len(times)
    assert read_frames(target) == frames_in


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
    path = video(tmp_path / source, VideoSpec(codec, times=times, time_base=Fraction(1, 25)))
    frames_in = rewrite(path, tmp_path / target)
    assert [number for number, _ in frames_in] == list(range(20))
    assert read_frames(tmp_path / target) == frames_in


def test_finer_times_in_matroska_are_off_by_less_than_a_millisecond_and_do_not_drift(tmp_path: Path) -> None:
    times = tuple(i * NTSC for i in range(200))
    source = video(tmp_path / "in.mp4", VideoSpec(times=times))
    frames_in = rewrite(source, tmp_path / "out.mkv")
    frames_out = read_frames(tmp_path / "out.mkv")
    assert [number for number, _ in frames_out] == [number for number, _ in frames_in]
    assert max(abs(a - b) for (_, a), (_, b) in zip(frames_in, frames_out, strict=True)) <= Fraction(1, 2000)


def test_avi_has_a_constant_frame_rate(tmp_path: Path) -> None:
    frames_in = rewrite(video(tmp_path / "in.mp4"), tmp_path / "out.avi")
    assert read_frames(tmp_path / "out.avi") == frames_in
    # AVI stores an empty packet where a frame is missing; a decoder would take it for the end.
    times = tuple(Fraction(i, 25) for i in range(40) if i % 10 not in (3, 4, 5))
    frames_in = rewrite(video(tmp_path / "gaps.mp4", VideoSpec(times=times)), tmp_path / "gaps.avi")
    assert [number for number, _ in read_frames(tmp_path / "gaps.avi")] == [number for number, _ in frames_in]


def test_hevc_in_mp4_is_tagged_so_that_every_player_takes_it(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec("libx265", options=QUIET))
    rewrite(source, tmp_path / "out.mp4")
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert container.streams.video[0].codec_tag == "hvc1"


def test_the_encoder_chooses_its_own_keyframes(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(options={"g": "1"}))
    with VideoReader(source) as reader, VideoWriter(tmp_path / "out.mp4", reader.info) as writer:
        for frame in reader:
            writer.write(frame.picture, frame.pts)
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert sum(packet.is_keyframe for packet in container.demux(video=0) if packet.size) == 1


def test_the_last_frame_keeps_its_duration(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(last=Fraction(2)))
    rewrite(source, tmp_path / "out.mp4")
    lengths = []
    for path in (source, tmp_path / "out.mp4"):
        with av.open(str(path)) as container:
            lengths.append(container.duration or 0)
    assert lengths[0] == lengths[1] > 2_500_000


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs a system that can be told which cores to use")
@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_the_file_is_the_same_however_many_processors_there_are(tmp_path: Path, codec: str) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(codec, 1280, 720, options=QUIET if codec == "libx265" else {}))
    all_cores = os.sched_getaffinity(0)
    assert len(all_cores) > 1, "needs two processors"
    rewrite(source, tmp_path / "many.mp4")
    try:
        os.sched_setaffinity(0, {min(all_cores)})
        rewrite(source, tmp_path / "one.mp4")
    finally:
        os.sched_setaffinity(0, all_cores)
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "many.mp4").read_bytes()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs a system that lists the threads of a process")
@pytest.mark.parametrize("codec", ["libx264", "libsvtav1"])
def test_no_encoder_thread_has_real_time_priority(tmp_path: Path, codec: str) -> None:
    source = video(tmp_path / "in.mkv", VideoSpec(codec))
    with VideoReader(source) as reader, VideoWriter(tmp_path / "out.mkv", reader.info) as writer:
        for frame in reader:
            writer.write(frame.picture, frame.pts)
            threads = [int(thread.name) for thread in Path("/proc/self/task").iterdir()]
            assert {os.sched_getscheduler(thread) for thread in threads} == {os.SCHED_OTHER}


def test_an_unknown_suffix_is_an_error(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4")
    with pytest.raises(VeilproofError, match=r"cannot be written: choose a name that ends in one of .*\.mp4"):
        rewrite(source, tmp_path / "out.xyz")


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4")
    with pytest.raises(VeilproofError, match="cannot be written"):
        rewrite(source, tmp_path / "nowhere" / "out.mp4")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".ts"])
def test_a_full_disk_is_one_line(tmp_path: Path, suffix: str) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(width=320, height=240))
    target = tmp_path / f"out{suffix}"
    target.symlink_to("/dev/full")
    with pytest.raises(VeilproofError, match="the disk is full"):
        rewrite(source, target)
