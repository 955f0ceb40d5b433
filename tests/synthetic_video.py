"""Small synthetic videos for tests, in which every frame can be identified and its orientation checked.

`video` writes one file. Each picture is a smooth ramp with a bright square in the top left corner of the *stored*
picture and a wide bar whose brightness encodes the number of the frame (`number_of` decodes it).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.stream import AudioStream
from av.codec.context import Flags, ThreadType
from av.video.stream import VideoStream
from numpy.typing import NDArray

from veilproof.media.filters import with_first_field
from veilproof.media.planes import planes
from veilproof.media.scheduling import as_scheduled

NTSC = Fraction(1001, 30000)
"""Seconds per frame at 29.97 frames/s."""

_LEVELS = 24
"""Frame numbers that the bar can encode; they repeat after that."""


@dataclass(frozen=True, slots=True)
class VideoSpec:
    """What a synthetic video contains. The defaults give a plain H.264 video without anything else."""

    codec: str = "libx264"
    width: int = 96
    height: int = 64
    pixel_format: str = "yuv420p"
    times: tuple[Fraction, ...] = tuple(i * NTSC for i in range(20))
    """Presentation time of each frame, in seconds."""
    time_base: Fraction = Fraction(1, 30000)
    last: Fraction = NTSC
    """Duration of the last frame, in seconds."""
    rotation: int = 0
    """Clockwise degrees of rotation in the display matrix."""
    mirrored: bool = False
    """Whether the display matrix mirrors the picture left to right."""
    aspect: Fraction = Fraction(1)
    colour: tuple[int, int, int, int] = (1, 1, 1, 1)
    """Range, primaries, transfer and matrix, as FFmpeg numbers them."""
    options: dict[str, str] = field(default_factory=dict)
    first_field: str | None = None
    """"top" or "bottom" for interlaced H.264."""
    tags: dict[str, str] = field(default_factory=dict)
    """Metadata of the file."""
    chapters: bool = False
    cover: bool = False
    """Whether a cover picture is attached."""
    sound: tuple[str, ...] = ()
    """Codecs of the sound streams."""
    second_video: bool = False


def picture(spec: VideoSpec, number: int) -> av.VideoFrame:
    """The stored picture with this frame number."""
    frame = av.VideoFrame(spec.width, spec.height, spec.pixel_format)
    frame.color_range = spec.colour[0]
    for plane in planes(frame):
        height, width = plane.pixels.shape[:2]
        most = 255 if plane.pixels.dtype == np.uint8 else (1 << frame.format.components[0].bits) - 1
        across = np.linspace(0.3, 0.6, width)[None, :] * np.linspace(0.8, 1.0, height)[:, None]
        values: NDArray[Any] = across if plane.pixels.ndim == 2 else np.repeat(across[..., None], 4, 2)
        plane.pixels[:] = (values[..., : plane.pixels.shape[-1]] if values.ndim == 3 else values) * most
        if plane.step_x == 1 and len(plane.black) == 1:
            plane.pixels[: height // 8, : width // 8] = most
            plane.pixels[height // 4 : height // 2, width // 4 :] = most * (0.1 + 0.8 * (number % _LEVELS) / _LEVELS)
    return frame


def number_of(frame: av.VideoFrame) -> int:
    """The frame number, modulo 24, of a decoded picture that is not rotated."""
    luma = planes(frame)[0].pixels
    most = (1 << frame.format.components[0].bits) - 1
    height, width = luma.shape[:2]
    bar = luma[height // 4 + 2 : height // 2 - 2, width // 4 + 4 : -4]
    return round(float((bar.mean() / most - 0.1) / 0.8 * _LEVELS))


def video(path: Path, spec: VideoSpec | None = None) -> Path:
    """Write the video; returns its path."""
    spec = spec or VideoSpec()
    with av.open(str(path), "w") as container:
        container.metadata.update(spec.tags)
        stream = _video_stream(container, spec)
        extra = _video_stream(container, VideoSpec(width=64, height=48)) if spec.second_video else None
        sounds = [container.add_stream(codec, rate=48000) for codec in spec.sound]
        cover = _cover(container) if spec.cover else None
        if spec.chapters:
            one = {"id": 1, "start": 0, "end": 500, "time_base": Fraction(1, 1000), "metadata": {"title": "PLANTED"}}
            container.set_chapters([one])  # type: ignore[list-item]
        with as_scheduled():
            container.start_encoding()
        if cover:
            container.mux(cover)
        for number, time in enumerate(spec.times):
            frame = picture(spec, number)
            frame.pts, frame.time_base = round(time / spec.time_base), spec.time_base
            if number == len(spec.times) - 1:
                frame.duration = round(spec.last / spec.time_base)
            if spec.first_field:
                frame = with_first_field(frame, spec.first_field)
            container.mux(stream.encode(frame))
            if extra:
                small = picture(VideoSpec(width=64, height=48), 0)
                small.pts, small.time_base = frame.pts, spec.time_base
                container.mux(extra.encode(small))
        for stream_ in (stream, *([extra] if extra else [])):
            container.mux(stream_.encode(None))
        for sound in sounds:
            assert isinstance(sound, AudioStream)
            _add_tone(container, sound, float(spec.times[-1] - spec.times[0]) + 0.1)
    return path


def _video_stream(container: av.container.OutputContainer, spec: VideoSpec) -> VideoStream:
    rate = (len(spec.times) - 1) / (spec.times[-1] - spec.times[0]) if len(spec.times) > 1 else Fraction(25)
    # With mbtree, x264 does not always write the same file for the same pictures.
    repeatable = {"x264-params": "mbtree=0"} if spec.codec == "libx264" else {}
    if spec.first_field:
        repeatable["x264-params"] += ":tff=1" if spec.first_field == "top" else ":bff=1"
    stream = container.add_stream(spec.codec, rate=rate.limit_denominator(1001), options=repeatable | spec.options)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height, stream.pix_fmt = spec.width, spec.height, spec.pixel_format
    stream.time_base = spec.time_base
    context = stream.codec_context
    context.time_base, context.thread_type = spec.time_base, ThreadType.AUTO
    context.flags |= Flags.frame_duration
    context.sample_aspect_ratio = spec.aspect
    context.color_range, context.color_primaries, context.color_trc, context.colorspace = spec.colour
    if spec.rotation or spec.mirrored:
        stream.set_display_rotation(-spec.rotation, hflip=spec.mirrored)
    return stream


def _cover(container: av.container.OutputContainer) -> list[av.Packet[Any]]:
    stream = container.add_stream("mjpeg", rate=1)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height, stream.pix_fmt = 128, 128, "yuvj420p"
    stream.disposition = av.stream.Disposition.attached_pic
    frame = picture(VideoSpec(width=128, height=128, pixel_format="yuvj420p"), 3)
    frame.pts, frame.time_base = 0, Fraction(1)
    return [*stream.encode(frame), *stream.encode(None)]


def _add_tone(container: av.container.OutputContainer, stream: AudioStream, seconds: float) -> None:
    size = stream.codec_context.frame_size or 1024
    for start in range(0, int(seconds * 48000), size):
        tone = np.sin(np.arange(start, start + size) * 440 * 2 * np.pi / 48000) * 8000
        layout, kind = stream.layout.name, stream.format.name
        count = stream.layout.nb_channels
        block = np.repeat(tone[None, :], count, 0)
        data: NDArray[Any] = (block / 32768).astype(np.float32) if kind.startswith("flt") else block.astype(np.int16)
        if kind.startswith("s32"):
            data = data.astype(np.int32) << 16
        if not kind.endswith("p"):
            data = np.ascontiguousarray(data.T).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(data, format=kind, layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = 48000, start, Fraction(1, 48000)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def sound_packets(path: Path) -> list[tuple[int, Fraction, bytes]]:
    """Every sound packet of a file: stream, time in seconds, data."""
    with av.open(str(path)) as container:
        return [
            (container.streams.audio.index(packet.stream), packet.pts * packet.time_base, bytes(packet))  # type: ignore[operator]
            for packet in container.demux(container.streams.audio)
            if packet.size
        ]
