"""Pictures of the original for the page: decoded on demand, and never written to disk."""

from __future__ import annotations

import contextlib
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Protocol

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from veilproof.errors import VeilproofError
from veilproof.geometry import Boxes, scaled
from veilproof.media.photo import Photo, read_photo
from veilproof.media.planes import planes
from veilproof.media.seek import FrameSeeker
from veilproof.media.video_write import writable_copy
from veilproof.plan import Cover
from veilproof.render.apply import cover_regions
from veilproof.render.covers import Style
from veilproof.review.plan_access import BusyError

_JPEG_QUALITY = 85
"""OpenCV's scale of 0 to 100; chosen by eye."""
_CROP_PIXELS = 112
"""Side of a thumbnail. The page shows it at 66 CSS pixels (page/tracks.css), so it is sharp up to 1.7 times those."""
_CROPS = 6
"""Thumbnails in a strip; `steps(6)` and `600%` in page/tracks.css depend on it."""
_CROP_FACES = 2.0
"""Side of the area in a thumbnail, in sizes of the face; chosen by eye."""
_MIN_CROP_SOURCE_PIXELS = 8
"""The least side of that area in the picture, so that a tiny box is not magnified without limit. A round number."""
_MAX_STRIPS = 2000
"""Strips kept in memory, at some 13 KB each. A round number."""

BgrImage = NDArray[np.uint8]
"""uint8 [h, w, 3], BGR."""


class Footage(Protocol):
    """An original whose pictures several threads may ask for at once."""

    def picture(self, frame: int, covers: Cover | None, style: Style, width: int | None) -> bytes:
        """One frame as JPEG.

        Args:
            frame: its number.
            covers: the regions to cover; None shows the original.
            style: how they are covered.
            width: approximate width in pixels; None, or more than the original has, for full size.

        Raises:
            BusyError: the file was closed meanwhile.
            VeilproofError: the frame cannot be decoded.
        """
        ...

    def strip(self, first: int, boxes: Boxes) -> bytes:
        """Thumbnails of one track as JPEG: six squares of 112 pixels in a row.

        Args:
            first: the first frame of the track.
            boxes: float32 [n, 4] x1 y1 x2 y2 in pixels, one a frame.

        Raises:
            BusyError: the file was closed meanwhile.
            VeilproofError: its frames cannot be decoded.
        """
        ...

    def close(self) -> None:
        """Close the file."""
        ...


class VideoFootage:
    """A video as `Footage`."""

    def __init__(self, path: Path, pts: Sequence[int]) -> None:
        """Open a video; `pts` are the time stamps of its frames.

        Raises:
            VeilproofError: it cannot be read.
        """
        # Two decoders: playback and thumbnails must not make each other seek.
        self._frames = FrameSeeker(path, pts)
        self._thumbnails = FrameSeeker(path, pts, draft_of=self._frames)
        self._frames_lock, self._thumbnails_lock = Lock(), Lock()
        self._path = path
        self._closed = False
        self.info = self._frames.info

    def picture(self, frame: int, covers: Cover | None, style: Style, width: int | None) -> bytes:
        """See `Footage`."""
        with self._frames_lock:
            self._check_open()
            picture = self._frames.at(frame)
        if covers is not None:
            picture = writable_copy(picture)
            cover_regions(planes(picture), covers, style)
        return _jpeg(_bgr(picture, width))

    def strip(self, first: int, boxes: Boxes) -> bytes:
        """See `Footage`."""
        crops = []
        with self._thumbnails_lock:
            self._check_open()
            for number in self._sample(first, len(boxes)):
                shown, picture = self._near(number, first + len(boxes) - 1)
                crops.append(_crop(_bgr(picture), boxes[shown - first]))
        return _jpeg(np.hstack(crops))

    def close(self) -> None:
        """See `Footage`."""
        # In the order of `strip`: a server that ends while a strip is made must not wait for ever.
        with self._thumbnails_lock, self._frames_lock:
            self._closed = True
            self._frames.close()
            self._thumbnails.close()

    def _check_open(self) -> None:
        if self._closed:
            raise BusyError("error-closed", name=self._path.name)

    def _near(self, number: int, last: int) -> tuple[int, av.VideoFrame]:
        """A picture at or shortly after a frame, decoded fast; the exact frame where that would be after `last`."""
        with contextlib.suppress(VeilproofError):
            shown, picture = self._thumbnails.at_or_after(number)
            if shown <= last:
                return shown, picture
        with self._frames_lock:
            return number, self._frames.at(number)

    def _sample(self, first: int, count: int) -> list[int]:
        """Frames spread evenly over a track, ascending; nearby keyframes are preferred, as they decode fast."""
        step = count / _CROPS
        keys = self._thumbnails.keyframes
        sample = []
        for index in range(_CROPS):
            number = first + int((index + 0.5) * step)
            after = bisect_left(keys, number)
            key = min(keys[max(0, after - 1) : after + 1], key=lambda at: abs(at - number), default=number)
            sample.append(key if abs(key - number) < step / 2 and first <= key < first + count else number)
        return sample


