"""Copies sound and subtitles without decoding them: the same packets at the same times."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream

from veilproof.errors import VeilproofError
from veilproof.media.demux import TIMELINE_BREAK_SECONDS, open_media, packets


class PacketCopy:
    """Copies streams of one file into another, interleaved with the pictures that are being written."""

    def __init__(self, source: Path, target: OutputContainer, kinds: frozenset[str], target_path: Path) -> None:
        """Add a stream to `target` for every stream of `source` of these kinds ("audio", "subtitle").

        Raises:
            VeilproofError: The source cannot be read or the target cannot hold one of the streams.
        """
        self._container = open_media(source)
        self._target = target
        self._streams: dict[int, Stream] = {}
        self._timelines: dict[int, _Timeline] = {}
        selected = [stream for stream in self._container.streams if stream.type in kinds]
        for stream in selected:
            self._streams[stream.index] = _add_stream(stream, target, target_path)
            self._timelines[stream.index] = _Timeline()
        self._packets = self._source_packets(selected)
        self._next: Packet[Stream] | None = None

    def __enter__(self) -> Self:
        """The copy itself; the source is already open."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the source."""
        self._packets = iter(())
        self._container.close()

    def advance(self, until: Fraction | None) -> None:
        """Write all packets up to this time in seconds; None means all that remain."""
        while True:
            self._next = self._next or next(self._packets, None)
            if self._next is None or (until is not None and _time(self._next) > until):
                return
            packet, self._next = self._next, None
            packet.stream = self._streams[packet.stream_index]
            self._target.mux(packet)

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


def _add_stream(stream: Stream, target: OutputContainer, target_path: Path) -> Stream:
    try:
        added: Stream = target.add_stream_from_template(stream)
    except ValueError:
        kind, remedy = ("sound", "mute it") if stream.type == "audio" else ("subtitles", "drop them")
        raise VeilproofError(
            f"{target_path} cannot hold {kind} in the format {stream.name}: {remedy}, or choose a name ending in .mkv"
        ) from None
    added.disposition = stream.disposition
    if stream.language:
        added.metadata["language"] = stream.language
    return added


def _time(packet: Packet[Stream]) -> Fraction:
    ticks = packet.dts if packet.dts is not None else packet.pts
    return (ticks or 0) * packet.time_base
