"""What a film says of HDR is what its original says, in the coded pictures, in all of them, and in the container."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import pytest
from av.video.stream import VideoStream

from tests.release.folder import FRAMES, HEIGHT, WIDTH, picture, planned
from veilproof import Plan, render
from veilproof.language.message import Words
from veilproof.media.video_read import VideoReader
from veilproof.release.contents_proof import compare_contents
from veilproof.release.log import Log
from veilproof.release.log_from_plan import log_of
from veilproof.release.unchanged import compare_pictures
from veilproof.release.vocabulary import load_vocabulary
from veilproof.render.apply import Delivery

_DISPLAY = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)"
_DIMMER = _DISPLAY.replace("10000000", "40000000")
_LIGHT, _BRIGHTER = "max-cll=1000,400", "max-cll=4000,400"
_SECOND = Fraction(1, 90_000)


def _written(film: Path, *parts: str) -> Path:
    """A film in HDR10 whose parts, of equal length, have these parameters of x265."""
    with av.open(str(film), "w") as container:
        first = _stream(container, parts[0])
        encoders = [first.codec_context, *(_encoder(part) for part in parts[1:])]
        length = FRAMES // len(parts)
        for part, encoder in enumerate(encoders):
            for number in range(part * length, (part + 1) * length):
                frame = av.VideoFrame.from_ndarray(picture(number), format="rgb24").reformat(format="yuv420p10le")
                frame.pts, frame.time_base = number * 3600, _SECOND
                _mux(container, first, encoder.encode(frame))
            _mux(container, first, encoder.encode(None))
    return film


def _mux(
    container: av.container.OutputContainer, stream: VideoStream, packets: Sequence[av.Packet[VideoStream]]
) -> None:
    for packet in packets:
        packet.stream = stream
        container.mux(packet)


def _stream(container: av.container.OutputContainer, parameters: str) -> VideoStream:
    stream = container.add_stream("libx265", rate=25, options=_options(parameters))
    assert isinstance(stream, VideoStream)
    _describe(stream.codec_context)
    stream.time_base = _SECOND
    return stream


def _encoder(parameters: str) -> av.VideoCodecContext:
    context = av.CodecContext.create("libx265", "w")
    assert isinstance(context, av.VideoCodecContext)
    _describe(context)
    context.options, context.framerate = _options(parameters), Fraction(25)
    return context


def _options(parameters: str) -> dict[str, str]:
    quiet = "log-level=none:pools=none:frame-threads=1:bframes=0:repeat-headers=1"
    return {"crf": "18", "preset": "superfast", "x265-params": f"{quiet}:{parameters}" if parameters else quiet}


def _describe(context: av.VideoCodecContext) -> None:
    context.width, context.height, context.pix_fmt, context.time_base = WIDTH, HEIGHT, "yuv420p10le", _SECOND
    context.color_range, context.color_primaries, context.color_trc, context.colorspace = 1, 9, 16, 9


def _rendered(original: Path) -> tuple[Path, Log]:
    planned(original)
    done = render(original)
    with Plan(original.with_suffix(".veil")) as plan:
        return done.output, log_of(plan, done, Delivery(), load_vocabulary(), draft=False)


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Log]:
    """An original in HDR10, its render, and the log."""
    original = _written(tmp_path_factory.mktemp("hdr") / "in.mp4", f"{_DISPLAY}:{_LIGHT}")
    return original, *_rendered(original)


def _against(original: Path, film: Path, log: Log) -> str:
    return " ".join(compare_contents(original, film, log, is_copy=False)[0])


def test_an_honest_render_has_the_hdr_metadata_of_its_original(honest: tuple[Path, Path, Log]) -> None:
    original, film, log = honest
    with VideoReader(original) as before, VideoReader(film) as after:
        assert before.info.hdr == after.info.hdr
        assert before.info.hdr.light == (1000, 400)
    assert _against(original, film, log) == ""
    assert compare_pictures(original, film, log).carried == ()


@pytest.mark.parametrize("parameters", [f"{_DIMMER}:{_LIGHT}", f"{_DISPLAY}:{_BRIGHTER}", _DISPLAY, ""])
def test_hdr_metadata_of_another_display_is_found(
    parameters: str, honest: tuple[Path, Path, Log], tmp_path: Path
) -> None:
    original, _, log = honest
    assert "HDR metadata of another display" in _against(original, _written(tmp_path / "out.mp4", parameters), log)


def test_hdr_metadata_that_the_original_has_not_is_found(honest: tuple[Path, Path, Log], tmp_path: Path) -> None:
    original, film = _written(tmp_path / "in.mp4", ""), _written(tmp_path / "out.mp4", _LIGHT)
    assert "HDR metadata of another display" in _against(original, film, honest[2])


@pytest.mark.parametrize(
    ("box", "words"), [(b"clli", "HDR metadata in its container"), (b"dvcC", "holds Dolby Vision metadata")]
)
def test_what_the_container_alone_says_is_found(
    box: bytes, words: str, honest: tuple[Path, Path, Log], tmp_path: Path
) -> None:
    original, film, log = honest
    data = film.read_bytes()
    assert data.count(b"pasp") == 1
    forged = tmp_path / "out.mp4"
    forged.write_bytes(data.replace(b"pasp", box))
    assert words in _against(original, forged, log)


def test_what_only_later_pictures_say_is_found_and_named(tmp_path: Path) -> None:
    original = _written(tmp_path / "in.ts", f"{_DISPLAY}:{_LIGHT}")
    film, log = _rendered(original)
    assert compare_pictures(original, film, log).carried == ()
    forged = _written(tmp_path / "forged.ts", f"{_DISPLAY}:{_LIGHT}", f"{_DISPLAY}:{_BRIGHTER}")
    (carried,) = compare_pictures(original, forged, log).carried
    assert isinstance(carried, Words)
    assert "HDR metadata" in carried
    planned(forged)
    assert carried in render(forged).left_out
