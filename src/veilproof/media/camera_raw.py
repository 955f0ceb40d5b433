"""Tells a camera RAW, whose samples need developing, from an ordinary TIFF, whose structure it has."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

_SUFFIXES = frozenset(
    """
    .3fr .arw .bay .cr2 .crw .dcr .dng .erf .fff .iiq .k25 .kdc .mef .mos .mrw .nef .nrw .orf .pef .raf .raw .rw2 .rwl
    .sr2 .srf .srw .x3f
    """.split()  # noqa: SIM905 - forty quotes and commas would hide the suffixes
)
"""Of camera RAW files. In doubt a TIFF with one of them is a RAW: its first picture would be a preview."""
_DNG_VERSION, _PHOTOMETRIC, _COMPRESSION, _SUB_DIRECTORIES = 50706, 262, 259, 330
"""TIFF tags; the first is Adobe's of a DNG."""
_COLOUR_FILTER_ARRAY, _LINEAR_RAW = 32803, 34892
"""Photometric interpretations of samples that are not developed (TIFF/EP, DNG)."""
_RAW_COMPRESSIONS = frozenset({32767, 32769, 32770, 34713, 65535})
"""Of Sony, Epson, Samsung, Nikon and Pentax (exiftool's list of TIFF compressions)."""
_BIG_TIFF = 43
"""Version of a BigTIFF; its offsets have 64 bits."""
_WHOLE_NUMBERS = {3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
"""By TIFF type, the code of `struct`."""
_MAX_TAGS = 1000
"""Of one directory. A round number; cameras write about a hundred."""
_MAX_DIRECTORIES = 16
"""Directories that are looked at, in a file that may be hostile. A round number."""


def is_camera_raw(path: Path) -> bool:
    """Whether a file with the structure of a TIFF, or of a BigTIFF, holds samples of a camera's sensor."""
    if path.suffix.lower() in _SUFFIXES:
        return True
    try:
        with path.open("rb") as file:
            return _holds_raw(file)
    except (OSError, ValueError, OverflowError, struct.error):
        return False  # whatever else is wrong with it, its reader says


def _holds_raw(file: BinaryIO) -> bool:
    order, large = ("<" if file.read(2) == b"II" else ">"), False
    (version,) = struct.unpack(f"{order}H", file.read(2))
    large = version == _BIG_TIFF
    start = struct.unpack(f"{order}4xQ" if large else f"{order}I", file.read(12 if large else 4))[0]
    waiting, seen = [start], set[int]()
    while waiting and len(seen) < _MAX_DIRECTORIES:
        at = waiting.pop(0)
        if not at or at in seen:
            continue
        seen.add(at)
        tags, following = _directory(file, at, order, large)
        if _DNG_VERSION in tags or tags.get(_PHOTOMETRIC, ())[:1] in ((_COLOUR_FILTER_ARRAY,), (_LINEAR_RAW,)):
            return True
        if _RAW_COMPRESSIONS & set(tags.get(_COMPRESSION, ())):
            return True
        waiting += [*tags.get(_SUB_DIRECTORIES, ()), following]
    return False


def _directory(file: BinaryIO, at: int, order: str, large: bool) -> tuple[dict[int, tuple[int, ...]], int]:
    """The tags that tell a RAW, with their whole numbers, and where the next directory is; 0 for none."""
    count_form, entry, field, link = ("Q", "HHQ", 8, "Q") if large else ("H", "HHI", 4, "I")
    tags: dict[int, tuple[int, ...]] = {}
    file.seek(at)
    (count,) = struct.unpack(order + count_form, file.read(struct.calcsize(order + count_form)))
    size = struct.calcsize(order + entry) + field
    rows = file.read(min(count, _MAX_TAGS) * size)
    following = struct.unpack(order + link, file.read(field))[0] if count <= _MAX_TAGS else 0
    for offset in range(0, len(rows) - size + 1, size):
        tag, kind, number = struct.unpack_from(order + entry, rows, offset)
        if tag == _DNG_VERSION:
            tags[tag] = ()
        if tag not in (_PHOTOMETRIC, _COMPRESSION, _SUB_DIRECTORIES) or kind not in _WHOLE_NUMBERS:
            continue
        form = f"{order}{min(number, _MAX_DIRECTORIES)}{_WHOLE_NUMBERS[kind]}"
        data = rows[offset + size - field : offset + size]
        if struct.calcsize(form) > field or number * struct.calcsize(_WHOLE_NUMBERS[kind]) > field:
            file.seek(struct.unpack(order + link, data)[0])
            data = file.read(struct.calcsize(form))
        tags[tag] = struct.unpack_from(form, data)
    return tags, following
