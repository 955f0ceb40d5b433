"""Tells photos and videos apart by their first bytes, whatever the files are called."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

_Signature = tuple[tuple[int, bytes], ...]
"""Bytes that must stand at these offsets."""

_TS_SYNC = b"\x47"
"""Starts every packet of an MPEG transport stream (ISO/IEC 13818-1)."""

# Enough to tell formats apart; whether a file can be read shows only when it is decoded.
_PHOTOS: dict[str, _Signature] = {
    "JPEG": ((0, b"\xff\xd8\xff"),),
    "PNG": ((0, b"\x89PNG\r\n\x1a\n"),),
    "WebP": ((0, b"RIFF"), (8, b"WEBP")),
    "TIFF, little-endian": ((0, b"II*\0"),),
    "TIFF, big-endian": ((0, b"MM\0*"),),
}
_VIDEOS: dict[str, _Signature] = {
    "MP4 or QuickTime, file type box": ((4, b"ftyp"),),
    "QuickTime, index first": ((4, b"moov"),),
    "QuickTime, media data first": ((4, b"mdat"),),
    "QuickTime, placeholder for a 64-bit box": ((4, b"wide"),),
    "QuickTime, skipped space": ((4, b"skip"),),
    "QuickTime, free space": ((4, b"free"),),
    "Matroska or WebM (EBML)": ((0, b"\x1a\x45\xdf\xa3"),),
    "AVI": ((0, b"RIFF"), (8, b"AVI ")),
    "GIF": ((0, b"GIF8"),),
    "MPEG transport stream, 188-byte packets": ((0, _TS_SYNC), (188, _TS_SYNC), (376, _TS_SYNC)),
    "MPEG transport stream, 192-byte packets (M2TS)": ((4, _TS_SYNC), (196, _TS_SYNC), (388, _TS_SYNC)),
    "MPEG program stream": ((0, b"\0\0\x01\xba"),),
    "MPEG-1 or MPEG-2 video": ((0, b"\0\0\x01\xb3"),),
    "H.264 or HEVC byte stream": ((0, b"\0\0\0\x01"),),
    "Flash video": ((0, b"FLV\x01"),),
    "ASF (WMV)": ((0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),),
    "IVF": ((0, b"DKIF"),),
    "YUV4MPEG2": ((0, b"YUV4MPEG2"),),
    "MXF": ((0, b"\x06\x0e\x2b\x34"),),
    "DV, 525 lines": ((0, b"\x1f\x07\x00\x3f"),),
    "DV, 625 lines": ((0, b"\x1f\x07\x00\xbf"),),
}
_OGG = b"OggS"
"""Starts a page of Ogg (RFC 3533), which holds sound at least as often as video."""
_OGG_VIDEO = (b"\x80theora", b"BBCD\0", b"OVP80", b"\x01video\0\0\0")
"""First bytes of a stream of Theora, Dirac, VP8, or any codec of OGM, one of which stands in the first pages."""
_HEADER_BYTES = 4096
"""Bytes that are read. The last signature, the third packet of an M2TS, ends at 389; the first pages of an Ogg may be
longer. A page of memory."""

# Brands in the file type box of ISO media, a structure that photos, videos and sound share.
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx")
_AVIF_BRANDS = (b"avif", b"avis")
_PHOTO_BRANDS = _HEIF_BRANDS + _AVIF_BRANDS
_SOUND_BRANDS = (b"M4A ", b"M4B ", b"M4P ")


def is_photo(path: Path) -> bool:
    """Whether the file begins like a JPEG, PNG, WebP, TIFF, HEIC or AVIF. A file that cannot be read does not."""
    header = _header(path)
    return _matches_any(header, _PHOTOS.values()) or _brand(header) in _PHOTO_BRANDS


def is_video(path: Path) -> bool:
    """Whether the file begins like a video that veilproof can read; GIF counts as video."""
    header = _header(path)
    if header.startswith(_OGG):
        return any(start in header for start in _OGG_VIDEO)
    if _brand(header) in (*_PHOTO_BRANDS, *_SOUND_BRANDS):
        return False
    return _matches_any(header, _VIDEOS.values())


def signature_names() -> tuple[str, ...]:
    """The names of all kinds that are told by their first bytes, as docs/files.md must have them."""
    return (*_PHOTOS, *_VIDEOS, "Ogg", "HEIC", "AVIF")


def _header(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES)
    except OSError:
        return b""


def _brand(header: bytes) -> bytes | None:
    """The major brand of ISO media; None for everything else."""
    return header[8:12] if header[4:8] == b"ftyp" else None


def _matches_any(header: bytes, signatures: Iterable[_Signature]) -> bool:
    return any(
        all(header[offset : offset + len(expected)] == expected for offset, expected in signature)
        for signature in signatures
    )
