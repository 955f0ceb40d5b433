"""A hand-held camera that looks at part of a photograph: it pans, zooms, rolls and shakes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 1280, 720
# Clip pixels a source pixel. Less would look past the edge of a photograph 1024 wide, more would show only blur.
LARGEST_SCALE = 2.2
ROOM_TO_MOVE = 1.1


def no_knocks() -> NDArray[np.float64]:
    """`Camera.knocks` of a camera that nothing hits."""
    return np.zeros((0, 6), np.float64)


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the window is at every moment; time runs from 0 to 1 over the clip.

    The clip has one or more legs of equal length, which join. `knots` float64 [2 legs + 1, 2] are the control points of
    their Bezier curves for the window's centre (photograph pixels), `scales` and `rolls` (radians), float64 [legs + 1],
    zoom and roll at the joints, `shake` float64 [k, 5] rows of cycles a clip, phase, and amplitude in x, y (clip
    pixels) and roll (radians), `knocks` float64 [k, 6] rows of a moment (0 to 1), the share of the clip in which its
    vibration decays to 1/e, cycles a clip, and the same amplitudes.
    """

    size: tuple[int, int]
    knots: NDArray[np.float64]
    scales: NDArray[np.float64]
    rolls: NDArray[np.float64]
    shake: NDArray[np.float64]
    knocks: NDArray[np.float64] = field(default_factory=no_knocks)

    def wobble(self, time: float) -> NDArray[np.float64]:
        """float64 [3]: what shake and knocks add to x, y (clip pixels) and roll (radians) at that time."""
        waves = np.sin(2 * np.pi * self.shake[:, 0] * time + self.shake[:, 1]) @ self.shake[:, 2:]
        since = np.maximum(time - self.knocks[:, 0], 0)
        swings = np.exp(-since / self.knocks[:, 1]) * np.sin(2 * np.pi * self.knocks[:, 2] * since)
        return np.asarray(waves + swings @ self.knocks[:, 3:], np.float64)

    def at(self, time: float) -> NDArray[np.float64]:
        """float64 [2, 3]: the affine map from photograph pixels to clip pixels at that time."""
        legs = len(self.scales) - 1
        leg = min(int(time * legs), legs - 1)
        time_of_leg = time * legs - leg
        eased = time_of_leg * time_of_leg * (3 - 2 * time_of_leg)
        wobble = self.wobble(time)
        scale = self.scales[leg] * (self.scales[leg + 1] / self.scales[leg]) ** eased
        roll = self.rolls[leg] + (self.rolls[leg + 1] - self.rolls[leg]) * eased + wobble[2]
        cos, sin = np.cos(roll), np.sin(roll)
        weights = np.array([(1 - eased) ** 2, 2 * eased * (1 - eased), eased**2])
        centre = weights @ self.knots[2 * leg : 2 * leg + 3] + wobble[:2] / scale
        half = np.array([WIDTH * abs(cos) + HEIGHT * abs(sin), WIDTH * abs(sin) + HEIGHT * abs(cos)]) / (2 * scale)
        # The window stops at the edge: past it there is no truth, and mirrored pixels would hold unlabelled faces.
        size = np.array(self.size, np.float64)
        centre = np.where(2 * half < size, np.clip(centre, half, np.maximum(half, size - half)), size / 2)
        turn = scale * np.array([[cos, -sin], [sin, cos]])
        shift = np.array([WIDTH / 2, HEIGHT / 2]) - turn @ centre
        return np.concatenate([turn, shift[:, None]], axis=1)


def aimed(
    rng: np.random.Generator,
    size: tuple[int, int],
    target: NDArray[np.float64],
    seconds: float,
    room: float = ROOM_TO_MOVE,
) -> Camera:
    """A camera over a photograph of `size` (width, height) that passes near `target` (x, y) on its way.

    The photograph is at least `room` times as large as what the camera sees.
    """
    width, height = size
    fit = max(WIDTH / width, HEIGHT / height) * room
    scales = np.exp(rng.uniform(np.log(fit), np.log(max(fit * 1.05, LARGEST_SCALE)), 2))
    max_extrapolation = np.array([WIDTH, HEIGHT]) / (2 * scales.mean())
    low, high = (
        np.minimum(max_extrapolation, [width / 2, height / 2]),
        np.maximum([width, height] - max_extrapolation, [width / 2, height / 2]),
    )
    first, last = rng.uniform(low, high, (2, 2))
    middle = np.clip(target + rng.normal(0, 40, 2), low, high)
    rolls = np.radians(rng.uniform(-4, 4, 2))
    hertz = rng.uniform([0.7, 1.5, 3.0, 5.0], [1.5, 3.0, 5.0, 8.0])
    strength = rng.uniform(0.4, 1.6) / np.array([0.3, 0.5, 1.0, 2.0])
    amplitudes = rng.normal(0, 1, (4, 3)) * strength[:, None] * [1.0, 1.0, np.radians(0.05)]
    phases = rng.uniform(0, 2 * np.pi, 4)
    shake = np.column_stack([hertz * seconds, phases, amplitudes])
    return Camera(size, np.stack([first, middle, last]), scales, rolls, shake)


def joined(cameras: list[Camera]) -> Camera:
    """One camera that takes the ways of several over the same photograph one after the other, with the first's shake.

    Each way begins where the one before it ends.
    """
    first = cameras[0]
    return Camera(
        first.size,
        np.concatenate([first.knots[:1], *(camera.knots[1:] for camera in cameras)]),
        np.array([first.scales[0], *(camera.scales[1] for camera in cameras)]),
        np.array([first.rolls[0], *(camera.rolls[1] for camera in cameras)]),
        first.shake * np.array([len(cameras), 1, 1, 1, 1]),
    )


def on_tripod(camera: Camera) -> Camera:
    """The camera, standing still where it is halfway through its first leg."""
    centre, scale, roll = camera.knots[1], camera.scales[:2].mean(), camera.rolls[:2].mean()
    return Camera(
        camera.size, np.tile(centre, (3, 1)), np.full(2, scale), np.full(2, roll), np.zeros((1, 5), np.float64)
    )


def seen(boxes: NDArray[np.float64], affine: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64 [n, 4]: the boxes around the ellipses inscribed in `boxes`, once the map has moved and turned them."""
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2 @ affine[:, :2].T + affine[:, 2]
    radii = (boxes[:, 2:] - boxes[:, :2]) / 2
    half = np.sqrt((radii**2) @ (affine[:, :2] ** 2).T)
    return np.concatenate([centre - half, centre + half], axis=1)
