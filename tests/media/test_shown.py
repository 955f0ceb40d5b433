"""What is stored and not shown never comes back: cropped edges, what lies under alpha; other sizes and tracks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.stream import VideoStream

from tests.media.rewriting import rewrite
from tests.synthetic_video import VideoSpec, video
from veilproof.errors import VeilproofError
from veilproof.media.pictures import supported
from veilproof.media.planes import planes
from veilproof.media.seek import FrameSeeker
from veilproof.media.video_read import VideoReader

_PARENTS = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"avc1")
_FEW = tuple(Fraction(i, 25) for i in range(4))


def with_box(path: Path, box: bytes) -> Path:
    """The same MP4 with another box at the end of its visual sample entry; the index follows the pictures."""
    data = bytearray(path.read_bytes())
    starts = [
        data.rindex(kind) - 4 if kind == b"moov" else data.index(kind, data.rindex(b"moov")) - 4 for kind in _PARENTS
    ]
    entry = starts[-1]
    end = entry + int.from_bytes(data[entry : entry + 4], "big")
    for start in starts:
        data[start : start + 4] = (int.from_bytes(data[start : start + 4], "big") + len(box)).to_bytes(4, "big")
    path.write_bytes(bytes(data[:end]) + box + bytes(data[end:]))
    return path


def clap(width: int, height: int, right: int, down: int) -> bytes:
    """A clean aperture, so many pixels right of and below the middle."""
    numbers = (width, 1, height, 1, right, 1, down, 1)
    return (40).to_bytes(4, "big") + b"clap" + b"".join(n.to_bytes(4, "big", signed=True) for n in numbers)


def cropped_video(folder: Path, suffix: str) -> Path:
    """96x64 of which 60x40 is shown, 6 pixels left of and 4 above the middle: 12 from the left, 8 from the top."""
    made = with_box(video(folder / "made.mp4", VideoSpec(times=_FEW)), clap(60, 40, -6, -4))
    if suffix == ".mp4":
        return made
    with av.open(str(made)) as reading, av.open(str(folder / f"made{suffix}"), "w") as writing:
        stream = writing.add_stream_from_template(reading.streams.video[0])
        for packet in reading.demux(video=0):
            if packet.size:
                packet.stream = stream
                writing.mux(packet)
    return folder / f"made{suffix}"


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_what_players_cut_off_is_not_in_the_output(tmp_path: Path, suffix: str) -> None:
    with VideoReader(cropped_video(tmp_path, suffix)) as reader:
        assert (reader.info.width, reader.info.height) == (60, 40)
        assert "what players cut off at the edges of the picture" in reader.info.dropped
        shown = [planes(frame.picture)[0].pixels.copy() for frame in reader]
    with VideoReader(video(tmp_path / "whole.mp4", VideoSpec(times=_FEW))) as reader:
        whole = [planes(frame.picture)[0].pixels[8:48, 12:72] for frame in reader]
    assert all(np.array_equal(one, other) for one, other in zip(shown, whole, strict=True))


def test_an_odd_aperture_shows_nothing_outside_it(tmp_path: Path) -> None:
    made = with_box(video(tmp_path / "made.mp4", VideoSpec(times=_FEW)), clap(61, 41, 0, 0))
    with VideoReader(made) as reader:
        assert (reader.info.width, reader.info.height) == (60, 40)


def half_transparent(pixel_format: str) -> av.VideoFrame:
    """A bright picture whose left half lies under alpha 0."""
    pixels = np.full((64, 96, 4), 200, np.uint8)
    pixels[..., 3] = 255
    pixels[:, :48, 3] = 0
    return av.VideoFrame.from_ndarray(pixels, format="rgba").reformat(format=pixel_format)


def transparent_video(path: Path, codec: str, pixel_format: str) -> Path:
    """Bright pictures whose left half lies under alpha 0."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=25, options={"auto-alt-ref": "0"} if "vpx" in codec else {})
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 96, 64, pixel_format
        for number in range(4):
            frame = half_transparent(pixel_format)
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("name", "codec", "pixel_format"),
    [
        ("a.webm", "libvpx-vp9", "yuva420p"),
        ("a.mov", "prores_ks", "yuva444p10le"),
        ("a.mkv", "ffv1", "yuva420p"),
        ("a.mkv", "ffv1", "ya8"),
        ("a.mov", "png", "ya8"),
        ("a.mov", "png", "ya16be"),
        ("a.mov", "png", "rgba64be"),
        ("a.avi", "rawvideo", "bgra"),
        ("a.mov", "rawvideo", "argb"),
    ],
)
def test_what_lies_under_alpha_is_black(tmp_path: Path, name: str, codec: str, pixel_format: str) -> None:
    source = transparent_video(tmp_path / name, codec, pixel_format)
    with VideoReader(source) as reader:
        assert any("transparency" in what for what in reader.info.dropped)
        assert not any(part.is_alpha for part in av.VideoFormat(reader.info.pixel_format).components)
        pictures = [frame.picture.to_ndarray(format="gray") for frame in reader]
    rewrite(source, tmp_path / f"out{source.suffix}")
    with VideoReader(tmp_path / f"out{source.suffix}") as reader:
        pictures += [frame.picture.to_ndarray(format="gray") for frame in reader]
    assert len(pictures) == 8
    for each in pictures:
        assert each[4:-4, 4:40].max() < 30
        assert each[4:-4, 56:-4].min() > 100


def formats_with_alpha() -> list[str]:
    """The pixel formats of FFmpeg that have a component for alpha, and that its scaler can write."""
    names = []
    for name in sorted(av.video.format.names):  # type: ignore[attr-defined]
        try:
            if any(part.is_alpha for part in av.VideoFormat(name).components):
                half_transparent(name)
                names.append(name)
        except (ValueError, OSError):
            continue
    return names


