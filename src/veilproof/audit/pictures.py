"""Pictures for the report, of the redacted file only."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from veilproof.audit.findings import LeakFinding
from veilproof.audit.pairs import rgb_of
from veilproof.media.kinds import is_photo
from veilproof.media.photo import read_photo
from veilproof.media.video_read import VideoReader

_SIDE = 220
_AROUND = 3.0


def of_leaks(redacted: Path, leaks: Sequence[LeakFinding], begins: int, size: tuple[int, int]) -> list[str]:
    """A picture around each leak, as the redacted file shows it, as data URIs.

    Args:
        redacted: the redacted file.
        leaks: whose frames are counted in the original.
        begins: with which frame of the original the redacted file begins.
        size: width and height of the original, in whose pixels boxes are.

    Raises:
        VeilproofError: the file cannot be read.
    """
    wanted: dict[int, list[int]] = {}
    for number, leak in enumerate(leaks):
        wanted.setdefault(leak.frame - begins, []).append(number)
    made = [""] * len(leaks)
    for index, picture in _frames(redacted, max(wanted, default=-1), wanted):
        for number in wanted[index]:
            made[number] = _uri(picture, leaks[number].box, picture.shape[1] / size[0])
    return made


def _frames(redacted: Path, last: int, wanted: dict[int, list[int]]) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    if not wanted:
        return
    if is_photo(redacted):
        yield 0, read_photo(redacted).rgb()
        return
    with VideoReader(redacted) as reader:
        for frame in reader:
            if frame.index in wanted:
                yield frame.index, rgb_of(frame.picture)
            if frame.index >= last:
                return


def _uri(picture: NDArray[np.uint8], box: tuple[float, float, float, float], larger: float) -> str:
    x1, y1, x2, y2 = (side * larger for side in box)
    half = max(x2 - x1, y2 - y1, 8) / 2 * _AROUND
    middle = (x1 + x2) / 2, (y1 + y2) / 2
    frame = (round(middle[0] - half), round(middle[1] - half), round(middle[0] + half), round(middle[1] + half))
    crop = Image.fromarray(picture).crop(frame).resize((_SIDE, _SIDE))
    scale = _SIDE / (2 * half)
    inner = [(x1 - frame[0]) * scale, (y1 - frame[1]) * scale, (x2 - frame[0]) * scale, (y2 - frame[1]) * scale]
    ImageDraw.Draw(crop).rectangle(inner, outline=(220, 40, 30), width=2)
    out = io.BytesIO()
    crop.save(out, "JPEG", quality=80)
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"
