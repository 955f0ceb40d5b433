"""What MP4, QuickTime, Matroska and MPEG-TS say about their tracks and FFmpeg's bindings do not pass on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from av.stream import Stream

_MAX_BOXES = 100_000
"""Boxes or elements that are read of one file; a round number, far above what any has before its pictures."""
_MAX_BOX_BYTES = 1 << 16
"""Bytes of a box that are looked at. A round number."""

_CONTAINER_BOXES = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl"})
_VISUAL_ENTRY_BYTES = 86
"""From the start of a visual sample entry to the boxes in it (ISO/IEC 14496-12, section 12.1.3)."""
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""The box type of XMP (XMP specification, part 3)."""
_SPHERICAL = bytes.fromhex("ffcc8263f8554a938814587a02521fdd")
"""The box type of Spherical Video V1 (Google's specification)."""

_SEGMENT, _TRACKS, _TRACK = 0x18538067, 0x1654AE6B, 0xAE
_TYPE, _CODEC, _VIDEO, _CROPS = 0x83, 0x86, 0xE0, (0x54CC, 0x54BB, 0x54DD, 0x54AA)
"""Matroska's elements (RFC 9559): the track's type, codec and video settings, crop left, top, right, bottom."""
_COUNTED_TYPES = (1, 2, 17, 33)
"""Video, audio, subtitles, metadata."""
_ENCODINGS, _ENCODING, _ENCRYPTION = 0x6D80, 0x6240, 0x5035

_TS_PACKET_BYTES = 188
_TS_PACKETS = 2000
"""Packets of a transport stream that are looked at for scrambling. A round number: a third of a megabyte."""


@dataclass(frozen=True, slots=True)
class Crop:
    """How many pixels a player cuts off each side of the stored picture."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Track:
    """What a container says about one track.

    Attributes:
        code: the characters that name its coding, four of them in MP4; empty where there are none.
        crop: what a player cuts off; None for nothing.
        codings: in how many ways it is coded, each with a size of its own.
        encrypted: whether its coded data is encrypted.
        notes: further content, in plain words.
        chapters: the numbers of the tracks that hold its chapters.
    """

    code: str = ""
    crop: Crop | None = None
    codings: int = 1
    encrypted: bool = False
    notes: tuple[str, ...] = ()
    chapters: tuple[int, ...] = ()


def container_tracks(path: Path) -> dict[int, Track]:
    """The tracks by their number in the file, or in their order from 1 on; the file as a whole has the number 0.

    Empty for other containers and for files that cannot be read.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_TS_PACKET_BYTES + 1)
            if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"skip", b"free"):
                return _iso_tracks(file, size)
            if head[:4] == b"\x1a\x45\xdf\xa3":
                return _matroska_tracks(file, size)
            if head[:1] == b"\x47" == head[_TS_PACKET_BYTES:]:
                return {0: Track(encrypted=_is_scrambled(file))}
    except OSError:
        pass
    return {}


def track_of(tracks: dict[int, Track], stream: Stream) -> Track:
    """What `container_tracks` found about a stream."""
    return tracks.get(stream.id or stream.index + 1, Track())


# -- ISO base media (ISO/IEC 14496-12)


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Type, start of the content and end of each box."""
    for _ in range(_MAX_BOXES):
        if start + 8 > end:
            return
        file.seek(start)
        head = file.read(16)
        size, kind, content = int.from_bytes(head[:4], "big"), head[4:8], start + 8
        if size == 1:
            size, content = int.from_bytes(head[8:16], "big"), start + 16
        stop = end if size == 0 else start + size
        if stop < content:
            return
        yield kind, content, min(stop, end)
        start = stop


def _nested(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The same for the boxes in boxes that only hold others."""
    for kind, content, stop in _boxes(file, start, end):
        yield kind, content, stop
        if kind in _CONTAINER_BOXES - {b"trak"}:
            yield from _nested(file, content, stop)


def _content(file: BinaryIO, start: int, end: int) -> bytes:
    file.seek(start)
    return file.read(min(end - start, _MAX_BOX_BYTES))


def _iso_tracks(file: BinaryIO, size: int) -> dict[int, Track]:
    tracks: dict[int, Track] = {}
    notes: list[str] = []
    for kind, start, end in _nested(file, 0, size):
        if kind == b"trak":
            number, track = _iso_track(file, start, end)
            tracks[number] = track
        elif (kind == b"uuid" and _content(file, start, start + 16) == _XMP) or (
            kind == b"udta" and any(inner == b"XMP_" for inner, _, _ in _boxes(file, start, end))
        ):
            notes.append("XMP metadata")
    tracks[0] = Track(notes=tuple(dict.fromkeys(notes)))
    return tracks


