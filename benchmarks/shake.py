"""How a camera shakes: in a hand, while its holder walks or runs, or when somebody knocks against it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from benchmarks.camera import WIDTH, Camera, no_knocks


class Shake(StrEnum):
    """What happens to the camera."""

    HAND = "hand"
    WALK = "walk"
    RUN = "run"
    KNOCKED = "knocked"


FASTEST = {
    Shake.HAND: (0.004, 0.010),
    Shake.WALK: (0.012, 0.025),
    Shake.RUN: (0.030, 0.060),
    Shake.KNOCKED: (0.040, 0.060),
}
"""How far the picture moves in a 30th of a second at most, as a share of its width: least and most."""
_STEPS_A_SECOND = {Shake.WALK: (1.6, 2.1), Shake.RUN: (2.5, 3.2)}
_STRIKE = {Shake.WALK: 0.15, Shake.RUN: 0.35}
"""How far a heel strike throws the camera, in amplitudes of the bobbing."""
_SECONDS_A_KNOCK = 1.0
_SAMPLES_A_FRAME = 4
_FRAMES_A_SECOND = 30


def shaken(camera: Camera, rng: np.random.Generator, shake: Shake, seconds: float) -> Camera:
    """The camera on its way over a clip of so many seconds, shaken in this manner instead of its own."""
    if shake is Shake.KNOCKED:
        tremor = _scaled(replace(camera, shake=_tremor(rng), knocks=no_knocks()), rng, Shake.HAND, seconds)
        knocked = _scaled(replace(camera, shake=np.zeros((0, 5)), knocks=_knocks(rng, seconds)), rng, shake, seconds)
        return replace(tremor, knocks=knocked.knocks)
    waves, knocks = (_tremor(rng), no_knocks()) if shake is Shake.HAND else _steps(rng, shake, seconds)
    return _scaled(replace(camera, shake=waves, knocks=knocks), rng, shake, seconds)


def _scaled(camera: Camera, rng: np.random.Generator, shake: Shake, seconds: float) -> Camera:
    """The camera, whose shake is given by the second, over so many of them and as fast as its kind."""
    still = replace(
        camera,
        shake=camera.shake * [seconds, 1, 1, 1, 1],
        knocks=camera.knocks * [1 / seconds, 1 / seconds, seconds, 1, 1, 1],
    )
    factor = rng.uniform(*FASTEST[shake]) * WIDTH / _fastest(still, seconds)
    return replace(
        still,
        shake=still.shake * [1, 1, factor, factor, factor],
        knocks=still.knocks * [1, 1, 1, factor, factor, factor],
    )


def _tremor(rng: np.random.Generator) -> NDArray[np.float64]:
    """float64 [4, 5], rows of `Camera.shake` by the second."""
    hertz = rng.uniform([0.7, 1.5, 3.0, 5.0], [1.5, 3.0, 5.0, 8.0])
    amplitudes = rng.normal(0, 1, (4, 3)) / np.array([0.3, 0.5, 1.0, 2.0])[:, None] * [1, 1, np.radians(0.05)]
    return np.column_stack([hertz, rng.uniform(0, 2 * np.pi, 4), amplitudes])


def _steps(rng: np.random.Generator, shake: Shake, seconds: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bobbing with every step, swaying with every other one, and a damped vibration from every heel strike."""
    hertz, phase = rng.uniform(*_STEPS_A_SECOND[shake]), rng.uniform(0, 2 * np.pi)
    sway, roll = rng.uniform(0.5, 1.0), np.radians(rng.uniform(0.01, 0.04))
    waves = np.array(
        [
            [hertz, phase, 0.1, 1.0, 0.0],
            [hertz / 2, rng.uniform(0, 2 * np.pi), sway, 0.0, roll],
            [hertz * 2, rng.uniform(0, 2 * np.pi), 0.05, 0.2, roll / 4],
        ]
    )
    moments = np.arange((1 - phase / (2 * np.pi)) / hertz - 1 / hertz, seconds, 1 / hertz)
    count = len(moments)
    strength = _STRIKE[shake] * rng.uniform(0.6, 1.4, (count, 1)) * rng.normal([0, 1, 0], [0.4, 0.3, roll], (count, 3))
    knocks = np.column_stack([moments, np.full(count, 0.12), rng.uniform(7, 10, count), strength])
    return waves, knocks


def _knocks(rng: np.random.Generator, seconds: float) -> NDArray[np.float64]:
    """float64 [k, 6], rows of `Camera.knocks` by the second: about one a second, each in a direction of its own."""
    count = max(1, round(seconds / _SECONDS_A_KNOCK))
    moments = (np.arange(count) + rng.uniform(0.1, 0.8, count)) * seconds / count
    angle, roll = rng.uniform(0, 2 * np.pi, count), np.radians(rng.normal(0, 0.02, count))
    hertz = rng.uniform(1.5, 4.0, count)
    strength = rng.uniform(0.5, 1.0, count)[:, None] * np.column_stack([np.cos(angle), np.sin(angle), roll])
    # A slower swing of the same speed goes farther.
    return np.column_stack([moments, rng.uniform(0.1, 0.35, count), hertz, strength / hertz[:, None]])


def _fastest(camera: Camera, seconds: float) -> float:
    """Clip pixels by which shake moves the picture in a frame at most."""
    steps = round(seconds * _FRAMES_A_SECOND * _SAMPLES_A_FRAME)
    path = np.array([camera.wobble(step / steps)[:2] for step in range(steps + 1)])
    return float(np.linalg.norm(np.diff(path, axis=0), axis=1).max()) * _SAMPLES_A_FRAME
