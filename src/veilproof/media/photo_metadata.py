"""Metadata of photo files: names what is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PIL import ExifTags, Image

from veilproof.language.message import Words
from veilproof.media import png_chunks, webp_chunks
from veilproof.media.heif_items import Items, read_items
from veilproof.media.photo_attachments import GAIN_MAP_SEGMENT, attached_to_heif, attached_to_jpeg, further_pictures
from veilproof.media.trailing import has_trailing_data

_GPS, _EXIF, _THUMBNAIL = ExifTags.IFD.GPSInfo, ExifTags.IFD.Exif, ExifTags.IFD.IFD1
_MAKER_NOTE = 0x927C
"""EXIF tag."""
_IPTC_RESOURCE = 0x0404
"""Photoshop image resource."""
_TIFF_XMP, _TIFF_IPTC, _TIFF_PHOTOSHOP, _TIFF_PROFILE = 700, 33723, 34377, 34675
_TIFF_NAMED_TAGS = {_TIFF_XMP, _TIFF_IPTC, _TIFF_PHOTOSHOP, _TIFF_PROFILE, _GPS, _EXIF}
_TIFF_STRUCTURE_TAGS = {*range(254, 270), *range(273, 285), 287, 292, 293, 296, 297, *range(317, 349), *range(512, 533)}
"""TIFF tags that describe only how the picture is stored."""

_DAMAGED = "content-damaged-exif"
HIDDEN_EDGES = "content-hidden-edges"
"""Of a HEIC or AVIF, cut by its decoder or here."""

_KNOWN_SEGMENTS = {
    "APP0": (b"JFIF\0",),
    "APP1": (b"Exif\0", b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"),
    "APP2": (b"ICC_PROFILE\0", b"MPF\0", GAIN_MAP_SEGMENT),
    "APP13": (b"Photoshop 3.0\0",),
    "APP14": (b"Adobe",),
}
"""JPEG segments that are named otherwise, or that only describe the encoding."""

_UNKNOWN_CHUNKS = {"PNG": png_chunks.has_unknown_chunks, "WEBP": webp_chunks.has_unknown_chunks}
"""By format: whether there are any."""


def dropped_from(image: Image.Image, format_: str, data: bytes, items: Items | None = None) -> list[str]:
    """Contents of a file other than the picture and its colour profile, in plain words.

    Args:
        image: opened and loaded by Pillow.
        format_: the format of its first picture.
        data: the whole file.
        items: of an AVIF.
    """
    info, further = image.info, getattr(image, "n_frames", 1) - 1
    contents = _exif_contents(image.getexif(), tiff=format_ == "TIFF")
    if not contents and "exif" in info:
        contents = [Words(_DAMAGED)]
    if items is not None and b"Exif" not in items.types.values():
        contents = []  # Pillow turns how an AVIF is shown into an EXIF
    photoshop = info.get("photoshop") or {}
    tags: Mapping[int, Any] = getattr(image, "tag_v2", {})
    named = {
        "content-xmp": "xmp" in info or "XML:com.adobe.xmp" in info or _TIFF_XMP in tags,
        "content-iptc": _IPTC_RESOURCE in photoshop or _TIFF_IPTC in tags,
        "content-photoshop": bool(set(photoshop) - {_IPTC_RESOURCE}) or _TIFF_PHOTOSHOP in tags,
        "content-comments": "comment" in info,
        "content-text-chunks": bool(set(getattr(image, "text", {})) - {"XML:com.adobe.xmp"}),
        "content-modification-time": format_ == "PNG" and b"tIME" in data,
        "content-unknown-chunks": format_ in _UNKNOWN_CHUNKS and _UNKNOWN_CHUNKS[format_](data),
        "content-application-data": any(_unknown_segment(name, body) for name, body in getattr(image, "applist", [])),
        "content-trailing": has_trailing_data(format_, data),
    }
    contents += [Words(key) for key, present in named.items() if present]
    if format_ == "JPEG":
        return contents + attached_to_jpeg(data, further)
    return contents + (attached_to_heif(items, data, further) if items is not None else further_pictures(further))


def dropped_from_heif(info: Mapping[str, Any], data: bytes, pictures: int) -> list[str]:
    """As `dropped_from` for a HEIC: `info` is pillow-heif's of the primary picture, `pictures` their number."""
    exif = Image.Exif()
    try:
        exif.load(info.get("exif") or b"")
        contents = _exif_contents(exif, tiff=False)
    except SyntaxError:
        # EXIF is dropped anyway, so a damaged one is no reason to refuse the photo.
        contents = [Words(_DAMAGED)]
    named = {"content-xmp": bool(info.get("xmp")), "content-other-metadata": bool(info.get("metadata"))}
    contents += [Words(key) for key, present in named.items() if present]
    items = read_items(data)
    contents += [Words(HIDDEN_EDGES)] if items.crop(*items.stored_size) is not None else []
    return list(dict.fromkeys(contents + attached_to_heif(items, data, pictures - 1)))


def _exif_contents(exif: Image.Exif, *, tiff: bool) -> list[str]:
    tags = set(exif) - (_TIFF_STRUCTURE_TAGS | _TIFF_NAMED_TAGS if tiff else set())
    details = exif.get_ifd(_EXIF)
    named = {
        "content-exif": bool(tags or details),
        "content-gps": bool(exif.get_ifd(_GPS)),
        "content-maker-notes": _MAKER_NOTE in details,
        "content-thumbnail": not tiff and bool(exif.get_ifd(_THUMBNAIL)),
    }
    return [Words(key) for key, present in named.items() if present]


def _unknown_segment(name: str, body: bytes) -> bool:
    return name.startswith("APP") and not body.startswith(_KNOWN_SEGMENTS.get(name, ()))
