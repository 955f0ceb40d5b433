"""The pictures of the original, as the page shows them: decoded on demand, and never written anywhere."""

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

_QUALITY = 85
CROP = 112
"""Pixels of a side of a small picture of one face."""
CROPS = 6
"""How many of them show a track."""
_AROUND = 2.0
"""How much of what is around a face is shown with it, in face sizes."""

Picture = NDArray[np.uint8]
"""uint8 [h, w, 3], BGR."""


class Footage(Protocol):
    """An original that is looked at picture by picture, by several threads at once."""

    def picture(self, frame: int, covers: Cover | None, style: Style, width: int | None) -> bytes:
        """A JPEG of one frame.

        Args:
            frame: its number.
            covers: what is covered in it, if that is to be seen.
            style: how it is covered.
            width: about how many pixels wide it is wanted, if less than it is.
        """
        ...

    def strip(self, first: int, boxes: Boxes) -> bytes:
        """A JPEG of one track: `CROPS` small square pictures of `CROP` pixels side by side; `boxes` one a frame."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class VideoFootage:
    """A video."""

    def __init__(self, path: Path, pts: Sequence[int]) -> None:
        """Open it; `pts` are the time stamps of its frames.

        Raises:
            VeilproofError: it cannot be read.
        """
        # One place in the film for the person who looks at it, and one for the small pictures, so that they do not
        # send each other back and forth.
        self._film = FrameSeeker(path, pts)
        self._small = FrameSeeker(path, pts, draft_of=self._film)
        self._film_lock, self._small_lock = Lock(), Lock()
        self.info = self._film.info

    def picture(self, frame: int, covers: Cover | None, style: Style, width: int | None) -> bytes:
        """See `Footage`."""
        with self._film_lock:
            picture = self._film.at(frame)
        if covers is not None:
            picture = writable_copy(picture)
            cover_regions(planes(picture), covers, style)
        return _jpeg(_bgr(picture, width))

    def strip(self, first: int, boxes: Boxes) -> bytes:
        """See `Footage`."""
        crops = []
        with self._small_lock:
            for number in self._spread(first, len(boxes)):
                found, picture = self._glance(number, first + len(boxes) - 1)
                crops.append(_crop(_bgr(picture), boxes[found - first]))
        return _jpeg(np.hstack(crops))

    def close(self) -> None:
        """See `Footage`."""
        with self._film_lock, self._small_lock:
            self._film.close()
            self._small.close()

    def _glance(self, number: int, last: int) -> tuple[int, av.VideoFrame]:
        """A picture at or soon after that frame, quickly; exactly that one where no other shows the track."""
        with contextlib.suppress(VeilproofError):
            found, picture = self._small.at_or_after(number)
            if found <= last:
                return found, picture
        with self._film_lock:
            return number, self._film.at(number)

    def _spread(self, first: int, count: int) -> list[int]:
        """Frames that show a track, in order; where there is a choice, those that are quickly decoded."""
        step = count / CROPS
        keys = self._small.keyframes
        chosen = []
        for place in range(CROPS):
            number = first + int((place + 0.5) * step)
            near = bisect_left(keys, number)
            key = min(keys[max(0, near - 1) : near + 1], key=lambda at: abs(at - number), default=number)
            chosen.append(key if abs(key - number) < step / 2 and first <= key < first + count else number)
        return chosen


class PhotoFootage:
    """A photo; its only frame is number 0."""

    def __init__(self, path: Path) -> None:
        """Take note of it; it is read when it is looked at."""
        self._path = path
        self._lock = Lock()
        self._photo: Photo | None = None

    def picture(self, frame: int, covers: Cover | None, style: Style, width: int | None) -> bytes:
        """See `Footage`."""
        photo = self._read()
        if covers is not None:
            own = [replace(plane, pixels=plane.pixels.copy()) for plane in photo.planes]
            cover_regions(own, covers, style)
            photo = replace(photo, planes=own)
        longest = max(photo.info.width, photo.info.height)
        side = None if width is None else min(longest, round(longest * width / photo.info.width))
        return _jpeg(photo.rgb(side)[..., ::-1])

    def strip(self, first: int, boxes: Boxes) -> bytes:
        """See `Footage`."""
        return _jpeg(np.hstack([_crop(self._read().rgb()[..., ::-1], boxes[0])] * CROPS))

    def close(self) -> None:
        """See `Footage`."""
        self._photo = None

    def _read(self) -> Photo:
        with self._lock:
            if self._photo is None:
                self._photo = read_photo(self._path)
            return self._photo


class Strips:
    """The small pictures that were made last, in memory; those of a track that changed are made anew."""

    def __init__(self, most: int = 2000) -> None:
        """Keep this many."""
        self._most = most
        self._made: OrderedDict[tuple[int, int], bytes] = OrderedDict()

    def get(self, track: int, changed: int) -> bytes | None:
        """The strip of a track as it was changed last, if it was made before."""
        return self._made.get((track, changed))

    def put(self, track: int, changed: int, strip: bytes) -> None:
        """Keep a strip."""
        self._made[track, changed] = strip
        while len(self._made) > self._most:
            self._made.popitem(last=False)


def _bgr(picture: av.VideoFrame, width: int | None = None) -> Picture:
    shrink = min(1.0, (width or picture.width) / picture.width)
    size = max(1, round(picture.width * shrink)), max(1, round(picture.height * shrink))
    return np.asarray(picture.to_ndarray(format="bgr24", width=size[0], height=size[1]), np.uint8)


def _crop(picture: Picture, box: NDArray[np.float32]) -> Picture:
    x1, y1, x2, y2 = scaled(box[None], _AROUND)[0].tolist()
    half = max(x2 - x1, y2 - y1, 8) / 2
    centre = (x1 + x2) / 2, (y1 + y2) / 2
    scale = CROP / (2 * half)
    # Straight to the size that is wanted, also where the face is at the edge of the picture.
    to = np.array([[scale, 0, CROP / 2 - centre[0] * scale], [0, scale, CROP / 2 - centre[1] * scale]])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    if scale < 0.5:
        left, top = max(0, int(centre[0] - half)), max(0, int(centre[1] - half))
        part = picture[top : max(top + 1, int(centre[1] + half)), left : max(left + 1, int(centre[0] + half))]
        if part.size:
            return np.asarray(cv2.resize(part, (CROP, CROP), interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.warpAffine(picture, to, (CROP, CROP), flags=how), np.uint8)


def _jpeg(picture: Picture) -> bytes:
    done, data = cv2.imencode(".jpg", np.ascontiguousarray(picture), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    assert done, "a picture of 8 bits in three channels can always be encoded"
    return data.tobytes()
