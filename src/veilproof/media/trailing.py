"""Where the picture of a PNG, WebP, BMP or TIFF ends in its file: what follows is left out, and named."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from veilproof.media.png_chunks import end_of_png

_BMP_CORE_HEADER, _BMP_FILE_HEADER = 12, 14
"""Bytes of the oldest header of a bitmap, which has sizes of two bytes; of what stands before any."""
_BMP_RUN_LENGTHS = (1, 2)
"""Compressions whose size only the header tells."""

_TIFF_TYPE_BYTES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
"""By type of a tag (TIFF 6.0, section 2; BigTIFF)."""
_TIFF_FORMS = {3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_TIFF_DIRECTORIES = frozenset({330, 34665, 34853, 40965})
"""Tags that point to further directories: pictures, EXIF, GPS, interoperability."""
_TIFF_SAMPLES = {273: 279, 324: 325, 513: 514}
"""Tags that say where samples are, and those that say how many bytes: strips, tiles, a JPEG."""
_MAX_VALUES = 1_000_000
"""Entries of directories, and places of samples, that are read in a file that may be hostile. A round number."""


def has_trailing_data(format_: str, data: bytes) -> bool:
    """Whether anything but zeros follows the picture, or the last of them.

    Args:
        format_: "PNG", "WEBP", "BMP", "TIFF", or another, for which the answer is no.
        data: the whole file.
    """
    end_of = _ENDS.get(format_)
    try:
        return end_of is not None and bool(data[end_of(data) :].strip(b"\0"))
    except (struct.error, KeyError, OverflowError):
        return False  # damaged: whatever else is wrong with it, its decoder says


def _end_of_webp(data: bytes) -> int:
    return int.from_bytes(data[4:8], "little") + 8


def _end_of_bmp(data: bytes) -> int:
    start, header = struct.unpack_from("<II", data, 10)
    if header == _BMP_CORE_HEADER:
        width, height, bits = struct.unpack_from("<HH2xH", data, _BMP_FILE_HEADER + 4)
        compression = size = 0
    else:
        width, height, bits, compression, size = struct.unpack_from("<ii2xHII", data, _BMP_FILE_HEADER + 4)
    rows = (width * bits + 31) // 32 * 4 * abs(height)
    return int(start + (size if compression in _BMP_RUN_LENGTHS else rows))


def _end_of_tiff(data: bytes) -> int:
    order = "<" if data[:2] == b"II" else ">"
    (version,) = struct.unpack_from(f"{order}H", data, 2)
    reader = _BigTiff(data, order) if version == 43 else _Tiff(data, order)
    return reader.end()


class _Tiff:
    """Walks the directories of a TIFF."""

    head, count, entry, link = 4, "H", "HHI", "I"

    def __init__(self, data: bytes, order: str) -> None:
        self._data, self._order, self._left = data, order, _MAX_VALUES

    def end(self) -> int:
        """Where the last of what directories refer to ends."""
        waiting, seen, end = [self._number(self.link, self.head)], set[int](), 0
        while waiting:
            at = waiting.pop()
            if not at or at in seen:
                continue
            seen.add(at)
            self._spend(1)
            tags: dict[int, tuple[int, ...]] = {}
            for tag, start, stop, form in self._entries(at):
                end = max(end, stop)
                if (
                    form
                    and tag not in tags
                    and tag in _TIFF_DIRECTORIES | _TIFF_SAMPLES.keys() | set(_TIFF_SAMPLES.values())
                ):
                    self._spend((stop - start) // struct.calcsize(form))
                    tags[tag] = struct.unpack(
                        f"{self._order}{(stop - start) // struct.calcsize(form)}{form}", self._data[start:stop]
                    )
            waiting += [where for tag in _TIFF_DIRECTORIES for where in tags.get(tag, ())]
            for places, lengths in _TIFF_SAMPLES.items():
                # Samples without a length go to the end of the file.
                known = tags.get(lengths, (len(self._data),) * len(tags.get(places, ())))
                end = max([end, *(a + b for a, b in zip(tags.get(places, ()), known, strict=False))])
            waiting.append(self._number(self.link, self._after(at)))
            end = max(end, self._after(at) + struct.calcsize(self.link))
        return end

    def _spend(self, values: int) -> None:
        self._left -= values
        if self._left < 0:
            raise OverflowError("more values than are read")

    def _number(self, form: str, at: int) -> int:
        return int(struct.unpack_from(self._order + form, self._data, at)[0])

    def _after(self, at: int) -> int:
        """Where the entries of a directory end."""
        row = struct.calcsize("=" + self.entry) + struct.calcsize("=" + self.link)
        return at + struct.calcsize("=" + self.count) + row * self._number(self.count, at)

    def _entries(self, at: int) -> Iterator[tuple[int, int, int, str]]:
        """Tag, where its values begin and end, and the code of `struct` for them if they are whole numbers."""
        inside = struct.calcsize("=" + self.link)
        start = at + struct.calcsize("=" + self.count)
        for row in range(start, self._after(at), struct.calcsize("=" + self.entry) + inside):
            self._spend(1)
            tag, kind, number = struct.unpack_from(self._order + self.entry, self._data, row)
            place, size = row + struct.calcsize("=" + self.entry), number * _TIFF_TYPE_BYTES.get(kind, 1)
            first = place if size <= inside else self._number(self.link, place)
            yield tag, first, first + size, _TIFF_FORMS.get(kind, "")


class _BigTiff(_Tiff):
    """The same with offsets of 64 bits."""

    head, count, entry, link = 8, "Q", "HHQ", "Q"


_ENDS: dict[str, Callable[[bytes], int]] = {
    "PNG": end_of_png,
    "WEBP": _end_of_webp,
    "BMP": _end_of_bmp,
    "TIFF": _end_of_tiff,
}
