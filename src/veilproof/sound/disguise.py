"""Disguises a voice: what is said stays, most of how it sounds is made anew, at random.

Analysis by synthesis. Of speech, only three things are taken, every 8 ms: how loud it is, whether it is voiced, and a
coarse shape of its spectrum. The fine shape, the pitch and its course, the breath and the phase are dropped. The shape
is brought to one voice, the same for everybody: its mean, and how it moves around it. Then its formants are moved and
its colour is changed, at random and differently in every stretch. Speech is made from it with a pitch that is random,
too. Between words, where only the room is heard, the shape is that of the one voice.

Sources: channel vocoder (Dudley 1939); random warps of the frequency axis against recognisers (Qian et al. 2018); the
autocorrelation of a frame, divided by that of its window (Boersma 1993); `veilproof.sound.one_voice`. The parameters
were chosen by `python -m benchmarks.voices --set tune`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from veilproof.sound.frames import Samples
from veilproof.sound.mel import band_edges, mel, triangles
from veilproof.sound.one_voice import KEPT, MEAN, SPREAD, in_one_voice

_WINDOW_SECONDS, _HOP_SECONDS = 0.032, 0.008
"""Long enough for two periods of a low voice, short enough for a plosive."""
_LOW, _TOP = 60.0, 7600.0
"""Hertz between which speech is analysed; nothing above is made again, because sibilants identify, too."""
_BANDS = 32
"""Of the mel scale."""
_VOICED_TOP = 4000.0
"""Hertz above which voiced speech is made from noise, because it is mostly breath there."""
_SPREAD_SECONDS = 0.006
"""Over which a pulse is spread: its highest frequency comes last."""
_PITCHES = (65.0, 400.0)
"""Hertz between which a period is searched."""
_NOISE, _TONE = 0.45, 0.75
"""Autocorrelation of speech that is all breath, and of speech that is all voice; chosen for fewer words lost."""
_RANGE, _FADE = 6.0, 0.7
"""Logarithms of power: what is further below the loudest parts of a stretch, 26 dB, is no speech; and how soft that
limit is. Round numbers."""
_Complex = NDArray[np.complex64]
_Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Strength:
    """How far a disguise goes.

    Attributes:
        warp: the least and the largest shift of the formants, up or down, as a share; that of a stretch is drawn evenly
            between them.
        colour: by how much each cepstral coefficient of a stretch is off, in standard deviations of speech.
        pitch: hertz, between which the pitch of a stretch is drawn.
    """

    warp: tuple[float, float] = (0.12, 0.3)
    colour: float = 0.7
    pitch: tuple[float, float] = (90.0, 220.0)


DEFAULT_STRENGTH = Strength()


class Disguise:
    """Disguises stretches of sound at one rate. Nothing of its random numbers is kept."""

    def __init__(self, rate: int, strength: Strength = DEFAULT_STRENGTH) -> None:
        """For sound with so many samples a second."""
        self.rate, self._strength = rate, strength
        self._hop = max(1, round(rate * _HOP_SECONDS))
        self._length = round(rate * _WINDOW_SECONDS)
        self._size = int(fft.next_fast_len(self._length, real=True))
        bins = np.arange(self._size // 2 + 1) * rate / self._size
        self._bins = bins[bins < _TOP].astype(np.float32)
        steps = np.arange(self._length) / self._length
        self._window = (0.5 - 0.5 * np.cos(2 * np.pi * steps)).astype(np.float32)
        edges = band_edges(_BANDS, _LOW, _TOP)
        self._centres = mel(edges[1:-1])
        heights = triangles(edges, self._bins)
        self._filters = (heights / np.maximum(heights.sum(axis=1, keepdims=True), 1e-9)).astype(np.float32)
        # What the ear makes of loudness: ITU-R BS.1770 raises what lies above 1.5 kHz by 4 dB.
        self._loud = (1 + (10**0.4 - 1) * self._bins**2 / (self._bins**2 + 1500**2)).astype(np.float32)
        self._voiced = (1 / (1 + np.exp((self._bins - _VOICED_TOP) / 400))).astype(np.float32)

        # A pulse that is spread over some milliseconds has no peak that would have to be cut off.
        self._dispersion = np.exp(-1j * np.pi * _SPREAD_SECONDS * self._bins**2 / _TOP).astype(np.complex64)

    def changed(self, samples: Samples) -> Samples:
        """The stretch in another voice: as many samples, as loud.

        Args:
            samples: of one stretch, of seconds, because its mean is that of the speaker. Channels are changed in the
                same way, so that a voice stays where it is.
        """
        random = np.random.default_rng(secrets.randbits(256))
        draw = self._draw(random, samples.shape[1])
        return np.stack([self._made_anew(channel, draw) for channel in samples])

    def _draw(self, random: np.random.Generator, length: int) -> _Draw:
        strength, frames = self._strength, self._frames_of(length)
        warp = random.choice([-1, 1]) * random.uniform(*np.log1p(strength.warp))
        pitch = np.exp(random.uniform(*np.log(strength.pitch)) + _wander(random, frames, 0.04))
        pulses = _pulses(np.repeat(pitch, self._hop)[:length] / self.rate)
        return _Draw(
            warp=float(np.exp(warp)),
            colour=(random.normal(0, strength.colour, KEPT - 1) * SPREAD[1:]).astype(np.float32),
            pulses=self._spectra(pulses) * self._dispersion,
            noise=self._spectra(random.standard_normal(length, np.float32)),
        )

    def _made_anew(self, samples: _Floats, draw: _Draw) -> _Floats:
        spectra = self._spectra(samples)
        power = np.square(np.abs(spectra))
        loudness = power @ self._loud
        if not loudness.any():
            return np.zeros_like(samples)
        shape = self._shape(power, loudness, draw)
        voiced = _voicing(power, self.rate / self._size)
        share = np.sqrt(voiced)[:, None] * self._voiced
        made = (draw.pulses * share + draw.noise * np.sqrt(1 - share**2)) * shape
        made *= np.sqrt(loudness / np.maximum(np.square(np.abs(made)) @ self._loud, 1e-12))[:, None]
        return _limited(self._samples(made, len(samples)))

    def _shape(self, power: _Floats, loudness: _Floats, draw: _Draw) -> _Floats:
        """Float32 [frames, bins]: the amplitudes of the new voice."""
        cepstra = fft.dct(np.log(power @ self._filters.T + 1e-10), norm="ortho", axis=1)[:, :KEPT]
        level = np.log(loudness + 1e-10)
        loud = np.percentile(level, 95)
        speech = level > max(loud - _RANGE, np.percentile(level, 5) + 1)
        # Rooms, too, are told apart, and the noise between words tells of nothing else.
        spoken = 1 / (1 + np.exp((loud - _RANGE - level) / _FADE))
        cepstra[:, 1:] = in_one_voice(cepstra, speech) * spoken[:, None] + MEAN[1:] + draw.colour
        bands = fft.idct(cepstra, n=_BANDS, norm="ortho", axis=1).astype(np.float32)
        place = (mel(self._bins / draw.warp) - self._centres[0]) / (self._centres[1] - self._centres[0])
        place = np.clip(place, 0, _BANDS - 1.001).astype(np.float32)
        left = place.astype(np.intp)
        between = place - left
        return np.asarray(np.exp(0.5 * (bands[:, left] * (1 - between) + bands[:, left + 1] * between)))

    def _frames_of(self, length: int) -> int:
        return -(-(length + self._length) // self._hop) + 1

    def _spectra(self, samples: _Floats) -> _Complex:
        """Complex64 [frames, bins]: short-time spectra, a frame every hop, the first before the sound begins."""
        count = self._frames_of(len(samples))
        padded = np.zeros((count - 1) * self._hop + self._length, np.float32)
        padded[self._length : self._length + len(samples)] = samples
        frames = np.lib.stride_tricks.sliding_window_view(padded, self._length)[:: self._hop]
        return np.asarray(fft.rfft(frames * self._window, self._size, axis=1)[:, : len(self._bins)], np.complex64)

    def _samples(self, spectra: _Complex, length: int) -> _Floats:
        """The inverse: frames overlapped and added, so that untouched spectra give the same samples."""
        full = np.zeros((len(spectra), self._size // 2 + 1), np.complex64)
        full[:, : spectra.shape[1]] = spectra
        frames = fft.irfft(full, self._size, axis=1)[:, : self._length] * self._window
        made = np.zeros((len(frames) - 1) * self._hop + self._length, np.float32)
        weight = np.full_like(made, 1e-6)
        for number, frame in enumerate(frames):
            start = number * self._hop
            made[start : start + self._length] += frame
            weight[start : start + self._length] += self._window**2
        return (made / weight)[self._length : self._length + length]


@dataclass(frozen=True, slots=True)
class _Draw:
    """What is random in one stretch."""

    warp: float
    colour: _Floats
    pulses: _Complex
    noise: _Complex


def _voicing(power: _Floats, spacing: float) -> _Floats:
    """Float32 [frames], 0 to 1: how periodic each is, by the autocorrelation of what lies below 2 kHz.

    That of the window falls with the period, and would make a low voice a whisper.
    """
    used = int(2000 / spacing)
    size = 2 * used
    correlation = fft.irfft(power[:, :used], size, axis=1)
    rate = size * spacing
    low, high = int(rate / _PITCHES[1]), min(int(rate / _PITCHES[0]) + 1, size // 2)
    part = np.arange(low, high) / rate / _WINDOW_SECONDS
    of_window = (1 - part) * (2 + np.cos(2 * np.pi * part)) / 3 + np.sin(2 * np.pi * part) / (2 * np.pi)
    period = (correlation[:, low:high] / of_window).max(axis=1) / np.maximum(correlation[:, 0], 1e-12)
    return np.asarray(np.clip((period - _NOISE) / (_TONE - _NOISE), 0, 1), np.float32)


def _wander(random: np.random.Generator, frames: int, deviation: float) -> NDArray[np.float64]:
    """Float64 [frames]: a line that wanders around 0, with a corner every 0.4 s."""
    every = 0.4 / _HOP_SECONDS
    corners = random.normal(0, deviation, int(frames / every) + 2)
    return np.asarray(np.interp(np.arange(frames) / every, np.arange(len(corners)), corners))


def _pulses(cycles: NDArray[np.float64]) -> _Floats:
    """Float32 [n]: a pulse for each period, as strong as noise of variance 1; `cycles` are those of each sample."""
    pulses = np.zeros(len(cycles), np.float32)
    at = np.flatnonzero(np.diff(np.floor(np.cumsum(cycles)), prepend=0))
    pulses[at] = 1 / np.sqrt(cycles[at])
    return pulses


def _limited(samples: _Floats) -> _Floats:
    """The same below .8 of full scale; what is louder is bent, so that it stays below 1."""
    over = np.maximum(np.abs(samples) - 0.8, 0)
    return np.asarray(np.sign(samples) * (np.minimum(np.abs(samples), 0.8) + 0.2 * np.tanh(over / 0.2)), np.float32)
