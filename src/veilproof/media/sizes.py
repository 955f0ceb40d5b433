"""The picture sizes that occur in one video stream: a phone that is turned in a call changes that of its stream."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import av
from av.codec.context import ThreadType
from av.container import InputContainer
from av.video.stream import VideoStream

from veilproof.media.container_tracks import Track
from veilproof.media.demux import open_media, packets

_CHANGING_CODECS = frozenset({"h264", "hevc", "vvc", "vp8", "vp9", "av1", "mpeg2video", "flv1", "h263"})
"""Codecs whose I-frames can have another size than those before. Codecs with I-frames only are not looked through: that
would be a whole decoding, and recorders that change the size do not use them."""
_FIXED_CONTAINERS = ("avi", "mxf", "dv", "gif", "yuv4mpegpipe")
"""FFmpeg's names of containers that declare one size for all pictures."""
_CHANGING_ENTRIES = frozenset({"avc3", "hev1", "vp08", "vp09", "av01"})
"""Codings of MP4 that may state a size with every I-frame."""


def picture_sizes(
    container: InputContainer, stream: VideoStream, track: Track, path: Path
) -> tuple[tuple[int, int], ...]:
    """Width and height of all pictures that occur, in stored pixels, as far as I-frames tell; empty if one is sure.

    Costs a pass over the file in which I-frames alone are decoded, once for each file.
    """
    name = container.format.name
    is_changing = track.codings > 1 or track.code in _CHANGING_ENTRIES if "mp4" in name else True
    if (
        name in _FIXED_CONTAINERS
        or not is_changing
        or stream.codec_context.codec.canonical_name not in _CHANGING_CODECS
    ):
        return ()
    status = path.stat()
    return _sizes_of(path, stream.index, (status.st_ino, status.st_size, status.st_mtime_ns))


@lru_cache(maxsize=64)
def _sizes_of(path: Path, index: int, version: tuple[int, int, int]) -> tuple[tuple[int, int], ...]:
    sizes: dict[tuple[int, int], None] = {}
    with open_media(path) as container:
        stream = container.streams[index]
        assert isinstance(stream, VideoStream)
        stream.thread_type = ThreadType.AUTO
        stream.codec_context.skip_frame = "NONKEY"
        for packet in packets(container, [stream]):
            if packet is None or (packet.size and not packet.is_keyframe):
                continue
            try:
                pictures = packet.decode()
            except av.FFmpegError:
                continue
            sizes.update({(picture.width, picture.height): None for picture in pictures})  # type: ignore[union-attr]
    return tuple(sizes)
