"""`--encoder`: an NVIDIA card encodes where it can, and what is covered is as dead as with the processor."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.container import OutputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from tests.cli.commands import in_this_process
from tests.conftest import Clip
from tests.decoded import frames_of
from tests.media.rewriting import QUIET, read_frames
from tests.redacted import copied, redacted_folder, uncovered
from tests.synthetic_video import VideoSpec, sound_packets, video
from veilproof import Audio, Delivery, Encoder, VeilproofError, redact, render, scan
from veilproof.audit.contents import find_other_content
from veilproof.audit.policy import Policy
from veilproof.doctor import examine
from veilproof.media import nvenc, video_write
from veilproof.media.encoders import Encoding, encoding_for
from veilproof.media.video_read import VideoInfo, VideoReader

ON_CARD = Delivery(encoder=Encoder.NVENC)
AUTO = Delivery(encoder=Encoder.AUTO)


@dataclass
class Card:
    """Stands in for an NVIDIA card: notes what it is asked for, and has the processor do it.

    Attributes:
        opened: the encodings that were opened, in order.
        largest: the width of the largest video that it takes, in pixels.
        frames: after how many it fails.
    """

    opened: list[Encoding] = field(default_factory=list)
    largest: int = 4096
    frames: int = 1_000_000

    def opens(self, encoder: str, width: int, height: int) -> bool:
        return encoder in nvenc.NVENC.values() and width <= self.largest


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Card:
    card, opened = Card(), video_write._video_stream

    def stream(container: OutputContainer, encoding: Encoding, source: VideoInfo) -> VideoStream:
        card.opened.append(encoding)
        if encoding.encoder not in nvenc.NVENC.values():
            return opened(container, encoding, source)
        target = Path("x.mkv")
        own = encoding_for(target, source)
        # A digest of every picture beside it: a message that must not stay.
        options = {name: value.replace("info=0", "info=0:hash=1") for name, value in own.options.items()}
        made = opened(container, replace(encoding, encoder=own.encoder, options=options), source)
        return _Failing(made, card) if card.frames < 1_000_000 else made  # type: ignore[return-value]

    monkeypatch.setattr(nvenc, "opens", card.opens)
    monkeypatch.setattr("veilproof.doctor.opens", card.opens)
    monkeypatch.setattr(video_write, "_video_stream", stream)
    return card


class _Failing:
    def __init__(self, stream: VideoStream, card: Card) -> None:
        self._stream, self._left = stream, card.frames

    def encode(self, picture: av.VideoFrame | None) -> Any:  # noqa: ANN401 - packets
        self._left -= 1
        if self._left < 0:
            raise av.FFmpegError(12, "Cannot allocate memory")
        return self._stream.encode(picture)


@pytest.mark.slow
def test_the_card_is_given_the_covered_pictures_and_told_to_keep_nothing_else(
    people_clip: Clip, tmp_path: Path, card: Card
) -> None:
    source = copied(people_clip.path, tmp_path)
    done = redact(source, delivery=ON_CARD)
    encoding = card.opened[-1]
    assert (encoding.encoder, encoding.pixel_format) == ("h264_nvenc", "yuv420p")
    asked = encoding.options
    assert (asked["rc"], asked["b"]) == ("vbr", "0"), "constant quality"
    assert 1 <= int(asked["cq"]) <= 20, "no worse than the processor is asked for"
    assert {asked[name] for name in ("a53cc", "extra_sei", "udu_sei", "s12m_tc")} == {"0"}
    result = frames_of(done.rendered.output)
    before = frames_of(redacted_folder(people_clip.path) / "people.redacted.mp4")
    assert all(np.array_equal(one.yuv, other.yuv) for one, other in zip(result, before, strict=True))
    assert not uncovered(result, people_clip.truth)
    assert not find_other_content(source, done.rendered.output, Policy())


@pytest.mark.parametrize(("codec", "suffix", "sei"), [("libx264", ".mkv", {6}), ("libx265", ".mp4", {39, 40})])
def test_no_message_beside_the_pictures_stays_in_the_stream(
    tmp_path: Path, card: Card, codec: str, suffix: str, sei: set[int]
) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(codec, options=QUIET if codec == "libx265" else {}))
    scan(source)
    done = render(source, output=tmp_path / f"out{suffix}", delivery=ON_CARD)
    assert card.opened[0].encoder == {"libx264": "h264_nvenc", "libx265": "hevc_nvenc"}[codec]
    assert not units(done.output) & sei
    assert [number for number, _ in read_frames(done.output)] == [number for number, _ in read_frames(source)]


def units(path: Path) -> set[int]:
    """The types of the NAL units in the packets of an MP4 or Matroska file."""
    found = set()
    with av.open(str(path)) as container:
        (stream,) = container.streams.video
        for packet in container.demux(stream):
            data = bytes(packet)
            while data:
                size = int.from_bytes(data[:4], "big")
                found.add(data[4] & 31 if stream.codec.name == "h264" else data[4] >> 1 & 63)
                data = data[4 + size :]
    return found


def test_without_a_card_auto_is_the_processor_and_nvenc_an_error_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(nvenc, "opens", lambda *_: False)
    source = video(tmp_path / "in.mp4")
    veilproof = in_this_process(monkeypatch, capfd)
    ran = veilproof("redact", source, "--encoder", "nvenc")
    assert ran.code == 1
    assert ran.error_line.endswith(
        "in.mp4 is not encoded by NVENC: no NVIDIA card here opens it for 96x64 (`veilproof doctor`);"
        " leave --encoder out, or use --encoder auto"
    ), ran.error_line
    assert {path.name for path in tmp_path.iterdir()} == {"in.mp4"}
    ran = veilproof("redact", source, "--encoder", "auto", "-o", tmp_path / "auto.mp4")
    assert "NVENC" not in ran.out + ran.err
    render(source, output=tmp_path / "x264.mp4")
    assert (tmp_path / "auto.mp4").read_bytes() == (tmp_path / "x264.mp4").read_bytes()


_NOT_FOR_IT = {
    "deep": (VideoSpec("libx265", pixel_format="yuv420p10le", options=QUIET), "mp4", "8-bit 4:2:0"),
    "chroma": (VideoSpec(pixel_format="yuv444p"), "mp4", "8-bit 4:2:0"),
    "interlaced": (VideoSpec(options={"x264-params": "tff=1"}), "mp4", "interlaced"),
    "codec": (VideoSpec("libvpx-vp9"), "webm", "H.264 and H.265 only"),
    "large": (VideoSpec(width=640, height=96), "mp4", "no NVIDIA card here opens it for 640x96"),
}


@pytest.mark.parametrize("kind", _NOT_FOR_IT)
def test_what_the_card_is_not_used_for_is_left_to_the_processor(tmp_path: Path, card: Card, kind: str) -> None:
    card.largest = 320
    spec, suffix, why = _NOT_FOR_IT[kind]
    source = video(tmp_path / f"in.{suffix}", spec)
    with VideoReader(source) as reader:
        wanted = encoding_for(source, reader.info)
        assert encoding_for(source, reader.info, encoder=Encoder.AUTO) == wanted
        with pytest.raises(VeilproofError, match=why):
            encoding_for(source, reader.info, encoder=Encoder.NVENC)
        assert encoding_for(tmp_path / "x.mkv", reader.info, lossless=True, encoder=Encoder.NVENC).encoder in (
            "libx264",
            "libx265",
        )


def test_photos_need_no_card(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (64, 48), "gray").save(tmp_path / "in.png")
    assert redact(tmp_path / "in.png", delivery=ON_CARD).rendered.output.is_file()


def test_a_card_that_fails_in_the_middle_leaves_nothing_and_says_what_to_do(tmp_path: Path, card: Card) -> None:
    source = video(tmp_path / "in.mp4")
    scan(source)
    card.frames = 3
    with pytest.raises(VeilproofError, match=r"in\.mp4: the NVIDIA card does not encode it \(.*\); leave"):
        render(source, delivery=AUTO)
    assert {path.name for path in tmp_path.iterdir()} == {"in.mp4", "in.veil"}


def test_sound_goes_with_it(tmp_path: Path, card: Card) -> None:
    source = video(tmp_path / "in.mp4", VideoSpec(sound=("aac",)))
    scan(source)
    done = render(source, delivery=replace(ON_CARD, audio=Audio.KEEP))
    assert sound_packets(done.output) == sound_packets(source)


@pytest.mark.parametrize("name", nvenc.NVENC.values())
def test_ffmpeg_knows_the_settings(name: str) -> None:
    def error_with(**more: str) -> int | None:
        context = av.CodecContext.create(name, "w")
        assert isinstance(context, VideoCodecContext)
        context.width, context.height, context.pix_fmt = 640, 480, "yuv420p"
        context.time_base = 1 / nvenc._PROBE_RATE
        context.options = {**nvenc.nvenc_options(name), **more}
        try:
            context.open()
        except av.FFmpegError as error:
            return error.errno
        return None

    if name not in av.codecs_available:
        pytest.skip("this FFmpeg was built without NVENC")
    # It reads all settings before it looks for a card.
    assert error_with(preset="nonsense") == 22
    assert error_with() != 22


def test_doctor_says_what_encodes(card: Card) -> None:
    (check,) = [check for check in examine() if check.name.startswith("encoding")]
    assert check.ok
    assert "--encoder auto on the NVIDIA card (h264_nvenc, hevc_nvenc)" in check.detail
    card.largest = 0
    (check,) = [check for check in examine() if check.name.startswith("encoding")]
    assert (check.ok, check.optional) == (False, True)
    assert "--encoder auto uses the processor" in check.detail
