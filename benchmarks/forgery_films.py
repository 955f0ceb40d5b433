"""Short films of many kinds with covers on moving boxes, for `benchmarks.forgeries`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

from veilproof.media.video_read import VideoReader
from veilproof.plan import Plan
from veilproof.release.log import Log
from veilproof.release.log_from_plan import log_of
from veilproof.release.vocabulary import load_vocabulary
from veilproof.render.apply import Delivery, render
from veilproof.source import digest
from veilproof.track.confirm import ConfirmedTrack

Picture = NDArray[np.uint8]

_PQ = (9, 16, 9)
"""Primaries, transfer and matrix of HDR10 (ITU-T H.273)."""
_LARGEST = (512, 384)
"""Pixels: what of a clip is used, from its top left corner."""
_BOXES = 4
_GRAIN = 6.0
"""Grey levels (standard deviation) of the grain that is added."""


@dataclass(frozen=True, slots=True)
class Film:
    """An original, its redacted output, and the log of what was covered."""

    original: Path
    output: Path
    log: Log


@dataclass(frozen=True, slots=True)
class Kind:
    """How a film of a kind is encoded."""

    encoder: str = "libx264"
    pixel_format: str = "yuv420p"
    options: tuple[tuple[str, str], ...] = (("crf", "20"),)
    colour: tuple[int, int, int] | None = None
    rotation: int = 0
    uneven: bool = False
    grain: bool = False
    crop: tuple[int, int] = (0, 0)
    suffix: str = ".mp4"


_X265_PARAMETERS = "log-level=none:pools=none:frame-threads=1"
_X265 = (("crf", "22"), ("x265-params", _X265_PARAMETERS), ("preset", "superfast"))
KINDS = {
    "plain": Kind(),
    "10 bit": Kind("libx265", "yuv420p10le", _X265),
    "HDR": Kind("libx265", "yuv420p10le", _X265, _PQ),
    "interlaced": Kind(options=(("crf", "20"), ("flags", "+ilme+ildct"), ("x264-params", "tff=1"))),
    "uneven times": Kind(uneven=True),
    "rotated": Kind(rotation=90),
    "odd size": Kind(crop=(6, 2)),
    "4:4:4": Kind(pixel_format="yuv444p"),
    "full range": Kind(pixel_format="yuvj420p"),
    "grain": Kind(grain=True, options=(("crf", "26"),)),
}


def film_of(clip: Path, kind: str, frames: int, folder: Path, seed: int) -> Film:
    """The first frames of a clip as a film of a kind, rendered with covers on a few boxes that move."""
    folder.mkdir()
    original = folder / f"film{KINDS[kind].suffix}"
    _write(clip, original, KINDS[kind], frames, seed)
    plan_path = planned(original, seed)
    done = render(original, plan_path)
    with Plan(plan_path) as plan:
        log = log_of(plan, done, Delivery(), load_vocabulary(), draft=False)
    return Film(original, done.output, log)


def encoded_again(source: Path, target: Path, crf: int) -> Path:
    """A copy of a film at another quality, in H.264 or, with more than 8 bits, H.265."""
    with av.open(str(source)) as container, av.open(str(target), "w") as out:
        stream = container.streams.video[0]
        context = stream.codec_context
        deep = "10" in (context.pix_fmt or "")
        options = {"crf": str(crf), "preset": "veryfast"} | ({"x265-params": _X265_PARAMETERS} if deep else {})
        copy = out.add_stream("libx265" if deep else "libx264", rate=stream.average_rate, options=options)
        assert isinstance(copy, VideoStream)
        copy.width, copy.height, copy.pix_fmt = context.width, context.height, context.pix_fmt
        copy.time_base = copy.codec_context.time_base = stream.time_base or Fraction(1, 90000)
        copy.codec_context.color_range = context.color_range
        for frame in container.decode(stream):
            frame.pict_type = 0
            out.mux(copy.encode(frame))
        out.mux(copy.encode(None))
    return target


def _write(clip: Path, target: Path, kind: Kind, frames: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    base = Fraction(1, 30000)
    with av.open(str(clip)) as container, av.open(str(target), "w") as out:
        source = container.streams.video[0]
        width, height = (
            min(size, most) - cut
            for size, most, cut in zip((source.width, source.height), _LARGEST, kind.crop, strict=True)
        )
        width, height = width // 2 * 2, height // 2 * 2 if kind.crop[1] else height // 4 * 4
        stream = out.add_stream(kind.encoder, rate=25, options=dict(kind.options))
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, kind.pixel_format
        stream.time_base = stream.codec_context.time_base = base
        if kind.colour:
            context = stream.codec_context
            context.color_primaries, context.color_trc, context.colorspace = kind.colour
        if kind.rotation:
            stream.set_display_rotation(-kind.rotation)
        time = 0
        for number, frame in enumerate(container.decode(source)):
            if number == frames:
                break
            picture = np.asarray(frame.to_ndarray(format="rgb24")[:height, :width], np.float32)
            if kind.grain:
                noise = rng.normal(0, _GRAIN, (height, width))
                picture = np.clip(picture + noise[..., None], 0, 255).astype(np.float32)
            new = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture, np.uint8), format="rgb24")
            new.pts, new.time_base = time, base
            time += int(rng.integers(500, 3000)) if kind.uneven else 1200
            out.mux(stream.encode(new))
        out.mux(stream.encode(None))


def planned(original: Path, seed: int) -> Path:
    """A plan that covers a few boxes on straight ways through the film."""
    rng = np.random.default_rng(seed)
    with VideoReader(original) as reader:
        info = reader.info
        pts = [frame.pts for frame in reader]
    facts = {
        **{"name": original.name, "sha256": digest(original), "kind": "video", "time_base": str(info.time_base)},
        **{"width": str(info.width), "height": str(info.height)},
    }
    tracks = []
    for _ in range(_BOXES):
        side = rng.uniform(24, 80)
        ends = rng.uniform((0, 0), (info.width - side, info.height - side), (2, 2))
        first, last = sorted(rng.choice(len(pts), 2, replace=False).tolist())
        share = np.linspace(0, 1, last - first + 1)[:, None]
        corner = ends[0] + (ends[1] - ends[0]) * 0.3 * share
        tracks.append(ConfirmedTrack(first, np.hstack([corner, corner + side]).astype(np.float32), 0.9, 3))
    path = original.with_suffix(".veil")
    with Plan.create(path, facts) as plan:
        plan.add({}, enumerate(pts), tracks)
        plan.finish({})
    return path
