"""What MP4, QuickTime, Matroska and MPEG-TS say about their tracks and FFmpeg's bindings do not pass on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from av.stream import Stream

from veilproof.errors import VeilproofError
from veilproof.language.message import Words
from veilproof.media.clean_aperture import Crop, clean_aperture
from veilproof.media.ebml import MAGIC, SEGMENT, TRACK, TRACK_TYPE, TRACKS, VIDEO, Elements
from veilproof.media.iso_boxes import Box, Boxes, TooManyBoxesError

_HOLDERS = frozenset({b"moov", b"mdia", b"minf", b"stbl"})
"""Boxes that only hold others."""
_VISUAL_ENTRY_BYTES = 86
"""From the start of a visual sample entry to the boxes in it (ISO/IEC 14496-12, section 12.1.3)."""
_HDR_BOXES = frozenset({b"mdcv", b"clli", b"SmDm", b"CoLL"})
"""Mastering display and content light level (ISO/IEC 14496-12, section 12.1.6; VP9's binding to it)."""
_DOLBY_VISION_BOXES = frozenset({b"dvcC", b"dvvC", b"dvwC"})
"""Dolby Vision Streams Within the ISO Base Media File Format, section 2.2."""
DOLBY_VISION = "content-dolby-vision"
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""The box type of XMP (XMP specification, part 3)."""
_SPHERICAL = bytes.fromhex("ffcc8263f8554a938814587a02521fdd")
"""The box type of Spherical Video V1 (Google's specification)."""

_CODEC, _CROPS = 0x86, (0x54CC, 0x54BB, 0x54DD, 0x54AA)
"""Matroska's elements (RFC 9559): the track's codec, crop left, top, right, bottom."""
_COUNTED_TYPES = (1, 2, 17, 33)
"""Video, audio, subtitles, metadata."""
_COLOUR, _HDR_ELEMENTS = 0x55B0, frozenset({0x55BC, 0x55BD, 0x55D0})
"""Colour, and in it MaxCLL, MaxFALL and MasteringMetadata."""
_ADDITIONS, _ADDITION_TYPE, _DOLBY_VISION_TYPES = 0x41E4, 0x41E7, frozenset({0x64766343, 0x64767643, 0x64767743})
"""BlockAdditionMapping, its type, and those of Dolby Vision (Matroska's codec mappings)."""
_ENCODINGS, _ENCODING, _ENCRYPTION = 0x6D80, 0x6240, 0x5035

_TS_PACKET_BYTES = 188
_TS_PACKETS = 2000
"""Packets of a transport stream that are looked at for scrambling. A round number: a third of a megabyte."""


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
        states_hdr: whether it has HDR metadata of a display, which the coded pictures can have as well.
    """

    code: str = ""
    crop: Crop | None = None
    codings: int = 1
    encrypted: bool = False
    notes: tuple[str, ...] = ()
    chapters: tuple[int, ...] = ()
    states_hdr: bool = False


def container_tracks(path: Path) -> dict[int, Track]:
    """The tracks by their number in the file, or in their order from 1 on; the file as a whole has the number 0.

    Empty for other containers and for files that cannot be read.

    Raises:
        VeilproofError: the container says too much, or two things about one track, so that it is not known which hold.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_TS_PACKET_BYTES + 1)
            if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"skip", b"free"):
                return _iso_tracks(file, size)
            if head[:4] == MAGIC:
                return _matroska_tracks(file, size)
            if head[:1] == b"\x47" == head[_TS_PACKET_BYTES:]:
                return {0: Track(encrypted=_is_scrambled(file))}
    except OSError:
        pass
    except (TooManyBoxesError, _AmbiguousError) as error:
        raise VeilproofError(
            f"{path} is damaged or made to deceive: it has {error}; export it again with another program"
        ) from None
    return {}


class _AmbiguousError(Exception):
    """A container says two things about one track; the message names them."""


def track_of(tracks: dict[int, Track], stream: Stream) -> Track:
    """What `container_tracks` found about a stream."""
    return tracks.get(stream.id or stream.index + 1, Track())


# -- ISO base media (ISO/IEC 14496-12)


def _iso_tracks(file: BinaryIO, size: int) -> dict[int, Track]:
    tracks: dict[int, Track] = {}
    notes: list[str] = []
    boxes, has_index = Boxes(file), False
    try:
        for top in boxes.within(0, size):
            if top.kind == b"moov" and has_index:
                continue  # players read the first index
            inside = boxes.nested(top.start, top.end, _HOLDERS) if top.kind in _HOLDERS else ()
            for box in chain([top], inside):
                if box.kind == b"trak":
                    number, track = _iso_track(boxes, box)
                    if number and number in tracks:
                        raise _AmbiguousError(f"two tracks with the number {number}")
                    tracks[number] = track
                elif _is_xmp(boxes, box):
                    notes.append(Words("content-xmp-metadata"))
            has_index |= top.kind == b"moov"
    except TooManyBoxesError:
        if not has_index:
            raise  # later ones are those of fragments
    tracks[0] = Track(notes=tuple(dict.fromkeys(notes)))
    return tracks


