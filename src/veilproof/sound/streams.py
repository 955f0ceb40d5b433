"""Adds the changed sound of a film to a video that is being written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path

from av.container import OutputContainer

from veilproof.language.message import Words
from veilproof.sound.change import changed_sound
from veilproof.sound.read import Block, SoundInfo, SoundReader, sound_streams
from veilproof.sound.timeline import Timeline
from veilproof.sound.write import SoundEncoder


class ChangedSound:
    """All sound streams of a file, decoded, changed and encoded anew, interleaved with the pictures.

    It is what `veilproof.media.video_write.AddedStreams` asks for.
    """

    def __init__(self, source: Path, timeline: Timeline, target: OutputContainer) -> None:
        """Add a stream to `target` for every sound stream of `source` that can be decoded.

        Raises:
            VeilproofError: the source cannot be read.
        """
        readable, self._unreadable = sound_streams(source)
        self._files = ExitStack()
        self._streams = [_Stream(source, info, timeline, target, self._files) for info in readable]

    @property
    def sounds(self) -> int:
        """The number of sound streams."""
        return len(self._streams)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What is not in the output, in plain words; complete after the last block."""
        damaged = tuple(
            Words("content-damaged-pieces", n=stream.reader.failures, what=stream.info.words)
            for stream in self._streams
            if stream.reader.failures
        )
        return self._unreadable + damaged

    def advance(self, until: Fraction | None) -> None:
        """Write all sound up to this time in seconds; None means all that remains."""
        for stream in self._streams:
            stream.advance(until)

    def close(self) -> None:
        """Close the source."""
        self._files.close()


class _Stream:
    """One sound stream on its way."""

    def __init__(
        self, source: Path, info: SoundInfo, timeline: Timeline, target: OutputContainer, files: ExitStack
    ) -> None:
        self.info = info
        self.reader = files.enter_context(SoundReader(source, info))
        self._encoder = SoundEncoder(target, info)
        self._blocks: Iterator[Block] = changed_sound(self.reader, info, timeline)
        self._written: Fraction | None = None
        self._finished = False

    def advance(self, until: Fraction | None) -> None:
        while not self._finished and (until is None or self._written is None or self._written < until):
            block = next(self._blocks, None)
            if block is None:
                self._encoder.finish()
                self._finished = True
                return
            self._encoder.write(block)
            self._written = Fraction(block.end, self.info.rate)
