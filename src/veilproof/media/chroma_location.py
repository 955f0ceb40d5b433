"""Where chroma samples lie between those of luma, which FFmpeg's bindings do not tell of what they read."""

from __future__ import annotations

import io

import av
from av.video.stream import VideoStream

from veilproof.media.ebml import SEGMENT, TRACK, TRACKS, VIDEO, Elements
from veilproof.media.pictures import Orientation

_COLOUR, _ACROSS, _DOWN = 0x55B0, 0x55B7, 0x55B8
"""Colour, ChromaSitingHorz and ChromaSitingVert of Matroska (RFC 9559)."""
_NAMES = {(0, 1): "left", (1, 1): "center", (0, 0): "topleft", (1, 0): "top"}
"""FFmpeg's names, by how many luma samples a chroma sample lies right of and below the first of four, doubled. Of those
at the bottom nothing is written into the header."""


def chroma_location(stream: VideoStream, orientation: Orientation) -> str:
    """FFmpeg's name of the place of chroma samples in upright pictures; empty where it is not known or has no name.

    The header of a Matroska file holds it, and FFmpeg writes one of any stream.

    Args:
        stream: of which a picture was decoded.
        orientation: how its stored pixels become upright.
    """
    header = io.BytesIO()
    try:
        with av.open(header, "w", format="matroska") as container:
            container.add_stream_from_template(stream, opaque=True)
            container.start_encoding()
    except (av.FFmpegError, ValueError):
        return ""
    elements = Elements(header)
    found = elements.first(0, len(header.getbuffer()), SEGMENT, TRACKS, TRACK, VIDEO, _COLOUR)
    if found is None:
        return ""
    across, down = (elements.first(*found, each) for each in (_ACROSS, _DOWN))
    if across is None or down is None:
        return ""
    return _upright(elements.number(*across) - 1, elements.number(*down) - 1, orientation)


def _upright(across: int, down: int, orientation: Orientation) -> str:
    if orientation.swap_axes:
        across, down = down, across
    across = 2 - across if orientation.flip_x else across
    down = 2 - down if orientation.flip_y else down
    return _NAMES.get((across, down), "")
