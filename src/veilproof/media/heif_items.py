"""The items of a HEIC or AVIF (ISO/IEC 23008-12): what they are, what they belong to, how they are shown."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from veilproof.media.clean_aperture import Crop, clean_aperture
from veilproof.media.iso_boxes import Box, Boxes

_MAX_ENTRIES = 20_000
"""Items that are read, in a file that may be hostile: a grid of 200 megapixels has some 800 tiles."""
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

    @property
    def stored_size(self) -> tuple[int, int]:
        """Width and height of the primary picture before it is cropped and turned; 0 if unsaid."""
        body = next((body for kind, body in self.properties.get(self.primary, []) if kind == b"ispe"), b"")
        return struct.unpack_from(">II", body, _FULL_BOX) if len(body) >= _FULL_BOX + 8 else (0, 0)

    def crop(self, width: int, height: int) -> Crop | None:
        """What its clean aperture cuts off the primary picture of this stored size; None for nothing."""
        body = next((body for kind, body in self.properties.get(self.primary, []) if kind == b"clap"), b"")
        return clean_aperture(body, width, height)


def read_items(data: bytes) -> Items:
    """The items of a file; nothing of what is damaged.

    Raises:
        TooManyBoxesError: there are so many boxes that it is not known what they say.
    """
    boxes = Boxes(io.BytesIO(data))
    top = list(boxes.within(0, len(data)))
    names, end = tuple(box.kind for box in top), max((box.end for box in top), default=0)
    meta = next((box for box in top if box.kind == b"meta"), None)
    if meta is None:
        return Items(boxes=names, end=end)
    parts = {box.kind: box for box in boxes.within(meta.start + _FULL_BOX, meta.end)}
    reader = _MetaReader(boxes, data, parts)
    try:
        return Items(reader.primary(), dict(reader.types()), list(reader.references()), reader.properties(), names, end)
    except (struct.error, IndexError):
        return Items(boxes=names, end=end)


@dataclass(frozen=True, slots=True)
class _MetaReader:
    """Reads the parts of a meta box.

    Attributes:
        boxes: of the file.
        data: the whole file.
        parts: the boxes in the meta box by their type.
    """

    boxes: Boxes
    data: bytes
    parts: dict[bytes, Box]

    def primary(self) -> int:
        box = self.parts.get(b"pitm")
        if box is None:
            return 0
        (number,) = struct.unpack_from(">I" if self.data[box.start] else ">H", self.data, box.start + _FULL_BOX)
        return int(number)

    def types(self) -> Iterator[tuple[int, bytes]]:
        holder = self.parts.get(b"iinf")
        if holder is None:
            return
        start = holder.start + _FULL_BOX + (4 if self.data[holder.start] else 2)
        for box in self.boxes.within(start, holder.end):
            version = self.data[box.start]
            if box.kind == b"infe" and version >= 2:
                form = ">I2x4s" if version > 2 else ">H2x4s"
                number, kind = struct.unpack_from(form, self.data, box.start + _FULL_BOX)
                yield number, kind

    def references(self) -> Iterator[tuple[bytes, int, tuple[int, ...]]]:
        holder = self.parts.get(b"iref")
        if holder is None:
            return
        form, wide = ("I", 4) if self.data[holder.start] else ("H", 2)
        for box in self.boxes.within(holder.start + _FULL_BOX, holder.end):
            item, count = struct.unpack_from(f">{form}H", self.data, box.start)
            first = box.start + wide + 2
            count = min(count, max(0, box.end - first) // wide)
            yield box.kind, item, struct.unpack_from(f">{count}{form}", self.data, first)

    def properties(self) -> dict[int, list[tuple[bytes, bytes]]]:
        holder = self.parts.get(b"iprp")
        if holder is None:
            return {}
        inside = list(self.boxes.within(holder.start, holder.end))
        held = [
            (box.kind, self.data[box.start : box.end])
            for part in inside
            if part.kind == b"ipco"
            for box in self.boxes.within(part.start, part.end)
        ]
        found: dict[int, list[tuple[bytes, bytes]]] = {}
        for part in (part for part in inside if part.kind == b"ipma"):
            for item, indices in self._associations(part):
                found.setdefault(item, []).extend(held[index - 1] for index in indices if 0 < index <= len(held))
        return found

    def _associations(self, part: Box) -> Iterator[tuple[int, list[int]]]:
        """Items, and the numbers of their properties."""
        item_form, wide_index = ("I" if self.data[part.start] else "H"), self.data[part.start + 3] & 1
        form, mask = ("H", 0x7FFF) if wide_index else ("B", 0x7F)
        (count,) = struct.unpack_from(">I", self.data, part.start + _FULL_BOX)
        at = part.start + _FULL_BOX + 4
        for _ in range(min(count, _MAX_ENTRIES)):
            if at >= part.end:
                return
            item, number = struct.unpack_from(f">{item_form}B", self.data, at)
            at += struct.calcsize(f">{item_form}B")
            indices = struct.unpack_from(f">{number}{form}", self.data, at)
            at += struct.calcsize(f">{number}{form}")
            yield item, [index & mask for index in indices]
