"""Seals originals: what lies under each cover, lossless and encrypted, so that one and no other can be opened later."""

from __future__ import annotations

import io
import lzma
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from veilproof.media.kinds import is_photo
from veilproof.media.photo import read_photo
from veilproof.media.pictures import converted
from veilproof.media.planes import Plane, planes
from veilproof.media.video_read import VideoReader
from veilproof.media.writing import Content, atomic_write
from veilproof.plan import Decision
from veilproof.progress import Progress, Step, silent
from veilproof.release.crops import CropWriter, packed, sheet_size, step_of
from veilproof.release.log import Log, LoggedSound
from veilproof.release.ownership import Covers, Owned, Owners
from veilproof.release.sealed_file import Part, Recipients, SealedWriter
from veilproof.sound.frames import Samples
from veilproof.sound.read import Block, SoundInfo, SoundReader, sound_streams

_MOST_PENDING = 1 << 18
"""Bytes of samples of several covers that wait to be compressed, of each set of covers. A round number."""


def seal(
    original: Path, output: Path, log: Log, recipients: Recipients, target: Path, progress: Progress = silent
) -> None:
    """Write what the covers of a release hide, encrypted for recipients.

    Args:
        original: the original; read only.
        output: the redacted file, in whose pixel format it is sealed.
        log: what was covered.
        recipients: who may open what.
        target: the file to write.
        progress: called with the progress of the work.

    Raises:
        VeilproofError: a file cannot be read or written, or a recipient is of a track or span that is not in the log.
    """
    covered = [track.track for track in log.tracks if track.decision is Decision.COVER]
    recipients.check(original, covered, [each.number for each in log.sound])
    with atomic_write(target, force=False, source=original, content=Content.TEXT) as unfinished:
        writer = SealedWriter(unfinished, recipients)
        try:
            _seal_pictures(original, output, log, writer, progress)
            if not is_photo(original):
                _seal_sound(original, log, writer)
        finally:
            writer.close()


def pictures_of(original: Path, output: Path) -> Iterator[tuple[int, str, list[Plane]]]:
    """Each picture of an original in the pixel format of its output: its number, that format, and its planes."""
    if is_photo(original):
        photo = read_photo(original)
        yield 0, photo.info.mode, photo.planes
        return
    with VideoReader(output) as other:
        wanted = other.info.pixel_format
    with VideoReader(original) as reader:
        for frame in reader:
            yield frame.index, wanted, planes(converted(frame.picture, wanted))


def bits_of(surface: list[Plane], pixel_format: str) -> int:
    """The bits of the samples of a picture."""
    if surface[0].pixels.dtype == np.uint8:
        return 8
    try:
        return int(av.VideoFormat(pixel_format).components[0].bits)
    except ValueError:
        return 16


def _seal_pictures(original: Path, output: Path, log: Log, writer: SealedWriter, progress: Progress) -> None:
    covers = Covers(log)
    films: dict[int, CropWriter] = {}
    shared: dict[Owners, _Shared] = {}
    rectangles: dict[int, NDArray[np.int64]] = {}
    pixel_format = ""
    for index, pixel_format, surface in pictures_of(original, output):
        own: dict[int, list[tuple[int, Owned]]] = {}
        for number, (plane, owned) in enumerate(zip(surface, covers.owned(index, surface), strict=True)):
            for part in owned:
                if not writer.is_sealed([("track", owner) for owner in part.owners]):
                    continue
                if len(part.owners) == 1:
                    own.setdefault(part.owners[0], []).append((number, part))
                else:
                    samples = part.of(plane.pixels)[part.mask]
                    shared.setdefault(part.owners, _Shared()).add(samples.reshape(len(samples), -1))
        for track in covers.tracks_in(index):
            if not writer.is_sealed([("track", track.track)]):
                continue
            if track.track not in films:
                rectangles[track.track] = covers.frames_of(track, step_of(surface))
                size = sheet_size(surface, _rectangle(rectangles[track.track][0]))
                films[track.track] = CropWriter(size, bits_of(surface, pixel_format))
            rectangle = _rectangle(rectangles[track.track][index - track.first_frame])
            films[track.track].write(packed(surface, rectangle, own.get(track.track, [])))
            if index == track.last_frame:
                writer.add([("track", track.track)], Part(pixel_format, (films.pop(track.track).finish(),)))
        progress(Step("seal", index + 1, log.frames))
    for owners, parts in sorted(shared.items()):
        writer.add([("track", owner) for owner in owners], Part(pixel_format, samples=parts.finish()))


