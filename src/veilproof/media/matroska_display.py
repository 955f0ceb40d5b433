"""Writes into a finished Matroska or WebM file how wide its pixels are, which FFmpeg's bindings do not pass on."""

from __future__ import annotations

import io
import zlib
from fractions import Fraction
from pathlib import Path

from veilproof.media.ebml import (
    SEGMENT,
    TRACK,
    TRACK_TYPE,
    TRACKS,
    VIDEO,
    VIDEO_TRACK,
    Elements,
    element,
    number_element,
)

_CRC, _CRC_BYTES = 0xBF, 4
_TRACK_NUMBER_OF_FILE = 0x73C5
_WIDTH, _HEIGHT, _UNIT = 0x54B0, 0x54BA, 0x54B2
"""DisplayWidth, DisplayHeight and DisplayUnit (RFC 9559)."""
_ASPECT_RATIO = 3
"""The display unit that is written into Matroska; WebM has pixels only, which need not be said."""
_LONGEST_NUMBER, _LONGEST_SIZE = 8, 8
"""Bytes of an integer and of a size (RFC 8794)."""


def state_aspect_ratio(path: Path, size: tuple[int, int], aspect: Fraction, *, webm: bool) -> None:
    """Say of the pictures of a file how wide their pixels are; no byte of it moves, so that its index stays right.

    FFmpeg codes the size and the number of a track in more bytes than they need, which is where the new elements go.
    Where it does not, the file stays as it is.

    Args:
        path: a temporary file of `atomic_write`, complete, of one track of pictures.
        size: width and height of its pictures, in pixels.
        aspect: width over height of one pixel.
        webm: whether it is WebM, which has whole pixels.

    Raises:
        OSError: the file cannot be written.
    """
    with path.open("r+b") as file:
        end = path.stat().st_size
        found = Elements(file).first(0, end, SEGMENT, TRACKS)
        if found is None:
            return
        start, stop = found
        file.seek(start)
        changed = _with_display(file.read(stop - start), _display(size, aspect, webm=webm))
        file.seek(start)
        file.write(changed)


def _display(size: tuple[int, int], aspect: Fraction, *, webm: bool) -> bytes:
    width, height = size
    if webm:
        return number_element(_WIDTH, round(width * aspect)) + number_element(_HEIGHT, height)
    shape = width * aspect / height
    numbers = (_WIDTH, shape.numerator), (_HEIGHT, shape.denominator), (_UNIT, _ASPECT_RATIO)
    return b"".join(number_element(*each) for each in numbers)


def _with_display(tracks: bytes, display: bytes) -> bytes:
    """The content of `Tracks`, as long as before, with these elements in the first track of pictures."""
    elements = Elements(io.BytesIO(tracks))
    parts, at = [], 0
    for identifier, start, stop in elements.within(0, len(tracks)):
        whole = tracks[at:stop]
        kind = elements.first(start, stop, TRACK_TYPE) if identifier == TRACK else None
        if kind is not None and elements.number(*kind) == VIDEO_TRACK:
            whole = _track_with_display(tracks[start:stop], display, len(whole)) or whole
        parts.append(whole)
        at = stop
    return _with_crc(b"".join(parts))


def _track_with_display(track: bytes, display: bytes, length: int) -> bytes | None:
    """A track of this length, its header included; None if there is no room in it."""
    elements = Elements(io.BytesIO(track))
    for number_bytes in range(_LONGEST_NUMBER, 0, -1):
        content, at = b"", 0
        for identifier, start, stop in elements.within(0, len(track)):
            if identifier == _TRACK_NUMBER_OF_FILE:
                number = elements.number(start, stop)
                fits = number < 1 << 8 * number_bytes
                content += element(identifier, number.to_bytes(number_bytes, "big")) if fits else track[at:stop]
            elif identifier == VIDEO:
                content += element(VIDEO, _without_display(track[start:stop]) + display)
            else:
                content += track[at:stop]
            at = stop
        size_bytes = length - len(content) - 1
        if 1 <= size_bytes <= _LONGEST_SIZE and len(content) < (1 << 7 * size_bytes) - 1:
            return element(TRACK, content, size_bytes)
    return None


def _without_display(video: bytes) -> bytes:
    kept, at = b"", 0
    for identifier, _, stop in Elements(io.BytesIO(video)).within(0, len(video)):
        kept += b"" if identifier in (_WIDTH, _HEIGHT, _UNIT) else video[at:stop]
        at = stop
    return kept


def _with_crc(content: bytes) -> bytes:
    """The content of an element with the right checksum, where it begins with one (RFC 8794, section 11.3.1)."""
    head = element(_CRC, bytes(_CRC_BYTES))
    if content[:2] != head[:2]:
        return content
    rest = content[len(head) :]
    return element(_CRC, zlib.crc32(rest).to_bytes(_CRC_BYTES, "little")) + rest
