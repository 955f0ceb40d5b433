"""Subtitles of SubStation Alpha without what is not shown: script information, speakers, notes, names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from veilproof.language.message import Words

_INFORMATION = {
    "scripttype": re.compile(r"v4\.00\+{0,2}", re.IGNORECASE),
    "collisions": re.compile(r"normal|reverse", re.IGNORECASE),
    "scaledborderandshadow": re.compile(r"yes|no", re.IGNORECASE),
    "ycbcr matrix": re.compile(r"none|(tv|pc)\.(601|709|240m|fcc)", re.IGNORECASE),
    **dict.fromkeys(("playresx", "playresy", "layoutresx", "layoutresy"), re.compile(r"\d{1,5}", re.ASCII)),
    **dict.fromkeys(("wrapstyle",), re.compile(r"[0-3]")),
    **dict.fromkeys(("timer",), re.compile(r"\d{1,3}(\.\d{1,4})?", re.ASCII)),
}
"""Keys of the script information that change how subtitles are shown, and the form of their values; lower case."""
_SECTIONS = {name.lower(): name for name in ("[Script Info]", "[V4 Styles]", "[V4+ Styles]", "[Events]")}
_STYLES, _NEW_STYLES = "[V4 Styles]", "[V4+ Styles]"

_STYLE_FORMATS = {
    _STYLES: "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, TertiaryColour, BackColour, Bold, Italic, "
    "BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, AlphaLevel, Encoding",
    _NEW_STYLES: "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
    "Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, "
    "MarginV, Encoding",
}
"""The fields of a style, in the order that the format gives them (SubStation Alpha v4.00+ script format)."""
_STYLE_DEFAULTS = {
    "Fontname": "Arial",
    "Fontsize": "20",
    "PrimaryColour": "&H00FFFFFF",
    "SecondaryColour": "&H000000FF",
    **dict.fromkeys(("TertiaryColour", "OutlineColour", "BackColour"), "&H00000000"),
    **dict.fromkeys(("ScaleX", "ScaleY"), "100"),
    **dict.fromkeys(("BorderStyle", "Encoding"), "1"),
    **dict.fromkeys(("Outline", "Shadow", "Alignment"), "2"),
    **dict.fromkeys(("MarginL", "MarginR", "MarginV"), "10"),
}
"""What fields have that a style does not give: the usual ones of programs; others 0."""
_STYLE_FIELDS = {name.lower(): name for fields in _STYLE_FORMATS.values() for name in fields.split(", ")}
_EVENT_FORMATS = {
    True: "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
    False: "Format: Marked, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
}
"""With styles of version 4+, and without; a container keeps the fields of an event in this order."""
_EVENT_FIELDS = 9
"""Of an event in Matroska: read order, layer, style, name, three margins, effect, text."""

_SIGNED = r"[-+]?\d{1,6}(?:\.\d{1,6})?"
_NUMBER = re.compile(_SIGNED, re.ASCII)
_COLOUR = re.compile(r"&H[\dA-F]{1,8}&?", re.IGNORECASE | re.ASCII)
_STYLE_COLOUR = re.compile(rf"{_COLOUR.pattern}|[-+]?\d{{1,10}}", re.IGNORECASE | re.ASCII)
"""Older versions write the number in decimal, and one with its highest bit set as a negative one."""
_EFFECT = re.compile(r"(Banner|Scroll up|Scroll down|Karaoke)(;\d{1,5}(\.\d{1,3})?){0,4}", re.IGNORECASE | re.ASCII)

_NUMBER_TAGS = frozenset(
    """
    b i u s bord xbord ybord shad xshad yshad be blur fs fscx fscy fsp fr frx fry frz fax fay fe an a q pbo p
    k K kf ko kt
    """.split()  # noqa: SIM905 - forty quotes and commas would hide the names
)
_COLOUR_TAGS = frozenset({"c", "1c", "2c", "3c", "4c", "alpha", "1a", "2a", "3a", "4a"})
_PLACE_TAGS = frozenset({"pos", "move", "org", "fad", "fade", "clip", "iclip"})
"""With numbers between parentheses; a clip may be a drawing instead."""
_NAMED_TAGS = frozenset({"r", "fn", "t"})
"""With the name of a style, with the name of a font, and with other tags."""
_TAG = re.compile(
    "(" + "|".join(sorted(_NUMBER_TAGS | _COLOUR_TAGS | _PLACE_TAGS | _NAMED_TAGS, key=len, reverse=True)) + ")(.*)",
    re.DOTALL,
)
_PLACES = re.compile(rf"\(\s*{_SIGNED}(?:\s*,\s*{_SIGNED}){{0,6}}\s*\)", re.ASCII)
_TIMES = re.compile(rf"(?:\s*{_SIGNED}\s*,){{0,3}}\s*", re.ASCII)
_DRAWING_SCALE = re.compile(r"\\p(\d{0,2})(?![a-z\d])", re.ASCII)
"""Of what stands between blocks from there on: a drawing, or words again if it is 0 or missing."""
_DRAWING = re.compile(r"[mnlbspc\d.+-]*", re.ASCII)
"""A word of a drawing: commands and numbers."""

FONTS = frozenset({"arial", "helvetica", "verdana", "tahoma", "times new roman", "courier new", "sans-serif", "serif"})
"""Names of fonts that are on most machines and tell nothing; any other could be anything. Lower case."""


@dataclass(slots=True)
class Ass:
    """Cleans one stream of SubStation Alpha."""

    removed: set[str] = field(default_factory=set)
    _styles: dict[str, str] = field(default_factory=dict)

    def header(self, header: bytes) -> bytes | None:
        """The header with the script information and the styles that decide how subtitles are shown."""
        kept: dict[str, dict[str, str]] = {}
        section, fields = "", [*_STYLE_FIELDS.values()]
        for line in header.decode("utf-8", "replace").replace("\r", "").split("\n"):
            if line.startswith("["):
                section = _SECTIONS.get(line.strip().lower(), "")
                fields = _STYLE_FORMATS.get(section, "").split(", ")
                if section:
                    kept.setdefault(section, {})
                    continue
            key, value = (part.strip() for part in line.partition(":")[::2])
            if section in _STYLE_FORMATS and key.lower() == "format":
                fields = [_STYLE_FIELDS.get(name.strip().lower(), "") for name in value.split(",")]
                self.removed.update({Words("content-script-information")} if "" in fields else ())
            elif section in _STYLE_FORMATS and key.lower() == "style":
                style = self._style_line(section, dict(zip(fields, value.split(","), strict=False)))
                kept[section].setdefault(style.split(",")[0], style)
            elif (form := _INFORMATION.get(key.lower())) and section == "[Script Info]" and form.fullmatch(value):
                kept[section].setdefault(key.lower(), f"{key}: {value}")
            elif line.strip() and (section != "[Events]" or key.lower() != "format"):
                self.removed.add(Words("content-script-information"))
        if "[Events]" in kept:
            kept["[Events]"] = {"format": _EVENT_FORMATS[_STYLES not in kept]}
        for section in kept.keys() & _STYLE_FORMATS.keys():
            kept[section] = {"format": f"Format: {_STYLE_FORMATS[section]}", **kept[section]}
        return "\n\n".join("\n".join([section, *lines.values()]) for section, lines in kept.items()).encode() + b"\n"

    def _style_line(self, section: str, given: dict[str, str]) -> str:
        values = []
        for name in _STYLE_FORMATS[section].split(", "):
            value = given.get(name, "").strip()
            if name == "Name":
                values.append(self._style(value))
            elif name == "Fontname":
                values.append(value if value.lower() in FONTS else _STYLE_DEFAULTS[name])
            else:
                form = _STYLE_COLOUR if name.endswith("Colour") else _NUMBER
                values.append(value if form.fullmatch(value) else _STYLE_DEFAULTS.get(name, "0"))
        return "Style: " + ",".join(values)

    def _style(self, name: str) -> str:
        """A name for the style that says nothing; "Default" means something to players."""
        name = name.strip().lstrip("*")
        if name.lower() == "default":
            return "Default"
        if name not in self._styles:
            self._styles[name] = f"Style{len(self._styles) + 1}"
            self.removed.add(Words("content-style-names"))
        return self._styles[name]

    def packet(self, data: bytes) -> bytes:
        """An event without its speaker, its notes and tags that no player knows."""
        parts = data.decode("utf-8", "replace").split(",", _EVENT_FIELDS - 1)
        if len(parts) < _EVENT_FIELDS:
            return b""
        order, layer, style, name, *margins, effect, text = parts
        if name.strip():
            self.removed.add(Words("content-speaker-names"))
        numbers = [part.strip() if _NUMBER.fullmatch(part.strip()) else "0" for part in (order, layer, *margins)]
        effect = effect if _EFFECT.fullmatch(effect.strip()) else ""
        return ",".join([*numbers[:2], self._style(style), "", *numbers[2:], effect, self._text(text)]).encode()

    def _text(self, text: str) -> str:
        kept, at, drawing = [], 0, False
        while (start := text.find("{", at)) >= 0 and (end := text.find("}", start)) >= 0:
            kept.append(self._words(text[at:start], drawing))
            comment, _, tags = text[start + 1 : end].partition("\\")
            if comment.strip():
                self.removed.add(Words("content-notes"))
            tags = self._tags("\\" + tags)
            for scale in _DRAWING_SCALE.findall(tags):
                drawing = bool(scale.strip("0"))
            kept.append(f"{{{tags}}}" if tags else "")
            at = end + 1
        return "".join(kept) + self._words(text[at:], drawing)

    def _words(self, text: str, drawing: bool) -> str:
        """What stands between two blocks: words as they are, or of a drawing what draws."""
        return self._drawing(text) if drawing else text

    def _drawing(self, text: str) -> str:
        words = text.split()
        kept = [word for word in words if _DRAWING.fullmatch(word)]
        if kept != words:
            self.removed.add(Words("content-notes"))
        return " ".join(kept)

    def _tags(self, tags: str, nested: bool = False) -> str:
        """The tags of a block that a player knows, with values of the form that they have."""
        parts = list(_split(tags))
        kept = [cleaned for part in parts if (cleaned := self._tag(part.strip(), nested)) is not None]
        if len(kept) < len([part for part in parts if part.strip()]):
            self.removed.add(Words("content-notes"))
        return "".join(f"\\{tag}" for tag in kept)

    def _tag(self, tag: str, nested: bool) -> str | None:
        found = _TAG.fullmatch(tag)
        if found is None:
            return None
        name, value = found[1], found[2].strip()
        known = not value
        if name == "p":
            known = bool(_DRAWING_SCALE.fullmatch("\\" + tag)) and not nested
        elif name in _NUMBER_TAGS:
            known |= bool(_NUMBER.fullmatch(value))
        elif name in _COLOUR_TAGS:
            known |= bool(_COLOUR.fullmatch(value))
        elif name == "fn":
            known |= value.lower() in FONTS
        elif name == "r":
            return f"r{self._style(value)}" if value else "r"
        elif name == "t":
            return None if nested else self._animated(value)
        else:
            known = bool(_PLACES.fullmatch(value))
            if not known and name in ("clip", "iclip") and value[:1] == "(" and value[-1:] == ")":
                scale, comma, drawing = value[1:-1].rpartition(",")
                scale = scale.strip() if _NUMBER.fullmatch(scale.strip()) else ""
                return f"{name}({scale}{comma if scale else ''}{self._drawing(drawing)})"
        return f"{name}{value}" if known else None

    def _animated(self, value: str) -> str | None:
        times, backslash, tags = value.removeprefix("(").removesuffix(")").partition("\\")
        if not backslash or value[:1] != "(" or not _TIMES.fullmatch(times):
            return None
        return f"t({times}{self._tags(backslash + tags, nested=True)})"


def _split(tags: str) -> list[str]:
    """The tags of a block without their backslashes; those between parentheses belong to the tag before."""
    depth, start, parts = 0, len(tags), []
    for at, letter in enumerate(tags):
        depth = max(0, depth + (letter == "(") - (letter == ")"))
        if letter == "\\" and not depth:
            parts.append(tags[start:at])
            start = at + 1
    return [*parts[1:], tags[start:]] if parts else []