class _Shared:
    """What several covers hide, compressed as it comes: a whole film of it may not fit into memory."""

    def __init__(self) -> None:
        self._streams: list[bytes] = []
        self._pending = bytearray()

    def add(self, samples: NDArray[Any]) -> None:
        """Append the samples of one plane of one frame, each as the difference to the one before it."""
        self._pending += np.diff(samples, axis=0, prepend=samples[:1] * 0).tobytes()
        if len(self._pending) > _MOST_PENDING:
            self._compress()

    def finish(self) -> bytes:
        """All of it, as streams of XZ one after the other."""
        self._compress()
        return b"".join(self._streams)

    def _compress(self) -> None:
        self._streams.append(lzma.compress(self._pending, preset=1))
        self._pending.clear()


def _seal_sound(original: Path, log: Log, writer: SealedWriter) -> None:
    with VideoReader(original) as reader:
        start = next(iter(reader)).time
    streams, _ = sound_streams(original)
    for each in log.sound:
        owner = ("sound", each.number)
        if not writer.is_sealed([owner]) or not streams:
            continue
        films = tuple(_sound_film(original, info, _Own(log.sound, each, start, info.rate)) for info in streams)
        writer.add([owner], Part("", films))


class _Own:
    """Which samples of a stream belong to one span of a log: each sample belongs to one span and no other.

    To the first in the log whose time it touches, or else to the one that has no ends.
    """

    def __init__(self, spans: Sequence[LoggedSound], own: LoggedSound, start: Fraction, rate: int) -> None:
        """For a stream of a rate whose film begins at `start` seconds."""
        edges = [(each, _edges(each, start, rate)) for each in spans]
        self._range = _edges(own, start, rate)
        self._others = [
            span
            for each, span in edges
            if each.number != own.number
            and each.from_seconds is not None
            and (own.from_seconds is None or each.number < own.number)
        ]

    def of(self, block: Block) -> Samples:
        """What of a block lies in the span, with silence where it belongs to another; may be empty."""
        low, high = (max(0, min(edge - block.start, block.samples.shape[1])) for edge in self._range)
        part = np.array(block.samples[:, int(low) : int(high)], order="C")
        for start, end in self._others:
            first, last = (max(0, edge - block.start - low) for edge in (start, end))
            if first < part.shape[1]:
                part[:, int(first) : int(min(last, part.shape[1]))] = 0
        return part


def _edges(span: LoggedSound, start: Fraction, rate: int) -> tuple[float, float]:
    """The first sample of a span and the one after its last, on the clock of the original."""
    if span.from_seconds is None or span.to_seconds is None:
        return -math.inf, math.inf
    return math.floor((start + Fraction(span.from_seconds)) * rate), math.ceil(
        (start + Fraction(span.to_seconds)) * rate
    )


def _sound_film(original: Path, info: SoundInfo, own: _Own) -> bytes:
    """A span of one stream, lossless: WavPack in Matroska, samples as they are decoded."""
    content = io.BytesIO()
    with av.open(content, "w", format="matroska") as container, SoundReader(original, info) as reader:
        stream = container.add_stream("wavpack", rate=info.rate)
        stream.codec_context.layout, stream.codec_context.format = info.layout, "fltp"
        count = 0
        for block in reader:
            part = own.of(block)
            if not part.shape[1]:
                continue
            frame = AudioFrame.from_ndarray(part, "fltp", info.layout)
            frame.sample_rate, frame.pts, frame.time_base = info.rate, count, Fraction(1, info.rate)
            count += part.shape[1]
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return content.getvalue()


def _rectangle(row: NDArray[np.int64]) -> tuple[int, int, int, int]:
    x1, y1, x2, y2 = row.tolist()
    return x1, y1, x2, y2
