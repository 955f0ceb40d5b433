"""What kept sound and subtitles carry beside what is heard and read never reaches the output, and the audit sees it."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.media.rewriting import rewrite
from tests.synthetic_video import VideoSpec, sound_packets, video
from veilproof.audit.contents import find_other_content
from veilproof.audit.policy import Policy
from veilproof.errors import VeilproofError
from veilproof.media.keeping import not_kept
from veilproof.media.sound_headers import amr_frames, cleaned_sound_header
from veilproof.media.subtitle_text import subtitle_cleaner
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import Audio, Subtitles, VideoWriter, writable_copy

_COMMENT = b"ARTIST=PLANTED"
_FLAC_INFO = b"\x10\0\x10\0PLANTE\x0a\xc4\x42\xf0PLAN" + b"PLANTED!" * 2
_FLAC_KEPT = b"\x10\0\x10\0" + bytes(6) + b"\x0a\xc4\x42\xf0" + bytes(20)
_SPEEX_NUMBERS = struct.pack("<13i", 1, 80, 16000, 1, 4, 1, 27800, 320, 0, 1, 0, 7, 7)
_SPEEX_KEPT = b"Speex   " + bytes(20) + struct.pack("<13i", 1, 80, 16000, 1, 4, 1, -1, 320, 0, 1, 0, 0, 0)
_ALAC_INFO = b"\0\0\x10\0\0\x10\x28\x0a\x0e\2PLANTED!!!\0\0\xbb\x80"
_ALAC_KEPT = b"\0\0\x10\0\0\x10\x28\x0a\x0e\2\0\xff" + bytes(8) + b"\0\0\xbb\x80"
_BOTH = frozenset({"audio", "subtitle"})

_ASS = """\
[Script Info]
; PLANTED by hand
Title: PLANTED
ScriptType: v4.00+
PlayResX: 640

[Aegisub Project Garbage]
Video File: PLANTED.mkv

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: PLANTED,PLANTED Sans,20,&H00FFFFFF,&H000000FF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,2,2,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:00.10,0:00:00.40,PLANTED,PLANTED,0,0,0,,{PLANTED}{\\i1}hello{\\i0} all
"""
_VTT = """\
WEBVTT - PLANTED

NOTE PLANTED

