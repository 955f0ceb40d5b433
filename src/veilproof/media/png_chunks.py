"""The chunks of a PNG file (PNG, third edition, section 5)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

_SIGNATURE_BYTES, _FRAME_BYTES = 8, 12
"""Before the first chunk; of length, name and checksum of a chunk."""
_FIRST_CHUNK_END = _SIGNATURE_BYTES + _FRAME_BYTES + 13
"""Where the header of the picture, the first chunk, ends."""


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and body of each chunk before the samples."""
    position = _SIGNATURE_BYTES
    while position + _FRAME_BYTES <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        name = data[position + 4 : position + 8]
        if name == b"IDAT":
            return
        yield name, data[position + 8 : position + 8 + length]
        position += _FRAME_BYTES + length


def with_chunks(data: bytes, chunks: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The file with these chunks, name and body, after its header."""
    added = b""
    for name, body in chunks:
        added += len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
    return data[:_FIRST_CHUNK_END] + added + data[_FIRST_CHUNK_END:]
