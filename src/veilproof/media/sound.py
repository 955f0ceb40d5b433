"""Carrying sound and subtitles over as they are: the same packets, untouched, at the same times."""

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
from veilproof.media.demux import BREAK, open_media, packets


class PacketCopy:
    """Copies whole streams of one file into another that is being written, in step with its pictures."""

    def __init__(self, source: Path, target: OutputContainer, kinds: frozenset[str], name: Path) -> None:
        """Add a stream to `target` for every stream of `source` of these kinds ("audio", "subtitle").

        Raises:
            VeilproofError: The source cannot be read or the target cannot hold one of the streams.
        """
        self._container = open_media(source)
        self._target = target
        self._streams: dict[int, Stream] = {}
        self._lines: dict[int, _Line] = {}
        chosen = [stream for stream in self._container.streams if stream.type in kinds]
        for stream in chosen:
            self._streams[stream.index] = _added(stream, target, name)
            self._lines[stream.index] = _Line()
        self._packets = self._waiting(chosen)
        self._next: Packet[Stream] | None = None

    def __enter__(self) -> Self:
        """Nothing: the source is open already."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the source."""
        self._packets = iter(())
        self._container.close()

    def advance(self, until: Fraction | None) -> None:
        """Write every packet that comes before this time in seconds; all that are left for None."""
        while True:
            self._next = self._next or next(self._packets, None)
            if self._next is None or (until is not None and _time(self._next) > until):
                return
            packet, self._next = self._next, None
            packet.stream = self._streams[packet.stream_index]
            self._target.mux(packet)

    def _waiting(self, streams: list[Stream]) -> Iterator[Packet[Stream]]:
        if not streams:
            return  # asked for the packets of no stream, FFmpeg gives those of all
        for packet in packets(self._container, streams):
            if packet is not None and packet.size:
                self._lines[packet.stream_index].straighten(packet)
                yield packet


class _Line:
    """The time line of one stream, which must not run backwards, as it does where recordings were joined."""

    def __init__(self) -> None:
        self._due: int | None = None
        self._shift = 0

    def straighten(self, packet: Packet[Stream]) -> None:
        if packet.dts is None:
            return
        if self._due is not None and packet.dts + self._shift < self._due - BREAK / packet.time_base:
            self._shift = self._due - packet.dts
        packet.dts += self._shift
        if packet.pts is not None:
            packet.pts += self._shift
        self._due = packet.dts + (packet.duration or 0)


def _added(stream: Stream, target: OutputContainer, name: Path) -> Stream:
    try:
        added: Stream = target.add_stream_from_template(stream)
    except ValueError:
        word, way_out = ("sound", "mute it") if stream.type == "audio" else ("subtitles", "drop them")
        raise VeilproofError(
            f"{name} cannot hold {word} in the format {stream.name}: {way_out}, or choose a name ending in .mkv"
        ) from None
    added.disposition = stream.disposition
    if stream.language:
        added.metadata["language"] = stream.language
    return added


def _time(packet: Packet[Stream]) -> Fraction:
    ticks = packet.dts if packet.dts is not None else packet.pts
    return (ticks or 0) * packet.time_base
