"""Encodes sound anew: AAC or Opus, as the container takes, under headers that say nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import OutputContainer

from veilproof.errors import VeilproofError
from veilproof.media.encoders import muxer_for
from veilproof.sound.frames import frame_of
from veilproof.sound.read import Block, SoundInfo

_ENCODERS = {
    **dict.fromkeys(("mp4", "mov", "matroska", "mpegts"), "aac"),
    "webm": "libopus",
    # AVI has no times, and AAC in it comes late in many players.
    "avi": "pcm_s16le",
}
"""By FFmpeg's name of the container."""
_BIT_RATE = 96_000
"""Bits a second and channel at most: more than a listener can tell from the original, for both encoders. A round
number."""
_BITS_PER_SAMPLE = 2.5
"""Bits a sample that AAC takes at most, with room: its limit is 6144 bits for 1024 samples."""
_LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 5: "5.0", 6: "5.1", 8: "7.1"}
"""What every encoder takes, by the number of channels."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z\d]{1,8})*")
"""A language tag (RFC 5646)."""


@dataclass(frozen=True, slots=True)
class _Target:
    encoder: str
    rate: int
    layout: str
    format: str


def check_holds_sound(suffix: str) -> None:
    """Check that sound can be written into a file with that suffix.

    Raises:
        VeilproofError: it holds none.
    """
    if _ENCODERS.get(muxer_for(suffix) or "") is None:
        raise VeilproofError(f"a file that ends in {suffix} cannot hold sound: choose a name ending in .mp4 with -o")


class SoundEncoder:
    """Encodes one stream into a container that is being written."""

    def __init__(self, container: OutputContainer, info: SoundInfo) -> None:
        """Add the stream; the container must not have begun."""
        self._container = container
        self._info = info
        self._target = _target(container.format.name, info)
        stream = container.add_stream(self._target.encoder, rate=self._target.rate)
        assert isinstance(stream, AudioStream)
        context = stream.codec_context
        context.layout, context.format = self._target.layout, self._target.format
        context.flags |= Flags.bitexact
        if self._target.encoder != "pcm_s16le":
            channels = context.layout.nb_channels
            context.bit_rate = round(min(_BIT_RATE, _BITS_PER_SAMPLE * self._target.rate) * channels)
        context.time_base = stream.time_base = Fraction(1, self._target.rate)
        if info.language and _LANGUAGE.fullmatch(info.language):
            stream.metadata["language"] = info.language
        self._stream = stream
        self._resampler = av.AudioResampler(
            self._target.format, self._target.layout, self._target.rate, frame_size=context.frame_size or 1024
        )

    def write(self, block: Block) -> None:
        """Append samples that follow those written before."""
        frame = frame_of(block.samples, self._info.layout, self._info.rate)
        frame.time_base, frame.pts = Fraction(1, self._info.rate), block.start
        for resampled in self._resampler.resample(frame):
            self._encode(resampled)

    def finish(self) -> None:
        """Write what the encoder still holds."""
        for resampled in self._resampler.resample(None):
            self._encode(resampled)
        self._encode(None)

    def _encode(self, frame: AudioFrame | None) -> None:
        for packet in self._stream.encode(frame):
            self._container.mux(packet)


def _target(muxer: str, info: SoundInfo) -> _Target:
    encoder = _ENCODERS[muxer]
    known = av.Codec(encoder, "w")
    rates = known.audio_rates or [info.rate]
    rate = info.rate if info.rate in rates else min((r for r in rates if r >= info.rate), default=max(rates))
    layouts = sorted(count for count in _LAYOUTS if count >= info.channels) or [8]
    wanted = next(iter(known.audio_formats or ())).name
    return _Target(encoder, rate, _LAYOUTS[layouts[0]], wanted)
