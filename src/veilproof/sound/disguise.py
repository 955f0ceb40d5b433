"""Disguises a voice: what is said stays, most of how it sounds is made anew, at random.

Analysis by synthesis. Of speech, only three things are taken, every 8 ms: how loud it is, whether it is voiced, and a
coarse shape of its spectrum. The fine shape, the pitch and its course, the breath and the phase are dropped. The shape
is shifted to the mean of one voice, the same for everybody; then its formants are moved, the scale of its frequencies
is bent, and its colour is changed, all at random and differently in every stretch. Speech is made from it with a pitch
that is random, too. Between words, where only the room is heard, the shape is that of the one voice.

Sources: channel vocoder (Dudley 1939); mean normalisation of cepstra (Atal 1974), which removes what a recording and a
speaker always have; random warps of the frequency axis against recognisers (Qian et al.
2018). The parameters were chosen by `python -m benchmarks.voices --set tune`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

from veilproof.sound.frames import Samples
from veilproof.sound.mel import band_edges, mel, triangles

_WINDOW_SECONDS, _HOP_SECONDS = 0.032, 0.008
"""Long enough for two periods of a low voice, short enough for a plosive."""
_LOW, _TOP = 60.0, 7600.0
"""Hertz between which speech is analysed; nothing above is made again, because sibilants identify, too."""
_BANDS, _KEPT = 32, 20
"""Bands of the mel scale, and cepstral coefficients of them: fewer hide more and are understood less."""
_VOICED_TOP = 4000.0
"""Hertz above which voiced speech is made from noise, because it is mostly breath there."""
_SPREAD_SECONDS = 0.006
"""Over which a pulse is spread: its highest frequency comes last."""
_PITCHES = (65.0, 400.0)
"""Hertz between which a period is searched."""
_BENT_AT = 9
"""Places, evenly over the bands, between which the bend is a line; the first and the last stay."""
_RANGE, _FADE = 6.0, 0.7
"""Logarithms of power: what is further below the loudest parts of a stretch, 26 dB, is no speech; and how soft that
limit is. Round numbers."""
_SMOOTH = 1.0
"""Frames by which the shape is smoothed, as a standard deviation: how somebody moves from sound to sound identifies."""
_SHRINK = 60.0
"""Frames for which the mean of all voices counts in that of a stretch: half a second."""

_Complex = NDArray[np.complex64]
_Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Strength:
    """How far a disguise goes.

    Attributes:
        warp: the least and the largest shift of the formants, up or down, as a share; that of a stretch is drawn evenly
            between them.
        wander: by how much that shift wanders within a stretch, as a standard deviation.
        bend: by how many bands each part of the scale of frequencies is off, as a standard deviation.
        spread: by how much that of each cepstral coefficient is changed, as the standard deviation of a logarithm.
        colour: by how much each cepstral coefficient of a stretch is off, in standard deviations of speech.
        pitch: hertz, between which the pitch of a stretch is drawn.
    """

    warp: tuple[float, float] = (0.12, 0.3)
    wander: float = 0.02
    bend: float = 1.0
    spread: float = 0.3
    colour: float = 0.7
    pitch: tuple[float, float] = (90.0, 220.0)


DEFAULT_STRENGTH = Strength()

# Mean and standard deviation of the cepstral coefficients of speech, over 30 people of LibriSpeech (CC BY 4.0): numbers
# that describe nobody.
_MEAN = np.array(
    [
        *(-27.27, 12.36, 1.08, 4.37, 0.35, 0.8, -0.4, 0.0, -0.25, 0.23),
        *(-0.15, 0.12, 0.07, 0.3, -0.15, 0.21, 0.0, 0.04, -0.05, -0.02),
    ],
    np.float32,
)
_SPREAD = np.array(
    [
        *(10.09, 8.03, 4.0, 3.72, 2.73, 2.07, 1.95, 1.66, 1.46, 1.36),
        *(1.21, 1.16, 1.07, 1.03, 0.93, 0.91, 0.86, 0.81, 0.8, 0.79),
    ],
    np.float32,
)


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
        warp = random.choice([-1, 1]) * random.uniform(*np.log1p(strength.warp)) + _wander(
            random, frames, strength.wander
        )
        pitch = np.exp(random.uniform(*np.log(strength.pitch)) + _wander(random, frames, 0.04))
        pulses = _pulses(np.repeat(pitch, self._hop)[:length] / self.rate)
        return _Draw(
            warp=np.exp(warp).astype(np.float32),
            bend=np.concatenate([[0], random.normal(0, strength.bend, _BENT_AT - 2), [0]]).astype(np.float32),
            spread=np.exp(random.normal(0, strength.spread, _KEPT - 1)).astype(np.float32),
            colour=(random.normal(0, strength.colour, _KEPT - 1) * _SPREAD[1:]).astype(np.float32),
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
        cepstra = fft.dct(np.log(power @ self._filters.T + 1e-10), norm="ortho", axis=1)[:, :_KEPT]
        level = np.log(loudness + 1e-10)
        loud = np.percentile(level, 95)
        speech = level > max(loud - _RANGE, np.percentile(level, 5) + 1)
        mean = (cepstra[speech].sum(axis=0) + _SHRINK * _MEAN) / (speech.sum() + _SHRINK)
        # Rooms, too, are told apart, and the noise between words tells of nothing else.
        spoken = 1 / (1 + np.exp((loud - _RANGE - level) / _FADE))
        cepstra[:, 1:] = (cepstra[:, 1:] - mean[1:]) * draw.spread * spoken[:, None]
        cepstra = ndimage.gaussian_filter1d(cepstra, _SMOOTH, axis=0)
        cepstra[:, 1:] += _MEAN[1:] + draw.colour
        bands = fft.idct(cepstra, n=_BANDS, norm="ortho", axis=1).astype(np.float32)
        place = (mel(self._bins[None] / draw.warp[:, None]) - self._centres[0]) / (self._centres[1] - self._centres[0])
        place += np.interp(place, np.linspace(0, _BANDS - 1, _BENT_AT), draw.bend)
        place = np.clip(place, 0, _BANDS - 1.001).astype(np.float32)
        left, rows = place.astype(np.intp), np.arange(len(bands))[:, None]
        between = place - left
        return np.asarray(np.exp(0.5 * (bands[rows, left] * (1 - between) + bands[rows, left + 1] * between)))

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

    warp: _Floats
    bend: _Floats
    spread: _Floats
    colour: _Floats
    pulses: _Complex
    noise: _Complex


def _voicing(power: _Floats, spacing: float) -> _Floats:
    """Float32 [frames], 0 to 1: how periodic each is, by the autocorrelation of what lies below 2 kHz."""
    used = int(2000 / spacing)
    size = 2 * used
    correlation = fft.irfft(power[:, :used], size, axis=1)
    rate = size * spacing
    low, high = int(rate / _PITCHES[1]), min(int(rate / _PITCHES[0]) + 1, size // 2)
    period = correlation[:, low:high].max(axis=1) / np.maximum(correlation[:, 0], 1e-12)
    return np.asarray(np.clip((period - 0.3) / 0.3, 0, 1), np.float32)


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
