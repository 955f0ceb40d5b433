"""Decoded frames of a video, and how much of a face they show, judged from samples alone."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

_INNER = 0.8
"""Size of the ellipse that must be covered, relative to the face box: its corners are not face."""

_NEAR_BLACK = 12
"""Levels by which encoded black may differ from black, in luma and in chroma."""


@dataclass(frozen=True, slots=True)
class DecodedFrame:
    """One frame: its time in seconds, and uint8 [h, w, 3] luma and chroma (4:4:4, limited range)."""

    time: Fraction
    yuv: NDArray[np.uint8]


def frames_of(path: Path) -> list[DecodedFrame]:
    """All frames of a video that is stored upright."""
    with av.open(f"file:{path}") as container:
        found = []
        for frame in container.decode(video=0):
            assert frame.pts is not None
            assert frame.time_base is not None
            wide = frame.reformat(format="yuv444p", interpolation="POINT", dst_color_range="MPEG").to_ndarray()
            found.append(DecodedFrame(frame.pts * frame.time_base, np.ascontiguousarray(wide.transpose(1, 2, 0))))
    return found


def black(frame: DecodedFrame, box: NDArray[np.float32]) -> float:
    """The share of the inner ellipse of a face box that is black; only samples inside the picture count."""
    luma, u, v = (frame.yuv[..., i].astype(int) for i in range(3))
    dark = (luma < 16 + _NEAR_BLACK) & (abs(u - 128) < _NEAR_BLACK) & (abs(v - 128) < _NEAR_BLACK)
    inner = ellipse(dark.shape, box)
    return float(dark[inner].mean())


def similarity(original: DecodedFrame, result: DecodedFrame, box: NDArray[np.float32]) -> float:
    """How much fine detail of a face survives: about 1 after re-encoding, about 0 under a cover."""
    fine = (np.max(box[2:] - box[:2]) / 24).item()
    ours, theirs = (_detail(frame, fine)[ellipse(frame.yuv.shape[:2], box)] for frame in (original, result))
    return float((ours * theirs).sum() / (ours * ours).sum())


def ellipse(shape: tuple[int, ...], box: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Bool [h, w]: the inner ellipse of a face box, clipped to the picture."""
    (cx, cy), (rx, ry) = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2 * _INNER
    y, x = np.ogrid[: shape[0], : shape[1]]
    return np.asarray(((x + 0.5 - cx) / rx) ** 2 + ((y + 0.5 - cy) / ry) ** 2 <= 1)


def _detail(frame: DecodedFrame, sigma: float) -> NDArray[np.float32]:
    luma = frame.yuv[..., 0].astype(np.float32)
    return np.asarray(luma - cv2.GaussianBlur(luma, (0, 0), sigma), np.float32)
