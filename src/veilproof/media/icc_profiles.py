"""Colour profiles that may be kept: those of standard colour spaces, which identify nobody, written anew."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from PIL import ImageCms

from veilproof.language.message import Words

_STANDARD_PROFILES = frozenset(
    {
        "adobe rgb (1998)",
        "apple rgb",
        "coated fogra27 (iso 12647-2:2004)",
        "coated fogra39 (iso 12647-2:2004)",
        "coated gracol 2006 (iso 12647-2:2004)",
        "colormatch rgb",
        "display p3",
        "display p3 gamut with srgb transfer",
        "dot gain 10%",
        "dot gain 15%",
        "dot gain 20%",
        "dot gain 25%",
        "dot gain 30%",
        "ecirgb v2",
        "generic cmyk profile",
        "generic gray gamma 2.2 profile",
        "generic gray profile",
        "generic rgb profile",
        "gray gamma 1.8",
        "gray gamma 2.2",
        "iso coated v2 (eci)",
        "iso coated v2 300% (eci)",
        "itu-r bt. 2020 reference display",
        "japan color 2001 coated",
        "pro photo rgb",
        "prophoto rgb",
        "pso coated v3",
        "pso uncoated v3 (fogra52)",
        "rec. itu-r bt.2020-1",
        "rec. itu-r bt.709-5",
        "romm rgb",
        "romm rgb: iso 22028-2:2013",
        "sgray",
        "u.s. sheetfed coated v2",
        "u.s. web coated (swop) v2",
        "uncoated fogra29 (iso 12647-2:2004)",
        "web coated fogra28 (iso 12647-2:2004)",
        "web coated swop 2006 grade 3 paper",
        "wide gamut rgb",
    }
)
"""Descriptions, in lower case, of ICC profiles of standard colour spaces, which identify no device."""

_SRGB_DESCRIPTIONS = ("srgb", "c2", "c2ci", "nrgb", "urgb")
"""Beginnings of the descriptions of sRGB profiles."""

_HEADER = struct.Struct(">II4s4s4s4s12s4s4sI4s4s8sI12s4s44x")
"""Size, program, version, class, colours, connection space, date, mark, platform, flags, maker, model, attributes,
intent, illuminant, creator; 16 bytes of identifier and 28 that are reserved (ICC.1, section 7.2)."""
_TAG = struct.Struct(">4sII")
_MAX_TAGS = 100
_CLASSES = frozenset({b"mntr", b"prtr", b"scnr", b"spac"})
_CONNECTIONS = {b"RGB ": (b"XYZ ",), b"GRAY": (b"XYZ ", b"Lab "), b"CMYK": (b"Lab ",)}
"""By the colours of a profile, what it converts them into."""
_D50 = bytes.fromhex("0000f6d6000100000000d32d")
"""The illuminant of the connection space, the same in every profile."""
_DATE = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
_FIXED = 1 << 16
"""Of a number with 16 bits after the point, per 1."""
_MAX_NUMBER = 8
"""Of a colour or a parameter of a curve. A round number: those of standard profiles are below 3."""
_COLOUR_TAGS = frozenset({b"rXYZ", b"gXYZ", b"bXYZ", b"wtpt", b"bkpt"})
_CURVE_TAGS = frozenset({b"rTRC", b"gTRC", b"bTRC", b"kTRC"})
_TABLE_TAGS = frozenset({b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt"})
_TABLE_HEAD = struct.Struct(">4s4x4B36x")
"""Type, colours in and out, points of the grid on each side, and a matrix, which Lab does not use."""
_TABLE_ENTRIES = range(2, 4097)
"""Of a curve of a table with 16 bits (ICC.1, section 10.10); one with 8 bits has 256."""
_CONVERTING_TAGS = {
    b"RGB ": frozenset({b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"}),
    b"GRAY": frozenset({b"kTRC"}),
    b"CMYK": frozenset({b"A2B0"}),
}
"""Without which a profile converts nothing; only CMYK needs tables."""
_PARAMETERS = (1, 3, 4, 5, 7)
"""Of a parametric curve, by its kind (ICC.1, section 10.18)."""


def is_standard(description: str) -> bool:
    """Whether that is the description of a profile of a standard colour space, in upper or lower case."""
    return description.strip("\0 \n").casefold() in _STANDARD_PROFILES


def kept_profile(profile: bytes | None) -> tuple[bytes | None, str | None]:
    """The ICC profile for the output, or None, and in plain words what is dropped, or None.

    A profile can identify a camera, a screen or a program, and can hold any text. It is kept only if its description is
    that of a standard colour space and it names no device, and then only what converts colours. An sRGB profile is
    redundant, because sRGB is the default.
    Pixels are never converted: without another profile, colours may look a little different.
    """
    if not profile:
        return None, None
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile)).profile
        description = (opened.profile_description or "").strip("\0 \n").casefold()
        names_device = bool((opened.manufacturer or "").strip() or (opened.model or "").strip())
    except (OSError, ValueError, ImageCms.PyCMSError):
        return None, Words("content-icc-damaged")
    if description.startswith(_SRGB_DESCRIPTIONS):
        return None, Words("content-icc-srgb")
    if is_standard(description) and not names_device:
        rewritten = _rewritten(profile, description)
        return (rewritten, None) if rewritten else (None, Words("content-icc"))
    return None, Words("content-icc-device")


def _rewritten(profile: bytes, description: str) -> bytes | None:
    """A profile with the numbers of this one that convert colours, and no others.

    None if they are out of range, or if it converts them in another way.
    """
    try:
        _, _, version, class_, space, connection, *_, intent, _, _ = _HEADER.unpack_from(profile)
        tags = dict(_tags(profile, space))
    except (struct.error, ValueError):
        return None
    if class_ not in _CLASSES or connection not in _CONNECTIONS.get(space, ()) or version[0] not in (2, 4):
        return None
    if not _CONVERTING_TAGS[space] <= tags.keys():
        return None
    text = _text if version[0] == 2 else _unicode
    tags[b"desc"] = (_description if version[0] == 2 else _unicode)(description.title())
    tags[b"cprt"] = text("none")
    bodies = list(dict.fromkeys(tags.values()))
    starts, at = {}, _HEADER.size + 4 + _TAG.size * len(tags)
    for body in bodies:
        starts[body] = at
        at += len(body)
    table = b"".join(_TAG.pack(name, starts[body], len(body)) for name, body in tags.items())
    header = _HEADER.pack(
        at,
        0,
        bytes([version[0], version[1] & 0xF0, 0, 0]),
        class_,
        space,
        connection,
        _DATE,
        b"acsp",
        bytes(4),
        0,
        bytes(4),
        bytes(4),
        bytes(8),
        intent if intent < 4 else 0,
        _D50,
        bytes(4),
    )
    return header + struct.pack(">I", len(tags)) + table + b"".join(bodies)


def _tags(profile: bytes, space: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The tags that convert colours, filled up to whole words; raises ValueError for values out of range."""
    (count,) = struct.unpack_from(">I", profile, _HEADER.size)
    for number in range(min(count, _MAX_TAGS)):
        name, start, size = _TAG.unpack_from(profile, _HEADER.size + 4 + _TAG.size * number)
        body = profile[start : start + size]
        if name in _COLOUR_TAGS:
            yield name, b"XYZ " + bytes(4) + _numbers(body[8:20], 3)
        elif name == b"chad":
            yield name, b"sf32" + bytes(4) + _numbers(body[8:44], 9)
        elif name in _CURVE_TAGS:
            yield name, _curve(body)
        elif name in _TABLE_TAGS and space == b"CMYK":
            yield name, _table(name, body)


