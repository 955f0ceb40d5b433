"""What an attacker does with a disguised voice: compares it as it is, or undoes the disguise first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from veilproof.recognise.recognisers import Embeddings
from veilproof.recognise.voices import Resemblyzer

WARPS = (0.78, 0.88, 1.0, 1.14, 1.28)
"""By which an attacker multiplies the frequencies of a disguised voice: as far as a disguise moves them."""

Utterance = NDArray[np.float32]
"""float32 [n], at the rate of the recogniser."""


def restored_scores(
    recogniser: Resemblyzer, probes: Sequence[Utterance], gallery: Sequence[Utterance], of_gallery: Embeddings
) -> NDArray[np.float32]:
    """Float32 [n, m]: the best score of each probe with each utterance of the gallery, of all ways to undo a disguise.

    The attacker knows the method, not its random numbers: every warp of the frequencies is tried, each with the colour
    as it is and with that of the gallery.

    Args:
        recogniser: that compares.
        probes: disguised speech.
        gallery: clear speech.
        of_gallery: its embeddings.
    """
    colour = np.mean([_colour(utterance) for utterance in gallery], axis=0)
    best = np.full((len(probes), len(gallery)), -1, np.float32)
    for warp in WARPS:
        warped = [_warped(probe, warp) for probe in probes]
        for tried in (warped, [_coloured(probe, colour) for probe in warped]):
            best = np.maximum(best, recogniser.embed(list(tried)) @ of_gallery.T)
    return np.asarray(best)


def _warped(samples: Utterance, warp: float) -> Utterance:
    """The same with all frequencies times `warp`, by another speed: recognisers do not mind that."""
    if warp == 1:
        return samples
    at = np.arange(0, len(samples) - 1, warp)
    return np.asarray(np.interp(at, np.arange(len(samples)), samples), np.float32)


_SIZE = 512
"""Samples of a spectrum: 32 ms."""


def _colour(samples: Utterance) -> NDArray[np.float64]:
    """Float64 [bins]: the mean logarithm of the spectrum, smooth over 300 Hz."""
    padded = np.pad(samples, (0, max(0, _SIZE - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _SIZE)[:: _SIZE // 2] * np.hanning(_SIZE)
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    loud = power.sum(axis=1)
    mean = np.log(power[loud >= np.quantile(loud, 0.4)] + 1e-9).mean(axis=0)
    return np.convolve(np.pad(mean, 5, mode="edge"), np.ones(11) / 11, "valid")


def _coloured(samples: Utterance, colour: NDArray[np.float64]) -> Utterance:
    """The same through a filter after which its mean spectrum is `colour`."""
    difference = np.clip(colour - _colour(samples), -6, 6)
    response = np.exp(0.5 * (difference - difference.mean()))
    spectrum = np.fft.rfft(samples)
    places = np.linspace(0, len(response) - 1, len(spectrum))
    return np.fft.irfft(spectrum * np.interp(places, np.arange(len(response)), response), len(samples)).astype(
        np.float32
    )
