"""The samples of a picture in three planes: what covers hold is decided from these, not from averages of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.uint8]
"""uint8 [h, w, 3]: a part of a picture in Y'CbCr, every sample of luma with the chroma that is shown with it."""

_DIRECT = ("yuv420p", "yuvj420p", "yuv444p", "yuvj444p")
"""Pixel formats whose chroma is read without conversion; nearly all videos have the first."""
_CONVERTED = "yuv444p"
"""The pixel format of all others: no sample of chroma is averaged away."""


@dataclass(frozen=True, slots=True)
class ColourPlanes:
    """The luma of a picture, uint8 [h, w], and its blue and red chroma, uint8, of the same size or half of it."""

    luma: NDArray[np.uint8]
    blue: NDArray[np.uint8]
    red: NDArray[np.uint8]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.luma.shape[1], self.luma.shape[0]

    def part(self, left: int, top: int, right: int, bottom: int) -> Colours:
        """The samples of a rectangle of the picture."""
        luma = self.luma[top:bottom, left:right]
        if self.blue.shape == self.luma.shape:
            return cv2.merge([luma, self.blue[top:bottom, left:right], self.red[top:bottom, left:right]])  # type: ignore[return-value]
        rows, columns = slice(top // 2, (bottom + 1) // 2), slice(left // 2, (right + 1) // 2)
        blue, red = (
            plane[rows, columns]
            .repeat(2, axis=0)
            .repeat(2, axis=1)[top % 2 :, left % 2 :][: bottom - top, : right - left]
            for plane in (self.blue, self.red)
        )
        return cv2.merge([luma, blue, red])  # type: ignore[return-value]


def planes_of_frame(picture: av.VideoFrame, grey: NDArray[np.uint8]) -> ColourPlanes:
    """The planes of a decoded frame with 8 bits; `grey` is the same frame in grey, its luma. Read-only."""
    if picture.format.name not in _DIRECT:
        picture = picture.reformat(format=_CONVERTED)
    return ColourPlanes(grey, *(_samples(plane) for plane in picture.planes[1:]))


def planes_of_photo(rgb: NDArray[np.uint8]) -> ColourPlanes:
    """The planes of a photo, uint8 [h, w, 3] RGB."""
    luma, red, blue = cv2.split(cv2.cvtColor(rgb, cv2.COLOR_RGB2YCrCb))
    return ColourPlanes(np.asarray(luma, np.uint8), np.asarray(blue, np.uint8), np.asarray(red, np.uint8))


def _samples(plane: av.video.plane.VideoPlane) -> NDArray[np.uint8]:
    return np.ndarray((plane.height, plane.width), np.uint8, buffer=cast("Any", plane), strides=(plane.line_size, 1))
