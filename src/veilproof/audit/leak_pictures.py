"""Pictures of leaks for the report, taken from the redacted file only."""

from __future__ import annotations

import base64
import io
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from veilproof.audit.findings import LeakFinding
from veilproof.audit.frame_pairs import rgb_of
from veilproof.media.kinds import is_photo
from veilproof.media.photo import read_photo
from veilproof.media.video_read import VideoReader

_SIDE = 220
"""Pixels: width and height of a picture."""
_CONTEXT = 3.0
"""Side of the part shown, by the longer side of the leak's box."""
_MIN_BOX = 8
"""Pixels: the box is taken to be at least this large."""
_MAX_PART = 4 * _SIDE
"""Pixels: frames are shrunk by a whole number as long as the part shown has such a side. Without it, the part around a
large face could exceed Pillow's limit of pixels, which is one for the whole process."""
_OUTLINE = (220, 40, 30)
"""RGB: the outline of the leak's box."""


def leak_pictures(redacted: Path, leaks: Sequence[LeakFinding], first_frame: int, size: tuple[int, int]) -> list[str]:
    """A picture around each leak, as the redacted file shows it, as a JPEG in a data URI.

    Args:
        redacted: the redacted file.
        leaks: the leaks; their frames and boxes are those of the original.
        first_frame: number of the original's frame with which the redacted file begins.
        size: width and height of the original, in pixels.

    Raises:
        VeilproofError: the file cannot be read.
    """
    leaks_of_frame: dict[int, list[int]] = {}
    for number, leak in enumerate(leaks):
        leaks_of_frame.setdefault(leak.frame - first_frame, []).append(number)
    pictures = [""] * len(leaks)
    for index, frame in _frames(redacted, leaks_of_frame.keys()):
        for number in leaks_of_frame[index]:
            pictures[number] = _data_uri(frame, leaks[number].box, frame.shape[1] / size[0])
    return pictures


def _frames(redacted: Path, wanted: Collection[int]) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """The frames with these numbers as uint8 [h, w, 3] RGB."""
    if not wanted:
        return
    if is_photo(redacted):
        yield 0, read_photo(redacted).rgb()
        return
    last = max(wanted)
    with VideoReader(redacted) as reader:
        for frame in reader:
            if frame.index in wanted:
                yield frame.index, rgb_of(frame.picture)
            if frame.index >= last:
                return


def _data_uri(frame: NDArray[np.uint8], box: tuple[float, float, float, float], ratio: float) -> str:
    """The part of a frame around a box; `ratio` leads from pixels of the original to those of the frame."""
    longer = max(box[2] - box[0], box[3] - box[1]) * ratio
    factor = max(1, int(longer * _CONTEXT // _MAX_PART))
    x1, y1, x2, y2 = (side * ratio / factor for side in box)
    half = max(x2 - x1, y2 - y1, _MIN_BOX) / 2 * _CONTEXT
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    part = (round(x - half), round(y - half), round(x + half), round(y + half))
    crop = Image.fromarray(frame).reduce(factor).crop(part).resize((_SIDE, _SIDE))
    scale = _SIDE / (2 * half)
    outline = [(x1 - part[0]) * scale, (y1 - part[1]) * scale, (x2 - part[0]) * scale, (y2 - part[1]) * scale]
    ImageDraw.Draw(crop).rectangle(outline, outline=_OUTLINE, width=2)
    out = io.BytesIO()
    crop.save(out, "JPEG", quality=80)
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"