def _is_xmp(boxes: Boxes, box: Box) -> bool:
    if box.kind == b"udta":
        return any(inner.kind == b"XMP_" for inner in boxes.within(box.start, box.end))
    return box.kind == b"uuid" and boxes.content(box.start, box.start + 16) == _XMP


def _iso_track(boxes: Boxes, trak: Box) -> tuple[int, Track]:
    number, code, crop, codings, encrypted = 0, "", None, 0, False
    notes: list[str] = []
    chapters: tuple[int, ...] = ()
    states_hdr = False
    for box in boxes.nested(trak.start, trak.end, _HOLDERS):
        if box.kind == b"tkhd":
            header = boxes.content(box.start, box.end)
            number = int.from_bytes(header[20:24] if header[:1] == b"\1" else header[12:16], "big")
        elif box.kind == b"uuid" and boxes.content(box.start, box.start + 16) == _SPHERICAL:
            notes.append(Words("content-spherical"))
        elif box.kind == b"tref":
            for reference in boxes.within(box.start, box.end):
                if reference.kind == b"chap":
                    numbers = boxes.content(reference.start, reference.end)
                    chapters = tuple(int.from_bytes(numbers[at : at + 4], "big") for at in range(0, len(numbers), 4))
        elif box.kind == b"stsd":
            for entry in boxes.within(box.start + 8, box.end):
                code, codings = code or entry.kind.decode("ascii", "replace"), codings + 1
                encrypted |= entry.kind in (b"encv", b"enca", b"drmi", b"drms")
                parts = {part.kind: part for part in boxes.within(entry.start - 8 + _VISUAL_ENTRY_BYTES, entry.end)}
                crop = crop or _crop(boxes, entry, parts.get(b"clap"))
                notes += [Words("content-second-view")] * bool(parts.keys() & {b"vexu", b"lhvC"})
                notes += [Words("content-spherical")] * (b"sv3d" in parts)
                notes += [Words("content-second-view-metadata")] * (b"st3d" in parts)
                notes += [Words(DOLBY_VISION)] * bool(parts.keys() & _DOLBY_VISION_BOXES)
                states_hdr |= bool(parts.keys() & _HDR_BOXES)
    return number, Track(code, crop, codings, encrypted, tuple(dict.fromkeys(notes)), chapters, states_hdr)


def _crop(boxes: Boxes, entry: Box, aperture: Box | None) -> Crop | None:
    """What the clean aperture in a visual sample entry cuts off."""
    if aperture is None:
        return None
    sizes = boxes.content(entry.start + 24, entry.start + 28)
    width, height = int.from_bytes(sizes[:2], "big"), int.from_bytes(sizes[2:], "big")
    return clean_aperture(boxes.content(aperture.start, aperture.end), width, height)


# -- Matroska (RFC 8794, RFC 9559)


def _matroska_tracks(file: BinaryIO, size: int) -> dict[int, Track]:
    elements = Elements(file)
    tracks = elements.first(0, size, SEGMENT, TRACKS)
    if tracks is None:
        return {}
    found = [_matroska_track(elements, first, last) for each, first, last in elements.within(*tracks) if each == TRACK]
    return {0: Track(), **dict(enumerate(filter(None, found), 1))}


def _matroska_track(elements: Elements, start: int, end: int) -> Track | None:
    """What is said about a track; None for those that FFmpeg does not count, such as menus."""
    code, crops, encrypted = "", dict.fromkeys(_CROPS, 0), False
    states_hdr = False
    notes: tuple[str, ...] = ()
    for identifier, first, last in elements.within(start, end):
        if identifier == TRACK_TYPE and elements.number(first, last) not in _COUNTED_TYPES:
            return None
        if identifier == _CODEC:
            code = elements.content(first, last).decode("ascii", "replace")
        elif identifier == VIDEO:
            for setting, a, b in elements.within(first, last):
                if setting in crops:
                    crops[setting] = elements.number(a, b)
                elif setting == _COLOUR:
                    states_hdr |= any(each in _HDR_ELEMENTS for each, _, _ in elements.within(a, b))
        elif identifier == _ADDITIONS:
            kind = elements.first(first, last, _ADDITION_TYPE)
            notes = (Words(DOLBY_VISION),) if kind and elements.number(*kind) in _DOLBY_VISION_TYPES else notes
        elif identifier == _ENCODINGS:
            for encoding, a, b in elements.within(first, last):
                inside = {each for each, _, _ in elements.within(a, b)} if encoding == _ENCODING else set()
                encrypted |= _ENCRYPTION in inside
    crop = Crop(*crops.values())
    own_crop = crop if crop != Crop(0, 0, 0, 0) else None
    return Track(code, own_crop, encrypted=encrypted, notes=notes, states_hdr=states_hdr)


# -- MPEG-TS (ISO/IEC 13818-1)


def _is_scrambled(file: BinaryIO) -> bool:
    """Whether most packets are marked as scrambled."""
    file.seek(0)
    data = file.read(_TS_PACKET_BYTES * _TS_PACKETS)
    flags = [data[at + 3] >> 6 for at in range(0, len(data) - _TS_PACKET_BYTES + 1, _TS_PACKET_BYTES)]
    return 2 * sum(flag > 1 for flag in flags) > len(flags)
