"""Other ways to disguise a voice, to compare with; none of them is in veilproof.

`mcadams`: the baseline of the VoicePrivacy challenge (Patino et al. 2021): the angles of the poles of linear prediction
to a power that is random and wanders. `world`: analysis and synthesis by WORLD (Morise et al. 2016), with a pitch that
is flattened and moved, and formants that are warped; needs `pyworld`. `both`: one after the other.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_toeplitz
from scipy.signal import lfilter

from veilproof.sound.disguise import Disguise

RATE = 16_000
"""Samples a second of what all of them take."""
Method = Callable[[NDArray[np.float32], np.random.Generator], NDArray[np.float32]]
_ORDER, _FRAME = 20, 320
"""Of linear prediction, and samples of a frame: 20 ms, as in the challenge."""


def mcadams(samples: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """With a coefficient from .5 to .9, which wanders by a tenth."""
    hop = _FRAME // 2
    window = np.hanning(_FRAME + 1)[:-1]
    padded = np.pad(samples.astype(np.float64), (hop, _FRAME))
    made = np.zeros(len(padded))
    base, phase = random.uniform(0.5, 0.9), random.uniform(0, 2 * np.pi)
    for number, start in enumerate(range(0, len(padded) - _FRAME, hop)):
        frame = padded[start : start + _FRAME] * window
        correlation = np.correlate(frame, frame, "full")[_FRAME - 1 : _FRAME + _ORDER]
        if correlation[0] < 1e-9:
            continue
        correlation[0] *= 1 + 1e-6
        predictor = np.concatenate([[1], -solve_toeplitz(correlation[:-1], correlation[1:])])
        poles = np.roots(predictor)
        moved = poles.copy()
        complex_ones = np.abs(poles.imag) > 1e-9
        angles = np.angle(poles[complex_ones])
        power = base + 0.05 * np.sin(phase + number / 40)
        moved[complex_ones] = np.abs(poles[complex_ones]) * np.exp(1j * np.sign(angles) * np.abs(angles) ** power)
        other = np.real(np.poly(moved))
        changed = lfilter([1], other, lfilter(predictor, [1], frame))
        energy = float((changed**2).sum())
        made[start : start + _FRAME] += changed * np.sqrt((frame**2).sum() / energy if energy else 0)
    return np.asarray(made[hop : hop + len(samples)], np.float32)


def world(samples: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """Pitch flattened to a third of its course and moved, formants warped by 8 to 22 %."""
    import pyworld

    wide = samples.astype(np.float64)
    pitch, times = pyworld.dio(wide, RATE)
    pitch = pyworld.stonemask(wide, pitch, times, RATE)
    envelope = pyworld.cheaptrick(wide, pitch, times, RATE)
    breath = pyworld.d4c(wide, pitch, times, RATE)
    voiced = pitch > 0
    if voiced.any():
        mean = np.log(pitch[voiced]).mean()
        target = np.log(random.uniform(100, 200))
        pitch[voiced] = np.exp(target + (np.log(pitch[voiced]) - mean) / 3)
    warp = 1 + random.choice([-1, 1]) * random.uniform(0.08, 0.22)
    places = np.clip(np.arange(envelope.shape[1]) / warp, 0, envelope.shape[1] - 1)
    envelope = np.ascontiguousarray(np.exp([np.interp(places, np.arange(len(row)), row) for row in np.log(envelope)]))
    made = pyworld.synthesize(pitch, envelope, breath, RATE)[: len(samples)]
    return np.asarray(np.pad(made, (0, len(samples) - len(made))), np.float32)


def both(samples: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """`world`, then `mcadams`."""
    return mcadams(world(samples, random), random)


def veilproof(samples: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """The disguise of veilproof, whose random numbers are its own."""
    return np.asarray(Disguise(RATE).changed(samples[None])[0])


METHODS: dict[str, Method] = {"veilproof": veilproof, "mcadams": mcadams, "world": world, "both": both}
