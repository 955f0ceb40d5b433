"""Opening media and reading its packets: everything the library raises becomes one line, and damage is stepped over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream

from veilproof.errors import VeilproofError

# What may be opened, and only from the file itself: a playlist or a list of files would lead elsewhere, even to the
# network, and a still picture is no video.
_OPTIONS = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,gif,flv,asf,ogg,mxf,ivf,obu,av1,dv,"
    "h264,hevc,m4v,mpegvideo,yuv4mpegpipe",
}

BREAK = 1
"""Seconds backwards that are taken for a break in the time line (a recording joined to another), not for disorder."""

_MOST_ERRORS_IN_A_ROW = 1000
"""A demuxer that raises this often without giving a packet will give none any more."""


def url(path: Path) -> str:
    """The name of a file for FFmpeg, which would take `http:` at the start of a plain name for a protocol."""
    return f"file:{path}"


def open_media(path: Path) -> InputContainer:
    """Open a media file for reading.

    Raises:
        VeilproofError: There is no such file, it is a folder, empty, unreadable or not media.
    """
    if path.is_dir():
        raise VeilproofError(f"{path} is a folder, not a video")
    try:
        if path.stat().st_size == 0:
            raise VeilproofError(f"{path} is empty: copy it again from where it came from")
        return av.open(url(path), "r", container_options=_OPTIONS, metadata_errors="replace")
    except FileNotFoundError:
        raise VeilproofError(f"{path} does not exist: check the name") from None
    except PermissionError:
        raise VeilproofError(f"{path} may not be read: change its permissions or copy it") from None
    except (av.FFmpegError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise VeilproofError(f"{path} cannot be read as video ({reason}): it is damaged or is not a video") from None


def packets(container: InputContainer, streams: list[Stream]) -> Iterator[Packet[Stream] | None]:
    """The packets of some streams in the order of the file, None for a damaged place, at the end an empty one each."""
    errors = 0
    while errors < _MOST_ERRORS_IN_A_ROW:
        try:
            for packet in container.demux(streams):
                errors = 0
                # An empty packet in the middle means "as before"; a decoder would take it for the end.
                if packet.size or packet.dts is None:
                    yield packet
        except av.FFmpegError:
            errors += 1
            yield None
        else:
            return
