"""Copies sound and subtitles without decoding them: the same packets at the same times, under headers written anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream

from veilproof.language.message import Words
from veilproof.media.demux import TIMELINE_BREAK_SECONDS, open_media, packets
from veilproof.media.keeping import Kept, check_kept

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z\d]{1,8})*")
"""A language tag (RFC 5646): what a container holds there may be anything."""


class PacketCopy:
    """Copies streams of one file into another, interleaved with the pictures that are being written."""

    def __init__(self, source: Path, target: OutputContainer, kinds: frozenset[str], target_path: Path) -> None:
        """Add a stream to `target` for every stream of `source` of these kinds ("audio", "subtitle") that can be kept.

        Raises:
            VeilproofError: The source cannot be read, or the target cannot hold a stream that another could.
        """
        self._container = open_media(source)
        self._target = target
        chosen = check_kept(self._container, kinds, target_path)
        self._left_out = chosen.left_out
        self._kept = {kept.stream.index: kept for kept in chosen.kept}
        self._streams = {index: _add_stream(kept, target) for index, kept in self._kept.items()}
        self._timelines = {index: _Timeline() for index in self._kept}
        self._packets = self._source_packets([kept.stream for kept in chosen.kept])
        self._next: Packet[Stream] | None = None

    def close(self) -> None:
        """Close the source; what was not copied yet is not copied."""
        self._packets = iter(())
        self._container.close()

    @property
    def sounds(self) -> int:
        """The number of sound streams among them."""
        return sum(kept.is_sound for kept in self._kept.values())

    @property
    def left_out(self) -> tuple[str, ...]:
        """What of these streams was not copied, in plain words; complete after the last packet."""
        return self._left_out + tuple(
            Words("content-part", part=what, what=kept.words)
            for kept in self._kept.values()
            for what in sorted(kept.removed)
        )

    def advance(self, until: Fraction | None) -> None:
        """Write all packets up to this time in seconds; None means all that remain."""
        while True:
            self._next = self._next or next(self._packets, None)
            if self._next is None or (until is not None and _time(self._next) > until):
                return
            packet, self._next = self._next, None
            index = packet.stream_index
            for copied in self._kept[index].cleaned(packet):
                copied.stream = self._streams[index]
                self._target.mux(copied)

    def _source_packets(self, streams: list[Stream]) -> Iterator[Packet[Stream]]:
        if not streams:
            return  # FFmpeg would give the packets of all streams
        for packet in packets(self._container, streams):
            if packet is not None and packet.size:
                self._timelines[packet.stream_index].shift(packet)
                yield packet


class _Timeline:
    """The timeline of one stream, kept from running backwards where recordings were joined."""

    def __init__(self) -> None:
        self._expected_dts: int | None = None
        self._shift = 0

    def shift(self, packet: Packet[Stream]) -> None:
        if packet.dts is None:
            return
        if (
            self._expected_dts is not None
            and packet.dts + self._shift < self._expected_dts - TIMELINE_BREAK_SECONDS / packet.time_base
        ):
            self._shift = self._expected_dts - packet.dts
        packet.dts += self._shift
        if packet.pts is not None:
            packet.pts += self._shift
        self._expected_dts = packet.dts + (packet.duration or 0)


def _add_stream(kept: Kept, target: OutputContainer) -> Stream:
    added: Stream = target.add_stream_from_template(kept.stream)
    added.codec_context.extradata = kept.header or None
    added.disposition = kept.stream.disposition
    if kept.stream.language and _LANGUAGE.fullmatch(kept.stream.language):
        added.metadata["language"] = kept.stream.language
    return added


def _time(packet: Packet[Stream]) -> Fraction:
    ticks = packet.dts if packet.dts is not None else packet.pts
    return (ticks or 0) * packet.time_base
