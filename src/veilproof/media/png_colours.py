"""The chunks of a PNG that define its colours (PNG, third edition, section 11.3.2): values in range, each once."""

from __future__ import annotations

import struct
from collections.abc import Callable

from veilproof.media.colorimetry import is_dark, standard_chromaticities, whole_luminance
from veilproof.media.png_chunks import png_chunks

_CHROMATICITY_UNITS, _DISPLAY_UNITS, _LUMINANCE_UNITS = 100_000, 50_000, 10_000
"""Of cHRM and mDCV per 1 of CIE xy; per cd/m2."""
_GAMMAS = range(10_000, 500_001)
"""In 1/100000: a tenth to five."""
_INTENTS = range(4)
_PRIMARIES, _TRANSFERS = frozenset({1, 2, *range(4, 13), 22}), frozenset({1, 2, *range(4, 19)})
"""Code points of ITU-T H.273."""


def colour_chunks(data: bytes) -> tuple[dict[bytes, bytes], bool]:
    """Name and body of the chunks that are kept, written anew, and whether others define colours too.

    Args:
        data: the whole file.
    """
    kept: dict[bytes, bytes] = {}
    lost = False
    for name, body in png_chunks(data):
        if (rewrite := _REWRITERS.get(name)) is None:
            continue
        try:
            written = rewrite(body)
        except struct.error:
            written = None  # it has another length
        if written is None or name in kept:
            lost = True
        else:
            kept[name] = written
    return kept, lost


def _chromaticities(body: bytes) -> bytes | None:
    standard = standard_chromaticities([number / _CHROMATICITY_UNITS for number in struct.unpack(">8I", body)])
    return struct.pack(">8I", *(round(number * _CHROMATICITY_UNITS) for number in standard)) if standard else None


def _gamma(body: bytes) -> bytes | None:
    return body if struct.unpack(">I", body)[0] in _GAMMAS else None


def _intent(body: bytes) -> bytes | None:
    return body if struct.unpack("B", body)[0] in _INTENTS else None


def _code_points(body: bytes) -> bytes | None:
    primaries, transfer, matrix, full = struct.unpack("4B", body)
    known = primaries in _PRIMARIES and transfer in _TRANSFERS and matrix == 0 and full in (0, 1)
    return body if known else None


def _display(body: bytes) -> bytes | None:
    *primaries, white_x, white_y, brightest, darkest = struct.unpack(">8HII", body)
    standard = standard_chromaticities([number / _DISPLAY_UNITS for number in (white_x, white_y, *primaries)])
    luminance = whole_luminance(brightest / _LUMINANCE_UNITS)
    if standard is None or luminance is None or not is_dark(darkest / _LUMINANCE_UNITS):
        return None
    numbers = [round(number * _DISPLAY_UNITS) for number in (*standard[2:], *standard[:2])]
    return struct.pack(">8HII", *numbers, luminance * _LUMINANCE_UNITS, darkest)


def _light(body: bytes) -> bytes | None:
    lights = [whole_luminance(number / _LUMINANCE_UNITS) for number in struct.unpack(">II", body)]
    known = [light for light in lights if light is not None]
    return struct.pack(">II", *(light * _LUMINANCE_UNITS for light in known)) if known == lights else None


_REWRITERS: dict[bytes, Callable[[bytes], bytes | None]] = {
    b"cHRM": _chromaticities,
    b"gAMA": _gamma,
    b"sRGB": _intent,
    b"cICP": _code_points,
    b"mDCV": _display,
    b"cLLI": _light,
}
