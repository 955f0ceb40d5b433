"""Hostile media: small real files of every kind, broken in every way that comes to mind.

`python -m benchmarks.hostile --files 20000` breaks so many by seed, has archive workers redact them, and says what was
not as it must be: no traceback, no hang beyond the limit, no memory beyond the limit, nothing written outside of the
output folder, always one clear line. `tests/archive/test_hostile.py` does the same with 2,000.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import shutil
import struct
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pillow_heif
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image

from veilproof.archive.options import Limits, Options
from veilproof.archive.outcome import Cause, Failure, Outcome, ProbeResult, RedactResult
from veilproof.archive.supervisor import Worker
from veilproof.archive.tasks import ProbeTask, RedactTask, Task
from veilproof.media.scheduling import as_scheduled
from veilproof.progress import Step

LIMITS = Limits(memory=1500 << 20, seconds=60.0, silence=30.0, output=200 << 20)
_SLACK_SECONDS, _SLACK_BYTES = 5.0, 500 << 20
_EXTREMES = (0, 1, 0x7F, 0xFF, 50_000, 65_535, 10**9, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)

Data = bytes
Break = Callable[[Data, random.Random, "Seeds"], Data]


@dataclass(frozen=True, slots=True)
class Seeds:
    """What is broken, and what is broken already.

    Attributes:
        files: good files by their suffix; some suffixes have several.
        lies: files whose headers lie, the first of every run.
    """

    files: tuple[tuple[str, Data], ...]
    lies: tuple[tuple[str, Data], ...]

    def any(self, chance: random.Random) -> tuple[str, Data]:
        """One of them."""
        return chance.choice(self.files)


@dataclass(slots=True)
class Findings:
    """What the files did."""

    files: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    most_bytes: int = 0


def seeds() -> Seeds:
    """A small real file of every kind that is supported."""
    made: list[tuple[str, Data]] = []
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
        made.append((suffix, _saved(picture, kind, options)))
    made += [(".png", _saved(picture.convert(mode), "PNG", {})) for mode in ("P", "1", "LA", "RGBA", "I;16")]
    made += [(".jpg", _saved(picture.convert(mode), "JPEG", {})) for mode in ("L", "CMYK")]
    heic = io.BytesIO()
    pillow_heif.encode("RGB", picture.size, picture.tobytes(), heic)
    made.append((".heic", heic.getvalue()))
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
        made.append((suffix, _video(container, codec, pixels)))
    return Seeds(tuple(made), tuple(_lies()))


def broken(seed: int, number: int, good: Seeds) -> tuple[str, Data]:
    """Suffix and content of the file of this number; the same for the same seed and number."""
    chance = random.Random(f"{seed} {number}")
    if number < len(good.lies):
        return good.lies[number]
    suffix, data = good.any(chance)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        data = chance.choice(_BREAKS)(data, chance, good)
    if chance.random() < 0.05:
        suffix = good.any(chance)[0]
    return suffix, data


def fuzz(
    count: int, seed: int, folder: Path, model: Path, *, workers: int = 2, first: int = 0, limits: Limits = LIMITS
) -> Findings:
    """Break files `first` to `first + count` and redact them in `folder`, as the archive does.

    A worker goes on after a file that only could not be read, which it does not in an archive: a new one takes a
    second, and what a file leaves behind in a worker is to be found here.
    """
    good = seeds()
    findings = Findings()
    (folder / "in").mkdir(parents=True, exist_ok=True)
    (folder / "out").mkdir(exist_ok=True)

    def share(own: int) -> Findings:
        found = Findings()
        worker = Worker(limits)
        for number in range(first + own, first + count, workers):
            suffix, data = broken(seed, number, good)
            source = folder / "in" / f"{number}{suffix}"
            source.write_bytes(data)
            if worker.spent and worker.ended:
                worker = Worker(limits)
            _one(worker, source, folder, model, found, limits)
            source.unlink()
        worker.stop()
        return found

    with ThreadPoolExecutor(workers) as pool:
        for found in pool.map(share, range(workers)):
            findings.files += found.files
            findings.outcomes += found.outcomes
            findings.wrong += found.wrong
            findings.slowest = max(findings.slowest, found.slowest)
            findings.most_bytes = max(findings.most_bytes, found.most_bytes)
    strays = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "results"]
    findings.wrong += [f"left behind: {path}" for path in strays]
    return findings


def _one(worker: Worker, source: Path, folder: Path, model: Path, found: Findings, limits: Limits) -> None:
    scratch, out = folder / "out" / "work" / source.name, folder / "out" / "results"
    found.files += 1
    outcome = _done(worker, ProbeTask(str(source), str(scratch)))
    if isinstance(outcome, ProbeResult):
        out.mkdir(parents=True, exist_ok=True)
        target = out / f"{source.stem}.redacted{outcome.suffix}"
        plan = out / f"{source.name}.veil"
        options = Options(model=str(model))
        make = RedactTask(
            str(source), str(scratch), outcome.sha256, str(target), str(plan), "", str(out / "audit"), options
        )
        started = time.monotonic()
        outcome = _done(worker, make)
        seconds = time.monotonic() - started
        found.slowest = max(found.slowest, seconds)
        if seconds > limits.seconds + _SLACK_SECONDS:
            found.wrong.append(f"{source.name}: took {seconds:.0f} s")
        if isinstance(outcome, RedactResult | Failure):
            found.most_bytes = max(found.most_bytes, outcome.peak_bytes)
            if outcome.peak_bytes > limits.memory + _SLACK_BYTES:
                found.wrong.append(f"{source.name}: held {outcome.peak_bytes / 1e6:.0f} MB")
        if isinstance(outcome, Failure) and target.exists():
            found.wrong.append(f"{source.name}: failed, and there is a result")
        if isinstance(outcome, RedactResult) and not target.exists():
            found.wrong.append(f"{source.name}: made, and there is no result")
        target.unlink(missing_ok=True)
        plan.unlink(missing_ok=True)
        plan.with_name(f"{plan.name}-journal").unlink(missing_ok=True)
    shutil.rmtree(scratch, ignore_errors=True)
    found.outcomes[outcome.cause.value if isinstance(outcome, Failure) else "made"] += 1
    if isinstance(outcome, Failure):
        line = outcome.message
        if outcome.cause is Cause.BUG or not line or not line.isprintable() or "Traceback" in line:
            found.wrong.append(f"{source.name}: {outcome.cause.value}: {line}")


def _done(worker: Worker, task: Task) -> Outcome:
    worker.give(task)
    while True:
        if worker.connection.poll(0.05):
            told = worker.take()
            if told is not None and not isinstance(told, Step):
                return told
        elif (failed := worker.watch()) is not None:
            return failed


# -- breaking


def _truncate(data: Data, chance: random.Random, good: Seeds) -> Data:
    return data[: chance.randrange(len(data) + 1)]


def _flip(data: Data, chance: random.Random, good: Seeds) -> Data:
    changed = bytearray(data)
    for _ in range(min(len(changed), chance.choice((1, 3, 10, 50)))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _splice(data: Data, chance: random.Random, good: Seeds) -> Data:
    other = good.any(chance)[1]
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other)) :]


def _blank(data: Data, chance: random.Random, good: Seeds) -> Data:
    start = chance.randrange(len(data) + 1)
    length = chance.choice((4, 100, 2000))
    return data[:start] + bytes(min(length, len(data) - start)) + data[start + length :]


def _repeat(data: Data, chance: random.Random, good: Seeds) -> Data:
    start = chance.randrange(len(data) + 1)
    part = data[start : start + chance.choice((8, 200, 3000))]
    return data[:start] + part * chance.choice((2, 20)) + data[start:]


def _insert(data: Data, chance: random.Random, good: Seeds) -> Data:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.randbytes(chance.choice((1, 7, 300))) + data[at:]


def _lie(data: Data, chance: random.Random, good: Seeds) -> Data:
    """Some number near the start, or near the end where MP4 keeps its tables, becomes an extreme one."""
    if len(data) < 16:
        return data
    max_extrapolation = min(len(data) - 8, 1500)
    at = chance.randrange(max_extrapolation)
    if chance.random() < 0.5:
        at = len(data) - 8 - at
    value, order = chance.choice(_EXTREMES), chance.choice(("<", ">"))
    kind, most = chance.choice((("H", 0xFFFF), ("I", 0xFFFFFFFF), ("Q", 2**64 - 1)))
    stored = struct.pack(order + kind, min(value if kind != "Q" else value * 2**31, most))
    return data[:at] + stored + data[at + len(stored) :]


def _lie_in_box(data: Data, chance: random.Random, good: Seeds) -> Data:
    """A number in one of the boxes of an MP4, MOV, HEIC or AVIF becomes an extreme one."""
    places = [(box, at) for box in _BOXES for at in _all(data, box)]
    if not places:
        return _lie(data, chance, good)
    box, at = chance.choice(places)
    to = at + len(box) + 4 * chance.randrange(12)
    return data[:to] + struct.pack(">I", chance.choice(_EXTREMES)) + data[to + 4 :]


_BREAKS: tuple[Break, ...] = (_truncate, _flip, _flip, _splice, _blank, _repeat, _insert, _lie, _lie, _lie_in_box)
_BOXES = (
    *(b"mvhd", b"tkhd", b"mdhd", b"stsd", b"stts", b"ctts", b"stsc", b"stsz", b"stco", b"elst", b"trun", b"avcC"),
    *(b"hvcC", b"ispe", b"iloc", b"ipma", b"iinf", b"pitm", b"av1C", b"pixi", b"hdlr", b"meta"),
)


def _all(data: Data, what: bytes) -> Iterator[int]:
    at = data.find(what)
    while at >= 0:
        yield at
        at = data.find(what, at + 1)


# -- lies that are told on purpose


def _lies() -> list[tuple[str, Data]]:
    """Headers that promise more than there is, and little data that becomes much."""
    png = _saved(Image.fromarray(_picture(96, 64, 0)), "PNG", {})
    jpg = _saved(Image.fromarray(_picture(96, 64, 0)), "JPEG", {})
    gif = _video("gif", "gif", "rgb8")
    heic = io.BytesIO()
    pillow_heif.encode("RGB", (96, 64), _picture(96, 64, 0).tobytes(), heic)
    mp4, mkv = _video("mp4", "libx264", "yuv420p"), _video("matroska", "libx264", "yuv420p")
    start = jpg.index(b"\xff\xc0") + 5
    webp = _saved(Image.new("RGBA", (96, 64), (9, 9, 9, 9)), "WEBP", {"lossless": True})
    return [
        (".png", _png(50_000, 50_000, 8, 2, zlib.compress(bytes(1000)))),
        (".png", _png(14_000, 14_000, 8, 0, zlib.compress(bytes(14_001 * 14_000), 1))),
        (".png", _png(60_000, 60_000, 1, 0, zlib.compress(bytes(7501 * 60_000), 1))),
        (".png", _with_chunk(png, b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 1))),
        (".png", _with_chunk(png, b"iCCP", b"icc\0\0" + zlib.compress(bytes(200_000_000), 1))),
        (".jpg", jpg[:start] + struct.pack(">HH", 50_000, 50_000) + jpg[start + 4 :]),
        (".jpg", jpg[:start] + struct.pack(">HH", 65_500, 3_000) + jpg[start + 4 :]),
        (".gif", gif[:6] + struct.pack("<HH", 50_000, 50_000) + gif[10:]),
        (".webp", _saved(Image.new("L", (16_383, 12_000)), "WEBP", {"lossless": True, "quality": 0, "method": 0})),
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


# -- good files


def _picture(width: int, height: int, number: int) -> NDArray[np.uint8]:
    y, x = np.mgrid[:height, :width]
    picture = np.stack([(x * 3 + number * 7) % 256, (y * 4) % 256, (x + y) % 256], axis=-1).astype(np.uint8)
    picture[16:24, 40 + number : 48 + number] = 255  # what the tests' small network takes for a face
    return picture


def _saved(picture: Image.Image, kind: str, options: Mapping[str, object]) -> Data:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _video(container: str, codec: str, pixels: str) -> Data:
    out = io.BytesIO()
    quiet = {"x265-params": "log-level=none"} if codec == "libx265" else {}
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(codec, rate=25, options=quiet)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = 96, 64, pixels
        stream.codec_context.gop_size = 5
        with as_scheduled():
            file.start_encoding()
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(_picture(96, 64, number), "rgb24").reformat(format=pixels)
            frame.pts, frame.time_base = number, Fraction(1, 25)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


def main() -> None:
    """Fuzz and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first one: go on, or look at one again")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="only write the files there, to look at them")
    parser.add_argument("--model", type=Path, required=True, help="a small ONNX face detector, which saves time")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out/hostile.json"))
    asked = parser.parse_args()
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
        good = seeds()
        for number in range(asked.first, asked.first + asked.files):
            suffix, data = broken(asked.seed, number, good)
            (asked.keep / f"{number}{suffix}").write_bytes(data)
        return
    started = time.monotonic()
    total = Findings()
    for first in range(asked.first, asked.first + asked.files, 1000):
        with tempfile.TemporaryDirectory() as folder:
            count = min(1000, asked.first + asked.files - first)
            found = fuzz(count, asked.seed, Path(folder), asked.model, workers=asked.workers, first=first)
        total.files += found.files
        total.outcomes += found.outcomes
        total.wrong += found.wrong
        total.slowest = max(total.slowest, found.slowest)
        total.most_bytes = max(total.most_bytes, found.most_bytes)
        said = {
            "seed": asked.seed,
            "files": total.files,
            "seconds": round(time.monotonic() - started),
            "outcomes": dict(total.outcomes.most_common()),
            "slowest_seconds": round(total.slowest, 1),
            "most_megabytes": round(total.most_bytes / 1e6),
            "wrong": total.wrong,
        }
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        asked.out.write_text(json.dumps(said, indent=1))
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
