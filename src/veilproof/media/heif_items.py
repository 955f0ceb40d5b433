"""The items of a HEIC or AVIF (ISO/IEC 23008-12): what they are, what they belong to, how they are shown."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

_MAX_BOXES = 20_000
"""Boxes and entries that are read, in a file that may be hostile: a grid of 200 megapixels has some 800 tiles."""
_PICTURE_TYPES = frozenset((b"hvc1", b"av01", b"avc1", b"jpeg", b"grid", b"iovl", b"iden", b"tmap"))
"""Types of items that are coded or derived pictures."""
_FULL_BOX = 4
"""Bytes of version and flags."""


@dataclass(frozen=True, slots=True)
class Items:
    """What the boxes of a HEIC or AVIF say; all empty where they cannot be read.

    Attributes:
        primary: the number of the picture that is shown; 0 if none is named.
        types: by number, the type of the item.
        references: type of the reference, the item that refers, and those that it refers to.
        properties: by number, the type and the body of each property of the item.
        boxes: the types of the boxes of the file, in order.
        end: where the last of them ends, in bytes.
    """

    primary: int = 0
    types: dict[int, bytes] = field(default_factory=dict)
    references: list[tuple[bytes, int, tuple[int, ...]]] = field(default_factory=list)
    properties: dict[int, list[tuple[bytes, bytes]]] = field(default_factory=dict)
    boxes: tuple[bytes, ...] = ()
    end: int = 0

    def referring(self, kind: bytes) -> list[int]:
        """The items that refer to others in this way."""
        return [item for reference, item, _ in self.references if reference == kind]

    @property
    def shown(self) -> frozenset[int]:
        """The items that the primary picture is made of: itself and its tiles."""
        tiles = (others for kind, item, others in self.references if kind == b"dimg" and item == self.primary)
        return frozenset({self.primary}.union(*tiles))

    @property
    def pictures(self) -> int:
        """The number of pictures by themselves: neither tiles, nor thumbnails, nor auxiliary ones."""
        parts = {item for kind, _, others in self.references if kind == b"dimg" for item in others}
        parts.update(self.referring(b"thmb"), self.referring(b"auxl"))
        return len({item for item, kind in self.types.items() if kind in _PICTURE_TYPES} - parts)

    def auxiliary_types(self) -> set[str]:
        """The URNs of auxiliary pictures: alpha, depth maps, gain maps."""
        bodies = [
            body for item in self.referring(b"auxl") for kind, body in self.properties.get(item, []) if kind == b"auxC"
        ]
        return {body[_FULL_BOX:].split(b"\0")[0].decode("ascii", "replace") for body in bodies}

    def colours(self) -> tuple[int, int] | None:
        """Colour primaries and transfer characteristics of the primary picture (ITU-T H.273); None if unsaid."""
        held = self.properties.get(self.primary, [])
        body = next((body for kind, body in held if kind == b"colr" and body[:4] == b"nclx"), b"")
        return struct.unpack(">HH", body[4:8]) if len(body) >= 8 else None

    def bits(self) -> int:
        """The most bits that a sample of the primary picture has; 8 if unsaid."""
        body = next((body for kind, body in self.properties.get(self.primary, []) if kind == b"pixi"), b"")
        return max(body[_FULL_BOX + 1 :], default=8)

    def clean_aperture(self, width: int, height: int) -> tuple[int, int, int, int] | None:
        """What is shown of the stored primary picture, before it is turned: x1, y1, x2, y2; None for all of it."""
        body = next((body for kind, body in self.properties.get(self.primary, []) if kind == b"clap"), None)
        if body is None or len(body) < 32:
            return None
        numbers = struct.unpack(">IIIIiIiI", body[:32])
        if 0 in numbers[1::2]:
            return None
        wide, high, right, down = (Fraction(n, d) for n, d in zip(numbers[::2], numbers[1::2], strict=True))
        left, top = (width - wide) / 2 + right, (height - high) / 2 + down
        box = round(left), round(top), round(left + wide), round(top + high)
        x1, y1, x2, y2 = max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3])
        return (x1, y1, x2, y2) if x1 < x2 and y1 < y2 else None


def read_items(data: bytes) -> Items:
    """The items of a file; nothing of what is damaged."""
    boxes = list(_boxes(data, 0, len(data)))
    meta = next(((start, end) for kind, start, end in boxes if kind == b"meta"), None)
    names, end = tuple(kind for kind, _, _ in boxes), max((end for _, _, end in boxes), default=0)
    if meta is None:
        return Items(boxes=names, end=end)
    try:
        inner = {kind: data[start:stop] for kind, start, stop in _boxes(data, meta[0] + _FULL_BOX, meta[1])}
        primary = inner.get(b"pitm", bytes(6))
        number = int.from_bytes(primary[4 : 8 if primary[0] else 6], "big")
        return Items(
            number,
            dict(_item_types(inner.get(b"iinf", b""))),
            list(_references(inner.get(b"iref", b""))),
            _properties(inner.get(b"iprp", b"")),
            names,
            end,
        )
    except (struct.error, IndexError):
        return Items(boxes=names, end=end)


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Type of each box, and where its body begins and ends."""
    for _ in range(_MAX_BOXES):
        if start + 8 > end:
            return
        size, header = int.from_bytes(data[start : start + 4], "big"), 8
        if size == 1:
            size, header = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        size = size or end - start
        if size < header or start + size > end:
            return
        yield data[start + 4 : start + 8], start + header, start + size
        start += size


