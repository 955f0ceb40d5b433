"""What else is in the redacted file: everything that is not the picture, and what is hidden behind it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from av.container import InputContainer
from av.stream import Disposition

from veilproof.audit.findings import FileFinding
from veilproof.audit.policy import Extra, Policy
from veilproof.media.contents import codec_name, main_video
from veilproof.media.demux import open_media, packets
from veilproof.media.kinds import is_photo
from veilproof.media.photo import read_photo

_TECHNICAL = frozenset({"major_brand", "minor_version", "compatible_brands", "language", "duration", "vendor_id"})
_NEUTRAL_VALUES = ("Lavf", "Lavc", "VideoHandler", "SoundHandler")
"""What writing with FFmpeg leaves in any file, whatever it shows."""
_LEAST_NAME = 6
_CHUNK = 1 << 20
_PADDING = (b"free", b"skip", b"wide")
_PICTURES = ("thumbnail", "picture", "page", "depth map")
_SAYS_NOTHING = "ICC profile (sRGB"


def in_file(original: Path, redacted: Path, policy: Policy) -> tuple[FileFinding, ...]:
    """Everything else that the redacted file holds.

    Raises:
        VeilproofError: one of the files cannot be read.
    """
    found = list(_in_photo(redacted)) if is_photo(redacted) else list(_in_video(original, redacted))
    found += [(Extra.NAME, what) for what in _names(original, redacted)]
    return tuple(FileFinding(kind.value, what, kind in policy.allow) for kind, what in found)


def _in_photo(redacted: Path) -> Iterator[tuple[Extra, str]]:
    for words in read_photo(redacted).info.dropped:
        if words.startswith(_SAYS_NOTHING):
            continue
        if words.startswith("data after"):
            yield Extra.TRAILING, words
        else:
            yield Extra.PICTURES if any(word in words for word in _PICTURES) else Extra.METADATA, words


def _in_video(original: Path, redacted: Path) -> Iterator[tuple[Extra, str]]:
    with open_media(redacted) as container:
        main = main_video(container)
        for stream in container.streams:
            if stream is main:
                continue
            if stream.type == "audio":
                yield Extra.SOUND, f"{codec_name(stream)}, {_compared(original, redacted, stream.index)}"
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
        if tags := sorted(_tags(container)):
            yield Extra.METADATA, ", ".join(tags)
        if main is not None:
            hidden = sum(packet is not None and packet.is_discard for packet in packets(container, [main]))
            if hidden:
                yield Extra.HIDDEN_FRAMES, f"{hidden} frames that the file holds and no player shows (edit list)"
    yield from _outside_of_boxes(redacted)


def _tags(container: InputContainer) -> set[str]:
    every = (container.metadata, *(stream.metadata for stream in container.streams))
    return {
        tag.lower()
        for tags in every
        for tag, value in tags.items()
        if tag.lower() not in _TECHNICAL and not value.startswith(_NEUTRAL_VALUES) and value.strip()
    }


def _compared(original: Path, redacted: Path, index: int) -> str:
    ours = _sound_digests(original)
    theirs = _sound_digests(redacted)[index]
    return "the sound of the original, bit by bit" if theirs in ours.values() else "not bit by bit that of the original"


def _sound_digests(path: Path) -> dict[int, str]:
    """SHA-256 of the coded sound of each stream, by the number of the stream."""
    with open_media(path) as container:
        streams = list(container.streams.audio)
        digests = {stream.index: hashlib.sha256() for stream in streams}
        for packet in packets(container, list(streams)) if streams else ():
            if packet is not None and packet.size:
                digests[packet.stream.index].update(bytes(packet))
        return {index: digest.hexdigest() for index, digest in digests.items()}


def _names(original: Path, redacted: Path) -> Iterator[str]:
    """The name or the path of the original where it stands in the bytes of the redacted file."""
    wanted = {}
    whole = original.absolute()
    for what, text in (("the name of the original", whole.name), ("the path of the original", str(whole.parent))):
        if len(text) >= _LEAST_NAME:
            for coded in (os.fsencode(text), text.encode("utf-16-le", "ignore")):
                wanted[coded] = what
    longest = max(map(len, wanted), default=0)
    found: dict[str, None] = {}
    with redacted.open("rb") as file:
        tail = b""
        while chunk := file.read(_CHUNK):
            block = tail + chunk
            found.update({what: None for coded, what in wanted.items() if coded in block})
            tail = block[-longest:]
    yield from found


def _outside_of_boxes(path: Path) -> Iterator[tuple[Extra, str]]:
    """Bytes of an MP4 or MOV that belong to no box, or to one that no player reads (ISO/IEC 14496-12, section 4.2)."""
    end = path.stat().st_size
    with path.open("rb") as file:
        if file.read(8)[4:] not in (b"ftyp", b"moov", b"mdat", *_PADDING):
            return
        at = 0
        while at + 8 <= end:
            file.seek(at)
            head = file.read(16)
            size, kind = int.from_bytes(head[:4], "big"), head[4:8]
            header = 8
            if size == 1:
                size, header = int.from_bytes(head[8:16], "big"), 16
            size = end - at if size == 0 else size
            if size < header or at + size > end or not kind.isascii():
                break
            if kind in _PADDING and _holds_something(file, at + header, at + size):
                yield Extra.TRAILING, f"{size - header} bytes in a box that players pass over"
            at += size
        if at < end:
            yield Extra.TRAILING, f"{end - at} bytes after the end of the film"


def _holds_something(file: BinaryIO, start: int, stop: int) -> bool:
    file.seek(start)
    return any(file.read(min(_CHUNK, stop - at)).strip(b"\0") for at in range(start, stop, _CHUNK))
