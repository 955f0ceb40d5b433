"""Subtitles without what is not shown: script information, speaker names, notes, names of styles and fonts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Protocol

_ASS_INFORMATION = frozenset(
    {"scripttype", "playresx", "playresy", "layoutresx", "layoutresy", "wrapstyle", "scaledborderandshadow"}
    | {"collisions", "timer", "ycbcr matrix"}
)
"""Keys of the script information of SubStation Alpha that change how subtitles are shown; lower case."""
_ASS_SECTIONS = ("[script info]", "[v4+ styles]", "[v4 styles]", "[events]")
_ASS_NUMBER = re.compile(r"[-+.\d]*|&[Hh][\dA-Fa-f]*&?")
_ASS_EVENT_FIELDS = 9
"""Of an event in Matroska: read order, layer, style, name, three margins, effect, text."""
_ASS_EFFECT = re.compile(r"(Banner|Scroll up|Scroll down|Karaoke)(;[-\d.;]*)?", re.IGNORECASE)
_ASS_BLOCK = re.compile(r"\{([^}]*)\}")
_ASS_STYLE_TAG = re.compile(r"\\r([^\\}]*)")
_ASS_VALUE = re.compile(r"[-+.\d]*|v4\.00\+*|yes|no|none|normal|reverse|(tv|pc)\.(601|709|240m|fcc)", re.IGNORECASE)
"""Values of the script information and of styles: numbers and words of the format."""
_ASS_FORMAT = re.compile(r"(\s*[A-Za-z]{1,16}\s*,?)*")

_FONTS = frozenset({"arial", "helvetica", "verdana", "tahoma", "times new roman", "courier new", "sans-serif", "serif"})
"""Names of fonts that are on most machines and tell nothing; any other could be anything."""
_FONT = "Arial"

_VTT_SETTING = re.compile(r"(vertical|line|position|size|align):[-\w.,%]+")
_VTT_VOICE = re.compile(r"<v(?:\.[^\s>]*)?(?:\s[^>]*)?>|</v>", re.IGNORECASE)
_VTT_CLASS = re.compile(r"<([a-z]+)\.[^\s>]*", re.IGNORECASE)

_TX3G_STYLE = slice(18, 30)
"""Where the default style stands in a text sample entry (3GPP TS 26.245, section 5.16)."""
_TX3G_FONT_TABLE = b"\x00\x00\x00\x12ftab\x00\x01\x00\x01\x05Arial"
_VOBSUB_LINE = re.compile(r"(size|org|scale|alpha|palette):[\s\da-fA-F,x%]*", re.ASCII)


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

    def settings(self, data: bytes) -> bytes:
        """The same for what the container says about where a cue stands."""
        ...


@dataclass(slots=True)
class _Unchanged:
    """Pictures, or text with nothing beside it: no header is needed but one of a few numbers."""

    header_bytes: int = 0
    removed: set[str] = field(default_factory=set)

    def header(self, header: bytes) -> bytes | None:
        return header if len(header) <= self.header_bytes else b"" if not self.header_bytes else None

    def packet(self, data: bytes) -> bytes:
        return data

    def settings(self, data: bytes) -> bytes:
        return b""


@dataclass(slots=True)
class _Ass:
    removed: set[str] = field(default_factory=set)
    _styles: dict[str, str] = field(default_factory=dict)

    def header(self, header: bytes) -> bytes | None:
        kept: list[str] = []
        section = ""
        for line in header.decode("utf-8", "replace").replace("\r", "").split("\n"):
            if line.startswith("["):
                section = line.strip().lower()
                if section in _ASS_SECTIONS:
                    kept += ["", line.strip()]
                    continue
            cleaned = self._header_line(section, *(part.strip() for part in line.partition(":")[::2]))
            if cleaned is not None:
                kept.append(cleaned)
            elif line.strip():
                self.removed.add("script information")
        return ("\n".join(kept).strip() + "\n").encode()

    def _header_line(self, section: str, key: str, value: str) -> str | None:
        """A line of the header as it is kept, if it is."""
        if section == "[script info]" and key.lower() in _ASS_INFORMATION and _ASS_VALUE.fullmatch(value):
            return f"{key}: {value}"
        if section in _ASS_SECTIONS[1:] and key.lower() == "format" and _ASS_FORMAT.fullmatch(value):
            return f"{key}: {value}"
        if section in _ASS_SECTIONS[1:3] and key.lower() == "style":
            name, font, *numbers = [part.strip() for part in f"{value},".split(",")]
            font = font if font.lower() in _FONTS else _FONT
            numbers = [number if _ASS_NUMBER.fullmatch(number) else "0" for number in numbers[:-1]]
            return "Style: " + ",".join([self._style(name), font, *numbers])
        return None

    def _style(self, name: str) -> str:
        """A name for the style that says nothing; "Default" means something to players."""
        name = name.strip().lstrip("*")
        if name.lower() == "default":
            return "Default"
        if name not in self._styles:
            self._styles[name] = f"Style{len(self._styles) + 1}"
            self.removed.add("names of styles")
        return self._styles[name]

    def packet(self, data: bytes) -> bytes:
        parts = data.decode("utf-8", "replace").split(",", _ASS_EVENT_FIELDS - 1)
        if len(parts) < _ASS_EVENT_FIELDS:
            return b""
        order, layer, style, name, *margins, effect, text = parts
        if name.strip():
            self.removed.add("speaker names")
        numbers = [part if _ASS_NUMBER.fullmatch(part.strip()) else "0" for part in (order, layer, *margins)]
        effect = effect if _ASS_EFFECT.fullmatch(effect.strip()) else ""
        text = _ASS_BLOCK.sub(self._block, text)
        return ",".join([*numbers[:2], self._style(style), "", *numbers[2:], effect, text]).encode()

    def _block(self, block: re.Match[str]) -> str:
        """An override block: its tags begin with a backslash, and what comes before them is not shown."""
        comment, backslash, tags = block[1].partition("\\")
        if comment.strip():
            self.removed.add("notes")
        if not backslash:
            return ""
        tags = _ASS_STYLE_TAG.sub(lambda tag: f"\\r{self._style(tag[1])}" if tag[1].strip() else tag[0], "\\" + tags)
        return f"{{{tags}}}"

    def settings(self, data: bytes) -> bytes:
        return b""


@dataclass(slots=True)
class _WebVtt:
    removed: set[str] = field(default_factory=set)

    def header(self, header: bytes) -> bytes | None:
        if header.removeprefix(b"WEBVTT").strip():
            self.removed.add("notes and styles")
        return b""

    def packet(self, data: bytes) -> bytes:
        text = data.decode("utf-8", "replace")
        cleaned = _VTT_VOICE.sub("", text)
        if cleaned != text:
            self.removed.add("speaker names")
        return _VTT_CLASS.sub(r"<\1", cleaned).encode()

    def settings(self, data: bytes) -> bytes:
        return b" ".join(part for part in data.split() if _VTT_SETTING.fullmatch(part.decode("ascii", "replace")))


@dataclass(slots=True)
class _MovText:
    removed: set[str] = field(default_factory=set)

    def header(self, header: bytes) -> bytes | None:
        if len(header) < _TX3G_STYLE.stop:
            return b""
        if header[_TX3G_STYLE.stop :] != _TX3G_FONT_TABLE:
            self.removed.add("names of fonts")
        style = header[_TX3G_STYLE]
        return header[: _TX3G_STYLE.start] + style[:4] + b"\x00\x01" + style[6:] + _TX3G_FONT_TABLE

    def packet(self, data: bytes) -> bytes:
        end = 2 + int.from_bytes(data[:2], "big")
        kept, at = data[:end], end
        while at + 8 <= len(data):
            size = int.from_bytes(data[at : at + 4], "big")
            if size < 8:
                break
            if data[at + 4 : at + 8] == b"styl":
                kept += data[at : at + size]
            else:
                self.removed.add("links and notes")
            at += size
        return kept

    def settings(self, data: bytes) -> bytes:
        return b""


@dataclass(slots=True)
class _VobSub:
    removed: set[str] = field(default_factory=set)

    def header(self, header: bytes) -> bytes | None:
        lines = header.decode("utf-8", "replace").replace("\r", "").rstrip("\0\n").split("\n")
        kept = [line for line in lines if _VOBSUB_LINE.fullmatch(line.strip())]
        if kept != lines:
            self.removed.add("notes")
        return ("\n".join(kept) + "\n").encode()

    def packet(self, data: bytes) -> bytes:
        return data

    def settings(self, data: bytes) -> bytes:
        return b""


def subtitle_cleaner(codec: str) -> SubtitleCleaner | None:
    """A cleaner for one stream of that codec, FFmpeg's name; None if nothing is known of it."""
    match codec:
        case "ass" | "ssa":
            return _Ass()
        case "webvtt":
            return _WebVtt()
        case "mov_text":
            return _MovText()
        case "dvd_subtitle":
            return _VobSub()
        case "subrip" | "srt" | "text" | "hdmv_pgs_subtitle" | "eia_608":
            return _Unchanged()
        case "dvb_subtitle" | "dvb_teletext":
            return _Unchanged(header_bytes=32)
    return None