def _item_types(body: bytes) -> Iterator[tuple[int, bytes]]:
    if not body:
        return
    start = _FULL_BOX + (4 if body[0] else 2)
    for kind, at, end in _boxes(body, start, len(body)):
        if kind == b"infe" and body[at] >= 2:
            wide = 4 if body[at] > 2 else 2
            number = int.from_bytes(body[at + _FULL_BOX : at + _FULL_BOX + wide], "big")
            after = at + _FULL_BOX + wide + 2
            yield number, body[after : min(after + 4, end)]


def _references(body: bytes) -> Iterator[tuple[bytes, int, tuple[int, ...]]]:
    if not body:
        return
    form, wide = ("I", 4) if body[0] else ("H", 2)
    for kind, at, end in _boxes(body, _FULL_BOX, len(body)):
        item, count = struct.unpack_from(f">{form}H", body, at)
        yield kind, item, struct.unpack_from(f">{min(count, (end - at - wide - 2) // wide)}{form}", body, at + wide + 2)


def _properties(body: bytes) -> dict[int, list[tuple[bytes, bytes]]]:
    parts = list(_boxes(body, 0, len(body)))
    held = [
        (kind, body[at:end])
        for name, start, stop in parts
        if name == b"ipco"
        for kind, at, end in _boxes(body, start, stop)
    ]
    found: dict[int, list[tuple[bytes, bytes]]] = {}
    for _, start, stop in (part for part in parts if part[0] == b"ipma"):
        item_form, wide_index = ("I" if body[start] else "H"), body[start + 3] & 1
        (count,) = struct.unpack_from(">I", body, start + _FULL_BOX)
        at = start + _FULL_BOX + 4
        for _ in range(min(count, _MAX_BOXES)):
            if at >= stop:
                break
            item, number = struct.unpack_from(f">{item_form}B", body, at)
            at += struct.calcsize(f">{item_form}B")
            form, mask = ("H", 0x7FFF) if wide_index else ("B", 0x7F)
            indices = struct.unpack_from(f">{number}{form}", body, at)
            at += struct.calcsize(f">{number}{form}")
            chosen = [index & mask for index in indices]
            found.setdefault(item, []).extend(held[index - 1] for index in chosen if 0 < index <= len(held))
    return found
