"""Headers of coded sound, written anew: what a decoder needs, and nothing that somebody wrote into them."""

from __future__ import annotations

import struct
from collections.abc import Callable
from fractions import Fraction

import av

from veilproof.media.aac_configuration import cleaned_configuration

_HEADERLESS = frozenset(
    {"mp1", "mp2", "mp3", "ac3", "eac3", "dts", "truehd", "mlp", "amrnb", "amrwb", "amr_nb", "amr_wb", "gsm", "gsm_ms"}
    | {"g723_1", "g729", "nellymoser", "adpcm_swf", "adpcm_ima_qt", "qcelp", "evrc", "s302m", "aac_latm"}
    | {"adpcm_ms", "adpcm_ima_wav"}
)
"""FFmpeg's names of codecs that decode without a header; of some FFmpeg writes the usual one itself."""
AMR_FRAME_SECONDS = Fraction(1, 50)
"""3GPP TS 26.101 and 26.201."""
AMR_FRAME_BYTES = {
    "amr_nb": (13, 14, 16, 18, 20, 21, 27, 32, 6, 6, 6, 6, 1, 1, 1, 1),
    "amr_wb": (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 6, 1, 1, 1, 1, 1),
}
"""Bytes of a frame by its type, the first byte with it included (RFC 4867, section 5.3)."""

_VORBIS_IDENTIFICATION = struct.Struct("<7sIBIiiiBB")
"""Mark, version, channels, rate, three bit rates, sizes of blocks, framing (Vorbis I, section 4.2.2)."""
_VORBIS_BLOCK_SIZES = range(6, 14)
"""As powers of 2."""
_OPUS = struct.Struct("<8sBBHIhB")
"""Mark, version, channels, samples to skip, rate of the source, gain, family of mappings (RFC 7845, section 5.1)."""
_OPUS_CHANNELS = {0: 2, 1: 8, 2: 38, 255: 16}
"""The most channels by family: stereo, Vorbis order, ambisonics of up to the fifth order with two more, no meaning."""
_FLAC_STREAM_INFO = struct.Struct(">HH6x8s16x")
"""Least and most samples of a block; sizes of frames; rate, channels, bits and samples; a checksum (RFC 9639, 8.2)."""
_FLAC_BLOCK_SAMPLES = range(16, 16_385)
"""What the format allows in streams; files could have four times as many."""
_FLAC_TOTAL_BITS = 36
"""Of the number of samples, which the container tells, too."""
_SPEEX = struct.Struct("<8s20s13i")
"""Mark, version as text, version, size of header, rate, mode, version of the mode, channels, bit rate, samples of a
frame, variable bit rate, frames of a packet, further headers, two that are reserved (Speex's `speex_header.h`)."""
_ALAC = struct.Struct(">I6BHIII")
"""Samples of a frame, version, bits, three parameters of the coding, channels, longest run, largest frame, bit rate,
rate; FFmpeg puts 12 bytes of box before it."""
_ALAC_BOX = b"\0\0\0\x24alac\0\0\0\0"
_WMA_SAMPLES = frozenset(1 << power for power in range(7, 16))
"""Of a block."""
_WMA_FLAGS, _WMA_PRO_FLAGS = 0x1F, 0x1FF
"""Bits that a decoder reads."""
_WMA_SPEAKERS = 18
"""Bits of a mask of speakers (WAVEFORMATEXTENSIBLE)."""
_MAX_RATE = 384_000
_RATES = frozenset({8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 192000})
"""Hz: more than any sound has, and the usual ones."""


def cleaned_sound_header(codec: str, header: bytes) -> bytes | None:
    """The header without free text; None if it cannot be told what is in it.

    Args:
        codec: FFmpeg's name.
        header: what the container holds for the decoder; empty if there is none.
    """
    if not header or codec in _HEADERLESS or codec.startswith("pcm_"):
        return b""
    rewrite = _REWRITERS.get(codec)
    try:
        return rewrite(header) if rewrite else None
    except (struct.error, IndexError):
        return None  # it is too short


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
    return header.rstrip(b"\0") != (cleaned_sound_header(codec, header) or b"").rstrip(b"\0")


def _vorbis(header: bytes) -> bytes | None:
    parts = _xiph_parts(header)
    if parts is None or len(parts[0]) != _VORBIS_IDENTIFICATION.size or not parts[2].startswith(b"\x05vorbis"):
        return None
    mark, version, channels, rate, _, _, _, sizes, framing = _VORBIS_IDENTIFICATION.unpack(parts[0])
    if (mark, version, framing) != (b"\x01vorbis", 0, 1) or not 0 < rate <= _MAX_RATE:
        return None
    if not {sizes & 15, sizes >> 4} <= set(_VORBIS_BLOCK_SIZES):
        return None
    identification = _VORBIS_IDENTIFICATION.pack(mark, version, channels, rate, 0, 0, 0, sizes, framing)
    # An empty vendor, no comments, and the framing bit.
    comments = b"\x03vorbis" + bytes(8) + b"\x01"
    length = _vorbis_setup_length(identification, comments, parts[2])
    return _xiph_joined([identification, comments, parts[2][:length]]) if length else None


