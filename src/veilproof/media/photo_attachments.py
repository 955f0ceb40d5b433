"""Names the pictures and the video that a photo carries besides the one that is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from veilproof.language.message import Words
from veilproof.media.heif_items import Items
from veilproof.media.jpeg_segments import end_of_picture, segments

_GAIN_MAP, _DEPTH_MAP, _MOTION = "content-gain-map", "content-depth-map", "content-motion-photo"
_THUMBNAIL, _AUXILIARY, _SEQUENCE = "content-thumbnail", "content-auxiliary", "content-sequence"
_TRAILING = "content-trailing"

_GAIN_MAP_MARKS = re.compile(
    rb"Semantic=\"GainMap\"|ns\.adobe\.com/hdr-gain-map|hdrgainmap|iso:ts:21496", re.IGNORECASE
)
"""Of Ultra HDR, Apple, and ISO 21496-1."""
_DEPTH_MARKS = re.compile(rb"GDepth:|Semantic=\"Depth\"|pixeldatainfo:.{0,40}depth", re.IGNORECASE)
_VIDEO_START = re.compile(rb"\0\0..ftyp(?:mp4|iso|qt|avc|MSNV|3gp|M4V)", re.DOTALL)
_SAMSUNG_MOTION = b"MotionPhoto_Data"
_OTHERWISE_NAMED = re.compile("alpha|gainmap|depth|auxid:[12]$")
"""The URNs of alpha, gain maps and depth maps, of MPEG and of makers of phones."""
_JPEG_START = b"\xff\xd8\xff"

GAIN_MAP_SEGMENT = b"urn:iso:std:iso:ts:21496:"
"""Starts the application data of ISO 21496-1."""
_HEIF_BOXES = frozenset(
    (b"ftyp", b"etyp", b"meta", b"mdat", b"free", b"skip", b"wide", b"idat", b"moov", b"mpvd", b"uuid")
)


def attached_to_jpeg(data: bytes, further: int) -> list[str]:
    """What else a JPEG holds, in plain words.

    Args:
        data: the whole file.
        further: the number of further pictures that its index names.
    """
    described = b"".join(each.body for each in segments(data) if each.describes)
    end = end_of_picture(data)
    trailing = data[end:] if end is not None else b""
    video = _VIDEO_START.search(trailing)
    pictures, rest = _pictures_in(trailing[: video.start()] if video else trailing)
    gain_map = bool(further or pictures) and bool(_GAIN_MAP_MARKS.search(described + trailing))
    depth_map = bool(_DEPTH_MARKS.search(described))
    motion = bool(video) or _SAMSUNG_MOTION in trailing
    stray = bool(rest.strip(b"\0")) and not motion
    others = max(further, pictures) - gain_map - (b'Semantic="Depth"' in described)
    names = _present({_GAIN_MAP: gain_map, _DEPTH_MAP: depth_map, _MOTION: motion})
    return names + further_pictures(others) + _present({_TRAILING: stray})


def attached_to_heif(items: Items, data: bytes, further: int) -> list[str]:
    """What else a HEIC or AVIF holds, in plain words; arguments as of `attached_to_jpeg`."""
    kinds = " ".join(items.auxiliary_types()).casefold()
    further = max(further, items.pictures - 1)
    tone_map = b"tmap" in items.types.values()
    gain_map = tone_map or "gainmap" in kinds
    others = [kind for kind in items.auxiliary_types() if not _OTHERWISE_NAMED.search(kind.casefold())]
    video = b"mpvd" in items.boxes or items.boxes.count(b"ftyp") > 1 or _SAMSUNG_MOTION in data[items.end :]
    stray = bool(data[items.end :].strip(b"\0")) or not set(items.boxes) <= _HEIF_BOXES
    named = {
        _GAIN_MAP: gain_map,
        _DEPTH_MAP: "depth" in kinds or "auxid:2" in kinds,
        _AUXILIARY: bool(others),
        _THUMBNAIL: bool(items.referring(b"thmb")),
        _MOTION: video,
        _SEQUENCE: b"moov" in items.boxes and not video and not further,
        _TRAILING: stray and not video,
    }
    return _present(named) + further_pictures(further - tone_map)


def _present(contents: Mapping[str, bool]) -> list[str]:
    return [Words(key) for key, present in contents.items() if present]


def further_pictures(count: int) -> list[str]:
    """Pages, frames or pictures after the first, in plain words."""
    return [Words("content-pictures", n=count)] if count > 0 else []


def _pictures_in(trailing: bytes) -> tuple[int, bytes]:
    """The number of JPEGs among these bytes, and the bytes between them."""
    count, between, position = 0, [], 0
    while (start := trailing.find(_JPEG_START, position)) >= 0:
        between.append(trailing[position:start])
        end = end_of_picture(trailing, start)
        count, position = count + 1, end if end is not None else len(trailing)
    return count, b"".join([*between, trailing[position:]])
