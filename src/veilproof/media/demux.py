"""Opens media files and reads their packets; library errors become one-line messages, and damage is skipped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream

from veilproof.errors import VeilproofError
from veilproof.language.message import LocalisedError

# Only self-contained video formats, and only from local files: playlists refer to other files, even on the network.
_OPTIONS = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,gif,flv,asf,ogg,mxf,ivf,obu,av1,dv,"
    "h264,hevc,m4v,mpegvideo,yuv4mpegpipe",
}

TIMELINE_BREAK_SECONDS = 1
"""A larger step backwards means that recordings were joined; a smaller one is disorder. A round number."""

_MAX_CONSECUTIVE_ERRORS = 1000
"""A demuxer that fails this often without a packet is taken to be at its end. A round number."""


def url(path: Path) -> str:
    """The path as a `file:` URL, because FFmpeg takes a name that starts with `http:` for a protocol."""
    return f"file:{path}"


def open_media(path: Path) -> InputContainer:
    """Open a media file for reading.

    Raises:
        VeilproofError: The file does not exist, is a folder, is empty, cannot be read or is not a video.
    """
    if path.is_dir():
        raise VeilproofError(f"{path} is a folder, not a video")
    try:
        if path.stat().st_size == 0:
            raise VeilproofError(f"{path} is empty: copy it again from its source")
        return av.open(url(path), "r", container_options=_OPTIONS, metadata_errors="replace")
    except FileNotFoundError:
        raise LocalisedError(
            "error-missing", english=f"{path} does not exist: check the name", name=path.name
        ) from None
    except PermissionError:
        english = f"{path} cannot be read: change its permissions or copy it"
        raise LocalisedError("error-unreadable", english=english, name=path.name) from None
    except (av.FFmpegError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        english = f"{path} cannot be read as video ({reason}): it is damaged or is not a video"
        raise LocalisedError("error-unreadable", english=english, name=path.name) from None


def packets(container: InputContainer, streams: list[Stream]) -> Iterator[Packet[Stream] | None]:
    """The packets of these streams in file order, None for each read error, and finally one empty packet per stream."""
    errors = 0
    while errors < _MAX_CONSECUTIVE_ERRORS:
        try:
            for packet in container.demux(streams):
                errors = 0
                # An empty packet before the end repeats the last frame; a decoder would take it for the end.
                if packet.size or packet.dts is None:
                    yield packet
        except av.FFmpegError:
            errors += 1
            yield None
        else:
            return
