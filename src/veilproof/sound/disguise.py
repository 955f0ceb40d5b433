"""Disguises a voice: what is said stays, most of how it sounds is made anew, at random.

Analysis by synthesis. Of speech, only three things are taken, every 8 ms: how loud it is, whether it is voiced, and a
coarse shape of its spectrum. The fine shape, the pitch and its course, the breath and the phase are dropped. The shape
is shifted to the mean of one voice, the same for everybody; then its formants are moved and its colour is changed at
random, differently in every stretch. Speech is made from it with a pitch that is random, too.

Sources: channel vocoder (Dudley 1939); mean normalisation of cepstra (Atal 1974), which removes what a recording and a
speaker always have; random warps of the frequency axis against recognisers (Qian et al.
2018). The parameters were chosen by `python -m benchmarks.voices --set tune`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from veilproof.sound.read import Samples

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
_SHRINK = 60.0
"""Frames for which the mean of all voices counts in that of a stretch: half a second."""

_Complex = NDArray[np.complex64]
_Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Strength:
    """How far a disguise goes.

    Attributes:
        warp: the largest shift of the formants, as a share; the shift of a stretch is drawn evenly up to it.
        wander: by how much that shift wanders within a stretch, as a standard deviation.
        colour: by how much each cepstral coefficient of a stretch is off, in standard deviations of speech.
        pitch: hertz, between which the pitch of a stretch is drawn.
    """

    warp: float = 0.3
    wander: float = 0.02
    colour: float = 0.7
    pitch: tuple[float, float] = (90.0, 220.0)


DEFAULT_STRENGTH = Strength()

# Mean and standard deviation of the cepstral coefficients of speech, over 30 people of LibriSpeech (CC BY 4.0): numbers
# that describe nobody.
_MEAN = np.array(
    [
        *(-27.41, 12.43, 0.95, 3.86, -0.59, 0.2, -0.79, 0.02, -0.14, 0.18),
        *(-0.26, -0.05, -0.1, -0.1, -0.33, -0.16, -0.3, -0.15, -0.25, -0.15),
    ],
    np.float32,
)
_SPREAD = np.array(
    [
        *(10.02, 8.47, 4.12, 3.64, 2.8, 2.24, 2.02, 1.7, 1.56, 1.42),
        *(1.27, 1.22, 1.17, 1.13, 1.03, 1.01, 0.99, 0.94, 0.93, 0.92),
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
        edges = np.linspace(_mel(_LOW), _mel(_TOP), _BANDS + 2)
        self._centres = edges[1:-1]
        self._filters = _triangles(_hertz(edges), self._bins)
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
        low, high = np.log([1 - strength.warp, 1 + strength.warp])
        warp = random.uniform(low, high) + _wander(random, frames, strength.wander)
        pitch = np.exp(random.uniform(*np.log(strength.pitch)) + _wander(random, frames, 0.04))
        pulses = _pulses(np.repeat(pitch, self._hop)[:length] / self.rate)
        return _Draw(
            warp=np.exp(warp).astype(np.float32),
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
        shape = self._shape(power, _speech(loudness), draw)
        voiced = _voicing(power, self.rate / self._size)
        share = np.sqrt(voiced)[:, None] * self._voiced
        made = (draw.pulses * share + draw.noise * np.sqrt(1 - share**2)) * shape
        made *= np.sqrt(loudness / np.maximum(np.square(np.abs(made)) @ self._loud, 1e-12))[:, None]
        return _limited(self._samples(made, len(samples)))

    def _shape(self, power: _Floats, speech: NDArray[np.bool_], draw: _Draw) -> _Floats:
        """Float32 [frames, bins]: the amplitudes of the new voice."""
        cepstra = fft.dct(np.log(power @ self._filters.T + 1e-10), norm="ortho", axis=1)[:, :_KEPT]
        mean = (cepstra[speech].sum(axis=0) + _SHRINK * _MEAN) / (speech.sum() + _SHRINK)
        cepstra[:, 1:] += _MEAN[1:] - mean[1:] + draw.colour
        bands = fft.idct(cepstra, n=_BANDS, norm="ortho", axis=1).astype(np.float32)
        from_mel = _mel(self._bins[None] / draw.warp[:, None])
        place = (from_mel - self._centres[0]) / (self._centres[1] - self._centres[0])
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
    colour: _Floats
    pulses: _Complex
    noise: _Complex


def _speech(loudness: _Floats) -> NDArray[np.bool_]:
    """Bool [frames]: those that are loud for their stretch, in which somebody speaks."""
    level = np.log(loudness + 1e-10)
    return np.asarray(level > max(np.percentile(level, 95) - 6, np.percentile(level, 5) + 1))


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


def _triangles(edges: NDArray[np.floating], bins: _Floats) -> _Floats:
    """Float32 [bands, bins]: overlapping triangles, each of sum 1."""
    low, centre, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    heights = np.maximum(0, np.minimum((bins - low) / (centre - low), (high - bins) / (high - centre)))
    return np.asarray(heights / np.maximum(heights.sum(axis=1, keepdims=True), 1e-9), np.float32)


def _mel(hertz: NDArray[np.floating] | float) -> NDArray[np.floating]:
    """O'Shaughnessy's mel scale."""
    return np.asarray(2595 * np.log10(1 + np.asarray(hertz) / 700))


def _hertz(mel: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.asarray(700 * (10 ** (mel / 2595) - 1))
