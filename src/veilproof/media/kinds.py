"""Tells photos, videos and what is neither by their first bytes, whatever the files are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from veilproof.errors import VeilproofError
from veilproof.media.camera_raw import is_camera_raw

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
    "BigTIFF, little-endian": ((0, b"II+\0"),),
    "BigTIFF, big-endian": ((0, b"MM\0+"),),
    "BMP": ((0, b"BM"), (15, b"\0\0\0")),
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


@dataclass(frozen=True, slots=True)
class UnsupportedKind:
    """A kind of file that is recognised and not read.

    Attributes:
        name: with its article, for "is ...".
        advice: what to do with it.
    """

    name: str
    advice: str

    @property
    def noun(self) -> str:
        """The name without its article."""
        return self.name.removeprefix("a ").removeprefix("an ")

    @property
    def has_pictures(self) -> bool:
        """Whether such a file may show somebody."""
        return self.advice != _SOUND_ADVICE


CAMERA_RAW = UnsupportedKind("a camera RAW", "develop it to JPEG or TIFF first")
_SOUND_ADVICE = "it has no pictures in which anything could be covered"
_PICTURE_ADVICE = "convert it to PNG or TIFF first"
_PAGES_ADVICE = "export its pages or pictures to PNG first"
_VIDEO_ADVICE = "convert it to MP4 first"
_ARCHIVE_ADVICE = "unpack it first, and give what is in it"

_RAW_SIGNATURES: dict[str, _Signature] = {
    "Canon CR2": ((0, b"II*\0"), (8, b"CR\x02")),
    "Canon CRW": ((6, b"HEAPCCDR"),),
    "Fujifilm RAF": ((0, b"FUJIFILMCCD-RAW"),),
    "Olympus ORF, IIRO": ((0, b"IIRO"),),
    "Olympus ORF, IIRS": ((0, b"IIRS"),),
    "Olympus ORF, MMOR": ((0, b"MMOR"),),
    "Panasonic RW2, Leica RWL": ((0, b"IIU\0"),),
    "Sigma X3F": ((0, b"FOVb"),),
    "Minolta MRW": ((0, b"\0MRM"),),
}
_RAW_BRANDS = (b"crx ",)
_UNSUPPORTED: dict[tuple[str, str], tuple[_Signature, ...]] = {
    ("a JPEG XL", _PICTURE_ADVICE): (((0, b"\0\0\0\x0cJXL \r\n\x87\n"),), ((0, b"\xff\x0a"),)),
    ("a JPEG 2000", _PICTURE_ADVICE): (((0, b"\0\0\0\x0cjP  \r\n\x87\n"),), ((0, b"\xff\x4f\xff\x51"),)),
    ("a JPEG XR", _PICTURE_ADVICE): (((0, b"II\xbc"),),),
    ("a Photoshop document", _PICTURE_ADVICE): (((0, b"8BPS"),),),
    ("an OpenEXR picture", _PICTURE_ADVICE): (((0, b"\x76\x2f\x31\x01"),),),
    ("a Radiance HDR picture", _PICTURE_ADVICE): (((0, b"#?RADIANCE"),), ((0, b"#?RGBE"),)),
    ("a GIMP picture", _PICTURE_ADVICE): (((0, b"gimp xcf"),),),
    ("a DICOM picture", _PICTURE_ADVICE): (((128, b"DICM"),),),
    ("a FITS picture", _PICTURE_ADVICE): (((0, b"SIMPLE  ="),),),
    ("a DirectDraw surface", _PICTURE_ADVICE): (((0, b"DDS "),),),
    ("a QOI picture", _PICTURE_ADVICE): (((0, b"qoif"),),),
    ("a Windows icon", _PICTURE_ADVICE): (((0, b"\0\0\x01\0"),), ((0, b"\0\0\x02\0"),)),
    ("an OS/2 bitmap array", _PICTURE_ADVICE): (((0, b"BA"), (14, b"BM")), ((0, b"BA"), (14, b"CI"))),
    ("a BPG picture", _PICTURE_ADVICE): (((0, b"BPG\xfb"),),),
    ("a FLIF picture", _PICTURE_ADVICE): (((0, b"FLIF"),),),
    ("a DPX picture", _PICTURE_ADVICE): (((0, b"SDPX"),), ((0, b"XPDS"),)),
    ("a Paint Shop Pro picture", _PICTURE_ADVICE): (((0, b"Paint Shop Pro Image File"),),),
    ("a Photo CD picture", _PICTURE_ADVICE): (((2048, b"PCD_IPI"),),),
    ("an ImageMagick picture", _PICTURE_ADVICE): (((0, b"id=ImageMagick"),),),
    ("a Lytro light field", _PICTURE_ADVICE): (((0, b"\x89LFP"),),),
    ("a FLIR picture", _PICTURE_ADVICE): (((0, b"FPF Public Image"),),),
    ("a PCX picture", _PICTURE_ADVICE): (((0, b"\x0a\x05\x01\x08"),),),
    ("an Apple icon", _PICTURE_ADVICE): (((0, b"icns"),),),
    ("a PDF", _PAGES_ADVICE): (((0, b"%PDF-"),),),
    ("a PostScript file", _PAGES_ADVICE): (((0, b"%!PS"),), ((0, b"\xc5\xd0\xd3\xc6"),)),
    ("a DjVu document", _PAGES_ADVICE): (((0, b"AT&TFORM"),),),
    ("an InDesign document", _PAGES_ADVICE): (((0, b"\x06\x06\xed\xf5"),),),
    ("a RealMedia video", _VIDEO_ADVICE): (((0, b".RMF"),),),
    ("a REDCODE video", _VIDEO_ADVICE): (((4, b"RED1"),), ((4, b"RED2"),)),
    ("a Windows TV recording", _VIDEO_ADVICE): (((0, b"\xb7\xd8\x00\x20\x37\x49\xda\x11"),),),
    ("a Flash animation", _VIDEO_ADVICE): (((0, b"FWS"),), ((0, b"CWS"),), ((0, b"ZWS"),)),
    ("sound", _SOUND_ADVICE): (
        ((0, b"ID3"),),
        ((0, b"\xff\xfb"),),
        ((0, b"RIFF"), (8, b"WAVE")),
        ((0, b"fLaC"),),
        ((0, b"FORM"), (8, b"AIF")),
        ((0, b"caff"),),
        ((0, b"#!AMR"),),
        ((0, b"MAC "),),
        ((0, b"MThd"),),
    ),
    ("an archive", _ARCHIVE_ADVICE): (
        ((0, b"PK\x03\x04"),),
        ((0, b"Rar!\x1a"),),
        ((0, b"7z\xbc\xaf"),),
        ((0, b"\x1f\x8b\x08"),),
        ((257, b"ustar"),),
    ),
}
_SVG = re.compile(rb"\A(\xef\xbb\xbf)?\s*<(\?xml|!DOCTYPE|!--|svg)[\s\S]*<svg[\s>]|\A\s*<svg[\s>]", re.IGNORECASE)
_NETPBM = re.compile(rb"\AP[1-7fF]\s(#[^\n]*\n|\s)*[0-9WH]")

_HEADER_BYTES = 4096
"""Bytes that are read. The last signature, the third packet of an M2TS, ends at 389; the first pages of an Ogg, a file
type box and the prolog of an SVG may be longer. A page of memory."""

# Brands in the file type box of ISO media, a structure that photos, videos and sound share.
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2", b"msf1", b"hevc", b"hevx", b"hevm", b"hevs")
_AVIF_BRANDS = (b"avif", b"avis")
_PHOTO_BRANDS = frozenset(_HEIF_BRANDS + _AVIF_BRANDS)
_VIDEO_BRANDS = re.compile(rb"iso[2-9a-m]|mp4[12]|qt  |M4V|avc1|3g[a-z0-9]{2}|dash|MSNV|mp7[1]")
"""Major brands of videos, some of which name those of photos too, as compatible."""
_SOUND_BRANDS = (b"M4A ", b"M4B ", b"M4P ")


def is_photo(path: Path) -> bool:
    """Whether the file begins like a JPEG, PNG, WebP, TIFF, BMP, HEIC or AVIF. A file that cannot be read does not."""
    header = _header(path)
    if _is_camera_raw(path, header):
        return False
    return _matches_any(header, _PHOTOS.values()) or is_heif(header)


def is_video(path: Path) -> bool:
    """Whether the file begins like a video that veilproof can read; GIF counts as video."""
    header = _header(path)
    if header.startswith(_OGG):
        return any(start in header for start in _OGG_VIDEO)
    if is_heif(header) or _major_brand(header) in _SOUND_BRANDS + _RAW_BRANDS:
        return False
    return _matches_any(header, _VIDEOS.values())


def is_heif(header: bytes) -> bool:
    """Whether a file that begins so is a HEIC or AVIF, by all its brands: the major one may be of a container."""
    brands = _brands(header)
    if not brands or brands[0] in _RAW_BRANDS:
        return False
    return brands[0] in _PHOTO_BRANDS or (not _VIDEO_BRANDS.match(brands[0]) and bool(_PHOTO_BRANDS & set(brands)))


def unsupported_kind(path: Path) -> UnsupportedKind | None:
    """What the file is, if it is of a kind that is recognised and not read; None for all others."""
    header = _header(path)
    if _is_camera_raw(path, header):
        return CAMERA_RAW
    for (name, advice), signatures in _UNSUPPORTED.items():
        if _matches_any(header, signatures):
            return UnsupportedKind(name, advice)
    if _SVG.search(header):
        return UnsupportedKind("an SVG drawing", _PAGES_ADVICE)
    if _NETPBM.match(header):
        return UnsupportedKind("a Netpbm picture", _PICTURE_ADVICE)
    if _major_brand(header) in _SOUND_BRANDS or (header.startswith(_OGG) and not is_video(path)):
        return UnsupportedKind("sound", _SOUND_ADVICE)
    return None


def check_supported(path: Path) -> None:
    """Refuse a file that is of a kind that is recognised and not read.

    Raises:
        VeilproofError: what it is, and what to do with it.
    """
    kind = unsupported_kind(path)
    if kind is not None:
        raise VeilproofError(f"{path} is {kind.name}; {kind.advice}")


def signature_names() -> tuple[str, ...]:
    """The names of all kinds that are told by their first bytes: docs/files.md has each."""
    by_brand = ("HEIC", "AVIF", "Canon CR3")
    by_text = ("SVG drawing", "Netpbm picture", "Ogg")
    unsupported = [UnsupportedKind(*each).noun for each in _UNSUPPORTED]
    return (*_PHOTOS, *by_brand, *_VIDEOS, *_RAW_SIGNATURES, *unsupported, *by_text)


def _header(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES)
    except OSError:
        return b""


def _brands(header: bytes) -> tuple[bytes, ...]:
    """The brands of ISO media, the major one first; none for everything else."""
    if header[4:8] != b"ftyp":
        return ()
    box = header[: int.from_bytes(header[:4], "big")]
    return (box[8:12], *(box[at : at + 4] for at in range(16, len(box) - 3, 4)))


def _major_brand(header: bytes) -> bytes:
    return _brands(header)[0] if _brands(header) else b""


def _is_camera_raw(path: Path, header: bytes) -> bool:
    if _major_brand(header) in _RAW_BRANDS or _matches_any(header, _RAW_SIGNATURES.values()):
        return True
    is_tiff = header.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"))
    return is_tiff and is_camera_raw(path)


def _matches_any(header: bytes, signatures: Iterable[_Signature]) -> bool:
    return any(
        all(header[offset : offset + len(expected)] == expected for offset, expected in signature)
        for signature in signatures
    )
