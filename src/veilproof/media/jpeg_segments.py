"""The marker segments of a JPEG file (ITU-T T.81, annex B): where its picture ends, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

END = b"\xff\xd9"
"""The marker that ends a picture."""
_START = b"\xff\xd8"
_SCAN, _END_CODE, _COMMENT = 0xDA, 0xD9, 0xFE
_APPLICATION_CODES = range(0xE0, 0xF0)

_HEADER_MARKER = re.compile(rb"\xff([\x01-\xfe])")
_SCAN_MARKER = re.compile(rb"\xff([\x02-\xcf\xd8-\xfe])")
"""A marker that ends coded samples: neither a stuffed zero nor a restart."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One marker segment, or the coded samples of one scan, which follow its header.

    Attributes:
        code: the second byte of the marker.
        start: where it begins in the file, in bytes.
        body: what follows the length.
        end: where it ends, coded samples included.
    """

    code: int
    start: int
    body: bytes
    end: int

    @property
    def describes(self) -> bool:
        """Whether it holds something else than the picture: application data or a comment."""
        return self.code == _COMMENT or self.code in _APPLICATION_CODES


def segments(data: bytes, start: int = 0) -> Iterator[Segment]:
    """The segments of the picture that starts there, up to and with its end marker; a damaged or cut one has fewer."""
    position, coded = start + len(_START), False
    while found := (_SCAN_MARKER if coded else _HEADER_MARKER).search(data, position):
        code, marker = found[1][0], found.start()
        if code == _END_CODE:
            yield Segment(code, marker, b"", found.end())
            return
        length = int.from_bytes(data[found.end() : found.end() + 2], "big")
        end = found.end() + length
        if length < 2 or end > len(data):
            return
        coded = code == _SCAN
        body = data[found.end() + 2 : end]
        if coded:
            following = _SCAN_MARKER.search(data, end)
            end = following.start() if following else len(data)
        yield Segment(code, marker, body, end)
        position = end


def end_of_picture(data: bytes, start: int = 0) -> int | None:
    """Where the picture that starts there ends, in bytes; None if its end marker is missing."""
    last = max(segments(data, start), key=lambda each: each.end, default=None)
    return last.end if last and last.code == _END_CODE else None


def picture_alone(data: bytes) -> bytes:
    """The first picture without application data, comments and what follows it."""
    kept = [data[each.start : each.end] for each in segments(data) if not each.describes]
    return _START + b"".join(kept)
