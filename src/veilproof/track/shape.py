"""The shape of a head: boxes that are flat, tall or large in one observation are repaired from those around it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from veilproof.geometry import Boxes
from veilproof.track.track import Track

_AROUND_SECONDS = 1.5
"""Observations this near tell what shape the head has. A round number."""
_LEAST_AROUND = 3
"""So many of them are needed, the repaired one included; a round number."""
_ODD_ASPECT = np.log(1.5)
"""A box that is flatter or taller than the median by this log factor is not drawn as it is: it hides a forehead and
bares a mouth. At log 1.35, covers grew more and hid no more."""
_SPIKE = np.log(1.6)
"""A box that is larger than those before and after it by this log factor grew in one frame. A round number."""
_ALIKE = np.log(1.25)
"""So alike must those two be. A round number."""
_SPIKE_SECONDS = 0.6
"""From the one to the other at most: in more time a head comes closer and goes again. A round number."""
_SPIKE_SCORE = 0.5
"""What is detected with more certainty is no spike. A round number."""


def repaired(track: Track) -> Track:
    """The track with boxes in the shape of a head.

    Flat and tall boxes are grown to the shape that the head has around them, never cut: shrinking them exposed 5 more
    of 217 faces of the tune set. Only what grew in one weak observation alone is made smaller, with the frames around
    it, the boxes of which lead up to it.
    """
    at = track.observed - track.first
    if len(at) < _LEAST_AROUND:
        return track
    wider, taller = _growth(track.boxes[at], track.times[at], track.scores)
    if not (wider.any() or taller.any()):
        return track
    frames = np.arange(len(track.boxes))
    factors = np.exp(np.stack([np.interp(frames, at, wider), np.interp(frames, at, taller)], axis=1))
    centre, half = (
        (track.boxes[:, :2] + track.boxes[:, 2:]) / 2,
        (track.boxes[:, 2:] - track.boxes[:, :2]) / 2 * factors,
    )
    return replace(track, boxes=np.concatenate([centre - half, centre + half], axis=1).astype(np.float32))


def _growth(
    boxes: Boxes, seconds: NDArray[np.float64], scores: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """float64 [k] twice: the log factors by which each observed box gets wider and taller."""
    sides = np.log(np.maximum(boxes[:, 2:] - boxes[:, :2], 1).astype(np.float64))
    aspects, sizes = sides[:, 0] - sides[:, 1], sides.mean(axis=1)
    wider, taller = np.zeros(len(boxes)), np.zeros(len(boxes))
    for at, moment in enumerate(seconds.tolist()):
        first, end = np.searchsorted(seconds, [moment - _AROUND_SECONDS, moment + _AROUND_SECONDS + 1e-9])
        if end - first >= _LEAST_AROUND:
            odd = aspects[at] - np.median(aspects[first:end])
            taller[at], wider[at] = (max(odd, 0.0), max(-odd, 0.0)) if abs(odd) > _ODD_ASPECT else (0.0, 0.0)
    before, here, after = sizes[:-2], sizes[1:-1], sizes[2:]
    spike = (here - np.maximum(before, after) > _SPIKE) & (np.abs(before - after) < _ALIKE)
    spike &= (seconds[2:] - seconds[:-2] <= _SPIKE_SECONDS) & (scores[1:-1] < _SPIKE_SCORE)
    shrunk = np.concatenate([[0.0], np.where(spike, np.maximum(before, after) - here, 0.0), [0.0]])
    return wider + shrunk, taller + shrunk
