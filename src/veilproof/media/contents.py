"""What a media file holds, in plain words, and which of it the output will not hold."""

from __future__ import annotations

from collections import Counter

import av
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from veilproof.media.side_data import side_data

# Tags that say how the container is built, not what or who it shows.
_TECHNICAL = frozenset({"major_brand", "minor_version", "compatible_brands", "language", "duration", "vendor_id"})

_NEUTRAL = frozenset({("handler_name", "VideoHandler"), ("handler_name", "SoundHandler")})

_IN_PICTURE = {
    "A53_CC": "closed captions",
    "S12M_TIMECODE": "time codes",
    "GOP_TIMECODE": "time codes",
    "DYNAMIC_HDR_PLUS": "HDR10+ dynamic metadata",
    "DOVI_METADATA": "Dolby Vision metadata",
    "DOVI_RPU_BUFFER": "Dolby Vision metadata",
}

_NOT_MOVING = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image


def main_video(container: InputContainer) -> VideoStream | None:
    """The video stream to redact: moving pictures, first those marked as default, then the largest."""
    moving = [stream for stream in container.streams.video if not stream.disposition & _NOT_MOVING]
    return max(moving, key=_rank, default=None)


def dropped(container: InputContainer, main: VideoStream, picture: av.VideoFrame) -> tuple[str, ...]:
    """What never gets into the output, whatever is asked for; `picture` is the first decoded one."""
    found: list[str] = []
    for stream in container.streams:
        if stream is main or stream.type in ("audio", "subtitle"):
            continue
        if stream in container.streams.video:
            if stream.disposition & _NOT_MOVING:
                found.append("cover picture")
            else:
                found.append(f"further video stream ({codec_name(stream)})")
        elif stream.type == "attachment":
            found.append("attached file")
        else:
            found.append(f"data stream ({_tag(stream)})")
    found += sorted({_IN_PICTURE[kind] for kind in side_data(picture) if kind in _IN_PICTURE})
    words = [f"{count} x {word}" if count > 1 else word for word, count in Counter(found).items()]
    if chapters := len(container.chapters()):
        words.append(f"{chapters} chapter{'s' if chapters > 1 else ''}")
    every = (container.metadata, *(stream.metadata for stream in container.streams))
    pairs = {(tag.lower(), value) for tags in every for tag, value in tags.items()} - _NEUTRAL
    if tags := {tag for tag, _ in pairs} - _TECHNICAL:
        words.append(f"metadata ({', '.join(sorted(tags))})")
    return tuple(words)


def sound(container: InputContainer) -> tuple[str, ...]:
    """Each sound stream, as "aac, stereo"."""
    return tuple(
        f"{codec_name(stream)}, {stream.codec_context.layout.name}" if stream.codec_context else codec_name(stream)
        for stream in container.streams.audio
    )


def subtitles(container: InputContainer) -> tuple[str, ...]:
    """Each subtitle stream by its codec."""
    return tuple(codec_name(stream) for stream in container.streams.subtitles)


def _rank(stream: VideoStream) -> tuple[bool, int]:
    area = stream.codec_context.width * stream.codec_context.height if stream.codec_context else 0
    return bool(stream.disposition & Disposition.default), area


def codec_name(stream: Stream) -> str:
    """FFmpeg's name of what the stream is coded in, not of the decoder: av1, not libdav1d."""
    return (stream.codec_context.codec.canonical_name if stream.codec_context else _stored_name(stream)) or "unknown"


def _tag(stream: Stream) -> str:
    # What FFmpeg has no name for, telemetry above all, is often named by the camera itself.
    named = stream.metadata.get("handler_name", "").strip()
    stored = _stored_name(stream)
    return stored if stored not in (None, "", "none", "bin_data") else named or "without a name"


def _stored_name(stream: Stream) -> str | None:
    # Where FFmpeg knows no decoder for a stream, some kinds of stream have no such attribute.
    return getattr(stream, "name", None)
