"""Changes sound as a timeline says, block by block: a span is never in memory for longer than some seconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from veilproof.sound.disguise import Disguise
from veilproof.sound.frames import Samples
from veilproof.sound.read import Block, SoundInfo
from veilproof.sound.timeline import Timeline, Treatment

_LONGEST_STRETCH_SECONDS = 15
"""Of what is disguised at once. Longer speech gets another voice there. A round number."""
_SHORTEST_STRETCH_SECONDS = 3
"""Of the rest of such speech: a shorter one stays with what is before. A round number."""
_FADE_SECONDS = 0.005
"""In which each span fades in and out, so that its edges do not click."""
BLEEP_HERTZ = 1000.0
_BLEEP_LEVEL = 10 ** (-20 / 20)
"""Full scale is 1; -20 dBFS is the level of a reference tone (SMPTE RP 155)."""


def changed_sound(blocks: Iterable[Block], info: SoundInfo, timeline: Timeline) -> Iterator[Block]:
    """The same samples at the same times, each with what its span says.

    Args:
        blocks: the sound, without gaps.
        info: what it is.
        timeline: what happens when.
    """
    disguise = Disguise(info.rate)
    longest = _LONGEST_STRETCH_SECONDS * info.rate
    waiting: list[Block] = []
    for piece in _cut(blocks, timeline, info.rate):
        if waiting and piece.treatment is not Treatment.DISGUISE:
            yield _disguised(disguise, _joined(waiting), piece.block.start)
            waiting = []
        if piece.treatment is not Treatment.DISGUISE:
            yield _faded(Block(piece.block.start, _treated(piece.block, piece.treatment, info)), piece, info.rate)
            continue
        waiting.append(piece.block)
        if waiting[-1].end - waiting[0].start >= longest + _SHORTEST_STRETCH_SECONDS * info.rate:
            whole = _joined(waiting)
            now = _quietest(whole.samples, longest)
            yield _disguised(disguise, Block(whole.start, whole.samples[:, :now]), whole.start + now)
            waiting = [Block(whole.start + now, whole.samples[:, now:])]
    if waiting:
        yield _disguised(disguise, _joined(waiting), None)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a span. `begins` and `ends` are the samples at which the span does; None if it has no edge there."""

    block: Block
    treatment: Treatment
    begins: int | None
    ends: int | None


def _cut(blocks: Iterable[Block], timeline: Timeline, rate: int) -> Iterator[_Piece]:
    """The blocks cut at the edges of spans."""
    edges = timeline.treatments(rate)
    treatment, begins, following = timeline.rest, None, next(edges, None)
    for block in blocks:
        at = block.start
        while at < block.end:
            while following is not None and following[0] <= at:
                begins, treatment = following
                following = next(edges, None)
            ends = following[0] if following else None
            until = block.end if ends is None else min(block.end, ends)
            part = Block(at, block.samples[:, at - block.start : until - block.start])
            yield _Piece(part, treatment, begins, ends)
            at = until


def _joined(blocks: list[Block]) -> Block:
    return Block(blocks[0].start, np.concatenate([block.samples for block in blocks], axis=1))


def _disguised(disguise: Disguise, block: Block, ends: int | None) -> Block:
    changed = Block(block.start, disguise.changed(block.samples))
    return _faded(changed, _Piece(changed, Treatment.DISGUISE, block.start, ends), disguise.rate)


def _treated(block: Block, treatment: Treatment, info: SoundInfo) -> Samples:
    if treatment is Treatment.KEEP:
        return block.samples
    if treatment is Treatment.SILENCE:
        return np.zeros_like(block.samples)
    tone = np.sin(2 * np.pi * BLEEP_HERTZ / info.rate * np.arange(block.start, block.end)) * _BLEEP_LEVEL
    return np.repeat(tone[None].astype(np.float32), info.channels, axis=0)


def _faded(block: Block, piece: _Piece, rate: int) -> Block:
    """The block, faded where its span begins and ends."""
    length = _FADE_SECONDS * rate
    at = np.arange(block.start, block.end) + 0.5
    inside = np.full(len(at), length)
    if piece.begins is not None:
        inside = np.minimum(inside, at - piece.begins)
    if piece.ends is not None:
        inside = np.minimum(inside, piece.ends - at)
    if (inside >= length).all():
        return block
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.clip(inside / length, 0, 1))
    return Block(block.start, block.samples * ramp.astype(np.float32))


def _quietest(samples: Samples, longest: int) -> int:
    """Where to cut speech that goes on: the quietest place in the last third of the longest stretch."""
    first = longest * 2 // 3
    size = max(1, longest // 500)
    energy = np.square(samples[:, first:longest]).sum(axis=0)
    count = len(energy) // size
    return first + int(energy[: count * size].reshape(count, size).sum(axis=1).argmin()) * size