PLANTED cue
00:00.100 --> 00:00.400 align:start
<v PLANTED><c.PLANTED>hello</c> all</v>
"""


def _subtitled(path: Path, suffix: str, text: str) -> Path:
    """A Matroska file with these subtitles."""
    words_path = path.with_suffix(suffix)
    words_path.write_text(text)
    with (
        av.open(str(words_path)) as words,
        av.open(str(video(path.with_name("p.mkv")))) as source,
        av.open(str(path), "w") as target,
    ):
        one, other = source.streams.video[0], words.streams.subtitles[0]
        picture, subtitle = target.add_stream_from_template(one), target.add_stream_from_template(other)
        for container, stream in ((words, subtitle), (source, picture)):
            for packet in container.demux():
                if packet.size:
                    packet.stream = stream
                    target.mux(packet)
    return path


def _told(original: Path, redacted: Path) -> str:
    return " ".join(found.what for found in find_other_content(original, redacted, Policy()))


@pytest.mark.parametrize(("suffix", "text"), [(".ass", _ASS), (".vtt", _VTT)])
def test_subtitles_are_kept_without_speakers_and_notes(tmp_path: Path, suffix: str, text: str) -> None:
    source = _subtitled(tmp_path / "in.mkv", suffix, text)
    with VideoReader(source) as reader:
        writer = VideoWriter(tmp_path / "out.mkv", reader.info, subtitles=Subtitles.KEEP)
        with writer:
            for frame in reader:
                writer.write(writable_copy(frame.picture), frame.pts)
        assert "speaker names of the subtitles" in " ".join(writer.left_out)
    data = (tmp_path / "out.mkv").read_bytes()
    assert b"PLANTED" not in data
    assert b"hello" in data
    assert b" all" in data
    with av.open(str(tmp_path / "out.mkv")) as container:
        shown = [packet for packet in container.demux(subtitles=0) if packet.size]
        assert [float(packet.pts * packet.time_base) for packet in shown] == [pytest.approx(0.1)]  # type: ignore[operator]
        assert shown[0].decode()
    assert "speaker names" in _told(source, source)
    assert "characters in the header of the subtitles" in _told(source, source) or suffix == ".vtt"
    assert "PLANTED" not in _told(source, source)
    assert "speaker" not in _told(source, tmp_path / "out.mkv")
    assert "header" not in _told(source, tmp_path / "out.mkv")


@pytest.mark.parametrize(
    ("suffix", "shown", "hidden", "told"),
    [
        (".ass", "{\\i1}hello{\\i0}", "{\\PLANTED}hello", "notes in the subtitles"),
        (".ass", "{\\pos(10,20)\\c&HFF00FF&}hello", "{\\i1 PLANTED}hello", "notes in the subtitles"),
        (".vtt", "<i>hello</i>", "<PLANTED>hello", "tags in the subtitles"),
        (".srt", "<b>hello</b>", "<PLANTED>hello</PLANTED>", "tags in the subtitles"),
    ],
)
def test_the_audit_finds_what_subtitles_hide_in_their_tags(
    tmp_path: Path, suffix: str, shown: str, hidden: str, told: str
) -> None:
    for words, expected in ((shown, False), (hidden, True)):
        text = {
            ".ass": _ASS.replace("PLANTED,PLANTED,0,0,0,,{PLANTED}{\\i1}hello{\\i0}", f"Default,,0,0,0,,{words}"),
            ".vtt": f"WEBVTT\n\n00:00.100 --> 00:00.400\n{words} all\n",
            ".srt": f"1\n00:00:00,100 --> 00:00:00,400\n{words} all\n",
        }[suffix]
        source = _subtitled(tmp_path / f"{expected}.mkv", suffix, text)
        assert (told in _told(source, source)) is expected
        assert "PLANTED" not in _told(source, source)


def _with_comment(header: bytes) -> bytes:
    """A Vorbis header with a comment in it."""
    first, second = header[1], header[2]
    parts = header[3 : 3 + first], header[3 + first : 3 + first + second], header[3 + first + second :]
    comments = b"\x03vorbis" + bytes(4) + b"\x01\0\0\0" + len(_COMMENT).to_bytes(4, "little") + _COMMENT + b"\x01"
    return bytes([2, first, len(comments)]) + parts[0] + comments + parts[2]


@pytest.mark.slow
def test_comments_in_the_header_of_kept_sound_are_not_kept(tmp_path: Path) -> None:
    plain = video(tmp_path / "plain.mkv", VideoSpec(sound=("libopus",)))
    source = tmp_path / "in.mkv"
    with av.open(str(plain)) as reading, av.open(str(source), "w") as writing:
        picture = writing.add_stream_from_template(reading.streams.video[0])
        sound = writing.add_stream("vorbis", rate=48000, options={"strict": "-2"}, layout="stereo")
        sound.codec_context.open()
        packets = []
        for number in range(40):
            frame = av.AudioFrame(format="fltp", layout="stereo", samples=sound.codec_context.frame_size or 64)
            for plane in frame.planes:
                plane.update(bytes([number, 50, 60, 61]) * (plane.buffer_size // 4))
            frame.sample_rate, frame.pts = 48000, None
            packets += sound.encode(frame)
        sound.codec_context.extradata = _with_comment(sound.codec_context.extradata or b"") + b"PLANTED"
        for packet in [p for p in reading.demux(video=0) if p.size]:
            packet.stream = picture
            writing.mux(packet)
        writing.mux(packets)
    assert _COMMENT in source.read_bytes()
    assert f"text of {len(_COMMENT)} characters in the header of the sound" in _told(source, source)
    assert "PLANTED" not in _told(source, source)
    rewrite(source, tmp_path / "out.mkv", Audio.KEEP)
    assert b"PLANTED" not in (tmp_path / "out.mkv").read_bytes()
    assert "header" not in _told(source, tmp_path / "out.mkv")
    assert [data for _, _, data in sound_packets(tmp_path / "out.mkv")] == [d for _, _, d in sound_packets(source)]
    with av.open(str(tmp_path / "out.mkv")) as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) > 0


@pytest.mark.parametrize(
    ("codec", "header", "cleaned"),
    [
        ("flac", b"fLaC\x00\x00\x00\x22" + _FLAC_INFO + b"\x84\0\0\x20PLANTED", _FLAC_KEPT),
        ("flac", _FLAC_KEPT, _FLAC_KEPT),
        ("flac", b"PLANTED" * 5, None),
        ("flac", b"PLANTED", None),
        ("speex", b"Speex   PLANTED             " + _SPEEX_NUMBERS + b"PLANTED", _SPEEX_KEPT),
        ("speex", b"Speex   " + b"PLANTED!" * 9, None),
        ("opus", b"OpusHead\1\2\x38\1\x80\xbb" + bytes(5) + b"PLANTED", b"OpusHead\1\2\x38\1\x80\xbb" + bytes(5)),
        ("opus", b"OpusHead\1\2\x38\1PLAN\0\0\0", b"OpusHead\1\2\x38\1" + bytes(7)),
        ("opus", b"OpusHead\1\6" + bytes(8) + b"\1PLANTED!", None),
        (
            "opus",
            b"OpusHead\1\6" + bytes(8) + b"\1\4\2\0\4\1\2\3\5",
            b"OpusHead\1\6" + bytes(8) + b"\1\4\2\0\4\1\2\3\5",
        ),
        ("opus", b"OpusHead\1\xff" + bytes(8) + b"\xff\x80\x7f" + b"PLANTED" * 40, None),
        ("alac", b"\0\0\0\x24alacPLAN" + _ALAC_INFO, b"\0\0\0\x24alac" + bytes(4) + _ALAC_KEPT),
        ("alac", _ALAC_INFO + b"PLANTED", _ALAC_KEPT),
        ("alac", b"PLANTED" * 4, None),
        ("adpcm_ms", b"PLANTED", b""),
        ("wmav2", b"PLANTED!!!", b"\0\0\0\0\x14\0\0\0\0\0"),
        ("wmav2", b"\0\x22\0\0\x3f\0\0\0\0\0PLANTED", b"\0\0\0\0\x1f\0\0\0\0\0"),
        ("wmapro", b"\x10\0\3\0\0\0PLANTED!\xe0\0PL", b"\x10\0\3\0\0\0" + bytes(8) + b"\xe0\0\0\0"),
        ("wmapro", b"PLANTED" * 3, None),
        ("wmavoice", b"PLANTED", None),
        ("mp3", b"PLANTED", b""),
        ("pcm_s16le", b"PLANTED", b""),
        ("aac", b"\x12\x10\x56\xe5\x00", b"\x12\x10\x56\xe5\x00"),
        ("aac", b"\x12\x10\x56\xe5\x00PLANTED", b"\x12\x10\x56\xe5\x00"),
        ("aac", b"\x12\x10PLANTED", b"\x12\x10"),
        ("aac", b"\x12\x00\x56\xe5PLANTED", None),
        ("aac", b"\x17\xa8PLANTED", None),
        ("aac", b"PLANTED", None),
        ("aac", b"\x2b\x92\x08\x00PLANTED", b"\x2b\x92\x08\x00"),
        ("aac", b"\xf8\xe6\x20\x00PLANTED", b"\xf8\xe6\x20\x00"),
        ("cook", b"PLANTED", None),
        ("vorbis", b"PLANTED", None),
    ],
)
def test_only_what_decoding_needs_is_kept_of_a_header(codec: str, header: bytes, cleaned: bytes | None) -> None:
    assert cleaned_sound_header(codec, header) == cleaned
    assert not cleaned or cleaned_sound_header(codec, cleaned) == cleaned


_CODECS = ("flac", "speex", "opus", "alac", "aac", "wmav1", "wmav2", "wmapro", "vorbis", "adpcm_ms", "mp3", "cook")


@given(codec=st.sampled_from(_CODECS), start=st.binary(max_size=40))
def test_any_header_is_cleaned_or_refused(codec: str, start: bytes) -> None:
    starts = {"opus": b"OpusHead\1", "speex": b"Speex   ", "vorbis": b"\2\x1e\x10\1vorbis"}
    cleaned = cleaned_sound_header(codec, starts.get(codec, b"") + start + b"PLANTED")
    assert cleaned is None or b"PLANTED" not in cleaned


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.mkv", "aac"),
        ("a.mp4", "aac"),
        ("a.mkv", "libopus"),
        ("a.mkv", "flac"),
        ("a.mov", "alac"),
        ("a.avi", "adpcm_ms"),
    ],
)
def test_sound_with_a_header_written_anew_sounds_the_same(tmp_path: Path, name: str, codec: str) -> None:
    source = video(tmp_path / name, VideoSpec(sound=(codec,)))
    rewrite(source, tmp_path / f"out{source.suffix}", Audio.KEEP)
    before, after = _samples(source), _samples(tmp_path / f"out{source.suffix}")
    assert before.size
    assert np.array_equal(before, after)


def _samples(path: Path) -> NDArray[Any]:
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)


def test_text_in_mp4_loses_its_links_and_font_names() -> None:
    cleaner = subtitle_cleaner("mov_text")
    assert cleaner is not None
    header = cleaner.header(bytes(30) + b"\0\0\0\x14ftab\0\1\0\1\7PLANTED")
    assert header is not None
    assert b"PLANTED" not in header
    link = b"\0\0\0\x18href\0\0\0\5\7PLANTED\0"
    assert cleaner.packet(b"\0\5hello" + link) == b"\0\5hello"
    assert cleaner.removed == {"names of fonts", "links and notes"}


def test_a_packet_of_amr_is_taken_apart_and_nothing_is_lost() -> None:
    packet = (b"\x3c" + bytes(31)) * 3 + b"\x04" + bytes(12)
    assert [len(frame) for frame in amr_frames(packet, "amr_nb")] == [32, 32, 32, 13]
    assert b"".join(amr_frames(packet, "amr_nb")) == packet


def test_sound_that_nothing_describes_is_named_and_left_out(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(sound=("aac", "aac")))
    data = source.read_bytes()
    source.write_bytes(data.replace(b"mp4a", b"apac", 1).replace(b"esds", b"free", 1))
    (named,) = not_kept(source, tmp_path / "out.mp4", _BOTH)
    assert named.startswith("sound (")
    with VideoReader(source) as reader:
        writer = VideoWriter(tmp_path / "out.mp4", reader.info, audio=Audio.KEEP)
        with writer:
            for frame in reader:
                writer.write(writable_copy(frame.picture), frame.pts)
    assert writer.left_out == (named,)
    assert writer.sounds == 1
    with VideoReader(tmp_path / "out.mp4") as reader:
        assert len(reader.info.sound) == 1


def test_the_advice_for_what_a_container_cannot_hold_works(tmp_path: Path) -> None:
    source = video(tmp_path / "in.mkv", VideoSpec(sound=("aac",)))
    with pytest.raises(VeilproofError, match=r"cannot hold the sound \(aac\): choose a name ending in \.mkv") as error:
        not_kept(source, tmp_path / "out.webm", _BOTH)
    assert "\n" not in str(error.value)
    assert not_kept(source, tmp_path / "out.mkv", _BOTH) == ()
