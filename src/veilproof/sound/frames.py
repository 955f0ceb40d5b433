"""Frames of FFmpeg as arrays, and back."""

from __future__ import annotations

from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""float32 [channels, n], full scale from -1 to 1."""

_FULL_SCALES = {"u8": 2**7, "s16": 2**15, "s32": 2**31, "s64": 2**63, "flt": 1, "dbl": 1}
_SAFE_PLANES = 7
"""With more, PyAV 18 reads past the planes of a frame, which ends the program."""


def samples_of(frame: AudioFrame, channels: int) -> Samples:
    """The samples of a frame of any format, with so many channels.

    A stream may change its channels: then all have the same sound. What is no number is silent, or as loud as can be.
    """
    count = frame.layout.nb_channels
    if frame.format.is_planar and count > _SAFE_PLANES:
        frame = _packed(frame)
    values: NDArray[Any] = frame.to_ndarray()
    converted: NDArray[Any] = values.astype(np.float32)
    if values.dtype == np.uint8:
        converted -= 128
    if (scale := _FULL_SCALES[frame.format.packed.name]) != 1:
        converted /= scale
    if not frame.format.is_planar:
        converted = converted.reshape(-1, count).T
    converted = np.nan_to_num(converted, nan=0.0, posinf=1.0, neginf=-1.0)
    if len(converted) != channels:
        converted = np.repeat(converted.mean(axis=0, keepdims=True), channels, axis=0)
    return np.ascontiguousarray(np.clip(converted, -1, 1))


def frame_of(samples: Samples, layout: str, rate: int) -> AudioFrame:
    """A frame without a time; `layout` is FFmpeg's name of its channels, `rate` its samples a second."""
    packed = np.ascontiguousarray(samples.T).reshape(1, -1)
    frame = AudioFrame.from_ndarray(packed, "flt", layout)
    frame.sample_rate = rate
    return frame


def _packed(frame: AudioFrame) -> AudioFrame:
    # The time is known to the caller, and a resampler would fill gaps between frames.
    frame.pts = None
    resampler = av.AudioResampler(frame.format.packed.name, frame.layout, frame.sample_rate)
    (packed,) = [part for given in (frame, None) for part in resampler.resample(given)]
    return packed
