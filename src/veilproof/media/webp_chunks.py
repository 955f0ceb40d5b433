"""The chunks of a WebP file (RFC 9649, section 2)."""

from __future__ import annotations

from collections.abc import Iterator

_FILE_HEADER_BYTES, _CHUNK_HEADER_BYTES = 12, 8
"""Before the first chunk; of name and length of a chunk."""
_FRAME, _FRAME_HEADER_BYTES = b"ANMF", 16
"""A frame of an animation has chunks of its own after its header."""
_KNOWN = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", _FRAME, b"ICCP", b"EXIF", b"XMP "})
"""Those of the picture, and metadata with a name of its own."""


def has_unknown_chunks(data: bytes) -> bool:
    """Whether any chunk is of no known kind, or the second of a kind of which a decoder reads only one."""
    end = _FILE_HEADER_BYTES - 4 + int.from_bytes(data[4:8], "little")
    chunks = list(_places(data, _FILE_HEADER_BYTES, end))
    frames = [_places(data, start + _FRAME_HEADER_BYTES, stop) for name, start, stop in chunks if name == _FRAME]
    for names in ([name for name, _, _ in level] for level in (chunks, *frames)):
        once = [name for name in names if name != _FRAME]
        if not _KNOWN.issuperset(names) or len(set(once)) < len(once):
            return True
    return False


def _places(data: bytes, position: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name of each chunk between these places; where its body starts and ends."""
    while position + _CHUNK_HEADER_BYTES <= min(end, len(data)):
        start = position + _CHUNK_HEADER_BYTES
        length = int.from_bytes(data[position + 4 : start], "little")
        yield data[position : position + 4], start, start + length
        position = start + length + length % 2
