"""Headers of coded sound, written anew: what a decoder needs, and nothing that somebody wrote into them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

_HEADERLESS = frozenset(
    {"mp1", "mp2", "mp3", "ac3", "eac3", "dts", "truehd", "mlp", "amrnb", "amrwb", "amr_nb", "amr_wb", "gsm", "gsm_ms"}
    | {"g723_1", "g729", "nellymoser", "adpcm_swf", "adpcm_ima_qt", "qcelp", "evrc", "s302m", "aac_latm"}
)
"""FFmpeg's names of codecs that decode without a header."""
_NUMERIC = {
    "adpcm_ms": 64,
    "adpcm_ima_wav": 32,
    "wmav1": 16,
    "wmav2": 16,
    "wmapro": 32,
    "wmavoice": 64,
    "wmalossless": 32,
}
"""Codecs with a header of numbers, and how many bytes it may have: twice what the format needs, rounded."""

AMR_FRAME_SECONDS = Fraction(1, 50)
"""3GPP TS 26.101 and 26.201."""
AMR_FRAME_BYTES = {
    "amr_nb": (13, 14, 16, 18, 20, 21, 27, 32, 6, 6, 6, 6, 1, 1, 1, 1),
    "amr_wb": (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 6, 1, 1, 1, 1, 1),
}
"""Bytes of a frame by its type, the first byte with it included (RFC 4867, section 5.3)."""

_VORBIS_IDENTIFICATION_BYTES = 30
"""Vorbis I specification, section 4.2.2."""
_OPUS_HEAD_BYTES = 19
"""RFC 7845, section 5.1, without a table of channels."""
_FLAC_STREAM_INFO_BYTES = 34
"""RFC 9639, section 8.2."""
_SPEEX_HEADER_BYTES = 80
"""Of the header packet that Speex's `speex_header.h` describes; bytes 8 to 27 are free text."""
_ALAC_COOKIE_BYTES = 24
"""The ALAC magic cookie; FFmpeg puts 12 bytes of box before it."""
_AAC_CONFIGURATION_BYTES = 16
"""An AudioSpecificConfig with SBR and PS needs 7 (ISO/IEC 14496-3, section 1.6); USAC a little more."""


def cleaned_sound_header(codec: str, header: bytes) -> bytes | None:
    """The header without free text; None if it cannot be told what is in it.

    Args:
        codec: FFmpeg's name.
        header: what the container holds for the decoder; empty if there is none.
    """
    if not header or codec in _HEADERLESS or codec.startswith("pcm_"):
        return b""
    if codec in _NUMERIC:
        return header if len(header) <= _NUMERIC[codec] else None
    rewrite = _REWRITERS.get(codec)
    return rewrite(header) if rewrite else None


def amr_frames(data: bytes, codec: str) -> list[bytes]:
    """The frames of a packet of AMR; together they are the packet."""
    frames, at = [], 0
    while at < len(data):
        size = AMR_FRAME_BYTES[codec][data[at] >> 3 & 15]
        frames.append(data[at : at + size])
        at += size
    return frames


def sound_comments(codec: str, header: bytes) -> bool:
    """Whether the header holds more than a decoder needs."""
    return bool(header) and cleaned_sound_header(codec, header) != header


def _vorbis(header: bytes) -> bytes | None:
    parts = _xiph_parts(header)
    if parts is None or len(parts[0]) != _VORBIS_IDENTIFICATION_BYTES or not parts[2].startswith(b"\x05vorbis"):
        return None
    # An empty vendor, no comments, and the framing bit.
    return _xiph_joined([parts[0], b"\x03vorbis" + bytes(8) + b"\x01", parts[2]])


def _xiph_parts(header: bytes) -> list[bytes] | None:
    """The three packets of a Vorbis header, laced as in Matroska, or each after its length in two bytes."""
    if header[:1] == b"\x02":
        sizes, at = [], 1
        for _ in range(2):
            size = 0
            while at < len(header) and header[at] == 255:
                size, at = size + 255, at + 1
            if at >= len(header):
                return None
            sizes.append(size + header[at])
            at += 1
    elif header[:2] == _VORBIS_IDENTIFICATION_BYTES.to_bytes(2, "big"):
        parts, at = [], 0
        for _ in range(3):
            size = int.from_bytes(header[at : at + 2], "big")
            parts.append(header[at + 2 : at + 2 + size])
            at += 2 + size
        return parts
    else:
        return None
    first, second = sizes
    return [header[at : at + first], header[at + first : at + first + second], header[at + first + second :]]


def _xiph_joined(parts: list[bytes]) -> bytes:
    lacing = b"".join(b"\xff" * (len(part) // 255) + bytes([len(part) % 255]) for part in parts[:-1])
    return bytes([len(parts) - 1]) + lacing + b"".join(parts)


def _opus(header: bytes) -> bytes | None:
    if not header.startswith(b"OpusHead") or len(header) < _OPUS_HEAD_BYTES:
        return None
    channels, family = header[9], header[18]
    return header[: _OPUS_HEAD_BYTES + (2 + channels if family else 0)]


def _flac(header: bytes) -> bytes | None:
    if header.startswith(b"fLaC"):
        header = header[8:]
    return header[:_FLAC_STREAM_INFO_BYTES] if len(header) >= _FLAC_STREAM_INFO_BYTES else None


def _speex(header: bytes) -> bytes | None:
    if not header.startswith(b"Speex   ") or len(header) < _SPEEX_HEADER_BYTES:
        return None
    return header[:8] + bytes(20) + header[28:_SPEEX_HEADER_BYTES]


def _alac(header: bytes) -> bytes | None:
    if header[4:8] == b"alac":
        return header[: 12 + _ALAC_COOKIE_BYTES]
    return header[:_ALAC_COOKIE_BYTES] if len(header) >= _ALAC_COOKIE_BYTES else None


def _aac(header: bytes) -> bytes | None:
    bits = int.from_bytes(header[:8].ljust(8, b"\0"), "big")
    position = 64

    def read(count: int) -> int:
        nonlocal position
        position -= count
        return bits >> position & (1 << count) - 1

    if read(5) == 31:
        read(6)
    if read(4) == 15:
        read(24)
    # Channel configuration 0 is followed by a description of the channels, which ends in a comment.
    return header if read(4) and len(header) <= _AAC_CONFIGURATION_BYTES else None


_REWRITERS: dict[str, Callable[[bytes], bytes | None]] = {
    "vorbis": _vorbis,
    "opus": _opus,
    "flac": _flac,
    "speex": _speex,
    "alac": _alac,
    "aac": _aac,
}