def _numbers(data: bytes, count: int) -> bytes:
    if any(abs(number) > _MAX_NUMBER * _FIXED for number in struct.unpack(f">{count}i", data)):
        raise ValueError
    return data


def _curve(body: bytes) -> bytes:
    if body[:4] == b"para":
        kind = int.from_bytes(body[8:10], "big")
        if kind >= len(_PARAMETERS):
            raise ValueError
        count = _PARAMETERS[kind]
        return b"para" + bytes(4) + struct.pack(">H2x", kind) + _numbers(body[12 : 12 + 4 * count], count)
    count = int.from_bytes(body[8:12], "big")
    values = struct.unpack(f">{count}H", body[12 : 12 + 2 * count])
    # A single value is an exponent with 8 bits after the point.
    if body[:4] != b"curv" or list(values) != sorted(values) or (count == 1 and values[0] > _MAX_NUMBER << 8):
        raise ValueError
    data = b"curv" + bytes(4) + struct.pack(f">I{count}H", count, *values)
    return data + bytes(-len(data) % 4)


def _table(name: bytes, body: bytes) -> bytes:
    """A table between CMYK and Lab, or one that says what CMYK can show, of 8 or 16 bits."""
    type_, inputs, outputs, points, _ = _TABLE_HEAD.unpack_from(body)
    expected = (4, 3) if name.startswith(b"A2B") else (3, 1) if name == b"gamt" else (3, 4)
    if type_ not in (b"mft1", b"mft2") or (inputs, outputs) != expected or points < 2:
        raise ValueError
    sizes, bytes_each, entries = b"", 1, (256, 256)
    if type_ == b"mft2":
        sizes, bytes_each = body[_TABLE_HEAD.size : _TABLE_HEAD.size + 4], 2
        entries = struct.unpack(">HH", sizes)
        if not set(entries) <= set(_TABLE_ENTRIES):
            raise ValueError
    start = _TABLE_HEAD.size + len(sizes)
    length = bytes_each * (entries[0] * inputs + points**inputs * outputs + entries[1] * outputs)
    if len(body) < start + length:
        raise ValueError
    identity = struct.pack(">9i", *(_FIXED * (place % 4 == 0) for place in range(9)))
    head = struct.pack(">4s4x3Bx", type_, inputs, outputs, points) + identity + sizes
    data = head + body[start : start + length]
    return data + bytes(-len(data) % 4)


def _text(words: str) -> bytes:
    data = b"text" + bytes(4) + words.encode("ascii") + b"\0"
    return data + bytes(-len(data) % 4)


def _description(words: str) -> bytes:
    data = words.encode("ascii") + b"\0"
    whole = b"desc" + bytes(4) + struct.pack(">I", len(data)) + data + bytes(8 + 3 + 67)
    return whole + bytes(-len(whole) % 4)


def _unicode(words: str) -> bytes:
    data = words.encode("utf-16-be")
    whole = b"mluc" + bytes(4) + struct.pack(">II4sII", 1, 12, b"enUS", len(data), 28) + data
    return whole + bytes(-len(whole) % 4)
