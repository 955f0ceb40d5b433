"""Text that copied sound and subtitles carry beside what is heard and read: comments, speaker names, notes.

What is told says that there is text, how much and where, never the text: it may be a name, and reports hold no names.
Written without a look at how the output is made: it must find what that overlooks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from av.container import InputContainer
from av.stream import Stream

from veilproof.media.contents import codec_name
from veilproof.media.demux import packets

_MIN_RUN = 5
"""Characters: shorter runs of letters occur in binary headers by chance. A round number."""
_RUN = re.compile(rb"[ -~\x80-\xf4]{%d,}" % _MIN_RUN)
_LETTERS = re.compile(r"[^\W\d_]{3}")
_KNOWN = ("OpusHead", "Speex", "fLaC", "Arial", "vorbis", "alac", "ftab")
"""Words of the formats themselves, and the font that stands for any."""
_CODEBOOKS = b"\x05vorbis"
"""Begins the part of a Vorbis header in which runs of letters occur by chance."""
_ASS_TECHNICAL = re.compile(
    r"\s*(\[(Script Info|V4\+? Styles|Events)\]|(ScriptType|PlayRes[XY]|LayoutRes[XY]|WrapStyle|Collisions|Timer"
    r"|ScaledBorderAndShadow|YCbCr Matrix)\s*:[-+\w. ]*|Format\s*:.*|Style\s*:\s*(Default|Style\d+)\s*,.*)?",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"<v[.\s]", re.IGNORECASE)
_BLOCK = re.compile(r"\{([^}]*)\}")
"""Between braces, SubStation Alpha has tags that change how words are shown; what is unknown, players pass over."""
_SHOWN_BLOCK = re.compile(
    r"(\\(an?|be?|blur|bord|c|clip|fa[xy]|fad|fade|fe|fr[xyz]?|fs(c[xy]|p)?|iclip|i|k|kf|ko|move|org|p|pbo|pos|q"
    r"|s|shad|t|u|[1-4]?[ac]|alpha|xbord|ybord|xshad|yshad|fn(Arial|Default)?)[-+\d.,()&Hh\sA-Fa-f]*)*",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?([^\s>/.]*)([^>]*)>")
_SHOWN_TAGS = {
    "webvtt": re.compile(r"c|b|i|u|ruby|rt|v|[\d:.]+", re.IGNORECASE),
    "subrip": re.compile(r"b|i|u|s|br|font", re.IGNORECASE),
}


def text_in_headers(container: InputContainer) -> Iterator[str]:
    """What the headers and packets of the sound and subtitles of an open file tell, in plain words."""
    streams = [stream for stream in container.streams if stream.type in ("audio", "subtitle")]
    for stream in streams:
        if length := len(_header_text(stream)):
            where = "sound" if stream.type == "audio" else "subtitles"
            yield f"text of {length} characters in the header of the {where}"
    subtitles = [stream for stream in streams if stream.type == "subtitle"]
    found: dict[str, None] = {}
    for packet in packets(container, subtitles) if subtitles else ():
        if packet is not None and packet.size:
            found.update(dict.fromkeys(_packet_text(codec_name(packet.stream), bytes(packet))))
            if packet.has_sidedata("webvtt_identifier") or packet.has_sidedata("matroska_block_additional"):
                found["names or notes of cues in the subtitles"] = None
    yield from found


def _header_text(stream: Stream) -> str:
    """The text in the header of a stream that is not of the format itself; empty if there is none."""
    header = (stream.codec_context.extradata or b"") if stream.codec_context else b""
    name = codec_name(stream)
    if name in ("ass", "ssa"):
        lines = header.decode("utf-8", "replace").splitlines()
        return "".join(line for line in lines if not _ASS_TECHNICAL.fullmatch(line))
    found = ""
    for run in _RUN.findall(header.partition(_CODEBOOKS)[0] if name == "vorbis" else header):
        text = run.decode("utf-8", "replace")
        for word in _KNOWN:
            text = text.replace(word, "")
        if name == "dvd_subtitle":
            text = re.sub(r"(size|org|scale|alpha|palette):[\s\da-fA-F,x%]*", "", text)
        if len(text.strip()) >= _MIN_RUN and _LETTERS.search(text):
            found += text.strip()
    return found


def _notes(text: str) -> Iterator[str]:
    if not all(_SHOWN_BLOCK.fullmatch(block) for block in _BLOCK.findall(text)):
        yield "notes in the subtitles"


def _packet_text(name: str, data: bytes) -> Iterator[str]:
    text = data.decode("utf-8", "replace")
    if name in ("ass", "ssa"):
        parts = text.split(",", 8)
        if len(parts) > 3 and parts[3].strip():
            yield "speaker names in the subtitles"
        yield from _notes(parts[-1])
    elif name in _SHOWN_TAGS:
        if name == "webvtt" and _SPEAKER.search(text):
            yield "speaker names in the subtitles"
        if any(not _SHOWN_TAGS[name].fullmatch(tag) for tag, _ in _TAG.findall(text)):
            yield "tags in the subtitles that show nothing"
        yield from _notes(text)
    elif name == "mov_text" and b"href" in data[2 + int.from_bytes(data[:2], "big") :]:
        yield "links in the subtitles"
