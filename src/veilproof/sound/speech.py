"""Finds speech in sound as it is read, with Silero VAD (Silero Team 2021)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from veilproof.sound.network import SoundNetwork

RATE = 16_000
"""Samples a second of what the network takes."""
WINDOW = 512
"""Samples of one answer of the network: 32 ms."""
_CONTEXT = 64
"""Samples before a window that the network sees, too."""


class SpeechDetector:
    """The probability of speech in every window of sound that is read piece by piece."""

    def __init__(self) -> None:
        """Load the network.

        Raises:
            VeilproofError: its weights are missing.
        """
        self._network = SoundNetwork("silero_vad")
        self.restart()

    def restart(self) -> None:
        """Begin with other sound."""
        self._state = {"h": np.zeros((1, 1, 128), np.float32), "c": np.zeros((1, 1, 128), np.float32)}
        self._rest = np.zeros(_CONTEXT, np.float32)

    def probabilities(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Float32 [n], 0 to 1: of the windows that these samples complete.

        Args:
            samples: float32 [n], mono, `RATE` a second; those that follow the ones given before.
        """
        heard = np.concatenate([self._rest, samples])
        count = (len(heard) - _CONTEXT) // WINDOW
        self._rest = heard[count * WINDOW :]
        if not count:
            return np.empty(0, np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(heard, WINDOW + _CONTEXT)[: count * WINDOW : WINDOW]
        found = self._network.run({"input": np.ascontiguousarray(windows), **self._state})
        self._state = {"h": found["hn"], "c": found["cn"]}
        return found["speech_probs"].ravel()
