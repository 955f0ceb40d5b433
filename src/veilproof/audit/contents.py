"""Finds what a redacted file contains besides the picture: streams, metadata, hidden frames, stray bytes."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from av.container import InputContainer
from av.stream import Disposition

from veilproof.audit.findings import FileFinding
from veilproof.audit.headers import text_in_headers
from veilproof.audit.policy import Extra, Policy
from veilproof.media.contents import codec_name, main_video
from veilproof.media.demux import open_media, packets
from veilproof.media.kinds import is_photo
from veilproof.media.photo import read_photo

_TECHNICAL_TAGS = frozenset({"major_brand", "minor_version", "compatible_brands", "language", "duration", "vendor_id"})
"""Tags that describe the container, not the footage."""
_KNOWN_TAGS = re.compile(
    r"album|album_artist|artist|comment|composer|copyright|creation_time|date|description|encoder|encoded_by|filename|genre"
    r"|handler_name|keywords|location(-eng)?|make|mimetype|model|performer|publisher|service_name|software|synopsis"
    r"|timecode|title|track|com\.apple\.quicktime\.(author|comment|creationdate|description|displayname|keywords|make|model"
    r"|location\.iso6709|software|title)|com\.android\.(version|capture\.fps|manufacturer|model)"
)
"""Names of tags that programs write. In some containers a name can be any text, that of a person as well, so only these
are told: FFmpeg's generic names, and those of telephones."""
_NEUTRAL_VALUES = re.compile(r"Lav[fc][\d.]*( [\w-]{1,20})?|VideoHandler|SoundHandler")
"""Tag values that FFmpeg writes into every file: its version, and the encoder."""
_MIN_NAME_LENGTH = 6
"""Characters: shorter names occur in the bytes of a file by chance. A round number."""
_CHUNK = 1 << 20
"""Bytes read at once."""
_PADDING_BOXES = (b"free", b"skip", b"wide")
"""Boxes that players ignore: ISO/IEC 14496-12, section 8.1.2, and QuickTime's `wide`."""
_PLAYED_BOXES = (b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"ssix", b"pdin")
"""Boxes of which a file of pictures and sound consists: ISO/IEC 14496-12, table 1, and FFmpeg writes no others."""
_SHOWN_CHUNKS = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP", b"EXIF", b"XMP ")
"""Chunks of WebP (RFC 9649, section 2.7); what is in the last three is told by `media.photo`."""
_PICTURE_WORDS = ("thumbnail", "picture", "page", "depth map", "gain map", "video", "transparent", "aperture")
"""Words by which `media.photo` describes further pictures in a photo."""
_NEUTRAL_PROFILE = "ICC profile (sRGB"
"""How `media.photo` describes the standard colour profile, which identifies nothing."""


def find_other_content(original: Path, redacted: Path, policy: Policy) -> tuple[FileFinding, ...]:
    """Everything that the redacted file contains besides the picture.

    Raises:
        VeilproofError: a file cannot be read.
    """
    found = list(_in_photo(redacted)) if is_photo(redacted) else list(_in_video(original, redacted))
    found += [(Extra.NAME, what) for what in _names(original, redacted)]
    return tuple(FileFinding(kind.value, str(what), kind in policy.allow) for kind, what in found)


def _in_photo(redacted: Path) -> Iterator[tuple[Extra, str]]:
    for description in read_photo(redacted).info.dropped:
        if description.startswith(_NEUTRAL_PROFILE):
            continue
        if description.startswith("data after"):
            yield Extra.TRAILING, description
        elif any(word in description for word in _PICTURE_WORDS):
            yield Extra.PICTURES, description
        else:
            yield Extra.METADATA, description
    yield from _unknown_chunks(redacted)


def _in_video(original: Path, redacted: Path) -> Iterator[tuple[Extra, str]]:
    with open_media(redacted) as container:
        main = main_video(container)
        for stream in container.streams:
            if stream is main:
                continue
            if stream.type == "audio":
                yield Extra.SOUND, f"{codec_name(stream)}, {_compare_sound(original, redacted, stream.index)}"
            elif stream.type == "subtitle":
                yield Extra.SUBTITLES, codec_name(stream)
            elif stream.type == "video" and stream.disposition & (
                Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
            ):
                yield Extra.PICTURES, "a cover picture"
            else:
                yield Extra.STREAMS, f"a further stream ({stream.type}, {codec_name(stream)})"
        if chapters := len(container.chapters()):
            yield Extra.CHAPTERS, f"{chapters} chapter{'s' if chapters > 1 else ''}"
        if tags := _tags(container):
            known = sorted(tag for tag in tags if _KNOWN_TAGS.fullmatch(tag))
            others = len(tags) - len(known)
            unknown = [f"{others} tag{'s' if others > 1 else ''} of another name"] if others else []
            yield Extra.METADATA, ", ".join(known + unknown)
        if main is not None:
            hidden = sum(packet is not None and packet.is_discard for packet in packets(container, [main]))
            if hidden:
                yield Extra.HIDDEN_FRAMES, f"{hidden} frames that are in the file but not shown (edit list)"
    with open_media(redacted) as container:
        for told in text_in_headers(container):
            yield Extra.METADATA, told
    yield from _stray_bytes(redacted)


