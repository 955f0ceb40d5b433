"""The chunks of a PNG file (PNG, third edition, section 5)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

_SIGNATURE_BYTES, _FRAME_BYTES, _CHECKSUM_BYTES = 8, 12, 4
"""Before the first chunk; of length, name and checksum of a chunk; of the checksum, which follows its body."""
_FIRST_CHUNK_END = _SIGNATURE_BYTES + _FRAME_BYTES + 13
"""Where the header of the picture, the first chunk, ends."""

_KNOWN = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT"}
    | {b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT", b"bKGD", b"pHYs"}
    | {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
)
"""Those of the picture, of its colours and size, and metadata with a name of its own."""


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of each chunk before the samples."""
    for name, start, end in _places(data):
        if name == b"IDAT":
            return
        yield name, data[start:end]


def has_unknown_chunks(data: bytes) -> bool:
    """Whether any chunk is of no kind that is read, kept or named."""
    return any(name not in _KNOWN for name, _, _ in _places(data))


def end_of_png(data: bytes) -> int:
    """Where the first picture ends, in bytes; a damaged or cut one has no end before that of the file."""
    return next((end + _CHECKSUM_BYTES for name, _, end in _places(data) if name == b"IEND"), len(data))


def _places(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name of each chunk up to and with the last of the first picture; where its body starts and ends."""
    position, name = _SIGNATURE_BYTES, b""
    while position + _FRAME_BYTES <= len(data) and name != b"IEND":
        name, start = data[position + 4 : position + 8], position + 8
        end = start + int.from_bytes(data[position : position + 4], "big")
        yield name, start, end
        position = end + _CHECKSUM_BYTES


def with_chunks(data: bytes, chunks: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The file with these chunks, name and body, after its header."""
    added = b""
    for name, body in chunks:
        added += len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
    return data[:_FIRST_CHUNK_END] + added + data[_FIRST_CHUNK_END:]
