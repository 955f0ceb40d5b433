"""Which sound and subtitles of a file can be kept in an output, known before anything is scanned."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream

from veilproof.errors import VeilproofError
from veilproof.language.message import Words
from veilproof.media.container_tracks import container_tracks, track_of
from veilproof.media.contents import codec_name
from veilproof.media.demux import open_media
from veilproof.media.encoders import muxer_for
from veilproof.media.sound_headers import (
    AMR_FRAME_BYTES,
    AMR_FRAME_SECONDS,
    amr_frames,
    cleaned_sound_header,
    sound_comments,
)
from veilproof.media.subtitle_text import SubtitleCleaner, subtitle_cleaner

_SUGGESTED = (".mkv", ".mov", ".mp4", ".ts", ".avi")
"""Suffixes that are tried, in this order, for an output that holds everything."""
_IN_TRANSPORT_STREAM = frozenset(
    {"aac", "aac_latm", "ac3", "eac3", "dts", "truehd", "mp1", "mp2", "mp3", "opus"}
    | {"dvb_subtitle", "dvb_teletext", "hdmv_pgs_subtitle"}
)
"""Codecs that a transport stream has a type for (ISO/IEC 13818-1 and its registry); FFmpeg writes others, too, but then
no player knows what they are."""
_KEYS = {"audio": "content-sound", "subtitle": "content-subtitles"}


@dataclass(slots=True)
class Kept:
    """A stream that is copied, with its header written anew.

    Attributes:
        stream: of the original; usable only while that is open.
        codec: FFmpeg's name.
        is_sound: whether it is sound, not subtitles.
        header: what the output holds for the decoder.
        words: what it is, for people.
        removed: what else its header and packets held so far, in plain words.
    """

    stream: Stream
    codec: str
    is_sound: bool
    header: bytes
    words: Words
    removed: set[str] = field(default_factory=set)
    cleaner: SubtitleCleaner | None = None

    def cleaned(self, packet: Packet[Stream]) -> Iterator[Packet[Stream]]:
        """The same coded data at the same times, and nothing else that a container may attach to a packet."""
        data = bytes(packet)
        if self.cleaner is not None:
            data = self.cleaner.packet(data)
        if packet.has_sidedata("webvtt_identifier"):
            self.removed.add(Words("content-cue-names"))
        step = round(AMR_FRAME_SECONDS / packet.time_base)
        for number, part in enumerate(amr_frames(data, self.amr) if self.amr else [data]):
            copied: Packet[Stream] = av.Packet(part)
            copied.pts, copied.dts, copied.duration = packet.pts, packet.dts, step if self.amr else packet.duration
            copied.time_base, copied.is_keyframe = packet.time_base, packet.is_keyframe
            if number:
                copied.pts = None if packet.pts is None else packet.pts + number * step
                copied.dts = None if packet.dts is None else packet.dts + number * step
            if packet.has_sidedata("skip_samples"):
                # How much of the first and the last packet is not sound.
                copied.set_sidedata(packet.get_sidedata("skip_samples"))
            yield copied

    @property
    def amr(self) -> str | None:
        """The codec if it is AMR, of which some containers take one frame a packet only."""
        return self.codec if self.codec in AMR_FRAME_BYTES else None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The streams that are kept, and those that cannot be, in plain words."""

    kept: tuple[Kept, ...]
    left_out: tuple[Words, ...]


def not_kept(source: Path, target: Path, kinds: frozenset[str]) -> tuple[str, ...]:
    """What of the streams of these kinds ("audio", "subtitle") cannot be kept in `target`, in plain words.

    Raises:
        VeilproofError: the source cannot be read, or a file with another suffix could keep what this one cannot.
    """
    if not kinds:
        return ()
    with open_media(source) as container:
        return check_kept(container, kinds, target).left_out


def check_kept(container: InputContainer, kinds: frozenset[str], target: Path) -> Chosen:
    """Choose what is kept of the streams of these kinds.

    Raises:
        VeilproofError: a file with another suffix could keep what `target` cannot.
    """
    kept, left_out = [], []
    tracks = container_tracks(Path(container.name.removeprefix("file:"))) if kinds else {}
    for stream in container.streams:
        if stream.type not in kinds:
            continue
        name = codec_name(stream)
        described = Words(_KEYS[stream.type], codec=name)
        one = _cleaned(stream, name, described)
        if track_of(tracks, stream).encrypted:
            left_out.append(Words("content-encrypted", what=described))
        elif one is None:
            left_out.append(Words("content-unknown-format", what=described))
        else:
            kept.append(one)
    unfit = [one for one in kept if not _holds(target.suffix, one)]
    if unfit:
        fitting = next((suffix for suffix in _SUGGESTED if all(_holds(suffix, one) for one in kept)), None)
        if fitting is not None:
            raise VeilproofError(
                f"{target} cannot hold the {unfit[0].words}: choose a name ending in {fitting} with -o, or leave it out"
            )
        kept = [one for one in kept if one not in unfit]
        left_out += [Words("content-unwritable", what=one.words) for one in unfit]
    return Chosen(tuple(kept), tuple(left_out))


def _cleaned(stream: Stream, name: str, described: Words) -> Kept | None:
    context = stream.codec_context
    if context is None:
        return None
    header = context.extradata or b""
    if stream.type == "audio":
        cleaned = cleaned_sound_header(name, header)
        if cleaned is None:
            return None
        removed: set[str] = {Words("content-header-comments")} if sound_comments(name, header) else set()
        return Kept(stream, name, True, cleaned, described, removed)
    cleaner = subtitle_cleaner(name)
    cleaned = cleaner.header(header) if cleaner else None
    if cleaner is None or cleaned is None:
        return None
    return Kept(stream, name, False, cleaned, described, cleaner.removed, cleaner)


def _holds(suffix: str, kept: Kept) -> bool:
    """Whether a file with that suffix can hold the stream: whether FFmpeg writes the start of one, into memory."""
    muxer = muxer_for(suffix)
    if muxer is None or (muxer == "mpegts" and kept.codec not in _IN_TRANSPORT_STREAM):
        return False
    try:
        with av.open(io.BytesIO(), "w", format=muxer) as trial:
            added: Stream = trial.add_stream_from_template(kept.stream)
            added.codec_context.extradata = kept.header or None
            trial.start_encoding()
    except (av.FFmpegError, ValueError):
        return False
    return True