def _tags(container: InputContainer) -> set[str]:
    every = (container.metadata, *(stream.metadata for stream in container.streams))
    return {
        tag.lower()
        for tags in every
        for tag, value in tags.items()
        if tag.lower() not in _TECHNICAL_TAGS and not _NEUTRAL_VALUES.fullmatch(value) and value.strip()
    }


def _compare_sound(original: Path, redacted: Path, index: int) -> str:
    originals = _sound_digests(original).values()
    is_same = _sound_digests(redacted)[index] in originals
    return "the sound of the original, bit by bit" if is_same else "not bit by bit that of the original"


def _sound_digests(path: Path) -> dict[int, str]:
    """SHA-256 of the coded sound of each stream, by stream index."""
    with open_media(path) as container:
        streams = list(container.streams.audio)
        digests = {stream.index: hashlib.sha256() for stream in streams}
        for packet in packets(container, list(streams)) if streams else ():
            if packet is not None and packet.size:
                digests[packet.stream.index].update(bytes(packet))
        return {index: digest.hexdigest() for index, digest in digests.items()}


def _names(original: Path, redacted: Path) -> Iterator[str]:
    """The name or the path of the original, where the bytes of the redacted file contain it."""
    patterns = {}
    path = original.absolute()
    for what, text in (("the name of the original", path.name), ("the path of the original", str(path.parent))):
        if len(text) >= _MIN_NAME_LENGTH:
            for encoded in (os.fsencode(text), text.encode("utf-16-le", "ignore")):
                patterns[encoded] = what
    longest = max(map(len, patterns), default=0)
    found: dict[str, None] = {}
    with redacted.open("rb") as file:
        tail = b""
        while chunk := file.read(_CHUNK):
            block = tail + chunk
            found.update({what: None for encoded, what in patterns.items() if encoded in block})
            tail = block[-longest:]
    yield from found


def _stray_bytes(path: Path) -> Iterator[tuple[Extra, str]]:
    """Bytes of an MP4 or MOV outside any box, or in a box that players ignore (ISO/IEC 14496-12, section 4.2)."""
    end = path.stat().st_size
    with path.open("rb") as file:
        if file.read(8)[4:] not in (b"ftyp", b"moov", b"mdat", *_PADDING_BOXES):
            return
        # The type of an unknown box can be any text, so it is not named.
        offset = 0
        while offset + 8 <= end:
            file.seek(offset)
            head = file.read(16)
            size, kind = int.from_bytes(head[:4], "big"), head[4:8]
            header = 8
            if size == 1:
                size, header = int.from_bytes(head[8:16], "big"), 16
            size = end - offset if size == 0 else size
            if size < header or offset + size > end or not kind.isascii():
                break
            if kind not in _PLAYED_BOXES and _has_data(file, offset + header, offset + size):
                yield Extra.TRAILING, f"{size - header} bytes in a box that players ignore"
            offset += size
        if offset < end:
            yield Extra.TRAILING, f"{end - offset} bytes after the end of the video"


def _unknown_chunks(path: Path) -> Iterator[tuple[Extra, str]]:
    """Chunks of a WebP that viewers ignore (RFC 9649, section 2.7.1.6)."""
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] != b"RIFF" or head[8:] != b"WEBP":
            return
        offset, end = 12, min(path.stat().st_size, 8 + int.from_bytes(head[4:8], "little"))
        while offset + 8 <= end:
            file.seek(offset)
            kind, size = file.read(4), int.from_bytes(file.read(4), "little")
            if kind not in _SHOWN_CHUNKS:
                yield Extra.TRAILING, f"{size} bytes in a part of the photo that viewers ignore"
            # Chunks begin at even bytes.
            offset += 8 + size + size % 2


def _has_data(file: BinaryIO, start: int, stop: int) -> bool:
    file.seek(start)
    return any(file.read(min(_CHUNK, stop - offset)).strip(b"\0") for offset in range(start, stop, _CHUNK))
