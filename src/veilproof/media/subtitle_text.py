"""Subtitles without what is not shown: which cleaner each codec has, and those of the smaller formats."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from typing import Protocol

from veilproof.language.message import Words
from veilproof.media.subtitle_ass import Ass
from veilproof.media.subtitle_markup import SubRip, WebVtt, without_blocks

_TX3G_HEADER_BYTES = 30
"""Of a text sample entry up to its default style (3GPP TS 26.245, section 5.16)."""
_TX3G_FLAGS = 0x20 | 0x40 | 0x180 | 0x20000 | 0x40000
"""Scrolling in and out, its direction, vertical text, filled regions; others are of links and karaoke."""
_TX3G_MAX_SIDE = 8192
"""Pixels: of the region of a text. A round number."""
_TX3G_FONT_TABLE = b"\x00\x00\x00\x12ftab\x00\x01\x00\x01\x05Arial"
_TX3G_STYLE = struct.Struct(">HHHBB4s")
"""First and last character, font, face, size, colour."""
_TX3G_MAX_BYTES = 0xFFFF
"""Of a text; its length has two bytes."""
_UTF_16_MARKS = (b"\xfe\xff", b"\xff\xfe")
_TX3G_FACES = 7
"""Bold, italic, underlined."""

_DVB_PAGE_BYTES, _TELETEXT_PAGE_BYTES = 5, 2
"""What FFmpeg keeps of each page in a descriptor (ETSI EN 300 468, sections 6.2.41 and 6.2.43)."""

_VOBSUB_SIZE = re.compile(r"size:\s?\d{1,5}x\d{1,5}", re.ASCII)
_VOBSUB_PALETTE = re.compile(r"palette:\s?[\da-fA-F]{6}(,\s?[\da-fA-F]{6}){15}", re.ASCII)


class SubtitleCleaner(Protocol):
    """Cleans the header and the packets of one stream; collects what it removed."""

    removed: set[str]
    """In plain words."""

    def header(self, header: bytes) -> bytes | None:
        """The header without what is not shown; None if it cannot be told what is in it."""
        ...

    def packet(self, data: bytes) -> bytes:
        """The same for a packet."""
        ...


@dataclass(slots=True)
class _Unchanged:
    """Pictures, or codes of a television: no header is needed but the numbers of one page."""

    header_bytes: int = 0
    removed: set[str] = field(default_factory=set)

    def header(self, header: bytes) -> bytes | None:
        return header[: self.header_bytes]

    def packet(self, data: bytes) -> bytes:
        return data


@dataclass(slots=True)
class _MovText:
    removed: set[str] = field(default_factory=set)

    def header(self, header: bytes) -> bytes | None:
        if len(header) < _TX3G_HEADER_BYTES:
            return b""
        if header[_TX3G_HEADER_BYTES:] != _TX3G_FONT_TABLE:
            self.removed.add(Words("content-font-names"))
        flags, across, down, background, *region = struct.unpack_from(">Ibb4s4h", header)
        across, down = (place if place in (-1, 0, 1) else 0 for place in (across, down))
        region = region if all(0 <= side <= _TX3G_MAX_SIDE for side in region) else [0] * 4
        start = struct.pack(">Ibb4s4h", flags & _TX3G_FLAGS, across, down, background, *region)
        return start + _tx3g_style(header[18:_TX3G_HEADER_BYTES], 0) + _TX3G_FONT_TABLE

    def packet(self, data: bytes) -> bytes:
        end = 2 + int.from_bytes(data[:2], "big")
        text = data[2:end].decode("utf-16" if data[2:4] in _UTF_16_MARKS else "utf-8", "replace")
        styles, at = b"", end
        while at + 8 <= len(data):
            size = int.from_bytes(data[at : at + 4], "big")
            if size < 8:
                break
            if data[at + 4 : at + 8] == b"styl" and not styles:
                styles = _tx3g_styles(data[at + 8 : at + size], len(text))
            else:
                self.removed.add(Words("content-links-and-notes"))
            at += size
        words = without_blocks(text, self.removed)
        if words != text:
            styles = b""  # they number the characters
        shown = words.encode()[:_TX3G_MAX_BYTES]
        return len(shown).to_bytes(2, "big") + shown + styles


def _tx3g_styles(body: bytes, characters: int) -> bytes:
    """The box of the styles of so many characters; nothing if there are none."""
    count = min(int.from_bytes(body[:2], "big"), characters)
    records = b"".join(_tx3g_style(body[2 + 12 * row : 14 + 12 * row], characters) for row in range(count))
    head = struct.pack(">I4sH", 10 + len(records), b"styl", len(records) // _TX3G_STYLE.size)
    return head + records if records else b""


def _tx3g_style(record: bytes, characters: int) -> bytes:
    """A style of some characters with the first font; nothing if it is cut off."""
    if len(record) < _TX3G_STYLE.size:
        return b""
    first, last, _, face, size, colour = _TX3G_STYLE.unpack(record)
    return _TX3G_STYLE.pack(min(first, characters), min(last, characters), 1, face & _TX3G_FACES, size, colour)


@dataclass(slots=True)
class _VobSub:
    removed: set[str] = field(default_factory=set)

    def header(self, header: bytes) -> bytes | None:
        lines = header.decode("utf-8", "replace").replace("\r", "").rstrip("\0\n").split("\n")
        kept = []
        for form in (_VOBSUB_SIZE, _VOBSUB_PALETTE):
            kept += [line.strip() for line in lines if form.fullmatch(line.strip())][:1]
        if kept != lines:
            self.removed.add(Words("content-notes"))
        return ("\n".join(kept) + "\n").encode()

    def packet(self, data: bytes) -> bytes:
        return data


def subtitle_cleaner(codec: str) -> SubtitleCleaner | None:
    """A cleaner for one stream of that codec, FFmpeg's name; None if nothing is known of it."""
    match codec:
        case "ass" | "ssa":
            return Ass()
        case "webvtt":
            return WebVtt()
        case "mov_text":
            return _MovText()
        case "dvd_subtitle":
            return _VobSub()
        case "subrip" | "srt" | "text":
            return SubRip()
        case "hdmv_pgs_subtitle" | "eia_608":
            return _Unchanged()
        case "dvb_subtitle":
            return _Unchanged(_DVB_PAGE_BYTES)
        case "dvb_teletext":
            return _Unchanged(_TELETEXT_PAGE_BYTES)
    return None
