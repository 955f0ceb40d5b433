"""Lists the contents of a video file in plain words, and which of them the output drops."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from veilproof.language.message import Words
from veilproof.media.clean_aperture import Crop
from veilproof.media.container_tracks import DOLBY_VISION, Track, container_tracks, track_of
from veilproof.media.hdr import has_unknown_hdr
from veilproof.media.planes import has_alpha
from veilproof.media.side_data import side_data

# Tags that describe the container, not its subject.
_TECHNICAL_TAGS = frozenset({"major_brand", "minor_version", "compatible_brands", "language", "duration", "vendor_id"})

_DEFAULT_TAGS = frozenset(
    ("handler_name", name) for name in ("VideoHandler", "SoundHandler", "SubtitleHandler", "TimeCodeHandler")
)
"""FFmpeg writes them into every file."""

_SIDE_DATA = {
    "A53_CC": "content-captions",
    "S12M_TIMECODE": "content-time-codes",
    "GOP_TIMECODE": "content-time-codes",
    "DYNAMIC_HDR_PLUS": "content-hdr10-plus",
    "DOVI_METADATA": DOLBY_VISION,
    "DOVI_RPU_BUFFER": DOLBY_VISION,
    "SPHERICAL": "content-spherical",
    "STEREO3D": "content-second-view-metadata",
}

_CODE = re.compile(r"[A-Za-z0-9_/]{3,32}")
"""A name of a coding, which a container could spell as it likes."""
_SAME_LENGTH = 0.95
"""Share of the longest stream from which another counts as equally long. A round number."""
_OPAQUE = 255
"""The alpha, in 8 bits, of a pixel that hides what is under it."""

_ENCODER_NOTES = (
    bytes.fromhex("dc45e9bde6d948b7962cd820d923eeef"),
    bytes.fromhex("2ca2de09b51747dbbb55a4fe7fc2fc4e"),
)
"""Begin the notes of x264 and x265 on their settings, which every file of theirs has and which tell nothing else."""

_STILL_PICTURES = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image


def main_video(container: InputContainer) -> VideoStream | None:
    """The video stream to redact: of those that are not still pictures, the longest among those marked as default.

    Streams of about the same length are one recording in several sizes; the largest is taken.
    """
    moving = [stream for stream in container.streams.video if not stream.disposition & _STILL_PICTURES]
    marked = [stream for stream in moving if stream.disposition & Disposition.default] or moving
    longest = max(map(_seconds, marked), default=0.0)
    return max((each for each in marked if _seconds(each) >= _SAME_LENGTH * longest), key=_area, default=None)


def dropped(
    container: InputContainer, main: VideoStream, picture: av.VideoFrame, tracks: dict[int, Track]
) -> tuple[str, ...]:
    """Contents that the output never has, whatever the options.

    Args:
        container: an open file.
        main: the stream that is redacted.
        picture: its first decoded picture.
        tracks: what the container says about its tracks.
    """
    names: list[str] = []
    chapters = len(container.chapters())
    with_chapters = {number for track in tracks.values() for number in track.chapters} if chapters else set()
    for stream in container.streams:
        if stream is main or stream.type in ("audio", "subtitle") or stream.id in with_chapters:
            continue
        if stream in container.streams.video:
            if stream.disposition & _STILL_PICTURES:
                names.append(Words("content-cover-picture"))
            else:
                names.append(Words("content-video-stream", what=_described(stream)))
        elif stream.type == "attachment":
            names.append(Words("content-attached-file"))
        elif track_of(tracks, stream).code == "tmcd":
            names.append(Words(_SIDE_DATA["S12M_TIMECODE"]))
        else:
            names.append(Words("content-data-stream", name=_tag(stream)))
    names += [name for name in in_picture(picture) if name not in names]
    counts = Counter(names)
    result = [Words("content-several", count=str(n), what=name) if n > 1 else name for name, n in counts.items()]
    if chapters:
        result.append(Words("content-chapters", n=chapters))
    # Those of an attached file are its name and kind, and it is named itself.
    described = (stream for stream in container.streams if stream.type != "attachment")
    all_tags = (container.metadata, *(stream.metadata for stream in described))
    pairs = {(tag.lower(), value) for tags in all_tags for tag, value in tags.items()} - _DEFAULT_TAGS
    told = {"timecode"} if Words(_SIDE_DATA["S12M_TIMECODE"]) in names else set()
    if tags := {tag for tag, _ in pairs} - _TECHNICAL_TAGS - told:
        result.append(Words("content-metadata", tags=", ".join(sorted(tags))))
    return tuple(result)


def in_picture(picture: av.VideoFrame) -> tuple[str, ...]:
    """What a decoded picture carries and the output never has, in plain words."""
    attached = side_data(picture)
    names: list[str] = sorted({Words(_SIDE_DATA[kind]) for kind in attached if kind in _SIDE_DATA})
    if "SEI_UNREGISTERED" in attached and not attached["SEI_UNREGISTERED"].startswith(_ENCODER_NOTES):
        names.append(Words("content-user-data"))
    return tuple(names)


def sound(container: InputContainer) -> tuple[str, ...]:
    """Each sound stream, for example "aac, stereo"."""
    return tuple(
        f"{codec_name(stream)}, {stream.codec_context.layout.name}" if stream.codec_context else codec_name(stream)
        for stream in container.streams.audio
    )


def subtitles(container: InputContainer) -> tuple[str, ...]:
    """Each subtitle stream by its codec."""
    return tuple(codec_name(stream) for stream in container.streams.subtitles)


def shown_differently(
    picture: av.VideoFrame, stream: VideoStream, crop: Crop | None, sizes: Sequence[tuple[int, int]]
) -> tuple[str, ...]:
    """What of the stored pictures the output does not show as it is stored, in plain words.

    Args:
        picture: the first decoded one.
        stream: that it belongs to.
        crop: what players cut off.
        sizes: of the pictures that occur, the largest first.
    """
    notes = []
    if crop is not None:
        notes.append(Words("content-cut-off"))
    if stream.metadata.get("alpha_mode", "0") != "0" or _has_alpha(picture):
        notes.append(Words("content-transparency"))
    if has_unknown_hdr(picture):
        notes.append(Words("content-display-hdr"))
    if len(sizes) > 1:
        (width, height), *others = sizes
        listed = ", ".join(f"{x}x{y}" for x, y in others)
        notes.append(Words("content-picture-sizes", size=f"{width}x{height}", others=listed))
    return tuple(notes)


def _has_alpha(picture: av.VideoFrame) -> bool:
    if not has_alpha(picture.format):
        return False
    # GIF is always decoded with alpha, needed or not, and so are palettes.
    return (
        not (picture.format.name == "bgra" or picture.format.has_palette)
        or int(picture.to_ndarray(format="bgra")[..., 3].min()) < _OPAQUE
    )


def container_notes(tracks: dict[int, Track], stream: VideoStream) -> tuple[str, ...]:
    """What the container says about the file and about this stream, and the output does not, in plain words."""
    return (*tracks.get(0, Track()).notes, *track_of(tracks, stream).notes)


def _area(stream: VideoStream) -> int:
    return stream.codec_context.width * stream.codec_context.height if stream.codec_context else 0


def _seconds(stream: Stream) -> float:
    """The length of a stream; 0 where the container does not tell."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    hours, _, rest = stream.metadata.get("DURATION", stream.metadata.get("duration", "")).partition(":")
    minutes, _, seconds = rest.partition(":")
    try:
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
    except ValueError:
        return 0.0