class PhotoFootage:
    """A photo as `Footage`; its only frame is number 0."""

    def __init__(self, path: Path) -> None:
        """Remember the path; the photo is read when a picture is first asked for."""
        self._path = path
        self._lock = Lock()
        self._photo: Photo | None = None

    def picture(self, frame: int, covers: Cover | None, style: Style, width: int | None) -> bytes:
        """See `Footage`."""
        photo = self._read()
        if covers is not None:
            copies = [replace(plane, pixels=plane.pixels.copy()) for plane in photo.planes]
            cover_regions(copies, covers, style)
            photo = replace(photo, planes=copies)
        longest = max(photo.info.width, photo.info.height)
        side = None if width is None else min(longest, round(longest * width / photo.info.width))
        return _jpeg(photo.rgb(side)[..., ::-1])

    def strip(self, first: int, boxes: Boxes) -> bytes:
        """See `Footage`."""
        return _jpeg(np.hstack([_crop(self._read().rgb()[..., ::-1], boxes[0])] * _CROPS))

    def close(self) -> None:
        """See `Footage`."""
        self._photo = None

    def _read(self) -> Photo:
        with self._lock:
            if self._photo is None:
                self._photo = read_photo(self._path)
            return self._photo


class StripCache:
    """The newest strips in memory, by track and the revision in which the track changed last."""

    def __init__(self, capacity: int = _MAX_STRIPS) -> None:
        """Keep this many strips."""
        self._capacity = capacity
        self._strips: OrderedDict[tuple[int, int], bytes] = OrderedDict()

    def get(self, track: int, changed: int) -> bytes | None:
        """The strip of a track at that revision, if it is cached."""
        return self._strips.get((track, changed))

    def put(self, track: int, changed: int, strip: bytes) -> None:
        """Add a strip; the oldest go when there are too many."""
        self._strips[track, changed] = strip
        while len(self._strips) > self._capacity:
            self._strips.popitem(last=False)


def _bgr(picture: av.VideoFrame, width: int | None = None) -> BgrImage:
    scale = min(1.0, (width or picture.width) / picture.width)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return np.asarray(picture.to_ndarray(format="bgr24", width=size[0], height=size[1]), np.uint8)


def _crop(picture: BgrImage, box: NDArray[np.float32]) -> BgrImage:
    x1, y1, x2, y2 = scaled(box[None], _CROP_FACES)[0].tolist()
    half = max(x2 - x1, y2 - y1, _MIN_CROP_SOURCE_PIXELS) / 2
    centre = (x1 + x2) / 2, (y1 + y2) / 2
    scale = _CROP_PIXELS / (2 * half)
    # One resampling step for crop and scale; beyond the edge of the picture it fills with black.
    to = np.array([[scale, 0, _CROP_PIXELS / 2 - centre[0] * scale], [0, scale, _CROP_PIXELS / 2 - centre[1] * scale]])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    if scale < 0.5:
        left, top = max(0, int(centre[0] - half)), max(0, int(centre[1] - half))
        part = picture[top : max(top + 1, int(centre[1] + half)), left : max(left + 1, int(centre[0] + half))]
        if part.size:
            return np.asarray(cv2.resize(part, (_CROP_PIXELS, _CROP_PIXELS), interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.warpAffine(picture, to, (_CROP_PIXELS, _CROP_PIXELS), flags=how), np.uint8)


def _jpeg(picture: BgrImage) -> bytes:
    encoded, data = cv2.imencode(".jpg", np.ascontiguousarray(picture), [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    assert encoded, "OpenCV encodes every non-empty 8-bit picture with three channels"
    return data.tobytes()
