"""Upscale small videos and make their pixels square before detection."""

from __future__ import annotations

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from veilproof.media.video_read import VideoInfo

_TARGET_LONG_SIDE = 1280
"""A video whose longer side has fewer pixels is upscaled to this: the detectors miss faces of 8 px. Chosen by hand."""
_MAX_SCALE = 2.0
"""The upscaling stops at this factor. Chosen by hand."""


class Upscaler:
    """Converts the frames of one video to RGB pictures for detection, upscaled and with square pixels."""

    def __init__(self, info: VideoInfo) -> None:
        """For the frames of the video that `info` describes."""
        scale = min(_MAX_SCALE, max(1.0, _TARGET_LONG_SIDE / max(info.width, info.height)))
        pixel_aspect = float(info.sample_aspect_ratio)
        self._size = (
            round(info.width * scale * max(1.0, pixel_aspect)),
            round(info.height * scale * max(1.0, 1 / pixel_aspect)),
        )
        self._converter = VideoReformatter()
        self.to_frame = info.width / self._size[0], info.height / self._size[1]
        """Factors (x, y) from pixels of the picture to pixels of the frame; see `Detections.mapped`."""

    def rgb(self, frame: av.VideoFrame) -> NDArray[np.uint8]:
        """The picture of a frame: uint8 [h, w, 3], RGB."""
        return np.asarray(self._converter.reformat(frame, *self._size, format="rgb24").to_ndarray(), np.uint8)
