"""Regions left bare: everything else is replaced by one colour, as a cover or the edge of a picture leaves it."""

from __future__ import annotations

import numpy as np

from veilproof.lab.easel import Easel, Layer

_FILLS = (0.0, 40.0, 127.0, 200.0)
"""Grey levels of what is around: black as covers are, and others."""


def _only(easel: Easel, bare: Layer) -> None:
    grey = _FILLS[int(easel.rng.integers(len(_FILLS)))]
    share = bare[..., None]
    easel.pixels = np.asarray(easel.pixels * share + grey * (1 - share), np.float32)
    easel.hidden = np.maximum(easel.hidden, 1 - bare)


def narrow_slit(easel: Easel) -> None:
    """A narrow slit: eyes without brows."""
    top, bottom, reach = easel.between(45.5, 47), easel.between(57, 58.5), easel.between(50, 58)
    _only(easel, easel.on_face([(0, top), (reach, top), (reach, bottom), (0, bottom)]))


def upper_face(easel: Easel) -> None:
    """From the hairline down to below the eyes."""
    bottom, reach = easel.between(57, 60), easel.between(58, 68)
    _only(
        easel,
        easel.on_face([(0, 5), (reach * 0.8, 10), (reach, 34), (reach, bottom), (reach * 0.5, bottom), (0, bottom)]),
    )


def middle_face(easel: Easel) -> None:
    """A band with brows, eyes and nose."""
    top, bottom, reach = easel.between(38, 42), easel.between(79, 82), easel.between(42, 52)
    _only(easel, easel.on_face([(0, top), (reach, top), (reach, 62), (reach * 0.6, bottom), (0, bottom)]))


def lower_face(easel: Easel) -> None:
    """From below the nose down."""
    top, reach = easel.between(81, 84), easel.between(56, 66)
    _only(easel, easel.on_face([(0, top), (reach, top), (reach, 96), (38, 116), (10, 124)]))


def ear_and_cheek(easel: Easel) -> None:
    """One ear, the one turned to the camera, and the back part of that cheek."""
    side = -1.0 if easel.portrait.yaw > 0 else 1.0
    inner, top, bottom = easel.between(50, 56), easel.between(36, 42), easel.between(86, 92)
    # Ears stand off the head, so the region ends outside its silhouette.
    front = easel.portrait.on_head(np.linspace(inner, inner, 8) * side, np.linspace(top, bottom, 8))
    back = np.array([(side * 52.0, y, -38.0) for y in np.linspace(bottom, top, 8)])
    _only(easel, easel.filled(np.concatenate([front, back])))


def hair_alone(easel: Easel) -> None:
    """Hair above and beside a covered face."""
    half = [(18, -34), (42, -18), (54, 20), (54, 70), (50, 96)]
    hair = easel.around(half)
    face = easel.on_face([(0, 6), (40, 11), (76, 30), (104, 50), (100, 80), (74, 106), (28, 122), (8, 130)], 2)
    below = np.clip(easel.y - easel.head_xy(0, 96, -14)[1], 0, 1)
    _only(easel, np.asarray(hair * (1 - face) * (1 - below), np.float32))
