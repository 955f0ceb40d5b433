"""Speech that `espeak-ng` makes, and films with sound; no recording of a real person is in the tests."""

from __future__ import annotations

import subprocess
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from tests.synthetic_video import VideoSpec, picture
from veilproof.sound.frames import Samples, frame_of
from veilproof.sound.read import Block, SoundReader, sound_streams

RATE = 22_050
"""Samples a second of what espeak-ng makes."""
TEXTS = (
    "The police came around the corner at noon and asked everybody to leave the square.",
    "Nobody had told us that the road was closed, so we waited there for half an hour.",
    "Then a grey van stopped beside the fountain and two men got out without a word.",
    "I saw how they took his camera and walked away with it toward the old market.",
)


@cache
def _spoken(text: str, voice: str, pitch: int) -> NDArray[np.float32]:
    command = ["espeak-ng", "-v", voice, "-p", str(pitch), "--stdout", text]
    made = subprocess.run(command, capture_output=True, check=True, timeout=300).stdout
    samples: NDArray[np.float32] = np.frombuffer(made[44:], "<i2").astype(np.float32)
    samples /= 32768
    samples.flags.writeable = False
    return samples


def spoken(text: str = TEXTS[0], voice: str = "en-us", pitch: int = 50) -> NDArray[np.float32]:
    """Float32 [n], 22,050 a second: somebody says the text."""
    return _spoken(text, voice, pitch)


def film(
    path: Path,
    sound: Samples,
    rate: int = RATE,
    *,
    codec: str = "pcm_s16le",
    begins: Fraction = Fraction(0),
    layout: str = "",
) -> Path:
    """A film of grey pictures, 5 a second, as long as its sound, float32 [channels, n], which begins at a time."""
    seconds = sound.shape[1] / rate
    spec = VideoSpec(times=tuple(Fraction(n, 5) for n in range(int(seconds * 5) + 1)), time_base=Fraction(1, 1000))
    with av.open(str(path), "w") as container:
        pictures = container.add_stream("libx264", rate=5)
        pictures.width, pictures.height, pictures.pix_fmt = spec.width, spec.height, spec.pixel_format
        heard = container.add_stream(codec, rate=rate)
        assert isinstance(heard, AudioStream)
        heard.codec_context.layout = layout or {1: "mono", 2: "stereo", 6: "5.1"}[len(sound)]
        for number, time in enumerate(spec.times):
            frame = picture(spec, number)
            frame.pts, frame.time_base = round(time * 1000), Fraction(1, 1000)
            container.mux(pictures.encode(frame))
        container.mux(pictures.encode(None))
        resampler = av.AudioResampler(heard.format.name, heard.layout.name, rate, frame_size=heard.frame_size or 1024)
        given = frame_of(sound, heard.layout.name, rate)
        given.pts, given.time_base = round(begins * rate), Fraction(1, rate)
        for part in (*resampler.resample(given), *resampler.resample(None)) if sound.size else ():
            container.mux(heard.encode(part))
        container.mux(heard.encode(None))
    return path


def heard_in(path: Path) -> tuple[int, Samples, int]:
    """The first sound stream: the number of its first sample, its samples, and its rate."""
    info = sound_streams(path)[0][0]
    with SoundReader(path, info) as reader:
        blocks: list[Block] = list(reader)
    return blocks[0].start, np.concatenate([block.samples for block in blocks], axis=1), info.rate


def level(samples: Samples) -> float:
    """The root mean square, in dBFS; -200 for silence."""
    return 20 * float(np.log10(max(np.sqrt(np.mean(np.square(samples, dtype=np.float64))), 1e-10)))
