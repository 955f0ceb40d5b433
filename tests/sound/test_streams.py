"""Films whose sound is changed, in every container: sound at its time, and only what is asked for."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.sound.spoken import RATE, film, heard_in, level, spoken
from veilproof.errors import VeilproofError
from veilproof.media.video_read import VideoReader
from veilproof.media.video_write import VideoWriter
from veilproof.sound.find import find_speech
from veilproof.sound.frames import Samples
from veilproof.sound.read import sound_streams
from veilproof.sound.streams import ChangedSound
from veilproof.sound.timeline import Span, Timeline, Treatment, timeline
from veilproof.sound.write import check_holds_sound


def _rewritten(source: Path, target: Path, made: Timeline) -> tuple[str, ...]:
    with (
        VideoReader(source) as reader,
        VideoWriter(target, reader.info, added=lambda file: ChangedSound(source, made, file)) as writer,
    ):
        for frame in reader:
            writer.write(frame.picture, frame.pts)
    return writer.left_out


def _clicks(rate: int, seconds: float = 4.0) -> Samples:
    """Noise bursts at 1, 2 and 3 seconds, which show when sound is heard."""
    samples = np.zeros((1, round(seconds * rate)), np.float32)
    for at in (1, 2, 3):
        samples[:, at * rate : at * rate + rate // 20] = 0.5
        samples[:, at * rate : at * rate + rate // 20 : 2] = -0.5
    return samples


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm", ".avi", ".ts"])
@pytest.mark.parametrize("rate", [48_000, 44_100])
def test_sound_keeps_its_time_to_the_millisecond(tmp_path: Path, suffix: str, rate: int) -> None:
    source = film(tmp_path / "clip.mkv", _clicks(rate), rate)
    made = timeline(Treatment.KEEP, [[Span(Fraction(29, 10), Fraction(7, 2), Treatment.SILENCE)]])
    target = tmp_path / f"out{suffix}"
    assert _rewritten(source, target, made) == ()
    start, samples, new_rate = heard_in(target)
    with VideoReader(target) as reader:
        # Some containers cannot begin before 0, so that everything is moved by the delay of the encoder.
        shift = next(iter(reader)).time
    loud = np.flatnonzero(np.abs(samples[0]) > 0.15)
    first = Fraction(start + int(loud[0]), new_rate) - shift
    assert float(first) == pytest.approx(1, abs=0.001)
    second = next(at for at in loud if at > loud[0] + new_rate // 2)
    assert float(Fraction(start + int(second), new_rate) - shift) == pytest.approx(2, abs=0.001)
    third = samples[:, round(float(2.95 + shift) * new_rate) - start : round(float(3.45 + shift) * new_rate) - start]
    assert level(third) < -90


@pytest.mark.parametrize(
    ("layout", "channels", "rate", "written"),
    [
        ("mono", 1, 8_000, "mono"),
        ("stereo", 2, RATE, "stereo"),
        ("2.1", 3, RATE, "3.0"),
        ("quad", 4, RATE, "5.0"),
        ("5.1", 6, RATE, "5.1"),
        # PyAV reads past the planes of eight channels and more.
        ("6.1", 7, 48_000, "7.1"),
        ("7.1", 8, 48_000, "7.1"),
        ("hexadecagonal", 16, 48_000, "7.1"),
    ],
)
@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
def test_every_channel_is_there_and_disguised(
    tmp_path: Path, layout: str, channels: int, rate: int, written: str, suffix: str
) -> None:
    speech = np.repeat(spoken()[None, :RATE], channels, axis=0)
    source = film(tmp_path / "clip.mkv", speech, rate, layout=layout)
    _rewritten(source, tmp_path / f"out{suffix}", Timeline(Treatment.DISGUISE))
    (info,), _ = sound_streams(tmp_path / f"out{suffix}")
    assert info.layout == written
    _, samples, new_rate = heard_in(tmp_path / f"out{suffix}")
    assert samples.shape[1] / new_rate == pytest.approx(RATE / rate, abs=0.1)
    assert level(samples) > -30
    if new_rate == rate and channels in (1, 2, 6, 8):
        for one, other in zip(speech[:, 4000:20000], samples[:, 4000:20000], strict=True):
            assert abs(np.corrcoef(one, other)[0, 1]) < 0.2


@pytest.mark.parametrize("seconds", [0, 0.01])
def test_a_film_with_hardly_any_sound_is_written(tmp_path: Path, seconds: float) -> None:
    source = film(tmp_path / "clip.mkv", np.zeros((1, round(seconds * RATE)), np.float32))
    assert _rewritten(source, tmp_path / "out.mp4", Timeline(Treatment.DISGUISE)) == ()
    assert find_speech(source).spans == ()


def test_no_packet_of_the_original_is_in_the_output(tmp_path: Path) -> None:
    source = film(tmp_path / "clip.mp4", spoken()[None], codec="aac")
    made = timeline(Treatment.KEEP, [[Span(Fraction(1), Fraction(2), Treatment.SILENCE)]])
    _rewritten(source, tmp_path / "out.mp4", made)
    with av.open(str(source)) as one, av.open(str(tmp_path / "out.mp4")) as other:
        before, after = ({bytes(packet) for packet in file.demux(audio=0) if packet.size > 10} for file in (one, other))
    assert not before & after


def test_damaged_packets_are_silent_and_named(tmp_path: Path) -> None:
    source = film(tmp_path / "clip.mkv", spoken()[None], codec="aac")
    content = bytearray(source.read_bytes())
    with av.open(str(source)) as container:
        packets = [bytes(packet) for packet in container.demux(audio=0) if packet.size]
    for packet in packets[20:24]:
        at = content.index(packet)
        content[at : at + len(packet)] = b"\xff" * len(packet)
    damaged = tmp_path / "damaged.mkv"
    damaged.write_bytes(content)
    left_out = _rewritten(damaged, tmp_path / "out.mkv", Timeline(Treatment.DISGUISE))
    assert any("damaged pieces of the sound (aac)" in what for what in left_out)
    assert heard_in(tmp_path / "out.mkv")[1].shape[1] >= len(spoken()) - 2048


def test_what_cannot_be_decoded_is_left_out_and_named(tmp_path: Path) -> None:
    source = film(tmp_path / "clip.avi", spoken()[None])
    content = source.read_bytes()
    # The tag of PCM, in the format of the sound; 0x7777 is none that is known.
    at = content.index(b"strf", content.index(b"auds")) + 8
    unknown = tmp_path / "unknown.avi"
    unknown.write_bytes(content[:at] + b"\x77\x77" + content[at + 2 :])
    left_out = _rewritten(unknown, tmp_path / "out.mp4", Timeline(Treatment.DISGUISE))
    assert any("cannot be decoded" in what for what in left_out)
    assert sound_streams(tmp_path / "out.mp4") == ((), ())


def test_a_gap_in_the_sound_stays_a_gap(tmp_path: Path) -> None:
    rate = 16_000
    source = film(tmp_path / "clip.mkv", _clicks(rate), rate, begins=Fraction(1))
    _rewritten(
        source, tmp_path / "out.mkv", timeline(Treatment.KEEP, [[Span(Fraction(0), Fraction(3, 2), Treatment.SILENCE)]])
    )
    start, samples, new_rate = heard_in(tmp_path / "out.mkv")
    assert start / new_rate == pytest.approx(1, abs=0.001)
    loud = int(np.flatnonzero(np.abs(samples[0]) > 0.15)[0])
    assert (start + loud) / new_rate == pytest.approx(2, abs=0.001)
    assert new_rate == rate
    assert rate != RATE


def test_a_file_that_holds_no_sound_is_refused_before_any_work() -> None:
    with pytest.raises(VeilproofError, match=r"\.gif cannot hold sound"):
        check_holds_sound(".gif")
    check_holds_sound(".webm")