def test_the_alpha_of_every_pixel_format_is_applied() -> None:
    names = formats_with_alpha()
    assert {"ya8", "ya16be", "ayuv", "vuya", "ayuv64le", "yuva422p10be", "gbrap", "bgra64le"} <= set(names)
    for name in names:
        shown = supported(half_transparent(name))
        assert not any(part.is_alpha for part in shown.format.components), name
        gray = shown.to_ndarray(format="gray")
        assert gray[:, 4:40].max() < 4, name
        assert abs(gray[:, 56:-4].astype(int) - 200).max() < 4, name


def test_a_seek_in_a_transparent_video_shows_nothing_under_alpha(tmp_path: Path) -> None:
    source = transparent_video(tmp_path / "a.webm", "libvpx-vp9", "yuva420p")
    with VideoReader(source) as reader:
        stamps = [frame.pts for frame in reader]
    with FrameSeeker(source, stamps) as seeker:
        for number in (3, 0, 2):
            assert seeker.at(number).to_ndarray(format="gray")[4:-4, 4:40].max() < 30


def test_pictures_of_another_size_are_fitted_into_the_largest(tmp_path: Path) -> None:
    small = video(tmp_path / "small.ts", VideoSpec(width=64, height=96, times=_FEW))
    large = video(tmp_path / "large.ts", VideoSpec(width=192, height=128, times=_FEW))
    turned = tmp_path / "turned.ts"
    turned.write_bytes(small.read_bytes() + large.read_bytes())
    with VideoReader(turned) as reader:
        assert (reader.info.width, reader.info.height) == (192, 128)
        assert any("64x96" in what and "bars" in what for what in reader.info.dropped)
        pictures = [planes(frame.picture)[0].pixels.copy() for frame in reader]
    assert len(pictures) == 8
    for each in pictures[:4]:
        assert each.shape == (128, 192)
        # 64x96 becomes 85x128 in the middle.
        assert each[:, :50].max() <= 18
        assert each[:, -50:].max() <= 18
        assert each[:, 60:130].min() > 18
    for each in pictures[4:]:
        assert each[:, :50].min() > 18


def test_the_longest_default_track_is_read_and_the_other_is_named_with_its_length(tmp_path: Path) -> None:
    path = tmp_path / "two.mp4"
    long, short = (
        video(tmp_path / "long.mp4", VideoSpec()),
        video(tmp_path / "short.mp4", VideoSpec(width=192, height=128, times=_FEW)),
    )
    with av.open(str(long)) as one, av.open(str(short)) as other, av.open(str(path), "w") as writing:
        streams = [writing.add_stream_from_template(each.streams.video[0]) for each in (one, other)]
        for stream, source in zip(streams, (one, other), strict=True):
            stream.disposition = av.stream.Disposition.default
            for packet in [packet for packet in source.demux(video=0) if packet.size]:
                packet.stream = stream
                writing.mux(packet)
    with VideoReader(path) as reader:
        assert (reader.info.width, reader.info.height) == (96, 64)
        assert any("further video stream (h264, 192x128, 0.2 s)" in what for what in reader.info.dropped)


@pytest.mark.parametrize("name", ["a.mp4", "a.ts"])
def test_an_encrypted_video_is_said_to_be_encrypted(tmp_path: Path, name: str) -> None:
    path = video(tmp_path / name, VideoSpec(times=_FEW))
    data = bytearray(path.read_bytes())
    if name.endswith("mp4"):
        data = data.replace(b"avc1", b"encv")
    else:
        for at in range(0, len(data), 188):
            data[at + 3] |= 0x80
    path.write_bytes(bytes(data))
    with pytest.raises(VeilproofError, match="is encrypted"):
        VideoReader(path)


def test_what_a_container_says_beside_the_pictures_is_named_once(tmp_path: Path) -> None:
    path = video(tmp_path / "a.mp4", VideoSpec(times=_FEW, chapters=True, tags={"title": "x"}))
    sphere = bytes.fromhex("ffcc8263f8554a938814587a02521fdd") + b"<rdf><Spherical>true</Spherical></rdf>"
    stereo = (13).to_bytes(4, "big") + b"st3d" + bytes(4) + b"\1"
    with_box(path, stereo)
    data = bytearray(path.read_bytes())
    box = (8 + len(sphere)).to_bytes(4, "big") + b"uuid" + sphere
    starts = [data.rindex(b"moov") - 4, data.index(b"trak", data.rindex(b"moov")) - 4]
    end = starts[1] + int.from_bytes(data[starts[1] : starts[1] + 4], "big")
    for start in starts:
        data[start : start + 4] = (int.from_bytes(data[start : start + 4], "big") + len(box)).to_bytes(4, "big")
    xmp = bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + b"<x:xmpmeta>PLANTED</x:xmpmeta>"
    whole = bytes(data[:end]) + box + bytes(data[end:]) + (8 + len(xmp)).to_bytes(4, "big") + b"uuid" + xmp
    path.write_bytes(whole)
    with VideoReader(path) as reader:
        named = reader.info.dropped
    assert len(named) == len(set(named))
    for what in ("360° metadata", "second-view metadata", "XMP metadata", "1 chapter"):
        assert sum(what in each for each in named) == 1, (what, named)
    assert not any("data stream" in each for each in named), "the track of chapters is named twice"
    rewrite(path, tmp_path / "out.mp4")
    assert b"PLANTED" not in (tmp_path / "out.mp4").read_bytes()
    assert b"Spherical" not in (tmp_path / "out.mp4").read_bytes()
