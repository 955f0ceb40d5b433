"""Stills of chosen moments, taken from the redacted file."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image

from veilproof.audit.frame_pairs import rgb_of
from veilproof.errors import VeilproofError
from veilproof.media.kinds import is_photo
from veilproof.media.video_read import VideoReader
from veilproof.media.writing import Content, atomic_write


def write_stills(output: Path, times: Sequence[Fraction], folder: Path, prefix: str, original: Path) -> None:
    """Write the frame on screen at each time as `still-1.png` and so on.

    Args:
        output: the redacted file.
        times: seconds since the first frame.
        folder: where they go.
        prefix: before each name.
        original: nobody may read a still who may not read this.

    Raises:
        VeilproofError: the film is over by one of these times.
    """
    if not times or is_photo(output):
        return
    waiting = sorted(set(times))
    number, last = 0, None
    with VideoReader(output) as reader:
        start: Fraction | None = None
        for frame in reader:
            start = frame.time if start is None else start
            while waiting and last is not None and frame.time - start > waiting[0]:
                number += 1
                _write(last.picture, folder / f"{prefix}still-{number}.png", original)
                waiting.pop(0)
            last = frame
            if not waiting:
                return
    if last is not None and waiting and start is not None and waiting[0] <= last.time - start:
        _write(last.picture, folder / f"{prefix}still-{number + 1}.png", original)
        waiting.pop(0)
    if waiting:
        raise VeilproofError(f"the film is over at {float(waiting[0]):g} s: choose an earlier still")


def _write(picture: av.VideoFrame, path: Path, original: Path) -> None:
    with atomic_write(path, force=False, source=original, content=Content.PHOTO) as unfinished:
        Image.fromarray(rgb_of(picture)).save(unfinished)
