"""Small media files of every supported kind, and malformed variants of them, reproducible from a seed."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
import pillow_heif
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image

from veilproof.media.scheduling import as_scheduled

_EXTREME_VALUES = (0, 1, 0x7F, 0xFF, 50_000, 65_535, 10**9, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
"""Written over numbers in headers: around the limits of 8, 16 and 32 bits, and sizes that ask for too much memory."""

Data = bytes
Mutation = Callable[[Data, random.Random, "Seeds"], Data]


@dataclass(frozen=True, slots=True)
class Seeds:
    """The files that malformed ones are derived from.

    Attributes:
        files: suffix and content of well-formed files; some suffixes occur several times.
        crafted: suffix and content of files with forged headers, which come first in every run.
    """

    files: tuple[tuple[str, Data], ...]
    crafted: tuple[tuple[str, Data], ...]

    def any(self, rng: random.Random) -> tuple[str, Data]:
        """A random well-formed file."""
        return rng.choice(self.files)


def seeds() -> Seeds:
    """A small file of every supported kind, and the crafted files."""
    files: list[tuple[str, Data]] = []
    picture = Image.fromarray(_picture(96, 64, 0))
    for suffix, kind, options in (
        (".jpg", "JPEG", {"quality": 80}),
        (".jpg", "JPEG", {"quality": 80, "progressive": True, "subsampling": 2}),
        (".png", "PNG", {}),
        (".webp", "WEBP", {"quality": 80}),
        (".webp", "WEBP", {"lossless": True}),
        (".tif", "TIFF", {"compression": "tiff_lzw"}),
        (".tif", "TIFF", {"compression": "tiff_adobe_deflate"}),
        (".avif", "AVIF", {"quality": 80}),
    ):
        files.append((suffix, _encode_image(picture, kind, options)))
    files += [(".png", _encode_image(picture.convert(mode), "PNG", {})) for mode in ("P", "1", "LA", "RGBA", "I;16")]
    files += [(".jpg", _encode_image(picture.convert(mode), "JPEG", {})) for mode in ("L", "CMYK")]
    heic = io.BytesIO()
    pillow_heif.encode("RGB", picture.size, picture.tobytes(), heic)
    files.append((".heic", heic.getvalue()))
    for suffix, container, codec, pixels in (
        (".mp4", "mp4", "libx264", "yuv420p"),
        (".mov", "mov", "libx265", "yuv420p10le"),
        (".mkv", "matroska", "libx264", "yuv444p"),
        (".mkv", "matroska", "libsvtav1", "yuv420p"),
        (".webm", "webm", "libvpx-vp9", "yuv420p"),
        (".ivf", "ivf", "libvpx", "yuv420p"),
        (".avi", "avi", "mpeg4", "yuv420p"),
        (".avi", "avi", "mjpeg", "yuvj420p"),
        (".ts", "mpegts", "libx264", "yuv420p"),
        (".mpg", "mpeg", "mpeg2video", "yuv420p"),
        (".flv", "flv", "flv", "yuv420p"),
        (".wmv", "asf", "wmv2", "yuv420p"),
        (".mov", "mov", "prores_ks", "yuv422p10le"),
        (".y4m", "yuv4mpegpipe", "wrapped_avframe", "yuv420p"),
        (".gif", "gif", "gif", "rgb8"),
    ):
        files.append((suffix, _encode_video(container, codec, pixels)))
    return Seeds(tuple(files), tuple(_crafted()))


def malformed(seed: int, number: int, originals: Seeds) -> tuple[str, Data]:
    """Suffix and content of the malformed file of this number; deterministic for a seed and `originals`."""
    rng = random.Random(f"{seed} {number}")
    if number < len(originals.crafted):
        return originals.crafted[number]
    suffix, data = originals.any(rng)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        data = rng.choice(_MUTATIONS)(data, rng, originals)
    if rng.random() < 0.05:
        suffix = originals.any(rng)[0]
    return suffix, data


# -- mutations


def _truncate(data: Data, rng: random.Random, originals: Seeds) -> Data:
    return data[: rng.randrange(len(data) + 1)]


def _flip(data: Data, rng: random.Random, originals: Seeds) -> Data:
    changed = bytearray(data)
    for _ in range(min(len(changed), rng.choice((1, 3, 10, 50)))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _splice(data: Data, rng: random.Random, originals: Seeds) -> Data:
    other = originals.any(rng)[1]
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other)) :]


def _blank(data: Data, rng: random.Random, originals: Seeds) -> Data:
    start = rng.randrange(len(data) + 1)
    length = rng.choice((4, 100, 2000))
    return data[:start] + bytes(min(length, len(data) - start)) + data[start + length :]


def _repeat(data: Data, rng: random.Random, originals: Seeds) -> Data:
    start = rng.randrange(len(data) + 1)
    part = data[start : start + rng.choice((8, 200, 3000))]
    return data[:start] + part * rng.choice((2, 20)) + data[start:]


def _insert(data: Data, rng: random.Random, originals: Seeds) -> Data:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.randbytes(rng.choice((1, 7, 300))) + data[at:]


def _forge(data: Data, rng: random.Random, originals: Seeds) -> Data:
    """Overwrite a number near the start, or near the end, where MP4 keeps its tables, with an extreme value."""
    if len(data) < 16:
        return data
    header_bytes = min(len(data) - 8, 1500)
    at = rng.randrange(header_bytes)
    if rng.random() < 0.5:
        at = len(data) - 8 - at
    value, order = rng.choice(_EXTREME_VALUES), rng.choice(("<", ">"))
    format_, largest = rng.choice((("H", 0xFFFF), ("I", 0xFFFFFFFF), ("Q", 2**64 - 1)))
    stored = struct.pack(order + format_, min(value if format_ != "Q" else value * 2**31, largest))
    return data[:at] + stored + data[at + len(stored) :]


def _forge_box(data: Data, rng: random.Random, originals: Seeds) -> Data:
    """Overwrite a number in a box of an MP4, MOV, HEIC or AVIF with an extreme value."""
    positions = [(box, at) for box in _BOXES for at in _positions(data, box)]
    if not positions:
        return _forge(data, rng, originals)
    box, at = rng.choice(positions)
    to = at + len(box) + 4 * rng.randrange(12)
    return data[:to] + struct.pack(">I", rng.choice(_EXTREME_VALUES)) + data[to + 4 :]


_MUTATIONS: tuple[Mutation, ...] = (
    _truncate,
    _flip,
    _flip,
    _splice,
    _blank,
    _repeat,
    _insert,
    _forge,
    _forge,
    _forge_box,
)
_BOXES = (
    *(b"mvhd", b"tkhd", b"mdhd", b"stsd", b"stts", b"ctts", b"stsc", b"stsz", b"stco", b"elst", b"trun", b"avcC"),
    *(b"hvcC", b"ispe", b"iloc", b"ipma", b"iinf", b"pitm", b"av1C", b"pixi", b"hdlr", b"meta"),
)


def _positions(data: Data, pattern: bytes) -> Iterator[int]:
    at = data.find(pattern)
    while at >= 0:
        yield at
        at = data.find(pattern, at + 1)


# -- crafted files


def _crafted() -> list[tuple[str, Data]]:
    """Headers that claim more than the file holds, and small files that decompress to very large ones."""
    png = _encode_image(Image.fromarray(_picture(96, 64, 0)), "PNG", {})
    jpg = _encode_image(Image.fromarray(_picture(96, 64, 0)), "JPEG", {})
    gif = _encode_video("gif", "gif", "rgb8")
    heic = io.BytesIO()
    pillow_heif.encode("RGB", (96, 64), _picture(96, 64, 0).tobytes(), heic)
    mp4, mkv = _encode_video("mp4", "libx264", "yuv420p"), _encode_video("matroska", "libx264", "yuv420p")
    start = jpg.index(b"\xff\xc0") + 5
    webp = _encode_image(Image.new("RGBA", (96, 64), (9, 9, 9, 9)), "WEBP", {"lossless": True})
    return [
        (".png", _png(50_000, 50_000, 8, 2, zlib.compress(bytes(1000)))),
        (".png", _png(14_000, 14_000, 8, 0, zlib.compress(bytes(14_001 * 14_000), 1))),
        (".png", _png(60_000, 60_000, 1, 0, zlib.compress(bytes(7501 * 60_000), 1))),
        (".png", _with_chunk(png, b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 1))),
        (".png", _with_chunk(png, b"iCCP", b"icc\0\0" + zlib.compress(bytes(200_000_000), 1))),
        (".jpg", jpg[:start] + struct.pack(">HH", 50_000, 50_000) + jpg[start + 4 :]),
        (".jpg", jpg[:start] + struct.pack(">HH", 65_500, 3_000) + jpg[start + 4 :]),
        (".gif", gif[:6] + struct.pack("<HH", 50_000, 50_000) + gif[10:]),
        (
            ".webp",
            _encode_image(Image.new("L", (16_383, 12_000)), "WEBP", {"lossless": True, "quality": 0, "method": 0}),
        ),
        (".webp", webp.replace(struct.pack("<I", _vp8l(96, 64))[:4], struct.pack("<I", _vp8l(16_384, 16_384))[:4], 1)),
        (".heic", heic.getvalue().replace(struct.pack(">II", 96, 64), struct.pack(">II", 50_000, 50_000))),
        (".heic", heic.getvalue().replace(struct.pack(">II", 96, 64), struct.pack(">II", 14_000, 14_000))),
        (".mp4", mp4.replace(struct.pack(">HH", 96, 64), struct.pack(">HH", 50_000, 50_000))),
        (".mp4", _table(mp4, b"stts", struct.pack(">III", 1, 10**9, 1))),
        (".mp4", _table(mp4, b"stsz", struct.pack(">II", 1, 10**9))),
        (".mp4", _table(mp4, b"stts", struct.pack(">III", 1, 12, 0x80000000))),
        (".mp4", _table(mp4, b"ctts", struct.pack(">III", 1, 12, 0x80000001))),
        (".mp4", _table(mp4, b"elst", struct.pack(">IIi", 1, 1000, -(2**31)))),
        (".mp4", _table(mp4, b"mdhd", struct.pack(">III", 0, 0, 1))),
        (".mkv", mkv.replace(b"\xb0\x81\x60", b"\xb0\x82\xc3\x50"[:3], 1)),
        (".y4m", b"YUV4MPEG2 W50000 H50000 F25:1 Ip A1:1 C420jpeg\nFRAME\n" + bytes(1000)),
        (".y4m", b"YUV4MPEG2 W96 H64 F1000000000:1 Ip A1:1 C420jpeg\n" + (b"FRAME\n" + bytes(9216)) * 3),
    ]


def _vp8l(width: int, height: int) -> int:
    return (width - 1) | (height - 1) << 14 | 1 << 28


def _table(data: Data, box: bytes, numbers: bytes) -> Data:
    at = data.find(box)
    return data if at < 0 else data[: at + 8] + numbers + data[at + 8 + len(numbers) :]


def _png(width: int, height: int, depth: int, colour: int, pixels: bytes) -> Data:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _with_chunk(png: Data, name: bytes, content: bytes) -> Data:
    return png[:33] + _chunk(name, content) + png[33:]


def _chunk(name: bytes, content: bytes) -> Data:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


# -- well-formed files


def _picture(width: int, height: int, number: int) -> NDArray[np.uint8]:
    y, x = np.mgrid[:height, :width]
    picture = np.stack([(x * 3 + number * 7) % 256, (y * 4) % 256, (x + y) % 256], axis=-1).astype(np.uint8)
    picture[16:24, 40 + number : 48 + number] = 255  # which the tests' small network detects as a face
    return picture


def _encode_image(picture: Image.Image, format_: str, options: Mapping[str, object]) -> Data:
    out = io.BytesIO()
    picture.save(out, format_, **options)
    return out.getvalue()


def _encode_video(container: str, codec: str, pixels: str) -> Data:
    out = io.BytesIO()
    # x264 with mbtree does not always write the same stream twice on a busy machine.
    settings = {"libx264": {"x264-params": "mbtree=0"}, "libx265": {"x265-params": "log-level=none"}}
    # Otherwise Matroska files have random numbers in them.
    with av.open(out, "w", format=container, options={"fflags": "+bitexact"}) as file:
        stream = file.add_stream(codec, rate=25, options=settings.get(codec, {}))
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 96, 64, pixels
        stream.codec_context.gop_size = 5
        stream.codec_context.thread_count = 1
        with as_scheduled():
            file.start_encoding()
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(_picture(96, 64, number), "rgb24").reformat(format=pixels)
            frame.pts, frame.time_base = number, Fraction(1, 25)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()
