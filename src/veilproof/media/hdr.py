"""HDR10 static metadata: mastering display and light levels, kept where they are of a standard and in range."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import av

from veilproof.media.colorimetry import is_dark, standard_chromaticities, whole_luminance
from veilproof.media.side_data import side_data

_CHROMATICITY_UNITS = 50_000
"""Per 1 of CIE xy, as in SMPTE ST 2086."""
_LUMINANCE_UNITS = 10_000
"""Per cd/m2, as in SMPTE ST 2086."""


@dataclass(frozen=True, slots=True)
class StaticHdr:
    """Mastering display and content light level of a video, each None if the file has none.

    `display` is ten numbers: x and y of red, green, blue and white in 1/50000, then minimum and maximum luminance in
    1/10000 cd/m2 (SMPTE ST 2086). `light` is MaxCLL and MaxFALL in cd/m2 (CTA-861.3).
    """

    display: tuple[int, ...] | None = None
    light: tuple[int, int] | None = None


def static_hdr(picture: av.VideoFrame) -> StaticHdr:
    """The static HDR metadata that a decoded picture carries."""
    data = side_data(picture)
    display, light = None, None
    if packed := data.get("MASTERING_DISPLAY_METADATA"):
        # FFmpeg's AVMasteringDisplayMetadata: ten fractions, then flags for has_primaries and has_luminance.
        numbers = struct.unpack("22i", packed[:88])
        if numbers[20] and numbers[21] and all(numbers[1:20:2]):
            fractions = zip(numbers[0:20:2], numbers[1:20:2], strict=True)
            display = _standard_display([numerator / denominator for numerator, denominator in fractions])
    if packed := data.get("CONTENT_LIGHT_LEVEL"):
        brightest, average = (whole_luminance(candelas) for candelas in struct.unpack("2I", packed[:8]))
        light = (brightest, average) if brightest is not None and average is not None else None
    return StaticHdr(display, light)


def has_unknown_hdr(picture: av.VideoFrame) -> bool:
    """Whether a decoded picture carries static HDR metadata that `static_hdr` leaves out."""
    data, kept = side_data(picture), static_hdr(picture)
    return ("MASTERING_DISPLAY_METADATA" in data and kept.display is None) or (
        "CONTENT_LIGHT_LEVEL" in data and kept.light is None
    )


def _standard_display(numbers: Sequence[float]) -> tuple[int, ...] | None:
    """A display whose chromaticities are those of a standard; any other could be known by them, or is none."""
    *primaries, white_x, white_y, darkest, brightest = numbers
    standard, luminance = standard_chromaticities((white_x, white_y, *primaries)), whole_luminance(brightest)
    if standard is None or luminance is None or not is_dark(darkest):
        return None
    xy = (round(number * _CHROMATICITY_UNITS) for number in (*standard[2:], *standard[:2]))
    return (*xy, round(darkest * _LUMINANCE_UNITS), luminance * _LUMINANCE_UNITS)


def x265_parameters(hdr: StaticHdr) -> list[str]:
    """Parameters for x265 to write this metadata into the stream."""
    parameters = []
    if hdr.display:
        red_x, red_y, green_x, green_y, blue_x, blue_y, white_x, white_y, min_luminance, max_luminance = hdr.display
        parameters.append(
            f"master-display=G({green_x},{green_y})B({blue_x},{blue_y})R({red_x},{red_y})"
            f"WP({white_x},{white_y})L({max_luminance},{min_luminance})"
        )
    if hdr.light:
        parameters.append(f"max-cll={hdr.light[0]},{hdr.light[1]}")
    return parameters


def svt_av1_parameters(hdr: StaticHdr) -> list[str]:
    """Parameters for SVT-AV1 to write this metadata into the stream."""
    parameters = []
    if hdr.display:
        xy = [f"{value / _CHROMATICITY_UNITS:.5f}" for value in hdr.display[:8]]
        red, green, blue, white = (f"({xy[i]},{xy[i + 1]})" for i in (0, 2, 4, 6))
        darkest, brightest = hdr.display[8] / _LUMINANCE_UNITS, hdr.display[9] / _LUMINANCE_UNITS
        parameters.append(f"mastering-display=G{green}B{blue}R{red}WP{white}L({brightest:.4f},{darkest:.4f})")
    if hdr.light:
        parameters.append(f"content-light={hdr.light[0]},{hdr.light[1]}")
    return parameters
