"""What people decided about sound, as it is seen: spans that do not overlap, the newest decision on top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from veilproof.plan.types import SoundDecision, Stretch
from veilproof.sound.timeline import overlaps

_Span = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class DecidedSpan:
    """A span of sound for which one decision with one reason holds; in seconds since the first frame."""

    start: Fraction
    end: Fraction
    decision: SoundDecision
    reason: str

    @property
    def span(self) -> tuple[Fraction, Fraction]:
        """Begin and end."""
        return self.start, self.end


def decided_spans(stretches: Sequence[Stretch]) -> list[DecidedSpan]:
    """What holds of stretches, oldest first, in ascending order; without what was taken back."""
    return [span for span in _joined(_visible(stretches)) if span.decision is not SoundDecision.DEFAULT]


def moved_span(stretches: Sequence[Stretch], old: _Span, new: _Span) -> list[DecidedSpan] | None:
    """What has to be decided so that a decided span gets another begin and end; None if there is no such span.

    What it leaves is decided as what it had hidden there, or not at all.

    Args:
        stretches: of the plan, oldest first.
        old: begin and end of one of `decided_spans`.
        new: its new ones.
    """
    found = next((span for span in decided_spans(stretches) if span.span == old), None)
    if found is None:
        return None
    grown = [(new[0], min(new[1], old[0])), (max(new[0], old[1]), new[1])]
    pieces = [DecidedSpan(start, end, found.decision, found.reason) for start, end in grown if start < end]
    below = list(_visible(stretches, below=found))
    for start, end in ((old[0], min(old[1], new[0])), (max(old[0], new[1]), old[1])):
        clipped = ((max(start, span.start), min(end, span.end), span) for span in below)
        left = [DecidedSpan(begin, stop, span.decision, span.reason) for begin, stop, span in clipped if begin < stop]
        pieces += _joined(iter(left))
    return pieces


def _visible(stretches: Sequence[Stretch], below: DecidedSpan | None = None) -> Iterator[DecidedSpan]:
    """What is on top between each two edges; with `below`, on top of what decides the same as that span does."""
    for start, end, numbers in overlaps([(stretch.start, stretch.end) for stretch in stretches]):
        there = [stretches[number] for number in reversed(numbers)]
        if below is not None:
            there = [each for each in there if (each.decision, each.reason) != (below.decision, below.reason)]
        if there:
            yield DecidedSpan(start, end, there[0].decision, there[0].reason)
        else:
            yield DecidedSpan(start, end, SoundDecision.DEFAULT, "")


def _joined(spans: Iterator[DecidedSpan]) -> list[DecidedSpan]:
    joined: list[DecidedSpan] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and last.end == span.start and (last.decision, last.reason) == (span.decision, span.reason):
            joined[-1] = DecidedSpan(last.start, span.end, last.decision, last.reason)
        else:
            joined.append(span)
    return joined
