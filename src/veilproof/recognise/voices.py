"""The recogniser of voices: speech becomes an embedding, and embeddings are compared by their scalar product.

Embeddings exist in memory only, as those of faces (`veilproof.recognise.recognisers`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from veilproof.recognise.recognisers import Embeddings
from veilproof.sound.mel import band_edges, triangles
from veilproof.sound.network import SoundNetwork

RATE = 16_000
"""Samples a second of what the recogniser takes."""
_WINDOW, _HOP = 400, 160
"""Samples of a frame of the spectrogram, and between two: 25 and 10 ms."""
_BANDS = 40
_FRAMES, _STEP = 160, 77
"""Frames that the network sees at once, 1.6 s, and between two such parts: 1.3 parts a second, as its authors do."""
_LEVEL = 10 ** (-30 / 20)
"""Root mean square to which quiet speech is raised, as its authors do."""


class Resemblyzer:
    """Resemblyzer (Wan et al. 2018, "Generalized end-to-end loss"), which comes with veilproof."""

    name = "Resemblyzer"

    def __init__(self) -> None:
        """Load the network.

        Raises:
            VeilproofError: its weights are missing.
        """
        self._network = SoundNetwork("resemblyzer")
        self._filters = _mel_filters()

    def embed(self, utterances: list[NDArray[np.float32]]) -> Embeddings:
        """One row for each utterance, float32 [n] at `RATE`; no rows for none."""
        rows = [self._embedded(utterance) for utterance in utterances]
        return np.stack(rows) if rows else np.empty((0, 256), np.float32)

    def _embedded(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        level = float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0
        raised = samples * max(1.0, _LEVEL / max(level, 1e-6))
        mel = self._spectrogram(np.pad(raised, (0, max(0, _FRAMES * _HOP - len(raised)))))
        starts = range(0, max(1, len(mel) - _FRAMES + 1), _STEP)
        parts = self._network.run({"mel": np.stack([mel[start : start + _FRAMES] for start in starts])})["embedding"]
        mean = parts.mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)

    def _spectrogram(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Float32 [frames, 40]: the power in bands of the mel scale."""
        padded = np.pad(samples, _WINDOW // 2)
        frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP]
        window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW)
        power = np.abs(np.fft.rfft(frames * window, axis=1)) ** 2
        return np.asarray(power @ self._filters.T, np.float32)


def _mel_filters() -> NDArray[np.float64]:
    """Float64 [40, 201]: triangles of equal area."""
    edges = band_edges(_BANDS, 0, RATE / 2)
    return triangles(edges, np.fft.rfftfreq(_WINDOW, 1 / RATE)) * 2 / (edges[2:] - edges[:-2])[:, None]