def _iso_track(file: BinaryIO, start: int, end: int) -> tuple[int, Track]:
    number, code, crop, codings, encrypted = 0, "", None, 0, False
    notes: list[str] = []
    chapters: tuple[int, ...] = ()
    for kind, first, last in _nested(file, start, end):
        if kind == b"tkhd":
            header = _content(file, first, last)
            number = int.from_bytes(header[20:24] if header[:1] == b"\1" else header[12:16], "big")
        elif kind == b"uuid" and _content(file, first, first + 16) == _SPHERICAL:
            notes.append("360° metadata")
        elif kind == b"tref":
            for reference, inner, stop in _boxes(file, first, last):
                if reference == b"chap":
                    numbers = _content(file, inner, stop)
                    chapters = tuple(int.from_bytes(numbers[at : at + 4], "big") for at in range(0, len(numbers), 4))
        elif kind == b"stsd":
            for entry, inner, stop in _boxes(file, first + 8, last):
                code, codings = code or entry.decode("ascii", "replace"), codings + 1
                encrypted |= entry in (b"encv", b"enca", b"drmi", b"drms")
                crop = crop or _clean_aperture(file, inner, stop)
                inside = {inner_kind for inner_kind, _, _ in _boxes(file, inner - 8 + _VISUAL_ENTRY_BYTES, stop)}
                notes += ["second view (spatial video)"] * bool(inside & {b"vexu", b"lhvC"})
                notes += ["360° metadata"] * bool(inside & {b"sv3d"}) + ["second-view metadata"] * bool(
                    inside & {b"st3d"}
                )
    return number, Track(code, crop, codings, encrypted, tuple(dict.fromkeys(notes)), chapters)


def _clean_aperture(file: BinaryIO, entry: int, end: int) -> Crop | None:
    """The clean aperture in a visual sample entry; `entry` is where its content starts."""
    sizes = _content(file, entry + 24, entry + 28)
    width, height = int.from_bytes(sizes[:2], "big"), int.from_bytes(sizes[2:], "big")
    for kind, start, stop in _boxes(file, entry - 8 + _VISUAL_ENTRY_BYTES, end):
        if kind == b"clap" and stop - start >= 32:
            data = _content(file, start, stop)
            numbers = [int.from_bytes(data[at : at + 4], "big", signed=at in (16, 24)) for at in range(0, 32, 4)]
            if not all(numbers[1::2]):
                return None
            clean_width, clean_height, x, y = (Fraction(a, b) for a, b in zip(numbers[::2], numbers[1::2], strict=True))
            left, top = x + (width - clean_width) / 2, y + (height - clean_height) / 2
            edges = (left, top, width - left - clean_width, height - top - clean_height)
            crop = Crop(*(max(0, math.ceil(edge - Fraction(1, 100))) for edge in edges))
            whole = crop.left + crop.right < width and crop.top + crop.bottom < height
            return crop if whole and crop != Crop(0, 0, 0, 0) else None
    return None


# -- Matroska (RFC 8794, RFC 9559)


def _elements(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Identifier, start of the content and end of each element."""
    for _ in range(_MAX_BOXES):
        file.seek(start)
        head = file.read(12)
        if start >= end or len(head) < 2 or not head[0]:
            return
        id_bytes = 9 - head[0].bit_length()
        identifier = int.from_bytes(head[:id_bytes], "big")
        if len(head) <= id_bytes or not head[id_bytes]:
            return
        size_bytes = 9 - head[id_bytes].bit_length()
        raw = int.from_bytes(head[id_bytes : id_bytes + size_bytes], "big")
        size = raw & (1 << 7 * size_bytes) - 1
        content = start + id_bytes + size_bytes
        unknown = size == (1 << 7 * size_bytes) - 1
        stop = end if unknown else min(content + size, end)
        yield identifier, content, stop
        start = stop


def _matroska_tracks(file: BinaryIO, size: int) -> dict[int, Track]:
    for identifier, start, end in _elements(file, 0, size):
        if identifier != _SEGMENT:
            continue
        for inner, first, last in _elements(file, start, end):
            if inner == _TRACKS:
                found = [_matroska_track(file, a, b) for each, a, b in _elements(file, first, last) if each == _TRACK]
                return {0: Track(), **dict(enumerate(filter(None, found), 1))}
    return {}


def _matroska_track(file: BinaryIO, start: int, end: int) -> Track | None:
    """What is said about a track; None for those that FFmpeg does not count, such as menus."""
    code, crops, encrypted = "", dict.fromkeys(_CROPS, 0), False
    for identifier, first, last in _elements(file, start, end):
        if identifier == _TYPE and int.from_bytes(_content(file, first, last), "big") not in _COUNTED_TYPES:
            return None
        if identifier == _CODEC:
            code = _content(file, first, last).decode("ascii", "replace")
        elif identifier == _VIDEO:
            for setting, a, b in _elements(file, first, last):
                if setting in crops:
                    crops[setting] = int.from_bytes(_content(file, a, b), "big")
        elif identifier == _ENCODINGS:
            for encoding, a, b in _elements(file, first, last):
                inside = {each for each, _, _ in _elements(file, a, b)} if encoding == _ENCODING else set()
                encrypted |= _ENCRYPTION in inside
    crop = Crop(*crops.values())
    return Track(code, crop if crop != Crop(0, 0, 0, 0) else None, encrypted=encrypted)


# -- MPEG-TS (ISO/IEC 13818-1)


def _is_scrambled(file: BinaryIO) -> bool:
    """Whether most packets are marked as scrambled."""
    file.seek(0)
    data = file.read(_TS_PACKET_BYTES * _TS_PACKETS)
    flags = [data[at + 3] >> 6 for at in range(0, len(data) - _TS_PACKET_BYTES + 1, _TS_PACKET_BYTES)]
    return 2 * sum(flag > 1 for flag in flags) > len(flags)
