"""The pictures of a film at the size at which faces are looked for in them."""

from __future__ import annotations

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from veilproof.media.video_read import VideoInfo

_LONGEST, _MOST = 1280, 2.0
"""A smaller video is enlarged to this many pixels, at most twofold: faces of 8 pixels become findable."""


class Upscaler:
    """Makes pictures to look at out of the frames of one film, with square pixels."""

    def __init__(self, info: VideoInfo) -> None:
        """For the frames of this film."""
        times = min(_MOST, max(1.0, _LONGEST / max(info.width, info.height)))
        tall = float(info.sample_aspect_ratio)
        self._size = round(info.width * times * max(1.0, tall)), round(info.height * times * max(1.0, 1 / tall))
        self._converter = VideoReformatter()
        self.back = info.width / self._size[0], info.height / self._size[1]
        """What x and y are multiplied by to come back to pixels of the frame."""

    def rgb(self, frame: av.VideoFrame) -> NDArray[np.uint8]:
        """uint8 [h, w, 3] RGB."""
        return np.asarray(self._converter.reformat(frame, *self._size, format="rgb24").to_ndarray(), np.uint8)
