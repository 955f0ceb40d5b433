"""HDR10 static metadata: how bright the pictures get and on which screen they were graded. It names no one."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import av

from veilproof.media.side_data import side_data


@dataclass(frozen=True, slots=True)
class StaticHdr:
    """Mastering display and content light level of a video, each None where the file does not say.

    `display` is red, green, blue and white (x and y each, in 1/50000) and the least and the greatest luminance (in
    1/10000 cd/m2): ten numbers. `light` is the greatest and the greatest average content light level in cd/m2.
    """

    display: tuple[int, ...] | None = None
    light: tuple[int, int] | None = None


def static_hdr(picture: av.VideoFrame) -> StaticHdr:
    """The static HDR metadata that a decoded picture carries."""
    found = side_data(picture)
    display, light = None, None
    if packed := found.get("MASTERING_DISPLAY_METADATA"):
        # FFmpeg's AVMasteringDisplayMetadata: ten fractions, then whether the colours and the luminance are given.
        numbers = struct.unpack("22i", packed[:88])
        units = (50000,) * 8 + (10000,) * 2
        if numbers[20] and numbers[21] and all(numbers[1:20:2]):
            fractions = zip(units, numbers[0:20:2], numbers[1:20:2], strict=True)
            display = tuple(round(unit * top / bottom) for unit, top, bottom in fractions)
    if packed := found.get("CONTENT_LIGHT_LEVEL"):
        light = struct.unpack("2I", packed[:8])
    return StaticHdr(display, light)


def x265_parameters(hdr: StaticHdr) -> list[str]:
    """The settings that make x265 write this metadata into the stream."""
    words = []
    if hdr.display:
        red_x, red_y, green_x, green_y, blue_x, blue_y, white_x, white_y, least, most = hdr.display
        words.append(
            f"master-display=G({green_x},{green_y})B({blue_x},{blue_y})R({red_x},{red_y})"
            f"WP({white_x},{white_y})L({most},{least})"
        )
    if hdr.light:
        words.append(f"max-cll={hdr.light[0]},{hdr.light[1]}")
    return words


def svt_av1_parameters(hdr: StaticHdr) -> list[str]:
    """The settings that make SVT-AV1 write this metadata into the stream."""
    words = []
    if hdr.display:
        chroma = [f"{value / 50000:.5f}" for value in hdr.display[:8]]
        red, green, blue, white = (f"({chroma[i]},{chroma[i + 1]})" for i in (0, 2, 4, 6))
        least, most = hdr.display[8] / 10000, hdr.display[9] / 10000
        words.append(f"mastering-display=G{green}B{blue}R{red}WP{white}L({most:.4f},{least:.4f})")
    if hdr.light:
        words.append(f"content-light={hdr.light[0]},{hdr.light[1]}")
    return words
