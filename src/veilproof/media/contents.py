"""Lists the contents of a video file in plain words, and which of them the output drops."""

from __future__ import annotations

from collections import Counter

import av
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from veilproof.media.side_data import side_data

# Tags that describe the container, not its subject.
_TECHNICAL_TAGS = frozenset({"major_brand", "minor_version", "compatible_brands", "language", "duration", "vendor_id"})

_DEFAULT_TAGS = frozenset({("handler_name", "VideoHandler"), ("handler_name", "SoundHandler")})

_SIDE_DATA_NAMES = {
    "A53_CC": "closed captions",
    "S12M_TIMECODE": "time codes",
    "GOP_TIMECODE": "time codes",
    "DYNAMIC_HDR_PLUS": "HDR10+ dynamic metadata",
    "DOVI_METADATA": "Dolby Vision metadata",
    "DOVI_RPU_BUFFER": "Dolby Vision metadata",
}

_STILL_PICTURES = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image


def main_video(container: InputContainer) -> VideoStream | None:
    """The video stream to redact: of those that are not still pictures, the default one, then the largest."""
    moving = [stream for stream in container.streams.video if not stream.disposition & _STILL_PICTURES]
    return max(moving, key=_rank, default=None)


def dropped(container: InputContainer, main: VideoStream, picture: av.VideoFrame) -> tuple[str, ...]:
    """Contents that the output never has, whatever the options; `picture` is the first decoded one."""
    names: list[str] = []
    for stream in container.streams:
        if stream is main or stream.type in ("audio", "subtitle"):
            continue
        if stream in container.streams.video:
            if stream.disposition & _STILL_PICTURES:
                names.append("cover picture")
            else:
                names.append(f"further video stream ({codec_name(stream)})")
        elif stream.type == "attachment":
            names.append("attached file")
        else:
            names.append(f"data stream ({_tag(stream)})")
    names += sorted({_SIDE_DATA_NAMES[kind] for kind in side_data(picture) if kind in _SIDE_DATA_NAMES})
    result = [f"{count} x {name}" if count > 1 else name for name, count in Counter(names).items()]
    if chapters := len(container.chapters()):
        result.append(f"{chapters} chapter{'s' if chapters > 1 else ''}")
    all_tags = (container.metadata, *(stream.metadata for stream in container.streams))
    pairs = {(tag.lower(), value) for tags in all_tags for tag, value in tags.items()} - _DEFAULT_TAGS
    if tags := {tag for tag, _ in pairs} - _TECHNICAL_TAGS:
        result.append(f"metadata ({', '.join(sorted(tags))})")
    return tuple(result)


def sound(container: InputContainer) -> tuple[str, ...]:
    """Each sound stream, for example "aac, stereo"."""
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
    """FFmpeg's name of the codec, not of the decoder: av1, not libdav1d; "unknown" where it has none."""
    return (stream.codec_context.codec.canonical_name if stream.codec_context else _stored_name(stream)) or "unknown"


def _tag(stream: Stream) -> str:
    # FFmpeg has no name for many data streams, telemetry above all; cameras often name them.
    handler = stream.metadata.get("handler_name", "").strip()
    stored = _stored_name(stream)
    return stored if stored not in (None, "", "none", "bin_data") else handler or "without a name"


def _stored_name(stream: Stream) -> str | None:
    # PyAV gives some streams that FFmpeg has no decoder for no such attribute.
    return getattr(stream, "name", None)
