"""WebVTT and SubRip without what is not shown: speakers, notes, unknown tags, names of fonts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from veilproof.language.message import Words
from veilproof.media.subtitle_ass import FONTS

_UNSHOWN = "content-hidden-tags"

_VTT_COLOURS = frozenset({"white", "lime", "cyan", "red", "yellow", "magenta", "blue", "black"})
"""Classes that players know without a style sheet (WebVTT, section 5); with "bg_" before them, of the background."""
_VTT_TAG = re.compile(r"<([^>]*)(?:>|\Z)")
"""Every "<" begins a tag, and one that is not closed ends with the cue (WebVTT, section 6.4)."""
_VTT_KNOWN = re.compile(r"/?(?:[cbiu]|ruby|rt)|(?:\d{2,4}:)?[0-5]\d:[0-5]\d\.\d{3}", re.ASCII)
_BLANK_LINES = re.compile(r"\n{2,}")

_TAG = re.compile(
    r"<<[^<>]*>>|(?<!<)(?P<before><++)(?P<tag>(?=[^\W\d]|[/!?]|\d+[^\W\d]|\s*+/?\s*+font\b)[^>]*)>", re.IGNORECASE
)
"""Quotation marks, which stay, or a tag: it begins with a letter, and only of a font some players allow a space before.
What else stands after "<" is a sign, or a heart, like any other."""
_ANY_TAG = re.compile(r"(?P<before><)(?P<tag>[^>]*)>")
"""Where every "<" begins a tag."""
_TAG_NAME = re.compile(r"(/?)\s*([a-z]+)(.*)", re.IGNORECASE | re.DOTALL | re.ASCII)
_ATTRIBUTE = re.compile(r"""(color|size|face)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_SIZE = re.compile(r"[-+]?\d{1,3}", re.ASCII)
_COLOUR = re.compile(
    r"#?[\da-f]{6}|#[\da-f]{8}|#[\da-f]{3}|aqua|black|blue|cyan|fuchsia|gr[ae]y|green|lime|magenta|maroon|navy|olive"
    r"|orange|pink|purple|red|silver|teal|white|yellow",
    re.IGNORECASE | re.ASCII,
)
_BLOCK_TAGS = re.compile(
    r"(?:\\an?\d{1,2}|\\[bius][01]|\\pos\([-+]?\d{1,5}(?:\.\d{1,3})?,[-+]?\d{1,5}(?:\.\d{1,3})?\)){1,8}|y:[bius]",
    re.IGNORECASE | re.ASCII,
)
"""Between braces, what programs take over from SubStation Alpha and MicroDVD."""


@dataclass(slots=True)
class WebVtt:
    """Cleans one stream of WebVTT, whose packets are the texts of cues."""

    removed: set[str] = field(default_factory=set)

    def header(self, header: bytes) -> bytes | None:
        """Nothing: it holds notes, styles and regions."""
        if header.removeprefix(b"WEBVTT").strip():
            self.removed.add(Words("content-notes-and-styles"))
        return b""

    def packet(self, data: bytes) -> bytes:
        """The words, with tags that change how they are shown."""
        text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        # A blank line ends a cue (WebVTT, section 4.1): what follows is not shown, and a tag alone must not leave one.
        cue, _, unshown = text.lstrip("\n").partition("\n\n")
        if unshown.strip():
            self.removed.add(Words("content-notes-and-styles"))
        return _BLANK_LINES.sub("\n", _VTT_TAG.sub(self._tag, cue).lstrip("\n")).encode()

    def _tag(self, tag: re.Match[str]) -> str:
        name, *annotation = tag[1].split(maxsplit=1) or [""]
        name, *classes = [name] if name[:1].isdigit() else name.split(".")
        known = [each for each in classes if each.removeprefix("bg_") in _VTT_COLOURS]
        if name.lower() in ("v", "/v"):
            self.removed.add(Words("content-speaker-names"))
            return ""
        if known != classes or annotation or not _VTT_KNOWN.fullmatch(name):
            self.removed.add(Words(_UNSHOWN))
        return f"<{'.'.join([name, *dict.fromkeys(known)])}>" if _VTT_KNOWN.fullmatch(name) else ""


@dataclass(slots=True)
class SubRip:
    """Cleans one stream of SubRip, or of plain text, which players take for it."""

    removed: set[str] = field(default_factory=set)

    def header(self, header: bytes) -> bytes | None:
        """Nothing: there is none."""
        return b""

    def packet(self, data: bytes) -> bytes:
        """The words, with tags that change how they are shown."""
        # A "<" that is never closed is a sign like any other.
        tagged, last, words = without_blocks(data.decode("utf-8", "replace"), self.removed).rpartition(">")
        kept = _TAG.sub(self._tag, tagged + last)
        if _TAG.sub(self._tag, kept) != kept:  # a tag stood in another
            kept = _ANY_TAG.sub(self._tag, tagged + last)
        return (kept + words).encode()

    def _tag(self, tag: re.Match[str]) -> str:
        if tag["tag"] is None:
            return tag[0]
        found = _TAG_NAME.fullmatch(tag["tag"].strip())
        closing, name, rest = (found[1], found[2].lower(), found[3]) if found else ("", "", tag["tag"])
        attributes = ""
        if name == "font" and not closing:
            attributes, rest = self._attributes(rest)
        elif name not in ("b", "i", "u", "s", "br"):
            self.removed.add(Words(_UNSHOWN))
            return "</font>" if name == "font" else ""
        if rest.strip(" /"):
            self.removed.add(Words(_UNSHOWN))
        return f"{tag['before']}{closing}{name}{attributes}>"

    def _attributes(self, text: str) -> tuple[str, str]:
        """Those of a font that are kept, and what else was there."""
        kept: dict[str, str] = {}
        for name, quoted in _ATTRIBUTE.findall(text):
            value = quoted.strip("\"'").strip()
            form = {"color": _COLOUR, "size": _SIZE}.get(name.lower())
            if (form.fullmatch(value) if form else value.lower() in FONTS) and name.lower() not in kept:
                kept[name.lower()] = value
            else:
                self.removed.add(Words(_UNSHOWN))
        return "".join(f' {name}="{value}"' for name, value in kept.items()), _ATTRIBUTE.sub("", text)


def without_blocks(text: str, removed: set[str]) -> str:
    """The text without what stands between braces, unless it is known to change how words are shown.

    Many players turn text into SubStation Alpha, in which it is a note. What is left out is added to `removed`.
    """
    kept, at = [], 0
    while (start := text.find("{", at)) >= 0 and (end := text.find("}", start)) >= 0:
        block = text[start + 1 : end].strip()
        known = _BLOCK_TAGS.fullmatch(block)
        if not known:
            removed.add(Words("content-notes"))
        kept += [text[at:start], f"{{{block}}}" if known else ""]
        at = end + 1
    return "".join([*kept, text[at:]])
