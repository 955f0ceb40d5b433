"""The boxes of ISO base media (ISO/IEC 14496-12, section 4.2), of which MP4, QuickTime, HEIC and AVIF are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_MAX_BOXES = 100_000
"""Boxes that are read of one file; a round number, far above what any has before its pictures."""
_MAX_BOX_BYTES = 1 << 16
"""Bytes of a box that are read at once. A round number."""
_MAX_DEPTH = 10
"""Of boxes in boxes; FFmpeg reads no deeper either."""


class TooManyBoxesError(ValueError):
    """A file has more boxes than are read, so that it is not known what it says."""


@dataclass(frozen=True, slots=True)
class Box:
    """Type of a box, and where its content begins and ends in the file, in bytes."""

    kind: bytes
    start: int
    end: int


class Boxes:
    """Reads the boxes of one file, and counts them: a hostile file may have any number of them, at any depth."""

    def __init__(self, file: BinaryIO) -> None:
        """Read from a file that allows seeking."""
        self._file = file
        self._left = _MAX_BOXES

    def within(self, start: int, end: int) -> Iterator[Box]:
        """The boxes between two places, up to the first that is damaged; one that is cut off ends where the file does.

        Raises:
            TooManyBoxesError: the limit for the whole file is reached.
        """
        while start + 8 <= end:
            self._file.seek(start)
            head = self._file.read(16)
            size, kind, content = int.from_bytes(head[:4], "big"), head[4:8], start + 8
            if size == 1:
                size, content = int.from_bytes(head[8:16], "big"), start + 16
            stop = end if size == 0 else start + size
            if stop < content or len(kind) < 4:
                return
            if not self._left:
                raise TooManyBoxesError(f"more than {_MAX_BOXES:,} boxes")
            self._left -= 1
            yield Box(kind, min(content, end), min(stop, end))
            start = stop

    def nested(self, start: int, end: int, holders: frozenset[bytes], depth: int = 0) -> Iterator[Box]:
        """The same, each followed by the boxes in it if its type is one of `holders`."""
        for box in self.within(start, end):
            yield box
            if box.kind in holders and depth < _MAX_DEPTH:
                yield from self.nested(box.start, box.end, holders, depth + 1)

    def content(self, start: int, end: int) -> bytes:
        """The bytes between two places, the first 64 KiB of them."""
        self._file.seek(start)
        return self._file.read(max(0, min(end - start, _MAX_BOX_BYTES)))
