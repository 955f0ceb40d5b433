"""What else a written video holds: sound and subtitles if asked for, unchanged, and no metadata."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tests.media.rewriting import QUIET, read_frames, rewrite
from tests.synthetic_video import VideoSpec, sound_packets, video
from veilproof.errors import VeilproofError
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import Audio, Subtitles, VideoWriter


def test_copying_sound_does_not_buffer_the_pictures(tmp_path: Path) -> None:
    times = tuple(Fraction(i, 25) for i in range(200))
    source = video(tmp_path / "in.mkv", VideoSpec(width=640, height=480, sound=("mp2",), times=times))
    target = tmp_path / "out.mkv"
    with VideoReader(source) as reader, VideoWriter(target, reader.info, audio=Audio.KEEP) as writer:
        for frame in reader:
            writer.write(frame.picture, frame.pts)
        half_way = target.stat().st_size
    assert half_way > target.stat().st_size / 4


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
def test_copied_sound_is_bit_identical_and_in_sync(
    tmp_path: Path, source: str, target: str, sounds: tuple[str, ...]
) -> None:
    codec = "libvpx-vp9" if source.endswith("webm") else "libx264"
    spec = VideoSpec(codec, sound=sounds, times=tuple(Fraction(2) + Fraction(i, 25) for i in range(60)))
    path = video(tmp_path / source, spec)
    pictures = rewrite(path, tmp_path / target, Audio.KEEP)
    before, after = sound_packets(path), sound_packets(tmp_path / target)
    assert len({stream for stream, _, _ in after}) == len(sounds)
    for stream in range(len(sounds)):
        ours = [(time, data) for index, time, data in before if index == stream]
        theirs = [(time, data) for index, time, data in after if index == stream]
        assert [data for _, data in theirs] == [data for _, data in ours]
        assert max(abs(a - b) for (a, _), (b, _) in zip(ours, theirs, strict=True)) <= Fraction(1, 1000)
    frames_out = read_frames(tmp_path / target)
    assert max(abs(a - b) for (_, a), (_, b) in zip(pictures, frames_out, strict=True)) <= Fraction(1, 2000)


def test_sound_of_joined_recordings_is_continuous(tmp_path: Path) -> None:
    one = video(tmp_path / "one.ts", VideoSpec(sound=("mp2",), times=tuple(Fraction(i, 25) for i in range(60))))
    joined = tmp_path / "joined.ts"
    joined.write_bytes(one.read_bytes() * 2)
    rewrite(joined, tmp_path / "out.mkv", Audio.KEEP)
    before, after = sound_packets(one), sound_packets(tmp_path / "out.mkv")
    assert [data for _, _, data in after] == [data for _, _, data in before] * 2
    with VideoReader(tmp_path / "out.mkv") as reader:
        last = list(reader)[-1].time
    assert abs(after[-1][1] - last) < Fraction(1, 5)


def test_a_silent_video_stays_silent_when_sound_is_kept(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec())
    pictures = rewrite(source, tmp_path / "out.mp4", Audio.KEEP, Subtitles.KEEP)
    assert read_frames(tmp_path / "out.mp4") == pictures
    with av.open(str(tmp_path / "out.mp4")) as container:
        assert [stream.type for stream in container.streams] == ["video"]


def test_sound_is_muted_unless_asked_for(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(sound=("aac",)))
    rewrite(source, tmp_path / "out.mp4")
    with VideoReader(tmp_path / "out.mp4") as reader:
        assert reader.info.sound == ()


def test_sound_that_the_container_cannot_hold_is_an_error(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(sound=("aac",)))
    with pytest.raises(VeilproofError, match=r"cannot hold the sound \(aac\): choose .*\.mkv"):
        rewrite(source, tmp_path / "out.webm", Audio.KEEP)


def subtitled_video(path: Path) -> Path:
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
    source = subtitled_video(tmp_path / "in.mkv")
    rewrite(source, tmp_path / "dropped.mkv")
    assert b"PLANTED WORDS" not in (tmp_path / "dropped.mkv").read_bytes()
    rewrite(source, tmp_path / "kept.mkv", subtitles=Subtitles.KEEP)
    with VideoReader(tmp_path / "kept.mkv") as reader:
        assert reader.info.subtitles == ("subrip",)
    assert b"PLANTED WORDS" in (tmp_path / "kept.mkv").read_bytes()
    with pytest.raises(VeilproofError, match="cannot hold the subtitles"):
        rewrite(source, tmp_path / "kept.mp4", subtitles=Subtitles.KEEP)


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".avi", ".ts"])
@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_no_metadata_gets_through(tmp_path: Path, codec: str, suffix: str) -> None:
    spec = VideoSpec(
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
    # Long enough for a second keyframe, before which an encoder may write its name again.
    source = video(tmp_path / "in.mp4", replace(spec, times=tuple(Fraction(i, 25) for i in range(300))))
    assert b"PLANTED" in source.read_bytes()
    target = tmp_path / f"out{suffix}"
    rewrite(source, target)
    data = target.read_bytes()
    for word in (b"PLANTED", b"52.52", b"x264", b"x265", b"Lavc", b"Lavf6", b"2024"):
        assert word not in data
    with av.open(str(target)) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        assert not container.chapters()
        tags = container.metadata | container.streams[0].metadata
        assert not any(value in tags for value in ("creation_time", "location", "comment", "title"))
