"""The elements of Matroska and WebM (RFC 8794)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from veilproof.media.iso_boxes import TooManyBoxesError

MAGIC = b"\x1a\x45\xdf\xa3"
"""Starts every file."""
SEGMENT, TRACKS, TRACK, TRACK_TYPE, VIDEO = 0x18538067, 0x1654AE6B, 0xAE, 0x83, 0xE0
"""Identifiers of Matroska (RFC 9559) that lead to what is said about the pictures of a track."""
VIDEO_TRACK = 1
"""The type of a track of pictures."""

_MAX_ELEMENTS = 100_000
"""Elements that are read of one file; a round number, far above what any has before its pictures."""
_MAX_ELEMENT_BYTES = 1 << 10
"""Bytes of an element that are looked at. A round number."""


class Elements:
    """Reads the elements of one file, and counts them, as `Boxes` does."""

    def __init__(self, file: BinaryIO) -> None:
        """For a file that can be sought in."""
        self._file = file
        self._left = _MAX_ELEMENTS

    def within(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Identifier, start of the content and end of each element.

        Raises:
            TooManyBoxesError: there are more than any file has.
        """
        while start < end:
            self._file.seek(start)
            head = self._file.read(12)
            if len(head) < 2 or not head[0]:
                return
            id_bytes = 9 - head[0].bit_length()
            identifier = int.from_bytes(head[:id_bytes], "big")
            if len(head) <= id_bytes or not head[id_bytes]:
                return
            if not self._left:
                raise TooManyBoxesError(f"more than {_MAX_ELEMENTS:,} elements before its tracks")
            self._left -= 1
            size_bytes = 9 - head[id_bytes].bit_length()
            raw = int.from_bytes(head[id_bytes : id_bytes + size_bytes], "big")
            size = raw & (1 << 7 * size_bytes) - 1
            content = start + id_bytes + size_bytes
            unknown = size == (1 << 7 * size_bytes) - 1
            stop = end if unknown else min(content + size, end)
            yield identifier, content, stop
            start = stop

    def first(self, start: int, end: int, *way: int) -> tuple[int, int] | None:
        """Start of the content and end of the first element that is reached by these identifiers; None for none.

        Raises:
            TooManyBoxesError: as `within`.
        """
        wanted, *rest = way
        for identifier, content, stop in self.within(start, end):
            if identifier == wanted:
                found = self.first(content, stop, *rest) if rest else (content, stop)
                if found is not None:
                    return found
        return None

    def number(self, start: int, end: int) -> int:
        """The unsigned integer between two places."""
        return int.from_bytes(self.content(start, end), "big")

    def content(self, start: int, end: int) -> bytes:
        """The bytes between two places, the first kibibyte of them."""
        self._file.seek(start)
        return self._file.read(max(0, min(end - start, _MAX_ELEMENT_BYTES)))


def element(identifier: int, content: bytes, size_bytes: int = 0) -> bytes:
    """An element, its size coded in so many bytes, or in as few as possible."""
    size_bytes = size_bytes or next(n for n in range(1, 9) if len(content) < (1 << 7 * n) - 1)
    size = len(content) | 1 << 7 * size_bytes
    return _whole(identifier) + size.to_bytes(size_bytes, "big") + content


def number_element(identifier: int, number: int) -> bytes:
    """An element of an unsigned integer."""
    return element(identifier, _whole(number))


def _whole(number: int) -> bytes:
    return number.to_bytes(max(1, -(-number.bit_length() // 8)), "big")
