"""Make each crop a little different every time it is learned from, on the device that trains."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from training.verifier.crops import SIDE
from veilproof.detect.verify import CROP_SIDE


@dataclass(frozen=True, slots=True)
class Strength:
    """How much is changed; each a standard deviation or a probability.

    Attributes:
        shift: of the centre, in sizes of the box.
        scale: of the logarithm of the context.
        turn: in degrees.
        coarse: how often a crop is reduced and enlarged again, and compressed in between.
        erase: how often a rectangle is filled with grey.
    """

    shift: float = 0.07
    scale: float = 0.12
    turn: float = 7.0
    coarse: float = 0.45
    erase: float = 0.15


def plain(crops: Tensor, side: int) -> Tensor:
    """uint8 [n, SIDE, SIDE, 3] -> float [n, 3, side, side], 0 to 255: what the verifier itself would cut."""
    edge = (SIDE - CROP_SIDE) // 2
    middle = crops[:, edge : edge + CROP_SIDE, edge : edge + CROP_SIDE].permute(0, 3, 1, 2).float()
    return middle if side == CROP_SIDE else functional.interpolate(middle, size=(side, side), mode="area")


def changed(crops: Tensor, side: int, strength: Strength, random: torch.Generator) -> Tensor:
    """The same, moved, scaled, turned, mirrored, in other light, degraded. `random` is on the device of `crops`."""
    x = _moved(crops, strength, random)
    x = _degraded(x, strength, random)
    x = _lit(x, random)
    if strength.erase:
        x = _erased(x, strength, random)
    if side != CROP_SIDE:
        x = functional.interpolate(x, size=(side, side), mode="area")
    return x.clamp(0, 255)


def _moved(crops: Tensor, strength: Strength, random: torch.Generator) -> Tensor:
    count, device = len(crops), crops.device

    def normal() -> Tensor:
        return torch.randn(count, generator=random, device=device)

    def uniform() -> Tensor:
        return torch.rand(count, generator=random, device=device)

    zoom = CROP_SIDE / SIDE * torch.exp(normal() * strength.scale)
    stretch = torch.exp(normal() * 0.05)
    angle = normal() * strength.turn * math.pi / 180
    angle = torch.where(uniform() < 0.06, (uniform() - 0.5) * math.pi, angle)
    mirror = torch.where(uniform() < 0.5, 1.0, -1.0)
    # In units of half the crop, a box is 2 / 3.2 wide.
    shift_x, shift_y = (normal() * strength.shift * 2 / 3.2 for _ in range(2))
    cosine, sine = torch.cos(angle), torch.sin(angle)
    theta = torch.stack(
        [
            torch.stack([mirror * zoom * stretch * cosine, -zoom * sine / stretch, shift_x], 1),
            torch.stack([mirror * zoom * stretch * sine, zoom * cosine / stretch, shift_y], 1),
        ],
        1,
    )
    grid = functional.affine_grid(theta, [count, 3, CROP_SIDE, CROP_SIDE], align_corners=False)
    x = crops.permute(0, 3, 1, 2).float() - 128
    return functional.grid_sample(x, grid, mode="bilinear", padding_mode="zeros", align_corners=False) + 128


def _degraded(x: Tensor, strength: Strength, random: torch.Generator) -> Tensor:
    """A share of the batch reduced, blurred, compressed and enlarged again; another share gets noise."""
    count, side = len(x), x.shape[-1]
    out = x.clone()
    first = int(count * strength.coarse)
    # Batches are drawn at random, so the first of each will do. Each group has one size, for speed.
    for group in torch.arange(first, device=x.device).chunk(4):
        if not len(group):
            continue
        share = float(torch.rand(1, generator=random, device=x.device))
        small = max(12, int(side * (0.18 + 0.82 * share)))
        reduced = functional.interpolate(out[group], size=(small, small), mode="area")
        if float(torch.rand(1, generator=random, device=x.device)) < 0.7:
            reduced = _compressed(reduced, random)
        out[group] = functional.interpolate(reduced, size=(side, side), mode="bilinear", align_corners=False)
    noisy = slice(int(count * 0.3), int(count * 0.6))
    some = out[noisy]
    level = torch.rand(len(some), 1, 1, 1, generator=random, device=x.device) * 10
    out[noisy] = some + torch.randn(some.shape, generator=random, device=x.device) * level
    blurred = slice(int(count * 0.55), int(count * 0.7))
    out[blurred] = _blurred(out[blurred], random)
    return out


def _blurred(x: Tensor, random: torch.Generator) -> Tensor:
    """Along a line, as a moving camera does."""
    length = int(torch.randint(3, 12, (1,), generator=random, device=x.device))
    angle = float(torch.rand(1, generator=random, device=x.device)) * math.pi
    steps = torch.linspace(-(length - 1) / 2, (length - 1) / 2, length)
    shifts = [(round(float(s) * math.sin(angle)), round(float(s) * math.cos(angle))) for s in steps]
    return torch.stack([torch.roll(x, shift, (2, 3)) for shift in shifts]).mean(0)


def _compressed(x: Tensor, random: torch.Generator) -> Tensor:
    """Rounded in blocks of 8 x 8 as JPEG and, roughly, video codecs do: finer frequencies more coarsely."""
    side = x.shape[-1]
    pad = -side % 8
    padded = functional.pad(x, (0, pad, 0, pad), mode="replicate") - 128
    size = side + pad
    at = torch.arange(8, device=x.device, dtype=x.dtype)
    basis = torch.cos((2 * at[None] + 1) * at[:, None] * math.pi / 16) * 0.5
    basis[0] *= math.sqrt(0.5)
    blocks = padded.reshape(len(x), 3, size // 8, 8, size // 8, 8).permute(0, 1, 2, 4, 3, 5)
    frequencies = basis @ blocks @ basis.T
    coarse = torch.exp(torch.rand(len(x), generator=random, device=x.device) * 3.2 + 0.7)[
        :, None, None, None, None, None
    ]
    step = coarse * (1 + 0.6 * (at[:, None] + at[None]))
    blocks = basis.T @ (torch.round(frequencies / step) * step) @ basis
    return (blocks.permute(0, 1, 2, 4, 3, 5).reshape(len(x), 3, size, size) + 128)[..., :side, :side]


def _lit(x: Tensor, random: torch.Generator) -> Tensor:
    shape = (len(x), 1, 1, 1)

    def normal(*shape: int) -> Tensor:
        return torch.randn(shape, generator=random, device=x.device)

    gamma, gain = torch.exp(normal(*shape) * 0.25), torch.exp(normal(*shape) * 0.18)
    tint = torch.exp(normal(len(x), 3, 1, 1) * 0.07)
    x = (x.clamp(0, 255) / 255 + 1e-4) ** gamma * 255 * gain * tint + normal(*shape) * 8
    grey = torch.rand(shape, generator=random, device=x.device) < 0.1
    return torch.where(grey, x.mean(1, keepdim=True), x)


def _erased(x: Tensor, strength: Strength, random: torch.Generator) -> Tensor:
    count, side = len(x), x.shape[-1]
    middle, half = torch.rand(2, count, 2, generator=random, device=x.device)
    at = (torch.arange(side, device=x.device) + 0.5) / side
    inside = (at[None, None] - middle[..., None]).abs() < 0.04 + 0.12 * half[..., None]
    hidden = inside[:, 0, :, None] & inside[:, 1, None, :]
    hidden &= (torch.rand(count, generator=random, device=x.device) < strength.erase)[:, None, None]
    grey = torch.rand(count, 3, 1, 1, generator=random, device=x.device) * 255
    return torch.where(hidden[:, None], grey, x)