_PADDING = 64
"""Bytes, as many as decoders may read beyond the end (AV_INPUT_BUFFER_PADDING_SIZE of FFmpeg)."""


def _vorbis_setup_length(identification: bytes, comments: bytes, setup: bytes) -> int | None:
    """Bytes of the setup that a decoder needs: it ends in a bit without which it is refused. None if it is."""

    def opens(length: int) -> bool:
        decoder = av.CodecContext.create("vorbis", "r")
        # A decoder reads on beyond the end, where there may be anything: zeros, so that it is refused there.
        decoder.extradata = _xiph_joined([identification, comments, setup[:length] + bytes(_PADDING)])
        try:
            decoder.open()
        except av.FFmpegError:
            return False
        return True

    if not opens(len(setup)):
        return None
    too_short, enough = 0, len(setup)
    while enough - too_short > 1:
        middle = (too_short + enough) // 2
        too_short, enough = (too_short, middle) if opens(middle) else (middle, enough)
    return enough


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
    elif header[:2] == _VORBIS_IDENTIFICATION.size.to_bytes(2, "big"):
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
    mark, version, channels, skipped, rate, gain, family = _OPUS.unpack_from(header)
    if mark != b"OpusHead" or version >> 4 or not 0 < channels <= _OPUS_CHANNELS.get(family, 0):
        return None
    mapping = header[_OPUS.size : _OPUS.size + 2 + channels] if family else b""
    if family:
        streams, coupled, *sources = mapping
        decoded = streams + coupled
        if not 0 < decoded <= channels or coupled > streams or len(sources) != channels:
            return None
        if any(source >= decoded and source != 255 for source in sources):
            return None
    # Decoders use 48 kHz; 0 stands for an unknown rate of the source.
    return _OPUS.pack(mark, 1, channels, skipped, rate if rate in _RATES else 0, gain, family) + mapping


def _flac(header: bytes) -> bytes | None:
    if header.startswith(b"fLaC"):
        header = header[8:]
    least, most, packed = _FLAC_STREAM_INFO.unpack_from(header)
    described = int.from_bytes(packed, "big") >> _FLAC_TOTAL_BITS << _FLAC_TOTAL_BITS
    if least not in _FLAC_BLOCK_SAMPLES or most not in _FLAC_BLOCK_SAMPLES or not 0 < described >> 44 <= _MAX_RATE:
        return None
    return _FLAC_STREAM_INFO.pack(least, most, described.to_bytes(8, "big"))


def _speex(header: bytes) -> bytes | None:
    mark, _, _, _, rate, mode, _, channels, _, frame, variable, frames, *_ = _SPEEX.unpack_from(header)
    known = mode in (0, 1, 2) and channels in (1, 2) and frame in (160, 320, 640) and variable in (0, 1)
    if mark != b"Speex   " or not known or not 0 < rate <= 48_000 or not 0 < frames <= 10:
        return None
    numbers = (1, _SPEEX.size, rate, mode, 4, channels, -1, frame, variable, frames, 0, 0, 0)
    return _SPEEX.pack(mark, bytes(20), *numbers)


def _alac(header: bytes) -> bytes | None:
    box = _ALAC_BOX if header[4:8] == b"alac" else b""
    samples, _, bits, history, initial, limit, channels, *_, rate = _ALAC.unpack_from(header, len(box))
    if not 0 < samples <= 16_384 or bits not in (16, 20, 24, 32) or not 0 < channels <= 8 or not 0 < rate <= _MAX_RATE:
        return None
    return box + _ALAC.pack(samples, 0, bits, history, initial, limit, channels, 255, 0, 0, rate)


def _wma1(header: bytes) -> bytes | None:
    samples, flags = struct.unpack_from("<HH", header)
    return struct.pack("<HH", samples if samples in _WMA_SAMPLES else 0, flags & _WMA_FLAGS)


def _wma2(header: bytes) -> bytes | None:
    samples, flags = struct.unpack_from("<IH", header)
    return struct.pack("<IHI", samples if samples in _WMA_SAMPLES else 0, flags & _WMA_FLAGS, 0)


def _wma_pro(header: bytes) -> bytes | None:
    bits, mask, flags = struct.unpack_from("<HI8xH", header)
    if bits not in (8, 16, 20, 24, 32) or mask >> _WMA_SPEAKERS:
        return None
    return struct.pack("<HI8xHxx", bits, mask, flags & _WMA_PRO_FLAGS)


_REWRITERS: dict[str, Callable[[bytes], bytes | None]] = {
    "vorbis": _vorbis,
    "opus": _opus,
    "flac": _flac,
    "speex": _speex,
    "alac": _alac,
    "aac": cleaned_configuration,
    "wmav1": _wma1,
    "wmav2": _wma2,
    "wmapro": _wma_pro,
    "wmalossless": _wma_pro,
}