def _described(stream: VideoStream) -> str:
    size = f", {stream.codec_context.width}x{stream.codec_context.height}" if stream.codec_context else ""
    seconds = _seconds(stream)
    return f"{codec_name(stream)}{size}{f', {seconds:.1f} s' if seconds else ''}"


def codec_name(stream: Stream) -> str:
    """FFmpeg's name of the codec, not of the decoder: av1, not libdav1d; "unknown" where it has none."""
    known = stream.codec_context.codec.canonical_name if stream.codec_context else _stored_name(stream)
    return known or _code(stream) or "unknown"


def _code(stream: Stream) -> str:
    """What the coding is called in the container, where FFmpeg does not know it."""
    code = track_of(container_tracks(Path(stream.container.name.removeprefix("file:"))), stream).code
    return code if _CODE.fullmatch(code) else ""


def _tag(stream: Stream) -> str:
    # FFmpeg has no name for many data streams, telemetry above all; cameras often name them.
    handler = stream.metadata.get("handler_name", "").strip()
    stored = _stored_name(stream)
    return stored if stored not in (None, "", "none", "bin_data") else handler or Words("content-nameless")


def _stored_name(stream: Stream) -> str | None:
    # PyAV gives some streams that FFmpeg has no decoder for no such attribute.
    return getattr(stream, "name", None)
